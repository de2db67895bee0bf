"""A paper laid out: what stands where, in the order of Decree 30/2020/NĐ-CP, before it becomes a PDF or a Word file.

Everything here is text. Neither writer reads markup out of it, so what a paper states cannot change how it looks.
No Django, no database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hoanhap.ground.documents import source
from hoanhap.ground.documents.fields import Value
from hoanhap.ground.documents.source import Block, Template, Text
from hoanhap.ground.documents.wording import day_and_month

Runs = tuple[tuple[bool, str], ...]
"""Text in pieces, each bold or not; a line break is a new line."""

BLANK_NUMBER = "\u00a0" * 8
OWN_LAYOUT = "(Không theo mẫu quy định)"


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Whose paper it is. ``heading``: lines of the upper left corner, the body's own name bold."""

    heading: Runs
    name: str  # "Ủy ban nhân dân phường Ví Dụ"
    head: str  # "Chủ tịch Ủy ban nhân dân phường Ví Dụ"
    unit: str  # "phường Ví Dụ"
    province: str
    place_name: str  # in front of the date


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far the paper is. Without number and day it is a draft."""

    number: str = ""  # "12/QĐ-UBND"
    signed_on: date | None = None
    year: int
    capacity: str
    signatory: str = ""
    mark: str = ""  # across every page
    replaces: str = ""  # "12/QĐ-UBND ngày 14 tháng 8 năm 2026"


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    cells: tuple[Runs, ...]
    total: bool = False


@dataclass(frozen=True)
class Part:
    """One block: its kind (see ``source``) and its text, or the rows of its table."""

    kind: str
    runs: Runs = ()
    head: Line | None = None
    lines: tuple[Line, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper ready to be written."""

    heading: Runs
    number_line: str
    place_line: str
    title: str
    abstract: Runs
    remark: str
    authority: Runs
    addressee: Runs
    parts: tuple[Part, ...]
    recipients: tuple[str, ...]
    capacity: tuple[str, ...]
    signatory: str
    mark: str
    landscape: bool
    signed: bool  # whether there is a place for a signature


def lay_out(template: Template, content: Mapping[str, Value], *, issuer: Issuer, standing: Standing) -> Paper:
    """The paper that states ``content``, issued by ``issuer``."""
    context = _context(template, content, issuer)
    day = day_and_month(standing.signed_on, standing.year)
    return Paper(
        heading=issuer.heading,
        number_line=_number_line(template, standing),
        place_line="" if template.unsigned else f"{issuer.place_name}, {day}",
        title=template.title,
        abstract=_filled(template.abstract, context),
        remark=OWN_LAYOUT if template.own_layout else "",
        authority=_filled(template.authority, context) if template.authority else (),
        addressee=_filled(template.addressee, context) if template.addressee else (),
        parts=tuple(_parts(template, context, standing)),
        recipients=tuple(_recipients(template, content, context)),
        capacity=tuple(standing.capacity.split("\n")),
        signatory=standing.signatory,
        mark=standing.mark,
        landscape=template.landscape,
        signed=not template.unsigned,
    )


def _context(template: Template, content: Mapping[str, Value], issuer: Issuer) -> dict[str, Any]:
    stated: dict[str, Any] = {name: content.get(name, "") for name in template.names}
    automatic = {"issuer": issuer.name, "head": issuer.head, "unit": issuer.unit, "province": issuer.province}
    return stated | automatic | {"index": "", "item": ""}


def _number_line(template: Template, standing: Standing) -> str:
    if template.unsigned:
        return ""
    return f"Số: {standing.number or f'{BLANK_NUMBER}/{template.series}'}"


def _filled(text: Text, context: dict[str, Any]) -> Runs:
    filled = ((bold, source.filled(part, context)) for bold, part in text.runs)
    return tuple((bold, part) for bold, part in filled if part)


def _parts(template: Template, context: dict[str, Any], standing: Standing) -> Iterator[Part]:
    articles = 0
    for block in template.blocks:
        if block.only_if and not context[block.only_if]:
            continue
        if block.kind == source.TABLE:
            yield _table(block, context)
            continue
        for item in context[block.repeat] if block.repeat else [""]:
            runs = _filled(block.text, context | {"item": item})
            if not "".join(part for _bold, part in runs).strip():
                continue
            if block.kind == source.ARTICLE:
                articles += 1
                runs = ((True, f"Điều {articles}. "), *runs)
            yield Part(block.kind, runs)
    if standing.replaces:
        yield Part(source.PARAGRAPH, ((False, f"Văn bản này thay thế văn bản số {standing.replaces}."),))


def _table(block: Block, context: dict[str, Any]) -> Part:
    lines = []
    for row in block.rows:
        for index, item in enumerate(context[row.repeat] if row.repeat else [""], 1):
            here = context | {"item": item, "index": index if row.repeat else ""}
            lines.append(Line(tuple(_filled(cell, here) for cell in row.cells), row.total))
    head = Line(tuple(_filled(cell, context) for cell in block.head.cells)) if block.head else None
    widths = block.widths or tuple([100 // len(head.cells)] * len(head.cells)) if head else ()
    return Part(block.kind, head=head, lines=tuple(lines), widths=widths)


def _recipients(template: Template, content: Mapping[str, Value], context: dict[str, Any]) -> Iterator[str]:
    told = ["".join(part for _bold, part in _filled(text, context)) for text in template.recipients]
    told = [one for one in told if one]
    named = content.get("recipients") or []
    yield from dict.fromkeys([*told[:-1], *(f"{str(one).rstrip(';. ')};" for one in named), *told[-1:]])
