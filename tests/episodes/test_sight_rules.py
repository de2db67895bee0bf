"""Whom the police see: a measure that gives them a step, and no other."""

import pytest

from hoanhap.casework.episodes.choices import Measure
from hoanhap.casework.episodes.sight_rules import police_sees

STEPS = {
    Measure.POST_REHAB: "AB",
    Measure.ASSESSMENT: "AB",
    Measure.COMPULSORY_DOSSIER: "AB",
    Measure.USER_MANAGEMENT: "AB",
    Measure.VOLUNTARY_HOME: "AB",
    Measure.SUBSTITUTION: "B",
}


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("regime", ["A", "A2", "B"])
def test_the_police_see_where_the_law_gives_them_a_step(measure: Measure, regime: str) -> None:
    assert police_sees(measure, regime) is (regime[0] in STEPS.get(measure, ""))
