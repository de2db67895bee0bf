"""Filters of the desk's lists: none of them tells who somebody is."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes import overview
from hoanhap.casework.episodes.choices import Measure, Stage
from hoanhap.casework.episodes.models import Duty, Episode, EpisodeQuerySet, works_by_place
from hoanhap.doors.desk.law_words import duty_words
from hoanhap.doors.desk.today import due_within, own, parties_of
from hoanhap.ground.kernel import clock
from hoanhap.ground.law.deadlines import deadline_rules
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.lists import ListFilter

YES_NO = [("yes", _("yes")), ("no", _("no"))]
DUE = [
    ("late", _("overdue")),
    ("today", _("today")),
    ("soon", _("in the next seven days")),
    ("shown", _("as on Today")),
]
"""How pressing a duty is: the choices of ``today.due_within``."""
UNDER_MANAGEMENT = "under"


def _rules() -> list[tuple[str, str]]:
    return list({rule.code: f"{rule.code} · {duty_words(rule)[:48]}" for rule in deadline_rules()}.items())


class _UnitFilter(ListFilter):
    """Lists with a filter by unit: the units that occur, by code and first day."""

    search_fields: tuple[str, ...] = ()
    unit = django_filters.ChoiceFilter(label=_("Unit"), empty_label=_("all"), method="of_unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = self.request.actor
        here = self.queryset.order_by()
        if works_by_place(actor) and not actor.everywhere:  # their lists are of their units: no need to ask for reach
            here = self.queryset.model._default_manager.filter(place__in=actor.units)
        units = Place.objects.filter(pk__in=here.values("place")).in_order()
        choices = [(f"{one.code}@{one.valid_from.isoformat()}", one.full_name) for one in units]
        if len(choices) < 2 and not self.data.get("unit"):
            del self.filters["unit"]
        else:
            self.filters["unit"].extra["choices"] = choices

    def of_unit(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those for which the unit answers."""
        code, _at, first = value.partition("@")
        return queryset.filter(place__code=code, place__valid_from=first)


