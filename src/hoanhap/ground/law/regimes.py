"""The legal regimes, one after the other without a gap.

A measure keeps the term of the regime it was decided under; each act on it follows the regime in force on the day of
the act, unless a transition row says otherwise (domain reference §0, "Which law governs which act").
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.law import reading
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.law.periods import Validity


@dataclass(frozen=True, kw_only=True)
class Regime(Validity):
    """One legal regime with its laws and decrees."""

    code: RegimeCode
    name: str
    name_vi: str
    instruments: str
    source: str
    verified: bool
    note: str = ""


@cache
def regimes() -> tuple[Regime, ...]:
    """All regimes, the earliest first."""
    return tuple(
        Regime(**{"valid_to": None, **row, "code": RegimeCode(row["code"])})
        for row in reading.document("regimes")["regime"]
    )


def regime_on(day: date) -> Regime:
    """The regime in force on ``day``: what governs an act of that day. Raises Refusal before the first one."""
    for regime in regimes():
        if regime.covers(day):
            return regime
    raise Refusal("law.no_regime", day=day, first=regimes()[0].valid_from)


def regime(code: RegimeCode) -> Regime:
    """The regime with this code."""
    return next(one for one in regimes() if one.code is code)
