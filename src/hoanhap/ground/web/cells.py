"""The cells of a list's table, in HTML: what does not change from row to row is worked out once for each column.

django-tables2 works out a column's attributes, the signature of its ``render`` and the field behind it anew for every
cell, which was three quarters of the time of a list page.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils.html import conditional_escape, format_html, format_html_join
from django_tables2 import Table
from django_tables2.rows import BoundRow
from django_tables2.utils import A, signature


class CellsOf:
    """The cells of one column: its attributes and how its ``render`` is called are worked out once."""

    def __init__(self, bound: Any, table: Table) -> None:
        self.bound = bound
        attrs = dict(bound.attrs["td"])
        css = attrs.pop("class", None) or ""
        attrs["data-label"] = bound.header
        rest = format_html_join("", ' {}="{}"', attrs.items())
        self.start = format_html('<td class="{}"{}>', css, rest)
        self.start_of_empty = format_html('<td class="{} hn-cell--empty"{}>', css, rest)
        self.shared = {"column": bound.column, "bound_column": bound, "table": table}
        self.wanted, self.takes_all = signature(bound.render)
        self.path: Sequence[str] | None = None

    def of(self, row: BoundRow) -> str:
        """One cell."""
        content = self._content(row)
        if content is None or content == "":
            return f"{self.start_of_empty}</td>"
        return f"{self.start}{conditional_escape(content)}</td>"

    def _content(self, row: BoundRow) -> Any:
        value = row.record
        if not isinstance(value, Model):
            return row._get_and_render_with(
                self.bound, lambda bound, value=None: self._render(row, value), self.bound.default
            )
        if self.path is None:
            self.path = _path(A(self.bound.accessor), value)
        for name in self.path:
            value = getattr(value, name, None)
            if callable(value):
                value = value()
            if value is None:
                break
        return self.bound.default if value in self.bound.column.empty_values else self._render(row, value)

    def _render(self, row: BoundRow, value: Any) -> Any:
        given = {"value": value, "record": row.record, "bound_row": row, **self.shared}
        if self.takes_all is None:
            given = {name: given[name] for name in self.wanted}
        content = self.bound.render(**given)
        return (
            self.bound.link(content, value=value, record=row.record, bound_row=row, **self.shared)
            if self.bound.link
            else content
        )


def _path(accessor: A, record: Model) -> Sequence[str]:
    """The attributes that lead from a row to what a column shows; a choice is shown in its words."""
    *before, last = accessor.bits
    field = accessor.get_field(record)
    shown = f"get_{last}_display"
    return (*before, shown if getattr(field, "choices", None) and field.name == last else last)
