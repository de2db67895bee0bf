"""The template words of the component shelf. A template builtin: no ``{% load %}`` needed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hoanhap.ground.web import words

if TYPE_CHECKING:
    from django_tables2 import Table

register = template.Library()

ICONS = Path(__file__).parent.parent / "templates" / "_icons"
NOTHING = "–"
"""What stands where there is no value: a dash, so that a gap is never taken for a zero."""
PILL_ICONS = {"green": "done", "amber": "clock", "brick": "warning", "blue": "info", "grey": "circle"}
NOTICE_ICONS = {"green": "done", "amber": "warning", "brick": "stop", "blue": "info", "grey": "info"}
MESSAGE_TONES = {"success": "green", "warning": "amber", "error": "brick", "info": "blue", "debug": "grey"}


@register.filter
def number(value: object, places: int = 0) -> str:
    """``{{ n|number }}``, ``{{ n|number:1 }}``: grouped as the page's language writes it; a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        value = Decimal(value)
    return words.number_words(value, int(places)) if isinstance(value, int | float | Decimal) else str(value)


@register.filter
def signed(value: int | Decimal | float | None) -> str:
    """A difference with its sign: "+3", "−4", and "=" for none."""
    if value is None:
        return NOTHING
    if value == 0:
        return "="
    return ("+" if value > 0 else "") + number(value)


@register.filter
def day(value: date | None) -> str:
    """dd/mm/yyyy; a dash for nothing."""
    return words.day_words(value) if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """hh:mm dd/mm/yyyy in Viet Nam's time; a dash for nothing."""
    return words.moment_words(value) if value else NOTHING


@register.filter
def share(value: Decimal | float | int | None, places: int = 1) -> str:
    """A share between 0 and 1 as "33,4 %"; a dash for nothing."""
    return NOTHING if value is None else words.share_words(value, int(places))


@cache
def _drawing(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8").strip()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of ``_icons``. Silent beside words; with a ``label`` it speaks for itself."""
    drawing = _drawing(name)
    if label:
        spoken = format_html('role="img" aria-label="{}"', label)
        drawing = drawing.replace('aria-hidden="true"', spoken)
    return mark_safe(drawing)  # noqa: S308 - our own drawings; the label is escaped


@register.simple_tag
def pill(text: object, tone: str = "grey", icon: str = "") -> SafeString:
    """A state as icon, word and colour: never colour alone. Tones: green, amber, brick, blue, grey."""
    drawing = mark_safe(_drawing(icon or PILL_ICONS.get(tone, "circle")))  # noqa: S308 - our own drawings
    return format_html('<span class="hn-pill hn-pill--{}">{}{}</span>', tone, drawing, text)


@register.filter
def notice_icon(tone: str) -> SafeString:
    """The icon that goes with a notice's tone."""
    return mark_safe(_drawing(NOTICE_ICONS.get(tone, "info")))  # noqa: S308 - our own drawings


@register.filter
def message_tone(tags: str) -> str:
    """The tone of a Django message, from its level."""
    return next((MESSAGE_TONES[tag] for tag in tags.split() if tag in MESSAGE_TONES), "blue")


@register.simple_tag(takes_context=True)
def query(context: Context, changes: Mapping[str, object] | None = None, **more: object) -> str:
    """The page's query string with changes, for links that filter, sort or turn pages.

    ``{% query page=2 %}`` → "?q=abc&page=2"; a value of ``None`` or "" takes the name out.
    """
    request = context.get("request")
    values = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in {**(changes or {}), **more}.items():
        if value is None or value == "":
            values.pop(name, None)
        else:
            values[name] = str(value)
    return "?" + values.urlencode()


@register.filter
def aria_sort(alias: str) -> str:
    """The word ``aria-sort`` wants for a column's order: "-name" is descending."""
    return "descending" if alias.startswith("-") else "ascending"


@register.simple_tag
def running(parts: list[dict[str, object]]) -> list[dict[str, object]]:
    """Segments of a bar with where each begins: every part has ``share`` (percent), gets ``start``.

    Drawn as SVG attributes, because our content policy allows no inline styles.
    """
    start = 0.0
    placed = []
    for part in parts:
        wide = float(str(part["share"]))
        placed.append({**part, "start": f"{start:.3f}", "wide": f"{wide:.3f}"})
        start += wide
    return placed


@register.filter
def unlocalized(value: object) -> str:
    """A number as attributes of HTML and SVG want it: a point, no grouping."""
    return "" if value is None else str(value)


@register.simple_tag
def corridor_rows(corridor: Mapping[str, list[object]]) -> list[dict[str, object]]:
    """The chart's figures row by row, for the table beside it."""
    targets = corridor.get("target") or [None] * len(corridor["years"])
    columns = (corridor["years"], corridor["actual"], corridor["from"], corridor["to"], targets)
    names = ("year", "actual", "low", "high", "target")
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


@register.simple_tag(takes_context=True)
def query_sort(context: Context, table: "Table", alias: str) -> str:
    """The address that sorts ``table`` by ``alias``, from its first page, with the filters as they are."""
    return query(context, {table.prefixed_order_by_field: alias, table.prefixed_page_field: None})


@register.simple_tag(takes_context=True)
def query_page(context: Context, table: "Table", page: int) -> str:
    """The address of another page of ``table``."""
    return query(context, {table.prefixed_page_field: page if page != 1 else None})


@register.simple_tag
def page_numbers(table: "Table") -> list[int | None]:
    """First, last and the pages around this one; ``None`` where some are left out."""
    here, last = table.page.number, table.page.paginator.num_pages
    wanted = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    numbers: list[int | None] = []
    for page in wanted:
        before = numbers[-1] if numbers else None
        if before is not None and page - before > 1:
            numbers.append(before + 1 if page - before == 2 else None)
        numbers.append(page)
    return numbers


@register.simple_tag(takes_context=True)
def render_list_table(context: Context, table: "Table") -> str:
    """The table, in its own template."""
    return str(table.as_html(context["request"]))


@register.filter
def words_of(text: str) -> list[str]:
    """The words of a text, to loop over a few fixed ones."""
    return text.split()
