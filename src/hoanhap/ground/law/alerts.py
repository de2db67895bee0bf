"""When illegal use may be a crime: periods that the police are told of, never a decision (domain reference §1.10)."""

from dataclasses import dataclass
from functools import cache

from hoanhap.ground.law import reading
from hoanhap.ground.law.periods import Validity


@dataclass(frozen=True, kw_only=True)
class AlertRule(Validity):
    """One row of ``alerts.csv``. ``case``: in_course, after_management, after_stopping; the last ``years_after`` it."""

    code: str
    case: str
    years_after: int
    source: str
    verified: bool
    note: str


@cache
def alert_rules() -> tuple[AlertRule, ...]:
    """Every row of ``alerts.csv``."""
    return tuple(
        AlertRule(
            code=row["code"], case=row["case"], years_after=reading.number(row["years_after"]) or 0,
            **reading.force(row),
        )
        for row in reading.table("alerts")
    )  # fmt: skip


def alert_rule(case: str) -> AlertRule:
    """The rule of a case."""
    return next(rule for rule in alert_rules() if rule.case == case)
