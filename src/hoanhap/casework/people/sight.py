"""Until when a file may be opened. Rooms that own the measures say so; nothing else writes these columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person, Tie
from hoanhap.ground.web import setwise


@dataclass(frozen=True, kw_only=True)
class Sight:
    """``ends_on``: the last day of operational sight. ``closed_on``: the last day on which anybody opens the file."""

    ends_on: date | None
    closed_on: date | None


def follow(wanted: Mapping[UUID, Sight]) -> None:
    """Set it for these people, inside an action of the room above that has locked their episodes."""
    changed = []
    for person in Person.objects.filter(pk__in=wanted).only("pk", "sight_ends_on", "file_closed_on"):
        one = wanted[person.pk]
        if (person.sight_ends_on, person.file_closed_on) != (one.ends_on, one.closed_on):
            person.sight_ends_on, person.file_closed_on = one.ends_on, one.closed_on
            changed.append(person)
    setwise.change(changed, ["sight_ends_on", "file_closed_on"])


def follow_ties(ends: Mapping[UUID, date | None]) -> None:
    """Set the last day of these ties, inside an action of the room above. None: no end is known.

    A tie that somebody has ended is never prolonged.
    """
    changed = []
    for tie in Tie.objects.filter(pk__in=ends).only("pk", "from_on", "to_on", "closed_at"):
        last = ends[tie.pk]
        wanted = max(last, tie.from_on) if last else None
        if tie.closed_at is not None and tie.to_on is not None:
            wanted = min(wanted or tie.to_on, tie.to_on)
        if tie.to_on != wanted:
            tie.to_on = wanted
            changed.append(tie)
    setwise.change(changed, ["to_on"])


def close_ties(closed: Mapping[UUID, date], *, at: datetime) -> None:
    """End, for good, the ties by which units and facilities saw people whose files closed on these days.

    A later measure opens ties of its own: what closed here does not open again with it. Only what ``reopen_file`` has
    opened since, for a new measure, stays.
    """
    ties = []
    kinds = (TieKind.UNDER_DECISION, TieKind.RESIDENT, TieKind.INCOMING)
    for tie in Tie.objects.filter(person__in=closed, kind__in=kinds, closed_at__isnull=True):
        last = closed[tie.person_id]
        if tie.from_on > last and tie.kind == TieKind.INCOMING:
            continue
        last = max(last, tie.from_on - timedelta(days=1))
        tie.to_on, tie.closed_at = min(tie.to_on or last, last), at
        ties.append(tie)
    setwise.change(ties, ["to_on", "closed_at"])
