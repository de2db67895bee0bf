"""The allowance of a month: by days, with the coefficient and the base salary of each."""

from datetime import date
from decimal import Decimal

import pytest

from hoanhap.casework.programmes.allowances import month_of, owed, total
from hoanhap.ground.funds.amounts import allowances, base_salaries, base_salary_on
from hoanhap.ground.kernel.errors import RuleViolation

NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2023, 6, 30), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 6, 30), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
    ],
)
def test_the_base_salary_of_a_day(day: date, amount: int) -> None:
    row = base_salary_on(day)
    assert row is not None
    assert row.amount == amount


def test_the_amounts_say_that_nobody_read_them_in_the_gazette() -> None:
    assert base_salary_on(date(2019, 6, 30)) is None
    assert not any(row.verified for row in (*base_salaries(), *allowances()))
    assert all(row.source and row.note for row in (*base_salaries(), *allowances()))


@pytest.mark.parametrize(("role", "amount"), [("leader", 1_404_000), ("deputy", 1_170_000), ("member", 936_000)])
def test_a_whole_month(role: str, amount: int) -> None:
    (run,) = owed(role, from_on=date(2025, 7, 1), to_on=None, month=NOVEMBER)
    assert (run.days, run.amount) == (30, amount)


@pytest.mark.parametrize(
    ("first", "last", "days", "amount"),
    [
        (date(2026, 11, 16), None, 15, 468_000),
        (date(2026, 11, 30), None, 1, 31_200),
        (date(2025, 7, 1), date(2026, 11, 10), 10, 312_000),
        (date(2026, 11, 5), date(2026, 11, 5), 1, 31_200),
    ],
)
def test_who_comes_or_goes_is_paid_by_days(first: date, last: date | None, days: int, amount: int) -> None:
    (run,) = owed("member", from_on=first, to_on=last, month=NOVEMBER)
    assert (run.days, run.amount) == (days, amount)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 12, 1), None), (date(2025, 7, 1), date(2026, 10, 31))])
def test_outside_the_month_nothing_is_owed(first: date, last: date | None) -> None:
    assert owed("member", from_on=first, to_on=last, month=NOVEMBER) == []


def test_a_base_salary_that_rises_within_a_month_counts_for_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (row for row in base_salaries() if row.amount in (1_800_000, 2_340_000))
    rise = date(2026, 11, 11)
    monkeypatch.setattr("hoanhap.casework.programmes.allowances.base_salary_on", lambda day: old if day < rise else new)
    runs = owed("member", from_on=date(2025, 7, 1), to_on=None, month=NOVEMBER)
    assert [(run.days, run.salary, run.amount) for run in runs] == [
        (10, 1_800_000, Decimal(240_000)),
        (20, 2_340_000, Decimal(624_000)),
    ]
    assert total(runs) == 864_000


def test_a_split_month_is_rounded_to_whole_dong() -> None:
    (run,) = owed("deputy", from_on=date(2026, 10, 12), to_on=None, month=date(2026, 10, 1))
    assert run.amount == Decimal(754_839)  # 20 of 31 days of 1.170.000 đ


def test_before_the_first_amounts_there_is_an_answer_and_no_sum() -> None:
    with pytest.raises(RuleViolation, match=r"programmes\.no_allowance_known"):
        owed("member", from_on=date(2019, 1, 1), to_on=None, month=date(2019, 6, 1))


def test_a_month_has_its_days() -> None:
    assert month_of(date(2024, 2, 29)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
