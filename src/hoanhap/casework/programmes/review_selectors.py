"""Reads for the month and the quarter: who is called, who is reviewed, what the minutes say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.models import DrugTest, Episode, EpisodeQuerySet, ReviewResult, works_by_place
from hoanhap.casework.episodes.overview import MANAGED
from hoanhap.casework.episodes.selectors import episodes
from hoanhap.casework.programmes.help_choices import NeedState, Presence
from hoanhap.casework.programmes.help_rules import month_of, quarter_of
from hoanhap.casework.programmes.models import Need, ReviewDetail, ReviewMeeting, RollCallAnswer
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission


def managed(*, by: Actor, on: date) -> EpisodeQuerySet:
    """Everybody under management for whom the actor's units answer, by name."""
    found = episodes(by=by, on=on).post_rehab().filter(stage__in=MANAGED).answered_for_by(by)
    return found.order_by("person__sort_key", "pk")


def to_be_called(*, by: Actor, on: date) -> EpisodeQuerySet:
    """Who has not been called in the month of a day."""
    by.require(Permission.HELP_SHEETS)
    called = RollCallAnswer.objects.filter(episode=OuterRef("pk"), month=month_of(on)[0])
    return managed(by=by, on=on).filter(~Exists(called))


def called(*, by: Actor, on: date) -> QuerySet[RollCallAnswer]:
    """The standing answers of the month of a day, by name. Words stay sealed."""
    by.require(Permission.HELP_SHEETS)
    found = RollCallAnswer.objects.filter(
        episode__in=managed(by=by, on=on).order_by().values("pk"), month=month_of(on)[0], replaced_by__isnull=True
    )
    return found.select_related("episode__person").defer("words").order_by("episode__person__sort_key", "pk")


def call_of(*, by: Actor, ref: UUID, on: date) -> RollCallAnswer:
    """One standing answer of the month. Raises NotFound."""
    found = called(by=by, on=on).filter(pk=ref).first()
    if found is None:
        raise NotFound("programmes.unknown_help")
    return found


def _results(first: date, last: date) -> QuerySet[ReviewResult]:
    found = ReviewResult.objects.filter(reviewed_on__gte=first, reviewed_on__lte=last, replaced_by__isnull=True)
    return found.exclude(act=Act.WITHDRAWN)


def to_be_reviewed(*, by: Actor, on: date) -> EpisodeQuerySet:
    """Who is due in the quarter of a day and has no result in it."""
    by.require(Permission.REVIEWS_HOLD)
    first, last = quarter_of(on)
    return managed(by=by, on=on).filter(~Exists(_results(first, last).filter(episode=OuterRef("pk"))))


@dataclass(frozen=True)
class Counts:
    """What the quarter held for one person."""

    called: int = 0
    answered: int = 0
    tests: int = 0
    open_needs: int = 0
    reviewed: bool = False


def counts_of(found: Iterable[Episode], *, first: date, last: date) -> dict[UUID, Counts]:
    """What the quarter from ``first`` to ``last`` held for each of these, in four queries."""
    keys = [one.pk for one in found]
    there = Q(presence__in=[Presence.PRESENT, Presence.PHONE])
    calls = RollCallAnswer.objects.filter(episode__in=keys, month__gte=first, month__lte=last, replaced_by=None)
    by_call = {
        key: (number, answered)
        for key, number, answered in calls.values_list("episode").annotate(n=Count("pk"), a=Count("pk", filter=there))
    }
    made = DrugTest.objects.filter(episode__in=keys, tested_on__gte=first, tested_on__lte=last, replaced_by=None)
    tests = dict(made.exclude(act=Act.WITHDRAWN).values_list("episode").annotate(n=Count("pk")))
    wanted = Need.objects.filter(episode__in=keys, state=NeedState.OPEN)
    needs = dict(wanted.values_list("episode").annotate(n=Count("pk")))
    reviewed = set(_results(first, last).filter(episode__in=keys).values_list("episode", flat=True))
    return {
        key: Counts(*by_call.get(key, (0, 0)), tests.get(key, 0), needs.get(key, 0), key in reviewed) for key in keys
    }


def meetings(*, by: Actor) -> QuerySet[ReviewMeeting]:
    """The meetings of the actor's units, the latest first, with ``number`` of people; for posts that work by place."""
    by.require(Permission.REVIEWS_VIEW)
    found = ReviewMeeting.objects.all() if works_by_place(by) else ReviewMeeting.objects.none()
    if not by.everywhere:
        found = found.filter(place__in=by.units)
    return found.select_related("place").annotate(number=Count("details")).order_by("-held_on", "-recorded_at")


def meeting(*, by: Actor, ref: UUID) -> ReviewMeeting:
    """One meeting of the actor's units. Raises NotFound."""
    found = meetings(by=by).filter(pk=ref).first()
    if found is None:
        raise NotFound("programmes.unknown_help")
    return found


def details_of(*, by: Actor, of: ReviewMeeting) -> list[ReviewDetail]:
    """What a meeting said of each person, by name; for who holds meetings, and of people in their reach."""
    by.require(Permission.REVIEWS_HOLD, at=of.place_id)
    found = ReviewDetail.objects.filter(meeting=of).select_related("result__episode__person", "result__replaced_by")
    return list(found.order_by("result__episode__person__sort_key", "pk"))
