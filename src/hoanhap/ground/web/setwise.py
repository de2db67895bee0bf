"""Writing many rows at once, by column: what ``bulk_create`` and ``bulk_update`` do, several times as fast.

Django compiles an expression for every value of a ``bulk_update`` and a placeholder for every value of a
``bulk_create``; for lists and recomputations of thousands of rows that is most of the time. Here PostgreSQL gets COPY
and arrays, SQLite the same statement many times. Constraints, triggers and sealed columns work as ever.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Model

from hoanhap.ground.web.sealed import SealedText

FEW = 5
"""Up to so many rows, PostgreSQL is quicker with an INSERT than with a COPY."""
CHUNK = 5000


def add(rows: Sequence[Model]) -> None:
    """Insert new rows of one model. Nothing comes back: a key that the database counts stays unknown.

    Call it inside a transaction: in a long list, a row that is refused comes after others that were written.
    """
    if not rows:
        return
    finished(rows).write()
    alias = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, alias


@dataclass(frozen=True)
class Finished:
    """Rows as the driver wants them, for one table; ``values`` may be had once."""

    table: str
    columns: Sequence[str]
    values: Iterable[list[Any]]
    number: int

    def write(self) -> None:
        """Insert them."""
        columns = ", ".join(f'"{name}"' for name in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and self.number > FEW:
                copied = f'COPY "{self.table}" ({columns}) FROM STDIN'
                with connection.wrap_database_errors, cursor.copy(copied) as copy:
                    for values in self.values:
                        copy.write_row(values)
                return
            places, left = ", ".join(["%s"] * len(self.columns)), iter(self.values)
            statement = f'INSERT INTO "{self.table}" ({columns}) VALUES ({places})'  # noqa: S608 - names from the models
            while part := list(islice(left, CHUNK)):
                cursor.executemany(statement, part)


def finished(rows: Sequence[Model]) -> Finished:
    """New rows of one model, at least one, ready to be inserted."""
    meta = rows[0]._meta
    fields = [one for one in meta.concrete_fields if not isinstance(one, models.AutoField)]
    values = _prepared(rows, fields, add=True)
    return Finished(meta.db_table, [str(field.column) for field in fields], values, len(rows))


def change(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Set these fields of rows that stand, to what the objects hold. Each row once; sealed columns not here."""
    if not rows:
        return
    meta = rows[0]._meta
    assert meta.pk is not None  # noqa: S101 - every model has one
    fields: list[Any] = [meta.get_field(name) for name in names]
    keyed = [*fields, meta.pk]
    table, key = meta.db_table, meta.pk.column
    prepared = _prepared(rows, keyed, add=False)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f'"{field.column}" = new."{field.column}"' for field in fields)
            named = ", ".join(f'"{field.column}"' for field in keyed)
            arrays = ", ".join(f"%s::{field.cast_db_type(connection)}[]" for field in keyed)
            statement = f'UPDATE "{table}" SET {sets} FROM unnest({arrays}) AS new({named}) WHERE "{table}"."{key}" = new."{key}"'  # noqa: E501, S608
            while part := list(islice(prepared, CHUNK)):
                cursor.execute(statement, [list(column) for column in zip(*part, strict=True)])
        else:
            sets = ", ".join(f'"{field.column}" = %s' for field in fields)
            cursor.executemany(f'UPDATE "{table}" SET {sets} WHERE "{key}" = %s', list(prepared))  # noqa: S608


def _prepared(rows: Sequence[Model], fields: Sequence[Any], *, add: bool) -> Iterator[list[Any]]:
    """The values of each row as the driver wants them."""
    ways = [_way(field, add) for field in fields]
    for row in rows:
        yield [way(row) for way in ways]


_AS_THEY_ARE = (models.TextField, models.IntegerField, models.BooleanField)
_BY_DRIVER = (models.DateField, models.UUIDField)
"""Columns that PostgreSQL's driver takes as they are. (A moment is a day with a time of day; auto_now is not used.)"""


def _way(field: Any, add: bool) -> Callable[[Model], Any]:
    """How the value of one column is had from a row: Django's way, or at once where that changes nothing."""
    target = field.target_field if field.is_relation else field
    kept = attrgetter(field.attname)
    postgresql = connection.vendor == "postgresql"
    if isinstance(target, _AS_THEY_ARE) or (postgresql and isinstance(target, _BY_DRIVER)):
        return kept
    if postgresql and isinstance(target, SealedText):
        return lambda row: field.pre_save(row, add)
    if isinstance(target, models.UUIDField):
        return lambda row: value.hex if isinstance(value := kept(row), UUID) else _django(field, value)
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        return lambda row: value.isoformat() if type(value := kept(row)) is date else _django(field, value)
    return lambda row: _django(field, field.pre_save(row, add))


def _django(field: Any, value: object) -> Any:
    return field.get_db_prep_save(value, connection)
