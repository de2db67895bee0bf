"""Visits: planned, made, missed. A wrong entry is followed by a right one, with the reason; both stay."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.rules import check_reason
from hoanhap.casework.episodes.writing import entry, locked
from hoanhap.casework.programmes import help_rules as rules
from hoanhap.casework.programmes.help_choices import Doing, MissedBecause, VisitState, Way
from hoanhap.casework.programmes.models import Visit
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """A visit that was made. ``did``: codes of :class:`Doing`; ``planned``: the planned visit that it answers."""

    day: date
    way: str
    minutes: int
    did: Sequence[str]
    words: str = field(default="", repr=False)
    planned: UUID | None = None


@audited
def plan_visits(*, by: Actor, episode: UUID, days: Sequence[date]) -> list[Visit]:
    """Plan visits on these days. Raises RuleViolation ``programmes.plan_in_past``, ``programmes.plan_too_far``,
    ``programmes.visit_planned_already``, ``programmes.measure_over``."""
    held = locked(by, episode, Permission.HELP_RECORD)
    rules.check_running(held.measure, held.stage)
    return _plan(by, held, days)


@audited
def log_visit(*, by: Actor, episode: UUID, new: NewVisit, next_on: date | None = None) -> Visit:
    """Record a visit that was made, and plan the next one.

    One that answers no planned visit by name answers the one planned for that very day. Raises RuleViolation
    ``programmes.day_ahead``, ``programmes.before_measure``, ``programmes.minutes_unlikely``, ``programmes.choose_one``,
    ``programmes.nothing_done``, ``programmes.words_of_health``, ``programmes.visit_answered``.
    """
    held = locked(by, episode, Permission.HELP_RECORD)
    rules.check_running(held.measure, held.stage)
    planned = _planned(held, new.planned, new.day)
    made = Visit.objects.create(episode=held, planned=planned, **_done(held, by, new))
    record_many([entry("programmes.visit_done", held, on=new.day)], by=by)
    if next_on is not None:
        _plan(by, held, [next_on])
    return made


@audited
def miss_visit(*, by: Actor, planned: UUID, because: str, words: str = "", next_on: date | None = None) -> Visit:
    """A planned visit was not made, and why; and the next one is planned."""
    held, row = _own(by, planned)
    if row.state != VisitState.PLANNED:
        raise NotFound("programmes.unknown_help")
    if row.day > clock.today():
        raise RuleViolation("programmes.day_ahead", day=row.day)
    if because not in MissedBecause.values:
        raise RuleViolation("programmes.choose_one", field="because")
    _planned(held, row.pk, row.day)
    made = Visit.objects.create(
        episode=held, state=VisitState.MISSED, day=row.day, planned=row, because=because, recorded_by=by.user,
        words=rules.check_words(words, field="words", needed=because == MissedBecause.OTHER), recorded_at=clock.now(),
    )  # fmt: skip
    record_many([entry("programmes.visit_missed", held, on=row.day, because=because)], by=by)
    if next_on is not None:
        _plan(by, held, [next_on])
    return made


@audited
def correct_visit(*, by: Actor, visit: UUID, new: NewVisit, reason: str) -> Visit:
    """Replace a visit that was made by what is right; both stay, with the reason."""
    held, old = _own(by, visit)
    if old.state != VisitState.DONE:
        raise NotFound("programmes.unknown_help")
    columns = _done(held, by, new)
    made = Visit.objects.create(
        episode=held, planned=old.planned, act=Act.CORRECTED, replaces=old, reason=check_reason(reason), **columns
    )
    record_many([entry("programmes.visit_corrected", held, on=new.day)], by=by)
    return made


@audited
def withdraw_visit(*, by: Actor, visit: UUID, reason: str) -> Visit:
    """Take back a visit that was planned or recorded by mistake; it stays in the history and counts nowhere."""
    held, old = _own(by, visit)
    if old.state == VisitState.PLANNED:
        _planned(held, old.pk, old.day)
    columns = {name: getattr(old, name) for name in ("state", "day", "way", "minutes", "did", "because", "words")}
    made = Visit.objects.create(
        episode=held, planned=old.planned, act=Act.WITHDRAWN, replaces=old, reason=check_reason(reason),
        recorded_by=by.user, recorded_at=clock.now(), **columns,
    )  # fmt: skip
    record_many([entry("programmes.visit_withdrawn", held, on=old.day)], by=by)
    return made


def _own(by: Actor, key: UUID) -> tuple[Episode, Visit]:
    """A standing visit of a person in reach; its measure is locked."""
    by.require(Permission.HELP_RECORD)
    row = Visit.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("programmes.unknown_help")
    held = locked(by, row.episode_id, Permission.HELP_RECORD)
    if row.act == Act.WITHDRAWN or Visit.objects.filter(replaces=row).exists():
        raise NotFound("programmes.unknown_help")
    return held, row


def _standing(held: Episode) -> Any:
    return Visit.objects.filter(episode=held, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)


def _planned(held: Episode, key: UUID | None, day: date) -> Visit | None:
    """The planned visit that one answers; it is answered once."""
    found = _standing(held).filter(state=VisitState.PLANNED)
    row: Visit | None = found.filter(pk=key).first() if key else found.filter(day=day).first()
    if key and row is None:
        raise NotFound("programmes.unknown_help")
    if row is None or not _standing(held).filter(planned=row).exists():
        return row
    if key:
        raise RuleViolation("programmes.visit_answered")
    return None


def _plan(by: Actor, held: Episode, days: Sequence[date]) -> list[Visit]:
    known = set(_standing(held).filter(state=VisitState.PLANNED, day__in=days).values_list("day", flat=True))
    rows = []
    for day in days:
        rules.check_planned(day, on=clock.today(), field="next_on")
        if day in known:
            raise RuleViolation("programmes.visit_planned_already", field="next_on", day=day)
        known.add(day)
        rows.append(
            Visit(episode=held, state=VisitState.PLANNED, day=day, recorded_by=by.user, recorded_at=clock.now())
        )
    Visit.objects.bulk_create(rows)
    record_many([entry("programmes.visit_planned", held, on=row.day) for row in rows], by=by)
    return rows


def _done(held: Episode, by: Actor, new: NewVisit) -> dict[str, Any]:
    """The columns of a visit that was made."""
    rules.check_happened(new.day, since=held.started_on, on=clock.today(), field="day")
    rules.check_minutes(new.minutes)
    if new.way not in Way.values:
        raise RuleViolation("programmes.choose_one", field="way")
    if not new.did or not set(new.did) <= set(Doing.values):
        raise RuleViolation("programmes.nothing_done", field="did")
    return {
        "state": VisitState.DONE,
        "day": new.day,
        "way": new.way,
        "minutes": new.minutes,
        "did": [one for one in Doing.values if one in new.did],
        "words": rules.check_words(new.words, field="words", needed=list(new.did) == [Doing.OTHER]),
        "recorded_by": by.user,
        "recorded_at": clock.now(),
    }