class PeopleFilter(_UnitFilter):
    """The people of a unit: by stage, measure, end, what is due, length, age, helper."""

    state = django_filters.ChoiceFilter(
        label=_("Shown"),
        choices=[("ended", _("ended")), ("all", _("ended too"))],
        empty_label=_("in course"),
        method="in_state",
    )
    stage = django_filters.ChoiceFilter(
        label=_("Stage"),
        choices=[(UNDER_MANAGEMENT, _("under management until the removal")), *Stage.choices],
        empty_label=_("all"),
        method="in_stage",
    )
    measure = django_filters.ChoiceFilter(label=_("Measure"), choices=Measure.choices, empty_label=_("all"))
    ends = django_filters.ChoiceFilter(
        label=_("Ends within"),
        choices=[("30", _("30 days")), ("60", _("60 days")), ("180", _("6 months")), ("past", _("already over"))],
        empty_label=_("any time"),
        method="ending",
    )
    rule = django_filters.ChoiceFilter(label=_("Duty"), choices=_rules, empty_label=_("any"), method="with_duty")
    due = django_filters.ChoiceFilter(label=_("Due"), choices=DUE, empty_label=_("any time"), method="with_duty")
    months = django_filters.ChoiceFilter(
        label=_("Length"), choices=[("12", _("12 months")), ("24", _("24 months"))], empty_label=_("any")
    )
    minor = django_filters.ChoiceFilter(label=_("Under 18"), choices=YES_NO, empty_label=_("all"), method="is_minor")
    helper = django_filters.ChoiceFilter(
        label=_("Has a helper"), choices=YES_NO, empty_label=_("all"), method="is_helped"
    )

    class Meta:
        model = Episode
        fields: list[str] = []

    @property
    def qs(self) -> QuerySet[Episode]:
        """What is in course, unless the filter says otherwise."""
        found: QuerySet[Episode] = super().qs
        asked = self.data or {}
        if asked.get("state") in ("ended", "all") or asked.get("stage") == Stage.ENDED:
            return found
        return found.exclude(stage=Stage.ENDED)

    def filter_queryset(self, queryset: EpisodeQuerySet) -> EpisodeQuerySet:
        """With one open duty that is both: under this rule, and so pressing."""
        found: EpisodeQuerySet = super().filter_queryset(queryset)
        rule, due = (self.form.cleaned_data.get(name) for name in ("rule", "due"))
        if not rule and not due:
            return found
        duties = Duty.objects.open()
        if rule:
            duties = duties.filter(rule=rule)
        if due:
            duties = duties.filter(due_within(due, clock.now(), clock.today()))
        return found.filter(pk__in=duties.values("episode"))

    def in_state(self, queryset: QuerySet[Episode], name: str, value: str) -> QuerySet[Episode]:
        """Ended ones, or all."""
        return queryset.filter(stage=Stage.ENDED) if value == "ended" else queryset

    def ending(self, queryset: QuerySet[Episode], name: str, value: str) -> QuerySet[Episode]:
        """Whose computed end lies so near, or is over."""
        today = clock.today()
        if value == "past":
            return queryset.filter(ends_on__lt=today)
        return queryset.filter(ends_on__gte=today, ends_on__lte=today + timedelta(days=int(value)))

    def in_stage(self, queryset: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        """In one stage, or in all those of a management in force."""
        return overview.under_management(queryset) if value == UNDER_MANAGEMENT else queryset.filter(stage=value)

    def with_duty(self, queryset: QuerySet[Episode], name: str, value: str) -> QuerySet[Episode]:
        """Rule and time are asked of the same duty: see ``filter_queryset``."""
        return queryset

    def is_minor(self, queryset: QuerySet[Episode], name: str, value: str) -> QuerySet[Episode]:
        """Under 18, or possibly so."""
        young = overview.minors(Episode.objects.all(), clock.today()).values("pk")
        return queryset.filter(pk__in=young) if value == "yes" else queryset.exclude(pk__in=young)

    def is_helped(self, queryset: QuerySet[Episode], name: str, value: str) -> QuerySet[Episode]:
        """With somebody assigned today."""
        return queryset.filter(Q(helped=value == "yes"))


class UnitFilter(ListFilter):
    """Units by name, and whether anything is late there."""

    search_fields = ("search_key", "code", "parent__search_key")
    late = django_filters.ChoiceFilter(
        label=_("Something late"), choices=YES_NO, empty_label=_("all"), method="is_late"
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def is_late(self, queryset: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """With overdue duties, or without."""
        return queryset.filter(Q(overdue__gt=0) if value == "yes" else Q(overdue=0))


class DutyFilter(_UnitFilter):
    """Duties by rule, by whose they are, and by how pressing they are."""

    rule = django_filters.ChoiceFilter(label=_("Duty"), choices=_rules, empty_label=_("any"))
    whose = django_filters.ChoiceFilter(
        label=_("Whose"), choices=[("own", _("of your post")), ("others", _("of others"))], empty_label=_("all"),
        method="is_of",
    )  # fmt: skip
    due = django_filters.ChoiceFilter(label=_("Due"), choices=DUE, empty_label=_("any time"), method="is_due")

    class Meta:
        model = Duty
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not parties_of(self.request.actor):  # who supervises has no duties of the law among these
            del self.filters["whose"]

    def is_of(self, queryset: QuerySet[Duty], name: str, value: str) -> QuerySet[Duty]:
        """Those that the acting post answers for, or the others."""
        mine = own(self.request.actor)
        return queryset.filter(mine) if value == "own" else queryset.exclude(mine)

    def is_due(self, queryset: QuerySet[Duty], name: str, value: str) -> QuerySet[Duty]:
        """So pressing."""
        return queryset.filter(due_within(value, clock.now(), clock.today()))
