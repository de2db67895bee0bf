"""Deadlines against dates counted by hand, and every rule of the domain reference §1.13."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.law import deadlines
from hoanhap.ground.law.choices import Kind, RegimeCode, Unit
from hoanhap.ground.law.deadlines import Deadline, counted, deadline, deadline_rules, governing_rules, rule_on
from hoanhap.ground.law.periods import add_months, add_years
from hoanhap.ground.law.transitions import kept_rules
from hoanhap.ground.law.working_days import is_working_day

H, D, W = Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS
IN_A, IN_B = ("2022-01-01", "2026-06-30"), ("2026-07-01", None)
LABOUR = ("2022-01-01", "2025-02-28")

LISTED: dict[tuple[str, str], tuple[int, Unit, Kind, tuple[str, str | None]]] = {
    ("A-UM-VERIFY", ""): (3, W, Kind.AFTER, IN_A),
    ("A-UM-VERIFY", "elsewhere"): (10, W, Kind.AFTER, IN_A),
    ("A-UM-NOTICE", ""): (3, W, Kind.AFTER, IN_A),
    ("A-UM-DECIDE", ""): (3, W, Kind.AFTER, IN_A),
    ("A-UM-SERVE", ""): (3, W, Kind.AFTER, IN_A),
    ("A-UM-MOVE", ""): (5, W, Kind.AFTER, IN_A),
    ("A-DET-RESULT", ""): (5, D, Kind.AFTER, IN_A),
    ("A-REG", ""): (5, W, Kind.AFTER, IN_A),
    ("A-VOL-DECIDE", ""): (3, W, Kind.AFTER, IN_A),
    ("A-VOL-START", ""): (5, W, Kind.AFTER, IN_A),
    ("A-PROVIDER", ""): (5, W, Kind.AFTER, IN_A),
    ("A-COMP-DOSSIER", ""): (5, W, Kind.AFTER, IN_A),
    ("A-COMP-READ", ""): (3, W, Kind.AFTER, IN_A),
    ("A-COMP-SEND", ""): (1, W, Kind.AFTER, LABOUR),
    ("A-COMP-CHECK", ""): (2, W, Kind.AFTER, LABOUR),
    ("A-COMP-CHECK", "supplement"): (2, W, Kind.AFTER, LABOUR),
    ("A-COMP-CHECK", "recheck"): (2, W, Kind.AFTER, LABOUR),
    ("A-COMP-REPLY", ""): (2, W, Kind.AFTER, IN_A),
    ("A-COMP-EXEC", ""): (5, D, Kind.AFTER, IN_A),
    ("A-COMP-END", ""): (15, D, Kind.AT_LEAST_BEFORE, IN_A),
    ("A-RETURN", ""): (5, W, Kind.AFTER, IN_A),
    ("A-PR-DOSSIER", ""): (3, W, Kind.AFTER, IN_A),
    ("A-PR-DECIDE", ""): (2, W, Kind.AFTER, IN_A),
    ("A-PR-MOVE", ""): (5, W, Kind.AFTER, IN_A),
    ("B-UM-DECIDE", ""): (24, H, Kind.AFTER, IN_B),
    ("B-UM-VERIFY", ""): (24, H, Kind.AFTER, IN_B),
    ("B-UM-VERIFY", "elsewhere"): (48, H, Kind.AFTER, IN_B),
    ("B-MOVE", ""): (24, H, Kind.AFTER, IN_B),
    ("B-MOVE-PRESENT", ""): (24, H, Kind.AFTER, IN_B),
    ("B-REG", ""): (24, H, Kind.AFTER, IN_B),
    ("B-VOL-DECIDE", ""): (24, H, Kind.AFTER, IN_B),
    ("B-SUBST-NOTICE", ""): (24, H, Kind.AFTER, IN_B),
    ("B-PRIV-NOTICE", ""): (24, H, Kind.AFTER, IN_B),
    ("B-PRIV-PRESENT", ""): (2, D, Kind.AFTER, IN_B),
    ("B-COMP-DOSSIER", ""): (1, W, Kind.AFTER, IN_B),
    ("B-COMP-READ", ""): (3, W, Kind.AFTER, IN_B),
    ("B-COMP-SEND", ""): (1, W, Kind.AFTER, IN_B),
    ("B-COMP-REPLY", ""): (2, W, Kind.AFTER, IN_B),
    ("B-COMP-EXEC-1", ""): (24, H, Kind.AFTER, IN_B),
    ("B-COMP-EXEC-2", ""): (24, H, Kind.AFTER, IN_B),
    ("B-COMP-EXEC-3", ""): (24, H, Kind.AFTER, IN_B),
    ("B-COMP-EXEC-4", ""): (24, H, Kind.AFTER, IN_B),
    ("B-END-NOTICE", ""): (30, D, Kind.AT_LEAST_BEFORE, IN_B),
    ("B-END-CERT", ""): (24, H, Kind.WITHIN_LAST, IN_B),
    ("B-PR-PROPOSE", ""): (2, W, Kind.AFTER, IN_B),
    ("B-PR-END", ""): (3, W, Kind.WITHIN_LAST, IN_B),
    ("B-EM-DECIDE", ""): (12, H, Kind.AFTER, IN_B),
    ("B-EM-DECIDE", "on_request"): (24, H, Kind.AFTER, IN_B),
    ("B-EM-FIT", ""): (24, H, Kind.AFTER, IN_B),
}
"""Domain reference §1.13 and the validity paragraph of §0, typed anew: limit, unit, kind, first and last day."""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def test_every_rule_of_the_domain_reference_is_there_and_no_other() -> None:
    assert {(rule.code, rule.variant) for rule in deadline_rules()} == set(LISTED)


@pytest.mark.parametrize(("code", "variant"), LISTED)
def test_a_rule_says_what_the_domain_reference_says(code: str, variant: str) -> None:
    limit, unit, kind, (first, last) = LISTED[code, variant]
    versions = [rule for rule in deadline_rules() if (rule.code, rule.variant) == (code, variant)]
    assert {(rule.limit, rule.unit, rule.kind, rule.rolls) for rule in versions} == {(limit, unit, kind, False)}
    assert versions[0].valid_from == date.fromisoformat(first)
    assert versions[-1].valid_to == (date.fromisoformat(last) if last else None)
    for before, after in pairwise(versions):
        assert before.valid_to is not None
        assert before.valid_to + timedelta(days=1) == after.valid_from


@pytest.mark.parametrize(
    ("code", "variant", "start", "due"),
    [
        # Tết 2026: off from Saturday 14/02 to Sunday 22/02
        ("A-PR-DOSSIER", "", "2026-02-12", "2026-02-24"),
        ("A-PR-DECIDE", "", "2026-02-14", "2026-02-24"),
        ("A-PR-DECIDE", "", "2026-02-13", "2026-02-24"),
        # Friday 02/01/2026 off, Saturday 10/01/2026 worked for it
        ("A-REG", "", "2025-12-30", "2026-01-08"),
        ("A-REG", "", "2026-01-07", "2026-01-13"),
        # 30/4 and 1/5
        ("A-PR-DECIDE", "", "2026-04-29", "2026-05-05"),
        ("A-PR-DECIDE", "", "2025-04-29", "2025-05-06"),
        ("A-PR-DECIDE", "", "2023-04-28", "2023-05-05"),
        # swapped days: 29/04/2024 for 04/05, 02/05/2025 for 26/04, 31/08/2026 for 22/08
        ("A-UM-VERIFY", "", "2024-04-26", "2024-05-04"),
        ("A-PR-DECIDE", "", "2025-04-25", "2025-04-28"),
        ("B-COMP-DOSSIER", "", "2026-08-21", "2026-08-22"),
        ("B-PR-PROPOSE", "", "2026-08-28", "2026-09-04"),
        # 2/9, Tết 2025
        ("A-PR-DOSSIER", "", "2022-08-31", "2022-09-07"),
        ("A-UM-VERIFY", "elsewhere", "2025-01-20", "2025-02-10"),
        ("A-COMP-CHECK", "supplement", "2025-02-25", "2025-02-27"),
        # calendar days stay on a day off
        ("A-DET-RESULT", "", "2026-02-12", "2026-02-17"),
        ("B-PRIV-PRESENT", "", "2026-08-30", "2026-09-01"),
        ("A-COMP-EXEC", "", "2025-06-30", "2025-07-05"),
        # not later than N days before the end: the last day to act
        ("B-END-NOTICE", "", "2026-09-15", "2026-08-16"),
        ("B-END-NOTICE", "", "2028-07-31", "2028-07-01"),
        ("A-COMP-END", "", "2026-03-16", "2026-03-01"),
    ],
)
def test_due_dates_are_as_counted_by_hand(code: str, variant: str, start: str, due: str) -> None:
    answer = deadline(code, start=date.fromisoformat(start), variant=variant)
    assert answer.due == date.fromisoformat(due)
    assert answer.opens is None
    assert not answer.provisional


@pytest.mark.parametrize(
    ("end", "opens", "provisional"),
    [
        ("2026-09-15", "2026-09-10", False),
        ("2026-09-04", "2026-08-27", False),
        ("2026-08-23", "2026-08-20", False),  # a Sunday after a worked Saturday; the end stays on the Sunday
        ("2026-11-24", "2026-11-19", False),  # the end itself is not counted
        ("2026-11-26", "2026-11-20", True),
        ("2027-03-10", "2027-03-05", True),
    ],
)
def test_the_last_working_days_are_counted_back_from_the_end(end: str, opens: str, provisional: bool) -> None:
    answer = deadline("B-PR-END", start=date.fromisoformat(end))
    assert answer.opens == date.fromisoformat(opens)
    assert answer.due == date.fromisoformat(end)
    assert answer.provisional is provisional


@pytest.mark.parametrize(
    ("code", "variant", "start", "due"),
    [
        ("B-UM-DECIDE", "", "2026-08-03T20:00", "2026-08-04T20:00:00+07:00"),
        ("B-UM-VERIFY", "elsewhere", "2026-08-28T09:15", "2026-08-30T09:15:00+07:00"),  # over a weekend
        ("B-EM-DECIDE", "", "2026-08-31T18:30", "2026-09-01T06:30:00+07:00"),
        ("B-EM-DECIDE", "on_request", "2026-12-31T23:59", "2027-01-01T23:59:00+07:00"),
        ("B-COMP-EXEC-4", "", "2026-07-01T00:00", "2026-07-02T00:00:00+07:00"),
    ],
)
def test_hours_run_on_over_midnight_and_days_off(code: str, variant: str, start: str, due: str) -> None:
    answer = deadline(code, start=moment(start), variant=variant)
    assert answer.due.isoformat() == due
    assert answer.opens is None
    assert not answer.provisional


def test_the_last_hours_open_before_the_end() -> None:
    answer = deadline("B-END-CERT", start=moment("2026-09-15T17:00"))
    assert (answer.opens, answer.due) == (moment("2026-09-14T17:00"), moment("2026-09-15T17:00"))


def test_a_moment_elsewhere_is_seen_with_the_clock_of_viet_nam() -> None:
    answer = deadline("B-UM-DECIDE", start=datetime(2026, 6, 30, 18, tzinfo=UTC))  # 01:00 on 01/07 in Viet Nam
    assert answer.due.isoformat() == "2026-07-02T01:00:00+07:00"
    assert answer.regime.code is RegimeCode.B


def test_a_rule_in_days_takes_the_day_of_a_moment() -> None:
    assert deadline("A-PR-DOSSIER", start=moment("2026-02-12T23:30")).due == date(2026, 2, 24)


def test_a_rule_in_hours_needs_a_time() -> None:
    with pytest.raises(Refusal, match="time_needed"):
        deadline("B-UM-DECIDE", start=date(2026, 8, 3))


@pytest.mark.parametrize(
    ("code", "start", "due", "provisional"),
    [
        ("B-PR-PROPOSE", "2026-11-20", "2026-11-25", True),
        ("B-PR-PROPOSE", "2026-11-19", "2026-11-23", False),
        ("B-PR-PROPOSE", "2026-11-24", "2026-11-26", False),
        ("B-PR-PROPOSE", "2026-12-30", "2027-01-04", True),
        ("B-PR-PROPOSE", "2027-02-03", "2027-02-12", True),
        ("B-PRIV-PRESENT", "2026-11-23", "2026-11-25", False),  # calendar days do not hang on it
    ],
)
def test_an_answer_that_crosses_a_provisional_day_says_so(code: str, start: str, due: str, provisional: bool) -> None:
    answer = deadline(code, start=date.fromisoformat(start))
    assert (answer.due, answer.provisional) == (date.fromisoformat(due), provisional)


def test_counting_beyond_the_known_years_is_refused() -> None:
    with pytest.raises(Refusal, match="year_unknown"):
        deadline("B-PR-PROPOSE", start=date(2027, 12, 30))
    with pytest.raises(Refusal, match="year_unknown"):
        deadline("B-PR-END", start=date(2028, 9, 15))


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Refusal, match="beyond_calendar"):
        deadline("B-PRIV-PRESENT", start=date.max)


@pytest.mark.parametrize(
    ("code", "day", "governing"),
    [
        ("A-PR-DECIDE", "2026-08-03", ["B-END-CERT"]),
        ("A-PR-DOSSIER", "2026-07-01", ["B-PR-PROPOSE"]),
        ("A-COMP-SEND", "2026-07-01", ["B-COMP-SEND"]),
        ("A-COMP-EXEC", "2026-07-01", ["B-COMP-EXEC-1", "B-COMP-EXEC-2", "B-COMP-EXEC-3", "B-COMP-EXEC-4"]),
        ("B-PR-PROPOSE", "2026-06-30", ["A-PR-DOSSIER"]),
        ("B-MOVE", "2025-06-30", ["A-UM-MOVE", "A-PR-MOVE"]),
        ("B-COMP-EXEC-3", "2025-06-30", ["A-COMP-EXEC"]),
    ],
)
def test_outside_its_validity_a_rule_names_what_governs_the_day(code: str, day: str, governing: list[str]) -> None:
    with pytest.raises(Refusal, match="other_rule_governs") as refused:
        deadline(code, start=moment(f"{day}T09:00"))
    assert refused.value.facts["governing"] == governing


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("A-COMP-SEND", "2025-03-01"),
        ("A-COMP-CHECK", "2025-03-01"),
        ("A-COMP-CHECK", "2026-07-01"),
        ("A-UM-DECIDE", "2021-12-31"),
        ("B-PR-END", "2026-06-30"),
        ("B-EM-DECIDE", "2026-06-30"),
    ],
)
def test_where_nothing_governs_the_day_the_refusal_says_so(code: str, day: str) -> None:
    with pytest.raises(Refusal, match="no_rule_governs"):
        deadline(code, start=date.fromisoformat(day))


@pytest.mark.parametrize(
    ("code", "day", "regime"),
    [
        ("A-PR-DECIDE", "2025-02-28", RegimeCode.A),
        ("A-PR-DECIDE", "2025-03-01", RegimeCode.A2),
        ("A-PR-DECIDE", "2026-06-30", RegimeCode.A2),
        ("B-PR-PROPOSE", "2026-07-01", RegimeCode.B),
    ],
)
def test_the_regime_is_that_of_the_day(code: str, day: str, regime: RegimeCode) -> None:
    assert deadline(code, start=date.fromisoformat(day)).regime.code is regime


def test_the_actor_changes_within_a_rule_and_the_version_tells() -> None:
    before, after = (rule_on("A-COMP-REPLY", on=day) for day in (date(2025, 2, 28), date(2025, 3, 1)))
    assert (before.actor, after.actor) == ("district_labour", "commune_police_chief")
    assert (before.version, after.version) == ("A-COMP-REPLY@2022-01-01", "A-COMP-REPLY@2025-03-01")
    assert rule_on("B-UM-VERIFY", on=date(2026, 7, 1), variant="elsewhere").version == (
        "B-UM-VERIFY/elsewhere@2026-07-01"
    )


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="unknown_rule") as refused:
        rule_on("B-PR-ENDE", on=date(2026, 8, 1))
    assert refused.value.facts["nearest"] == "B-PR-END"


def test_an_unknown_variant_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="unknown_variant") as refused:
        rule_on("A-COMP-CHECK", on=date(2024, 8, 1), variant="re-check")
    assert refused.value.facts["nearest"] == "recheck"


def test_a_rule_with_one_limit_has_no_variants() -> None:
    with pytest.raises(NotFound, match="rule_without_variants"):
        rule_on("B-PR-END", on=date(2026, 8, 1), variant="elsewhere")


def test_a_rehabilitation_begun_before_keeps_its_rules() -> None:
    kept = kept_rules(rehabilitation_began_on=date(2026, 6, 30))
    answer = deadline("A-COMP-END", start=date(2026, 9, 15), kept=kept)
    assert answer.due == date(2026, 8, 31)
    assert answer.regime.code is RegimeCode.B
    assert deadline("A-PROVIDER", start=date(2026, 9, 15), kept=kept).due == date(2026, 9, 22)
    with pytest.raises(Refusal, match="other_rule_governs"):
        deadline("A-COMP-END", start=date(2026, 9, 15), kept=kept_rules(rehabilitation_began_on=date(2026, 7, 1)))
    with pytest.raises(Refusal, match="no_rule_governs"):
        deadline("A-PROVIDER", start=date(2021, 9, 15), kept=kept)


def test_a_rule_outside_its_day_governs_nothing() -> None:
    assert governing_rules("A-PR-MOVE", on=date(2026, 6, 30)) == ("A-PR-MOVE",)
    assert governing_rules("A-PR-MOVE", on=date(2026, 7, 1)) == ("B-MOVE",)


# ── rows as they might come: rolling, months, years ──────────────────────────────────────────────────────


def invented(monkeypatch: pytest.MonkeyPatch, start: date, **changes: object) -> Deadline:
    """The answer of a rule that no law has."""
    row = dataclasses.replace(rule_on("A-PR-DECIDE", on=date(2026, 2, 1)), **changes)  # type: ignore[arg-type]
    monkeypatch.setattr(deadlines, "deadline_rules", lambda: (row,))
    return deadline(row.code, start=start)


@pytest.mark.parametrize(
    ("start", "kind", "limit", "unit", "rolls", "due"),
    [
        ("2026-02-10", Kind.AFTER, 7, D, False, "2026-02-17"),
        ("2026-02-10", Kind.AFTER, 7, D, True, "2026-02-23"),
        ("2026-02-24", Kind.AT_LEAST_BEFORE, 7, D, True, "2026-02-13"),
        ("2026-02-24", Kind.AT_LEAST_BEFORE, 1, W, False, "2026-02-23"),
        ("2024-01-31", Kind.AFTER, 1, Unit.MONTHS, False, "2024-02-29"),
        ("2024-03-31", Kind.AT_LEAST_BEFORE, 1, Unit.MONTHS, False, "2024-02-29"),
        ("2024-02-29", Kind.AFTER, 1, Unit.YEARS, False, "2025-02-28"),
        ("2024-02-29", Kind.AT_LEAST_BEFORE, 1, Unit.YEARS, False, "2023-02-28"),
    ],
)
def test_rows_of_other_shapes_are_counted_too(
    monkeypatch: pytest.MonkeyPatch, start: str, kind: Kind, limit: int, unit: Unit, rolls: bool, due: str
) -> None:
    answer = invented(monkeypatch, date.fromisoformat(start), kind=kind, limit=limit, unit=unit, rolls=rolls)
    assert answer.due == date.fromisoformat(due)


def test_a_due_date_that_rolls_over_provisional_days_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert invented(monkeypatch, date(2026, 6, 24), limit=153, unit=D, rolls=True, valid_to=None).provisional
    assert not invented(monkeypatch, date(2026, 6, 24), limit=153, unit=D, rolls=False, valid_to=None).provisional


def test_hours_before_an_end_are_counted_back(monkeypatch: pytest.MonkeyPatch) -> None:
    start = moment("2026-02-24T09:00")
    answer = invented(monkeypatch, start, kind=Kind.AT_LEAST_BEFORE, limit=24, unit=H)
    assert answer.due == moment("2026-02-23T09:00")


def test_hours_are_not_counted_from_a_day() -> None:
    with pytest.raises(ValueError, match="moment"):
        counted(date(2026, 7, 1), 24, H)


# ── properties ──────────────────────────────────────────────────────────────────────────────────────────

STARTS = st.dates(date(2022, 1, 1), date(2027, 6, 1))
UNITS = st.sampled_from([D, W, Unit.MONTHS, Unit.YEARS])


@given(STARTS, STARTS, st.sampled_from(deadline_rules()))
@settings(deadline=None)
def test_later_events_are_never_due_earlier(one: date, other: date, rule: deadlines.DeadlineRule) -> None:
    one, other = sorted((one, other))
    last = rule.valid_to or date(2027, 6, 1)
    one, other = (min(max(day, rule.valid_from), last) for day in (one, other))
    starts = [datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL) for day in (one, other)]
    first, second = (deadline(rule.code, start=start, variant=rule.variant) for start in starts)
    assert first.due <= second.due  # type: ignore[operator]
    if rule.unit is W and rule.kind is Kind.AFTER:
        assert isinstance(first.due, date)
        assert is_working_day(first.due)


@given(STARTS, st.integers(1, 40), st.integers(1, 40), st.sampled_from([D, W, Unit.MONTHS]))
@settings(deadline=None)
def test_a_longer_limit_is_never_due_earlier(start: date, one: int, other: int, unit: Unit) -> None:
    start = min(start, date(2024, 1, 1))
    one, other = sorted((one, other))
    assert counted(start, one, unit) <= counted(start, other, unit)
    assert counted(start, -other, D) <= counted(start, -one, D)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-600, 600))
def test_months_end_on_the_same_date_or_the_last_of_the_month(start: date, months: int) -> None:
    reached = add_months(start, months)
    assert (reached.year * 12 + reached.month) - (start.year * 12 + start.month) == months
    assert reached.day == start.day or (reached.day < start.day and (reached + timedelta(days=1)).day == 1)


def test_years_beyond_what_can_be_written_are_refused() -> None:
    with pytest.raises(Refusal, match="beyond_calendar"):
        add_years(date(9999, 1, 1), 1)
