"""Filters of the list of units."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.places.choices import COMMUNE_LEVEL, UnitKind
from hoanhap.ground.places.models import Place, PlaceQuerySet
from hoanhap.ground.places.selectors import Snapshot
from hoanhap.ground.web.forms import read_day
from hoanhap.ground.web.lists import DayFilter, ListFilter

ALL = "all"


class UnitFilter(ListFilter):
    """By name or code, province, day, kind and district.

    Province, day and times have chosen the rows before (see ``selectors``): here they only stand in the row of
    filters, with what holds when the address says nothing.
    """

    found: ClassVar[Snapshot]
    provinces: ClassVar[list[Place]]

    q = django_filters.CharFilter(label=_("Name or code"), method="by_name")
    province = django_filters.ChoiceFilter(label=_("Province or city"), method="as_chosen", empty_label=None)
    on = DayFilter(label=_("Day"), method="as_chosen")
    kind = django_filters.ChoiceFilter(label=_("Kind"), method="by_kind", empty_label=_("commune level"))
    district = django_filters.ChoiceFilter(
        label=_("District"), field_name="parent__code", empty_label=_("all districts")
    )
    times = django_filters.ChoiceFilter(
        label=_("Units shown"),
        method="as_chosen",
        choices=[(ALL, _("of all times"))],
        empty_label=_("of this day"),
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        asked = data.copy() if data else QueryDict(mutable=True)
        asked.setdefault("province", self.found.province.code)
        if not asked.get("on") or _is_day(str(asked["on"]), self.found.day):
            asked["on"] = self.found.day.strftime("%d/%m/%Y")
        codes = [district.code for district in self.found.districts]
        if asked.get("district") not in codes:  # left over from another day or province
            asked.pop("district", None)
        super().__init__(asked, *args, **kwargs)
        self.filters["province"].extra["choices"] = [(row.code, row.name) for row in self.provinces]
        self.filters["kind"].extra["choices"] = [*UnitKind.choices[1:], (ALL, _("all levels"))]
        self.filters["district"].extra["choices"] = [(row.code, row.full_name) for row in self.found.districts]
        if not codes:
            del self.filters["district"]
        if asked.get("times") == ALL:  # a day would say nothing here
            del self.filters["on"]

    def get_form_class(self) -> Any:
        """The form, with a hint in the search box."""
        form_class = super().get_form_class()
        form_class.base_fields["q"].widget.attrs["placeholder"] = _("Name or code")
        return form_class

    @property
    def is_narrowed(self) -> bool:
        """Whether the address hides rows of the day: province and day are no narrowing."""
        return any(self.data.get(name) for name in ("q", "kind", "district", "times"))

    def filter_queryset(self, queryset: PlaceQuerySet) -> PlaceQuerySet:
        """Units of commune level, unless another kind is asked for."""
        if not self.form.cleaned_data.get("kind"):
            queryset = queryset.filter(kind__in=COMMUNE_LEVEL)
        narrowed: PlaceQuerySet = super().filter_queryset(queryset)
        return narrowed

    def by_name(self, units: PlaceQuerySet, name: str, words: str) -> PlaceQuerySet:
        """Name or code, without marks."""
        return units.found(words)

    def by_kind(self, units: PlaceQuerySet, name: str, kind: str) -> PlaceQuerySet:
        """One kind, or all levels."""
        return units if kind == ALL else units.filter(kind=kind)

    def as_chosen(self, units: PlaceQuerySet, name: str, value: str | date) -> PlaceQuerySet:
        """The selector has already done it."""
        return units


def _is_day(text: str, day: date) -> bool:
    try:
        return read_day(text) == day
    except ValueError:
        return False


def filter_of(found: Snapshot, provinces: list[Place]) -> type[UnitFilter]:
    """The filters with the choices there are in a province on a day."""
    return type("UnitFilter", (UnitFilter,), {"found": found, "provinces": provinces})
