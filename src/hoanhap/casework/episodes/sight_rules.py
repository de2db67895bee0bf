"""Whom the police of a commune see, by the measures that give them something to do. Pure."""

from hoanhap.casework.episodes.choices import Measure
from hoanhap.ground.law.choices import RegimeCode

_ALWAYS = frozenset(
    {
        Measure.POST_REHAB,
        Measure.ASSESSMENT,
        Measure.COMPULSORY_DOSSIER,
        Measure.USER_MANAGEMENT,
        Measure.VOLUNTARY_HOME,
    }
)


def police_sees(measure: str, regime: str) -> bool:
    """Whether the law gives the commune police a step in a measure.

    They prepare or sign its decision (D116 28–34, 77; D163 91, 134), or are notified of it: of substitution treatment
    only by L120 (B-SUBST-NOTICE). What is served in a facility is not theirs (access and privacy §3.3).
    """
    return measure in _ALWAYS or (measure == Measure.SUBSTITUTION and regime == RegimeCode.B)
