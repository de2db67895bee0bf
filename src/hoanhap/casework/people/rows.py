"""What writers of people describe, and the rows that come of it; nothing is written here."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from hoanhap.casework.people import rules
from hoanhap.casework.people.choices import Act, ContactKind, IdentifierKind, RelationKind, ResidenceKind, Sex
from hoanhap.casework.people.models import (
    Contact,
    Identifier,
    Person,
    Relation,
    Residence,
    ResidenceFact,
)
from hoanhap.casework.people.selectors import contact_index, number_index
from hoanhap.ground.audit.actions import Entry
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.text import sort_key, tidy
from hoanhap.ground.places.models import SYSTEM_CHAIN, Place

_SEXES, _PAPERS, _WAYS = frozenset(Sex.values), frozenset(IdentifierKind.values), frozenset(ContactKind.values)
_CLOSE, _DWELLINGS = frozenset(RelationKind.values), frozenset(ResidenceKind.values)
"""Django makes a new list each time that a choice's values are asked for."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who somebody is. Only the year of birth may be known."""

    name: str
    sex: str
    birth_year: int
    birth_on: date | None = None
    nationality: str = "VN"

    def checked(self, on: date) -> "Identity":
        """The same in its form. Raises RuleViolation."""
        rules.check_birth(birth_on=self.birth_on, birth_year=self.birth_year, on=on)
        if self.sex not in _SEXES:
            raise RuleViolation("people.sex_unknown", field="sex")
        nationality = self.nationality.strip().upper()
        rules.check_country(nationality)
        return Identity(
            name=rules.name_of(self.name),
            sex=self.sex,
            birth_year=self.birth_year,
            birth_on=self.birth_on,
            nationality=nationality,
        )


@dataclass(frozen=True, kw_only=True)
class NewIdentifier:
    """A paper with a number, as typed."""

    kind: str
    number: str = field(repr=False)
    issued_on: date | None = None
    issued_by: str = ""


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """A way to reach somebody, as typed."""

    value: str = field(repr=False)
    kind: str = ContactKind.PHONE


@dataclass(frozen=True, kw_only=True)
class NewRelation:
    """Somebody close: a person on file, or a name."""

    kind: str
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    relative: Person | None = None


@dataclass(frozen=True, kw_only=True)
class NewResidence:
    """Where somebody lives or is registered, from a day."""

    place: Place
    from_on: date
    kind: str = ResidenceKind.CURRENT
    address: str = field(default="", repr=False)
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Everything that is known of somebody at registration. One residence is the current one."""

    identity: Identity
    residences: Sequence[NewResidence]
    other_names: Sequence[str] = ()
    identifiers: Sequence[NewIdentifier] = ()
    contacts: Sequence[NewContact] = ()
    relations: Sequence[NewRelation] = ()

    @property
    def lives_in(self) -> Place:
        """The unit that answers for the person. Raises RuleViolation ``people.no_current_residence``."""
        for residence in self.residences:
            if residence.kind == ResidenceKind.CURRENT and residence.to_on is None:
                return residence.place
        raise RuleViolation("people.no_current_residence", field="place")


def random_reference() -> str:
    """A public reference by chance."""
    return rules.reference([secrets.choice(rules.ALPHABET) for _ in range(5)])


def person_row(identity: Identity, *, reference: str, names: Sequence[str], at: datetime) -> Person:
    """A person with a new key."""
    return Person(
        id=uuid4(),
        reference=reference,
        search_key=rules.search_key([identity.name, *names]),
        sort_key=sort_key(identity.name),
        registered_at=at,
        **vars(identity),
    )


def identifier_row(person: Person, new: NewIdentifier, *, at: datetime) -> Identifier:
    """A paper in its form. Raises RuleViolation."""
    if new.kind not in _PAPERS:
        raise RuleViolation("people.number_form", field="number", kind=new.kind)
    number = rules.number_of(new.kind, new.number)
    if new.issued_on is not None and person.birth_on and new.issued_on < person.birth_on:
        raise RuleViolation("people.issued_before_birth", field="issued_on")
    return Identifier(
        person=person,
        kind=new.kind,
        number=number,
        number_index=number_index(new.kind, number),
        issued_on=new.issued_on,
        issued_by=tidy(new.issued_by),
        recorded_at=at,
    )


def contact_row(person: Person, new: NewContact, *, at: datetime) -> Contact:
    """A contact in its form. Raises RuleViolation."""
    if new.kind not in _WAYS:
        raise RuleViolation("people.contact_missing", field="contact")
    value = rules.phone_of(new.value) if new.kind == ContactKind.PHONE else tidy(new.value)
    if not value:
        raise RuleViolation("people.contact_missing", field="contact")
    return Contact(
        person=person, kind=new.kind, value=value, value_index=contact_index(new.kind, value), recorded_at=at
    )


def relation_row(person: Person, new: NewRelation, *, at: datetime) -> Relation:
    """A relation in its form. Raises RuleViolation."""
    if new.kind not in _CLOSE:
        raise RuleViolation("people.relation_unknown", field="relation")
    if new.relative is not None and new.relative.pk == person.pk:
        raise RuleViolation("people.relation_to_oneself", field="relation")
    return Relation(
        person=person,
        kind=new.kind,
        relative=new.relative,
        name="" if new.relative else rules.name_of(new.name),
        phone=rules.phone_of(new.phone) if new.phone.strip() else "",
        recorded_at=at,
    )


def check_place(place: Place, from_on: date) -> None:
    """A residence lies in a commune-level unit that stood on its first day. Raises RuleViolation."""
    if not place.is_commune_level:
        raise RuleViolation("people.not_a_commune", field="place")
    if from_on < place.valid_from or (place.valid_to is not None and from_on > place.valid_to):
        raise RuleViolation("people.unit_not_there", field="place", day=from_on)


def residence_fact(person: Person, new: NewResidence, *, at: datetime, on: date) -> ResidenceFact:
    """The first fact of a new residence. Raises RuleViolation."""
    if new.kind not in _DWELLINGS:
        raise RuleViolation("people.residence_unknown", field="kind")
    rules.check_days(from_on=new.from_on, to_on=new.to_on, on=on)
    check_place(new.place, new.from_on)
    return ResidenceFact(
        person=person,
        residence=uuid4(),
        act=Act.RECORDED,
        kind=new.kind,
        place=new.place,
        address=tidy(new.address),
        from_on=new.from_on,
        to_on=new.to_on,
        recorded_at=at,
    )


def residence_state(fact: ResidenceFact) -> Residence:
    """The state that follows from a fact."""
    return Residence(
        id=fact.residence,
        person_id=fact.person_id,
        kind=fact.kind,
        place_id=fact.place_id,
        from_on=fact.from_on,
        to_on=fact.to_on,
        fact=fact,
    )


def unit_holder(place: Place) -> str:
    """How a tie names a unit."""
    return f"unit:{place.code}@{place.valid_from.isoformat()}"


def subject(person: Person) -> str:
    """How the log names a person."""
    return f"people.person:{person.pk}"


def entry(event: str, person: Person, place: Place | None, **facts: object) -> Entry:
    """An event about a person, in the chain of the unit that answers for it."""
    return Entry(event=event, subject=subject(person), chain=place.chain if place else SYSTEM_CHAIN, facts=facts)
