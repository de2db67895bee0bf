"""Filters of the lists of deployments."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.programmes.choices import ModelKind
from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.lists import DayFilter, ListFilter


class DeploymentFilter(ListFilter):
    """By name or code of the commune, model, and a day on which it ran."""

    search_fields = ("place__search_key", "place__code", "place__parent__search_key")
    kind = django_filters.ChoiceFilter(label=_("Model"), choices=ModelKind.choices, empty_label=_("all"))
    on = DayFilter(label=_("Running on"), method="running_on")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("running", _("running")), ("ended", _("ended"))],
        empty_label=_("all"),
        method="in_state",
    )

    class Meta:
        model = Deployment
        fields: list[str] = []

    def running_on(self, queryset: QuerySet[Deployment], name: str, value: date) -> QuerySet[Deployment]:
        """Those that ran on the day."""
        return queryset.filter(pk__in=Deployment.objects.open_on(value).values("pk"))

    def in_state(self, queryset: QuerySet[Deployment], name: str, value: str) -> QuerySet[Deployment]:
        """Those without a last day, or with one."""
        return queryset.filter(to_on__isnull=value == "running")


class CommuneFilter(ListFilter):
    """The communes in which one may record: by name, by a day, and by whether a model runs there."""

    search_fields = ("search_key", "code", "parent__search_key")
    day = DayFilter(label=_("Standing on"), method="standing_on")
    runs = django_filters.ChoiceFilter(
        label=_("A model runs here"),
        choices=[("true", _("yes")), ("false", _("no"))],
        empty_label=_("all"),
        method="where_one_runs",
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def where_one_runs(self, queryset: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """Units in which some model runs, or none; ``runs`` is annotated."""
        return queryset.filter(Q(runs=value == "true"))

    def standing_on(self, queryset: QuerySet[Place], name: str, value: date) -> QuerySet[Place]:
        """Units that stood on the day."""
        standing: Any = Place.objects.valid_on(value)
        return queryset.filter(pk__in=standing.values("pk"))
