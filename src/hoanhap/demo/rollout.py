"""The demo's roll-out: which communes run which models since when.

The sources state two figures: 278 communes by the end of 2022, and 103 *planned* for 2023. The demo reproduces the
first and assumes the second (those deployments are marked as assumed). How the 278 fall into 2021 and 2022, and into
districts, no source tells: that is invented here, the same on every run.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hoanhap.casework.programmes.actions.deployments import NewDeployment, start_deployments
from hoanhap.casework.programmes.choices import Basis, ModelKind
from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.choices import UnitKind
from hoanhap.ground.places.models import Place

BY_YEAR = {2021: 150, 2022: 278, 2023: 381}
"""Communes that run a model at each year's end: 2022 as stated; 2021 invented; 2023 = 278 + the 103 planned."""

ASSUMED_FROM = 2023
CLUBS, COUNSELLING_POINTS, OTHERS = 37, 24, 9
"""Communes that run a B93 club (as many as the 2020 plan keeps), a counselling point, another model (invented)."""

SLOW = {
    "Phú Xuyên": 0.66,
    "Mỹ Đức": 0.74,
    "Ứng Hòa": 0.78,
    "Phúc Thọ": 0.84,
    "Chương Mỹ": 0.83,
    "Thạch Thất": 0.84,
}
"""Districts that the demo lets fall behind, so that the page has something to say."""


@dataclass(frozen=True)
class Step:
    """One commune starts on one day; ``year`` counts it."""

    place: Place
    year: int
    from_on: date


def make_rollout(*, by: Actor) -> int:
    """Record the demo's deployments; returns how many. Does nothing where there already are some."""
    if Deployment.objects.exists():
        return 0
    chance = random.Random(270)
    steps = _steps(chance)
    kinds = _kinds(chance, len(steps))
    new: list[NewDeployment] = []
    for number, (step, kind) in enumerate(zip(steps, kinds, strict=True), start=1):
        new.append(_deployment(step, kind, number))
        if kind is not ModelKind.VOLUNTEERS and number % 5 == 0:  # some run volunteers beside their first model
            new.append(_deployment(step, ModelKind.VOLUNTEERS, number + 1000))
    start_deployments(by=by, new=new)
    return len(new)


def _deployment(step: Step, kind: ModelKind, number: int) -> NewDeployment:
    decided = step.from_on - timedelta(days=7)
    return NewDeployment(
        place=step.place,
        kind=kind,
        name="Nhóm tự lực minh họa" if kind is ModelKind.OTHER else "",
        decision_no=f"{number}/QĐ-UBND",
        decision_on=decided,
        from_on=step.from_on,
        basis=Basis.ASSUMED if step.year >= ASSUMED_FROM else Basis.REPORTED,
        note="Dữ liệu minh họa",
    )


def _steps(chance: random.Random) -> list[Step]:
    """Which communes start in which year: each district at its own pace, exact for the city."""
    districts = list(
        Place.objects.filter(kind=UnitKind.DISTRICT, parent__code="01").valid_on(date(2021, 1, 1)).in_order()
    )
    inside = {
        district.pk: list(Place.objects.filter(parent=district).valid_on(date(2021, 1, 1)).commune_level().in_order())
        for district in districts
    }
    pace = {d.pk: SLOW.get(d.name, chance.uniform(1.0, 1.15)) for d in districts}
    for units in inside.values():
        chance.shuffle(units)
    steps: list[Step] = []
    taken = dict.fromkeys(inside, 0)
    for year, city in BY_YEAR.items():
        wanted = _shares(
            [len(inside[d.pk]) * pace[d.pk] for d in districts], [len(inside[d.pk]) for d in districts], city
        )
        for district, number in zip(districts, wanted, strict=True):
            for unit in inside[district.pk][taken[district.pk] : number]:
                month, day = chance.randint(3, 12), chance.choice([1, 5, 10, 15, 20])
                steps.append(Step(unit, year, date(year, month, day)))
            taken[district.pk] = max(taken[district.pk], number)
    return steps


def _shares(weights: Sequence[float], limits: Sequence[int], total: int) -> list[int]:
    """Divide ``total`` in proportion to ``weights``, by largest remainders, nobody above its limit."""
    scale = total / sum(weights)
    exact = [min(weight * scale, limit) for weight, limit in zip(weights, limits, strict=True)]
    shares = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda i: exact[i] - shares[i], reverse=True)
    while (missing := total - sum(shares)) > 0:
        for i in [i for i in order if shares[i] < limits[i]][:missing]:
            shares[i] += 1
    return shares


def _kinds(chance: random.Random, number: int) -> list[ModelKind]:
    kinds = (
        [ModelKind.B93_CLUB] * CLUBS + [ModelKind.COUNSELLING_POINT] * COUNSELLING_POINTS + [ModelKind.OTHER] * OTHERS
    )
    kinds += [ModelKind.VOLUNTEERS] * (number - len(kinds))
    chance.shuffle(kinds)
    return kinds
