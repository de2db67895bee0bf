"""What the checker knows of the law, stated again in its own few words and counted in its own way.

Nothing here calls the rules of the product: where both are wrong in the same way, at least nobody copied it. Sources as
in the domain reference: terms §1.9, deadlines §1.13 (read from the same CSV files, counted here one by one), order
§1.2.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import hoanhap.ground.law as law_room

DAY = timedelta(days=1)
SUSPENDS_FROM = date(2026, 7, 1)
"""From this first day prison suspends post-rehabilitation management; before it ends it (L73 43; L120 47.1)."""
RULEBOOKS = Path(law_room.__file__).parent / "rulebooks"

POST_REHAB_AFTER = {
    "proposed": {"notice_received", "completed"},
    "decided": {"proposed"},
    "served": {"decided"},
    "revoked": {"decided"},
    "corrected": {"decided"},
    "returned": {"proposed"},
    "reviewed": {"served", "completed"},
    "certified": {"reviewed"},
    "extended": {"served"},
    "transferred": {"left", "notice_received", "completed"},
}
"""In post-rehabilitation management: what must have happened before, every one of them or, for transfers, any."""
ANY_OF = {"proposed", "transferred"}
AFTER_THE_END = {"recomputed", "helper_ended"}
"""What may still be recorded of a measure that has ended."""
TWO_YEARS = {"compulsory"}
"""After which rehabilitation post-rehabilitation management takes two years; one year after any other."""


def order_fault(measure: str, kinds: Sequence[str], outcome: str) -> str:
    """What is wrong with the order of events of a measure; empty where nothing is."""
    kinds = [kind for kind in kinds if kind != "recomputed"]
    if not kinds:
        return "no event"
    begins = {"notice_received", "completed"} if measure == "post_rehab" else {"opened"}
    if kinds[0] not in begins:
        return f"begins with {kinds[0]}"
    closing = {"removed", "closed"} | ({"completed"} if measure != "post_rehab" else set())
    ends = [place for place, kind in enumerate(kinds) if kind in closing]
    if bool(ends) != bool(outcome):
        return "ended without an end" if outcome else "an end without an outcome"
    if ends and set(kinds[ends[0] + 1 :]) - AFTER_THE_END:
        return f"{kinds[ends[0] + 1]} after the end"
    if measure != "post_rehab":
        return ""
    for place, kind in enumerate(kinds):
        needed = POST_REHAB_AFTER.get(kind, set())
        before = set(kinds[:place])
        if needed and not (needed & before if kind in ANY_OF else needed <= before):
            return f"{kind} too early"
    if kinds.count("completed") > 1:
        return "completed twice"
    if outcome == "completed" and "certified" not in kinds:
        return "taken off the list as completed without a certificate"
    return ""


def last_day(measure: str, completed: date, away: Sequence[tuple[str, date, date | None, bool]]) -> date | None:
    """The last day of a post-rehabilitation term, counted day by day; None while somebody is away without an end.

    ``away``: kind, first day, last day, reported. A day counts unless the person was away without a word, on the run,
    or in prison under the law of 01/07/2026; prison before it ends the term on its first day.
    """
    years = 2 if measure in TWO_YEARS else 1
    left = (_anniversary(completed, years) - completed).days
    day = completed
    while left:
        day += DAY
        if day > completed + timedelta(days=365 * 60):
            return None
        counts = True
        for kind, first, last, reported in away:
            if first > day or (last is not None and last < day):
                continue
            began = max(first, completed + DAY)
            if kind == "prison" and began < SUSPENDS_FROM:
                return began
            if kind in ("prison", "escape") or (kind == "absence" and not reported):
                if last is None:
                    return None
                counts = False
        left -= counts
    return day


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def age_fault(measure: str, born: date, completed: date, *, only_year: bool) -> str:
    """What is wrong with an age at the end of rehabilitation; empty where nothing is, or nothing can be known."""
    youngest = date(born.year, 12, 31) if only_year else born
    oldest = date(born.year, 1, 1) if only_year else born
    if oldest > completed:
        return "born after completion"
    if measure == "compulsory" and _anniversary(oldest, 18) > completed:
        return "compulsory under 18"
    if measure == "compulsory_minor" and (
        _anniversary(oldest, 12) > completed or _anniversary(youngest, 21) <= completed
    ):
        return "compulsory for minors outside 12 to 20"
    return ""


# ── deadlines ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Limit:
    """One version of a deadline rule as its file has it."""

    kind: str
    number: int
    unit: str
    since: date
    until: date | None


@cache
def limits() -> dict[str, Limit]:
    """Every version of every rule, as a duty names it."""
    found = {}
    for row in _table("deadlines"):
        variant = f"/{row['variant']}" if row["variant"] else ""
        until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        limit = Limit(row["kind"], int(row["limit"]), row["unit"], date.fromisoformat(row["valid_from"]), until)
        found[f"{row['code']}{variant}@{row['valid_from']}"] = limit
    return found


@cache
def days_off(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of a year that its weekday does not tell, and the Saturdays worked for others."""
    from holidays import country_holidays

    package = country_holidays("VN", years=(year, year + 1))
    off, worked = set(package.keys()), set(package.weekend_workdays)
    for row in _table("holidays_overlay"):
        day = date.fromisoformat(row["day"])
        (off if row["state"] == "off" else worked).add(day)
        (worked if row["state"] == "off" else off).discard(day)
    return frozenset(off), frozenset(worked)


def works(day: date) -> bool:
    """Whether offices work on a day."""
    off, worked = days_off(day.year)
    return day in worked or (day.weekday() < 5 and day not in off)


def due_of(limit: Limit, counted_from: date, moment: datetime | None) -> date | datetime | None:
    """The last day, or moment, of a limit, counted one by one; None where a moment is needed and missing."""
    if limit.unit == "hours":
        if limit.kind == "within_last":
            return counted_from
        return None if moment is None else moment + timedelta(hours=limit.number)
    step = DAY if limit.kind == "after" else -DAY
    day, left = counted_from, limit.number
    if limit.kind == "within_last":
        return counted_from
    while left:
        day += step
        left -= works(day) if limit.unit == "working_days" else 1
    return day


def _table(name: str) -> list[dict[str, str]]:
    with (RULEBOOKS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
