"""The roll-out of a plan as it stands: places, deployments and published targets, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from django.db.models import Q, QuerySet

from hoanhap.casework.programmes.choices import Basis, ModelKind
from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place, PlaceQuerySet
from hoanhap.monitoring.plans.models import Plan, PlanEdition, RolloutShare, Target
from hoanhap.monitoring.plans.progress import (
    Applies,
    Cell,
    UnitState,
    cells,
    counting_days,
    needed_a_month,
    share_of,
)

INDICATOR = "communes_applying_model"
FIRST_PLAN = "270/KH-UBND"
"""The plan whose roll-out is shown where none is named."""


@dataclass(frozen=True)
class Row:
    """One place of the progress table with its communes and its cells, one a year."""

    place: Place
    communes: int
    cells: Sequence[Cell]

    def in_year(self, year: int) -> Cell:
        """The cell of one year."""
        return next(cell for cell in self.cells if cell.year == year)


@dataclass(frozen=True)
class Progress:
    """The roll-out of one plan on one day over the units of one day.

    ``published`` tells whether the plan's own figures hold for these units; ``corridor`` has each year's range in
    communes of the vintage; ``by_kind`` counts communes that run each model on the last counting day.
    """

    plan: Plan
    as_of: date
    vintage: date
    published: bool
    days: Mapping[int, date]
    rows: Sequence[Row]
    total: Row
    corridor: Mapping[int, tuple[int, int]]
    by_kind: Mapping[str, int]

    @property
    def years(self) -> list[int]:
        """The years of the plan's path."""
        return [cell.year for cell in self.total.cells]

    def needed_a_month(self, row: Row) -> Decimal | None:
        """Communes a month from the as-of day on until the path's last day, so that its last figure is reached.

        ``None`` where no target is published, nothing is counted yet, or the last day has passed.
        """
        last = row.cells[-1]
        now = row.in_year(max(self.days)).actual if self.days else None
        if last.target is None or now is None:
            return None
        return needed_a_month(missing=last.target - now, as_of=self.as_of, until=date(last.year, 12, 31))


def rollout_plan(*, by: Actor, number: str) -> Plan:
    """The plan with this number (``270/KH-UBND``) or address (``270-KH-UBND``) that has a roll-out path.

    Raises NotFound.
    """
    by.require(Permission.PROGRESS_VIEW)
    plan = Plan.objects.filter(Q(number=number) | Q(slug=number)).select_related("place").order_by("pk").first()
    if plan is None or not RolloutShare.objects.filter(edition__plan=plan).exists():
        raise NotFound("plans.no_rollout", number=number)
    return plan


def years_of(plan: Plan) -> list[int]:
    """The years of the path, in the plan's newest edition."""
    newest = PlanEdition.objects.filter(plan=plan).order_by("-number")[:1]
    return list(RolloutShare.objects.filter(edition__in=newest).order_by("year").values_list("year", flat=True))


def progress(*, by: Actor, plan: Plan, as_of: date, vintage: date | None = None, kind: str = "") -> Progress:
    """The roll-out of ``plan`` on ``as_of``, over the units of ``vintage`` (default: the plan's first day).

    ``kind`` counts one model only. Raises Refusal where the units of the vintage are unknown.
    """
    by.require(Permission.PROGRESS_VIEW)
    day = vintage or plan.period_from
    edition = PlanEdition.objects.filter(plan=plan).order_by("-number")[:1]
    shares = list(RolloutShare.objects.filter(edition__in=edition).order_by("year"))
    years = [share.year for share in shares]
    days = counting_days(years, as_of)
    communes = communes_of(plan, day)
    districts = list(_units_of(plan, day).districts().in_order())
    states, by_kind = unit_states(communes, days, kind)
    if not states:
        raise Refusal("plans.units_unknown", day=day)
    published = day == plan.period_from or set(communes_of(plan, plan.period_from).values_list("pk", flat=True)) == {
        state.unit for state in states
    }
    targets = _targets(edition) if published else {}
    highest = {share.year: share_of(len(states), share.high) for share in shares}
    inside: dict[int | None, list[UnitState]] = defaultdict(list)
    for state in states:
        inside[state.district].append(state)
    rows = [
        Row(
            place=district,
            communes=len(inside[district.pk]),
            cells=cells(inside[district.pk], years=years, targets=targets.get(district.pk, {}), days=days),
        )
        for district in districts
    ]
    city_targets = targets[plan.place_id] if published else highest
    total = Row(
        place=plan.place,
        communes=len(states),
        cells=cells(states, years=years, targets=city_targets, days=days),
    )
    corridor = {share.year: (share_of(len(states), share.low), city_targets[share.year]) for share in shares}
    return Progress(plan, as_of, day, published, days, rows, total, corridor, by_kind)


def _units_of(plan: Plan, day: date) -> PlaceQuerySet:
    """The units below the plan's place on a day; the place itself may have begun anew since."""
    return Place.objects.filter(Q(parent__code=plan.place.code) | Q(parent__parent__code=plan.place.code)).valid_on(day)


def communes_of(plan: Plan, day: date) -> PlaceQuerySet:
    """The communes, wards and townships of the plan's place on a day."""
    return _units_of(plan, day).commune_level()


def _targets(edition: QuerySet[PlanEdition]) -> dict[int, dict[int, int]]:
    """The published figures by place and year."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    targets = Target.objects.filter(edition__in=edition, indicator__code=INDICATOR, unit="communes")
    for place, ends_on, value in targets.values_list("place_id", "period_to", "value"):
        found[place][ends_on.year] = int(value)
    return found


def unit_states(
    communes: PlaceQuerySet, days: Mapping[int, date], kind: str = ""
) -> tuple[list[UnitState], dict[str, int]]:
    """What each commune applies at each counting day, and how many communes run each model on the last of them.

    Plain queries, counted here: building fifteen conditional sums a side took the ORM longer than the database took
    to answer.
    """
    running = Deployment.objects.filter(kind=kind) if kind else Deployment.objects.all()
    facts = ("unit", "split", "kind", "basis", "from_on", "to_on")
    counted = chain.from_iterable(side.values_list(*facts) for side in running.counted_in(communes))
    applies: dict[int, dict[int, Applies]] = defaultdict(lambda: dict.fromkeys(days, Applies.NO))
    assumed: dict[int, dict[int, bool]] = defaultdict(lambda: dict.fromkeys(days, True))
    kinds: dict[str, set[int]] = {choice: set() for choice in ModelKind.values}
    last = max(days, default=None)
    for unit, split, model, basis, from_on, to_on in counted if days else ():
        state = Applies.ESTIMATE if split else Applies.YES
        row, is_assumed = applies[unit], basis == Basis.ASSUMED
        for year, day in days.items():
            if from_on <= day and (to_on is None or to_on >= day):
                if row[year] < state:
                    row[year] = state
                if not is_assumed:
                    assumed[unit][year] = False
                if year == last:
                    kinds[model].add(unit)
    states = []
    for unit, parent, parent_kind in communes.order_by("sort_key", "code").values_list("pk", "parent", "parent__kind"):
        row_applies = applies[unit]
        states.append(
            UnitState(
                unit=unit,
                district=parent if parent_kind == "district" else None,
                applies=row_applies,
                assumed={year: bool(row_applies[year]) and assumed[unit][year] for year in days},
            )
        )
    return states, {choice: len(units) for choice, units in kinds.items()}
