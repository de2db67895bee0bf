"""The end of post-rehabilitation management against dates counted by hand, and against counting day by day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.law.choices import Measure, Outcome, RegimeCode
from hoanhap.ground.law.periods import add_years
from hoanhap.ground.law.terms import Absence, Imprisonment, Term, post_rehab_term, term_rule

BORN = date(1990, 5, 20)
HOME = Measure.VOLUNTARY_HOME


def day(text: str) -> date:
    return date.fromisoformat(text)


def away(text: str) -> Absence:
    first, _, last = text.partition("/")
    return Absence(first=day(first), last=day(last) if last else None)


def jailed(text: str) -> Imprisonment:
    first, _, last = text.partition("/")
    return Imprisonment(first=day(first), last=day(last) if last else None)


def term(measure: Measure, completed_on: str, born_on: date = BORN, **facts: Any) -> Term:
    return post_rehab_term(measure, completed_on=day(completed_on), born_on=born_on, **facts)


def told(answer: Term) -> tuple[str, str | None, int | None, int | None]:
    ends_on = answer.ends_on.isoformat() if answer.ends_on else None
    return answer.outcome.value, ends_on, answer.counted_days, answer.uncounted_days


@pytest.mark.parametrize(
    ("measure", "completed_on", "born_on", "regime", "years", "ends_on"),
    [
        (Measure.COMPULSORY, "2023-03-10", BORN, RegimeCode.A, 2, "2025-03-10"),
        (Measure.COMPULSORY, "2025-03-10", BORN, RegimeCode.A2, 2, "2027-03-10"),
        (Measure.COMPULSORY, "2026-07-01", BORN, RegimeCode.B, 2, "2028-07-01"),
        (Measure.COMPULSORY_MINOR, "2026-07-01", date(2009, 1, 1), RegimeCode.B, 1, "2027-07-01"),
        (HOME, "2025-09-15", BORN, RegimeCode.A2, 1, "2026-09-15"),
        (Measure.VOLUNTARY_FACILITY, "2025-02-28", BORN, RegimeCode.A, 1, "2026-02-28"),
        (Measure.SUBSTITUTION, "2025-03-01", date(2012, 1, 1), RegimeCode.A2, 1, "2026-03-01"),
        # leap days: the last day of February where there is no 29th
        (HOME, "2024-02-29", BORN, RegimeCode.A, 1, "2025-02-28"),
        (Measure.COMPULSORY, "2024-02-29", BORN, RegimeCode.A, 2, "2026-02-28"),
        (HOME, "2023-03-01", BORN, RegimeCode.A, 1, "2024-03-01"),
    ],
)
def test_a_term_without_absence_ends_on_the_same_date(
    measure: Measure, completed_on: str, born_on: date, regime: RegimeCode, years: int, ends_on: str
) -> None:
    answer = term(measure, completed_on, born_on)
    days = (day(ends_on) - day(completed_on)).days
    assert (answer.regime.code, answer.years) == (regime, years)
    assert told(answer) == ("completes", ends_on, days, 0)
    assert len(answer.rules) == 1


@pytest.mark.parametrize(
    ("absences", "ends_on", "uncounted"),
    [
        (["2025-05-01/2025-05-10"], "2026-01-11", 10),
        (["2025-05-01/2025-05-01"], "2026-01-02", 1),  # one day counts as absent
        (["2025-05-01/2025-05-10", "2025-05-06/2025-05-15"], "2026-01-16", 15),  # overlapping days count once
        (["2025-05-01/2025-05-10", "2025-05-01/2025-05-10"], "2026-01-11", 10),
        (["2025-05-01/2025-05-10", "2025-05-03/2025-05-05"], "2026-01-11", 10),
        (["2025-05-01/2025-05-10", "2025-05-11/2025-05-12"], "2026-01-13", 12),
        (["2024-12-20/2025-01-03"], "2026-01-03", 2),  # what lies before the term is clipped
        (["2024-12-20/2025-01-01"], "2026-01-01", 0),  # the day of completion is outside the term
        (["2026-01-01/2026-01-01"], "2026-01-02", 1),  # the last day
        (["2025-12-23/2026-01-01", "2026-01-05/2026-01-06"], "2026-01-13", 12),  # inside the extension
        (["2025-12-23/2026-01-01", "2026-01-12/2026-01-20"], "2026-01-11", 10),  # after the extension
        (["2026-01-02/2026-03-01"], "2026-01-01", 0),
        (["2026-01-02"], "2026-01-01", 0),  # still running, but begun after the end
        (["2025-01-02/2025-12-31"], "2026-12-31", 364),
    ],
)
def test_days_of_unreported_absence_do_not_count(absences: list[str], ends_on: str, uncounted: int) -> None:
    answer = term(HOME, "2025-01-01", absences=[away(text) for text in absences])
    assert told(answer) == ("completes", ends_on, 365, uncounted)


def test_a_reported_absence_changes_nothing_even_while_it_runs() -> None:
    plain = term(HOME, "2025-01-01")
    reported = [
        Absence(first=day("2025-05-01"), last=day("2025-05-10"), reported=True),
        Absence(first=day("2025-06-01"), last=None, reported=True),
    ]
    assert term(HOME, "2025-01-01", absences=reported) == plain


@pytest.mark.parametrize(
    "facts",
    [
        {"absences": [away("2025-10-01")]},
        {"absences": [away("2025-05-01/2025-05-10"), away("2026-01-11")]},  # the last day of the extension
        {"absences": [away("2024-10-01")]},
    ],
)
def test_an_unreported_absence_that_still_runs_leaves_the_end_open(facts: dict[str, Any]) -> None:
    assert told(term(HOME, "2025-01-01", **facts)) == ("open", None, None, None)


def test_prison_under_the_old_law_removes_from_the_list() -> None:
    answer = term(HOME, "2025-01-01", prison=[jailed("2025-06-01/2025-09-01")])
    assert told(answer) == ("removed", "2025-06-01", 150, 1)
    assert answer.rules == ("A-PR-TERM-VOL-HOME", "A-PR-PRISON")


def test_prison_under_the_old_law_removes_even_while_it_runs() -> None:
    assert told(term(HOME, "2025-01-01", prison=[jailed("2025-06-01")])) == ("removed", "2025-06-01", 150, 1)


@pytest.mark.parametrize(
    ("prison", "expected"),
    [
        ("2026-06-30/2026-08-01", ("removed", "2026-06-30", 287, 1)),
        ("2026-07-01/2026-07-10", ("completes", "2026-09-25", 365, 10)),
        ("2026-07-01", ("open", None, None, None)),
        ("2026-09-15/2026-09-16", ("completes", "2026-09-17", 365, 2)),
        ("2026-09-16", ("completes", "2026-09-15", 365, 0)),
    ],
)
def test_the_law_of_the_first_day_of_prison_decides(prison: str, expected: tuple[Any, ...]) -> None:
    assert told(term(HOME, "2025-09-15", prison=[jailed(prison)])) == expected


def test_absence_before_prison_is_not_counted_either() -> None:
    answer = term(HOME, "2025-01-01", absences=[away("2025-05-01/2025-05-10")], prison=[jailed("2025-06-01")])
    assert told(answer) == ("removed", "2025-06-01", 140, 11)
    assert answer.rules == ("A-PR-TERM-VOL-HOME", "A-PR-ABSENCE", "A-PR-PRISON")


def test_an_absence_that_runs_into_prison_does_not_keep_the_term_open() -> None:
    answer = term(HOME, "2025-01-01", absences=[away("2025-05-22")], prison=[jailed("2025-06-01")])
    assert told(answer) == ("removed", "2025-06-01", 140, 11)


def test_absence_and_prison_on_the_same_days_count_once() -> None:
    answer = term(
        HOME, "2025-09-15", absences=[away("2026-07-05/2026-07-12")], prison=[jailed("2026-07-01/2026-07-10")]
    )
    assert told(answer) == ("completes", "2026-09-27", 365, 12)
    assert answer.rules == ("A-PR-TERM-VOL-HOME", "B-PR-ABSENCE", "B-PR-PRISON")


def test_the_first_of_two_prison_terms_removes() -> None:
    answer = term(HOME, "2025-01-01", prison=[jailed("2025-09-01"), jailed("2025-06-01/2025-06-02")])
    assert answer.ends_on == day("2025-06-01")


def test_prison_that_was_over_at_completion_does_not_matter() -> None:
    assert term(HOME, "2025-01-01", prison=[jailed("2024-01-01/2024-12-31")]) == term(HOME, "2025-01-01")


def test_prison_that_began_before_completion_goes_by_its_first_day_inside_the_term() -> None:
    removed = term(HOME, "2025-01-01", prison=[jailed("2024-12-01/2025-03-01")])
    assert told(removed) == ("removed", "2025-01-02", 0, 1)
    suspended = term(HOME, "2026-07-10", prison=[jailed("2026-06-01/2026-07-20")])
    assert told(suspended) == ("completes", "2027-07-20", 365, 10)


def test_a_minors_measure_may_end_after_18_and_its_term_stays_one_year() -> None:
    assert term(Measure.COMPULSORY_MINOR, "2026-07-01", date(2006, 7, 2)).years == 1


@pytest.mark.parametrize(
    ("measure", "born_on", "completed_on", "code"),
    [
        (Measure.COMPULSORY, "2008-03-10", "2026-03-09", "compulsory_under_age"),
        (Measure.COMPULSORY, "2008-02-29", "2026-02-27", "compulsory_under_age"),
        (Measure.COMPULSORY_MINOR, "2014-03-10", "2026-03-09", "compulsory_minor_age"),
        (Measure.COMPULSORY_MINOR, "2005-03-10", "2026-03-10", "compulsory_minor_age"),
        (HOME, "2026-03-11", "2026-03-10", "born_after_completion"),
    ],
)
def test_an_age_that_the_measure_does_not_allow_is_refused(
    measure: Measure, born_on: str, completed_on: str, code: str
) -> None:
    with pytest.raises(RuleViolation, match=code):
        term(measure, completed_on, day(born_on))


@pytest.mark.parametrize(
    ("measure", "born_on", "completed_on"),
    [
        (Measure.COMPULSORY, "2008-03-10", "2026-03-10"),
        (Measure.COMPULSORY, "2008-02-29", "2026-02-28"),
        (Measure.COMPULSORY_MINOR, "2014-03-10", "2026-03-10"),
        (Measure.COMPULSORY_MINOR, "2005-03-11", "2026-03-10"),
        (HOME, "2016-03-10", "2026-03-10"),
    ],
)
def test_an_age_on_the_edge_is_allowed(measure: Measure, born_on: str, completed_on: str) -> None:
    assert term(measure, completed_on, day(born_on)).outcome is Outcome.COMPLETES


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refusal, match="period_backwards"):
        term(HOME, "2025-01-01", absences=[away("2025-05-10/2025-05-01")])
    with pytest.raises(Refusal, match="period_backwards"):
        term(HOME, "2025-01-01", prison=[jailed("2020-05-10/2020-05-01")])


def test_a_completion_before_the_first_regime_is_refused() -> None:
    with pytest.raises(Refusal, match="no_regime"):
        term(HOME, "2021-12-31")


def test_an_end_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Refusal, match="beyond_calendar"):
        term(HOME, "2025-01-01", absences=[away("2025-05-01/9999-12-31")])


def test_the_length_of_a_rehabilitation_follows_the_decision() -> None:
    assert term_rule("rehabilitation", "voluntary_home", on=day("2026-06-30")).maximum == 12
    assert term_rule("rehabilitation", "voluntary_home", case="first", on=day("2026-07-01")).maximum == 24
    assert term_rule("rehabilitation", "compulsory", case="again", on=day("2026-07-01")).maximum == 36
    with pytest.raises(Refusal, match="no_term"):
        term_rule("rehabilitation", "voluntary_home", on=day("2026-07-01"))


# ── properties ──────────────────────────────────────────────────────────────────────────────────────────

COMPLETIONS = st.dates(date(2022, 1, 1), date(2027, 1, 1))
SPANS = st.lists(st.tuples(st.dates(date(2021, 6, 1), date(2029, 1, 1)), st.integers(0, 90)), max_size=6)
MEASURES = st.sampled_from([Measure.COMPULSORY, HOME])


def absences_of(spans: list[tuple[date, int]]) -> list[Absence]:
    return [Absence(first=first, last=first + timedelta(days=length)) for first, length in spans]


def walked(completed_on: date, asked: int, absences: list[Absence]) -> date:
    """The end, found by walking day by day."""
    on = completed_on
    while asked:
        on += timedelta(days=1)
        asked -= not any(a.last and a.first <= on <= a.last for a in absences)
    return on


@given(MEASURES, COMPLETIONS, SPANS)
@settings(deadline=None)
def test_the_end_is_where_walking_day_by_day_comes_to(
    measure: Measure, completed_on: date, spans: list[tuple[date, int]]
) -> None:
    absences = absences_of(spans)
    answer = post_rehab_term(measure, completed_on=completed_on, born_on=BORN, absences=absences)
    asked = (add_years(completed_on, answer.years) - completed_on).days
    assert answer.ends_on == walked(completed_on, asked, absences)
    assert answer.counted_days == asked


@given(MEASURES, COMPLETIONS, SPANS, SPANS, st.booleans())
@settings(deadline=None)
def test_counted_and_uncounted_days_are_the_days_after_completion(
    measure: Measure, completed_on: date, away: list[tuple[date, int]], jail: list[tuple[date, int]], runs: bool
) -> None:
    prison = [Imprisonment(first=a.first, last=None if runs else a.last) for a in absences_of(jail)]
    answer = post_rehab_term(
        measure, completed_on=completed_on, born_on=BORN, absences=absences_of(away), prison=prison
    )
    if answer.outcome is Outcome.OPEN:
        assert (answer.ends_on, answer.counted_days, answer.uncounted_days) == (None, None, None)
        return
    assert answer.ends_on is not None
    assert answer.counted_days is not None
    assert answer.uncounted_days is not None
    assert answer.counted_days + answer.uncounted_days == (answer.ends_on - completed_on).days
    assert answer.counted_days >= 0
    assert answer.uncounted_days >= 0


@given(MEASURES, COMPLETIONS, SPANS, SPANS)
@settings(deadline=None)
def test_one_more_absence_never_ends_a_term_earlier(
    measure: Measure, completed_on: date, some: list[tuple[date, int]], more: list[tuple[date, int]]
) -> None:
    def ends_on(spans: list[tuple[date, int]]) -> date:
        answer = post_rehab_term(measure, completed_on=completed_on, born_on=BORN, absences=absences_of(spans))
        assert answer.ends_on
        return answer.ends_on

    assert ends_on(some) <= ends_on([*some, *more])
    assert ends_on(some) == ends_on([*reversed(some), *some])
