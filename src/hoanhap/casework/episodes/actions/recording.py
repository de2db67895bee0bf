"""What happens in the course of a measure: events, days away, and the correction of both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from hoanhap.casework.episodes import rules, state
from hoanhap.casework.episodes.choices import Act, EventKind, InterruptionKind, Measure, Outcome
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, Interruption
from hoanhap.casework.episodes.writing import append, entry, locked, new_event
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law import terms

OWN_ACTION = frozenset({
    EventKind.OPENED, EventKind.PROPOSED, EventKind.RETURNED, EventKind.REVOKED, EventKind.CORRECTED,
    EventKind.HELPER_ASSIGNED, EventKind.HELPER_ENDED, EventKind.EXTENDED, EventKind.TRANSFERRED,
    EventKind.REASSIGNED, EventKind.REVIEWED, EventKind.CERTIFIED, EventKind.REMOVED, EventKind.RECOMPUTED,
})  # fmt: skip
"""Events that only their own action appends: each needs a paper, a second person or evidence."""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """Something that happened. ``moment`` where the law counts hours from it; ``details`` days, codes and lengths;
    ``again``: a decision on a rehabilitation that is not the person's first (its term is another)."""

    kind: EventKind
    on: date
    moment: datetime | None = None
    outcome: str = ""
    paper_no: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    again: bool = False
    note: str = field(default="", repr=False)


@audited
def record_event(*, by: Actor, episode: UUID, new: NewEvent) -> EpisodeEvent:
    """Record one step of a measure. Raises RuleViolation ``episodes.own_action`` for what has an action of its own,
    ``episodes.not_possible``, ``episodes.time_needed``, ``episodes.day_ahead``, ``episodes.term_outside_law``."""
    held = locked(by, episode, Permission.EPISODES_RECORD)
    if new.kind in OWN_ACTION or (new.kind is EventKind.DECIDED and held.measure == Measure.POST_REHAB):
        raise RuleViolation("episodes.own_action", field="kind")
    if new.kind is EventKind.CLOSED and held.measure == Measure.POST_REHAB:
        raise RuleViolation("episodes.own_action", field="kind")
    event = _event(held, new)
    append(by=by, events=[event])
    return event


def _event(held: Episode, new: NewEvent) -> EpisodeEvent:
    return new_event(
        held, new.kind, on=new.on, moment=new.moment, outcome=new.outcome, paper_no=tidy(new.paper_no),
        details=_lawful(held, new), note=new.note,
    )  # fmt: skip


def _lawful(held: Episode, new: NewEvent) -> Mapping[str, object]:
    """The details, with the term as the law of the day has it: a decision sets one where none was told before."""
    told = dict(new.details)
    months = told.pop("months", None)
    if months is None and (new.kind is not EventKind.DECIDED or held.months is not None):
        return told
    length = months if months is None or isinstance(months, int) else 0  # 0: no length at all, outside every law
    lawful = rules.check_months(held.measure, length, on=new.on, again=new.again)
    return told if lawful is None else told | {"months": lawful}


@audited
def close_recorded_twice(*, by: Actor, episode: UUID, outcome: str, reason: str) -> Episode:
    """End a measure that is a double of another, or that was entered by mistake. It counts nowhere any more."""
    held = locked(by, episode, Permission.EPISODES_RECORD)
    if outcome not in (Outcome.DUPLICATE, Outcome.MISTAKE):
        raise RuleViolation("episodes.own_action", field="outcome")
    event = new_event(held, EventKind.CLOSED, on=clock.today(), outcome=outcome, note=rules.check_reason(reason))
    append(by=by, events=[event])
    return held


@audited
def correct_event(*, by: Actor, event: UUID, on: date, moment: datetime | None, paper_no: str, reason: str) -> Episode:
    """Replace an event by one of another day, moment or number of its paper; the first stays in the history.

    Events of a signed paper of one's own are corrected by another paper: RuleViolation ``episodes.own_action``.
    """
    held, old = _own_event(by, event)
    rules.check_not_ahead(on, on=clock.today())
    _replace(
        old,
        Act.CORRECTED,
        reason=rules.check_reason(reason),
        happened_on=on,
        happened_at=moment,
        paper_no=tidy(paper_no),
    )
    return _followed(by, held, "episodes.event_corrected", old.kind)


@audited
def withdraw_event(*, by: Actor, event: UUID, reason: str) -> Episode:
    """Take back an event that was entered by mistake. The first one of a measure stays: close the measure instead."""
    held, old = _own_event(by, event)
    standing = state.facts_of([held.pk])[held.pk]
    if standing.events[0].pk == old.pk:
        raise RuleViolation("episodes.first_event_stays", field="event")
    _replace(old, Act.WITHDRAWN, reason=rules.check_reason(reason))
    return _followed(by, held, "episodes.event_withdrawn", old.kind)


