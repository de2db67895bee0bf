"""Lists: a table with filters in the address, sorting, pages, a count, and an export of exactly what is shown.

A list is declared in two classes and shown by one call::

    class UnitFilter(ListFilter):                     # places/filters.py
        class Meta:
            model = Place
            fields = ["level"]

    class UnitTable(ListTable):                       # places/tables.py
        name = LinkColumn(verbose_name=_("Name"), order_by="sort_key", to="places:unit", by=("code",))
        communes = NumberColumn(verbose_name=_("Communes"))
        opened_on = DayColumn(verbose_name=_("Since"))

    return show_list(request, queryset=selectors.units(by=request.actor), filter_class=UnitFilter,
                     table_class=UnitTable, template="places/unit_list.html", file_name="don-vi", export=True)

The template includes ``_components/list.html`` in its content block. A filter whose model has a ``search_key``
column (kernel.text.fold of what people search) gets a search box by itself.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import django_filters
import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRow
from django_tables2.utils import A

from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import PermissionRefused, Refusal
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.kernel.text import fold
from hoanhap.ground.web import sheets, words
from hoanhap.ground.web.cells import CellsOf
from hoanhap.ground.web.forms import DayField
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.sheets import Kind, Sheet, SheetColumn

PAGE = 50
"""Rows on a page."""
CHUNK = 1000
"""Rows fetched at once for an export."""


class Column(tables.Column):  # type: ignore[misc]
    """A column of text. ``kind`` and ``places`` say how it is written to a sheet."""

    kind = Kind.TEXT
    places = 0
    css = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        attrs = kwargs.pop("attrs", {})
        for part in ("th", "td"):
            given = attrs.setdefault(part, {})
            given["class"] = f"{self.css} {given.get('class', '')}".strip()
        kwargs.setdefault("default", "")
        super().__init__(*args, attrs=attrs, **kwargs)

    def value(self, value: Any) -> Any:
        """What an export gets: the value itself."""
        return value


class NumberColumn(Column):
    """Numbers, lined up on the right. A zero is shown; a gap is a gap."""

    kind = Kind.NUMBER
    css = "hn-num"

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def render(self, value: Any) -> str:
        """As the page's language writes it."""
        return words.number_words(value, self.places)


class ShareColumn(NumberColumn):
    """Shares between 0 and 1, shown in percent."""

    kind = Kind.SHARE

    def __init__(self, *args: Any, places: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, places=places, **kwargs)

    def render(self, value: Any) -> str:
        """In percent."""
        return words.share_words(value, self.places)


class DayColumn(Column):
    """Days, dd/mm/yyyy."""

    kind = Kind.DAY
    css = "hn-nowrap hn-day"

    def render(self, value: Any) -> str:
        """dd/mm/yyyy."""
        return words.day_words(value)


class MomentColumn(Column):
    """Moments in Viet Nam's time."""

    kind = Kind.MOMENT
    css = "hn-nowrap hn-day"

    def render(self, value: Any) -> str:
        """hh:mm dd/mm/yyyy."""
        return words.moment_words(value)


