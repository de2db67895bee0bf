"""What evidence proves. Pure functions: no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.law.alerts import AlertRule
from hoanhap.ground.law.periods import add_years

_BODIES: Mapping[Role, str] = {
    Role.COMMUNE_POLICE: "police",
    Role.COMMUNE_POLICE_CHIEF: "police",
    Role.HEALTH_STATION: "health",
    Role.FACILITY_STAFF: "facility",
    Role.SYSTEM: "system",
}


def body_of(role: Role | None) -> str:
    """The body for which a post records evidence: who finds and who confirms are of two."""
    return _BODIES.get(role, "committee") if role else ""


class Missing(StrEnum):
    """What a relapse still lacks."""

    COMPLETION = "completion"
    FINDING = "finding"
    CONFIRMATION = "confirmation"
    DETERMINATION = "determination"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A standing finding as plain values."""

    on: date
    confirmed_on: date | None


@dataclass(frozen=True, kw_only=True)
class Determined:
    """A standing determination as plain values."""

    asked_on: date
    result_on: date
    addicted: bool


@dataclass(frozen=True, kw_only=True)
class Relapse:
    """Whether the facts come to a relapse, on which they rest, or what is missing, in the order it is needed."""

    completed_on: date | None
    found: Found | None
    determined: Determined | None
    missing: tuple[Missing, ...]

    @property
    def proven(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def relapse(*, completed_on: date | None, findings: Sequence[Found], determinations: Sequence[Determined]) -> Relapse:
    """A relapse is use found after a completed rehabilitation, confirmed by another body, and after that find a
    determination as addicted. A strip alone is none (domain reference §1.5, §6.2). Of several findings the last counts
    that is confirmed; a determination counts if its answer came on or after the day of the finding."""
    missing: list[Missing] = []
    if completed_on is None:
        missing.append(Missing.COMPLETION)
    later = [one for one in findings if completed_on is None or one.on > completed_on]
    confirmed = [one for one in later if one.confirmed_on is not None]
    found = max(confirmed or later, key=lambda one: one.on, default=None)
    if found is None:
        missing.append(Missing.FINDING)
    if not confirmed:
        missing.append(Missing.CONFIRMATION)
    since = found.on if found else completed_on
    answers = [one for one in determinations if one.addicted and (since is None or one.result_on >= since)]
    determined = max(answers, key=lambda one: one.result_on, default=None)
    if determined is None:
        missing.append(Missing.DETERMINATION)
    return Relapse(completed_on=completed_on, found=found, determined=determined, missing=tuple(missing))


@dataclass(frozen=True, kw_only=True)
class Alert:
    """From a day to a day illegal use may be a crime; ``last`` is None while the measure runs. Dates, no judgement."""

    first: date
    last: date | None
    rule: AlertRule


def alert(rule: AlertRule, *, since: date, until: date | None) -> Alert | None:
    """The period of a rule for a measure, within the days on which the rule is in force.

    ``since``: the first day of the measure, or the day on which it ended; ``until``: its last day.
    """
    first = max(since, rule.valid_from)
    last = add_years(until or since, rule.years_after) if rule.years_after else until
    if last is not None and last < first:
        return None
    return Alert(first=first, last=last, rule=rule)
