"""The working-day calendar of Viet Nam: the ``holidays`` package under a reviewed overlay.

Every day is off or a working day, and *decided* or *provisional*: provisional while the year's notice on days off is
not published, or while it is unverified whether a day is off at all. Only years with a row in
``rulebooks/calendar_years.csv`` are known; any other year is refused, never guessed. Source: Labour Code 2019 Art 112
and the notices named in the rulebooks; domain reference §1.13 (Counting).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.law import reading

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """What the calendar knows of a day; ``name`` (Vietnamese) says why it is off or worked, if it is special."""

    on: date
    is_working: bool
    decided: bool
    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """A year of the calendar and the notice it rests on."""

    year: int
    decided: bool
    source: str
    verified: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class OverlayDay:
    """A reviewed correction or question on top of the ``holidays`` package."""

    on: date
    is_working: bool
    decided: bool
    name: str
    name_vi: str
    swapped_with: date | None
    source: str
    verified: bool
    note: str


@cache
def calendar_years() -> Mapping[int, CalendarYear]:
    """The years that the calendar knows."""
    rows = reading.table("calendar_years")
    if strange := {row["state"] for row in rows} - {"decided", "provisional"}:
        raise ValueError(f"unknown state of a year: {strange}")
    return {
        int(row["year"]): CalendarYear(
            year=int(row["year"]),
            decided=row["state"] == "decided",
            source=row["source"],
            verified=reading.yes(row["verified"]),
            note=row["note"],
        )
        for row in rows
    }


@cache
def overlay() -> Mapping[date, OverlayDay]:
    """The reviewed overlay, by day."""
    rows = reading.table("holidays_overlay")
    if strange := {row["state"] for row in rows} - {"off", "worked"}:
        raise ValueError(f"unknown state of a day: {strange}")
    return {
        date.fromisoformat(row["day"]): OverlayDay(
            on=date.fromisoformat(row["day"]),
            is_working=row["state"] == "worked",
            decided=reading.yes(row["decided"]),
            name=row["name"],
            name_vi=row["name_vi"],
            swapped_with=reading.day(row["swapped_with"]),
            source=row["source"],
            verified=reading.yes(row["verified"]),
            note=row["note"],
        )
        for row in rows
    }


def special_days(year: int) -> Mapping[date, CalendarDay]:
    """The days of a year that are not what their weekday says, or not decided. Raises Refusal for other years."""
    if year not in calendar_years():
        known = calendar_years()
        raise Refusal("law.year_unknown", year=str(year), first=str(min(known)), last=str(max(known)))
    return _special_days(year)


@cache
def _special_days(year: int) -> Mapping[date, CalendarDay]:
    from holidays import country_holidays  # costs a moment: only when days are counted, once for a year

    known = calendar_years()[year]
    # The next year too: a day off in January may be worked for in December.
    package = country_holidays("VN", years=(year, year + 1), language="vi")
    found: dict[date, CalendarDay] = {}
    for on, name in package.items():
        if on.year == year:
            found[on] = CalendarDay(on=on, is_working=False, decided=known.decided, name=name, source=known.source)
    for on in package.weekend_workdays:
        if on.year == year:
            found[on] = CalendarDay(on=on, is_working=True, decided=known.decided, name="Làm bù", source=known.source)
    for on, row in overlay().items():
        if on.year == year:
            decided = row.decided and known.decided
            found[on] = CalendarDay(
                on=on, is_working=row.is_working, decided=decided, name=row.name_vi, source=row.source
            )
    return found


def calendar_day(on: date) -> CalendarDay:
    """What the calendar knows of ``on``. Raises Refusal for a year that it does not know."""
    special = special_days(on.year).get(on)
    if special:
        return special
    known = calendar_years()[on.year]
    weekend = on.weekday() >= _SATURDAY
    return CalendarDay(on=on, is_working=not weekend, decided=known.decided, name="", source=known.source)


def is_working_day(on: date) -> bool:
    """Whether offices work on ``on``: no Saturday, Sunday or holiday, but a Saturday worked for another day is one."""
    return calendar_day(on).is_working


def _walk(start: date, step: timedelta) -> Iterator[CalendarDay]:
    while True:
        try:
            start += step
        except OverflowError as error:
            raise Refusal("law.beyond_calendar") from error
        yield calendar_day(start)


def add_working_days(start: date, number: int) -> date:
    """The ``number``-th working day after ``start`` (before it, if negative); ``start`` itself is not counted."""
    if not number:
        return start
    step = _DAY if number > 0 else -_DAY
    left = abs(number)
    for day in _walk(start, step):
        left -= day.is_working
        if not left:
            return day.on
    raise AssertionError("the walk does not end by itself")


def working_days_between(first: date, last: date) -> int:
    """How many working days there are after ``first`` up to and with ``last``; negative where ``last`` is earlier.

    The inverse of :func:`add_working_days`: backwards the earlier day counts and the later one does not.
    """
    if last < first:
        return -_number(last, first, counted_from=0)
    return _number(first, last, counted_from=1)


def _number(first: date, last: date, *, counted_from: int) -> int:
    days = (first + timedelta(days=n + counted_from) for n in range((last - first).days))
    return sum(is_working_day(day) for day in days)


def next_working_day(on: date, *, backwards: bool = False) -> date:
    """``on`` itself if it is a working day, else the nearest one after it (before it, if ``backwards``)."""
    return on if is_working_day(on) else add_working_days(on, -1 if backwards else 1)


def crosses_provisional(first: date, last: date) -> bool:
    """Whether a day from ``first`` to ``last``, both counted, is provisional."""
    return any(not calendar_day(first + timedelta(days=n)).decided for n in range((last - first).days + 1))
