"""The sentences at the top of the screens: what the page found out, with place names marked as Vietnamese."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.ground.places.models import Place
from hoanhap.ground.places.selectors import Links, Snapshot, Station
from hoanhap.ground.web.words import day_words, number_words


def vietnamese(text: str) -> SafeString:
    """A name that stays Vietnamese on every page."""
    return format_html('<span lang="vi">{}</span>', text)


def of_snapshot(found: Snapshot) -> SafeString:
    """How many units of commune level a province has on a day, and in how many districts."""
    facts = {
        "n": number_words(found.communes),
        "province": vietnamese(found.province.name),
        "day": day_words(found.day),
    }
    if found.districts:
        facts["districts"] = number_words(len(found.districts))
        return format_html(_("{n} units of commune level in {districts} districts of {province} on {day}"), **facts)
    if found.no_districts_since:
        facts["since"] = day_words(found.no_districts_since)
        return format_html(_("{n} units of commune level in {province} on {day}; no districts since {since}"), **facts)
    return format_html(_("{n} units of commune level in {province} on {day}"), **facts)


def of_all_times(found: Snapshot) -> SafeString:
    """That the list shows units of every day."""
    return format_html(
        _("The units of {province} at all times known, since {day}"),
        province=vietnamese(found.province.name),
        day=day_words(found.days_of_change[0]),
    )


def name_in_place(unit: Place) -> str:
    """The unit's full name and what stands above it: "Phường Trung Tự, quận Đống Đa"."""
    if unit.parent is None:
        return unit.full_name
    return f"{unit.full_name}, {unit.parent.short_label} {unit.parent.name}"


def of_unit(unit: Place, links: Links, stations: list[Station]) -> SafeString:
    """What became of a unit, or what it came from."""
    facts: dict[str, object] = {"unit": vietnamese(name_in_place(unit))}
    if links.successors:
        return _passed_on(facts, links)
    if unit.valid_to is not None:
        facts["day"] = day_words(unit.valid_to)
        heirs = stations[-1].holders if stations[-1].through_communes else []
        if not heirs:
            return format_html(_("{unit}: ended on {day}"), **facts)
        facts["n"] = number_words(len(heirs))
        sentence = ngettext(
            "{unit}: ended on {day}; its communes passed into {n} unit",
            "{unit}: ended on {day}; its communes passed into {n} units",
            len(heirs),
        )
        return format_html(sentence, **facts)
    if links.predecessors:
        return _formed(facts, links)
    facts["day"] = day_words(unit.valid_from)
    return format_html(_("{unit}: stands in its present borders since {day}"), **facts)


def _passed_on(facts: dict[str, object], links: Links) -> SafeString:
    number, first = len(links.successors), links.successors[0]
    facts |= {"day": day_words(first.on), "n": number_words(number)}
    if number > 1:
        return format_html(_("{unit}: passed into {n} units on {day}"), **facts)
    facts["successor"] = vietnamese(first.successor.full_name)
    if first.successor.full_name == first.predecessor.full_name:
        return format_html(_("{unit}: goes on under the same name since {day}"), **facts)
    return format_html(_("{unit}: passed into {successor} on {day}"), **facts)


def _formed(facts: dict[str, object], links: Links) -> SafeString:
    number, first = len(links.predecessors), links.predecessors[0]
    facts |= {"day": day_words(first.on), "n": number_words(number)}
    if number > 1:
        return format_html(_("{unit}: formed of {n} units on {day}"), **facts)
    facts["predecessor"] = vietnamese(first.predecessor.full_name)
    return format_html(_("{unit}: came from {predecessor} on {day}"), **facts)
