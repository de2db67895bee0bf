"""What the screens need besides the rows: tabs of days, counts by kind, sentences where nothing is known."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places import findings, selectors
from hoanhap.ground.places.choices import UnitKind
from hoanhap.ground.places.models import Place
from hoanhap.ground.places.selectors import Snapshot, Station
from hoanhap.ground.web.refusals import words
from hoanhap.ground.web.words import day_words, number_words


def beside_the_list(request: HttpRequest, found: Snapshot, *, by: Actor, all_times: bool) -> dict[str, object]:
    """Counts by kind and tabs of days."""
    return {
        "kinds": [] if all_times else _kinds(request, found),
        "days": _days(request, found, by=by, all_times=all_times),
        "days_label": _("Days on which the units changed"),
        "first_day": found.days_of_change[0],
    }


def _kinds(request: HttpRequest, found: Snapshot) -> list[dict[str, object]]:
    """How many units of each kind, from the top down; each opens its list."""
    return [
        {
            "words": _number_of(kind, number),
            "url": _address(request, kind=kind.value, district="", q="", times=""),
        }
        for kind in _LEVELS
        if (number := found.kinds.get(kind))
    ]


_LEVELS = (UnitKind.DISTRICT, UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE)


def _number_of(kind: UnitKind, number: int) -> str:
    sentence = {
        UnitKind.DISTRICT: ngettext("{n} district", "{n} districts", number),
        UnitKind.WARD: ngettext("{n} ward", "{n} wards", number),
        UnitKind.COMMUNE: ngettext("{n} commune", "{n} communes", number),
        UnitKind.TOWNSHIP: ngettext("{n} township", "{n} townships", number),
        UnitKind.SPECIAL_ZONE: ngettext("{n} special zone", "{n} special zones", number),
    }[kind]
    return sentence.format(n=number_words(number))


def _days(request: HttpRequest, found: Snapshot, *, by: Actor, all_times: bool) -> list[dict[str, object]]:
    """The days on which the province's units changed, and today: tabs with the number of units."""
    today = clock.today()
    shown = [*found.days_of_change]
    if found.province.valid_to is None or today <= found.province.valid_to:
        shown.append(today)
    numbers = selectors.count_on_days(by=by, code=found.province.code, days=tuple(shown))
    return [
        {
            "label": _("today") if day == today else day_words(day),
            "url": _address(request, on=day.isoformat(), district="", times=""),
            "active": day == found.day and not all_times,
            "count": number,
        }
        for day, number in zip(shown, numbers, strict=True)
    ]


def nothing_known(refusal: Refusal, code: str) -> dict[str, object]:
    """The page for a day of which the sources say nothing: the sentence, and the way to a day they know."""
    day = refusal.facts.get("since") or refusal.facts.get("last")
    context: dict[str, object] = {"sentence": words(refusal)}
    if isinstance(day, date):
        context["link_url"] = list_address(code, day)
        context["link_words"] = _("Show the units on %(day)s") % {"day": day_words(day)}
    return context


def of_unit(unit: Place, *, asked: date | None, today: date, by: Actor) -> dict[str, object]:
    """Everything on the page of one unit, in a fixed number of queries."""
    links = selectors.links_of(by=by, units=Place.objects.filter(pk=unit.pk))[unit.pk]
    stations = selectors.stations(by=by, unit=unit)
    day = asked or (today if unit.valid_to and unit.valid_to < today else stations[0].day)
    then = selectors.station_on(stations, day)
    stood = min(max(day, unit.valid_from), unit.valid_to or date.max)
    same_code = selectors.same_code(by=by, unit=unit)
    return {
        "unit": unit,
        "title": findings.of_unit(unit, links, stations),
        "above": selectors.ancestors(unit),
        "links": links,
        "stations": stations,
        "estimates": any(holder.estimate for station in stations for holder in station.holders),
        "chosen": day,
        "then": then,
        "first_day": stations[0].day,
        "days": _day_links(stations, today, chosen=day),
        "days_label": _("Days on which the territory changed hands"),
        "below": [] if unit.is_commune_level else selectors.children_on(by=by, unit=unit, day=stood),
        "below_day": stood,
        "list_url": _list_of_units_below(unit, stood),
        "same_code": same_code,
        "renamed": any(other.name != unit.name for other in same_code),
    }


def _day_links(stations: list[Station], today: date, *, chosen: date) -> list[dict[str, object]]:
    """The days on which the territory changed hands, and today."""
    return [
        {"url": f"?on={day.isoformat()}#then", "label": words, "active": day == chosen}
        for day, words in [*((station.day, day_words(station.day)) for station in stations), (today, _("today"))]
    ]


def _list_of_units_below(unit: Place, day: date) -> str:
    if unit.kind == UnitKind.PROVINCE:
        return list_address(unit.code, day)
    if unit.kind == UnitKind.DISTRICT and unit.parent:
        return list_address(unit.parent.code, day, district=unit.code)
    return ""


def list_address(code: str, day: date, **more: str) -> str:
    """The list of a province's units on a day."""
    return f"{reverse('places:unit_list')}?{urlencode({'province': code, 'on': day.isoformat(), **more})}"


def _address(request: HttpRequest, **changes: str) -> str:
    asked = request.GET.copy()
    for name in ("page", "export"):
        asked.pop(name, None)
    for name, value in changes.items():
        asked[name] = value
        if not value:
            del asked[name]
    return f"?{asked.urlencode()}"
