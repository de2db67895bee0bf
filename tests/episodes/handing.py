"""Posts of two communes and a facility, and measures that they hand over."""

from datetime import UTC, date, datetime
from typing import Any

from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.recording import NewEvent, record_event
from hoanhap.casework.episodes.actions.transfers import NewTransfer, record_left, send_transfer
from hoanhap.casework.episodes.choices import EventKind, Measure
from hoanhap.casework.episodes.models import Episode, Transfer
from hoanhap.casework.people.models import Person
from hoanhap.ground.access import selectors
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor, Role
from tests.cast import Cast, Member

LEFT = datetime(2026, 11, 18, 2, tzinfo=UTC)
SENT = datetime(2026, 11, 18, 8, tzinfo=UTC)


def post(cast: Cast, role: Role, there: str = "here") -> Member:
    """Somebody in a role here, next door, or at the city; made once."""
    key = f"{role.value}-{there}"
    made: dict[str, Member] = cast.__dict__.setdefault("_handing", {})
    if key not in made:
        made[key] = cast.member(key.replace("_", "-"), role, getattr(cast, there))
    return made[key]


def again(member: Member) -> Actor:
    """The same actor on the day of the clock."""
    assert member.user is not None
    return selectors.actor_for(member.user, None, clock.today())


def home(cast: Cast, person: Person, on: date = date(2026, 5, 10), **changes: Any) -> Episode:
    """Home from compulsory rehabilitation."""
    new: dict[str, Any] = {
        "person": person, "measure": Measure.POST_REHAB, "origin_measure": Measure.COMPULSORY, "place": cast.here,
        "kind": EventKind.COMPLETED, "on": on,
    } | changes  # fmt: skip
    return open_episode(by=cast.officer.actor, new=NewEpisode(**new))


def rehabilitation(by: Actor, cast: Cast, person: Person, measure: Measure = Measure.COMPULSORY) -> Episode:
    """A rehabilitation in course since its decision of 01/12/2024, for the longest term of that law."""
    day = date(2024, 12, 1)
    episode = open_episode(
        by=by, new=NewEpisode(person=person, measure=measure, place=cast.here, kind=EventKind.OPENED, on=day)
    )
    months = 24 if measure is Measure.COMPULSORY else 12
    decided = NewEvent(kind=EventKind.DECIDED, on=date(2024, 12, 2), details={"months": months})
    record_event(by=by, episode=episode.pk, new=decided)
    return episode


def sent(cast: Cast, episode: Episode) -> Transfer:
    """A notice of the police here to the next commune, by a letter with a number."""
    police = post(cast, Role.COMMUNE_POLICE).actor
    new = NewTransfer(to_place=cast.next_door, moment=SENT, paper_no="12/TB-CA")
    with clock.standing_at(SENT):
        record_left(by=police, episode=episode.pk, moment=LEFT)
        return send_transfer(by=police, episode=episode.pk, new=new)
