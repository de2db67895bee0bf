"""The list behind the figures: each commune of a vintage, whether it applies a model on a day, which, since when."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from django.db.models import Case, QuerySet, Value, When

from hoanhap.casework.programmes.choices import Basis
from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place
from hoanhap.monitoring.plans.models import Plan
from hoanhap.monitoring.plans.progress import Applies
from hoanhap.monitoring.plans.progress_selectors import communes_of


class Counted(NamedTuple):
    """What a deployment contributes to the line of a commune it counts for."""

    split: bool
    kind: str
    basis: str
    from_on: date
    decision_no: str


@dataclass
class UnitLine:
    """One commune-level unit on a day. ``decisions`` are those of the deployments counted for it."""

    place: Place
    applies: Applies = Applies.NO
    kinds: set[str] = field(default_factory=set)
    since: date | None = None
    decisions: list[str] = field(default_factory=list)
    assumed: bool = False

    @property
    def district(self) -> Place | None:
        """The district above, where there is one."""
        above = self.place.parent
        return above if above is not None and above.kind == "district" else None


def unit_lines(*, by: Actor, plan: Plan, day: date, vintage: date, kind: str = "") -> dict[int, UnitLine]:
    """Every commune of the vintage inside the actor's units, by its key, with what it applies on ``day``.

    The count of lines that apply is the figure of the progress page, for an actor who reaches the whole place.
    """
    by.require(Permission.DEPLOYMENTS_VIEW)
    communes = communes_of(plan, vintage).reached_by(by).select_related("parent").in_order()
    lines = {place.pk: UnitLine(place) for place in communes}
    running = Deployment.objects.open_on(day)
    sides = (running.filter(kind=kind) if kind else running).counted_in(communes)
    found: dict[int, list[Counted]] = defaultdict(list)
    for unit, *facts in chain.from_iterable(side.values_list("unit", *Counted._fields) for side in sides):
        found[unit].append(Counted(*facts))
    for unit, counted in found.items():
        _fill(lines[unit], counted)
    return lines


def units_of(lines: dict[int, UnitLine]) -> QuerySet[Place]:
    """The communes of these lines, each with its state as ``applies``."""
    by_state: dict[Applies, list[int]] = defaultdict(list)
    for unit, line in lines.items():
        by_state[line.applies].append(unit)
    state = Case(
        When(pk__in=by_state[Applies.YES], then=Value(Applies.YES.value)),
        When(pk__in=by_state[Applies.ESTIMATE], then=Value(Applies.ESTIMATE.value)),
        default=Value(Applies.NO.value),
    )
    return Place.objects.filter(pk__in=lines).select_related("parent").annotate(applies=state)


def _fill(line: UnitLine, counted: list[Counted]) -> None:
    line.applies = Applies.ESTIMATE if all(one.split for one in counted) else Applies.YES
    line.kinds = {one.kind for one in counted}
    line.since = min(one.from_on for one in counted)
    line.decisions = sorted({one.decision_no for one in counted})
    line.assumed = all(one.basis == Basis.ASSUMED for one in counted)
