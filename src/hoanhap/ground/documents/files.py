"""Papers as files. Who may have one, and that it was had, is the business of the paper's owner."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from jinja2 import TemplateError

from hoanhap.ground.documents import rules
from hoanhap.ground.documents.as_docx import docx
from hoanhap.ground.documents.as_pdf import pdf
from hoanhap.ground.documents.choices import Body, FileFormat
from hoanhap.ground.documents.fields import Value, checked_content, sample_content
from hoanhap.ground.documents.layout import Issuer, Paper, Standing, lay_out
from hoanhap.ground.documents.models import Document, Edition
from hoanhap.ground.documents.selectors import DocumentState, edition_for, states_of
from hoanhap.ground.documents.source import Template, read
from hoanhap.ground.documents.wording import long_day
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.places.choices import UnitKind
from hoanhap.ground.places.models import Place

DRAFT, REVOKED, REPLACED = "DỰ THẢO", "ĐÃ THU HỒI", "ĐÃ THAY THẾ"

NO_BREAK = "\u00a0"

MEDIA_TYPES: Mapping[str, str] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class RenderedFile:
    """A file to hand out. ``name`` holds no personal data."""

    name: str
    content: bytes
    media_type: str


def document_file(
    document: Document,
    format: str,  # noqa: A002 - what callers say
    *,
    with_reference: str = "",
) -> RenderedFile:
    """The paper as it stands now: a draft until it is signed, marked once it is revoked or replaced.

    ``with_reference``: the public reference of a file, to stand in the name instead of the paper's own:
    "B-V-53-HS-7KQ2-18.pdf".
    """
    told = states_of([document, *([document.corrects] if document.corrects else [])])
    state = told[document.pk]
    template = read(document.edition.source)
    content: dict[str, Value] = json.loads(document.content)
    standing = Standing(
        number=state.number_words,
        signed_on=state.signed_on,
        year=(state.signed_on or document.prepared_on).year,
        capacity=state.capacity or rules.CAPACITIES[rules.SIGNERS[document.body]],
        signatory=state.signatory,
        mark=_mark(state, template),
        replaces=_replaces(told[document.corrects.pk]) if document.corrects else "",
    )
    paper = lay_out(template, content, issuer=issuer_of(document.body, document.place, content), standing=standing)
    name = _file_name(document.form, with_reference or document.reference)
    return _written(paper, format, name=name, title=document.form, on=state.signed_on or document.prepared_on)


def unsigned_file(
    form: str,
    format: str,  # noqa: A002
    *,
    body: str,
    place: Place,
    content: Mapping[str, object],
    on: date,
) -> RenderedFile:
    """A book or list that is printed as it stands and is no draft: nothing is kept of it.

    Raises RuleViolation, also for a form that is signed; NotFound for an unknown one.
    """
    template = read(edition_for(form, on).source)
    if not template.unsigned or body not in template.bodies:
        raise RuleViolation("documents.not_of_this_body", form=form, body=body)
    stated = checked_content(content, required=template.required, optional=template.optional)
    standing = Standing(year=on.year, capacity="")
    paper = lay_out(template, stated, issuer=issuer_of(body, place, stated), standing=standing)
    return _written(paper, format, name=_file_name(form, f"{place.code}-{on:%Y%m%d}"), title=form, on=on)


def sample_file(edition: Edition, format: str, *, place: Place) -> RenderedFile:  # noqa: A002
    """The template filled with sample data: what an administrator looks at before it is used."""
    paper = sample_paper(edition.source, place=place, year=edition.valid_from.year)
    return _written(paper, format, name=f"{edition.form}-mau", title=edition.form, on=edition.valid_from)


def try_print(source: str) -> None:
    """Print a text with sample data, in both formats. Raises RuleViolation where that cannot be."""
    unit = Place(label="phường", name="Ví Dụ", kind=UnitKind.WARD)
    try:
        paper = sample_paper(source, place=unit, year=2026)
        for one in FileFormat:
            _written(paper, one, name="", title="", on=date(2026, 7, 1))
    except (ValueError, TypeError, LookupError, TemplateError) as error:
        raise RuleViolation("documents.template_unprintable", field="file") from error


def sample_paper(source: str, *, place: Place, year: int) -> Paper:
    """A template filled with sample data. Raises RuleViolation where it cannot be read."""
    template = read(source)
    content = checked_content(sample_content(template.names), required=template.required, optional=template.optional)
    body = template.bodies[0]
    standing = Standing(
        year=year, capacity=rules.CAPACITIES[rules.SIGNERS[body]], mark="" if template.unsigned else DRAFT
    )
    return lay_out(template, content, issuer=issuer_of(body, place, content), standing=standing)


def issuer_of(body: str, place: Place, content: Mapping[str, Value]) -> Issuer:
    """How a body of a unit names itself on its papers (Decree 30/2020, Annex I, II.2)."""
    unit = f"{place.short_label} {place.name}"
    above = place.parent
    if body == Body.COMMITTEE:
        name = f"Ủy ban nhân dân {unit}"
        head = f"Chủ tịch {name}"
        heading = ((True, "ỦY BAN NHÂN DÂN"), (True, _whole_words(unit.upper())))
    elif body == Body.POLICE:
        name = f"Công an {unit}"
        head = f"Trưởng {name}"
        superior = ((False, f"Công an {above.short_label} {above.name}".upper()),) if above else ()
        heading = (*superior, (True, _whole_words(name.upper())))
    else:
        name = str(content.get("issuing_body") or "")
        head = f"Giám đốc {name}"
        superior = ((False, str(content["superior_body"]).upper()),) if content.get("superior_body") else ()
        heading = (*superior, (True, _whole_words(name.upper())))
    province = place
    while province.parent is not None:
        province = province.parent
    return Issuer(
        heading=heading,
        name=name,
        head=head,
        unit=unit,
        province=f"{province.short_label} {province.name}",
        place_name=place.full_name if place.name[:1].isdigit() else place.name,
    )


def _whole_words(name: str) -> str:
    """A name that breaks after its hyphen: "VĂN MIẾU - QUỐC TỬ GIÁM"."""
    first, hyphen, second = name.partition(" - ")
    return f"{first}{NO_BREAK}- {second.replace(' ', NO_BREAK)}" if hyphen else name


def _mark(state: DocumentState, template: Template) -> str:
    if state.revoked_on:
        return REVOKED
    if state.corrected_by:
        return REPLACED
    return "" if state.signed_on or template.unsigned else DRAFT


def _replaces(state: DocumentState) -> str:
    return f"{state.number_words} {long_day(state.signed_on)}"


def _file_name(form: str, reference: str) -> str:
    return f"{form}-{re.sub(r'[^0-9A-Za-z-]', '', reference)}"


def _written(paper: Paper, format: str, *, name: str, title: str, on: date) -> RenderedFile:  # noqa: A002
    if format == FileFormat.PDF:
        content = pdf(paper, title=title)
    elif format == FileFormat.DOCX:
        content = docx(paper, title=title, at=datetime.combine(on, time(), UTC))
    else:
        raise ValueError(f"no such format: {format}")
    return RenderedFile(f"{name}.{format}", content, MEDIA_TYPES[format])
