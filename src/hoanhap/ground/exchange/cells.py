"""Reading the cells of one row as people fill them in, and noting what cannot be read. No domain words.

What a spreadsheet does to what was typed is undone here: days as text or as the number behind them, numbers that lost
their leading zeros, an apostrophe that keeps a number text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.kernel.text import fold, tidy
from hoanhap.ground.web.forms import read_day

FIRST_SERIAL, LAST_SERIAL = 10_000, 60_000
"""Numbers that are days between 1927 and 2064 to a spreadsheet; outside, a number in a column of days is a slip."""

_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"[1-5]\d{4}(?:\.\d+)?")
_MIDNIGHT = re.compile(r"(?<=\d)[T ]\d\d?:\d\d(?::[\d.]+)?$")
_BETWEEN_DIGITS = re.compile(r"[\s.\-]")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2}")


class Cells:
    """The values of one row by column key, and the problems found so far, each with the key of its column."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values
        self.problems: list[tuple[str, Refusal]] = []

    def text(self, key: str) -> str:
        """A cell as its reader sees it; "" where it is empty."""
        return shown(self.values.get(key))

    def refuse(self, key: str, refusal: str, /, **facts: object) -> None:
        """Note what is wrong with a cell. What stands in it is no fact: it may tell of a person."""
        self.problems.append((key, RuleViolation(refusal, **facts)))

    def check(self, key: str, rule: Callable[[], object]) -> None:
        """Note what a rule says."""
        try:
            rule()
        except RuleViolation as violation:
            self.problems.append((key, violation))

    def needed(self, *keys: str) -> None:
        """Note which of these cells are empty."""
        for key in keys:
            if not self.text(key):
                self.refuse(key, "exchange.cell_missing")

    def held(self, key: str, rule: Callable[[str], str]) -> str:
        """A cell in the form that a rule gives it; "" where it is empty, or where it has none."""
        return self.held_text(key, self.text(key), rule)

    def held_text(self, key: str, typed: str, rule: Callable[[str], str]) -> str:
        """What was typed, in the form that a rule gives it; "" where it is empty, or where it has none."""
        try:
            return rule(typed) if typed else ""
        except RuleViolation as violation:
            self.problems.append((key, violation))
            return ""

    def one_of(self, key: str, words: Mapping[str, str], *, usual: Sequence[str]) -> str:
        """A cell with one of some words, which are folded; "" where it is empty. ``usual``: those named in advice."""
        typed = fold(self.text(key)).strip(" .")
        if typed and typed not in words:
            self.refuse(key, "exchange.word_unknown", words=list(usual))
        return str(words.get(typed, ""))

    def day(self, key: str) -> date | None:
        """A cell with a day: a real one, text in any usual spelling, or the number behind a day."""
        value = self.values.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        typed = self.text(key).lstrip("'")
        if not typed:
            return None
        if _SERIAL.fullmatch(typed) and FIRST_SERIAL < float(typed) < LAST_SERIAL:
            return _ZERO + timedelta(days=int(float(typed)))
        try:
            return read_day(_MIDNIGHT.sub("", typed))  # a day may come with it
        except ValueError:
            self.refuse(key, "exchange.year_short" if _SHORT_YEAR.fullmatch(typed) else "exchange.not_a_day")
            return None

    def digits(self, key: str) -> str:
        """A cell with a number as people write numbers of papers and telephones: without blanks, stops, hyphens."""
        return digits_of(self.text(key))


def shown(value: object) -> str:
    """A value as the reader of the spreadsheet sees it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def digits_of(typed: str) -> str:
    """What was typed without blanks, stops and hyphens, and without the apostrophe that keeps a number text."""
    return _BETWEEN_DIGITS.sub("", typed.lstrip("'"))


def filled(code: str, length: int) -> str:
    """A code of so many digits, with the leading zeros that a spreadsheet dropped. Anything else stays as it is.

    >>> filled("17", 5)
    '00017'
    """
    return code.zfill(length) if code.isascii() and code.isdigit() else code
