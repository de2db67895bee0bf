"""How far the roll-out of the models is: target against actual, pure computations over keys and numbers.

A commune applies the model when at least one model runs in it, and counts once however many run. Counted over units of
an earlier or later day, a deployment applies to every unit linked to its own by succession; through a unit that was
divided this is an estimate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from hoanhap.ground.kernel.text import half_up


class Applies(IntEnum):
    """Whether a unit applies the model on a day: in order of certainty."""

    NO = 0
    ESTIMATE = 1
    YES = 2


@dataclass(frozen=True)
class Cell:
    """One place in one year. ``actual`` and ``estimate`` are ``None`` for years that had not begun on the as-of day.

    ``target`` is ``None`` where the plan publishes none for these units; ``estimate`` is true when at least one commune
    is counted only through a divided unit; ``assumed`` counts those that rest only on assumed deployments.
    """

    year: int
    target: int | None
    actual: int | None
    estimate: bool | None
    assumed: int = 0

    @property
    def ahead(self) -> int | None:
        """Actual less target: positive when ahead of the plan."""
        return None if self.actual is None or self.target is None else self.actual - self.target


@dataclass(frozen=True)
class UnitState:
    """What one commune-level unit applies, at the counting day of each year."""

    unit: int
    district: int | None
    applies: Mapping[int, Applies]
    assumed: Mapping[int, bool]


def counting_days(years: Iterable[int], as_of: date) -> dict[int, date]:
    """The day on which each year is counted: its last, or the as-of day in its own year; later years have none."""
    return {year: min(date(year, 12, 31), as_of) for year in years if year <= as_of.year}


def share_of(communes: int, percentage: Decimal) -> int:
    """So many communes are this percentage of them, rounded half up."""
    return half_up(communes * percentage / 100)


def cells(
    states: Iterable[UnitState], *, years: Iterable[int], targets: Mapping[int, int], days: Mapping[int, date]
) -> list[Cell]:
    """The cells of one place, one a year, from the states of its communes. A year without target has ``None``."""
    own = list(states)
    row = []
    for year in years:
        if year not in days:
            row.append(Cell(year, targets.get(year), None, None))
            continue
        counted = [state for state in own if state.applies[year]]
        row.append(
            Cell(
                year,
                targets.get(year),
                actual=len(counted),
                estimate=any(state.applies[year] is Applies.ESTIMATE for state in counted),
                assumed=sum(state.assumed[year] for state in counted),
            )
        )
    return row


def months_between(start: date, end: date) -> Decimal:
    """Calendar months from one day to a later one, with the rest in 1/31 of a month; 0 when ``end`` is past."""
    months = Decimal((end.year - start.year) * 12 + end.month - start.month) + Decimal(end.day - start.day) / 31
    return max(months, Decimal(0))


def needed_a_month(*, missing: int, as_of: date, until: date) -> Decimal | None:
    """How many communes a month it takes from now on; ``None`` when the day has passed and some are missing."""
    if missing <= 0:
        return Decimal(0)
    months = months_between(as_of, until)
    return Decimal(missing) / months if months else None
