"""The one writer of what follows from the facts: episodes' state, who answers, duties, and who may still look.

``follow`` can be run over any episode at any time and gives the same result (``hoanhap duties`` does it for all).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import attrgetter
from uuid import UUID

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import (
    Act,
    EventKind,
    InterruptionKind,
    Measure,
    Outcome,
    Stage,
)
from hoanhap.casework.episodes.duty_rules import DueDuty, due_duties
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent, HelperAssignment, Interruption
from hoanhap.casework.people import sight
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.law.transitions import kept_rules
from hoanhap.ground.web import setwise

BATCH = 1000
_NO_FOLD = (EventKind.RECOMPUTED,)
_COLUMNS = (
    "stage", "outcome", "started_on", "expected_on", "ended_on", "ends_on", "seen_until", "months", "regime",
    "printed_from", "printed_to", "place_id",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class EndMoved:
    """The computed end of an episode is another than before: shown on the timeline, never silent."""

    episode: Episode
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Facts:
    """The standing facts of one episode, in their order."""

    events: list[EpisodeEvent]
    interruptions: list[Interruption]

    @property
    def happenings(self) -> list[rules.Happening]:
        """The events as plain values."""
        return [happening(event) for event in self.events if event.kind not in _NO_FOLD]

    @property
    def breaks(self) -> list[rules.Break]:
        """The interruptions as plain values."""
        return [
            rules.Break(kind=InterruptionKind(one.kind), first=one.from_on, last=one.to_on, reported=one.reported)
            for one in self.interruptions
        ]


def happening(event: EpisodeEvent) -> rules.Happening:
    """An event as plain values."""
    return rules.Happening(
        key=event.pk,
        kind=EventKind(event.kind),
        on=event.happened_on,
        moment=event.happened_at,
        place=event.place_id,
        outcome=event.outcome,
        details=event.details,
    )


def facts_of(episodes: Iterable[UUID]) -> dict[UUID, Facts]:
    """The standing facts of these episodes: neither replaced nor withdrawn. Two queries."""
    keys = list(episodes)
    found = {key: Facts([], []) for key in keys}
    standing = {"episode__in": keys, "replaced_by__isnull": True}
    events = EpisodeEvent.objects.filter(**standing).exclude(act=Act.WITHDRAWN).defer("note")
    for event in events.order_by("happened_on", "recorded_at", "pk"):
        found[event.episode_id].events.append(event)
    breaks = Interruption.objects.filter(**standing).exclude(act=Act.WITHDRAWN).defer("note")
    for one in breaks.order_by("from_on", "recorded_at", "pk"):
        found[one.episode_id].interruptions.append(one)
    for facts in found.values():
        facts.events.sort(key=_order)
    return found


_RANKS = {kind.value: number for number, kind in enumerate(EventKind)}


def _order(event: EpisodeEvent) -> tuple[date, datetime, int, datetime, UUID]:
    """By day; within a day by the moment it happened, else by when it was recorded, at the latest its midnight.

    Of one moment, in the order in which a measure usually runs; two of a kind as they were recorded. The key comes
    last, so that the order of the same events is the same whichever way they were read.
    """
    midnight = datetime.combine(event.happened_on, time.max, LOCAL)
    moment = event.happened_at or min(event.recorded_at, midnight)
    return event.happened_on, moment, _RANKS[event.kind], event.recorded_at, event.pk


def follow(episodes: Sequence[Episode], *, at: datetime, on: date) -> list[EndMoved]:
    """Bring the state of these episodes after their facts. They must be locked, with their person loaded.

    Raises RuleViolation ``episodes.not_possible`` where the facts cannot follow one another.
    """
    moved: list[EndMoved] = []
    for start in range(0, len(episodes), BATCH):
        moved += _follow_batch(episodes[start : start + BATCH], at=at, on=on)
    return moved


def _follow_batch(episodes: Sequence[Episode], *, at: datetime, on: date) -> list[EndMoved]:
    known = facts_of(one.pk for one in episodes)
    moved, changed, charges, due = [], [], [], {}
    for episode in episodes:
        facts = known[episode.pk]
        held, began, ended = _columns(episode), episode.started_on is not None, episode.ends_on
        standing = _apply(episode, facts)
        if _columns(episode) != held:
            changed.append(episode)
        charges += [Charge(episode=episode, **vars(charge_row(one))) for one in standing.charges]
        due[episode.pk] = _duties(episode, standing)
        if began and ended != episode.ends_on and episode.stage != Stage.ENDED:
            moved.append(EndMoved(episode=episode, before=ended, after=episode.ends_on))
    setwise.change(changed, [name.removesuffix("_id") for name in _COLUMNS])
    _write_charges(known, charges)
    _write_duties(episodes, due)
    setwise.add([_recomputed(one, at=at, on=on) for one in moved])
    _write_sight(episodes, at)
    return moved


_columns = attrgetter(*_COLUMNS)
_CHARGE = attrgetter("episode_id", "place_id", "from_on", "to_on")


def _write_charges(episodes: Iterable[UUID], charges: Sequence[Charge]) -> None:
    """Rows that are the same stay as they are."""
    held = {_CHARGE(row): row.pk for row in Charge.objects.filter(episode__in=list(episodes))}
    new = [row for row in charges if held.pop(_CHARGE(row), None) is None]
    if held:
        Charge.objects.filter(pk__in=list(held.values())).delete()
    setwise.add(new)


@dataclass(frozen=True)
class _ChargeRow:
    place_id: int
    from_on: date
    to_on: date | None


def charge_row(one: rules.InCharge) -> _ChargeRow:
    """The columns of one charge."""
    return _ChargeRow(one.place, one.from_on, one.to_on)


def _apply(episode: Episode, facts: Facts) -> rules.Standing:
    """Set the columns that follow from the facts."""
    standing = rules.standing(episode.measure, facts.happenings)
    told = rules.told(standing.happenings)
    episode.stage, episode.outcome, episode.ended_on = standing.stage, standing.outcome, standing.ended_on
    episode.started_on, episode.place_id = standing.started_on, standing.place
    episode.expected_on = rules.told_day(told.get("expected_on"))
    episode.printed_from, episode.printed_to = (
        rules.told_day(told.get("printed_from")),
        rules.told_day(told.get("printed_to")),
    )
    episode.seen_until = rules.told_day(told.get("seen_until"))
    episode.regime = str(told.get("regime", episode.regime))
    months = told.get("months")
    episode.months = months if isinstance(months, int) else None
    episode.ends_on = None
    if episode.started_on is not None:
        episode.ends_on = _end(episode, facts.breaks)
    return standing


def _end(episode: Episode, breaks: list[rules.Break]) -> date | None:
    assert episode.started_on is not None  # noqa: S101 - asked only then
    if episode.measure != Measure.POST_REHAB:
        return rules.other_end(started_on=episode.started_on, months=episode.months, breaks=breaks)
    person = episode.person
    born = rules.born_on_or_likely(
        birth_on=person.birth_on, birth_year=person.birth_year, measure=episode.origin_measure
    )
    months, ends_on, _outcome = rules.post_rehab_end(
        origin_measure=episode.origin_measure, completed_on=episode.started_on, born_on=born, breaks=breaks
    )
    episode.months = months
    return ends_on


def _duties(episode: Episode, standing: rules.Standing) -> list[DueDuty]:
    if episode.outcome in (Outcome.DUPLICATE, Outcome.MISTAKE):
        return []
    began = episode.started_on if episode.measure != Measure.POST_REHAB else None
    return due_duties(
        measure=episode.measure,
        after=episode.origin_measure,
        happenings=standing.happenings,
        ends_on=episode.ends_on,
        ended=episode.stage == Stage.ENDED,
        kept=kept_rules(rehabilitation_began_on=began) if began else (),
        minor_on=episode.person.is_minor_on,
    )


def _write_duties(episodes: Sequence[Episode], due: dict[UUID, list[DueDuty]]) -> None:
    """Rows that are the same stay as they are, so that a duty keeps its address."""
    rows: dict[tuple[object, ...], Duty] = {}
    for row in Duty.objects.filter(episode__in=[one.pk for one in episodes]):
        rows[(row.episode_id, row.rule, row.variant, row.trigger_id)] = row
    new, changed = [], []
    for episode in episodes:
        for one in due[episode.pk]:
            wanted = _duty_row(episode, one)
            held = rows.pop((episode.pk, wanted.rule, wanted.variant, wanted.trigger_id), None)
            if held is None:
                new.append(wanted)
            elif _differs(held, wanted):
                wanted.pk = held.pk
                changed.append(wanted)
    if rows:
        Duty.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    setwise.change(changed, _DUTY_COLUMNS)
    setwise.add(new)


_DUTY_COLUMNS = [
    "version", "party", "place", "counted_from", "opens_on", "due_on", "due_at", "provisional", "state", "done_by",
    "done_on", "in_time",
]  # fmt: skip
_DUTY_ATTRIBUTES = [{"place": "place_id", "done_by": "done_by_id"}.get(name, name) for name in _DUTY_COLUMNS]


def _differs(one: Duty, other: Duty) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _DUTY_ATTRIBUTES)


def _duty_row(episode: Episode, one: DueDuty) -> Duty:
    return Duty(
        episode=episode,
        rule=one.rule.code,
        variant=one.rule.variant,
        version=one.rule.version,
        party=one.rule.actor.value,
        place_id=episode.place_id,
        trigger_id=one.trigger,
        counted_from=one.counted_from,
        opens_on=one.opens_on,
        due_on=one.due_on,
        due_at=one.due_at,
        provisional=one.deadline.provisional,
        state=one.state,
        done_by_id=one.done_by,
        done_on=one.done_on,
        in_time=one.in_time,
    )


def _recomputed(moved: EndMoved, *, at: datetime, on: date) -> EpisodeEvent:
    before = moved.before.isoformat() if moved.before else None
    after = moved.after.isoformat() if moved.after else None
    return EpisodeEvent(
        episode=moved.episode,
        kind=EventKind.RECOMPUTED,
        happened_on=on,
        place_id=moved.episode.place_id,
        details={"before": before, "after": after},
        recorded_at=at,
        note="",
    )


def _write_sight(episodes: Sequence[Episode], at: datetime) -> None:
    """Until when the people's files may be opened, and the last days of their helpers' and decisions' ties."""
    people = {one.person_id for one in episodes}
    by_person: dict[UUID, list[Episode]] = defaultdict(list)
    for episode in Episode.objects.filter(person__in=people).exclude(outcome__in=[Outcome.DUPLICATE, Outcome.MISTAKE]):
        by_person[episode.person_id].append(episode)
    wanted = {person: _sight(by_person[person]) for person in people}
    sight.follow(wanted)
    sight.close_ties({person: one.closed_on for person, one in wanted.items() if one.closed_on}, at=at)
    helpers = HelperAssignment.objects.filter(episode__in=[one.pk for one in episodes], tie__isnull=False)
    last = {one.pk: one for one in episodes}
    ends: dict[UUID, list[date]] = defaultdict(list)  # a tie serves as long as the longest assignment that uses it
    for helper in helpers:
        episode = last[helper.episode_id]
        assert helper.tie is not None  # noqa: S101 - filtered
        ends[helper.tie].append(min(day or date.max for day in (helper.to_on, _last_day(episode))))
    sight.follow_ties({tie: None if date.max in days else max(days) for tie, days in ends.items()})


