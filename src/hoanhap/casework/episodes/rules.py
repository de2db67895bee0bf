"""What follows from what happened in an episode: its stage, its end, the days that count. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from hoanhap.casework.episodes.choices import (
    REHABILITATION,
    EventKind,
    InterruptionKind,
    Measure,
    Outcome,
    Stage,
)
from hoanhap.casework.episodes.transitions import possible, transition
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law import terms
from hoanhap.ground.law.choices import Measure as LawMeasure
from hoanhap.ground.law.choices import Outcome as TermOutcome
from hoanhap.ground.law.choices import Party
from hoanhap.ground.law.periods import add_months

REMOVAL_WINDOW = timedelta(days=60)
"""How long before its end a term is brought to the removal sheet."""
CLEAN_YEARS = 2
"""Plan 270's own condition for taking somebody off the list (§6.2 C6): a warning, the law prevails."""

SHORTEST_REASON = 5
"""In signs: "ok" says nothing."""

_POLICE = frozenset({Role.COMMUNE_POLICE, Role.COMMUNE_POLICE_CHIEF})
PARTY_ROLES: Mapping[Party, frozenset[Role]] = {
    Party.CHAIR: frozenset({Role.COMMUNE_CHAIR}),
    Party.COMMUNE_PC: frozenset({Role.COMMUNE_CHAIR, Role.SOCIAL_AFFAIRS_OFFICER}),
    Party.COMMUNE_POLICE: _POLICE,
    Party.COMMUNE_POLICE_CHIEF: frozenset({Role.COMMUNE_POLICE_CHIEF}),
    Party.POLICE: _POLICE,
    Party.CHAIR_OR_POLICE: _POLICE | {Role.COMMUNE_CHAIR},
    Party.CHAIR_AND_POLICE: _POLICE | {Role.COMMUNE_CHAIR},
    Party.DOSSIER_MAKER: _POLICE | {Role.COMMUNE_CHAIR},
    Party.FACILITY: frozenset({Role.FACILITY_STAFF}),
    Party.FACILITY_DIRECTOR: frozenset({Role.FACILITY_STAFF}),
    Party.FACILITY_OR_HELPER: frozenset({Role.FACILITY_STAFF, Role.SOCIAL_AFFAIRS_OFFICER}),
    Party.FACILITY_OR_POLICE: _POLICE | {Role.FACILITY_STAFF},
    Party.PRIVATE_FACILITY: frozenset({Role.FACILITY_STAFF}),
    Party.PROVIDER: frozenset({Role.FACILITY_STAFF}),
    Party.CLINIC: frozenset({Role.FACILITY_STAFF}),
}
"""Which posts act for a party of the rulebook. Other parties (courts, the person) have no post that acts here."""


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One standing event as plain values. ``place`` is the key of the unit that answers after it."""

    key: UUID
    kind: EventKind
    on: date
    moment: datetime | None
    place: int
    outcome: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def variant(self) -> str:
        """The variant of a deadline rule that the event calls for."""
        return str(self.details.get("variant", ""))

    @property
    def about(self) -> str:
        """What a notice is about, where its kind alone does not say."""
        return str(self.details.get("about", ""))


@dataclass(frozen=True, kw_only=True)
class Break:
    """One standing interruption as plain values; both days included."""

    kind: InterruptionKind
    first: date
    last: date | None
    reported: bool


@dataclass(frozen=True, kw_only=True)
class InCharge:
    """The unit with this key answers from a day to a day."""

    place: int
    from_on: date
    to_on: date | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the events come to. ``happenings``: the events in the order in which they can have happened."""

    stage: Stage
    outcome: str
    ended_on: date | None
    started_on: date | None
    completed: bool
    charges: tuple[InCharge, ...]
    happenings: tuple[Happening, ...]

    @property
    def place(self) -> int:
        """The unit that answers, or answered last."""
        return self.charges[-1].place


