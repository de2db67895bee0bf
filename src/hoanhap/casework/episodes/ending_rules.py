"""When a term may be certified, and what the reviewer is warned of. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from hoanhap.casework.episodes.choices import EndWarning
from hoanhap.casework.episodes.rules import CLEAN_YEARS, REMOVAL_WINDOW
from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.law import deadlines
from hoanhap.ground.law.periods import add_months, add_years

WINDOW = "B-PR-END"
LONGEST_EXTENSION_MONTHS = 12
"""An extension of sight is not for good: after a year its reason is looked at anew."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a file holds when it is reviewed for the end: numbers and days only."""

    tests: int = 0
    positives: int = 0
    last_test: date | None = None
    last_positive: date | None = None
    reviews: int = 0
    last_review: date | None = None
    findings: int = 0
    confirmed: int = 0
    last_confirmed: date | None = None
    unreported_days: int = 0
    uncounted_days: int = 0
    away: bool = False
    open_duties: int = 0

    def counts(self) -> dict[str, object]:
        """The same, to be kept."""
        known = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}

    @classmethod
    def of(cls, counts: Mapping[str, object]) -> "Evidence":
        """As it was kept."""
        known: dict[str, Any] = {one.name: counts[one.name] for one in fields(cls) if one.name in counts}
        for name in known:
            if name.startswith("last_") and known[name]:
                known[name] = date.fromisoformat(known[name])
        return cls(**known)


def first_day_of_end(ends_on: date) -> date:
    """The first day on which the end may be certified.

    Under regime B within the last working days of the term (``B-PR-END``, D163 138); under A once the term is over: on
    its last day (D116 81). Which of them, the day of the end says.
    """
    try:
        answer = deadlines.deadline(WINDOW, start=ends_on)
    except Refusal:
        return ends_on
    assert isinstance(answer.opens, date)  # noqa: S101 - a rule in days that opens
    return max(answer.opens, answer.rule.valid_from)


def asks_for_no_use(ends_on: date) -> bool:
    """Whether a term that ends on this day completes only without use: regime A (L73 43; D116 81), not B (L120 48)."""
    return not any(rule.code == WINDOW and rule.covers(ends_on) for rule in deadlines.deadline_rules())


def check_window(ends_on: date | None, *, on: date) -> None:
    """Raises RuleViolation ``episodes.end_unknown``, ``episodes.end_too_early`` naming the first day."""
    if ends_on is None:
        raise RuleViolation("episodes.end_unknown")
    first = first_day_of_end(ends_on)
    if on < first:
        raise RuleViolation("episodes.end_too_early", field="on", day=first, end=ends_on)


def two_clean_years(evidence: Evidence, *, started_on: date, on: date) -> bool:
    """Plan 270's own condition (§6.2 C6): two years without a sign of use, since completion or the last sign."""
    signs = [day for day in (started_on, evidence.last_positive, evidence.last_confirmed) if day]
    return add_years(max(signs), CLEAN_YEARS) <= on


def warnings_of(evidence: Evidence, *, started_on: date, ends_on: date, on: date) -> tuple[EndWarning, ...]:
    """What the reviewer should know. None of it holds the end up: the law prevails."""
    asked = {
        EndWarning.EARLY: on + REMOVAL_WINDOW < ends_on,
        EndWarning.AWAY_NOW: evidence.away,
        EndWarning.NO_TEST: evidence.tests == 0,
        EndWarning.POSITIVE_TEST: evidence.positives > 0,
        EndWarning.USE_CONFIRMED: evidence.confirmed > 0,
        EndWarning.NO_REVIEW: evidence.reviews == 0,
        EndWarning.DUTIES_OPEN: evidence.open_duties > 0,
        EndWarning.NOT_TWO_CLEAN_YEARS: not two_clean_years(evidence, started_on=started_on, on=ends_on),
    }
    return tuple(warning for warning, holds in asked.items() if holds)


def check_extension(until: date, *, ends_on: date | None, seen_until: date | None) -> None:
    """A day after the end and after what was granted already, not longer than a year after the end.

    Raises RuleViolation ``episodes.end_unknown``, ``episodes.extension_days``.
    """
    if ends_on is None:
        raise RuleViolation("episodes.end_unknown")
    after, last = max(ends_on, seen_until or ends_on), add_months(ends_on, LONGEST_EXTENSION_MONTHS)
    if not after < until <= last:
        raise RuleViolation("episodes.extension_days", field="until", first=after, last=last)
