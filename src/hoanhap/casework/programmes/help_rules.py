"""Personal help as plan 270/KH-UBND §II.1 orders it: pure rules over plain values."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hoanhap.casework.episodes.choices import Measure, Stage
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.kernel.text import fold, tidy

LONGEST_WORDS = 500
"""Characters of short words: a visit, an item, a need."""
LONGEST_NOTE = 4_000
LONGEST_VISIT = 600
"""Minutes."""
LONGEST_AHEAD = 366
"""Days ahead for which a visit is planned."""

_VAULT = re.compile(r"\b(hiv|aids|arv|methadone?|buprenorphine?|sida|nhiem h|co h|viem gan|lao phoi|giang mai)\b")
"""Words that say of somebody's health what only health staff keep (access-and-privacy §3.3: free text is the leak)."""


def check_words(words: str, *, field: str, most: int = LONGEST_WORDS, needed: bool = False) -> str:
    """The words as they are kept. Raises RuleViolation where they are missing, too long, or tell of health."""
    found = "\n".join(tidy(line) for line in words.splitlines()).strip()
    if needed and not found:
        raise RuleViolation("programmes.words_missing", field=field)
    if len(found) > most:
        raise RuleViolation("programmes.too_long", field=field, most=most, found=len(found))
    if _VAULT.search(fold(found)):
        raise RuleViolation("programmes.words_of_health", field=field)
    return found


def check_happened(day: date, *, since: date | None, on: date, field: str) -> None:
    """What is told has happened, and since the measure began."""
    if day > on:
        raise RuleViolation("programmes.day_ahead", field=field, day=day)
    if since is not None and day < since:
        raise RuleViolation("programmes.before_measure", field=field, day=since)


def check_planned(day: date, *, on: date, field: str) -> None:
    """A visit is planned for today or a day within a year."""
    if day < on:
        raise RuleViolation("programmes.plan_in_past", field=field)
    if (day - on).days > LONGEST_AHEAD:
        raise RuleViolation("programmes.plan_too_far", field=field)


def check_running(measure: str, stage: str) -> None:
    """Help is given in post-rehabilitation management, until it has ended (plan 270 §II.1)."""
    if measure != Measure.POST_REHAB or stage == Stage.ENDED:
        raise RuleViolation("programmes.measure_over")


def check_minutes(minutes: int) -> None:
    """A visit takes from one minute to ten hours."""
    if not 1 <= minutes <= LONGEST_VISIT:
        raise RuleViolation("programmes.minutes_unlikely", field="minutes", most=LONGEST_VISIT)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month that holds ``day``."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter that holds ``day``."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, month_of(first.replace(month=first.month + 2))[1]


def due_of(period: str, *, on: date) -> date:
    """The last day of the month, quarter or year for which an item is set (plan 270 §II.1)."""
    match period:
        case "month":
            return month_of(on)[1]
        case "quarter":
            return quarter_of(on)[1]
        case "year":
            return date(on.year, 12, 31)
    raise RuleViolation("programmes.period_unknown", field="period")


@dataclass(frozen=True, kw_only=True)
class Sees:
    """What a post sees of the help given to somebody (access-and-privacy §3.3, class D5)."""

    goals: bool
    """Needs and items of the plan in words."""
    words: bool
    """What was written of visits, of the first assessment and of the quarter."""


_WHOLE = frozenset({Role.VOLUNTEER, Role.TEAM_LEADER, Role.COUNSELLING_POINT, Role.SYSTEM})


def sees(role: Role | None) -> Sees:
    """Helpers see the help they give; the officer its goals; the Chairman how far it is, and no words."""
    return Sees(goals=role in _WHOLE or role is Role.SOCIAL_AFFAIRS_OFFICER, words=role in _WHOLE)


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """One assignment of a helper to a measure, as plain values."""

    post: str
    role: str
    from_on: date
    to_on: date | None


def authors_before(assigned: Iterable[Assigned], *, post: str, on: date) -> set[str]:
    """The posts whose counselling notes the holder of ``post`` may read on a day beside their own: those of the same
    role whose assignment ended before the holder's began (access-and-privacy §3.3: author and successor)."""
    rows = list(assigned)
    own = [one for one in rows if one.post == post and one.from_on <= on and (one.to_on is None or one.to_on >= on)]
    return {
        before.post
        for mine in own
        for before in rows
        if before.role == mine.role and before.to_on is not None and before.to_on < mine.from_on
    }
