"""Arguments that commands share."""

from argparse import ArgumentTypeError
from datetime import date
from re import compile as pattern

ISO_DAY = pattern(r"\d{4}-\d{2}-\d{2}")


def day(text: str) -> date:
    """A day written YYYY-MM-DD or dd/mm/yyyy. Raises ArgumentTypeError, which exits 2 with a sentence."""
    try:
        if "/" in text:
            day_, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day_)
        if not ISO_DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is not a day; write YYYY-MM-DD or dd/mm/yyyy") from error
