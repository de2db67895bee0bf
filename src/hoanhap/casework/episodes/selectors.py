"""Reads of episodes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from hoanhap.casework.episodes import handovers as transfers
from hoanhap.casework.episodes import rules, state
from hoanhap.casework.episodes.choices import EventKind, Measure, Stage
from hoanhap.casework.episodes.models import (
    Duty,
    DutyQuerySet,
    Episode,
    EpisodeEvent,
    EpisodeQuerySet,
    HelperAssignment,
    Interruption,
)
from hoanhap.casework.episodes.transitions import possible
from hoanhap.casework.people.models import Person, open_on
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission


def episodes(*, by: Actor, on: date) -> EpisodeQuerySet:
    """The episodes of the people in the actor's reach, with person and unit."""
    return Episode.objects.visible_to(by, on).select_related("person", "place")


def episode(*, by: Actor, ref: UUID, on: date) -> Episode:
    """One episode in the actor's reach. Raises NotFound."""
    found = Episode.objects.select_related("person", "place").filter(pk=ref).first()
    if found is None or not by.may(Permission.EPISODES_VIEW):
        raise NotFound("episodes.unknown_episode")
    root = found.person.merged_into_id or found.person_id
    if not Person.objects.if_visible_to(by, on, root).exists():
        raise NotFound("episodes.unknown_episode")
    return found


def episodes_of(*, by: Actor, person: Person) -> list[Episode]:
    """All measures of a person whose file the actor has opened, the latest first."""
    by.require(Permission.EPISODES_VIEW)
    found = Episode.objects.filter(person__in=whole(person)).select_related("place", "person")
    return list(found.order_by("-recorded_at", "pk"))


def duties(*, by: Actor, on: date) -> DutyQuerySet:
    """The duties of the actor's units, or of a facility's own people, with episode, person and unit."""
    return Duty.objects.answered_for_by(by, on).select_related("episode__person", "place")


def clock_of(episode: Episode, *, on: date) -> rules.Clock | None:
    """How the term of an episode stands on a day; None while it has not begun."""
    if episode.started_on is None:
        return None
    breaks = state.facts_of([episode.pk])[episode.pk].breaks
    return rules.clock_on(started_on=episode.started_on, ends_on=episode.ends_on, breaks=breaks, on=on)


def history(*, by: Actor, episode: Episode) -> list[EpisodeEvent]:
    """Every event of an episode, replaced ones too, the latest first. Notes stay sealed."""
    by.require(Permission.EPISODES_VIEW)
    found = EpisodeEvent.objects.filter(episode=episode).select_related("place", "replaced_by").defer("note")
    return sorted(found, key=lambda one: (one.happened_on, one.happened_at or one.recorded_at), reverse=True)


def interruptions(*, by: Actor, episode: Episode) -> list[Interruption]:
    """Every interruption of an episode, replaced ones too, the latest first."""
    by.require(Permission.EPISODES_VIEW)
    found = Interruption.objects.filter(episode=episode).select_related("replaced_by").defer("note")
    return list(found.order_by("-from_on", "-recorded_at"))


def next_steps(episode: Episode) -> list[EventKind]:
    """What may happen now, by the table of transitions."""
    return possible(episode.measure, Stage(episode.stage))


def helper_of(episode: Episode, *, on: date) -> HelperAssignment | None:
    """Who helps on a day."""
    found = HelperAssignment.objects.filter(open_on(on), episode=episode).select_related("post__user")
    return found.order_by("-from_on", F("to_on").desc(nulls_first=True), "pk").first()


@dataclass(frozen=True)
class Handovers:
    """How many transfers wait, on either side."""

    incoming: int
    outgoing: int


def handovers(*, by: Actor) -> Handovers:
    """How many people wait to be accepted by the actor's units, and how many of theirs by others."""
    return Handovers(transfers.incoming(by=by).count(), transfers.outgoing(by=by).count())


def ending_soon(*, by: Actor, on: date) -> EpisodeQuerySet:
    """Post-rehabilitation terms that end within the removal window, or are over and not off the list."""
    return (
        episodes(by=by, on=on)
        .post_rehab()
        .open()
        .answered_for_by(by)
        .filter(ends_on__lte=on + rules.REMOVAL_WINDOW)
        .order_by("ends_on", "person__sort_key", "pk")
    )


def to_be_listed(*, by: Actor, on: date) -> EpisodeQuerySet:
    """People to be proposed for management: the monthly review list."""
    return (
        episodes(by=by, on=on)
        .post_rehab()
        .answered_for_by(by)
        .filter(stage__in=[Stage.EXPECTED, Stage.LISTED], measure=Measure.POST_REHAB)
        .order_by("expected_on", "started_on", "person__sort_key", "pk")
    )


def going_home(*, by: Actor, of: Collection[Episode]) -> UUID | None:
    """The open post-rehabilitation management among a person's measures, if a notice has opened one already."""
    by.require(Permission.EPISODES_VIEW)
    return next((one.pk for one in of if one.measure == Measure.POST_REHAB and one.stage != Stage.ENDED), None)
