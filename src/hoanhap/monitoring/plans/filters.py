"""Filters of the list of targets."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.web.lists import ListFilter
from hoanhap.monitoring.plans import selectors
from hoanhap.monitoring.plans.choices import Comparison
from hoanhap.monitoring.plans.models import Target, TargetQuerySet
from hoanhap.monitoring.plans.wording import plan_words

IN_FORCE, SUPERSEDED = "in_force", "superseded"


class TargetFilter(ListFilter):
    """By plan, year, indicator, comparison, and whether a target is in force."""

    search_fields = ("indicator__search_key", "place__search_key", "code_key")
    plan = django_filters.ChoiceFilter(
        field_name="edition__plan__slug", label=_("Plan"), empty_label=_("All plans"), choices=()
    )
    year = django_filters.ChoiceFilter(
        field_name="period_to__year", label=_("Year"), empty_label=_("All years"), choices=()
    )
    indicator = django_filters.ChoiceFilter(
        field_name="indicator__code", label=_("Indicator"), empty_label=_("All indicators"), choices=()
    )
    comparison = django_filters.ChoiceFilter(
        label=_("Comparison"), empty_label=_("All comparisons"), choices=Comparison.choices
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Validity"),
        empty_label=_("In force and superseded"),
        choices=[(IN_FORCE, _("in force")), (SUPERSEDED, _("superseded"))],
    )

    class Meta:
        model = Target
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by: Actor = self.request.actor
        plans = [(plan.slug, plan_words(plan)) for plan in selectors.plans(by=by).in_order()]
        self.filters["plan"].extra["choices"] = plans
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in selectors.target_years(by=by)]
        self.filters["indicator"].extra["choices"] = [
            (indicator.code, indicator.name) for indicator in selectors.indicators(by=by)
        ]

    def by_state(self, queryset: TargetQuerySet, name: str, value: str) -> QuerySet[Target]:
        """The targets in force, or the others."""
        return queryset.in_force() if value == IN_FORCE else queryset.no_longer_in_force()