@dataclass
class _Course:
    """An episode while its events are gone through one by one."""

    measure: str
    stage: Stage | None = None
    outcome: str = ""
    ended_on: date | None = None
    started_on: date | None = None
    completed: bool = False
    served: bool = False
    taken: list[Happening] = field(default_factory=list)

    def allows(self, one: Happening) -> bool:
        """Whether the table lets this happen now."""
        return transition(self.measure, self.stage, one.kind, one.outcome) is not None

    def take(self, one: Happening) -> None:
        """Let it happen. Raises RuleViolation ``episodes.not_possible``."""
        row = transition(self.measure, self.stage, one.kind, one.outcome)
        if row is None:
            raise RuleViolation(
                "episodes.not_possible",
                event=one.kind.label,
                stage=self.stage.label if self.stage else "",
                day=one.on,
                possible=[kind.label for kind in possible(self.measure, self.stage)],
            )
        stage = row.target or self.stage or Stage.PREPARED
        if stage is Stage.ENDED:
            self.outcome = one.outcome or Outcome.COMPLETED
            self.ended_on = told_day(one.details.get("ended_on")) or one.on
        self.completed = self.completed or one.kind is EventKind.COMPLETED
        self.served = one.kind is EventKind.SERVED or (self.served and one.kind is not EventKind.REVOKED)
        if _starts(self.measure, one.kind):
            self.started_on = one.on
        self.stage = _settled(self.measure, stage, completed=self.completed, served=self.served)
        self.taken.append(one)


def standing(measure: str, happenings: Sequence[Happening]) -> Standing:
    """What the events of an episode come to.

    They are given by day. Within a day the given order holds as far as the table allows it; else the first that it
    allows comes first: a proposal recorded after the decision of the same day still stands before it. Raises
    RuleViolation ``episodes.not_possible`` for the first event that cannot have happened.
    """
    course = _Course(measure)
    for _on, group in groupby(happenings, key=lambda one: one.on):
        waiting = list(group)
        while waiting:
            course.take(waiting.pop(next((at for at, one in enumerate(waiting) if course.allows(one)), 0)))
    if course.stage is None:
        raise RuleViolation("episodes.nothing_happened")
    return Standing(
        stage=course.stage,
        outcome=course.outcome,
        ended_on=course.ended_on,
        started_on=course.started_on,
        completed=course.completed,
        charges=_charges(course.taken, course.ended_on),
        happenings=tuple(course.taken),
    )


_OF_A_DECISION = ("printed_from", "printed_to", "months", "regime")


def told(happenings: Iterable[Happening]) -> dict[str, object]:
    """What the events say in their details, the later over the earlier; a revoked decision says nothing any more."""
    known: dict[str, object] = {}
    for one in happenings:
        if one.kind is EventKind.REVOKED:
            known = {name: value for name, value in known.items() if name not in _OF_A_DECISION}
        known |= {name: value for name, value in one.details.items() if value is not None}
    return known


def _starts(measure: str, kind: EventKind) -> bool:
    """Whether the term of a measure runs from this event: completion, else decision, else the start."""
    if measure == Measure.POST_REHAB:
        return kind is EventKind.COMPLETED
    if measure == Measure.SUBSTITUTION:
        return kind is EventKind.STARTED
    return kind is EventKind.DECIDED


def _settled(measure: str, stage: Stage, *, completed: bool, served: bool) -> Stage:
    """Nobody is managed, or waits to be proposed, before rehabilitation is completed, though the decision may be signed
    and served by then (D163 123, 134)."""
    if measure != Measure.POST_REHAB:
        return stage
    if completed:
        ready = {Stage.EXPECTED: Stage.LISTED}
        return Stage.MANAGED if stage is Stage.DECIDED and served else ready.get(stage, stage)
    return {Stage.LISTED: Stage.EXPECTED, Stage.MANAGED: Stage.DECIDED}.get(stage, stage)


