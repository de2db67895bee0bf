"""Opening one named person's file: the single way to it, and every look is logged with its purpose."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from hoanhap.casework.people import rules, selectors
from hoanhap.casework.people.choices import Purpose, ResidenceKind
from hoanhap.casework.people.models import Contact, Identifier, OtherName, Person, Relation, Residence, Tie, open_on
from hoanhap.casework.people.rows import subject
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.audit.choices import EntryKind
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import SYSTEM_CHAIN, Place

OPENED = "people.file_opened"
HIDDEN = "•••"


@dataclass(frozen=True)
class Paper:
    """A paper with a number; all but the last three signs hidden from who may not see it."""

    identifier: Identifier = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True)
class Close:
    """Somebody close, as far as the actor may see."""

    kind: str
    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True)
class Dwelling:
    """A residence, as far as the actor may see."""

    residence: Residence = field(repr=False)
    place: Place
    address: str = field(repr=False)


@dataclass(frozen=True)
class File:
    """One person, as far as the actor may see."""

    person: Person = field(repr=False)
    name: str = field(repr=False)
    birth_year: int = field(repr=False)
    birth_on: date | None = field(repr=False)
    minor: bool
    other_names: list[str] = field(repr=False)
    papers: list[Paper] = field(repr=False)
    phones: list[str] = field(repr=False)
    close: list[Close] = field(repr=False)
    dwellings: list[Dwelling] = field(repr=False)
    ties: list[Tie] = field(repr=False)


def open_file(*, by: Actor, ref: str, purpose: str, on: date) -> File:
    """The file of the person with this reference, and an entry in the log that it was opened, and why.

    ``purpose``: one of :class:`Purpose`. What the actor's post may not see is left out or masked. Raises NotFound
    ``people.unknown_person`` outside the reach, RuleViolation ``people.purpose_missing``.
    """
    if purpose not in Purpose.values:
        raise RuleViolation("people.purpose_missing", field="purpose")
    person = selectors.person(by=by, reference=ref, on=on)
    same = selectors.whole(person)
    dwellings = _dwellings(by, Residence.objects.filter(person__in=same))
    here = [one.place for one in dwellings if one.residence.kind == ResidenceKind.CURRENT and _open(one.residence, on)]
    minor = person.is_minor_on(on)
    chain = here[0].chain if here else SYSTEM_CHAIN
    record_read(OPENED, subject(person), by=by, purpose=purpose, chain=chain, facts={"minor": minor})
    identity = by.may(Permission.PEOPLE_VIEW_IDENTITY)
    names = OtherName.objects.filter(person__in=same).order_by("recorded_at", "pk").values_list("name", flat=True)
    return File(
        person=person,
        name=person.name,
        birth_year=person.birth_year,
        birth_on=person.birth_on if identity else None,
        minor=minor,
        other_names=list(names) if identity else [],
        papers=_papers(by, Identifier.objects.filter(person__in=same, withdrawn_at__isnull=True)),
        phones=_phones(by, Contact.objects.filter(person__in=same, withdrawn_at__isnull=True)),
        close=_close(by, Relation.objects.filter(person__in=same, withdrawn_at__isnull=True)),
        dwellings=dwellings,
        ties=list(Tie.objects.filter(open_on(on), person__in=same).order_by("from_on", "pk")) if identity else [],
    )


def who_looked(*, by: Actor, person: Person, on: date) -> QuerySet[AuditEntry]:
    """Who opened a person's file, latest first; the person must be in the actor's reach."""
    by.require(Permission.PEOPLE_WHO_LOOKED)
    found = selectors.person(by=by, reference=person.reference, on=on)
    subjects = [f"people.person:{key}" for key in selectors.whole(found)]
    looks = AuditEntry.objects.filter(subject__in=subjects, kind=EntryKind.READ)
    return looks.order_by("-recorded_at", "chain", "-seq")


def _open(residence: Residence, on: date) -> bool:
    return residence.from_on <= on and (residence.to_on is None or residence.to_on >= on)


def _papers(by: Actor, found: QuerySet[Identifier]) -> list[Paper]:
    if not by.may(Permission.PEOPLE_VIEW_IDENTITY):
        return []
    plain = by.may(Permission.PEOPLE_VIEW_NUMBERS)
    rows = found.order_by("kind", "recorded_at", "pk")
    return [Paper(row, row.number if plain else rules.masked(row.number)) for row in rows]


def _phones(by: Actor, found: QuerySet[Contact]) -> list[str]:
    if not by.may(Permission.PEOPLE_VIEW_PHONES):
        return []
    return [row.value for row in found.order_by("recorded_at", "pk")]


def _close(by: Actor, found: QuerySet[Relation]) -> list[Close]:
    if not by.may(Permission.PEOPLE_VIEW_ADDRESSES):
        return []
    rows = found.select_related("relative").order_by("recorded_at", "pk")
    return [Close(row.kind, row.relative.name if row.relative else row.name, row.phone) for row in rows]


def _dwellings(by: Actor, found: QuerySet[Residence]) -> list[Dwelling]:
    plain = by.may(Permission.PEOPLE_VIEW_ADDRESSES)
    rows = found.select_related("place", "fact").order_by("-from_on", "kind", "pk")
    return [
        Dwelling(row, row.place, (row.fact.address if plain else HIDDEN if row.fact.address else "")) for row in rows
    ]
