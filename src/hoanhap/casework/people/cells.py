"""What only a list of people has in its cells: births, numbers of papers, telephones, the unit somebody lives in."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from hoanhap.casework.people import rules
from hoanhap.ground.exchange.cells import Cells, digits_of, filled
from hoanhap.ground.kernel.text import fold
from hoanhap.ground.places.models import Place

_CLASS_WORDS = {"p": "phuong", "x": "xa", "tt": "thi tran"}
_NEXT_PHONE = re.compile(r"[;,/]| - ")
_MONTH = re.compile(r"\d{1,2}\s*[/.\-]\s*(\d{4})")
_YEAR = re.compile(r"(?:(?:sinh\s+)?nam\s+)?((?:19|20)\d\d)")


class PersonCells(Cells):
    """The cells of one row of a list of people."""

    def birth(self) -> tuple[date | None, int]:
        """Day and year of birth, from one column or the other; a month with a year counts as the year alone."""
        for key in ("birth", "birth_year", *self._halves()):
            typed = self.text(key).lstrip("'")
            if not typed:
                continue
            if year := _YEAR.fullmatch(fold(typed)) or _MONTH.fullmatch(typed):
                return None, int(year[1])
            known = len(self.problems)
            day = self.day(key)
            if day is not None:
                return day, day.year
            if self.problems[known][1].code == "exchange.not_a_day":
                del self.problems[known:]
                self.refuse(key, "people.not_a_birth")
            return None, 0
        self.refuse("birth", "exchange.cell_missing")
        return None, 0

    def sex(self, words: Mapping[str, str]) -> str:
        """From its own column, or from the column of births that is filled."""
        halves = self._halves()
        if self.text("sex") or not halves:
            self.needed("sex")
            return self.one_of("sex", words, usual=("Nam", "Nữ"))
        if len(halves) > 1:
            self.refuse(halves[1], "people.both_sexes")
        return halves[0].removeprefix("birth_")

    def _halves(self) -> list[str]:
        return [key for key in ("birth_male", "birth_female") if self.text(key)]

    def number(self, key: str) -> str:
        """A number of a paper, with the zeros that the spreadsheet dropped."""
        return rules.with_zeros(self.digits(key))

    def phone(self, key: str) -> str:
        """A telephone; of several the first."""
        first = digits_of(_NEXT_PHONE.split(self.text(key), maxsplit=1)[0])
        return self.held_text(key, rules.phone_with_zero(first), rules.phone_of)

    def place(self, units: Sequence[Place], day: date) -> Place | None:
        """The unit of the day with this name or code; the only one in reach where the column is empty."""
        standing = [one for one in units if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
        typed = fold(self.text("place"))
        if typed:
            names = _unit_names(typed)
            standing = [one for one in standing if names & {*_folded(one.name, one.full_name), one.code}]
        if len(standing) == 1:
            return standing[0]
        if not standing:
            self.refuse("place", "people.unit_not_in_reach")
        else:
            self.refuse("place", "people.unit_not_unique" if typed else "exchange.cell_missing")
        return None


@lru_cache(maxsize=10_000)
def _folded(*names: str) -> tuple[str, ...]:
    """Names of a unit as they are compared: the same for every row."""
    return tuple(fold(name) for name in names)


def _unit_names(typed: str) -> set[str]:
    """What a unit may be called that was typed like this: with its class word cut short, or with its district."""
    first = typed.partition(",")[0].strip()
    names = {typed, first, filled(typed, 5)}
    if short := re.fullmatch(r"(p|x|tt)(?:\.\s*|\s+)(.+)", first):
        names.add(f"{_CLASS_WORDS[short[1]]} {short[2]}")
    return names
