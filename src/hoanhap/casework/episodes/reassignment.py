"""Reads of people whose unit was divided: every unit that may have received them sees that they are there, no more.

A unit that passed whole into another is followed without any write (places.Reach); only divisions need a decision.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from hoanhap.casework.episodes.handovers import acts_for, by_place
from hoanhap.casework.episodes.models import Duty, DutyQuerySet, Episode
from hoanhap.casework.episodes.units import divided, divided_into_units_of, heirs
from hoanhap.casework.people.choices import Purpose, ResidenceKind
from hoanhap.casework.people.models import Person, Residence, open_on
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.choices import Party
from hoanhap.ground.places.models import Place

SHOWN = "episodes.address_shown"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Somebody who waits to be taken over: no name, no address. ``due_on``: of the duty that is due first."""

    person: UUID
    reference: str
    old_unit: Place
    measures: tuple[str, ...]
    due_on: date | None
    overdue: bool


def waiting_people(*, by: Actor, on: date) -> QuerySet[Person]:
    """The people whom a unit of the actor may have to take over: their unit was divided, and nobody answers yet.

    Their residence or an open measure still stands in the divided unit, and their file is not closed.
    """
    by.require(Permission.TRANSFERS_HANDLE)
    if not by_place(by):
        return Person.objects.none()
    old = list(divided_into_units_of(by, on).values_list("pk", flat=True))
    if not old:
        return Person.objects.none()
    lives = Residence.objects.filter(open_on(on), kind=ResidenceKind.CURRENT, place__in=old)
    runs = Episode.objects.open().filter(place__in=old)
    root = Coalesce("person__merged_into_id", "person_id")
    here = lives.values_list(root).union(runs.values_list(root))
    found = Person.objects.filter(pk__reached=here, merged_into__isnull=True)
    return found.filter(Q(file_closed_on__isnull=True) | Q(file_closed_on__gte=on))


def to_reassign(*, by: Actor, on: date) -> list[Waiting]:
    """The reassignment list of the actor's units, the most urgent first. Four queries, however long it is."""
    people = {one.pk: one for one in waiting_people(by=by, on=on).only("pk", "reference")}
    whose = Q(person__in=people) | Q(person__merged_into__in=people)
    old: dict[UUID, Place] = {}
    lives = Residence.objects.filter(whose, open_on(on), kind=ResidenceKind.CURRENT)
    for one in lives.select_related("place", "person").order_by("from_on"):
        old[one.person.merged_into_id or one.person_id] = one.place
    measures: dict[UUID, list[str]] = defaultdict(list)
    for row in Episode.objects.open().filter(whose).select_related("place", "person").order_by("recorded_at", "pk"):
        root = row.person.merged_into_id or row.person_id
        measures[root].append(row.measure)
        old.setdefault(root, row.place)
    due: dict[UUID, date] = {}
    duties = Duty.objects.open().filter(Q(episode__person__in=people) | Q(episode__person__merged_into__in=people))
    for person, merged, day in duties.order_by("-due_on").values_list(
        "episode__person", "episode__person__merged_into", "due_on"
    ):
        due[merged or person] = day
    found = [
        Waiting(
            person=key,
            reference=one.reference,
            old_unit=old[key],
            measures=tuple(measures[key]),
            due_on=due.get(key),
            overdue=key in due and due[key] < on,
        )
        for key, one in people.items()
    ]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.reference))


def duties_waiting(*, by: Actor, on: date) -> DutyQuerySet:
    """The open duties about the people of the reassignment list: they stay visible while nobody answers."""
    if not by.may(Permission.DUTIES_VIEW):
        return Duty.objects.none()
    people = waiting_people(by=by, on=on).values("pk")
    whose = Q(episode__person__in=people) | Q(episode__person__merged_into__in=people)
    return Duty.objects.open().filter(whose).select_related("episode__person", "place").order_by("due_on", "pk")


def waiting_person(*, by: Actor, reference: str, on: date) -> Person:
    """One person of the list. Raises NotFound ``episodes.not_waiting``."""
    found = waiting_people(by=by, on=on).filter(reference=reference).first()
    if found is None:
        raise NotFound("episodes.not_waiting")
    return found


@dataclass(frozen=True, kw_only=True)
class ShownAddress:
    """One person's address, shown to a unit that may have received it. ``receivers``: all units that may."""

    reference: str
    old_unit: Place
    address: str = field(repr=False)
    receivers: list[Place]


def show_address(*, by: Actor, reference: str, purpose: str, on: date) -> ShownAddress:
    """The address of one person of the list; the look is logged in the person's file, with its purpose.

    Raises NotFound outside the list, PermissionRefused, RuleViolation ``people.purpose_missing``.
    """
    by.require(Permission.PEOPLE_VIEW_ADDRESSES)
    if purpose not in Purpose.values:
        raise RuleViolation("people.purpose_missing", field="purpose")
    person = waiting_person(by=by, reference=reference, on=on)
    old = old_unit(person, on)
    lives = Residence.objects.filter(open_on(on), person__in=whole(person), kind=ResidenceKind.CURRENT, place=old)
    known = lives.select_related("fact").first()
    receivers = heirs(old, on)
    said = {"receivers": len(receivers)}
    record_read(SHOWN, f"people.person:{person.pk}", by=by, purpose=purpose, chain=old.chain, facts=said)
    return ShownAddress(
        reference=person.reference, old_unit=old, address=known.fact.address if known else "", receivers=receivers
    )


def old_unit(person: Person, on: date) -> Place:
    """The divided unit where somebody of the list still stands: by residence, else by an open measure."""
    keys, gone = whole(person), divided(on).values("pk")
    lives = Residence.objects.filter(open_on(on), person__in=keys, kind=ResidenceKind.CURRENT, place__in=gone)
    one = lives.select_related("place").order_by("-from_on").first()
    if one is not None:
        return one.place
    return Episode.objects.open().filter(person__in=keys, place__in=gone).select_related("place")[0].place


def number_waiting(*, by: Actor, on: date) -> int:
    """How many people wait for one of the actor's units to take them over."""
    return waiting_people(by=by, on=on).count() if by.may(Permission.TRANSFERS_HANDLE) else 0


def takes_over(by: Actor) -> bool:
    """Whether the post takes people over: the Chairman, by a signed decision."""
    return by.may(Permission.DECISIONS_SIGN) and acts_for(by, Party.CHAIR)
