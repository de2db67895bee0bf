"""Periods on the civil calendar: months and years, forwards and backwards (Civil Code 2015 Art 148)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from hoanhap.ground.kernel.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class Validity:
    """The days on which a row is in force; ``valid_to`` is its last day, ``None`` while it stands."""

    valid_from: date
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the row is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def add_months(day: date, months: int) -> date:
    """The same date ``months`` later (earlier, if negative), or the last day of a month that has no such date.

    Raises Refusal outside the years that a calendar can write. Source: Civil Code 2015 Art 148.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise Refusal("law.beyond_calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same date ``years`` later; 29/02 becomes 28/02 in a year without it. Source: Civil Code 2015 Art 148."""
    return add_months(day, 12 * years)