def _last_day(episode: Episode) -> date | None:
    """The last day of operational sight of an episode; None while no end is known."""
    if episode.stage == Stage.ENDED:
        return episode.ended_on
    if episode.ends_on and episode.seen_until:
        return max(episode.ends_on, episode.seen_until)
    return episode.ends_on


def _sight(episodes: list[Episode]) -> sight.Sight:
    """A file closes when its last measure ends and no other follows from it by law; while anything but
    post-rehabilitation management runs it is open."""
    running = [one for one in episodes if one.stage != Stage.ENDED]
    if not episodes or any(one.measure != Measure.POST_REHAB for one in running):
        return sight.Sight(ends_on=None, closed_on=None)
    if running:
        return sight.Sight(ends_on=_last_day(running[0]), closed_on=None)
    last = max(episodes, key=lambda one: (one.ended_on or date.min, one.measure == Measure.POST_REHAB))
    if rules.leads_on(last.measure, last.outcome):
        return sight.Sight(ends_on=None, closed_on=None)
    return sight.Sight(ends_on=last.ended_on, closed_on=last.ended_on)


def derived(episode: Episode, facts: Facts) -> tuple[list[Charge], list[Duty]]:
    """Set on an episode what follows from these facts, and return the rows that follow. Nothing is read or written:
    for writers of many episodes at once, who must come to what :func:`follow` would."""
    facts.events.sort(key=_order)
    facts.interruptions.sort(key=lambda one: (one.from_on, one.recorded_at, one.pk))
    standing = _apply(episode, facts)
    charges = [Charge(episode=episode, **vars(charge_row(one))) for one in standing.charges]
    return charges, [_duty_row(episode, one) for one in _duties(episode, standing)]


def sight_of(episodes: list[Episode]) -> sight.Sight:
    """Until when the file of a person with these episodes may be opened."""
    return _sight([one for one in episodes if one.outcome not in (Outcome.DUPLICATE, Outcome.MISTAKE)])


def last_day_of_help(episode: Episode) -> date | None:
    """The last day on which help in an episode gives sight; None while no end is known."""
    return _last_day(episode)
