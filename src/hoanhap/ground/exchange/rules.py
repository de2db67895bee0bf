"""Rules of exports and imports: facts in, one answer or one reason out."""

import re
import unicodedata
from functools import lru_cache

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.text import fold

NEXT: dict[str, frozenset[str]] = {
    "reading": frozenset({"checked", "refused", "withdrawn"}),
    "checked": frozenset({"written", "refused", "withdrawn"}),
    "refused": frozenset(),
    "written": frozenset(),
    "withdrawn": frozenset(),
}
"""The whole life of an import in one table."""

LONGEST_CELL = 32_767
"""Characters a cell of a workbook holds."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def check_step(state: str, wanted: str) -> None:
    """An import goes forward only. Raises RuleViolation ``exchange.wrong_state``."""
    if wanted not in NEXT[state]:
        raise RuleViolation("exchange.wrong_state", state=state, wanted=wanted)


def is_risky(text: str) -> bool:
    """Whether a spreadsheet, now or after a detour through CSV, might take the text for a formula.

    It begins with ``= + - @``, also in their full-width or small forms, also behind blanks that are not seen, or with
    a tab or a line break.
    """
    first = text[:1]
    if first.isalnum() or not first:
        return False  # nearly every cell: seen, and no sign
    if first in "\t\r\n\x00":
        return True
    seen = "".join(ch for ch in text[:64] if unicodedata.category(ch) not in ("Cf", "Cc", "Zs"))
    return unicodedata.normalize("NFKC", seen[:1])[:1] in ("=", "+", "-", "@")


def harmless(text: str) -> str:
    """The text as it may stand in a cell: never a formula, never longer than a cell, no characters XML refuses.

    An apostrophe is put before what is risky; ``reading`` takes it off again.

    >>> harmless("=1+1")
    "'=1+1"
    """
    clean = without_unseen(text)
    guarded = f"'{clean}" if is_risky(clean) else clean
    return guarded if len(guarded) <= LONGEST_CELL else guarded[: LONGEST_CELL - 1] + "…"


def without_unseen(text: str) -> str:
    """The text without the signs that XML and databases refuse."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def unguarded(text: str) -> str:
    """The text without the apostrophe that :func:`harmless` puts before what is risky."""
    return text[1:] if text[:1] == "'" and is_risky(text[1:]) else text


def file_name_part(text: str) -> str:
    """A part of a file name: small letters without marks, digits, hyphens.

    >>> file_name_part("Đơn vị áp dụng")
    'don-vi-ap-dung'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "danh-sach"


@lru_cache(maxsize=10_000)
def header_key(title: str) -> str:
    """A column's title as it is compared: without marks, case, punctuation, and what stands in brackets."""
    return re.sub(r"[^a-z0-9%]+", " ", fold(re.sub(r"\([^)]*\)|\*", " ", title))).strip()


def cell_address(row: int, column: int) -> str:
    """The address of a cell; row and column count from one.

    >>> cell_address(7, 4)
    'D7'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