class LinkColumn(Column):
    """Text that opens something. ``to`` is the name of an address, ``by`` the accessors of its arguments."""

    def __init__(self, *args: Any, to: str, by: Sequence[str] = ("pk",), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to, self.by = to, by

    def render(self, value: Any, record: Any) -> str:
        """The text as a link."""
        address = reverse(self.to, args=[A(accessor).resolve(record) for accessor in self.by])
        return format_html('<a href="{}">{}</a>', address, value)


class ListTable(tables.Table):  # type: ignore[misc]
    """The base of every table. Say what being empty means in ``empty_title`` and ``empty_words``."""

    caption = ""
    empty_title: Any = _("Nothing stands here")
    empty_words: Any = _("No row matches these filters. Clear them to see everything you may see.")
    empty_url = ""
    empty_link: Any = ""
    spare: Sequence[str] = ()
    """Columns that a page leaves out where they would be empty from top to bottom. An export keeps them."""

    class Meta:
        template_name = "_components/table.html"
        order_by_field = "sort"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("template_name", "_components/table.html")
        kwargs.setdefault("order_by_field", "sort")
        super().__init__(*args, **kwargs)

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to show. Asks the page where there is one: no further query."""
        page = getattr(self, "page", None)
        return page.paginator.count > 0 if page else len(self.rows) > 0

    def body(self) -> SafeString:
        """The rows of the page, in HTML: here and not in the template, for the reason that :mod:`.cells` gives."""
        rows = list(self.paginated_rows)
        columns = [CellsOf(bound, self) for bound in self.columns]
        lines = ["".join([cells.of(row) for cells in columns]) for row in rows]
        return mark_safe("".join(f"<tr>{line}</tr>\n" for line in lines))  # noqa: S308 - every part is escaped in CellsOf

    def settle(self, request: ActorRequest, per_page: int | None = PAGE) -> None:
        """Sort as the address says and turn to its page. An unknown page shows the nearest one there is.

        A query is always sorted to the end (by primary key last), so that no row shows up on two pages.
        """
        self.request = request
        if wanted := request.GET.getlist(self.prefixed_order_by_field):
            self.order_by = wanted
        rows = self.data.data
        if isinstance(rows, QuerySet):
            self.data.data = rows.order_by(*(rows.query.order_by or rows.model._meta.ordering), "pk")
        if per_page is None:
            return
        asked = request.GET.get(self.prefixed_page_field, 1)
        try:
            self.paginate(page=asked, per_page=per_page)
        except PageNotAnInteger:
            self.page = self.paginator.page(1)
        except EmptyPage:
            self.page = self.paginator.page(self.paginator.num_pages)
        for name in self.spare:
            bound = self.columns[name]
            if not bound.is_ordered and not any(row.get_cell_value(name) for row in self.paginated_rows):
                self.columns.hide(name)

    def sheet_columns(self) -> list[tuple[str, SheetColumn]]:
        """The columns that are written: those shown, except the ones marked ``exclude_from_export``."""
        return [
            (
                bound.name,
                SheetColumn(
                    title=strip_tags(str(bound.header)),
                    kind=getattr(bound.column, "kind", Kind.TEXT),
                    places=getattr(bound.column, "places", 0),
                ),
            )
            for bound in self.columns
            if not getattr(bound.column, "exclude_from_export", False)
        ]

    def sheet_rows(self) -> Iterator[list[object]]:
        """The values of every row, row by row: memory does not grow with their number."""
        names = [name for name, column in self.sheet_columns()]
        rows = self.data.data
        records = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else iter(rows)
        for record in records:
            row = BoundRow(record, table=self)
            yield [row.get_cell_value(name) for name in names]


class DayFilter(django_filters.Filter):  # type: ignore[misc]
    """A filter whose value is a day, in any usual spelling."""

    field_class = DayField


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The base of every list's filters. ``q`` searches every word, without marks, in ``search_fields``."""

    search_fields: Sequence[str] = ("search_key",)
    q = django_filters.CharFilter(method="search", label=_("Search"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.search_fields = [name for name in self.search_fields if self._stands(name)]
        box = self.filters.get("q")
        if box is not None and box.method == "search" and not self.search_fields:
            del self.filters["q"]

    def _stands(self, name: str) -> bool:
        model: type[Model] = self.queryset.model
        try:
            for part in name.split("__"):
                model = model._meta.get_field(part).related_model  # type: ignore[assignment]
        except (FieldDoesNotExist, AttributeError):
            return name in getattr(self.queryset.query, "annotations", {})
        return True

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Rows that contain every word somewhere; "thuong tin" finds "Thường Tín"."""
        for word in fold(value).replace("-", " ").split():  # keys of place names have blanks for hyphens
            anywhere = Q()
            for field in self.search_fields:
                anywhere |= Q(**{f"{field}__contains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    def get_form_class(self) -> Any:
        """The form, with controls that fit the row of filters."""
        form_class = super().get_form_class()
        if "q" in self.filters:
            form_class.base_fields["q"].widget.input_type = "search"
            form_class.base_fields["q"].widget.attrs.update(
                {"placeholder": _("Search"), "autocomplete": "off", "spellcheck": "false"}
            )
        return form_class

    @property
    def is_narrowed(self) -> bool:
        """Whether the address carries any filter."""
        return any(self.data.get(name) for name in self.filters) if self.is_bound else False

    @property
    def in_use(self) -> list[str]:
        """The names of the filters that narrow the list; never what they ask for."""
        asked = self.form.cleaned_data if self.is_bound and self.form.is_bound else {}
        return sorted(name for name in self.filters if asked.get(name))

    def said(self) -> dict[str, str]:
        """The filters in use, label by label, as somebody would say them. The words searched are left out: they may
        be somebody's name."""
        found = {}
        for field in self.form.visible_fields():
            value = self.data.get(field.name)
            if not value:
                continue
            choices = dict(getattr(field.field.widget, "choices", ()))
            chosen = str(choices.get(value, value)) if field.name != "q" else str(_("yes"))
            found[str(field.label)] = chosen
        return found


def show_list(
    request: ActorRequest,
    *,
    queryset: QuerySet[Any],
    filter_class: type[ListFilter] | None,
    table_class: type[ListTable],
    template: str,
    context: Mapping[str, object] | None = None,
    file_name: str = "danh-sach",
    export: Permission | bool = False,
    most: int = 0,
    title: Any = "",
    source: Any = "",
    purpose: str = "",
    noted: Callable[[Sequence[str], int], None] | None = None,
) -> HttpResponse:
    """Answer with a list, or, on ``?export=xlsx``, with the workbook of exactly its rows and columns.

    ``queryset`` has been through ``visible_to`` already. ``export``: the permission that exporting needs, or ``True``
    where seeing is enough; ``most``: how many rows one file may hold (0: as many as there are). The template gets
    ``table``, ``filter``, ``total`` and ``export_url``, besides ``context``. ``noted`` is told, before anything is
    shown or written, the names of the filters in use and how many rows they gave.
    Raises PermissionRefused, and Refusal ``web.too_many_rows``.
    """
    chosen = filter_class(request.GET or None, queryset=queryset, request=request) if filter_class else None
    table = table_class(chosen.qs if chosen else queryset)
    may_export = request.actor.may(export) if isinstance(export, Permission) else export
    if request.GET.get("export") == "xlsx":
        if not may_export:
            raise PermissionRefused("access.refused", permission=str(export))
        if most and (rows := len(table.data)) > most:
            raise Refusal("web.too_many_rows", rows=rows, most=most)
        _tell(noted, chosen, len(table.data))
        table.settle(request, per_page=None)
        code = f"{queryset.model._meta.app_label}.{table_class.__name__.lower()}"
        sheet = Sheet(
            what=code,
            title=str(title or queryset.model._meta.verbose_name_plural),
            columns=[column for name, column in table.sheet_columns()],
            rows=table.sheet_rows(),
            as_of=words.moment_words(clock.now()),
            source=str(source),
            filters=chosen.said() if chosen else None,
        )
        needs = export if isinstance(export, Permission) else None
        return sheets.export(
            by=request.actor, sheet=sheet, purpose=purpose or code, file_name=file_name, permission=needs
        )
    table.settle(request)
    _tell(noted, chosen, table.page.paginator.count)
    shown = {
        **(context or {}),
        "table": table,
        "filter": chosen,
        "total": table.page.paginator.count,
        "export_url": _export_url(request) if may_export else "",
    }
    return render(request, template, shown)


def _tell(noted: Callable[[Sequence[str], int], None] | None, chosen: ListFilter | None, rows: int) -> None:
    if noted is not None:
        noted(chosen.in_use if chosen else [], rows)


def _export_url(request: ActorRequest) -> str:
    values = request.GET.copy()
    with contextlib.suppress(KeyError):
        del values["page"]
    values["export"] = "xlsx"
    return f"?{values.urlencode()}"
