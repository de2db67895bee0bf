"""Who prepares, decides, signs and keeps, by the day of the act (domain reference §2.2)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.law import reading
from hoanhap.ground.law.choices import Party, Step
from hoanhap.ground.law.periods import Validity


@dataclass(frozen=True, kw_only=True)
class Authority(Validity):
    """One row of ``authorities.csv``: the party that takes one step of an act."""

    act: str
    step: Step
    party: Party
    source: str
    verified: bool
    note: str


@cache
def authorities() -> tuple[Authority, ...]:
    """Every row, in the order of the file."""
    return tuple(
        Authority(act=row["act"], step=Step(row["step"]), party=Party(row["party"]), **reading.force(row))
        for row in reading.table("authorities")
    )


def steps_of(act: str, *, on: date) -> tuple[Authority, ...]:
    """Who takes which step of an act on ``on``; empty where the law of that day knows no such act.

    Raises NotFound for an act that no row names.
    """
    rows = [row for row in authorities() if row.act == act]
    if not rows:
        raise NotFound("law.unknown_act", act=act)
    return tuple(row for row in rows if row.covers(on))


def authority_for(act: str, step: Step, *, on: date) -> Authority:
    """Who takes one step of an act on ``on``. Raises NotFound for an unknown act, Refusal where nobody does."""
    for row in steps_of(act, on=on):
        if row.step is step:
            return row
    raise Refusal("law.nobody_acts", act=act, step=step.value, day=on)
