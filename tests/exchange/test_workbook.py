"""Workbooks hold real numbers and days, and never a formula or a link."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

from python_calamine import CalamineWorkbook

from hoanhap.ground.exchange import rules, workbook
from hoanhap.ground.web.sheets import Kind, Sheet, SheetColumn
from tests.exchange.payloads import PAYLOADS

COLUMNS = [
    SheetColumn(title="Tên"),
    SheetColumn(title="Số", kind=Kind.NUMBER, places=1),
    SheetColumn(title="Tỷ lệ", kind=Kind.SHARE, places=1),
    SheetColumn(title="Ngày", kind=Kind.DAY),
    SheetColumn(title="Lúc", kind=Kind.MOMENT),
]


def written(rows: list[list[object]], **more: object) -> bytes:
    into = io.BytesIO()
    sheet = Sheet(what="t.t", title="Bảng thử", columns=COLUMNS, rows=rows, as_of="31/12/2023", **more)  # type: ignore[arg-type]
    assert workbook.write(sheet, into, code="XK-1") == len(rows)
    return into.getvalue()


def lines(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def test_numbers_shares_days_and_moments_are_real() -> None:
    moment = datetime(2023, 12, 31, 5, 30, tzinfo=UTC)
    row = ["Thường Tín", Decimal("1234.5"), Decimal("0.334"), date(2021, 12, 1), moment]
    last = lines(written([row]))[-1]
    assert last == ["Thường Tín", 1234.5, 0.334, date(2021, 12, 1), datetime(2023, 12, 31, 12, 30)]  # noqa: DTZ001


def test_title_day_filters_and_code_stand_above_the_frozen_header() -> None:
    content = written([["A", 1, 0, None, None]], source="Kế hoạch 270", filters={"Năm": "2023"})
    found = [str(line[0]) for line in lines(content)]
    assert found[0] == "Bảng thử"
    assert any("Năm: 2023" in line for line in found)
    assert any("XK-1" in line for line in found)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b'state="frozen"' in sheet
    assert b"<autoFilter" in sheet


def test_no_payload_becomes_a_formula_or_a_link() -> None:
    links = ["http://example.org", "mailto:a@example.org", "internal:Sheet1!A1", "file://c/x"]
    content = written([[text, text, text, text, text] for text in [*PAYLOADS, *links]])
    package = zipfile.ZipFile(io.BytesIO(content))
    sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    assert not [name for name in package.namelist() if "external" in name.lower()]
    for line in lines(content)[-len(PAYLOADS) - len(links) :]:
        assert str(line[0])[:1] not in set("=+-@\t\r\n\x00＝＋－＠")


def check_no_formula(file: io.BytesIO) -> None:
    package = zipfile.ZipFile(file)
    told = b"".join(package.read(name) for name in package.namelist())
    assert b"<f>" not in told
    assert b"<hyperlink" not in told
    for line in lines(file.getvalue()):
        assert not [cell for cell in line if rules.is_risky(str(cell))]


def test_no_payload_in_any_column_of_a_sheet_becomes_a_formula() -> None:
    assert len(PAYLOADS) >= 60
    columns = [SheetColumn(title=text, kind=kind) for kind in Kind for text in PAYLOADS]
    into = io.BytesIO()
    workbook.write(Sheet(what="t.t", title="T", columns=columns, rows=[PAYLOADS * len(Kind)]), into)
    check_no_formula(into)


def test_no_payload_in_the_lines_above_a_table_becomes_a_formula() -> None:
    for text in PAYLOADS:
        into = io.BytesIO()
        sheet = Sheet(
            what="t.t", title=text, columns=COLUMNS, rows=[], as_of=text, source=text, filters={text: text, "Năm": text}
        )
        workbook.write(sheet, into, code=text)
        check_no_formula(into)


def test_codes_keep_their_zeros_and_old_days_are_text() -> None:
    last = lines(written([["00123", 1, 0, date(1899, 1, 1), None]]))[-1]
    assert last[0] == "00123"
    assert last[3] == "01/01/1899"


def test_an_empty_table_is_a_workbook_too() -> None:
    assert [column.title for column in COLUMNS] == lines(written([]))[-1]
