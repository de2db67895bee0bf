"""The promises of web.constraints, on a table made for the purpose, on whichever engine the suite runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.writer import OperationWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoanhap.ground.web.constraints import AppendOnly, NoOverlap, Promise, missing_promises

pytestmark = pytest.mark.django_db

NEVER_TWICE = NoOverlap("stay_never_twice", "stay", ["person", "kind"], "from_on", "to_on", condition="void = 0")
KEPT = AppendOnly("stay", unique=[("id",)])


@pytest.fixture
def stay(db: None) -> Iterator[None]:
    """A table of stays: person, kind, first day, last day, and whether the row was declared void."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE stay (id integer PRIMARY KEY, person integer, kind text NOT NULL DEFAULT 'x',"
            " from_on date NOT NULL, to_on date, void integer NOT NULL DEFAULT 0)"
        )
        yield
        cursor.execute("DROP TABLE stay")


def migrate(promise: Promise, *, back: bool = False) -> None:
    """Run the operation as a migration would."""

    def execute(sql: str, params: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    editor = SimpleNamespace(connection=connection, execute=execute)
    step = promise.database_backwards if back else promise.database_forwards
    step("web", editor, None, None)  # type: ignore[arg-type]


def add(key: int, from_on: str, to_on: str | None, *, person: int | None = 1, kind: str = "x", void: int = 0) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stay (id, person, kind, from_on, to_on, void) VALUES (%s, %s, %s, %s, %s, %s)",
            [key, person, kind, from_on, to_on, void],
        )


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def refused(name: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=name):
        yield


@pytest.fixture
def promised(stay: None) -> None:
    """One stay, 10 to 20 May, in a table that keeps the promise."""
    migrate(NEVER_TWICE)
    add(1, "2024-05-10", "2024-05-20")


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        ("2024-05-20", "2024-05-25"),
        ("2024-05-01", "2024-05-10"),
        ("2024-05-12", "2024-05-13"),
        ("2024-05-01", "2024-05-31"),
        ("2024-05-20", None),
        ("2024-01-01", None),
    ],
)
def test_a_shared_day_is_refused(promised: None, from_on: str, to_on: str | None) -> None:
    with refused("stay_never_twice"):
        add(2, from_on, to_on)


def test_neighbouring_days_and_other_keys_are_free(promised: None) -> None:
    add(2, "2024-05-21", None)
    add(3, "2024-05-01", "2024-05-09")
    add(4, "2024-05-10", "2024-05-20", person=2)
    add(5, "2024-05-10", "2024-05-20", kind="y")
    add(6, "2024-05-10", "2024-05-20", person=None)
    add(7, "2024-05-10", "2024-05-20", person=None)


def test_only_rows_that_meet_the_condition_count(promised: None) -> None:
    add(2, "2024-05-12", None, void=1)
    with refused("stay_never_twice"):
        run("UPDATE stay SET void = 0 WHERE id = 2")
    run("UPDATE stay SET void = 1 WHERE id = 1")
    run("UPDATE stay SET void = 0 WHERE id = 2")


def test_a_change_into_a_shared_day_is_refused(promised: None) -> None:
    add(2, "2024-05-21", "2024-05-30")
    for change in ("from_on = '2024-05-20'", "from_on = '2024-05-01', to_on = NULL"):
        with refused("stay_never_twice"):
            run(f"UPDATE stay SET {change} WHERE id = 2")
    with refused("stay_never_twice"):
        run("UPDATE stay SET to_on = NULL WHERE id = 1")
    run("UPDATE stay SET to_on = '2024-05-15', from_on = '2024-05-09' WHERE id = 1")


def test_an_upsert_into_a_shared_day_is_refused(promised: None) -> None:
    add(2, "2024-05-21", "2024-05-30")
    with refused("stay_never_twice"):
        run(
            "INSERT INTO stay (id, person, from_on) VALUES (2, 1, '2024-05-21')"
            " ON CONFLICT (id) DO UPDATE SET from_on = '2024-05-15'"
        )


def test_many_rows_in_one_statement_are_judged_too(promised: None) -> None:
    with refused("stay_never_twice"):
        run("INSERT INTO stay (id, person, from_on) VALUES (2, 3, '2024-01-01'), (3, 3, '2024-02-01')")


days = st.integers(min_value=0, max_value=12)
ranges = st.lists(st.tuples(st.integers(1, 2), days, st.none() | days), max_size=7)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ranges)
def test_both_engines_agree_with_the_definition(promised: None, found: list[tuple[int, int, int | None]]) -> None:
    run("DELETE FROM stay")
    start, kept = date(2024, 1, 1), list[tuple[int, int, float]]()
    for key, (person, first, length) in enumerate(found, start=1):
        last = float("inf") if length is None else first + length
        free = all(p != person or last < f or t < first for p, f, t in kept)
        from_on = start + timedelta(days=first)
        to_on = None if length is None else (from_on + timedelta(days=length)).isoformat()
        try:
            add(key, from_on.isoformat(), to_on, person=person)
            assert free
            kept.append((person, first, last))
        except IntegrityError:
            assert not free


def test_a_promise_taken_back_binds_no_more(promised: None) -> None:
    migrate(NEVER_TWICE, back=True)
    add(2, "2024-05-10", None)


def test_a_promise_can_be_repeated(promised: None) -> None:
    migrate(NEVER_TWICE)
    with refused("stay_never_twice"):
        add(2, "2024-05-10", None)


def test_an_append_only_table_only_grows(stay: None) -> None:
    migrate(KEPT)
    migrate(KEPT)
    add(1, "2024-05-10", None)
    add(2, "2024-05-10", None)
    for sql in (
        "UPDATE stay SET void = 1",
        "DELETE FROM stay WHERE id = 1",
        "INSERT INTO stay (id, from_on) VALUES (1, '2024-01-01') ON CONFLICT (id) DO UPDATE SET void = 1",
        "TRUNCATE stay"
        if connection.vendor == "postgresql"
        else "REPLACE INTO stay (id, from_on) VALUES (1, '2024-01-01')",
    ):
        with refused("stay_append_only"):
            run(sql)
    migrate(KEPT, back=True)
    run("UPDATE stay SET void = 1")
    run("DELETE FROM stay")


@pytest.mark.parametrize("promise", [KEPT, NEVER_TWICE])
def test_a_promise_can_be_written_into_a_migration(promise: Promise) -> None:
    text, imports = OperationWriter(promise).serialize()
    assert "import hoanhap.ground.web.constraints" in imports
    again = eval(text.strip().rstrip(","), {"hoanhap": __import__("hoanhap.ground.web.constraints")})  # noqa: S307
    assert again.making("sqlite") == promise.making("sqlite")
    assert promise.name in promise.describe()
    assert promise.migration_name_fragment == promise.name


def test_no_promise_of_any_migration_is_missing() -> None:
    """A migration that alters a table on SQLite loses its triggers unless it repeats the operation."""
    assert missing_promises(connection) == set()
