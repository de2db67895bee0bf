"""Registering people, one or many."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from hoanhap.casework.people import rows, rules
from hoanhap.casework.people.models import (
    Contact,
    Identifier,
    IdentityFact,
    OtherName,
    Person,
    Relation,
    ResidenceFact,
)
from hoanhap.casework.people.rows import NewPerson
from hoanhap.casework.people.selectors import closed_files
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web import setwise


def register_person(*, by: Actor, new: NewPerson) -> Person:
    """Open a file for somebody who has none. Raises RuleViolation, PermissionRefused."""
    return register_people(by=by, new=[new])[0]


@audited
def register_people(*, by: Actor, new: Sequence[NewPerson]) -> list[Person]:
    """Open files for many people at once: the same rules, one event each, or none of them.

    A number that somebody on file carries is refused: ``people.already_known`` in the actor's reach,
    ``people.held_elsewhere`` outside. ``at`` in the facts of a RuleViolation is the number of the refused one in
    ``new``, counted from 0. Who only looks alike is not refused: that is decided before, by who registers.
    """
    at, on = clock.now(), clock.today()
    made = _Made()
    references = iter(_new_references(len(new)))
    for number, item in enumerate(new):
        try:
            by.require(Permission.PEOPLE_RECORD, at=item.lives_in.pk)
            made.add(item, reference=next(references), at=at, on=on)
        except RuleViolation as violation:
            violation.facts.setdefault("at", number)
            raise
    _check_numbers(by, made, on)
    setwise.add(made.people)
    setwise.add(made.identities)
    setwise.add(made.names)
    setwise.add(made.identifiers)
    setwise.add(made.contacts)
    setwise.add(made.relations)
    setwise.add(made.facts)
    setwise.add([rows.residence_state(fact) for fact in made.facts])
    pairs = zip(made.people, new, strict=True)
    record_many([rows.entry("people.registered", person, item.lives_in) for person, item in pairs], by=by)
    return made.people


class _Made:
    """The rows of people about to be registered."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.identities: list[IdentityFact] = []
        self.names: list[OtherName] = []
        self.identifiers: list[Identifier] = []
        self.contacts: list[Contact] = []
        self.relations: list[Relation] = []
        self.facts: list[ResidenceFact] = []

    def add(self, item: NewPerson, *, reference: str, at: datetime, on: date) -> None:
        identity = item.identity.checked(on)
        names = _distinct(rules.name_of(name) for name in item.other_names if rules.name_of(name) != identity.name)
        person = rows.person_row(identity, reference=reference, names=names, at=at)
        rules.check_guarded(minor=person.is_minor_on(on), relations=[one.kind for one in item.relations])
        kinds = [residence.kind for residence in item.residences]
        if len(kinds) != len(set(kinds)):
            raise RuleViolation("people.residence_overlaps", field="place")
        self.people.append(person)
        self.identities.append(IdentityFact(person_id=person.pk, recorded_at=at, **vars(identity)))
        self.names += [OtherName(person_id=person.pk, name=name, recorded_at=at) for name in names]
        self.identifiers += [rows.identifier_row(person, one, at=at) for one in item.identifiers]
        contacts = [rows.contact_row(person, one, at=at) for one in item.contacts]
        self.contacts += {contact.value_index: contact for contact in contacts}.values()
        self.relations += [rows.relation_row(person, one, at=at) for one in item.relations]
        self.facts += [rows.residence_fact(person, one, at=at, on=on) for one in item.residences]


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _new_references(count: int) -> list[str]:
    """References that nobody has."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {rows.random_reference() for _ in range(count - len(found))}
        taken = Person.objects.filter(reference__among=drawn).values_list("reference", flat=True)
        found |= drawn - set(taken)
    return list(found)


def _check_numbers(by: Actor, made: _Made, on: date) -> None:
    """No number is on file, nor twice in what is new."""
    place = {person.pk: number for number, person in enumerate(made.people)}
    first: dict[str, Identifier] = {}
    for identifier in made.identifiers:
        if identifier.number_index in first:
            raise RuleViolation("people.number_twice", field="number", at=place[identifier.person_id])
        first[identifier.number_index] = identifier
    live = Identifier.objects.filter(number_index__among=first, withdrawn_at__isnull=True)
    for taken in live.select_related("person"):
        root = taken.person.merged_into_id or taken.person_id
        at = place[first[taken.number_index].person_id]
        if Person.objects.if_visible_to(by, on, root).exists():
            raise RuleViolation("people.already_known", field="number", at=at)
        if closed_files(by=by, on=on).filter(pk=root).exists():
            raise RuleViolation("people.file_closed", field="number", at=at)
        raise RuleViolation("people.held_elsewhere", field="number", at=at)
