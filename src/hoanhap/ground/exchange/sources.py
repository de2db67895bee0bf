"""What is inside an uploaded file: its type, whether it is safe to open, and its lines of cells.

A workbook is unpacked once, counting, before it is read: the reader builds the whole rectangle up to the last cell in
memory, so a file of a few bytes that names the cell XFD1048576 must be turned away first.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from hoanhap.ground.exchange.old_letters import encoding_of
from hoanhap.ground.kernel.errors import Refusal

MEGABYTE = 1024 * 1024
UNPACKED = 100 * MEGABYTE
"""Bytes a workbook may unpack to: twenty thousand rows need a tenth of it."""
MOST_PARTS = 2_000
MOST_COLUMNS = 200
TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<]*)")
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d*)""")
TAG_NAMES = re.compile(rb"<(?:\w+:)?(?:row|c)(?=[\s/>])")
PLAIN = re.compile(
    rb"""<(?:c r="([A-Z]{1,3})([0-9]{1,7})"|row r="([0-9]{1,7})")(?: (?!r=)[A-Za-z0-9:]+="[^"'<>&]*")*/?>"""
)
"""A cell or a row as spreadsheets write them."""
LONGEST_TEXT = 4 * MEGABYTE
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Cell = str | int | float | bool | date | datetime | None


def content_of(file: BinaryIO, largest: int) -> bytes:
    """The bytes of a file, if they may be a table at all. Raises Refusal; nothing is taken apart here."""
    file.seek(0)
    content = file.read(largest + 1)
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf\xfe\xff"):
        raise Refusal("exchange.empty_file")
    if len(content) > largest:
        raise Refusal("exchange.too_large", limit=largest // MEGABYTE)
    if content.startswith(OLD_EXCEL):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Refusal("exchange.locked" if locked else "exchange.old_excel")
    return content


def lines(content: bytes, most_rows: int) -> Iterator[Sequence[Cell]]:
    """Every line of the first visible sheet, or of the CSV file, from its first row and first column on."""
    if content.startswith(b"PK"):
        check_workbook(content, most_rows)
        return _workbook_lines(content, most_rows)
    return _csv_lines(_decoded(content), most_rows)


# ── workbooks ───────────────────────────────────────────────────────────────────────────────────────────


def check_workbook(content: bytes, most_rows: int) -> None:
    """Refuse what is no workbook, has macros, unpacks to too much, or spreads too far. Raises Refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS:
                raise Refusal("exchange.swollen")
            if "xl/workbook.xml" not in names:
                raise Refusal("exchange.wrong_type")
            if any(re.search(r"vbaproject\.bin$|macrosheets/", name, re.IGNORECASE) for name in names):
                raise Refusal("exchange.macros")
            left = UNPACKED
            for part in parts:
                left -= _unpacked(package, part, left, most_rows)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise Refusal("exchange.damaged") from None


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, most_rows: int) -> int:
    """How many bytes a part unpacks to, read piece by piece; cells are looked at on the way, in every part, because
    any part can be named as a sheet."""
    size, tail = 0, b""
    reach = _Reach(most_rows)
    with package.open(part) as stream:
        while piece := stream.read(MEGABYTE):
            size += len(piece)
            if size > left:
                raise Refusal("exchange.swollen")
            seen = tail + piece
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise Refusal("exchange.damaged")
            cut = max(seen.rfind(b"<"), 0)
            reach.look(seen[:cut])
            tail = seen[cut:]
            if len(tail) > LONGEST_TEXT and part.filename.endswith(".xml"):
                raise Refusal("exchange.damaged")
            tail = tail[:LONGEST_TEXT]
    reach.look(tail)
    return size


class _Reach:
    """How far the cells of a sheet spread, with or without their addresses written down."""

    def __init__(self, most_rows: int) -> None:
        self.most_rows = most_rows
        self.row = self.column = 0

    def look(self, xml: bytes) -> None:
        """Look at a piece that ends between two tags. Raises Refusal."""
        plain = PLAIN.findall(xml)
        if plain and len(plain) == len(TAG_NAMES.findall(xml)):
            rows = {digits or row for _, digits, row in plain}
            self.row = max(self.row, *map(int, rows))
            self.column = max(_column(letters) for letters in {letters for letters, _, _ in plain})
            self._judge()
            self.column = _column(plain[-1][0])
            return
        for tag in TAG.finditer(xml):
            # Where several attributes look like an address, the farthest counts: one may hide in another's text.
            places = PLACE.findall(tag[2])
            if b"&" in tag[2].partition(b">")[0]:
                raise Refusal("exchange.damaged")
            if tag[1] == b"row":
                self.row = max((int(digits or 0) for _, digits in places), default=self.row + 1)
                self.column = 0
            else:
                self.column = max((_column(letters) for letters, _ in places), default=self.column + 1)
                self.row = max([self.row, *(int(digits or 0) for _, digits in places)])
            self._judge()

    def _judge(self) -> None:
        if self.row > self.most_rows:
            raise Refusal("exchange.too_many_rows", limit=self.most_rows)
        if self.column > MOST_COLUMNS:
            raise Refusal("exchange.too_wide", limit=MOST_COLUMNS)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters[:8].upper():
        column = column * 26 + letter - 64
    return column


def _workbook_lines(content: bytes, most_rows: int) -> Iterator[Sequence[Cell]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
            ]
            if not visible:
                raise Refusal("exchange.no_rows")
            sheet = book.get_sheet_by_name(visible[0])
            start, end = sheet.start, sheet.end
            if start is None or end is None:
                raise Refusal("exchange.no_rows")
            if end[0] > most_rows:
                raise Refusal("exchange.too_many_rows", limit=most_rows)
            before = [None] * start[1]  # the reader begins with the first column that is used
            for row in sheet.iter_rows():
                yield [*before, *(_plain(cell) for cell in row)]
    except PasswordError:
        raise Refusal("exchange.locked") from None
    except (CalamineError, ValueError, OverflowError):
        raise Refusal("exchange.damaged") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own way of giving up; no Exception
            raise Refusal("exchange.damaged") from None
        raise


def _plain(cell: object) -> Cell:
    if isinstance(cell, str | int | float | bool | date):
        return cell
    return None if cell is None else str(cell)


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────


def _decoded(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark. Raises Refusal for pictures, papers and old encodings."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        # Unreadable letters in something that is text otherwise: an old encoding. Else: no table at all.
        found = encoding_of(content[:20_000].decode("latin-1"), bytewise=True)
        if found and b"\x00" not in content:
            raise Refusal("exchange.old_letters", encoding=found) from None
        binary = sum(byte < 9 or 13 < byte < 32 for byte in content[:4096])
        raise Refusal("exchange.wrong_type" if binary else "exchange.encoding") from None
    if "\x00" in text or text.startswith(("%PDF", "{\\rtf", "<?xml", "<!DOCTYPE", "<html")):
        raise Refusal("exchange.wrong_type")
    return text


def _csv_lines(text: str, most_rows: int) -> Iterator[Sequence[Cell]]:
    sample = text[:20_000]
    first = next((line for line in sample.splitlines() if any(sign in line for sign in ",;\t")), "")
    delimiter = max(",;\t", key=lambda sign: (first.count(sign), sign == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader):
            if number > most_rows:
                raise Refusal("exchange.too_many_rows", limit=most_rows)
            if len(row) > MOST_COLUMNS:
                raise Refusal("exchange.too_wide", limit=MOST_COLUMNS)
            yield list(row)
    except csv.Error:
        raise Refusal("exchange.damaged") from None
