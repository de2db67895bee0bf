"""Reads of places. Units are public reference: no scope narrows them, the address policy alone decides."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.choices import COMMUNE_LEVEL, UnitKind
from hoanhap.ground.places.models import Lineage, Place, PlaceQuerySet, Succession, standing_on
from hoanhap.ground.places.remembered import remembered


def places(*, by: Actor) -> PlaceQuerySet:
    """Every unit of every day."""
    by.require(Permission.PLACES_VIEW)
    return Place.objects.all()


def place(*, by: Actor, code: str, valid_from: date) -> Place:
    """The unit with this code that stood from this day. Raises NotFound."""
    found = places(by=by).select_related("parent", "parent__parent").filter(code=code, valid_from=valid_from).first()
    if found is None:
        raise NotFound("places.unknown_unit", unit=code, day=valid_from)
    return found


@remembered
def provinces(*, by: Actor) -> list[Place]:
    """The latest row of every province, in Vietnamese order: those that still stand and those that ended."""
    latest = {row.code: row for row in places(by=by).filter(kind=UnitKind.PROVINCE).order_by("valid_from")}
    return sorted(latest.values(), key=lambda row: (row.valid_to is not None, row.code))


def province_on(*, by: Actor, code: str, day: date) -> Place:
    """The province with this code on this day. Raises NotFound for an unknown code, else Refusal with the reason."""
    rows = list(places(by=by).filter(code=code, kind=UnitKind.PROVINCE).order_by("valid_from"))
    if not rows:
        raise NotFound("places.unknown_province", province=code)
    for row in rows:
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
            return row
    if day < rows[0].valid_from:
        raise Refusal("places.before_the_sources", day=day, since=known_since(by=by, province=rows[0]))
    last = rows[-1]
    heirs = Succession.objects.filter(predecessor=last).select_related("successor")
    names = ", ".join(sorted({link.successor.full_name for link in heirs}))
    raise Refusal("places.province_ended", province=last.full_name, last=last.valid_to, successor=names, day=day)


def known_since(*, by: Actor, province: Place) -> date:
    """The first day on which the units below this province are known to the reference."""
    units = places(by=by).filter(Q(parent=province) | Q(parent__parent=province)).commune_level()
    first: date | None = units.aggregate(first=Min("valid_from"))["first"]
    if first is None:
        raise Refusal("places.no_units_known", province=province.full_name)
    return max(first, province.valid_from)


def units_on(*, by: Actor, code: str, day: date) -> PlaceQuerySet:
    """A province and its units, of all levels, on a day; unordered.

    Raises Refusal before the first day the reference knows and after the province ended, NotFound for an unknown
    one.
    """
    province = province_on(by=by, code=code, day=day)
    since = known_since(by=by, province=province)
    if day < since:
        raise Refusal("places.before_the_sources", day=day, since=since)
    return _inside(province, day)


def _inside(province: Place, day: date) -> PlaceQuerySet:
    inside = Q(pk=province.pk) | Q(parent=province) | Q(parent__parent=province)
    return Place.objects.filter(inside).valid_on(day)


@dataclass(frozen=True)
class Snapshot:
    """A province on a day: how many units of each kind, and since when there have been no districts."""

    province: Place
    day: date
    kinds: dict[str, int]
    districts: list[Place]
    no_districts_since: date | None
    days_of_change: list[date]

    @property
    def communes(self) -> int:
        """How many units of commune level."""
        return sum(self.kinds.get(kind, 0) for kind in COMMUNE_LEVEL)


@remembered
def snapshot(*, by: Actor, code: str, day: date) -> Snapshot:
    """A province on a day. Raises Refusal and NotFound as :func:`units_on`."""
    kinds = count_by_kind(by=by, code=code, day=day)
    districts = places(by=by).of_province(code).districts()
    standing = list(districts.valid_on(day).in_order())
    last = None if standing else districts.filter(valid_to__lt=day).aggregate(last=Max("valid_to"))["last"]
    return Snapshot(
        province=province_on(by=by, code=code, day=day),
        day=day,
        kinds=kinds,
        districts=standing,
        no_districts_since=last + timedelta(days=1) if last else None,
        days_of_change=days_of_change(by=by, code=code),
    )


def units_to_list(*, by: Actor, found: Snapshot, all_times: bool) -> PlaceQuerySet:
    """The rows of a list: a province's units of its day or of all times, with what they came from and went to."""
    province = found.province
    every = places(by=by).of_province(province.code)
    units = every if all_times else _inside(province, found.day)
    return units.with_succession().select_related("parent").in_order()


def days_of_change(*, by: Actor, code: str) -> list[date]:
    """The days on which units of a province began, the first known day among them; earliest first."""
    return sorted(places(by=by).of_province(code).order_by().values_list("valid_from", flat=True).distinct())


@remembered
def count_on_days(*, by: Actor, code: str, days: tuple[date, ...]) -> list[int]:
    """How many units of commune level a province has on each of the days."""
    numbers = (
        places(by=by)
        .of_province(code)
        .commune_level()
        .order_by()
        .aggregate(**{f"on_{place}": Count("pk", filter=standing_on(day)) for place, day in enumerate(days)})
    )
    return list(numbers.values())


def count_by_kind(*, by: Actor, code: str, day: date) -> dict[str, int]:
    """How many units of each kind a province has on a day."""
    rows = units_on(by=by, code=code, day=day).order_by().values("kind").annotate(number=Count("pk"))
    return {row["kind"]: row["number"] for row in rows}


