"""Questions that Django's own lookups put less well."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import UUIDField
from django.db.models.lookups import In


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
