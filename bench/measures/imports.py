"""Lists of people taken in, as ``hoanhap people import`` does it, against COPY and against merely reading the file."""

import csv
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO, StringIO
from itertools import count, cycle, islice

import xlsxwriter
from django.db import connection, transaction
from django.db.models import Model
from python_calamine import CalamineWorkbook

from bench import goals, people
from bench.harness import Goal, Measure, Proof
from bench.world import World
from hoanhap.casework.people import lists
from hoanhap.casework.people.listed_columns import COLUMNS, LEFT_OUT
from hoanhap.casework.people.models import IdentityFact, Person
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place
from hoanhap.ground.web import setwise

ROWS = 2000
"""People in one list."""
HEADS = [*COLUMNS, *LEFT_OUT[:4]]
"""Twenty columns: all that are taken, and four that officers' workbooks have besides."""


def lines(first: int) -> list[list[str]]:
    """A list of people whom nobody has on file, as an officer's workbook has it. Nobody in it is real."""
    chance = random.Random(first)
    made = []
    for number in range(first, first + ROWS):
        born, male = date(1960, 1, 1) + timedelta(days=chance.randrange(16_000)), chance.random() < 0.9
        values = {
            "name": people.names(chance), "sex": "Nam" if male else "Nữ", "birth": born.strftime("%d/%m/%Y"),
            "number": people.card(number, born.year, male), "issued_on": "01/02/2022", "issued_by": "Công an Mẫu",
            "phone": f"08{number:08}", "address": f"Số {number % 400} phố Ví Dụ", "since": "01/08/2025",
            "nationality": "Việt Nam", "left_no": str(number), "left_note": "ghi chú", "left_home": "Ví Dụ",
        }  # fmt: skip
        made.append([values.get(column.key, "") for column in HEADS])
    return made


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With titles, as Excel saves it."""
    text = StringIO()
    csv.writer(text).writerows([[column.title for column in HEADS], *rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """With titles."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([[column.title for column in HEADS], *rows]):
            page.write_row(number, 0, row)
    return file.getvalue()


class _Lists:
    """One new list after the other, each for the officer of another commune."""

    def __init__(self, world: World, first: int) -> None:
        self.firsts = count(first, ROWS)
        units = Place.objects.of_province(world.city.code).commune_level().valid_on(clock.today()).in_order()
        self.units = cycle(list(units)[1:])
        self.actor = world.officer.actor
        self.rows: list[list[str]] = []
        self.file = b""
        self.people, self.taken = Person.objects.count(), 0

    def by(self) -> Actor:
        """The officer of the next commune."""
        return replace(self.actor, units=frozenset([next(self.units).pk]))

    def take(self) -> None:
        """The whole of ``hoanhap people import``: read, check, stage, check again, write."""
        by = self.by()
        run, _shown = lists.read_list(by=by, file=BytesIO(self.file), accept_possible=True)
        self.taken += lists.write_list(by=by, run=run, accept_possible=True)

    def proof(self, counts: dict[str, int]) -> Proof:
        """Every row became a person, with the name that it has, and none was lost."""
        grown = Person.objects.count() - self.people
        names = sorted(row[0] for row in self.rows)
        last = IdentityFact.objects.order_by("-recorded_at")[:ROWS]
        same = sorted(one.name for one in last) == names
        equal = grown == self.taken and grown % ROWS == 0 and grown > 0 and same
        return Proof(equal=equal, counts={"new people": grown, "of the lists": self.taken, **counts})


class _Copied:
    """A table of twenty columns with a key and four indexes, into which a list is copied as it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns = ", ".join(f"c{number}" for number in range(len(HEADS)))
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {name} (" + self.columns.replace(",", " text,") + " text)")
            for number in (0, 3, 5, 9, 16):  # the running number stands for the key
                unique = "UNIQUE" if number == 16 else ""
                cursor.execute(f"CREATE {unique} INDEX {name}_{number} ON {name} (c{number})")

    def copy(self, held: _Lists) -> None:
        """COPY of the file; on SQLite the rows, many at a time."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({self.columns}) FROM STDIN (FORMAT csv, HEADER)") as copy:
                    copy.write(held.file.removeprefix(b"\xef\xbb\xbf"))
            else:
                places = ", ".join(["%s"] * len(HEADS))
                cursor.executemany(f"INSERT INTO {self.name} ({self.columns}) VALUES ({places})", held.rows)

    def count(self) -> int:
        """Rows copied so far."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.name}")
            return int(cursor.fetchone()[0])


def from_csv(world: World) -> Measure:
    """CSV against COPY of the same twenty columns into a table with a key and four indexes."""
    held, copied = _Lists(world, 300_000), _Copied("bench_copied")

    def prepare() -> None:
        held.rows = lines(next(held.firsts))
        held.file = as_csv(held.rows)

    return _measure(
        goals.P1, held, prepare, lambda: copied.copy(held), lambda: {"rows copied": copied.count()},
        "COPY into an indexed table",
    )  # fmt: skip


def merely_written(world: World) -> Measure:
    """The finished values of as many people, into their real tables with indexes and foreign keys, and no more."""
    held, copied = _Lists(world, 750_000), _Copied("bench_floor")
    chance, unit = random.Random(1), held.by()
    place = Place.objects.get(pk=next(iter(unit.units)))
    before, written = Person.objects.count(), [0]
    finished: list[setwise.Finished] = []

    def prepare() -> None:
        first = next(held.firsts)
        held.rows = lines(first)
        held.file = as_csv(held.rows)
        rows: dict[type[Model], list[Model]] = {model: [] for model in people.ORDER}
        for number in range(first, first + ROWS):
            for row in people.person_rows(chance, number, place, clock.now()):
                rows[type(row)].append(row)
        ready = [setwise.finished(some) for some in rows.values() if some]
        finished[:] = [replace(one, values=[*one.values]) for one in ready]

    def ours() -> None:
        with transaction.atomic():
            for one in finished:
                one.write()
        written[0] += ROWS

    def proof() -> Proof:
        grown = Person.objects.count() - before
        return Proof(equal=grown == written[0], counts={"new people": grown, "rows copied": copied.count()})

    return Measure(
        goal=goals.P1_FLOOR, reference=lambda: copied.copy(held), ours=ours, proof=proof, runs=1, work=ROWS,
        before_each=prepare,
        about=f"{ROWS:,} people, seven finished rows each, into their own tables; reference: COPY into one table",
    )  # fmt: skip


def from_xlsx(world: World) -> Measure:
    """XLSX against calamine merely reading it."""
    held = _Lists(world, 600_000)
    read: list[int] = []

    def prepare() -> None:
        held.rows = lines(next(held.firsts))
        held.file = as_xlsx(held.rows)

    def reference() -> None:
        book = CalamineWorkbook.from_filelike(BytesIO(held.file))
        read.append(len(list(islice(book.get_sheet_by_index(0).iter_rows(), None))))

    return _measure(
        goals.P2, held, prepare, reference, lambda: {"rows read": sum(read)}, "calamine merely reads the file"
    )


def _measure(goal: Goal, held: _Lists, prepare: object, reference: object, counts: object, about: str) -> Measure:
    return Measure(
        goal=goal,
        reference=reference,  # type: ignore[arg-type]
        ours=held.take,
        proof=lambda: held.proof(counts()),  # type: ignore[operator]
        runs=1,
        work=ROWS,
        before_each=prepare,  # type: ignore[arg-type]
        about=f"people import, {ROWS:,} rows: read, check, stage, check again, write, audit; reference: {about}",
    )