def _charges(happenings: Sequence[Happening], ended_on: date | None) -> tuple[InCharge, ...]:
    """Who answered when: the unit of the first event, then each unit that took over, from the day it did."""
    starts = [(happenings[0].on, happenings[0].place)]
    for one in happenings[1:]:
        if one.kind in (EventKind.TRANSFERRED, EventKind.REASSIGNED) and one.place != starts[-1][1]:
            if one.on <= starts[-1][0]:
                starts[-1] = (starts[-1][0], one.place)
            else:
                starts.append((one.on, one.place))
    ends = [start - timedelta(days=1) for start, _place in starts[1:]] + [ended_on]
    return tuple(
        InCharge(place=place, from_on=start, to_on=end if end is None or end >= start else start)
        for (start, place), end in zip(starts, ends, strict=True)
    )


def told_day(value: object) -> date | None:
    """A day as events keep it in their details; None where they keep none."""
    return date.fromisoformat(value) if isinstance(value, str) else None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How a term runs: what is drawn on the person's page. Days are counted from the day after ``started_on``."""

    started_on: date
    ends_on: date | None
    counted: int
    uncounted: int
    remaining: int | None
    pauses: tuple[tuple[date, date | None, InterruptionKind], ...]
    running: bool


def born_on_or_likely(*, birth_on: date | None, birth_year: int, measure: str) -> date:
    """The birthday, or the day of the year of birth that makes the age fit the measure if any day does."""
    if birth_on:
        return birth_on
    return date(birth_year, 12, 31) if measure == Measure.COMPULSORY_MINOR else date(birth_year, 1, 1)


def post_rehab_term(*, origin_measure: str, completed_on: date, born_on: date, breaks: Sequence[Break]) -> terms.Term:
    """The term as the law computes it, with the rules that made it (L73 40; L120 42; D116 79; D163 136)."""
    absences, prison = _law_breaks(breaks)
    return terms.post_rehab_term(
        LawMeasure(origin_measure), completed_on=completed_on, born_on=born_on, absences=absences, prison=prison
    )


def post_rehab_end(
    *, origin_measure: str, completed_on: date, born_on: date, breaks: Sequence[Break]
) -> tuple[int, date | None, TermOutcome]:
    """Length in months, computed last day, and how the term comes out."""
    term = post_rehab_term(origin_measure=origin_measure, completed_on=completed_on, born_on=born_on, breaks=breaks)
    return term.years * 12, term.ends_on, term.outcome


def _law_breaks(breaks: Sequence[Break]) -> tuple[list[terms.Absence], list[terms.Imprisonment]]:
    absences = [
        terms.Absence(first=one.first, last=one.last, reported=one.reported)
        for one in breaks
        if one.kind in (InterruptionKind.ABSENCE, InterruptionKind.ESCAPE)
    ]
    prison = [
        terms.Imprisonment(first=one.first, last=one.last) for one in breaks if one.kind is InterruptionKind.PRISON
    ]
    return absences, prison


def other_end(*, started_on: date, months: int | None, breaks: Sequence[Break]) -> date | None:
    """The computed last day of another measure: its months from the decision, and the days on the run after that.

    None while an escape lasts, and for measures without a term (L73 38; D163 109).
    """
    if months is None:
        return None
    escapes = [one for one in breaks if one.kind is InterruptionKind.ESCAPE]
    if any(one.last is None for one in escapes):
        return None
    lost = {day for one in escapes for day in _days(max(one.first, started_on), one.last or one.first)}
    return add_months(started_on, months) + timedelta(days=len(lost))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def clock_on(*, started_on: date, ends_on: date | None, breaks: Sequence[Break], on: date) -> Clock:
    """The clock as it stands on a day: what has counted, what has not, what is left."""
    stops = [one for one in breaks if _stops(one)]
    until = min(on, ends_on) if ends_on else on
    lost = {
        day
        for one in stops
        if one.first <= until
        for day in _days(max(one.first, started_on + timedelta(days=1)), min(one.last or until, until))
    }
    passed = max((until - started_on).days, 0)
    later = {
        day
        for one in stops
        if ends_on and (one.last or ends_on) > until
        for day in _days(max(one.first, until + timedelta(days=1)), min(one.last or ends_on, ends_on))
    }
    remaining = None if ends_on is None else max((ends_on - until).days - len(later), 0)
    return Clock(
        started_on=started_on,
        ends_on=ends_on,
        counted=passed - len(lost),
        uncounted=len(lost),
        remaining=remaining,
        pauses=tuple((one.first, one.last, one.kind) for one in sorted(stops, key=lambda one: one.first)),
        running=not any(one.first <= on and (one.last is None or one.last >= on) for one in stops),
    )


