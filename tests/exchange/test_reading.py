"""Tables of all makes are read; everything else is refused with a sentence."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation

from hoanhap.ground.exchange import reading, sources
from hoanhap.ground.exchange.reading import Column, SourceRow
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.web.refusals import words

COLUMNS = [
    Column(key="unit", title="Đơn vị"),
    Column(key="from_on", title="Từ ngày", aliases=("Ngày bắt đầu",)),
    Column(key="note", title="Ghi chú", required=False),
]
LINES = [["Đơn vị", "Từ ngày", "Ghi chú"], ["Thường Tín", "01/12/2021", "một"], ["Đại Nghĩa", "02/12/2021", ""]]


def workbook(lines: list[list[Any]], top: int = 0, left: int = 0) -> io.BytesIO:
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True})
    page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    for row, line in enumerate(lines, start=top):
        for column, value in enumerate(line, start=left):
            if isinstance(value, date):
                page.write_datetime(row, column, value, day)
            else:
                page.write(row, column, value)
    book.close()
    into.seek(0)
    return into


def read(file: io.BytesIO, **more: Any) -> list[SourceRow]:
    return list(reading.read_table(file, columns=COLUMNS, **more))


def refused(content: bytes, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(io.BytesIO(content), **more)
    with translation.override("en"):
        sentence = words(caught.value)
    assert caught.value.code not in sentence, "a refusal has its own sentence"
    return caught.value


def csv_text(delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(line) for line in LINES) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_usual_spelling(encoding: str, delimiter: str) -> None:
    rows = read(io.BytesIO(csv_text(delimiter).encode(encoding)))
    assert [row.values["unit"] for row in rows] == ["Thường Tín", "Đại Nghĩa"]
    assert rows[1].values == {"unit": "Đại Nghĩa", "from_on": "02/12/2021", "note": None}
    assert rows[1].cell("from_on") == "B3"


def test_a_workbook_is_read_with_real_days_and_numbers() -> None:
    rows = read(workbook([["đơn vị *", "NGÀY BẮT ĐẦU", "Ghi chú"], ["Thường Tín", date(2021, 12, 1), 7]]))
    assert rows[0].values == {"unit": "Thường Tín", "from_on": date(2021, 12, 1), "note": 7}
    assert rows[0].as_json()["from_on"] == "2021-12-01"


def test_addresses_are_right_where_the_table_does_not_begin_in_the_corner() -> None:
    rows = read(workbook([["Danh sách"], [], *LINES[:1], [], LINES[1]], top=2, left=2))
    assert (rows[0].number, rows[0].cell("unit"), rows[0].cell("from_on")) == (7, "C7", "D7")


def test_the_guard_against_formulas_comes_off() -> None:
    rows = read(workbook([LINES[0], ["Thường Tín", "01/12/2021", "'=1+1"]]))
    assert rows[0].values["note"] == "=1+1"


def test_an_unknown_column_is_refused_by_its_name_and_cell() -> None:
    refusal = refused("Đơn vị,Từ ngày,Màu\nA,B,C\n".encode())
    assert (refusal.code, refusal.facts) == ("exchange.column_unknown", {"column": "Màu", "cell": "C1"})


def test_a_missing_column_is_refused_by_its_name() -> None:
    refusal = refused("Đơn vị,Ghi chú\nA,B\n".encode())
    assert (refusal.code, refusal.facts) == ("exchange.column_missing", {"columns": "Từ ngày"})


def test_two_lines_of_titles_and_a_line_of_numbers_are_read() -> None:
    columns = [*COLUMNS, Column(key="m", title="Tuổi Nam", required=False), Column(key="f", title="Tuổi Nữ")]
    lines = [
        ["Đơn vị", "Tuổi", "", "Từ ngày"],
        ["", "Nam", "Nữ", ""],
        ["(1)", "(2)", "(3)", "(4)"],
        ["Thường Tín", 1, 2, "01/12/2021"],
    ]
    (row,) = reading.read_table(workbook(lines), columns=columns)
    assert row.values == {"unit": "Thường Tín", "m": 1, "f": 2, "from_on": "01/12/2021"}
    assert (row.number, row.cell("f")) == (4, "C4")


def test_a_column_may_stand_for_another() -> None:
    columns = [
        COLUMNS[0],
        Column(key="sex", title="Giới tính", unless=("m",)),
        Column(key="m", title="Tuổi Nam", required=False),
    ]
    assert list(reading.read_table(io.BytesIO("Đơn vị,Tuổi nam\nA,1\n".encode()), columns=columns))
    with pytest.raises(Refusal, match=r"exchange\.column_missing"):
        reading.read_table(io.BytesIO("Đơn vị,Ghi chú\nA,1\n".encode()), columns=[*columns[:2], COLUMNS[2]])


def test_letters_from_before_unicode_are_refused_by_their_name() -> None:
    for line, encoding in (("§¬n vÞ,Tõ ngµy", "TCVN3 (ABC)"), ("Ñôn vò,Töø ngaøy", "VNI")):
        refusal = refused(f"{line}\nA,B\n".encode())
        assert (refusal.code, refusal.facts) == ("exchange.old_letters", {"encoding": encoding})
    assert read(io.BytesIO("Đơn vị,Từ ngày\nKhánh Hoà quê què,1\n".encode()))


def test_a_column_that_comes_twice_is_refused() -> None:
    assert refused("Đơn vị,Từ ngày,Ngày bắt đầu\nA,B,C\n".encode()).code == "exchange.column_twice"


def test_a_table_without_titles_or_without_rows_is_refused() -> None:
    assert refused(b"1,2,3\n4,5,6\n").code == "exchange.no_header"
    assert refused("Đơn vị,Từ ngày\n , \n".encode()).code == "exchange.no_rows"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfa", "wrong_type"),
        (b"%PDF-1.7\n", "wrong_type"),
        (b"<html><table></table></html>", "wrong_type"),
        (sources.OLD_EXCEL + b"\x00" * 500, "old_excel"),
        (sources.OLD_EXCEL + "EncryptedPackage".encode("utf-16-le"), "locked"),
        ("Đơn vị,Từ ngày\nThường Tín,1\n".encode("utf-16-le"), "wrong_type"),
        ("Đơn vị,Từ ngày\nÐ,1\n".encode("cp1258", "replace") + b"\xd0\xc7\n", "encoding"),
        (b"PK\x03\x04 not a package", "damaged"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == f"exchange.{code}"


def package(**parts: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return into.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A real workbook whose sheet is replaced."""
    source, into = zipfile.ZipFile(workbook(LINES)), io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in source.infolist():
            packed.writestr(part, xml if part.filename == "xl/worksheets/sheet1.xml" else source.read(part.filename))
    return into.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def test_a_paper_in_a_package_and_a_workbook_with_macros_are_refused() -> None:
    assert refused(package(word__document_xml=b"<w/>")).code == "exchange.wrong_type"
    assert refused(package(xl__workbook_xml=b"<w/>", xl__vbaProject_bin=b"x")).code == "exchange.macros"


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    bomb = package(xl__workbook_xml=b"<w/>", xl__sharedStrings_xml=b"<t>" + b" " * (sources.UNPACKED + 1))
    assert len(bomb) < 200_000
    assert refused(bomb).code in {"exchange.swollen", "exchange.damaged"}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>', "too_many_rows"),
        (b'<row r="1"><c s=">" x=" r=\'A1\'" r="XFD1"><v>1</v></c></row>', "too_wide"),
        (b"<row r='1'><c r='A&#49;'><v>1</v></c></row>", "damaged"),
        (b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>", "too_wide"),
        (b"<row><c><v>1</v></c></row>" * 30_000, "too_many_rows"),
        (b'<row r="999999999"/>', "too_many_rows"),
    ],
)
def test_a_cell_far_out_is_refused_before_memory_is_spent(rows: bytes, code: str) -> None:
    assert refused(with_sheet(SHEET % rows)).code == f"exchange.{code}"


def test_a_sheet_that_is_no_xml_is_refused() -> None:
    assert refused(with_sheet(b"<worksheet><sheetData><row r='1'><c r='A1'><v>")).code.startswith("exchange.")


def test_too_many_rows_and_too_large_a_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "Đơn vị,Từ ngày\n" + "A,B\n" * 60
    assert refused(many.encode(), most_rows=50).code == "exchange.too_many_rows"
    monkeypatch.setattr(reading, "LARGEST", 1024)
    assert refused(many.encode() * 10).code == "exchange.too_large"


def test_the_same_file_has_the_same_digest() -> None:
    assert reading.digest(io.BytesIO(b"a")) == reading.digest(io.BytesIO(b"a"))
