"""Where somebody lives: facts are appended, and the state follows them."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from hoanhap.casework.people import rows, rules
from hoanhap.casework.people.choices import Act, ResidenceKind
from hoanhap.casework.people.locking import locked, place_of
from hoanhap.casework.people.models import Person, Residence, ResidenceFact
from hoanhap.casework.people.rows import NewResidence
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.audit.actions import audited, record, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place


@audited
def record_residence(*, by: Actor, person: Person, new: NewResidence) -> Residence:
    """Record where somebody lives or is registered from a day; an earlier residence of the kind ends the day before.

    A *current* residence needs the right in the new unit: moving out of one's own units is a hand-over, and its
    receiver records it. Other kinds need the right where the person lives.
    """
    there = new.place if new.kind == ResidenceKind.CURRENT else None
    held, before = locked(by, person, Permission.PEOPLE_RECORD, at=there)
    return _record(by, held, before, new)


@audited
def move_in(*, by: Actor, person: Person, new: NewResidence) -> Residence:
    """A current residence that an action of a room above records, in its own transaction and by its own permission:
    of somebody whom another unit takes over. Raises what :func:`record_residence` raises of days and units."""
    root = Person.objects.filter(pk=person.pk).values_list("merged_into", flat=True).first() or person.pk
    held = Person.objects.select_for_update().get(pk=root)
    return _record(by, held, place_of(held), new)


def _record(by: Actor, held: Person, before: Place | None, new: NewResidence) -> Residence:
    fact = rows.residence_fact(held, new, at=clock.now(), on=clock.today())
    facts = [*_endings(held, new, fact), fact]
    for one in facts:
        one.save(force_insert=True)
    events = [rows.entry("people.residence_recorded", held, new.place, kind=new.kind, from_on=new.from_on.isoformat())]
    if before is not None and new.kind == ResidenceKind.CURRENT and before.pk != new.place.pk:
        events.append(rows.entry("people.moved_away", held, before, from_on=new.from_on.isoformat()))
    record_many(events, by=by)
    return _follow(facts)[-1]


@audited
def end_residence(*, by: Actor, person: Person, residence: UUID, to_on: date) -> None:
    """Record the last day of a residence that is not followed by another of its kind."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    current = _own(held, residence)
    if current.to_on is not None:
        raise RuleViolation("people.already_ended", field="to_on", day=current.to_on)
    rules.check_days(from_on=current.from_on, to_on=to_on, on=clock.today())
    fact = _next(current, Act.ENDED, to_on=to_on)
    fact.save(force_insert=True)
    record_many([rows.entry("people.residence_ended", held, place, kind=current.kind)], by=by)
    _follow([fact])


@audited
def correct_residence(*, by: Actor, person: Person, residence: UUID, corrected: NewResidence, reason: str) -> Residence:
    """Replace what was recorded of a residence by what is right, keeping both. The kind stays.

    A corrected *current* residence needs the right in the corrected unit, too.
    """
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    current = _own(held, residence)
    if corrected.kind != current.kind:
        raise RuleViolation("people.residence_unknown", field="kind")
    if current.kind == ResidenceKind.CURRENT:
        by.require(Permission.PEOPLE_RECORD, at=corrected.place.pk)
    first = rows.residence_fact(held, corrected, at=clock.now(), on=clock.today())
    if _same(first, current):
        raise RuleViolation("people.nothing_changed")
    beside = Residence.objects.filter(person=current.person_id, kind=current.kind).exclude(pk=current.pk)
    if any(_overlap(one, corrected) for one in beside):
        raise RuleViolation("people.residence_overlaps", field="from_on")
    fact = _next(
        current,
        Act.CORRECTED,
        place_id=corrected.place.pk,
        from_on=corrected.from_on,
        to_on=corrected.to_on,
        address=first.address,
        reason=rules.check_reason(reason),
    )
    fact.save(force_insert=True)
    record_many([rows.entry("people.residence_corrected", held, place, kind=current.kind)], by=by)
    return _follow([fact])[-1]


@audited
def withdraw_residence(*, by: Actor, person: Person, residence: UUID, reason: str) -> None:
    """Take back a residence that was entered by mistake. The only current one stays: correct it instead."""
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    current = _own(held, residence)
    others = Residence.objects.filter(person__in=whole(held), kind=ResidenceKind.CURRENT).exclude(pk=current.pk)
    if current.kind == ResidenceKind.CURRENT and not others.filter(to_on__isnull=True).exists():
        raise RuleViolation("people.no_current_residence", field="residence")
    fact = _next(current, Act.WITHDRAWN, reason=rules.check_reason(reason))
    fact.save(force_insert=True)
    record_many([rows.entry("people.residence_withdrawn", held, place, kind=current.kind)], by=by)
    _follow([fact])


@audited
def rebuild_residences(*, by: Actor) -> int:
    """Derive the state of all residences anew from their facts; returns how many there are."""
    by.require(Permission.REFERENCE_LOAD)
    Residence.objects.all().delete()
    last = ResidenceFact.objects.filter(replaced_by__isnull=True).exclude(act=Act.WITHDRAWN).defer("address")
    Residence.objects.bulk_create([rows.residence_state(fact) for fact in last.iterator()], batch_size=500)
    number = Residence.objects.count()
    record("people.residences_rebuilt", "people.residence:all", by=by, facts={"number": number})
    return number


def _endings(person: Person, new: NewResidence, first: ResidenceFact) -> list[ResidenceFact]:
    """The end of the residence that the new one follows. Raises RuleViolation if the days cannot be put in order.

    After a merge the other file may hold an open one too: it ends as well.
    """
    endings = []
    for one in Residence.objects.select_related("fact").filter(person__in=whole(person), kind=new.kind):
        if not _overlap(one, new):
            continue
        if one.to_on is not None or one.from_on >= new.from_on:
            if one.person_id != person.pk and one.from_on == new.from_on:
                continue
            raise RuleViolation("people.residence_overlaps", field="from_on")
        endings.append(_next(one, Act.ENDED, to_on=new.from_on - timedelta(days=1)))
    return endings


def _overlap(one: Residence, new: NewResidence) -> bool:
    return one.from_on <= (new.to_on or date.max) and new.from_on <= (one.to_on or date.max)


def _same(fact: ResidenceFact, current: Residence) -> bool:
    columns = ("place_id", "from_on", "to_on", "address")
    return all(getattr(fact, column) == getattr(current.fact, column) for column in columns)


def _own(person: Person, key: UUID) -> Residence:
    found = Residence.objects.select_related("fact").filter(pk=key, person__in=whole(person)).first()
    if found is None:
        raise NotFound("people.unknown_entry")
    return found


def _next(current: Residence, act: Act, **changes: object) -> ResidenceFact:
    """The fact that follows the present one, equal but for ``changes``."""
    columns = ("person_id", "kind", "place_id", "address", "from_on", "to_on")
    values = {column: getattr(current.fact, column) for column in columns} | changes
    return ResidenceFact(residence=current.pk, act=act, replaces_id=current.fact_id, recorded_at=clock.now(), **values)


def _follow(facts: Iterable[ResidenceFact]) -> list[Residence]:
    """Bring the state of each fact's residence after the fact."""
    facts = list(facts)
    Residence.objects.filter(pk__in=[fact.residence for fact in facts]).delete()
    standing = [rows.residence_state(fact) for fact in facts if fact.act != Act.WITHDRAWN]
    return Residence.objects.bulk_create(standing)
