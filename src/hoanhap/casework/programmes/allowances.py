"""What the members of a team are owed for a month: a pure computation over plain values.

Coefficient of the role × base salary, both of the day; a month is paid by its calendar days, so that whoever came,
left or changed role within it, and a base salary that rises within it, count for their days. Each run of equal days
is rounded to whole đồng at its end, halves up; runs that follow one another without a change are one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hoanhap.ground.funds.amounts import allowance_on, base_salary_on
from hoanhap.ground.kernel.errors import RuleViolation

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Run:
    """Days of a month with one coefficient and one base salary."""

    first: date
    last: date
    coefficient: Decimal
    salary: Decimal
    verified: bool
    amount: Decimal

    @property
    def days(self) -> int:
        """How many, both ends included."""
        return (self.last - self.first).days + 1


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month.

    >>> month_of(date(2024, 2, 10))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    first = day.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def owed(role: str, *, from_on: date, to_on: date | None, month: date) -> list[Run]:
    """The runs of days for which an appointment is paid in a month; none where it is not open in it.

    Raises RuleViolation ``programmes.no_allowance_known`` for days before the first known amounts.
    """
    first, last = month_of(month)
    begin, end = max(first, from_on), min(last, to_on or last)
    length = (last - first).days + 1
    found: list[tuple[date, date, Decimal, Decimal, bool]] = []
    day = begin
    while day <= end:
        share, salary = allowance_on(role, day), base_salary_on(day)
        if share is None or salary is None:
            raise RuleViolation("programmes.no_allowance_known", field="month", day=day)
        same = found[-1] if found else None
        if same is not None and same[2:4] == (share.amount, salary.amount):
            found[-1] = (same[0], day, *same[2:])
        else:
            found.append((day, day, share.amount, salary.amount, share.verified and salary.verified))
        day += _DAY
    return [
        Run(
            first=start, last=stop, coefficient=share, salary=salary, verified=sure,
            amount=_rounded(share * salary * ((stop - start).days + 1) / length),
        )
        for start, stop, share, salary, sure in found
    ]  # fmt: skip


def total(runs: Iterable[Run]) -> Decimal:
    """What the runs come to."""
    return sum((run.amount for run in runs), Decimal(0))


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)
