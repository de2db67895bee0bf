"""Target against actual, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.monitoring.plans.progress import (
    Applies,
    UnitState,
    cells,
    counting_days,
    months_between,
    needed_a_month,
    share_of,
)

YEARS = [2021, 2022, 2023, 2024, 2025]


def test_a_year_is_counted_on_its_last_day_and_the_present_one_on_the_as_of_day() -> None:
    assert counting_days(YEARS, date(2023, 5, 9)) == {
        2021: date(2021, 12, 31),
        2022: date(2022, 12, 31),
        2023: date(2023, 5, 9),
    }
    assert counting_days(YEARS, date(2020, 5, 9)) == {}
    assert counting_days(YEARS, date(2026, 11, 21))[2025] == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("communes", "percentage", "share"),
    [(15, "30", 5), (31, "60", 19), (579, "60", 347), (526, "40", 210), (126, "30", 38), (126, "100", 126)],
)
def test_shares_round_half_up(communes: int, percentage: str, share: int) -> None:
    assert share_of(communes, Decimal(percentage)) == share


def state(unit: int, applies: Applies, assumed: bool = False) -> UnitState:
    return UnitState(unit=unit, district=1, applies={2021: applies}, assumed={2021: assumed})


def test_a_commune_counts_once_an_estimate_counts_and_is_said() -> None:
    (cell,) = cells(
        [state(1, Applies.YES), state(2, Applies.ESTIMATE), state(3, Applies.NO)],
        years=[2021],
        targets={2021: 3},
        days={2021: date(2021, 12, 31)},
    )
    assert (cell.actual, cell.target, cell.ahead, cell.estimate) == (2, 3, -1, True)


def test_a_year_to_come_has_a_target_and_no_figure() -> None:
    (cell,) = cells([state(1, Applies.YES)], years=[2022], targets={2022: 3}, days={})
    assert (cell.actual, cell.target, cell.ahead, cell.estimate) == (None, 3, None, None)


def test_without_published_targets_nothing_is_ahead_or_behind() -> None:
    (cell,) = cells([state(1, Applies.YES)], years=[2021], targets={}, days={2021: date(2021, 12, 31)})
    assert (cell.target, cell.ahead, cell.actual) == (None, None, 1)


def test_what_is_needed_a_month() -> None:
    until = date(2025, 12, 31)
    assert needed_a_month(missing=198, as_of=date(2023, 12, 31), until=until) == Decimal(198) / 24
    assert needed_a_month(missing=0, as_of=date(2026, 1, 1), until=until) == 0
    assert needed_a_month(missing=3, as_of=date(2026, 1, 1), until=until) is None


@given(st.dates(date(2021, 1, 1), date(2025, 12, 31)), st.dates(date(2021, 1, 1), date(2025, 12, 31)))
def test_months_never_run_backwards(a: date, b: date) -> None:
    assert months_between(a, b) >= 0
    if a <= b:
        assert months_between(a, date(2025, 12, 31)) >= months_between(b, date(2025, 12, 31))
