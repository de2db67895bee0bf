"""Writing many rows at once without the ORM's expressions: the same values in a fraction of the time."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

from hoanhap.ground.web.sealed import SealedText


def update_rows(rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """Write these fields of rows of one model, each found by its key. What ``bulk_update`` does, without its CASEs."""
    if not rows:
        return
    connection: Any = connections[DEFAULT_DB_ALIAS]
    meta: Any = rows[0]._meta
    fields, key = [meta.get_field(name) for name in columns], meta.pk
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {quote(key.column)} = %s"  # noqa: S608
    prepare = [_prepare(field, connection.vendor) for field in (*fields, key)]
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[one(row) for one in prepare] for row in rows])


def insert_rows(rows: Iterable[models.Model]) -> int:
    """Add rows of one model with keys of their own: COPY on PostgreSQL, one prepared statement elsewhere."""
    rows = list(rows)
    if not rows:
        return 0
    connection: Any = connections[DEFAULT_DB_ALIAS]
    meta: Any = rows[0]._meta
    fields = meta.concrete_fields
    quote = connection.ops.quote_name
    table, columns = quote(meta.db_table), ", ".join(quote(field.column) for field in fields)
    prepare = [_prepare(field, connection.vendor) for field in fields]
    values = ([one(row) for one in prepare] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(values))  # noqa: S608
    return len(rows)


@cache
def _prepare(field: Any, vendor: str) -> Callable[[models.Model], Any]:
    """How the value of a field goes into a statement. Plain for what both drivers know, Django's own way else."""
    name = field.attname
    target = field.target_field if field.is_relation else field
    if isinstance(field, SealedText):
        return lambda row: field.pre_save(row, True)
    if isinstance(target, models.UUIDField) and vendor == "sqlite":
        return lambda row: value.hex if isinstance(value := getattr(row, name), UUID) else _django(field, value)
    if isinstance(target, models.JSONField) and vendor == "sqlite":
        return lambda row: json.dumps(getattr(row, name))
    if isinstance(target, models.DateTimeField | models.JSONField):
        return lambda row: _django(field, getattr(row, name))
    if isinstance(target, models.DateField) and vendor == "sqlite":
        return lambda row: value.isoformat() if isinstance(value := getattr(row, name), date) else _django(field, value)
    return lambda row: value.value if isinstance(value := getattr(row, name), Enum) else value


def _django(field: Any, value: object) -> Any:
    return field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])
