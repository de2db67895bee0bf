"""Which unit answers today for a unit of its day: itself, the one it passed whole into, or several that may."""

from datetime import date

from django.db.models import QuerySet

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Lineage, Place, PlaceQuerySet, Reach


def unit_today(place: Place, on: date) -> Place | None:
    """The commune-level unit that stands on ``on`` and reaches ``place``; None where ``place`` was divided."""
    return Place.objects.valid_on(on).commune_level().filter(reaches__unit=place.pk).first()


def standing_unit(place: Place, on: date) -> Place:
    """The same, for a unit that must stand. Raises RuleViolation ``episodes.unit_divided``."""
    found = unit_today(place, on)
    if found is None:
        raise RuleViolation("episodes.unit_divided", field="place")
    return found


def heirs(place: Place, on: date) -> list[Place]:
    """The commune-level units that stand on ``on`` and hold a part of a unit that was divided."""
    later = Place.objects.valid_on(on).commune_level().filter(earlier_lines__earlier=place.pk)
    return list(later.distinct().in_order())


def divided(on: date) -> PlaceQuerySet:
    """The commune-level units of earlier days that no unit standing on ``on`` reaches: they were divided."""
    standing = Place.objects.valid_on(on).commune_level()
    ended = Place.objects.commune_level().filter(valid_to__lt=on)
    return ended.exclude(pk__in=Reach.objects.filter(root__in=standing.values("pk")).values("unit"))


def divided_into_units_of(by: Actor, on: date) -> "QuerySet[Place]":
    """The divided units of which a part may have come to a unit of the actor's post; for the system, all."""
    if by.everywhere:
        return divided(on)
    own = Place.objects.valid_on(on).commune_level().filter(pk__in=by.units)
    return divided(on).filter(pk__in=Lineage.objects.filter(later__in=own.values("pk")).values("earlier"))


def province_code(place: Place) -> str:
    """The code of the province or city in which a unit lies."""
    while place.parent is not None:
        place = place.parent
    return place.code
