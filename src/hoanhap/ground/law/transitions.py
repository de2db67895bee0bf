"""What happens to a case that crosses from one regime to the next (L120 56, D163 151; domain reference §2.4).

Four of the five rows need no computation: the term goes by the day of the decision and each act by its own day. Row
``TR-1`` keeps rules alive for a rehabilitation that began before.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from hoanhap.ground.law import reading
from hoanhap.ground.law.periods import Validity


@dataclass(frozen=True, kw_only=True)
class Transition(Validity):
    """One row of ``transitions.csv``. ``valid_from`` is the first day of the new law."""

    code: str
    concerns: str
    condition: str
    condition_vi: str
    effect: str
    effect_vi: str
    keeps_rules: tuple[str, ...]
    source: str
    verified: bool
    note: str


@cache
def transitions() -> tuple[Transition, ...]:
    """Every row, in the order of the file."""
    return tuple(
        Transition(
            code=row["code"],
            concerns=row["concerns"],
            condition=row["condition"],
            condition_vi=row["condition_vi"],
            effect=row["effect"],
            effect_vi=row["effect_vi"],
            keeps_rules=tuple(row["keeps_rules"].split()),
            **reading.force(row),
        )
        for row in reading.table("transitions")
    )


def kept_rules(*, rehabilitation_began_on: date) -> frozenset[str]:
    """The deadline rules that outlive their regime for a rehabilitation begun on this day."""
    return frozenset(
        code
        for row in transitions()
        if row.concerns == "rehabilitation" and rehabilitation_began_on < row.valid_from
        for code in row.keeps_rules
    )
