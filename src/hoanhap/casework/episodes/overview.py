"""Reads for pages that show many measures, or one from all sides. The number of queries does not grow with the rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hoanhap.casework.episodes import rules, state
from hoanhap.casework.episodes.choices import DutyState, Measure, Stage
from hoanhap.casework.episodes.models import (
    Charge,
    Duty,
    Episode,
    EpisodeEvent,
    EpisodePaper,
    EpisodeQuerySet,
    HelperAssignment,
    Interruption,
    works_by_place,
)
from hoanhap.casework.episodes.selectors import duties, episodes
from hoanhap.casework.people.models import Person, open_on
from hoanhap.casework.people.rules import ADULT_FROM
from hoanhap.casework.people.selectors import people, whole
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.periods import add_years
from hoanhap.ground.law.terms import Term
from hoanhap.ground.places.models import Place, PlaceQuerySet

MANAGED = (Stage.MANAGED, Stage.REVIEWED, Stage.CERTIFIED)
"""The stages in which somebody is under post-rehabilitation management."""


def in_reach(*, by: Actor, of: Iterable[Person], on: date) -> set[UUID]:
    """Which of these people's files the actor may open."""
    keys = {one.pk for one in of}
    return set(people(by=by, on=on).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def in_care(*, by: Actor, on: date) -> EpisodeQuerySet:
    """The measures in the actor's care: of people in reach, and for posts that work by place those for which their
    units answer. Every list of people and every number of people is taken from here."""
    found = episodes(by=by, on=on)
    return found.answered_for_by(by) if works_by_place(by) else found


def under_management(found: EpisodeQuerySet) -> EpisodeQuerySet:
    """Of these the post-rehabilitation managements in force, until the removal is signed."""
    return found.post_rehab().filter(stage__in=MANAGED)


def listed(*, by: Actor, on: date) -> EpisodeQuerySet:
    """The measures in the actor's care with ``next_due`` (of the most pressing duty) and ``helped``, most pressing
    first."""
    found = in_care(by=by, on=on)
    due = Duty.objects.filter(episode=OuterRef("pk"), state=DutyState.OPEN).order_by("due_on").values("due_on")[:1]
    helped = HelperAssignment.objects.filter(open_on(on), episode=OuterRef("pk"))
    found = found.annotate(next_due=Subquery(due), helped=Exists(helped))
    far = date.max
    return found.alias(urgency=Coalesce("next_due", "ends_on", far)).order_by("urgency", "person__sort_key", "pk")


def managed_count(*, by: Actor, on: date) -> int:
    """How many of the people in the actor's care are under post-rehabilitation management."""
    by.require(Permission.DUTIES_VIEW)
    return under_management(in_care(by=by, on=on)).count()


@dataclass(frozen=True)
class Done:
    """How many duties were done in a time, and how many of them in time."""

    number: int
    in_time: int


def done_between(*, by: Actor, first: date, last: date, on: date) -> Done:
    """What became of the duties done from ``first`` to ``last``, both included."""
    found = duties(by=by, on=on).filter(state=DutyState.DONE, done_on__gte=first, done_on__lte=last)
    told = found.aggregate(number=Count("pk"), in_time=Count("pk", filter=Q(in_time=True)))
    return Done(told["number"], told["in_time"])


def units_with_duties(*, by: Actor, on: date, overdue: Q, soon: Q) -> PlaceQuerySet:
    """Units with open duties: ``overdue``, ``oldest`` (due day of the first overdue one), ``soon`` and ``waiting``."""
    here = duties(by=by, on=on).open().filter(place=OuterRef("pk")).order_by().values("place")
    number = Count("pk")
    return (
        Place.objects.filter(pk__in=duties(by=by, on=on).open().values("place"))
        .select_related("parent")
        .annotate(
            overdue=Coalesce(Subquery(here.filter(overdue).annotate(n=number).values("n")), 0),
            oldest=Subquery(here.filter(overdue).annotate(first=Min("due_on")).values("first")),
            soon=Coalesce(Subquery(here.filter(soon).annotate(n=number).values("n")), 0),
            waiting=Coalesce(Subquery(here.annotate(n=number).values("n")), 0),
        )
        .order_by("-overdue", "oldest", "sort_key")
    )


@dataclass(frozen=True)
class Course:
    """Everything that happened in the measures of one person, by measure."""

    events: list[EpisodeEvent]
    interruptions: list[Interruption]


def course_of(*, by: Actor, of: Collection[Episode]) -> Course:
    """Every event and interruption of these measures, replaced and withdrawn ones too. Notes stay sealed."""
    by.require(Permission.EPISODES_VIEW)
    keys = [one.pk for one in of]
    events = EpisodeEvent.objects.filter(episode__in=keys).select_related("place", "replaced_by").defer("note")
    breaks = Interruption.objects.filter(episode__in=keys).select_related("replaced_by").defer("note")
    return Course(list(events), list(breaks.order_by("from_on", "recorded_at")))


def event_of(*, by: Actor, person: Person, ref: UUID) -> EpisodeEvent:
    """One standing event of a person whose file the actor has opened. Raises NotFound."""
    by.require(Permission.EPISODES_VIEW)
    found = EpisodeEvent.objects.filter(pk=ref, replaced_by__isnull=True, episode__person__in=whole(person))
    event = found.select_related("episode__person", "episode__place").first()
    if event is None:
        raise NotFound("episodes.unknown_event")
    return event


def interruption_of(*, by: Actor, person: Person, ref: UUID) -> Interruption:
    """One standing interruption of a person whose file the actor has opened. Raises NotFound."""
    by.require(Permission.EPISODES_VIEW)
    found = Interruption.objects.filter(pk=ref, replaced_by__isnull=True, episode__person__in=whole(person))
    one = found.select_related("episode__person", "episode__place").first()
    if one is None:
        raise NotFound("episodes.unknown_event")
    return one


def papers_of(*, by: Actor, of: Collection[Episode]) -> list[EpisodePaper]:
    """The papers of these measures, the latest first; only for posts that prepare, sign or record."""
    by.require(Permission.EPISODES_VIEW)
    found = EpisodePaper.objects.filter(episode__in=[one.pk for one in of])
    found = found.select_related("document__edition", "document__place", "document__corrects", "episode__place")
    return list(found.order_by("-recorded_at", "pk"))


def charges_of(*, by: Actor, of: Collection[Episode]) -> list[Charge]:
    """Which unit answered when, earliest first."""
    by.require(Permission.EPISODES_VIEW)
    found = Charge.objects.filter(episode__in=[one.pk for one in of]).select_related("place__parent")
    return list(found.order_by("from_on", "pk"))


def helpers_on(*, by: Actor, of: Collection[Episode], on: date) -> list[HelperAssignment]:
    """Who helps in these measures on a day."""
    by.require(Permission.EPISODES_VIEW)
    found = HelperAssignment.objects.filter(open_on(on), episode__in=[one.pk for one in of])
    return list(found.select_related("post__user").order_by("-from_on", "pk"))


def open_duties_of(*, by: Actor, of: Collection[Episode], on: date) -> list[Duty]:
    """What is still due in these measures, the most pressing first; nothing for posts that see no duties."""
    if not by.may(Permission.DUTIES_VIEW):
        return []
    found = duties(by=by, on=on).open().filter(episode__in=[one.pk for one in of])
    return list(found.order_by("due_on", F("due_at").asc(nulls_last=True), "pk"))


def breaks_of(episode: Episode) -> list[rules.Break]:
    """The standing interruptions of a measure."""
    return state.facts_of([episode.pk])[episode.pk].breaks


def term_of(episode: Episode, breaks: list[rules.Break]) -> Term | None:
    """The term of post-rehabilitation management as the law computes it, with its rules; None for other measures."""
    if episode.measure != Measure.POST_REHAB or episode.started_on is None:
        return None
    person = episode.person
    born = rules.born_on_or_likely(
        birth_on=person.birth_on, birth_year=person.birth_year, measure=episode.origin_measure
    )
    return rules.post_rehab_term(
        origin_measure=episode.origin_measure, completed_on=episode.started_on, born_on=born, breaks=breaks
    )


def minors(found: QuerySet[Episode], on: date) -> QuerySet[Episode]:
    """Those of people who are, or may be, under 18."""
    born_after = add_years(on, -ADULT_FROM)
    return found.filter(
        Q(person__birth_on__gt=born_after)
        | Q(person__birth_on__isnull=True, person__birth_year__gte=on.year - ADULT_FROM)
    )
