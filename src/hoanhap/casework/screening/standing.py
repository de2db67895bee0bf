"""What stands: the settings of a unit, the level of a person, the units of a place. Shared by reads and writes."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hoanhap.casework.episodes.choices import Act, Measure
from hoanhap.casework.episodes.models import Episode, EpisodeQuerySet
from hoanhap.casework.episodes.overview import MANAGED
from hoanhap.casework.screening.choices import Level, SettingKind
from hoanhap.casework.screening.models import LocalSetting, RiskLevel
from hoanhap.casework.screening.rules import DEFAULTS
from hoanhap.ground.places.models import Place, Reach


def units_of(place: Place) -> list[int]:
    """The keys of a unit and of the earlier units that passed whole into it."""
    return [place.pk, *Reach.objects.filter(root=place).exclude(unit=place).values_list("unit_id", flat=True)]


def managed_in(units: Collection[int]) -> EpisodeQuerySet:
    """The people under post-rehabilitation management in these units, with person and unit."""
    found = Episode.objects.filter(measure=Measure.POST_REHAB, stage__in=MANAGED, place__in=units)
    return found.select_related("person", "place").order_by("person__sort_key", "pk")


def managed_everywhere() -> QuerySet[Episode, Any]:
    """The keys of everybody under post-rehabilitation management: to be used in other queries."""
    return Episode.objects.filter(measure=Measure.POST_REHAB, stage__in=MANAGED).values("pk")


def settings_on(places: Iterable[int], on: date) -> dict[tuple[int, str], int]:
    """What holds in these units on a day, by unit and kind: their own setting, or that of the unit they passed into."""
    wanted = set(places)
    above = set(Reach.objects.filter(unit__in=wanted).values_list("root_id", "unit_id"))
    pairs = above | {(place, place) for place in wanted}
    rows = LocalSetting.objects.filter(
        place__in={root for root, _unit in pairs}, from_on__lte=on, replaced_by__isnull=True
    )
    found = {(place, kind): DEFAULTS[kind] for place in wanted for kind in SettingKind.values}
    for row in rows.exclude(act=Act.WITHDRAWN).order_by("from_on", "recorded_at"):
        for root, unit in pairs:
            if root == row.place_id:
                found[(unit, row.kind)] = row.value
    return found


def levels_on(episodes: Iterable[UUID], on: date) -> dict[UUID, str]:
    """At which level somebody stands on a day; whoever has none is one of the others."""
    keys = list(episodes)
    rows = RiskLevel.objects.filter(Q(from_on__lte=on), episode__in=keys, replaced_by__isnull=True)
    found = dict.fromkeys(keys, Level.OTHER.value)
    for row in rows.exclude(act=Act.WITHDRAWN).order_by("from_on", "recorded_at"):
        found[row.episode_id] = row.level
    return found
