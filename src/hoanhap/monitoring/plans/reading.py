"""Reads the text of a plan with a roll-out table: head, percentages, appendix. All of it, or none.

Every refusal is a RuleViolation with ``line`` (counted from 1 in the file), what was ``found`` and what was
``expected``. The text is made regular (NFC) only for reading; quotations keep the characters of the file.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import NoReturn

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.text import fold, tidy
from hoanhap.monitoring.plans.rules import PlanText, RolloutRow, RolloutShare, canonical, fingerprint

_NUMBER = re.compile(
    r"Kèm theo Kế hoạch số\s*(?P<number>\d+)\s*/\s*(?P<symbol>KH-[\w&]+)"
    r"(?:\s+ngày\s+(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4}))?"
)
_PERIOD = re.compile(r"giai đoạn\s+(\d{4})\s*[-–—]\s*(\d{4})")
_SHARE_LINE = re.compile(r"^[-–—+•*]?\s*Năm\s+(\d{4})\s*:\s*(.*)$")
_PERCENT = r"(\d{1,3}(?:,\d{1,2})?)\s*%"
_FROM_TO = re.compile(rf"\btừ\s+{_PERCENT}\s+đến\s+{_PERCENT}")
_ONE = re.compile(rf"^(?!.*\btừ\b)[^\d%]*{_PERCENT}[^%\d]*$")
_HEADER_YEAR = re.compile(rf"(\d{{4}})\s*\(\s*{_PERCENT}\s*\)\s*$")
_WHOLE = re.compile(r"[0-9]{1,7}")
_NEGATIVE = re.compile(r"[-−–]\s*[0-9]+")
_TOTAL_LABELS = {"", "tong", "cong", "tong cong", "tong so", "toan thanh pho"}
_FIXED_COLUMNS = ("Stt", "Quận, huyện, thị xã", "Số xã, phường, thị trấn")


@dataclass(frozen=True)
class _Line:
    """One line: its number in the file, as it stands, and made regular."""

    at: int
    raw: str
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells of a table line, without spaces around them."""
        return [cell.strip() for cell in self.text.split("\t")]


def decode(content: bytes) -> str:
    """The file's text. Raises ``plans.not_utf8`` with the line of the first byte that is none."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        at = content.count(b"\n", 0, error.start) + 1
        _refuse("plans.not_utf8", at, found=f"0x{content[error.start]:02X}", expected="UTF-8")
    return text


def read(text: str, *, districts: Collection[str], province: str = "Hà Nội") -> PlanText:
    """The plan that the text states, checked against the names of the districts of the plan's start."""
    lines = _lines(text)
    number, issued_on, issued_quote = _number(lines)
    title = _title(lines)
    period_from, period_to = _period(title)
    issuer = f"thành phố {province}"
    if issuer not in title.text:
        _refuse("plans.issuer_unknown", title.at, found=title.text, expected=issuer)
    rollout = _rollout(lines, period_from.year, period_to.year)
    table, totals = _table(lines, rollout, districts)
    return PlanText(
        number=number,
        issuer=f"UBND {issuer}",
        title=title.text,
        period_from=period_from,
        period_to=period_to,
        issued_on=issued_on,
        rollout=rollout,
        table=table,
        printed_totals=totals.values,
        printed_communes=totals.communes,
        sha256=fingerprint(text),
        totals_quote=totals.quote,
        issued_quote=issued_quote,
    )


def period_of(text: str) -> tuple[date, date]:
    """First and last day of the plan, from its title; the first decides which districts there must be."""
    lines = _lines(text)
    _number(lines)  # what is no plan at all is refused as such
    return _period(_title(lines))


def _lines(text: str) -> list[_Line]:
    lines = [
        _Line(at, raw, unicodedata.normalize("NFC", raw).replace("\xa0", " ").strip(" \r"))
        for at, raw in enumerate(canonical(text).split("\n"), start=1)
    ]
    for line in lines:
        if "\x00" in line.text:
            _refuse("plans.not_a_text", line.at, found="0x00", expected="UTF-8")
    return lines


def _refuse(code: str, line: int, **facts: object) -> NoReturn:
    raise RuleViolation(code, line=line, **facts)


