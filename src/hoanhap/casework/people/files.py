"""Opening one named person's file: the single way to it, and every look is logged with its purpose."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from hoanhap.casework.people import rules, selectors
from hoanhap.casework.people.choices import IdentifierKind, Purpose, ResidenceKind
from hoanhap.casework.people.models import Contact, Identifier, OtherName, Person, Relation, Residence, Tie, open_on
from hoanhap.casework.people.rows import subject
from hoanhap.ground.access.policy import files_an_hour
from hoanhap.ground.audit.actions import audited, record, record_read
from hoanhap.ground.audit.choices import EntryKind
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, Refusal, RuleViolation, StepUpRequired
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import SYSTEM_CHAIN, Place

OPENED = "people.file_opened"
SHOWN = "people.number_shown"
HIDDEN = "•••"


@dataclass(frozen=True)
class Paper:
    """A paper with a number, of which the last three signs are shown; the whole is :func:`show_number`'s to tell."""

    identifier: Identifier = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True)
class Close:
    """Somebody close, as far as the actor may see."""

    key: UUID
    kind: str
    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True)
class Way:
    """A way to reach somebody."""

    key: UUID
    kind: str
    value: str = field(repr=False)


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
    contacts: list[Way] = field(repr=False)
    close: list[Close] = field(repr=False)
    dwellings: list[Dwelling] = field(repr=False)
    ties: list[Tie] = field(repr=False)

    @property
    def phones(self) -> list[str]:
        """The ways to reach somebody as they are written down."""
        return [way.value for way in self.contacts]


def open_file(*, by: Actor, ref: str, purpose: str, on: date) -> File:
    """The file of the person with this reference, and an entry in the log that it was opened, and why.

    ``purpose``: one of :class:`Purpose`. What the actor's post may not see is left out or masked. Raises NotFound
    ``people.unknown_person`` outside the reach, RuleViolation ``people.purpose_missing``, StepUpRequired and Refusal
    ``people.too_many_files`` where more people's files were opened within the hour than the post's work needs.
    """
    if purpose not in Purpose.values:
        raise RuleViolation("people.purpose_missing", field="purpose")
    person = selectors.person(by=by, reference=ref, on=on)
    _check_files(by, person, clock.now(), on)
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
        contacts=_contacts(by, Contact.objects.filter(person__in=same, withdrawn_at__isnull=True)),
        close=_close(by, Relation.objects.filter(person__in=same, withdrawn_at__isnull=True)),
        dwellings=dwellings,
        ties=list(Tie.objects.filter(open_on(on), person__in=same).order_by("from_on", "pk")) if identity else [],
    )


def _check_files(by: Actor, person: Person, at: datetime, on: date) -> None:
    """Above the policy's number of people an hour a step-up is asked, twice above it is refused and recorded."""
    limit = files_an_hour(by.role, on) if by.role else None
    if limit is None:
        return
    opened = AuditEntry.objects.filter(
        user=by.user, kind=EntryKind.READ, name=OPENED, recorded_at__gt=at - timedelta(hours=1)
    )
    others = opened.exclude(subject=subject(person)).values("subject").distinct().count()
    if others >= 2 * limit:
        _record_too_many(by=by, person=person, limit=limit)
        raise Refusal("people.too_many_files", limit=2 * limit)
    if others >= limit and not by.confirmed:
        raise StepUpRequired("people.many_files", limit=limit)


@audited
def _record_too_many(*, by: Actor, person: Person, limit: int) -> None:
    record("people.too_many_files", subject(person), by=by, facts={"limit": limit})


def show_number(*, by: Actor, ref: str, identifier: UUID, purpose: str, on: date) -> str:
    """The whole number of one paper, and an entry in the log that it was shown, and why: on need, §3.3.

    Raises PermissionRefused, NotFound, RuleViolation ``people.purpose_missing``. The address needs a step-up.
    """
    by.require(Permission.PEOPLE_VIEW_NUMBERS)
    if purpose not in Purpose.values:
        raise RuleViolation("people.purpose_missing", field="purpose")
    person = selectors.person(by=by, reference=ref, on=on)
    row = paper(person, identifier)
    lives = selectors.lives_in(person, on)
    chain = lives.chain if lives else SYSTEM_CHAIN
    record_read(SHOWN, subject(person), by=by, purpose=purpose, chain=chain, facts={"kind": row.kind})
    number: str = row.number
    return number


def paper(person: Person, key: UUID) -> Identifier:
    """One paper of a person in reach. Raises NotFound ``people.unknown_entry``."""
    same = selectors.whole(person)
    row = Identifier.objects.filter(pk=key, person__in=same, withdrawn_at__isnull=True).first()
    if row is None:
        raise NotFound("people.unknown_entry")
    return row


def old_cards(person: Person) -> list[tuple[Identifier, str]]:
    """The old cards of a person in reach that nothing followed yet, each with its masked number."""
    same = selectors.whole(person)
    rows = Identifier.objects.filter(person__in=same, kind=IdentifierKind.OLD_CARD, withdrawn_at__isnull=True)
    return [(row, rules.masked(row.number)) for row in rows.filter(succeeded_by__isnull=True).order_by("recorded_at")]


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
    return [Paper(row, rules.masked(row.number)) for row in found.order_by("kind", "recorded_at", "pk")]


def _contacts(by: Actor, found: QuerySet[Contact]) -> list[Way]:
    if not by.may(Permission.PEOPLE_VIEW_PHONES):
        return []
    return [Way(row.pk, row.kind, row.value) for row in found.order_by("recorded_at", "pk")]


def _close(by: Actor, found: QuerySet[Relation]) -> list[Close]:
    if not by.may(Permission.PEOPLE_VIEW_ADDRESSES):
        return []
    rows = found.select_related("relative").order_by("recorded_at", "pk")
    return [Close(row.pk, row.kind, row.relative.name if row.relative else row.name, row.phone) for row in rows]


def _dwellings(by: Actor, found: QuerySet[Residence]) -> list[Dwelling]:
    plain = by.may(Permission.PEOPLE_VIEW_ADDRESSES)
    rows = found.select_related("place", "fact").order_by("-from_on", "kind", "pk")
    return [
        Dwelling(row, row.place, (row.fact.address if plain else HIDDEN if row.fact.address else "")) for row in rows
    ]
