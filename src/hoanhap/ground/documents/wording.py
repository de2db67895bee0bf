"""Days and units as official papers write them. Plain Vietnamese; nothing is translated here."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hoanhap.ground.kernel.text import capital

BLANK = "\u00a0" * 4


def day(value: object) -> str:
    """``2026-02-01`` as "01/02/2026"; a year or anything else stays as it is."""
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{found:%d/%m/%Y}"


def long_day(value: object) -> str:
    """``2026-02-01`` as "ngày 01 tháng 02 năm 2026" (Decree 30/2020: zero before days to 9, months 1, 2)."""
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    month = f"{found.month:02d}" if found.month < 3 else str(found.month)
    return f"ngày {found.day:02d} tháng {month} năm {found.year}"


def day_and_month(on: date | None, year: int) -> str:
    """The day in the line of place and date; with blanks while nothing is signed."""
    words = long_day(on) if on else f"ngày {BLANK} tháng {BLANK} năm {year}"
    return words.replace(" ", "\u00a0")


FILTERS: Mapping[str, Callable[[Any], Any]] = {
    "day": day,
    "long_day": long_day,
    "upper": lambda value: str(value).upper(),
    "lower": lambda value: str(value).lower(),
    "first_upper": capital,
    "length": len,
}
"""What a template may do with a value."""