def search(*, by: Actor, words: str, day: date | None = None, kinds: tuple[str, ...] = COMMUNE_LEVEL) -> PlaceQuerySet:
    """Units whose name contains the words, typed with or without diacritics; on a day where one is given."""
    found = places(by=by).found(words).filter(kind__in=kinds)
    return found.valid_on(day) if day else found


@dataclass(frozen=True)
class Links:
    """The direct predecessors and successors of one unit, each with how much passed."""

    predecessors: list[Succession] = field(default_factory=list)
    successors: list[Succession] = field(default_factory=list)


def links_of(*, by: Actor, units: QuerySet[Place]) -> dict[int, Links]:
    """Predecessors and successors of many units in two queries, by the unit's key."""
    by.require(Permission.PLACES_VIEW)
    links: dict[int, Links] = defaultdict(Links)
    keys = units.order_by().values("pk")
    for succession in _successions().filter(predecessor__in=keys):
        links[succession.predecessor_id].successors.append(succession)
    for succession in _successions().filter(successor__in=keys):
        links[succession.successor_id].predecessors.append(succession)
    return links


def _successions() -> QuerySet[Succession]:
    return Succession.objects.select_related("predecessor__parent", "successor__parent").order_by(
        "on", "successor__sort_key", "predecessor__sort_key", "pk"
    )


def descendants_on(*, by: Actor, unit: Place, day: date) -> PlaceQuerySet:
    """The units below ``unit`` on a day (not itself), unordered."""
    return places(by=by).filter(Q(parent=unit) | Q(parent__parent=unit)).valid_on(day)


def children_on(*, by: Actor, unit: Place, day: date) -> list[Place]:
    """The units directly below ``unit`` on a day, in Vietnamese order."""
    return list(places(by=by).filter(parent=unit).valid_on(day).in_order())


def ancestors(unit: Place) -> list[Place]:
    """The units above ``unit``, the highest first."""
    above: list[Place] = []
    parent = unit.parent
    while parent is not None:
        above.insert(0, parent)
        parent = parent.parent
    return above


def same_code(*, by: Actor, unit: Place) -> list[Place]:
    """The other rows with the unit's code, earliest first: codes are used again for other units."""
    rows = places(by=by).filter(code=unit.code).exclude(pk=unit.pk)
    return list(rows.select_related("parent").order_by("valid_from"))


def where_it_went(*, by: Actor, unit: Place, day: date) -> list[Lineage]:
    """The lines from ``unit`` to the units that hold its territory on a later day."""
    by.require(Permission.PLACES_VIEW)
    later = Place.objects.valid_on(day)
    lines = Lineage.objects.filter(earlier=unit, later__in=later).select_related("later", "later__parent")
    return list(lines.order_by("later__sort_key", "later__code"))


def where_it_came_from(*, by: Actor, unit: Place, day: date) -> list[Lineage]:
    """The lines to ``unit`` from the units of an earlier day whose territory it holds."""
    by.require(Permission.PLACES_VIEW)
    earlier = Place.objects.valid_on(day)
    lines = Lineage.objects.filter(later=unit, earlier__in=earlier).select_related("earlier", "earlier__parent")
    return list(lines.order_by("earlier__sort_key", "earlier__code"))


@dataclass(frozen=True)
class Holder:
    """A unit that stands on the territory of another on some day.

    ``estimate``: it holds only a part, so a fact of the one is an estimate for the other.
    """

    unit: Place
    estimate: bool


@dataclass(frozen=True)
class Station:
    """Who stood on a unit's territory from a day on. ``through_communes``: found by the units below it."""

    day: date
    holders: list[Holder]
    here: bool = False
    through_communes: bool = False


def stations(*, by: Actor, unit: Place) -> list[Station]:
    """The life of a unit's territory: who stood there on each day on which that changed, earliest first.

    Districts that ended on 30/06/2025 have no successors: their line goes on through their communes.
    """
    by.require(Permission.PLACES_VIEW)
    near = Lineage.objects.select_related("earlier__parent", "later__parent")
    holders = [Holder(line.earlier, line.through_split) for line in near.filter(later=unit)]
    holders += (after := [Holder(line.later, line.through_split) for line in near.filter(earlier=unit)])
    through = _through_communes([unit, *(holder.unit for holder in after)])
    holders += through
    since = min((holder.unit.valid_from for holder in through), default=date.max)
    days = sorted({unit.valid_from, *(holder.unit.valid_from for holder in holders)})
    return [
        Station(
            day=day,
            holders=_standing([Holder(unit, False), *holders], day),
            here=unit.valid_from == day,
            through_communes=day >= since,
        )
        for day in days
    ]


def _through_communes(units: list[Place]) -> list[Holder]:
    """The units that took over the communes of districts that ended without a successor, each a part."""
    ended = [unit.pk for unit in units if unit.kind == UnitKind.DISTRICT and unit.valid_to]
    if not ended:
        return []
    districts = Place.objects.filter(pk__in=ended, successions=None)
    lines = Lineage.objects.filter(earlier__parent__in=districts).exclude(later__parent__in=ended)
    return [Holder(unit, True) for unit in Place.objects.filter(earlier_lines__in=lines).distinct()]


def _standing(holders: Iterable[Holder], day: date) -> list[Holder]:
    standing = [
        holder
        for holder in holders
        if holder.unit.valid_from <= day and (holder.unit.valid_to is None or day <= holder.unit.valid_to)
    ]
    return sorted(standing, key=lambda holder: (holder.unit.sort_key, holder.unit.code))


def station_on(stations: list[Station], day: date) -> Station | None:
    """Who stood on the territory on a day; None before the first station."""
    before = [station for station in stations if station.day <= day]
    return before[-1] if before else None