def _stops(one: Break) -> bool:
    """Whether the days of an interruption do not count. Prison before 01/07/2026 removes instead."""
    if one.kind is InterruptionKind.PRISON:
        return terms.effect_on("prison", on=one.first).effect == "suspends"
    return one.kind is InterruptionKind.ESCAPE or (one.kind is InterruptionKind.ABSENCE and not one.reported)


def check_months(measure: str, months: int | None, *, on: date, again: bool) -> int | None:
    """The term of a measure as decided, checked against the law of the day (§0.2, §1.13).

    ``again``: not the first rehabilitation (regime B asks for 36 months then). Raises RuleViolation
    ``episodes.term_outside_law`` naming the shortest and the longest.
    """
    subject = {Measure.USER_MANAGEMENT.value: ("user_management", "")}.get(measure, ("rehabilitation", measure))
    if measure not in (*REHABILITATION, Measure.USER_MANAGEMENT) or measure == Measure.SUBSTITUTION:
        return None
    case = ("again" if again else "first") if _cases(*subject, on=on) else ""
    rule = terms.term_rule(*subject, on=on, case=case)
    unit = 12 if rule.unit == "years" else 1
    least, most = (rule.minimum or 0) * unit, (rule.maximum or 0) * unit
    if months is None and least == most:
        return least
    if months is None or not least <= months <= most:
        raise RuleViolation("episodes.term_outside_law", field="months", least=least, most=most)
    return months


def _cases(subject: str, measure: str, *, on: date) -> bool:
    return any(
        rule.subject == subject and rule.measure == measure and rule.case and rule.covers(on)
        for rule in terms.term_rules()
    )


def leads_on(measure: str, outcome: str) -> bool:
    """Whether another measure follows by law, so that the file stays open for it (domain reference §1.2).

    Completed rehabilitation leads to post-rehabilitation management, a determined addiction to registration.
    """
    if measure == Measure.POST_REHAB:
        return False
    completed = measure in REHABILITATION and outcome == Outcome.COMPLETED
    return completed or outcome in (Outcome.ADDICTED, Outcome.REPLACED)


def roles_of(party: str) -> frozenset[Role]:
    """The posts that act for a party; empty where none does."""
    return PARTY_ROLES.get(Party(party), frozenset())


def works_for(party: str) -> frozenset[Role]:
    """The posts that do a party's work: those that act for it, and for the Chairman the officer who prepares it."""
    acting = roles_of(party)
    return acting | {Role.SOCIAL_AFFAIRS_OFFICER} if Role.COMMUNE_CHAIR in acting else acting


def check_not_ahead(day: date, *, on: date, name: str = "happened_on") -> None:
    """What is recorded has happened."""
    if day > on:
        raise RuleViolation("episodes.day_ahead", field=name, day=on)


def check_reason(reason: str) -> str:
    """Why something is corrected, returned or revoked: said in words."""
    if len(tidy(reason)) < SHORTEST_REASON:
        raise RuleViolation("episodes.reason_missing", field="reason")
    return tidy(reason)
