"""The calendar of working days: days off, swapped days, what is decided and what is not."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.law import working_days
from hoanhap.ground.law.working_days import (
    add_working_days,
    calendar_day,
    calendar_years,
    crosses_provisional,
    is_working_day,
    next_working_day,
    overlay,
    special_days,
    working_days_between,
)

DAYS = st.dates(date(2021, 6, 1), date(2027, 6, 1))
NUMBERS = st.integers(1, 60)

OFF = [
    *("2021-02-10", "2021-02-16", "2021-04-21", "2021-04-30", "2021-05-03", "2021-09-02", "2021-09-03"),
    *("2022-01-03", "2022-01-31", "2022-02-04", "2022-04-11", "2022-05-02", "2022-05-03", "2022-09-01", "2022-09-02"),
    *("2023-01-02", "2023-01-20", "2023-01-26", "2023-05-01", "2023-05-02", "2023-05-03", "2023-09-01", "2023-09-04"),
    *("2024-01-01", "2024-02-08", "2024-02-14", "2024-04-18", "2024-04-29", "2024-04-30", "2024-05-01", "2024-09-03"),
    *("2025-01-01", "2025-01-27", "2025-01-31", "2025-04-07", "2025-04-30", "2025-05-01", "2025-05-02", "2025-09-01"),
    *("2026-01-01", "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-05-01", "2026-08-31", "2026-09-02"),
]
WORKED = [
    *("2021-02-09", "2021-02-17", "2022-01-28", "2022-02-07", "2023-01-19", "2023-01-27", "2024-02-07", "2024-02-15"),
    *("2025-01-24", "2025-02-03", "2025-12-31", "2026-01-05", "2026-02-13", "2026-02-23", "2026-04-29", "2026-08-28"),
]
WORKED_SATURDAYS = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


@pytest.mark.parametrize("day", OFF)
def test_a_day_off_is_no_working_day_though_it_is_no_weekend(day: str) -> None:
    on = date.fromisoformat(day)
    assert on.weekday() < 5
    assert not is_working_day(on)
    assert calendar_day(on).decided
    assert calendar_day(on).name


@pytest.mark.parametrize("day", WORKED)
def test_the_days_beside_a_holiday_are_worked(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", WORKED_SATURDAYS)
def test_a_saturday_worked_for_another_day_counts_and_its_neighbours_do_not(day: str) -> None:
    saturday = date.fromisoformat(day)
    assert saturday.weekday() == 5
    assert is_working_day(saturday)
    assert not is_working_day(saturday - timedelta(days=7))
    assert not is_working_day(saturday + timedelta(days=1))


def test_no_other_saturday_or_sunday_is_worked() -> None:
    worked = [on.isoformat() for year in calendar_years() for on, day in special_days(year).items() if day.is_working]
    assert sorted(worked) == WORKED_SATURDAYS


def test_the_years_until_2026_are_decided_and_2027_is_not() -> None:
    assert {year: row.decided for year, row in calendar_years().items()} == {
        **dict.fromkeys(range(2021, 2027), True),
        2027: False,
    }
    assert not calendar_day(date(2027, 3, 10)).decided
    assert calendar_day(date(2026, 3, 10)).decided


def test_the_day_of_culture_is_a_question_in_a_decided_year() -> None:
    assert not calendar_day(date(2026, 11, 24)).decided
    assert calendar_day(date(2026, 11, 23)).decided
    assert calendar_day(date(2025, 11, 24)).decided
    assert is_working_day(date(2025, 11, 24))
    assert crosses_provisional(date(2026, 11, 23), date(2026, 11, 25))
    assert not crosses_provisional(date(2026, 11, 25), date(2026, 11, 30))


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2028, 1, 1)])
def test_a_year_outside_is_an_error_and_never_a_guess(day: date) -> None:
    with pytest.raises(Refusal, match="year_unknown"):
        is_working_day(day)


def test_counting_into_a_year_outside_is_an_error() -> None:
    with pytest.raises(Refusal, match="year_unknown"):
        add_working_days(date(2027, 12, 30), 2)
    with pytest.raises(Refusal, match="year_unknown"):
        add_working_days(date(2021, 1, 4), -1)


def test_swapped_days_name_each_other() -> None:
    for on, row in overlay().items():
        if row.swapped_with:
            other = overlay()[row.swapped_with]
            assert other.swapped_with == on
            assert other.is_working != row.is_working


def test_every_row_of_the_calendar_has_a_source() -> None:
    assert all(row.source for row in overlay().values())
    assert all(row.source for row in calendar_years().values())
    assert all(day.source for year in calendar_years() for day in special_days(year).values())


def test_a_year_is_read_once() -> None:
    special_days(2026)
    before = working_days._special_days.cache_info().misses
    for _ in range(3):
        special_days(2026)
    assert working_days._special_days.cache_info().misses == before


def test_zero_working_days_stay_where_they_are() -> None:
    assert add_working_days(date(2026, 2, 16), 0) == date(2026, 2, 16)


def test_the_next_working_day_is_the_day_itself_if_it_is_worked() -> None:
    assert next_working_day(date(2026, 2, 13)) == date(2026, 2, 13)
    assert next_working_day(date(2026, 2, 14)) == date(2026, 2, 23)
    assert next_working_day(date(2026, 2, 22), backwards=True) == date(2026, 2, 13)


@given(DAYS, NUMBERS)
@settings(deadline=None)
def test_counting_is_the_inverse_of_adding(start: date, number: int) -> None:
    assert working_days_between(start, add_working_days(start, number)) == number
    assert working_days_between(start, add_working_days(start, -number)) == -number


@given(DAYS, NUMBERS)
@settings(deadline=None)
def test_adding_never_ends_on_a_day_off(start: date, number: int) -> None:
    assert is_working_day(add_working_days(start, number))
    assert is_working_day(add_working_days(start, -number))


@given(DAYS, DAYS, NUMBERS, NUMBERS)
@settings(deadline=None)
def test_adding_is_monotone(one: date, other: date, few: int, more: int) -> None:
    one, other = sorted((one, other))
    assert add_working_days(one, few) <= add_working_days(other, few)
    assert add_working_days(one, -few) <= add_working_days(other, -few)
    if few < more:
        assert add_working_days(one, few) < add_working_days(one, more)


@given(DAYS, NUMBERS)
@settings(deadline=None)
def test_there_and_back_is_the_same_working_day(start: date, number: int) -> None:
    here = next_working_day(start)
    assert add_working_days(add_working_days(here, number), -number) == here
