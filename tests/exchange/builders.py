"""Workbooks and CSV files with parts that no spreadsheet writes."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter

HEADINGS = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Số CCCD", "SĐT", "Nơi ở hiện tại", "Ghi chú"]
PEOPLE = [
    [1, "Nguyễn Văn Mẫu", "Nam", "04/05/1990", "001090012345", "0901234567", "Số 1, thôn Mẫu", ""],
    [2, "Trần Thị Ví Dụ", "Nữ", "1985", "012345678", "0912345678", "Số 2, thôn Mẫu", "ghi chú"],
    [3, "Lê Thị Mẫu Ba", "Nữ", "12/1979", "001179012345", "", "Số 3, thôn Mẫu", ""],
]
LINES: list[list[Any]] = [HEADINGS, *PEOPLE]
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIPPED = "/tmp/hoanhap-slipped"  # noqa: S108 - must never come into being


@dataclass(frozen=True)
class Hostile:
    """A file, what it tries, and the refusals that answer it; none given: it may be read or refused."""

    name: str
    content: bytes = field(repr=False)
    codes: frozenset[str] = frozenset()


def workbook(lines: Sequence[Sequence[Any]] = LINES, build: Callable[[Any, Any], None] | None = None) -> bytes:
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"nan_inf_to_errors": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001
    page = book.add_worksheet()
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            page.write(row, column, value)
    if build:
        build(book, page)
    book.close()
    return into.getvalue()


def repacked(
    replace: dict[str, bytes] | None = None,
    more: Sequence[tuple[str, bytes]] = (),
    method: int = zipfile.ZIP_DEFLATED,
    lines: Sequence[Sequence[Any]] = LINES,
) -> bytes:
    """A real workbook with some parts replaced and others added."""
    source, into = zipfile.ZipFile(io.BytesIO(workbook(lines))), io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as packed:
        for part in source.namelist():
            packed.writestr(zipfile.ZipInfo(part), (replace or {}).get(part, source.read(part)), method)
        for name, content in more:
            packed.writestr(zipfile.ZipInfo(name), content, method)
    return into.getvalue()


def part_of(name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(workbook())).read(name)


def sheet(rows: str) -> bytes:
    return repacked({SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()})


def text_row(number: int, values: Sequence[str], kind: str = "inlineStr") -> str:
    told = "".join(f'<c r="{chr(65 + at)}{number}" t="{kind}"><is><t>{v}</t></is></c>' for at, v in enumerate(values))
    return f'<row r="{number}">{told}</row>'


def csv(lines: Sequence[Sequence[Any]] = LINES, encoding: str = "utf-8") -> bytes:
    return csv_text(lines).encode(encoding)


def csv_text(lines: Sequence[Sequence[Any]] = LINES) -> str:
    return "\r\n".join(",".join('"' + str(cell).replace('"', '""') + '"' for cell in line) for line in lines)


def expected(*codes: str) -> frozenset[str]:
    return frozenset(f"exchange.{code}" for code in codes)
