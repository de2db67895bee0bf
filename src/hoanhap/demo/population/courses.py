"""How measures go, from beginning to end, as offices would have recorded them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure, Outcome, TransferAct
from hoanhap.demo.population.lives import Step
from hoanhap.demo.population.story import NEW_LAW, Over, Story
from hoanhap.ground.law.periods import add_months

_E = EventKind
DAYS = timedelta
COMPULSORY = (Measure.COMPULSORY, Measure.COMPULSORY_MINOR)
IN_FACILITY = (*COMPULSORY, Measure.VOLUNTARY_FACILITY)
FACILITY = "Cơ sở cai nghiện ma túy mẫu số {}"
AGENCIES = ("Hội Phụ nữ (mẫu)", "Hội Cựu chiến binh (mẫu)", "Đoàn Thanh niên (mẫu)", "Mặt trận Tổ quốc (mẫu)")
FATES = (
    (Outcome.COMPLETED, 80),
    (Outcome.ADDICTED, 7),
    (Outcome.PRISON, 5),
    (Outcome.DEAD, 3),
    (Outcome.MOVED_AWAY, 3),
    (Outcome.EDUCATION_CENTRE, 1),
    (Outcome.MISSING, 1),
)
"""What becomes of a management, and how often in a hundred."""


@dataclass(frozen=True)
class Birth:
    """As much of a birth as is known."""

    on: date | None
    year: int

    def likely(self, measure: str) -> date:
        """The day that the rules count with."""
        return rules.born_on_or_likely(birth_on=self.on, birth_year=self.year, measure=measure)


# ── the measures before rehabilitation ───────────────────────────────────────────────────────────────────────


def user_management(story: Story, on: date) -> tuple[int, bool]:
    """Management of illegal use; returns its number and whether it went to its end."""
    nth = story.begin(Measure.USER_MANAGEMENT, _E.OPENED, on, months=12)
    found = story.event(nth, _E.USE_DETECTED, story.soon(on, 1, 1))
    verified = story.event(nth, _E.RESIDENCE_VERIFIED, story.soon(found, 1, 3))
    if story.happens(0.4):
        verified = story.event(nth, _E.NOTICE_SENT, story.soon(verified, 1, 3))
    positive = story.event(nth, _E.POSITIVE_RECEIVED, story.soon(verified, 1, 3))
    if positive >= NEW_LAW:
        decided = story.within_hours(nth, _E.DECIDED, 3, 26)
    else:
        decided = story.event(nth, _E.DECIDED, story.soon(positive, 1, 4), paper_no=f"{story.chance.randint(1, 90)}/QĐ")
    served = story.event(nth, _E.SERVED, story.soon(decided, 1, 4))
    if story.happens(0.25):
        story.found(nth, story.soon(served, 60, 200), confirmed=True)
        return nth, False
    ends = add_months(decided, 12)
    story.event(nth, _E.CLOSED, ends, outcome=Outcome.COMPLETED)
    return nth, True


def assessment(story: Story, on: date, *, addicted: bool, during: int | None = None) -> date:
    """Determination of addiction; ``during``: the measure that waits for it. Returns the day of the answer."""
    nth = story.begin(Measure.ASSESSMENT, _E.OPENED, on, origin=during)
    received = story.event(nth, _E.RECEIVED_AT_FACILITY, story.soon(on, 1, 3))
    result = story.event(nth, _E.RESULT_GIVEN, story.soon(received, 2, 6))
    story.determined(nth, on, result, addicted=addicted)
    if addicted:
        told = story.event(nth, _E.ADDICTION_TOLD, story.soon(result, 1, 2))
        result = story.event(nth, _E.REGISTERED, story.soon(told, 1, 6)) if story.happens(0.8) else told
    outcome = Outcome.ADDICTED if addicted else Outcome.NOT_ADDICTED
    return story.event(nth, _E.CLOSED, story.soon(result, 1, 3), outcome=outcome)


def dossier(story: Story, on: date) -> date:
    """The way to compulsory rehabilitation, with management in the meantime; returns the day of the handover."""
    nth = story.begin(Measure.COMPULSORY_DOSSIER, _E.OPENED, on)
    interim = story.begin(Measure.INTERIM, _E.OPENED, on)
    day = story.event(nth, _E.VIOLATION_FOUND, story.soon(on, 1, 1))
    story.event(interim, _E.DECIDED, story.soon(day, 1, 2))
    day = story.event(nth, _E.DOSSIER_MADE, story.soon(day, 1, 6))
    day = story.event(nth, _E.DOSSIER_NOTICE, story.soon(day, 1, 2))
    day = story.event(nth, _E.READING_OVER, story.soon(day, 3, 5))
    day = story.event(nth, _E.DOSSIER_SENT, story.soon(day, 1, 2))
    if day < date(2025, 2, 20):
        if story.happens(0.2):
            day = story.event(nth, _E.DOSSIER_RETURNED, story.soon(day, 1, 2))
            day = story.event(nth, _E.DOSSIER_SUPPLEMENTED, story.soon(day, 1, 3))
        day = story.event(nth, _E.DOSSIER_CHECKED, story.soon(day, 1, 2))
    if story.happens(0.3):
        day = story.event(nth, _E.COURT_ASKED, story.soon(day, 2, 6))
        day = story.event(nth, _E.COURT_ANSWERED, story.soon(day, 1, 3))
    day = story.event(nth, _E.COURT_DECIDED, story.soon(day, 8, 20), paper_no=f"{story.chance.randint(1, 90)}/QĐ-TA")
    if day >= NEW_LAW:
        for kind in (_E.DIRECTOR_TOLD, _E.FACILITY_NAMED, _E.FACILITY_DECISION_SENT):
            day = story.within_hours(nth, kind, 4, 26)
    day = story.event(nth, _E.BROUGHT_TO_FACILITY, story.soon(day, 1, 5))
    day = story.event(nth, _E.CLOSED, story.soon(day, 1, 1), outcome=Outcome.REPLACED)
    story.event(interim, _E.CLOSED, day, outcome=Outcome.REPLACED)
    return day


# ── rehabilitation ───────────────────────────────────────────────────────────────────────────────────────────


def months_of(story: Story, measure: Measure, on: date, *, again: bool = False) -> int:
    """A term that the law of the day allows."""
    if on >= NEW_LAW:
        return 36 if again else 24
    least, most = (12, 24) if measure is Measure.COMPULSORY else (6, 12)
    return story.chance.randint(least, most)


def rehabilitation(story: Story, measure: Measure, on: date) -> tuple[int, date | None]:
    """A rehabilitation up to shortly before its end; returns its number and last day (None: it ended otherwise)."""
    if measure is Measure.SUBSTITUTION:
        return _substitution(story, on)
    months = months_of(story, measure, on)
    facility = FACILITY.format(story.chance.randint(1, 6)) if measure in IN_FACILITY else ""
    nth = story.begin(measure, _E.OPENED, on, months=months, facility=facility)
    day = on if measure in COMPULSORY else story.event(nth, _E.REGISTERED, story.soon(on, 1, 1))
    decided = story.event(nth, _E.DECIDED, story.soon(day, 1, 3), paper_no=f"{story.chance.randint(1, 90)}/QĐ")
    if measure is Measure.VOLUNTARY_HOME:
        _monitored(story, nth, decided)
    started = story.event(nth, _E.STARTED, story.soon(decided, 1, 5))
    if measure not in COMPULSORY:
        changed = story.event(nth, _E.SERVICE_CHANGED, story.soon(started, 1, 2))
        if changed >= NEW_LAW:
            story.within_hours(nth, _E.PROVIDER_NOTIFIED, 2, 26)
        else:
            story.event(nth, _E.PROVIDER_NOTIFIED, story.soon(changed, 1, 5))
        if story.happens(0.1):
            why = story.chance.choice((Outcome.SELF_TERMINATED, Outcome.VIOLATION))
            story.event(nth, _E.CLOSED, story.soon(started, 40, 120), outcome=why)
            return nth, None
    ends = add_months(decided, months)
    if measure is Measure.COMPULSORY and story.happens(0.06):
        first = story.soon(started, 30, 120)
        last = story.soon(first, 3, 40)
        story.away(nth, InterruptionKind.ESCAPE, first, last, told_while=story.happens(0.5))
        ends += last - first + DAYS(1)
    return nth, ends


def _substitution(story: Story, on: date) -> tuple[int, date | None]:
    nth = story.begin(Measure.SUBSTITUTION, _E.OPENED, on, facility="Cơ sở điều trị methadone mẫu")
    started = story.event(nth, _E.STARTED, story.soon(on, 1, 6))
    story.event(nth, _E.PROVIDER_NOTIFIED, story.soon(started, 1, 3))
    if story.happens(0.6):
        return nth, story.soon(started, 400, 900)
    story.event(nth, _E.CLOSED, story.soon(started, 60, 700), outcome=Outcome.SELF_TERMINATED)
    return nth, None


# ── post-rehabilitation management ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Ending:
    """The rehabilitation that a management follows: its number if it is on file, its kind and its last day."""

    nth: int | None
    measure: Measure
    on: date


def after_rehabilitation(story: Story, birth: Birth, ending: Ending) -> None:
    """From the notice or the completion to the end of management, or to today."""
    facility = FACILITY.format(story.chance.randint(1, 6)) if ending.measure in IN_FACILITY else ""
    noticed = ending.on >= NEW_LAW + DAYS(30) or (ending.measure in COMPULSORY and story.happens(0.7))
    common = {"origin": ending.nth, "origin_measure": ending.measure.value, "facility": facility}
    nth = None
    decided_before = False
    if noticed:
        before = story.soon(ending.on, -38, -29) if ending.on >= NEW_LAW + DAYS(30) else story.soon(ending.on, -24, -15)
        if ending.nth is not None and story.happens(0.9):
            story.event(ending.nth, _E.NOTICE_SENT, before, details={"about": "end"})
        day = story.soon(before, 1, 3)
        paper = f"{story.chance.randint(1, 90)}/TB-CSCN"
        nth = story.begin(Measure.POST_REHAB, _E.NOTICE_RECEIVED, day, expected_on=ending.on, paper_no=paper, **common)  # type: ignore[arg-type]
        if ending.on >= NEW_LAW + DAYS(30) and story.happens(0.85):
            day = story.event(nth, _E.PROPOSED, story.soon(day, 1, 3))
            day = story.event(nth, _E.DECIDED, story.soon(day, 1, 6), details=printed(ending.measure, ending.on))
            _monitored(story, nth, day)
            story.event(nth, _E.SERVED, story.soon(day, 1, 3))
            decided_before = True
    if ending.nth is not None:
        done = story.event(ending.nth, _E.COMPLETED, ending.on, outcome=Outcome.COMPLETED)
    else:
        story.reach(ending.on)
        done = ending.on
    paper = f"{story.chance.randint(1, 200)}/GXN-CSCN"
    if nth is None:
        nth = story.begin(Measure.POST_REHAB, _E.COMPLETED, done, paper_no=paper, **common)  # type: ignore[arg-type]
    else:
        done = story.event(nth, _E.COMPLETED, done, paper_no=paper, late=story.chance.choice((0, 0, 0, 6)))
    reported = story.event(
        nth, _E.REPORTED, story.soon(done, 1, 8), wrong_by=2 if story.happens(0.03) else 0
    )  # fmt: skip
    if not decided_before:
        reported = decide(story, nth, ending.measure, done, reported)
    manage(story, birth, nth, ending.measure, done, reported)


def printed(measure: Measure, completed: date) -> dict[str, object]:
    """The term as a decision prints it: from completion, whole years."""
    months = 24 if measure is Measure.COMPULSORY else 12
    return {"printed_from": completed.isoformat(), "printed_to": add_months(completed, months).isoformat()}


def decide(story: Story, nth: int, measure: Measure, done: date, day: date) -> date:
    """Proposal, perhaps its return, decision and service; returns the day of service."""
    day = story.event(nth, _E.PROPOSED, story.soon(day, 1, 5), paper_no=f"{story.chance.randint(1, 90)}/ĐN-CA")
    if story.happens(0.06):
        day = story.event(nth, _E.RETURNED, story.soon(day, 1, 2))
        day = story.event(nth, _E.PROPOSED, story.soon(day, 1, 4))
    number = f"{story.chance.randint(1, 200)}/QĐ-UBND"
    day = story.event(nth, _E.DECIDED, story.soon(day, 1, 3), paper_no=number, details=printed(measure, done))
    _monitored(story, nth, day)
    return story.event(nth, _E.SERVED, story.soon(day, 1, 5), late=8 if story.happens(0.05) else 0)


def _monitored(story: Story, nth: int, decided: date) -> None:
    """Under the law of 01/07/2026 electronic monitoring follows a decision within hours; now and then nobody did."""
    if decided >= NEW_LAW and story.happens(0.9):
        story.within_hours(nth, _E.MONITORING_DECIDED, 1, 11)
        story.within_hours(nth, _E.MONITORING_FITTED, 2, 26)


@dataclass(frozen=True)
class Absent:
    """Planned days away."""

    kind: InterruptionKind
    first: date
    last: date | None
    reported: bool = False

    def as_break(self) -> rules.Break:
        """As the rules take it."""
        return rules.Break(kind=self.kind, first=self.first, last=self.last, reported=self.reported)


def manage(story: Story, birth: Birth, nth: int, measure: Measure, done: date, since: date) -> None:
    """The time under management and its end, whichever fate it has."""
    outcome = story.chance.choices([one for one, _ in FATES], [share for _, share in FATES])[0]
    term = (add_months(done, 24 if measure is Measure.COMPULSORY else 12) - done).days
    breaks = _breaks(story, since, done + DAYS(term))
    born = birth.likely(measure)
    _months, ends, _how = rules.post_rehab_end(
        origin_measure=measure, completed_on=done, born_on=born, breaks=[one.as_break() for one in breaks]
    )
    otherwise = None
    if outcome is not Outcome.COMPLETED:
        otherwise = story.soon(since, 30, max(term - 40, 31))
        if outcome is Outcome.PRISON and otherwise >= NEW_LAW:  # prison suspends then: days away, no end
            breaks.append(Absent(InterruptionKind.PRISON, otherwise, None))
            breaks = [one for one in breaks if (one.last and one.last < otherwise) or one.first == otherwise]
            ends, otherwise = None, None
    last = otherwise or ends or story.until + DAYS(1)
    _course(story, nth, since, last, breaks)
    if otherwise:
        _end_otherwise(story, nth, outcome, otherwise)
    elif ends:
        finish(story, nth, ends)
    else:
        raise Over


def _breaks(story: Story, since: date, until: date) -> list[Absent]:
    """Days away in a term: some reported, most not, now and then custody; some last."""
    found: list[Absent] = []
    for _number in range(story.chance.choices((0, 1, 2), (76, 19, 5))[0]):
        first = story.soon(since, 15, max((until - since).days - 60, 16))
        last: date | None = story.soon(first, 2, 45)
        reported = story.happens(0.3)
        if any(one.first <= last and first <= (one.last or date.max) for one in found if last):
            continue
        if not reported and first > story.until - DAYS(60) and story.happens(0.5):
            last = None
        kind = InterruptionKind.DETENTION if story.happens(0.06) else InterruptionKind.ABSENCE
        if kind is InterruptionKind.DETENTION:
            reported = False
        found.append(Absent(kind, first, last, reported))
    return sorted(found, key=lambda one: one.first)


def _course(story: Story, nth: int, since: date, last: date, breaks: list[Absent]) -> None:
    """What happens between the decision and the end, in the order of days."""
    plan: list[tuple[date, Callable[[date], object]]] = []
    if story.happens(0.85):
        agency = story.chance.choice(AGENCIES)
        plan.append((story.soon(since, 2, 12), lambda on: story.helped(nth, on, agency=agency)))
    for one in breaks:
        plan.append((one.first, _leave(story, nth, one)))
    day = story.soon(since, 30, 120)
    while day < last:
        if not any(one.first <= day and day <= (one.last or date.max) for one in breaks):
            surprise = story.happens(0.6)
            plan.append((day, lambda on, surprise=surprise: story.test(nth, on, unannounced=surprise)))  # type: ignore[misc]
        day = story.soon(day, 70, 130)
    for quarter in _quarter_ends(since, last):
        if story.happens(0.75):
            plan.append((quarter, lambda on: story.review(nth, on)))
    if story.happens(0.04):
        plan.append((story.soon(since, 40, 200), lambda on: story.found(nth, on, confirmed=False)))
    if story.happens(0.07) and not any(one.last is None for one in breaks):
        plan.append((story.soon(since, 60, 300), lambda on: _move(story, nth, on)))
    for day, act in sorted(plan, key=lambda item: item[0]):
        if day < last - DAYS(40):
            act(day)


def _leave(story: Story, nth: int, one: Absent) -> Callable[[date], None]:
    told = story.happens(0.4)
    late = 12 if story.happens(0.1) else 0
    return lambda on: story.away(nth, one.kind, one.first, one.last, reported=one.reported, told_while=told, late=late)


def _quarter_ends(since: date, last: date) -> list[date]:
    ends = [date(year, month, 28) for year in range(since.year, last.year + 1) for month in (3, 6, 9, 12)]
    return [day for day in ends if since + DAYS(25) < day < last]


def _move(story: Story, nth: int, on: date) -> None:
    """The person goes to live in another unit; mostly the new one accepts, now and then it refuses."""
    story.reach(on)
    to = story.chance.choice([one for one in story.territory.standing_on(on) if one.key != story.unit.key])
    if to.until is not None and to.until - on < DAYS(30):
        return
    answers = (TransferAct.ACCEPTED,) * 9 + (TransferAct.REFUSED,)
    story.hand_over(nth, on, to, answer=story.chance.choice(answers), noticed=story.happens(0.95))


def _end_otherwise(story: Story, nth: int, outcome: Outcome, on: date) -> None:
    """Taken off the list before the term is over; a relapse only after confirmation and determination."""
    if outcome is Outcome.ADDICTED:
        confirmed = story.found(nth, on, confirmed=True)
        asked = story.soon(confirmed, 1, 3)
        result = story.soon(asked, 4, 9)
        addicted = story.happens(0.85)
        story.determined(nth, asked, result, addicted=addicted)
        if not addicted:
            raise Over
        on = story.soon(result, 1, 4)
    ended = story.event(nth, _E.REMOVED, on, outcome=outcome)
    if outcome is Outcome.ADDICTED and story.happens(0.7):
        brought = dossier(story, story.soon(ended, 2, 10))
        rehabilitation(story, Measure.COMPULSORY, story.soon(brought, 1, 2))


def finish(story: Story, nth: int, ends: date) -> None:
    """Reviewed, certified, taken off the list at the end of the term; now and then late."""
    reviewed = story.event(nth, _E.REVIEWED, story.soon(ends, -25, -6))
    if story.happens(0.04):  # nobody took it up: overdue
        if ends > story.until - DAYS(120):
            raise Over
        reviewed = ends + DAYS(20)
    certified = story.event(nth, _E.CERTIFIED, max(story.soon(ends, -2, 0), reviewed))
    story.event(nth, _E.REMOVED, story.soon(certified, 1, 1), outcome=Outcome.COMPLETED)


def steps_of(story: Story) -> tuple[Step, ...]:
    """What was planned, in the order in which it was recorded."""
    return tuple(sorted(story.steps, key=lambda step: step.at))
