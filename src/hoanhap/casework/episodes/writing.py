"""How facts enter an episode: locked, appended, followed, recorded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from hoanhap.casework.episodes import rules, state
from hoanhap.casework.episodes.choices import Act, EventKind
from hoanhap.casework.episodes.models import Episode, EpisodeEvent
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.actions import Entry, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place


def locked(by: Actor, episode: UUID, permission: Permission) -> Episode:
    """The episode, locked until the transaction ends, with its person and unit.

    The permission must hold at the unit that answers. Raises PermissionRefused, and NotFound
    ``episodes.unknown_episode`` outside the actor's reach.
    """
    by.require(permission)
    held = _held(episode)
    if held is None or not in_reach(by, held.person):
        raise NotFound("episodes.unknown_episode")
    by.require(permission, at=held.place_id)
    return held


def locked_of_unit(by: Actor, episode: UUID, permission: Permission) -> Episode:
    """The episode, locked, for who acts for everybody of a unit without having their files in reach: who assigns
    helpers. The permission must hold at the unit that answers. Raises PermissionRefused, and NotFound elsewhere.
    """
    by.require(permission)
    held = _held(episode)
    if held is None or not by.may(permission, at=held.place_id):
        raise NotFound("episodes.unknown_episode")
    return held


def _held(episode: UUID) -> Episode | None:
    """The row with its person and unit, locked until the transaction ends."""
    return Episode.objects.select_for_update(of=("self",)).select_related("person", "place").filter(pk=episode).first()


def in_reach(by: Actor, person: Person) -> bool:
    """Whether the actor may see the measures of a person today."""
    root = person.merged_into_id or person.pk
    return by.may(Permission.EPISODES_VIEW) and Person.objects.if_visible_to(by, clock.today(), root).exists()


def locked_many(by: Actor, episodes: Iterable[UUID], permission: Permission) -> dict[UUID, Episode]:
    """Those of these episodes that are in the actor's reach, locked, with their person and unit.

    Whether the permission holds at the unit of each, the caller asks. Raises PermissionRefused.
    """
    by.require(permission)
    found = Episode.objects.visible_to(by, clock.today()).filter(pk__in=set(episodes)).values("pk")
    held = Episode.objects.select_for_update(of=("self",)).select_related("person", "place").filter(pk__in=found)
    return {one.pk: one for one in held.order_by("pk")}


def new_event(
    episode: Episode,
    kind: EventKind,
    *,
    on: date,
    moment: datetime | None = None,
    place: Place | None = None,
    outcome: str = "",
    paper_no: str = "",
    details: Mapping[str, object] | None = None,
    note: str = "",
) -> EpisodeEvent:
    """An event as it is about to be appended. ``place``: the unit that answers after it, where it changes."""
    rules.check_not_ahead(on, on=clock.today())
    return EpisodeEvent(
        episode=episode,
        kind=kind,
        happened_on=on,
        happened_at=moment,
        place_id=place.pk if place else episode.place_id,
        outcome=outcome,
        paper_no=paper_no,
        details=dict(details or {}),
        note=note,
        act=Act.RECORDED,
        recorded_at=clock.now(),
    )


def append(*, by: Actor, events: Sequence[EpisodeEvent]) -> list[state.EndMoved]:
    """Append events, bring the state of their episodes after them, and record each in the log of its unit.

    Raises RuleViolation ``episodes.not_possible`` where an event cannot follow what happened before it.
    """
    EpisodeEvent.objects.bulk_create(events, batch_size=500)
    episodes = list({event.episode.pk: event.episode for event in events}.values())
    moved = state.follow(episodes, at=clock.now(), on=clock.today())
    record_many([entry(f"episodes.{event.kind}", event.episode, on=event.happened_on) for event in events], by=by)
    return moved


def entry(name: str, episode: Episode, **facts: object) -> Entry:
    """An entry of the log about an episode, in the chain of the unit that answers for it."""
    said = {key: value.isoformat() if isinstance(value, date) else value for key, value in facts.items()}
    return Entry(event=name, subject=f"episodes.episode:{episode.pk}", chain=episode.place.chain, facts=said)