def _own_event(by: Actor, key: UUID) -> tuple[Episode, EpisodeEvent]:
    old = EpisodeEvent.objects.filter(pk=key, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN).first()
    if old is None:
        raise NotFound("episodes.unknown_event")
    held = locked(by, old.episode_id, Permission.EPISODES_RECORD)
    if old.kind in OWN_ACTION or (old.kind == EventKind.DECIDED and held.measure == Measure.POST_REHAB):
        raise RuleViolation("episodes.own_action", field="event")
    return held, old


def _replace(old: EpisodeEvent, act: Act, **changes: object) -> None:
    columns = ("episode_id", "kind", "happened_on", "happened_at", "place_id", "outcome", "paper_no", "details", "note")
    values = {column: getattr(old, column) for column in columns} | changes
    EpisodeEvent.objects.create(act=act, replaces=old, recorded_at=clock.now(), **values)


def _followed(by: Actor, held: Episode, name: str, kind: str) -> Episode:
    state.follow([held], at=clock.now(), on=clock.today())
    record_many([entry(name, held, kind=kind)], by=by)
    return held


@dataclass(frozen=True, kw_only=True)
class NewInterruption:
    """Days away, in prison, in custody or on the run; both days included, ``to_on`` None while it lasts."""

    kind: InterruptionKind
    from_on: date
    to_on: date | None = None
    reported: bool = False
    paper_no: str = ""
    note: str = field(default="", repr=False)


@audited
def record_interruption(*, by: Actor, episode: UUID, new: NewInterruption) -> Interruption:
    """Record days that may not count; the end is computed anew, and the timeline shows it.

    Prison that begins under a law by which it takes the person off the list is refused with
    ``episodes.prison_removes``: prepare the removal instead (L73 43).
    """
    held = locked(by, episode, Permission.EPISODES_RECORD)
    today = clock.today()
    rules.check_not_ahead(new.from_on, on=today, name="from_on")
    if new.to_on is not None and not new.reported:
        rules.check_not_ahead(new.to_on, on=today, name="to_on")
    _check_days(new.from_on, new.to_on)
    jailed = new.kind is InterruptionKind.PRISON and held.measure == Measure.POST_REHAB
    if jailed and terms.effect_on("prison", on=new.from_on).effect == "removes":
        raise RuleViolation("episodes.prison_removes", field="from_on", day=new.from_on)
    made = Interruption.objects.create(
        episode=held, kind=new.kind, from_on=new.from_on, to_on=new.to_on, reported=new.reported,
        paper_no=tidy(new.paper_no), note=new.note, recorded_at=clock.now(),
    )  # fmt: skip
    _followed(by, held, "episodes.interruption_recorded", new.kind.value)
    return made


@audited
def end_interruption(*, by: Actor, interruption: UUID, to_on: date, reason: str) -> Interruption:
    """Say which was the last day of days away that were still running."""
    return _next_interruption(by, interruption, Act.CORRECTED, reason=reason, to_on=to_on)


@audited
def correct_interruption(*, by: Actor, interruption: UUID, new: NewInterruption, reason: str) -> Interruption:
    """Replace days away by what is right; the first entry stays in the history."""
    changes = {"from_on": new.from_on, "to_on": new.to_on, "reported": new.reported, "paper_no": tidy(new.paper_no)}
    return _next_interruption(by, interruption, Act.CORRECTED, reason=reason, **changes)


@audited
def withdraw_interruption(*, by: Actor, interruption: UUID, reason: str) -> Interruption:
    """Take back days away that were entered by mistake."""
    return _next_interruption(by, interruption, Act.WITHDRAWN, reason=reason)


def _next_interruption(by: Actor, key: UUID, act: Act, *, reason: str, **changes: object) -> Interruption:
    old = Interruption.objects.filter(pk=key, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN).first()
    if old is None:
        raise NotFound("episodes.unknown_event")
    held = locked(by, old.episode_id, Permission.EPISODES_RECORD)
    columns = ("episode_id", "kind", "from_on", "to_on", "reported", "paper_no", "note")
    values = {column: getattr(old, column) for column in columns} | changes
    _check_days(values["from_on"], values["to_on"])
    for name in ("from_on", "to_on"):
        if values[name] is not None and not values["reported"]:
            rules.check_not_ahead(values[name], on=clock.today(), name=name)
    made = Interruption.objects.create(
        act=act, replaces=old, reason=rules.check_reason(reason), recorded_at=clock.now(), **values
    )
    _followed(by, held, f"episodes.interruption_{act.value}", old.kind)
    return made


def _check_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise RuleViolation("episodes.end_before_start", field="to_on", day=first)
