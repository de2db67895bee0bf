"""Reading an uploaded table: .xlsx or CSV, judged by what is inside and never by its name.

``read_table`` finds the row of titles (lines may stand above it, as in our own exports), matches titles without
regard to marks, case and what stands in brackets, and yields the rows with the addresses of their cells. Whatever
cannot be read is a :class:`Refusal` with a sentence; nothing of the file's content is in it beyond column titles.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import file_digest
from itertools import chain, islice
from math import isfinite
from typing import BinaryIO

from hoanhap.ground.exchange import sandbox
from hoanhap.ground.exchange.old_letters import encoding_of, looks_old
from hoanhap.ground.exchange.rules import cell_address, header_key, unguarded, without_unseen
from hoanhap.ground.exchange.sources import MEGABYTE, Cell
from hoanhap.ground.kernel.errors import Refusal

LARGEST = 10 * MEGABYTE
MOST_ROWS = 20_000
HEADER_WITHIN = 20
"""The titles stand in one of the first rows."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that is expected: the key of its values, its title, other titles in use, whether it must be there.

    ``unless``: keys of columns that make it unnecessary. Under a heading over several columns, a title is both lines:
    "Năm sinh" over "Nam" and "Nữ" makes "Năm sinh Nam" and "Năm sinh Nữ".
    """

    key: str
    title: str
    aliases: Sequence[str] = ()
    required: bool = True
    unless: Sequence[str] = ()
    example: str = ""
    """What may stand in it, for a template; of nobody who exists."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its titles, as titles are compared."""
        return frozenset(header_key(known) for known in (self.title, *self.aliases))

    def matches(self, title: str) -> bool:
        """Whether a title in the file means this column."""
        return header_key(title) in self.keys


@dataclass(frozen=True)
class SourceRow:
    """One row of the file: its number as the spreadsheet counts, and its values by column key (None: empty)."""

    number: int
    values: dict[str, Cell]
    places: dict[str, int] = field(repr=False)

    def cell(self, key: str) -> str:
        """The address of a cell, such as "D7". Of a column that is not there: the row's first cell."""
        return cell_address(self.number, self.places.get(key, 1))

    def as_json(self) -> dict[str, object]:
        """The values as ``StagedRow.values`` wants them: days and moments in ISO form."""
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in self.values.items()}


def digest(file: BinaryIO) -> str:
    """The SHA-256 of a file, by which the same file is known again."""
    file.seek(0)
    found = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found


def read_table(file: BinaryIO, *, columns: Sequence[Column], most_rows: int = MOST_ROWS) -> Iterator[SourceRow]:
    """The rows of a table that has these columns; empty rows are left out.

    Type, size, titles are checked before this returns, and that there is a row at all; too many rows are noticed on
    the way. Raises Refusal: ``exchange.wrong_type``, ``too_large``, ``column_missing``… (``messages.py`` has all).
    """
    lines = sandbox.lines(file, largest=LARGEST, most_rows=most_rows + HEADER_WITHIN)
    top = list(islice(lines, HEADER_WITHIN))
    _check_letters(chain.from_iterable(top))
    at, places = _header(top, columns)
    if at + 1 < len(top) and _numbers_columns(top[at + 1]):
        at += 1
    rows = _rows(chain(top[at + 1 :], lines), at + 2, places, most_rows)
    try:
        first = next(rows)
    except StopIteration:
        raise Refusal("exchange.no_rows") from None
    return chain([first], rows)


def _check_letters(line: Iterable[Cell]) -> None:
    """Raise Refusal ``exchange.old_letters`` if a cell is Vietnamese from before Unicode."""
    texts = [cell for cell in line if isinstance(cell, str)]
    if looks_old("\n".join(texts)):
        for text in texts:
            if found := encoding_of(text):
                raise Refusal("exchange.old_letters", encoding=found)


def _header(lines: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """The index of the row of titles and, by key, the columns counted from one."""

    def known(line: Sequence[Cell]) -> int:
        titles = {header_key(str(cell)) for cell in line if cell}
        return sum(not titles.isdisjoint(column.keys) for column in columns)

    best = max(range(len(lines)), key=lambda number: (known(lines[number]), -number), default=None)
    needed = [column.title for column in columns if column.required]
    if best is None or known(lines[best]) < min(len(columns), 2):  # one word alone may stand anywhere
        raise Refusal("exchange.no_header", columns=", ".join(needed))
    titles = [str(cell).strip() if cell is not None else "" for cell in lines[best]]
    places: dict[str, int] = {}
    if below := _second_line(titles, lines[best + 1] if best + 1 < len(lines) else (), columns):
        places = {key: number for number, key in below.items()}
    for number, title in enumerate(titles, start=1):
        if not title or number in below:
            continue
        address = cell_address(best + 1, number)
        found = next((column for column in columns if column.matches(title)), None)
        if found is None:
            raise Refusal("exchange.column_unknown", column=title[:80], cell=address)
        if found.key in places:
            raise Refusal("exchange.column_twice", column=found.title, cell=address)
        places[found.key] = number
    there = places.keys()
    missing = [one.title for one in columns if one.required and one.key not in there and not there & set(one.unless)]
    if missing:
        raise Refusal("exchange.column_missing", columns=", ".join(missing))
    return best + bool(below), places


def _second_line(titles: Sequence[str], line: Sequence[Cell], columns: Sequence[Column]) -> dict[int, str]:
    """Keys by column, counted from one, of a second line of titles; empty where the line is none.

    All its cells belong to titles then, each to that above it or, under merged cells, to the last one on the left.
    """
    found: dict[int, str] = {}
    above = ""
    for number, cell in enumerate(line, start=1):
        above = (titles[number - 1] if number <= len(titles) else "") or above
        if cell is None or not str(cell).strip():
            continue
        column = next((one for one in columns if one.matches(f"{above} {cell}")), None)
        if column is None or column.key in found.values():
            return {}
        found[number] = column.key
    return found


def _numbers_columns(line: Sequence[Cell]) -> bool:
    """Whether a line below the titles only counts the columns: (1), (2), (3)… as official forms do."""
    told = [str(cell).strip(" ()") for cell in line if cell is not None and str(cell).strip()]
    numbers = [int(float(one)) for one in told if re.fullmatch(r"\d{1,2}(?:\.0)?", one)]
    return (
        len(numbers) > 2
        and len(numbers) >= len(told) - 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _rows(lines: Iterator[Sequence[Cell]], first: int, places: dict[str, int], most_rows: int) -> Iterator[SourceRow]:
    count = 0
    for number, line in enumerate(lines, start=first):
        values = {key: _tidied(line[place - 1]) if place <= len(line) else None for key, place in places.items()}
        if all(value is None for value in values.values()):
            continue
        _check_letters(values.values())
        count += 1
        if count > most_rows:
            raise Refusal("exchange.too_many_rows", limit=most_rows)
        yield SourceRow(number, values, places)


def _tidied(value: Cell) -> Cell:
    """An empty cell is None; a whole number is an integer; our own guard against formulas is taken off.

    What is no number to a database ("nan", "inf") and signs that nobody sees become text, or go.
    """
    if isinstance(value, str):
        if value.isprintable() and value[:1] not in "' ":  # nearly every cell
            return value or None
        return unguarded(without_unseen(value)) if value.strip() else None
    if isinstance(value, float):
        if not isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 10**15 else value
    return value
