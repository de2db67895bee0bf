"""What the progress page and the list behind it can be asked, in their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.programmes.choices import ModelKind
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import DayField
from hoanhap.ground.web.lists import DayFilter, ListFilter
from hoanhap.ground.web.words import day_words
from hoanhap.monitoring.plans.models import Plan
from hoanhap.monitoring.plans.progress import Applies

VINTAGES = [("", _("as at the plan's start")), ("2025-01-01", "01/01/2025"), ("2025-07-01", "01/07/2025")]
MODELS = [("", _("all")), *ModelKind.choices]
STATES = {"yes": (Applies.YES, Applies.ESTIMATE), "no": (Applies.NO,), "estimate": (Applies.ESTIMATE,)}


@dataclass(frozen=True)
class Question:
    """What is asked: the day, the year of the path, the units' day (``None``: the plan's start), one model or all."""

    as_of: date
    vintage: date | None
    year: int | None
    kind: str


class ProgressForm(forms.Form):
    """Filters of the progress page."""

    as_of = DayField(label=_("Up to"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    vintage = forms.ChoiceField(label=_("Units"), required=False, choices=VINTAGES)
    kind = forms.ChoiceField(label=_("Model"), required=False, choices=MODELS)

    def __init__(self, given: Mapping[str, Any], *, years: list[int], default_day: date) -> None:
        """``given``: what stands in the address; without a day, ``default_day`` is shown and asked."""
        super().__init__({**given, "as_of": given.get("as_of") or default_day.strftime("%d/%m/%Y")})
        self.default_day = default_day
        choices = [("", _("the latest")), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]
        asked = self.data.get("vintage", "")
        if asked not in dict(VINTAGES) and (day := _day(asked)):  # any other day may stand in the address
            self.fields["vintage"].choices = [*VINTAGES, (asked, day_words(day))]  # type: ignore[attr-defined]

    def question(self) -> Question:
        """What is asked; what was typed wrongly counts as not asked, and its error is shown."""
        self.is_valid()
        asked = self.cleaned_data
        return Question(
            as_of=asked.get("as_of") or self.default_day,
            vintage=_day(asked.get("vintage") or ""),
            year=asked.get("year"),
            kind=asked.get("kind") or "",
        )

    def said(self) -> dict[str, str]:
        """What is asked, label by label, for the top of an export."""
        return {str(field.label): str(field.value()) for field in self.visible_fields() if field.value()}


class UnitFilter(ListFilter):
    """Filters of the list behind the figures. The first three decide what is counted, before the list is made."""

    as_of = DayFilter(label=_("On"), method="counted")
    vintage = DayFilter(label=_("Units of"), method="counted")
    kind = django_filters.ChoiceFilter(label=_("Model"), choices=MODELS[1:], empty_label=_("all"), method="counted")
    district = django_filters.ChoiceFilter(label=_("District"), field_name="parent__code", empty_label=_("all"))
    applies = django_filters.ChoiceFilter(
        label=_("Applies"),
        choices=[("yes", _("yes")), ("no", _("no")), ("estimate", _("estimate"))],
        empty_label=_("all"),
        method="in_state",
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = self.queryset.filter(parent__kind="district").order_by("parent__sort_key", "parent__code")
        self.filters["district"].extra["choices"] = above.values_list("parent__code", "parent__name").distinct()

    @staticmethod
    def question(given: Mapping[str, Any], *, plan: Plan, default_day: date) -> Question:
        """What is to be counted; a day typed wrongly counts as not given, and its error is shown."""
        form = UnitFilter(given, queryset=Place.objects.none()).form
        form.is_valid()
        asked = form.cleaned_data
        return Question(
            as_of=asked.get("as_of") or default_day,
            vintage=asked.get("vintage") or plan.period_from,
            year=None,
            kind=asked.get("kind") or "",
        )

    def counted(self, queryset: QuerySet[Place], name: str, value: object) -> QuerySet[Place]:
        """Already part of what was counted."""
        return queryset

    def in_state(self, queryset: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """Communes that apply a model, do not, or do by estimate; ``applies`` is annotated."""
        return queryset.filter(Q(applies__in=[state.value for state in STATES[value]]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
