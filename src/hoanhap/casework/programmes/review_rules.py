"""The month's roll-call and the quarter's review: pure rules over plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hoanhap.casework.programmes.help_rules import check_words
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.text import tidy

PRESENCES = ("present", "phone", "excused", "absent")
GRADES = ("good", "fair", "average", "weak")
WORKS = ("steady", "casual", "learning", "looking", "unable")
FAMILIES = ("supports", "distant", "none")


@dataclass(frozen=True, kw_only=True)
class Called:
    """One row of a roll-call as it was typed."""

    episode: UUID
    presence: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One row of a review meeting as it was typed."""

    episode: UUID
    work: str
    family: str
    grade: str
    health_appointment: bool = False
    comments: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A cell that cannot be, and why."""

    episode: UUID
    column: str
    why: RuleViolation


class SheetRefused(RuleViolation):
    """Some rows of a sheet cannot be: nothing was written, and ``wrong`` says which cells."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("programmes.sheet_wrong", number=len({one.episode for one in wrong}))
        self.wrong = list(wrong)


def wrong_called(row: Called) -> list[Wrong]:
    """A person is present, answers by telephone, is excused or absent; who is excused or absent has a reason."""
    found = []
    if row.presence not in PRESENCES:
        found.append(_wrong(row.episode, "presence", RuleViolation("programmes.choose_one")))
    needed = row.presence in ("excused", "absent")
    return found + _words(row.episode, "words", row.words, needed=needed)


def wrong_reviewed(row: Reviewed) -> list[Wrong]:
    """Work, family and grade are told; a weak quarter is told in words."""
    columns = (("work", row.work, WORKS), ("family", row.family, FAMILIES), ("grade", row.grade, GRADES))
    found = [
        _wrong(row.episode, name, RuleViolation("programmes.choose_one"))
        for name, value, known in columns
        if value not in known
    ]
    return found + _words(row.episode, "comments", row.comments, needed=row.grade == "weak")


def check_sheet(wrong: Sequence[Wrong]) -> None:
    """Raise SheetRefused where any cell is wrong."""
    if wrong:
        raise SheetRefused(wrong)


def check_held(held_on: date, *, first: date, on: date) -> None:
    """A roll-call or a meeting is held within its month or quarter, or soon after, and not on a day to come."""
    if held_on > on:
        raise RuleViolation("programmes.day_ahead", field="held_on", day=held_on)
    if held_on < first:
        raise RuleViolation("programmes.held_before", field="held_on", day=first)


def check_minutes_no(number: str) -> str:
    """The number of the minutes, on which the results rest."""
    if not tidy(number):
        raise RuleViolation("programmes.minutes_missing", field="paper_no")
    return tidy(number)


def _words(episode: UUID, column: str, words: str, *, needed: bool) -> list[Wrong]:
    try:
        check_words(words, field=column, needed=needed)
    except RuleViolation as violation:
        return [_wrong(episode, column, violation)]
    return []


def _wrong(episode: UUID, column: str, why: RuleViolation) -> Wrong:
    return Wrong(episode=episode, column=column, why=why)
