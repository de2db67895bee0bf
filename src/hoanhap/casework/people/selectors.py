"""Reads of people. Looking at one named person goes through :func:`hoanhap.casework.people.files.open_file` alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Model, OuterRef, Prefetch, Q, QuerySet, Subquery

from hoanhap.casework.people import rules
from hoanhap.casework.people.choices import ContactKind, IdentifierKind, Purpose, ResidenceKind
from hoanhap.casework.people.matching import Judgement, Match, Traits, blocks_of, compare
from hoanhap.casework.people.models import (
    Contact,
    Detail,
    Identifier,
    IdentityFact,
    OtherName,
    Person,
    PersonQuerySet,
    Relation,
    Residence,
    ResidenceFact,
    Tie,
    open_on,
)
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.audit.choices import EntryKind
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.sealed import blind_index

ASKS_AN_HOUR = 20
"""How often one account may ask in an hour whether a number is held elsewhere."""
SHARED_PHONE = 20
"""A telephone that more people share than this (an office's, say) tells nothing about who somebody is."""
ASKED = "people.asked_elsewhere"


def people(*, by: Actor, on: date) -> PersonQuerySet:
    """The people in the actor's reach."""
    return Person.objects.visible_to(by, on)


def person(*, by: Actor, reference: str, on: date) -> Person:
    """One person in the actor's reach, by reference; of a merged one, whom it was merged into. Raises NotFound."""
    try:
        known = rules.reference_of(reference)
    except Refusal:
        raise NotFound("people.unknown_person") from None
    for root in _roots(Person.objects.filter(reference=known).values_list("pk", "merged_into")):
        seen = Person.objects.if_visible_to(by, on, root).first()
        if seen is not None:
            return seen
    raise NotFound("people.unknown_person")


def whole(person: Person) -> list[UUID]:
    """The keys under which rows about this person stand: its own, and those merged into it."""
    return [person.pk, *Person.objects.filter(merged_into=person.pk).values_list("pk", flat=True)]


def lives_in(person: Person, on: date) -> Place | None:
    """The unit in which somebody lives on a day, as far as is recorded; the kept file's word before a merged one's."""
    lives = Residence.objects.filter(open_on(on), person__in=whole(person), kind=ResidenceKind.CURRENT)
    own = sorted(lives.select_related("place"), key=lambda one: (one.person_id != person.pk, -one.from_on.toordinal()))
    return own[0].place if own else None


def number_index(kind: str, number: str) -> str:
    """The blind index of a number that is in its form already."""
    return blind_index(f"people.number.{rules.number_index_kind(kind)}", number)


def contact_index(kind: str, value: str) -> str:
    """The blind index of a contact that is in its form already."""
    return blind_index(f"people.contact.{kind}", value)


def search(
    *, by: Actor, words: str = "", birth_year: int | None = None, identifier: str = "", phone: str = "", on: date
) -> PersonQuerySet:
    """People in reach with all the words in their names, born in the year, with the number, with the telephone.

    What is not given is not asked for; where nothing is given nobody is found. A number or telephone that cannot be
    one raises RuleViolation. Nothing is logged here: the list page logs its filters, opening a file logs the person.
    """
    found = people(by=by, on=on)
    asked = rules.name_words(words)
    if not (asked or birth_year or identifier.strip() or phone.strip()):
        return found.none()
    found = found.named(asked)
    if birth_year:
        found = found.filter(birth_year=birth_year)
    if identifier.strip():
        rows = Identifier.objects.filter(number_index=_index_of(identifier), withdrawn_at__isnull=True)
        found = found.filter(pk__in=_roots(rows.values_list("person", "person__merged_into")))
    if phone.strip():
        index = contact_index(ContactKind.PHONE, rules.phone_of(phone))
        rows_ = Contact.objects.filter(value_index=index, withdrawn_at__isnull=True)
        found = found.filter(pk__in=_roots(rows_.values_list("person", "person__merged_into")))
    return found.in_order()


def _roots(pairs: Iterable[tuple[UUID, UUID | None]]) -> set[UUID]:
    return {root or own for own, root in pairs}


def _index_of(identifier: str) -> str:
    kind = rules.kind_of_number(identifier)
    return number_index(kind, rules.number_of(kind, identifier))


def held_elsewhere(*, by: Actor, identifier: str, at: datetime, on: date) -> bool:
    """Whether a number belongs to somebody outside the actor's reach: existence only, logged and limited.

    Raises PermissionRefused, RuleViolation ``people.number_form``, Refusal ``people.asked_too_often``.
    """
    by.require(Permission.PEOPLE_RECORD)
    _check_asks(by, at)
    holder = holder_outside(by=by, identifier=identifier, on=on)
    subject = f"people.person:{holder.pk}" if holder else "people.person:none"
    record_read(ASKED, subject, by=by, purpose=Purpose.AFTERCARE, facts={"held_elsewhere": holder is not None})
    return holder is not None


def holder_outside(*, by: Actor, identifier: str, on: date) -> Person | None:
    """Who outside the actor's reach carries this number: for actions, never for a screen."""
    holders = Identifier.objects.filter(number_index=_index_of(identifier), withdrawn_at__isnull=True)
    roots = _roots(holders.values_list("person", "person__merged_into"))
    elsewhere = roots - set(people(by=by, on=on).filter(pk__in=roots).values_list("pk", flat=True))
    return Person.objects.filter(pk__in=elsewhere).order_by("pk").first()


def closed_files(*, by: Actor, on: date) -> PersonQuerySet:
    """The closed files of the actor's units: of people whose last current residence lies there. For posts that record
    by place; nothing of such a file is shown before it is opened again (``actions.reopening``)."""
    if not (by.may(Permission.PEOPLE_RECORD) and by.may(Permission.PEOPLE_OF_PLACE)):
        return Person.objects.none()
    lived = Residence.objects.filter(Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")))
    last = lived.filter(kind=ResidenceKind.CURRENT).order_by(F("to_on").desc(nulls_first=True), "-from_on", "pk")
    closed = Person.objects.filter(merged_into__isnull=True, file_closed_on__lt=on)
    if by.everywhere:
        return closed
    own = closed.annotate(last_unit=Subquery(last.values("place")[:1])).filter(last_unit__in=by.units)
    return Person.objects.filter(pk__in=own.values("pk"))


def closed_file(*, by: Actor, reference: str, on: date) -> Person:
    """One closed file of the actor's units that nobody has opened again. Raises NotFound."""
    seen = people(by=by, on=on).filter(reference=reference)
    found = None if seen.exists() else closed_files(by=by, on=on).filter(reference=reference).first()
    if found is None:
        raise NotFound("people.unknown_person")
    return found


def note_held_elsewhere(*, by: Actor, number: int, at: datetime) -> None:
    """Log that a list was told of so many numbers held elsewhere; the limit of :func:`held_elsewhere` holds here too.

    Raises Refusal ``people.asked_too_often``.
    """
    _check_asks(by, at, number)
    facts = {"held_elsewhere": True}
    for _one in range(number):
        record_read(ASKED, "people.person:list", by=by, purpose=Purpose.AFTERCARE, facts=facts)


def _check_asks(by: Actor, at: datetime, number: int = 1) -> None:
    """Raise once more was asked within an hour than anybody's work needs."""
    asked = AuditEntry.objects.filter(
        user=by.user, name=ASKED, kind=EntryKind.READ, recorded_at__gt=at - timedelta(hours=1)
    )
    if asked.count() + number > ASKS_AN_HOUR:
        raise Refusal("people.asked_too_often", limit=ASKS_AN_HOUR)


@dataclass(frozen=True)
class Candidate:
    """Somebody on file who may be the one at the desk."""

    person: Person
    judgement: Judgement


def possible_duplicates(*, by: Actor, of: Traits, on: date, but: UUID | None = None) -> list[Candidate]:
    """People in reach who may be the one described, the surest first. ``but``: not this one."""
    return duplicates_of_many(by=by, of=[of], on=on, but=but)[0]


def holders_of(numbers: Collection[str]) -> dict[str, UUID]:
    """Who holds each of these numbers, by its index; of the merged, whom they were merged into."""
    rows = Identifier.objects.filter(number_index__among=numbers, withdrawn_at__isnull=True)
    pairs = rows.values_list("number_index", "person", "person__merged_into")
    return {index: root or own for index, own, root in pairs}


def numbers_of(of: Iterable[Traits]) -> set[str]:
    """The numbers of all of them, as blind indexes."""
    return {index for traits in of for index in traits.numbers}


def duplicates_of_many(
    *, by: Actor, of: list[Traits], on: date, but: UUID | None = None, holders: Mapping[str, UUID] | None = None
) -> list[list[Candidate]]:
    """For each description, people in reach who may be it, the surest first. A few queries, however many there are.

    ``holders``: what :func:`holders_of` says of their numbers, where that was asked already.
    """
    near = Q(birth_year__in={traits.birth_year for traits in of})
    holders = holders_of(numbers_of(of)) if holders is None else holders
    phones = {index for traits in of for index in traits.phones}
    near |= Q(pk__among=set(holders.values()))
    near |= Q(pk__among=_roots(_live(Contact.objects.filter(value_index__among=phones))))
    known = _traits_of_all(people(by=by, on=on).filter(near), on)
    blocks: dict[object, list[tuple[UUID, Traits]]] = {}
    for key, other in known.items():
        for block in blocks_of(other):
            blocks.setdefault(block, []).append((key, other))
    judged: list[dict[UUID, Judgement]] = []
    for traits in of:
        judgements: dict[UUID, Judgement] = {}
        for block in blocks_of(traits):
            pairs = blocks.get(block, [])
            if block in phones and len(pairs) > SHARED_PHONE:
                continue
            for key, other in pairs:
                if key not in judgements and key != but:
                    judgements[key] = compare(traits, other)
        judged.append({key: one for key, one in judgements.items() if one.match is not Match.NONE})
    alike = {key for one in judged for key in one}
    files = {one.pk: one for one in with_traits(Person.objects.filter(pk__among=alike), on)} if alike else {}
    return [
        sorted(
            (Candidate(files[key], judgement) for key, judgement in one.items()),
            key=lambda one: (one.judgement.match is Match.POSSIBLE, one.person.sort_key),
        )
        for one in judged
    ]


def _traits_of_all(found: PersonQuerySet, on: date) -> dict[UUID, Traits]:
    """What many people are compared by, by key, in five queries. No file is made of whom nobody looks like."""
    identities = list(found.values_list("pk", "name", "sex", "birth_year", "birth_on"))
    keys = [key for key, *_identity in identities]
    names, numbers, phones, places = (defaultdict(list) for _ in range(4))
    for key, name in OtherName.objects.filter(person__pk__among=keys).values_list("person", "name"):
        names[key].append(name)
    live = {"person__pk__among": keys, "withdrawn_at__isnull": True}
    for key, index, kind in Identifier.objects.filter(**live).values_list("person", "number_index", "kind"):
        numbers[key].append((index, kind))
    for key, index in Contact.objects.filter(**live).values_list("person", "value_index"):
        phones[key].append(index)
    lives = Residence.objects.filter(open_on(on), person__pk__among=keys, kind=ResidenceKind.CURRENT)
    for key, place in lives.values_list("person", "place"):
        places[key].append(place)
    return {
        key: Traits(
            names=(name, *names[key]),
            sex=sex,
            birth_year=year,
            birth_on=born,
            numbers=frozenset(index for index, _kind in numbers[key]),
            cards=frozenset(index for index, kind in numbers[key] if kind == IdentifierKind.CITIZEN_CARD),
            phones=frozenset(phones[key]),
            places=frozenset(places[key]),
        )
        for key, name, sex, year, born in identities
    }


def _live(rows: "QuerySet[Contact]") -> Iterable[tuple[UUID, UUID | None]]:
    return rows.filter(withdrawn_at__isnull=True).values_list("person", "person__merged_into")


def with_traits(found: PersonQuerySet, on: date) -> PersonQuerySet:
    """People with what :func:`traits_of` needs, in a few queries."""
    lives = Residence.objects.filter(open_on(on), kind=ResidenceKind.CURRENT)
    return found.prefetch_related(
        "other_names",
        Prefetch("identifiers", Identifier.objects.filter(withdrawn_at__isnull=True).defer("number")),
        Prefetch("contacts", Contact.objects.filter(withdrawn_at__isnull=True).defer("value")),
        Prefetch("residences", lives, to_attr="lives_in"),
    )


def traits_of(one: Person) -> Traits:
    """What somebody from :func:`with_traits` is compared by."""
    numbers = list(one.identifiers.all())
    return Traits(
        names=(one.name, *(other.name for other in one.other_names.all())),
        sex=one.sex,
        birth_year=one.birth_year,
        birth_on=one.birth_on,
        numbers=frozenset(number.number_index for number in numbers),
        cards=frozenset(number.number_index for number in numbers if number.kind == "citizen_card"),
        phones=frozenset(contact.value_index for contact in one.contacts.all()),
        places=frozenset(residence.place_id for residence in getattr(one, "lives_in", [])),
    )


def changes_since(kept: Person, merged: Person, since: datetime) -> list[str]:
    """The models of this room in which something was recorded of either person after a moment."""
    both = Q(person__in=[*whole(kept), merged.pk])
    recorded = Q(recorded_at__gt=since)
    asked: list[tuple[type[Model], Q]] = [
        (IdentityFact, recorded),
        (OtherName, recorded),
        (ResidenceFact, recorded),
        (Detail, recorded),
        (Identifier, recorded | Q(withdrawn_at__gt=since)),
        (Contact, recorded | Q(withdrawn_at__gt=since)),
        (Relation, recorded | Q(withdrawn_at__gt=since)),
        (Tie, recorded | Q(closed_at__gt=since)),
    ]
    return [model._meta.label for model, changed in asked if model._default_manager.filter(both, changed).exists()]
