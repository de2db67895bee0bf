"""The units of the city through time as plain values, and how a home passes from unit to unit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random

from hoanhap.ground.places.choices import Extent
from hoanhap.ground.places.models import Place, Succession

CITY = "01"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One commune-level unit with the days on which it stood."""

    key: int
    code: str
    since: date
    until: date | None

    def stood_on(self, day: date) -> bool:
        """First and last day included."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """From ``on`` a home stands in another unit; ``divided``: the unit before was split, so somebody must decide."""

    on: date
    unit: Unit
    divided: bool


@dataclass(frozen=True)
class Territory:
    """All units, and what became of each."""

    units: Mapping[int, Unit]
    onward: Mapping[int, Sequence[tuple[int, bool]]]
    """Successor and whether it took the whole, by the key of the earlier unit."""
    _by_day: dict[date, list[Unit]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def by_code(self) -> Mapping[tuple[str, date], Unit]:
        """Units as the reference names them."""
        return {(unit.code, unit.since): unit for unit in self.units.values()}

    def standing_on(self, day: date) -> list[Unit]:
        """The units of a day, in the order of their codes."""
        known = self._by_day.get(day)
        if known is None:
            known = self._by_day[day] = self._standing(day)
        return known

    def _standing(self, day: date) -> list[Unit]:
        return sorted((one for one in self.units.values() if one.stood_on(day)), key=lambda one: one.code)

    def passages(self, home: Unit, chance: Random) -> list[Passage]:
        """How a home in ``home`` passed on, by chance where a unit was divided, up to the unit that still stands."""
        found = []
        while home.until is not None and (after := self.onward.get(home.key)):
            successor, whole = after[0] if len(after) == 1 else chance.choice(list(after))
            divided = not (whole and len(after) == 1)
            home = self.units[successor]
            found.append(Passage(on=home.since, unit=home, divided=divided))
        return found


def load_territory() -> Territory:
    """The city's communes as the reference has them."""
    units = {
        row.pk: Unit(key=row.pk, code=row.code, since=row.valid_from, until=row.valid_to)
        for row in Place.objects.of_province(CITY).commune_level()
    }
    onward: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    links = Succession.objects.filter(predecessor__in=units, successor__in=units).order_by(
        "predecessor", "successor__code", "successor__valid_from"
    )
    for link in links:
        onward[link.predecessor_id].append((link.successor_id, link.extent == Extent.WHOLE))
    return Territory(units, dict(onward))
