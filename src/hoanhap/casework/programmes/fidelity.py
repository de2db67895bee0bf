"""What the volunteers' model must do in a month, and whether it did, commune by commune (plan 270 §II.1)."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.models import Episode, HelperAssignment, ReviewResult
from hoanhap.casework.episodes.overview import MANAGED
from hoanhap.casework.programmes.help_choices import VisitState
from hoanhap.casework.programmes.help_rules import month_of, quarter_of
from hoanhap.casework.programmes.help_selectors import standing_visits
from hoanhap.casework.programmes.models import HelpPlan
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place, PlaceQuerySet


def fidelity(*, by: Actor, month: date) -> PlaceQuerySet:
    """The actor's communes in which somebody is under management, each with what a month held: one query.

    ``people`` under management; ``home`` whose term began in the month, ``assigned`` of them with a helper from that
    day; ``plans`` people with a help plan in force; ``planned`` visits of the month, ``made`` of them; ``held``
    people reviewed in the quarter that holds the month.
    """
    by.require(Permission.FIDELITY_VIEW)
    first, last = month_of(month)
    quarter, quarter_end = quarter_of(month)
    here = Episode.objects.post_rehab().filter(place=OuterRef("pk"), stage__in=MANAGED, started_on__lte=last).order_by()
    home = here.filter(started_on__gte=first)
    helper = HelperAssignment.objects.filter(episode=OuterRef("pk"), from_on__lte=OuterRef("started_on"))
    plan = HelpPlan.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=last), episode=OuterRef("pk"), from_on__lte=last
    )
    results = ReviewResult.objects.filter(
        episode=OuterRef("pk"), reviewed_on__gte=quarter, reviewed_on__lte=quarter_end, replaced_by__isnull=True
    ).exclude(act=Act.WITHDRAWN)
    visits = standing_visits().filter(
        episode__place=OuterRef("pk"), episode__stage__in=MANAGED, state=VisitState.PLANNED, day__gte=first,
        day__lte=last,
    ).order_by()  # fmt: skip
    made = standing_visits().filter(planned=OuterRef("pk"), state=VisitState.DONE)
    communes = Place.objects.commune_level().reached_by(by)
    return (
        communes.annotate(
            people=_number(here, "place"),
            home=_number(home, "place"),
            assigned=_number(home.filter(Exists(helper)), "place"),
            plans=_number(here.filter(Exists(plan)), "place"),
            planned=_number(visits, "episode__place"),
            made=_number(visits.filter(Exists(made)), "episode__place"),
            held=_number(here.filter(Exists(results)), "place"),
        )
        .filter(people__gt=0)
        .select_related("parent")
        .order_by("sort_key", "pk")
    )


def _number(found: QuerySet[Any], group: str) -> Coalesce:
    counted = found.values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
