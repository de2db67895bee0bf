"""Reading the cells of one row of a list of people, and noting what cannot be read."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from hoanhap.casework.people import rules
from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.kernel.text import fold, tidy
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.forms import read_day

_EXCEL_ZERO = date(1899, 12, 30)
_GAPS = re.compile(r"[\s.\-]")
_MONTH = re.compile(r"\d{1,2}[/.\-](\d{4})")


class Cells:
    """The values of one row by column key, and the problems found so far, each with its key."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values
        self._texts: dict[str, str] = {}
        self.problems: list[tuple[str, Refusal]] = []

    def text(self, key: str) -> str:
        """A cell as its reader sees it."""
        if key not in self._texts:
            value = self.values.get(key)
            whole = isinstance(value, float) and value.is_integer()
            self._texts[key] = "" if value is None else tidy(str(int(value) if whole else value))  # type: ignore[call-overload]
        return self._texts[key]

    def refuse(self, key: str, refusal: str) -> None:
        """Note what is wrong with a cell; not what stands in it."""
        self.problems.append((key, RuleViolation(refusal)))

    def check(self, key: str, rule: Callable[[], object]) -> None:
        """Note what a rule says."""
        try:
            rule()
        except RuleViolation as violation:
            self.problems.append((key, violation))

    def held(self, key: str, rule: Callable[[str], str], *, needed: bool = False) -> str:
        """A cell in its form; empty where it is, or where it has none."""
        if not self.text(key):
            if needed:
                self.refuse(key, "people.cell_missing")
            return ""
        try:
            return rule(self.text(key))
        except RuleViolation as violation:
            self.problems.append((key, violation))
            return ""

    def one_of(self, key: str, words: Mapping[str, str]) -> str:
        """A cell with one of some words."""
        typed = fold(self.text(key)).strip(" .")
        if typed not in words:
            self.refuse(key, "people.word_unknown" if typed else "people.cell_missing")
        return words.get(typed, "")

    def day(self, key: str) -> date | None:
        """A cell with a day."""
        value = self.values.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or value is None:
            return value
        if isinstance(value, int) and 10_000 < value < 60_000:
            return _EXCEL_ZERO + timedelta(days=value)
        try:
            return read_day(self.text(key).partition("T")[0])  # staged days may carry midnight with them
        except ValueError:
            self.refuse(key, "people.not_a_day")
            return None

    def birth(self, on: date) -> tuple[date | None, int]:
        """Day and year of birth, from one column or the other; a month with a year counts as the year alone."""
        for key in ("birth", "birth_year"):
            typed = self.text(key).partition("T")[0]
            if not typed:
                continue
            if month := _MONTH.fullmatch(typed):
                typed = month[1]
            if re.fullmatch(r"(?:19|20)\d\d", typed):
                return None, int(typed)
            known = len(self.problems)
            day = self.day(key)
            if day is not None:
                return day, day.year
            del self.problems[known:]
            self.refuse(key, "people.not_a_birth")
            return None, 0
        self.refuse("birth", "people.cell_missing")
        return None, 0

    def number(self, key: str) -> str:
        """A number of a paper, with the zeros that the spreadsheet dropped."""
        typed = _GAPS.sub("", self.text(key).lstrip("'"))
        return rules.with_zeros(typed)

    def phone(self, key: str) -> str:
        """A telephone; of several the first."""
        first = re.split(r"[;,/]| - ", self.text(key).lstrip("'"))[0]
        restored = rules.phone_with_zero(_GAPS.sub("", first))
        try:
            return rules.phone_of(restored) if restored else ""
        except RuleViolation as violation:
            self.problems.append((key, violation))
            return ""

    def place(self, units: Sequence[Place], day: date) -> Place | None:
        """The unit of the day with this name or code; the only one in reach where the column is empty."""
        standing = [one for one in units if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
        typed = fold(self.text("place"))
        if typed:
            code = typed.zfill(5) if typed.isdigit() else ""
            standing = [one for one in standing if typed in (fold(one.name), fold(one.full_name)) or code == one.code]
        if len(standing) == 1:
            return standing[0]
        self.refuse("place", "people.unit_not_in_reach" if typed or not standing else "people.cell_missing")
        return None
