"""The only writer of places: brings the tables to the state of the shipped reference; may be run again."""

from dataclasses import dataclass

from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import sort_key
from hoanhap.ground.places import reading, rules
from hoanhap.ground.places.models import Lineage, Place, Reach, Succession
from hoanhap.ground.places.remembered import forget

UNIT_FIELDS = [
    *("valid_to", "kind", "label", "name", "parent"),
    *("search_key", "sort_key", "source", "verified", "note"),
]
LINK_FIELDS = ["on", "extent", "source", "verified", "note"]
LEVELS = (("province",), ("district",), ("commune", "ward", "township", "special_zone"))
"""The kinds from the top down: what stands above is written first."""


@dataclass(frozen=True)
class Loaded:
    """How many rows the reference has, and how many rows of the tables were new, different or gone."""

    units: int
    successions: int
    changed: int


@dataclass(frozen=True)
class Changes:
    """What the tables lack. ``gone`` are the keys of successions that the reference no longer has."""

    units: list[reading.UnitRow]
    successions: list[reading.SuccessionRow]
    gone: list[int]

    def __len__(self) -> int:
        return len(self.units) + len(self.successions) + len(self.gone)


def load_reference(*, by: Actor) -> Loaded:
    """Load the shipped units and successions. A second run finds nothing to change and records nothing.

    A unit that is gone from the reference stays: records may stand on it. Raises PermissionRefused.
    """
    by.require(Permission.REFERENCE_LOAD)
    units, successions = reading.units(), reading.successions()
    changes = _compare(units, successions)
    if len(changes) or not _derived_as_stored():
        _write(by=by, changes=changes)
    return Loaded(units=len(units), successions=len(successions), changed=len(changes))


def _compare(units: list[reading.UnitRow], successions: list[reading.SuccessionRow]) -> Changes:
    places = {(place.code, place.valid_from): place for place in Place.objects.select_related("parent")}
    links = {_ends(link): link for link in Succession.objects.select_related("predecessor", "successor")}
    wanted = {(row.predecessor, row.successor) for row in successions}
    return Changes(
        units=[row for row in units if (held := places.get(row.key)) is None or _differs(row, held)],
        successions=[
            row
            for row in successions
            if (link := links.get((row.predecessor, row.successor))) is None
            or any(getattr(link, name) != getattr(row, name) for name in LINK_FIELDS)
        ],
        gone=[link.pk for ends, link in links.items() if ends not in wanted],
    )


def _ends(link: Succession) -> tuple[reading.PlaceKey, reading.PlaceKey]:
    before, after = link.predecessor, link.successor
    return (before.code, before.valid_from), (after.code, after.valid_from)


def _differs(row: reading.UnitRow, place: Place) -> bool:
    parent = place.parent and (place.parent.code, place.parent.valid_from)
    fresh = _place(row, None)
    return parent != row.parent or any(
        getattr(place, name) != getattr(fresh, name) for name in UNIT_FIELDS if name != "parent"
    )


def _place(row: reading.UnitRow, parent: int | None) -> Place:
    return Place(
        code=row.key[0],
        valid_from=row.key[1],
        valid_to=row.valid_to,
        kind=row.kind,
        label=row.label,
        name=row.name,
        parent_id=parent,
        search_key=rules.search_key(f"{row.label} {row.name}"),
        sort_key=sort_key(row.name),
        source=row.source,
        verified=row.verified,
        note=row.note,
    )


@audited
def _write(*, by: Actor, changes: Changes) -> None:
    by.require(Permission.REFERENCE_LOAD)
    for kinds in LEVELS:
        keys = _keys()
        Place.objects.bulk_create(
            [_place(row, keys[row.parent] if row.parent else None) for row in changes.units if row.kind in kinds],
            update_conflicts=True,
            unique_fields=["code", "valid_from"],
            update_fields=UNIT_FIELDS,
        )
    keys = _keys()
    Succession.objects.filter(pk__in=changes.gone).delete()
    Succession.objects.bulk_create(
        [
            Succession(
                predecessor_id=keys[row.predecessor],
                successor_id=keys[row.successor],
                **{name: getattr(row, name) for name in LINK_FIELDS},
            )
            for row in changes.successions
        ],
        update_conflicts=True,
        unique_fields=["predecessor", "successor"],
        update_fields=LINK_FIELDS,
    )
    _rebuild_derived()
    forget()
    record(
        "places.reference_loaded",
        "places.place:reference",
        by=by,
        facts={
            "units": len(changes.units),
            "successions": len(changes.successions),
            "successions_removed": len(changes.gone),
        },
    )


def _keys() -> dict[reading.PlaceKey, int]:
    return {(code, day): pk for pk, code, day in Place.objects.values_list("pk", "code", "valid_from")}


def _derived() -> tuple[set[tuple[int, int]], dict[tuple[int, int], bool]]:
    """Reach and Lineage as they follow from parents and successions."""
    steps = [
        rules.Step(earlier, later, extent == "part")
        for earlier, later, extent in Succession.objects.values_list("predecessor", "successor", "extent")
    ]
    parents = dict(Place.objects.values_list("pk", "parent"))
    return rules.reach(parents, steps), rules.lineage(steps)


def _derived_as_stored() -> bool:
    """Whether the stored Reach and Lineage are what this release derives."""
    reach, lineage = _derived()
    if set(Reach.objects.values_list("root", "unit")) != reach:
        return False
    stored = Lineage.objects.values_list("earlier", "later", "through_split")
    return {(earlier, later): split for earlier, later, split in stored} == lineage


def _rebuild_derived() -> None:
    """Compute Reach and Lineage anew."""
    reach, lineage = _derived()
    Reach.objects.all().delete()
    Reach.objects.bulk_create([Reach(root_id=root, unit_id=unit) for root, unit in sorted(reach)], batch_size=2000)
    Lineage.objects.all().delete()
    Lineage.objects.bulk_create(
        [
            Lineage(earlier_id=earlier, later_id=later, through_split=split)
            for (earlier, later), split in sorted(lineage.items())
        ],
        batch_size=2000,
    )
