"""Writing workbooks: real numbers and days, text that is never a formula, memory that does not grow with the rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from hoanhap.ground.exchange.rules import harmless
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.web.sheets import Kind, Sheet, SheetColumn

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
MEASURED = 200
"""Rows looked at before the first is written, to choose the widths."""
NARROWEST, WIDEST = 8, 60
FIRST_DAY = date(1900, 3, 1)
"""Days before do not exist in spreadsheets, or under a wrong number; they are written as text."""
LARGEST = 10**15
"""Numbers from here on lose digits in a spreadsheet; they are written as text."""
LONGEST = 1_048_576
"""Rows a sheet holds."""


@dataclass(frozen=True)
class _Looks:
    """The formats of a workbook."""

    title: object
    note: object
    header: object
    cells: Sequence[object]
    day: object
    moment: object
    text: object


def write(sheet: Sheet, into: BinaryIO, *, code: str = "") -> int:
    """Write ``sheet`` to a file and return the number of its rows. ``code`` is printed on top, to trace a stray sheet.

    A title, the day, the source and the filters stand above; the header is frozen and filters the rows below.
    """
    book = xlsxwriter.Workbook(into, OPTIONS)
    book.set_properties({"title": harmless(sheet.title), "author": "Hòa Nhập"})
    page = book.add_worksheet(_("Table"))
    looks = _looks(book, sheet.columns)
    rows = iter(sheet.rows)
    sample = list(islice(rows, MEASURED))
    for column, width in enumerate(_widths(sheet.columns, sample)):
        page.set_column(column, column, width)
    top = _head(page, sheet, looks, code)
    count = _body(page, top + 1, chain(sample, rows), looks)
    _finish(page, top, count, len(sheet.columns))
    book.close()
    return count


def _looks(book: xlsxwriter.Workbook, columns: Sequence[SheetColumn]) -> _Looks:
    base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    return _Looks(
        title=book.add_format({**base, "bold": True, "font_size": 14}),
        note=book.add_format({**base, "font_color": "#54646C"}),
        header=book.add_format(
            {**base, "bold": True, "bg_color": "#E4F2EC", "bottom": 1, "bottom_color": "#0B6B4F", "text_wrap": True}
        ),
        cells=[book.add_format({**base, "num_format": _number_format(column)}) for column in columns],
        day=book.add_format({**base, "num_format": "dd/mm/yyyy", "align": "left"}),
        moment=book.add_format({**base, "num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        text=book.add_format({**base, "num_format": "@"}),
    )


def _number_format(column: SheetColumn) -> str:
    tail = "." + "0" * column.places if column.places else ""
    match column.kind:
        case Kind.NUMBER:
            return f"#,##0{tail}"
        case Kind.SHARE:
            return f"0{tail}%"
        case _:
            return "General"


def _widths(columns: Sequence[SheetColumn], sample: Iterable[Sequence[object]]) -> Iterator[float]:
    longest = [len(column.title) + 3 for column in columns]
    for row in sample:
        for number, value in enumerate(row):
            wide = 11 if isinstance(value, date) else len(str(value)) if isinstance(value, str | int) else 8
            longest[number] = max(longest[number], wide + 1)
    for column, wide in zip(columns, longest, strict=True):
        yield column.width or min(max(wide, NARROWEST), WIDEST)


def _head(page: Worksheet, sheet: Sheet, looks: _Looks, code: str) -> int:
    """The lines above the table; returns the row of the header."""
    filters = "; ".join(f"{label}: {value}" for label, value in (sheet.filters or {}).items())
    lines = [
        (_("As of"), sheet.as_of),
        (_("Source"), sheet.source),
        (_("Filters"), filters),
        (_("Export code"), code),
    ]
    page.write_string(0, 0, harmless(sheet.title), looks.title)
    row = 1
    for label, words in lines:
        if words:
            page.write_string(row, 0, harmless(f"{label}: {words}"), looks.note)
            row += 1
    row += 1
    if any(column.example for column in sheet.columns):
        for number, column in enumerate(sheet.columns):
            page.write_string(row, number, harmless(column.example), looks.note)
        row += 1
    for number, column in enumerate(sheet.columns):
        page.write_string(row, number, harmless(column.title), looks.header)
    return row


def _body(page: Worksheet, first: int, rows: Iterable[Sequence[object]], looks: _Looks) -> int:
    count = 0
    for row in rows:
        at = first + count
        if at >= LONGEST:
            raise ValueError("more rows than a sheet holds")
        for number, value in enumerate(row):
            _cell(page, at, number, value, looks)
        count += 1
    return count


def _cell(page: Worksheet, row: int, column: int, value: object, looks: _Looks) -> None:
    match value:
        case None | "":
            return
        case str():
            page.write_string(row, column, harmless(value), looks.text)
        case bool():
            page.write_string(row, column, _("yes") if value else _("no"), looks.text)
        case int() | float() | Decimal() if -LARGEST < value < LARGEST:
            page.write_number(row, column, float(value), looks.cells[column])
        case datetime():
            local = value.astimezone(LOCAL).replace(tzinfo=None) if value.tzinfo else value
            page.write_datetime(row, column, local, looks.moment)
        case date() if value >= FIRST_DAY:
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001
        case date():
            page.write_string(row, column, f"{value:%d/%m/%Y}", looks.text)
        case _:
            page.write_string(row, column, harmless(str(value)), looks.text)


def _finish(page: Worksheet, top: int, count: int, wide: int) -> None:
    page.freeze_panes(top + 1, 0)
    if wide:
        page.autofilter(top, 0, top + max(count, 1), wide - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.hide_gridlines(2)
