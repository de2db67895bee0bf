"""Questions that Django's own lookups put less well."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


@UUIDField.register_lookup
class Reached(In):
    """``pk__reached=query``: ``pk__in=query`` for a query that finds few rows of many, such as a post's reach.

    PostgreSQL adds up what the parts of such a query may find, whether they overlap or not, comes to think that reading
    the whole table is cheaper than asking by key, and slows down as the table grows. Given the keys as an array, it
    always asks by key.
    """

    lookup_name = "reached"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> Any:
        """``= ANY(ARRAY(SELECT …))`` on PostgreSQL, ``IN (SELECT …)`` elsewhere."""
        return f"= ANY(ARRAY{rhs})" if connection.vendor == "postgresql" else super().get_rhs_op(connection, rhs)


@Field.register_lookup
class Among(In):
    """``number_index__among=values``: ``__in`` for many values at hand.

    PostgreSQL gets them as one array: preparing and placing them one by one takes longer than its answer. They must be
    of the column's own type.
    """

    lookup_name = "among"

    def get_prep_lookup(self) -> Any:
        """The values as they are; prepared one by one where they are also placed one by one."""
        return list(self.rhs) if default.vendor == "postgresql" else super().get_prep_lookup()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """``= ANY(array)``."""
        if not self.rhs:
            raise EmptyResultSet
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*values, self.rhs]


class Kept(RawSQL):
    """A query that stands in others, put into SQL once: Django would do it again each time, which for a post's reach
    takes longer than the database's answer. It must not refer to the query around it."""


def kept(query: "QuerySet[Any, Any]") -> "Kept | QuerySet[Any, Any]":
    """The query with its SQL ready, to be used in ``__in`` and ``__reached``; itself where it can find nothing."""
    try:
        statement, values = query.query.get_compiler(connection=default).as_sql()
    except EmptyResultSet:
        return query.none()
    return Kept(statement, values)
