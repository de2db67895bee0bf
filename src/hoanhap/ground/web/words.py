"""Numbers, days and shares as the reader's language writes them. Pure functions under the active language."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.text import number_vi

NARROW_SPACE = "\u00a0"
"""Between a number and its percent sign, so that a line never breaks there."""
MINUS = "\u2212"


def number_words(value: Decimal | int | float, places: int = 0) -> str:
    """``1234.5`` → "1.234,5" on Vietnamese pages, "1,234.5" on English ones; a true minus sign."""
    if get_language() == "en":
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        written = f"{rounded:,.{places}f}"
    else:
        written = number_vi(value, places)
    if written.startswith("-"):
        bare = written[1:]
        return bare if not bare.strip("0.,") else MINUS + bare
    return written


def share_words(value: Decimal | int | float, places: int = 1) -> str:
    """A share between 0 and 1: ``0.334`` → "33,4 %" (Vietnamese) or "33.4%" (English)."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    space = "" if get_language() == "en" else NARROW_SPACE
    return f"{number_words(exact * 100, places)}{space}%"


def day_words(value: date) -> str:
    """dd/mm/yyyy, in both languages. A moment is shown by its day in Viet Nam."""
    if isinstance(value, datetime):
        value = value.astimezone(LOCAL).date() if value.tzinfo else value.date()
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment_words(value: datetime) -> str:
    """hh:mm dd/mm/yyyy in Viet Nam's time."""
    local = value.astimezone(LOCAL) if value.tzinfo else value
    return f"{local.hour:02d}:{local.minute:02d} {day_words(local)}"