def _number(lines: Sequence[_Line]) -> tuple[str, date | None, str]:
    """Number and symbol as the appendix names them, with its date where it has one."""
    for line in lines:
        match = _NUMBER.search(line.text)
        if not match:
            continue
        number = f"{match['number']}/{match['symbol']}"
        if match["day"] is None:
            return number, None, line.raw.strip()
        try:
            issued_on = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            shown = f"{match['day']}/{match['month']}/{match['year']}"
            _refuse("plans.no_such_day", line.at, found=shown, expected="dd/mm/yyyy")
        return number, issued_on, line.raw.strip()
    _refuse("plans.not_a_plan", 1, found=_beginning(lines), expected="(Kèm theo Kế hoạch số …/KH-…)")


def _title(lines: Sequence[_Line]) -> _Line:
    """The paragraph below the heading "KẾ HOẠCH"."""
    for index, line in enumerate(lines):
        if line.text != "KẾ HOẠCH":
            continue
        words: list[str] = []
        first = line
        for below in lines[index + 1 :]:
            if below.text and not words:
                first = below
            if below.text:
                words.append(below.text)
            elif words:
                break
        if words:
            return _Line(first.at, first.raw, tidy(" ".join(words)))
    _refuse("plans.not_a_plan", 1, found=_beginning(lines), expected="KẾ HOẠCH")


def _beginning(lines: Sequence[_Line]) -> str:
    return next((line.text[:60] for line in lines if line.text), "")


def _period(title: _Line) -> tuple[date, date]:
    match = _PERIOD.search(title.text)
    expected = "giai đoạn 2021 - 2025"
    if not match:
        _refuse("plans.period_missing", title.at, found=title.text, expected=expected)
    first, last = int(match[1]), int(match[2])
    if not 1900 <= first <= last <= 9998:
        _refuse("plans.period_missing", title.at, found=match[0], expected=expected)
    return date(first, 1, 1), date(last, 12, 31)


def _rollout(lines: Sequence[_Line], first: int, last: int) -> tuple[RolloutShare, ...]:
    """The percentages "Năm 2021: Có từ 20% đến 30% …", one line for each year of the period."""
    shares: dict[int, RolloutShare] = {}
    at = 1
    for line in lines:
        match = _SHARE_LINE.match(line.text)
        if not match:
            continue
        at, year = line.at, int(match[1])
        if not first <= year <= last:
            _refuse("plans.share_outside_period", at, found=str(year), expected=f"{first}–{last}")
        if year in shares:
            _refuse(
                "plans.share_twice",
                at,
                found=str(year),
                expected=", ".join(str(one) for one in range(first, last + 1) if one not in shares) or "–",
            )
        shares[year] = _share(line, year, match[2])
    for year in range(first, last + 1):
        if year not in shares:
            _refuse(
                "plans.share_missing",
                at,
                found=", ".join(map(str, sorted(shares))) or "–",
                expected=str(year),
            )
    return tuple(shares[year] for year in sorted(shares))


def _share(line: _Line, year: int, words: str) -> RolloutShare:
    expected = "từ 20% đến 30%"
    if match := _FROM_TO.search(words):
        low, high = _decimal(match[1]), _decimal(match[2])
    elif match := _ONE.match(words):
        low = high = _decimal(match[1])
    else:
        _refuse("plans.share_unreadable", line.at, year=str(year), found=words, expected=expected)
    if high > 100:
        _refuse("plans.share_over_hundred", line.at, year=str(year), found=f"{high}%", expected="0–100%")
    if low > high:
        _refuse(
            "plans.share_reversed",
            line.at,
            year=str(year),
            found=f"{low}% > {high}%",
            expected=f"{high}% – {low}%",
        )
    return RolloutShare(year, low, high, line.raw.strip())


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _table(
    lines: Sequence[_Line], rollout: Sequence[RolloutShare], districts: Collection[str]
) -> tuple[tuple[RolloutRow, ...], RolloutRow]:
    """The rows of the appendix, and its last line as a row of order 0."""
    start = next((i for i, line in enumerate(lines) if line.cells[0].casefold() == "stt"), None)
    if start is None:
        at = next((line.at for line in reversed(lines) if line.text.strip()), 1)
        _refuse("plans.table_missing", at, found="–", expected="\t".join(_FIXED_COLUMNS).replace("\t", " | "))
    if start + 1 == len(lines):
        _refuse("plans.header_years", lines[start].at, found="–", expected=_header_words(rollout))
    _check_header(lines[start + 1], rollout)
    rows: list[RolloutRow] = []
    seen: dict[str, int] = {}
    named = {line.cells[1] for line in lines[start + 2 :] if len(line.cells) > 1}
    missing = ", ".join(name for name in districts if name not in named)
    at = lines[start + 1].at
    for line in lines[start + 2 :]:
        if not line.text.strip():
            continue
        at = line.at
        cells = line.cells
        columns = len(_FIXED_COLUMNS) + len(rollout)
        if len(cells) != columns:
            _refuse("plans.columns_wrong", at, found=len(cells), expected=columns)
        if fold(cells[0]) in _TOTAL_LABELS and fold(cells[1]) in _TOTAL_LABELS:
            _check_complete(at, seen, districts, missing)
            _check_nothing_below(lines, at)
            return tuple(rows), _row(line, rollout, order=0, district="")
        _check_district(line, cells[1], seen, districts, missing)
        _check_order(line, cells, len(rows) + 1, missing)
        rows.append(_row(line, rollout, order=len(rows) + 1, district=cells[1]))
        seen[cells[1]] = at
    _check_complete(at, seen, districts, missing)
    _refuse("plans.total_missing", at, found="–", expected=len(_FIXED_COLUMNS) + len(rollout))


