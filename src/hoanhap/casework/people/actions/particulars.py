"""What is recorded of one person: identity, papers, contacts, relations, and particulars that a form asks for."""

from datetime import datetime
from uuid import UUID

from hoanhap.casework.people import rows, rules
from hoanhap.casework.people.choices import DetailKind
from hoanhap.casework.people.locking import locked
from hoanhap.casework.people.models import (
    Contact,
    Detail,
    Identifier,
    IdentityFact,
    OtherName,
    Person,
    Relation,
)
from hoanhap.casework.people.rows import Identity, NewContact, NewIdentifier, NewRelation
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import sort_key, tidy

_IDENTITY = ("name", "sex", "birth_year", "birth_on", "nationality")


@audited
def correct_identity(*, by: Actor, person: Person, corrected: Identity, reason: str) -> Person:
    """Replace what is known of an identity by what is right; the old name still finds the person."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    said, at = rules.check_reason(reason), clock.now()
    identity = corrected.checked(clock.today())
    changed = [name for name in _IDENTITY if getattr(held, name) != getattr(identity, name)]
    if not changed:
        raise RuleViolation("people.nothing_changed")
    before = held.name
    for name in changed:
        setattr(held, name, getattr(identity, name))
    kinds = Relation.objects.filter(person__in=whole(held), withdrawn_at__isnull=True).values_list("kind", flat=True)
    rules.check_guarded(minor=held.is_minor_on(clock.today()), relations=kinds)
    last = IdentityFact.objects.get(person=held, replaced_by__isnull=True)
    IdentityFact.objects.create(person=held, replaces=last, reason=said, recorded_at=at, **vars(identity))
    if "name" in changed:
        _add_name(held, before, at)
    _refresh(held)
    held.save(update_fields=[*changed, "search_key", "sort_key"])
    record_many([rows.entry("people.identity_corrected", held, place, changed=changed)], by=by)
    return held


@audited
def add_other_name(*, by: Actor, person: Person, name: str) -> None:
    """Record another name that somebody is called by."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    if not _add_name(held, rules.name_of(name), clock.now()):
        raise RuleViolation("people.nothing_changed")
    _refresh(held)
    held.save(update_fields=["search_key", "sort_key"])
    record_many([rows.entry("people.other_name_added", held, place)], by=by)


@audited
def add_identifier(*, by: Actor, person: Person, new: NewIdentifier, succeeds: UUID | None = None) -> Identifier:
    """Record a paper; ``succeeds``: the key of the old card that the citizen card took the place of."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    row = rows.identifier_row(held, new, at=clock.now())
    if succeeds is not None:
        old = _own_identifier(held, succeeds)
        rules.check_succession(old_kind=old.kind, old=old.number, new_kind=row.kind, new=row.number)
        row.succeeds = old
    taken = Identifier.objects.filter(number_index=row.number_index, withdrawn_at__isnull=True).first()
    if taken is not None:
        root = Person.objects.get(pk=taken.person_id)
        seen = Person.objects.if_visible_to(by, clock.today(), root.merged_into_id or root.pk).exists()
        raise RuleViolation("people.already_known" if seen else "people.held_elsewhere", field="number")
    row.save(force_insert=True)
    record_many([rows.entry("people.identifier_added", held, place, kind=row.kind)], by=by)
    return row


@audited
def withdraw_identifier(*, by: Actor, person: Person, identifier: UUID, reason: str) -> None:
    """Take back a paper that was entered by mistake; the row stays."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    row = _own_identifier(held, identifier)
    row.withdrawn_at, row.withdrawn_because = clock.now(), rules.check_reason(reason)
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record_many([rows.entry("people.identifier_withdrawn", held, place, kind=row.kind)], by=by)


@audited
def add_contact(*, by: Actor, person: Person, new: NewContact) -> Contact:
    """Record a way to reach somebody."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    row = rows.contact_row(held, new, at=clock.now())
    same = Contact.objects.filter(person__in=whole(held), value_index=row.value_index, withdrawn_at__isnull=True)
    if same.exists():
        raise RuleViolation("people.nothing_changed")
    row.save(force_insert=True)
    record_many([rows.entry("people.contact_added", held, place, kind=row.kind)], by=by)
    return row


@audited
def withdraw_contact(*, by: Actor, person: Person, contact: UUID) -> None:
    """Say that somebody can no longer be reached this way."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    row = Contact.objects.filter(pk=contact, person__in=whole(held), withdrawn_at__isnull=True).first()
    if row is None:
        raise NotFound("people.unknown_entry")
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record_many([rows.entry("people.contact_withdrawn", held, place, kind=row.kind)], by=by)


@audited
def add_relation(*, by: Actor, person: Person, new: NewRelation) -> Relation:
    """Record somebody close. A relative on file must be in the actor's reach."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    if new.relative is not None and not Person.objects.if_visible_to(by, clock.today(), new.relative.pk).exists():
        raise NotFound("people.unknown_person")
    row = rows.relation_row(held, new, at=clock.now())
    row.save(force_insert=True)
    record_many([rows.entry("people.relation_added", held, place, kind=row.kind)], by=by)
    return row


@audited
def withdraw_relation(*, by: Actor, person: Person, relation: UUID) -> None:
    """Take back a relation. A minor keeps a guardian or a parent."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    standing = Relation.objects.filter(person__in=whole(held), withdrawn_at__isnull=True)
    row = standing.filter(pk=relation).first()
    if row is None:
        raise NotFound("people.unknown_entry")
    kinds = standing.exclude(pk=relation).values_list("kind", flat=True)
    rules.check_guarded(minor=held.is_minor_on(clock.today()), relations=kinds)
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record_many([rows.entry("people.relation_withdrawn", held, place, kind=row.kind)], by=by)


@audited
def record_detail(*, by: Actor, person: Person, kind: str, value: str, needed_for: str) -> None:
    """Keep a particular that a form asks for; ``needed_for``: the form. An empty value takes it away again."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    if kind not in DetailKind.values or not tidy(needed_for):
        raise RuleViolation("people.detail_not_needed", field="needed_for")
    Detail.objects.filter(person=held, kind=kind).delete()
    if tidy(value):
        Detail.objects.create(
            person=held, kind=kind, value=tidy(value), needed_for=tidy(needed_for), recorded_at=clock.now()
        )
    facts = {"kind": kind, "needed_for": tidy(needed_for), "kept": bool(tidy(value))}
    record_many([rows.entry("people.detail_recorded", held, place, **facts)], by=by)


def _own_identifier(person: Person, key: UUID) -> Identifier:
    row = Identifier.objects.filter(pk=key, person__in=whole(person), withdrawn_at__isnull=True).first()
    if row is None:
        raise NotFound("people.unknown_entry")
    return row


def _add_name(person: Person, name: str, at: datetime) -> bool:
    """Keep another name, unless it is known. Returns whether it was kept."""
    if name == person.name or OtherName.objects.filter(person=person, name=name).exists():
        return False
    OtherName.objects.create(person=person, name=name, recorded_at=at)
    return True


def _refresh(person: Person) -> None:
    """The keys by which a person is found and sorted, from all names of the whole person."""
    same = whole(person)
    names = Person.objects.filter(pk__in=same).exclude(pk=person.pk).values_list("name", flat=True)
    others = OtherName.objects.filter(person__in=same).order_by("recorded_at", "pk").values_list("name", flat=True)
    person.search_key = rules.search_key(dict.fromkeys([person.name, *names, *others]))
    person.sort_key = sort_key(person.name)
