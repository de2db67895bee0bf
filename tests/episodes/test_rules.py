"""What follows from the facts: the fold, the clock, the duties, the window of the end. No database."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hoanhap.casework.episodes import ending_rules, rules
from hoanhap.casework.episodes.choices import (
    DutyState,
    EndWarning,
    EventKind,
    InterruptionKind,
    Measure,
    Outcome,
    Stage,
)
from hoanhap.casework.episodes.duty_rules import DUTIES, DueDuty, due_duties
from hoanhap.casework.episodes.ending_rules import Evidence
from hoanhap.casework.episodes.papers import term_words
from hoanhap.casework.episodes.transitions import possible
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.law.deadlines import deadline_rules

START = date(2025, 3, 1)
BORN = date(1990, 5, 4)
E = EventKind


def happening(number: int, kind: EventKind, on: date, outcome: str = "", **details: object) -> rules.Happening:
    """An event with a key that tells its place; at noon, for rules in hours."""
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=LOCAL)
    return rules.Happening(
        key=UUID(int=number), kind=kind, on=on, moment=noon, place=1 + number % 3, outcome=outcome, details=details
    )


@st.composite
def histories(draw: st.DrawFn) -> list[rules.Happening]:
    """Post-rehabilitation histories that the table allows, each event on a day of its own."""
    events: list[rules.Happening] = []
    stage: Stage | None = None
    day = START
    for number in range(draw(st.integers(1, 14))):
        kinds = [kind for kind in possible(Measure.POST_REHAB, stage) if kind is not E.CLOSED]
        if not kinds:
            break
        kind = draw(st.sampled_from(kinds))
        outcome = Outcome.DEAD if kind is E.REMOVED else ""
        day += timedelta(days=draw(st.integers(1, 40)))
        event = happening(number, kind, day, outcome)
        try:
            stage = rules.standing(Measure.POST_REHAB, [*events, event]).stage
        except RuleViolation:
            continue
        events.append(event)
    assume(events)
    return events


def by_day(events: Sequence[rules.Happening]) -> list[rules.Happening]:
    """As the state reads them: by day."""
    return sorted(events, key=lambda one: one.on)


@given(histories(), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_the_fold_does_not_hang_on_the_order_of_recording(events: list[rules.Happening], seed: int) -> None:
    recorded = list(events)
    Random(seed).shuffle(recorded)
    assert rules.standing(Measure.POST_REHAB, by_day(recorded)) == rules.standing(Measure.POST_REHAB, events)


@given(st.permutations([E.COMPLETED, E.PROPOSED, E.DECIDED, E.SERVED, E.REVIEWED, E.CERTIFIED]))
@settings(max_examples=100, deadline=None)
def test_of_one_day_the_order_that_the_law_allows_is_found(kinds: list[EventKind]) -> None:
    events = [happening(number, kind, START) for number, kind in enumerate(kinds)]
    standing = rules.standing(Measure.POST_REHAB, events)
    assert standing.stage is Stage.CERTIFIED
    assert [one.kind for one in standing.happenings] == [
        E.COMPLETED, E.PROPOSED, E.DECIDED, E.SERVED, E.REVIEWED, E.CERTIFIED,
    ]  # fmt: skip


@given(histories())
@settings(max_examples=150, deadline=None)
def test_one_unit_answers_on_every_day(events: list[rules.Happening]) -> None:
    standing = rules.standing(Measure.POST_REHAB, events)
    charges = standing.charges
    assert charges[0].from_on == events[0].on
    for one, after in pairwise(charges):
        assert one.to_on == after.from_on - timedelta(days=1)
    assert charges[-1].to_on == standing.ended_on
    assert standing.place == charges[-1].place


def test_a_revoked_decision_says_nothing_any_more() -> None:
    term = {"printed_from": "2026-08-01", "printed_to": "2027-08-01", "months": 12, "regime": "B"}
    first = [
        happening(0, E.COMPLETED, date(2026, 8, 1)),
        happening(1, E.PROPOSED, date(2026, 8, 2)),
        happening(2, E.DECIDED, date(2026, 8, 3), **term),
    ]
    revoked = happening(3, E.REVOKED, date(2026, 8, 4), seen_until="2027-09-01")
    assert rules.told(first) == term
    assert rules.told([*first, revoked]) == {"seen_until": "2027-09-01"}


# ── the clock ────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def breaks(draw: st.DrawFn) -> list[rules.Break]:
    """Days away, some of them running, some reported."""
    found = []
    for _number in range(draw(st.integers(0, 5))):
        first = START + timedelta(days=draw(st.integers(-30, 900)))
        length = draw(st.integers(0, 60))
        kind = draw(st.sampled_from([InterruptionKind.ABSENCE, InterruptionKind.PRISON]))
        reported = kind is InterruptionKind.ABSENCE and draw(st.booleans())
        found.append(rules.Break(kind=kind, first=first, last=first + timedelta(days=length), reported=reported))
    return found


@given(breaks(), st.integers(0, 1500), st.sampled_from([Measure.COMPULSORY, Measure.VOLUNTARY_HOME]))
@settings(max_examples=300, deadline=None)
def test_counted_and_uncounted_days_are_all_days_since_completion(
    found: list[rules.Break], passed: int, measure: Measure
) -> None:
    months, ends_on, outcome = rules.post_rehab_end(
        origin_measure=measure, completed_on=START, born_on=BORN, breaks=found
    )
    assert ends_on is not None
    on = START + timedelta(days=passed)
    clock = rules.clock_on(started_on=START, ends_on=ends_on, breaks=found, on=on)
    assert clock.counted + clock.uncounted == (min(on, ends_on) - START).days
    assert min(clock.counted, clock.uncounted) >= 0
    if outcome == "completes":
        assert clock.remaining is not None
        term = (START.replace(year=START.year + months // 12) - START).days
        assert clock.counted + clock.remaining == term
        over = rules.clock_on(started_on=START, ends_on=ends_on, breaks=found, on=ends_on)
        assert (over.counted, over.remaining) == (term, 0)


@given(breaks(), st.integers(0, 900), st.integers(0, 30))
@settings(max_examples=150, deadline=None)
def test_more_days_away_never_end_a_term_sooner(found: list[rules.Break], first: int, length: int) -> None:
    found = [one for one in found if one.kind is InterruptionKind.ABSENCE]
    away = START + timedelta(days=first)
    more = rules.Break(kind=InterruptionKind.ABSENCE, first=away, last=away + timedelta(days=length), reported=False)
    before, after = (
        rules.post_rehab_end(origin_measure=Measure.COMPULSORY, completed_on=START, born_on=BORN, breaks=rows)[1]
        for rows in (found, [*found, more])
    )
    assert before is not None
    assert after is not None
    assert before <= after <= before + timedelta(days=length + 1)


# ── duties ───────────────────────────────────────────────────────────────────────────────────────────────────


def duties(events: Sequence[rules.Happening]) -> list[DueDuty]:
    """What a file after voluntary rehabilitation owes."""
    return due_duties(
        measure=Measure.POST_REHAB, after=Measure.VOLUNTARY_FACILITY, happenings=events, ends_on=date(2026, 10, 1),
        ended=False,
    )  # fmt: skip


@given(histories())
@settings(max_examples=100, deadline=None)
def test_a_later_event_takes_no_duty_away_and_reopens_none(events: list[rules.Happening]) -> None:
    for number in range(1, len(events)):
        before = {(one.rule.code, one.rule.variant, one.trigger): one for one in duties(events[:number])}
        after = {(one.rule.code, one.rule.variant, one.trigger): one for one in duties(events[: number + 1])}
        assert set(before) <= set(after)
        for key, one in before.items():
            if one.state is DutyState.DONE:
                assert after[key] == one
            assert (after[key].due_on, after[key].opens_on) == (one.due_on, one.opens_on)


def test_every_deadline_of_the_rulebook_is_somebodys_duty() -> None:
    assert {code for row in DUTIES for code in row.codes} == {rule.code for rule in deadline_rules()}


def test_the_decision_revoked_lets_its_duties_lapse() -> None:
    day = date(2026, 8, 3)
    events = [
        happening(0, E.COMPLETED, day),
        happening(1, E.PROPOSED, day),
        happening(2, E.DECIDED, day),
        happening(3, E.REVOKED, day),
    ]
    states = {one.rule.code: one.state for one in duties(events)}
    assert states["B-EM-DECIDE"] is DutyState.LAPSED
    assert {one.rule.code: one.state for one in duties(events[:3])}["B-EM-DECIDE"] is DutyState.OPEN


@pytest.mark.parametrize(
    ("asked", "minor", "owed"),
    [(False, False, {""}), (False, True, set()), (True, True, {"on_request"}), (True, False, {"", "on_request"})],
)
def test_electronic_monitoring_is_decided_of_adults_and_of_minors_on_request(
    asked: bool, minor: bool, owed: set[str]
) -> None:
    """L120 12, D163 14–26: domain reference §2.3; the age is that of the day of the decision (§2.4)."""
    day = date(2026, 8, 4)
    events = [happening(0, E.COMPLETED, date(2026, 8, 3)), happening(1, E.PROPOSED, day), happening(2, E.DECIDED, day)]
    if asked:
        events.append(happening(3, E.MONITORING_ASKED, day + timedelta(days=1)))
    found = due_duties(
        measure=Measure.POST_REHAB, after=Measure.VOLUNTARY_HOME, happenings=events, ends_on=None, ended=False,
        minor_on=lambda on: minor == (on == day),
    )  # fmt: skip
    assert {one.rule.variant for one in found if one.rule.code == "B-EM-DECIDE"} == owed


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ends_on", "first"),
    [
        (date(2026, 9, 15), date(2026, 9, 10)),  # three working days before; the law's own example
        (date(2026, 9, 6), date(2026, 8, 28)),  # a Sunday after the National Day and its bridge: 4/9, 3/9, 28/8
        (date(2026, 6, 30), date(2026, 6, 30)),  # the old law: at the end
        (date(2026, 7, 1), date(2026, 7, 1)),  # the first day of the new one: not before it is in force
        (date(2026, 7, 2), date(2026, 7, 1)),
    ],
)
def test_the_first_day_of_the_end(ends_on: date, first: date) -> None:
    assert ending_rules.first_day_of_end(ends_on) == first


def test_before_the_window_the_first_day_is_named() -> None:
    ending_rules.check_window(date(2026, 9, 15), on=date(2026, 9, 10))
    with pytest.raises(RuleViolation) as refused:
        ending_rules.check_window(date(2026, 9, 15), on=date(2026, 9, 9))
    assert refused.value.facts["day"] == date(2026, 9, 10)
    with pytest.raises(RuleViolation, match=r"episodes\.end_unknown"):
        ending_rules.check_window(None, on=date(2026, 9, 9))


@pytest.mark.parametrize(
    ("evidence", "warned"),
    [
        (Evidence(tests=4, reviews=8), ()),
        (
            Evidence(tests=4, reviews=8, positives=1, last_positive=date(2026, 1, 1)),
            ("positive_test", "not_two_clean_years"),
        ),
        (Evidence(), ("no_test", "no_review")),
        (Evidence(tests=1, reviews=1, open_duties=2, away=True), ("away_now", "duties_open")),
        (
            Evidence(tests=1, reviews=1, confirmed=1, last_confirmed=date(2025, 9, 1)),
            ("use_confirmed", "not_two_clean_years"),
        ),
    ],
)
def test_what_a_reviewer_is_warned_of(evidence: Evidence, warned: tuple[str, ...]) -> None:
    end = date(2026, 9, 15)
    said = ending_rules.warnings_of(evidence, started_on=date(2024, 9, 15), ends_on=end, on=date(2026, 9, 1))
    assert tuple(one.value for one in said) == warned
    assert Evidence.of(evidence.counts()) == evidence


def test_a_year_by_law_is_no_two_clean_years_and_early_is_said() -> None:
    said = ending_rules.warnings_of(
        Evidence(tests=1, reviews=1), started_on=date(2025, 9, 15), ends_on=date(2026, 9, 15), on=date(2026, 7, 1)
    )
    assert said == (EndWarning.EARLY, EndWarning.NOT_TWO_CLEAN_YEARS)


@pytest.mark.parametrize(
    ("until", "allowed"),
    [
        (date(2026, 9, 15), False),
        (date(2026, 9, 16), True),
        (date(2027, 9, 15), True),
        (date(2027, 9, 16), False),
    ],
)
def test_an_extension_is_after_the_end_and_not_for_good(until: date, allowed: bool) -> None:
    if allowed:
        ending_rules.check_extension(until, ends_on=date(2026, 9, 15), seen_until=None)
        return
    with pytest.raises(RuleViolation, match=r"episodes\.extension_days"):
        ending_rules.check_extension(until, ends_on=date(2026, 9, 15), seen_until=None)


def test_an_extension_goes_on_from_the_one_before() -> None:
    with pytest.raises(RuleViolation, match=r"episodes\.extension_days"):
        ending_rules.check_extension(date(2026, 10, 1), ends_on=date(2026, 9, 15), seen_until=date(2026, 10, 1))


def test_who_acts_for_a_party() -> None:
    assert rules.roles_of("chair") == {Role.COMMUNE_CHAIR}
    assert rules.roles_of("commune_police_chief") == {Role.COMMUNE_POLICE_CHIEF}
    assert rules.roles_of("regional_court") == frozenset()


@pytest.mark.parametrize(("months", "words"), [(12, "01 năm"), (24, "02 năm"), (6, "06 tháng"), (18, "18 tháng")])
def test_lengths_as_papers_write_them(months: int, words: str) -> None:
    assert term_words(months) == words