def _header_words(rollout: Sequence[RolloutShare]) -> str:
    return ", ".join(f"{share.year} ({share.high.normalize():f}%)".replace(".", ",") for share in rollout)


def _check_header(line: _Line, rollout: Sequence[RolloutShare]) -> None:
    """The table's years and percentages are those of the roll-out, in its order."""
    cells = [cell for cell in line.cells if cell]
    matches = [_HEADER_YEAR.search(cell) for cell in cells]
    found = [(int(match[1]), _decimal(match[2])) for match in matches if match]
    if len(found) != len(cells) or [year for year, _ in found] != [share.year for share in rollout]:
        _refuse("plans.header_years", line.at, found=", ".join(cells) or "–", expected=_header_words(rollout))
    for (year, percent), share in zip(found, rollout, strict=True):
        if percent != share.high:
            _refuse(
                "plans.header_percent",
                line.at,
                year=str(year),
                found=f"{percent}%",
                expected=f"{share.high}%",
            )


def _check_district(line: _Line, name: str, seen: dict[str, int], districts: Collection[str], missing: str) -> None:
    if name in seen:
        _refuse("plans.district_twice", line.at, found=name, first=seen[name], expected=missing or "–")
    if name in districts:
        return
    by_key = {fold(one): one for one in districts if one not in seen} or {fold(one): one for one in districts}
    near = get_close_matches(fold(name), by_key, n=1, cutoff=0.6)
    _refuse("plans.district_unknown", line.at, found=name, expected=by_key[near[0]] if near else missing or "–")


def _check_order(line: _Line, cells: Sequence[str], expected: int, missing: str) -> None:
    """The rows are numbered from 1 without a gap: a gap is a row that was lost."""
    order = _number_in(line, _FIXED_COLUMNS[0], cells[0])
    if order > expected:
        _refuse("plans.row_missing", line.at, found=order, expected=expected, districts=missing or "–")
    if order < expected:
        _refuse("plans.order_wrong", line.at, found=order, expected=expected)


def _check_complete(at: int, seen: dict[str, int], districts: Collection[str], missing: str) -> None:
    if len(seen) < len(districts):
        _refuse("plans.rows_missing", at, found=len(seen), expected=len(districts), districts=missing)


def _check_nothing_below(lines: Sequence[_Line], total_at: int) -> None:
    for line in lines[total_at:]:
        if "\t" in line.text.strip(" \r\n"):
            _refuse("plans.row_below_total", line.at, found=line.text.strip(), expected="–")


def _row(line: _Line, rollout: Sequence[RolloutShare], *, order: int, district: str) -> RolloutRow:
    cells = line.cells
    communes = _number_in(line, _FIXED_COLUMNS[2], cells[2])
    values = {
        share.year: _number_in(line, str(share.year), cell)
        for share, cell in zip(rollout, cells[len(_FIXED_COLUMNS) :], strict=True)
    }
    return RolloutRow(order, district, communes, values, line.raw.rstrip("\r"))


def _number_in(line: _Line, column: str, cell: str) -> int:
    """A published whole number; zeros in front of it are only decoration ("08")."""
    if _NEGATIVE.fullmatch(cell):
        _refuse("plans.negative_number", line.at, column=column, found=cell, expected="≥ 0")
    if not _WHOLE.fullmatch(cell):
        _refuse("plans.not_a_number", line.at, column=column, found=cell or "–", expected="0–9999999")
    return int(cell)
