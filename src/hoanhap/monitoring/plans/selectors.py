"""Reads of plans and targets: public papers, so the right to read plans is the only scope."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.choices import COMMUNE_LEVEL
from hoanhap.ground.places.models import Place
from hoanhap.monitoring.plans import rules
from hoanhap.monitoring.plans.choices import Unit
from hoanhap.monitoring.plans.models import (
    Indicator,
    Plan,
    PlanEdition,
    PlanQuerySet,
    RolloutLine,
    RolloutShare,
    Target,
    TargetQuerySet,
)

CELLS = "communes_applying_model"


@dataclass(frozen=True)
class Line:
    """One printed line with its yearly figures, the cells that a half-up rounding would have made different."""

    place: Place
    order: int
    communes: int
    values: Mapping[int, int]
    computed: Mapping[int, int]
    quote: str

    @property
    def cells(self) -> list[tuple[int, int, int | None]]:
        """(year, printed, what half-up rounding gives where that differs) in the order of the years."""
        return [(year, value, self.computed.get(year)) for year, value in sorted(self.values.items())]


@dataclass(frozen=True)
class Table:
    """The roll-out table of one edition as printed: percentages, districts, total line."""

    edition: PlanEdition
    shares: Sequence[RolloutShare]
    lines: Sequence[Line]
    total: Line

    @property
    def years(self) -> list[int]:
        """The years of the columns."""
        return [share.year for share in self.shares]


def plans(*, by: Actor) -> PlanQuerySet:
    """Every plan, with how many editions and targets it has (``edition_count``, ``target_count``)."""
    return Plan.objects.visible_to(by).annotate(
        edition_count=Count("editions", distinct=True), target_count=Count("editions__targets", distinct=True)
    )


def plan(*, by: Actor, number: str) -> Plan:
    """The plan with this number ("270/KH-UBND") or address ("270-KH-UBND"). Raises NotFound."""
    wanted = "".join(number.split())
    by_number = Q(number=wanted) & ~Q(number=rules.UNKNOWN_NUMBER)
    known = plans(by=by).select_related("place")
    found = known.filter(by_number | Q(slug=wanted)).order_by("-period_from", "pk").first()
    if found is None:
        raise NotFound("plans.plan_not_found", number=number)
    return found


def editions(*, by: Actor, plan: Plan) -> list[PlanEdition]:
    """The editions of a plan, the newest first."""
    by.require(Permission.PLANS_VIEW)
    return list(plan.editions.order_by("-number"))


def edition(*, by: Actor, plan: Plan) -> PlanEdition:
    """The newest edition: what the plan says now. Raises NotFound for a plan without one."""
    newest = plan.editions.order_by("-number").first() if by.may(Permission.PLANS_VIEW) else None
    if newest is None:
        raise NotFound("plans.plan_not_found", number=plan.number)
    return newest


def table(*, by: Actor, edition: PlanEdition) -> Table | None:
    """The roll-out table of an edition; ``None`` where the plan prints none."""
    by.require(Permission.PLANS_VIEW)
    shares = list(edition.shares.order_by("year"))
    printed = list(edition.lines.select_related("place", "place__parent").order_by("order"))
    if not shares or not printed:
        return None
    values = _values(edition)
    lines = [_line(line, values[line.place_id], shares) for line in printed]
    return Table(edition, shares, lines=lines[1:], total=lines[0])


def _values(edition: PlanEdition) -> dict[int, dict[int, int]]:
    """The printed figures by place and year."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    cells = edition.targets.filter(indicator__code=CELLS, unit=Unit.COMMUNES)
    for place, ends_on, value in cells.values_list("place", "period_to", "value"):
        found[place][ends_on.year] = int(value)
    return found


def _line(line: RolloutLine, values: Mapping[int, int], shares: Sequence[RolloutShare]) -> Line:
    computed = {}
    for share in shares if line.order else ():
        rounded = rules.published_share(line.communes, share.high)
        if rounded != values[share.year]:
            computed[share.year] = rounded
    return Line(line.place, line.order, line.communes, values, computed, line.quote)


def plan_check(*, by: Actor, plan: Plan) -> rules.PlanCheck:
    """The cross-check of the plan's newest table. Raises Refusal for a plan that prints none."""
    newest = edition(by=by, plan=plan)
    found = table(by=by, edition=newest)
    if found is None:
        raise Refusal("plans.no_table", number=plan.number)
    return rules.check(
        rollout=[rules.RolloutShare(share.year, share.low, share.high) for share in found.shares],
        table=[rules.RolloutRow(line.order, line.place.name, line.communes, line.values) for line in found.lines],
        printed_totals=found.total.values,
        printed_communes=found.total.communes,
        dates=[rules.PlanDate(row.on, row.document, row.likely) for row in plan.dates.order_by("on", "document")],
        communes_listed=_communes_listed([line.place for line in found.lines], plan),
    )


def _communes_listed(districts: Sequence[Place], plan: Plan) -> dict[str, int]:
    """How many communes each district had on the plan's first day, by the list of places."""
    communes = Place.objects.valid_on(plan.period_from).filter(kind__in=COMMUNE_LEVEL, parent__in=districts)
    rows = communes.order_by().values("parent__name").annotate(number=Count("pk"))
    return {row["parent__name"]: row["number"] for row in rows}


def targets(*, by: Actor) -> TargetQuerySet:
    """Every target of every edition, with what a list shows."""
    return Target.objects.visible_to(by).select_related("edition__plan", "indicator", "place").with_state()


def indicators(*, by: Actor) -> QuerySet[Indicator]:
    """Every indicator that a target counts, by name."""
    by.require(Permission.PLANS_VIEW)
    return Indicator.objects.filter(targets__isnull=False).distinct().order_by("name_vi", "code")


def target_years(*, by: Actor) -> list[int]:
    """The years that targets are set for, the latest first."""
    ends = Target.objects.visible_to(by).order_by("-period_to").values_list("period_to", flat=True).distinct()
    return [day.year for day in ends]


def target(*, by: Actor, plan: str, edition: int, code: str) -> Target:
    """One target by the plan's address, the number of the edition and its code. Raises NotFound."""
    known = targets(by=by).select_related("supersedes__edition__plan", "supersedes__indicator")
    found = known.filter(edition__plan__slug=plan, edition__number=edition, code=code).first()
    if found is None:
        raise NotFound("plans.target_not_found", target=code)
    return found


def targets_of(*, by: Actor, edition: PlanEdition) -> list[Target]:
    """The targets of one edition, by code."""
    return list(targets(by=by).filter(edition=edition).order_by("code"))


def superseded_by(*, by: Actor, target: Target) -> list[Target]:
    """The later targets that stand in the place of this one."""
    later = targets(by=by).filter(supersedes=target)
    return list(later.order_by("edition__plan__slug", "edition__number", "code"))
