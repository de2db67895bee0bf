"""Who works with whom. Rooms above open and close ties by calling down inside their own audited action."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q

from hoanhap.casework.people import rows, rules
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.locking import locked
from hoanhap.casework.people.models import Person, Tie
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place

_DAY = timedelta(days=1)


@audited
def open_tie(
    *,
    by: Actor,
    person: Person,
    kind: str,
    from_on: date,
    to_on: date | None = None,
    post: str = "",
    unit: Place | None = None,
    agency: str = "",
) -> Tie:
    """Let a post, a unit or an agency work with a person from a day, to a day where one is set. Exactly one of them."""
    held, place = locked(by, person, Permission.PEOPLE_TIE)
    if kind not in TieKind.values or (bool(post), unit is not None, bool(agency)).count(True) != 1:
        raise RuleViolation("people.tie_unclear", field="kind")
    if to_on is not None and to_on < from_on:
        raise RuleViolation("people.end_before_start", field="to_on", day=from_on)
    holder = rows.unit_holder(unit) if unit else f"post:{post}" if post else f"agency:{agency}"
    same = Tie.objects.filter(person__in=whole(held), holder=holder, kind=kind, from_on__lte=to_on or date.max)
    if any(tie.to_on is None or tie.to_on >= max(from_on, tie.from_on) for tie in same):
        raise RuleViolation("people.tie_overlaps", field="from_on")
    tie = Tie.objects.create(
        person=held, kind=kind, holder=holder, place=unit, from_on=from_on, to_on=to_on, recorded_at=clock.now()
    )
    facts = {"kind": kind, "holder": holder, "from_on": from_on.isoformat(), "tie": str(tie.pk)}
    record_many([rows.entry("people.tie_opened", held, place, **facts)], by=by)
    return tie


def hold_many(
    *,
    by: Actor,
    kind: TieKind,
    units: Sequence[tuple[Person, Place]] = (),
    posts: Sequence[tuple[Person, str]] = (),
    place: Place | None = None,
    from_on: date,
    to_on: date | None = None,
) -> list[Tie]:
    """Ties that an action of a room above opens, inside its own transaction and by its own permission.

    ``place``: the unit of the posts, where its team leader is to see whom they help.
    Who has the tie already for as long keeps it as it is; whose tie ends earlier gets one that follows it; the rest
    begin on ``from_on``. Returns the new ones.
    """
    wanted: list[tuple[Person, str, Place | None]] = [(person, rows.unit_holder(unit), unit) for person, unit in units]
    wanted += [(person, f"post:{post}", place) for person, post in posts]
    same = Tie.objects.filter(kind=kind, person__in=[person.pk for person, _holder, _unit in wanted])
    same = same.filter(Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")) & Q(to_on__gte=from_on))
    lasts: dict[tuple[UUID, str], date] = {}
    for whose, holder, last in same.values_list("person", "holder", "to_on"):
        lasts[whose, holder] = max(last or date.max, lasts.get((whose, holder), date.min))
    at, until = clock.now(), to_on or date.max
    new = []
    for person, holder, unit in wanted:
        last = lasts.get((person.pk, holder), from_on - _DAY)
        if last < until:
            lasts[person.pk, holder] = until
            new.append(
                Tie(
                    person=person, kind=kind, holder=holder, place=unit, from_on=last + _DAY, to_on=to_on,
                    recorded_at=at,
                )
            )  # fmt: skip
    Tie.objects.bulk_create(new, batch_size=500)
    facts = [{"kind": tie.kind, "holder": tie.holder, "from_on": tie.from_on.isoformat()} for tie in new]
    entries = [
        rows.entry("people.tie_opened", tie.person, tie.place, **one) for tie, one in zip(new, facts, strict=True)
    ]
    record_many(entries, by=by)
    return new


def release(*, by: Actor, ties: Sequence[Tie], to_on: date) -> None:
    """End ties that an action of a room above opened, on ``to_on``. A tie that began after that day gives no sight any
    more from this moment on, also where it began today."""
    for tie in ties:
        tie.to_on, tie.closed_at = max(to_on, tie.from_on - _DAY), clock.now()
    Tie.objects.bulk_update(ties, ["to_on", "closed_at"], batch_size=200)
    entries = [
        rows.entry(
            "people.tie_closed", tie.person, tie.place, kind=tie.kind, holder=tie.holder, to_on=to_on.isoformat()
        )
        for tie in ties
    ]
    record_many(entries, by=by)


@audited
def close_tie(*, by: Actor, tie: UUID, to_on: date) -> Tie:
    """Set the last day of a tie; on the day after, the holder no longer sees the person by it."""
    by.require(Permission.PEOPLE_TIE)
    row = Tie.objects.select_for_update(of=("self",)).select_related("person").filter(pk=tie).first()
    if row is None:
        raise NotFound("people.unknown_entry")
    held, place = locked(by, row.person, Permission.PEOPLE_TIE)
    if row.to_on is not None and row.to_on < clock.today():
        raise RuleViolation("people.already_ended", field="to_on", day=row.to_on)
    rules.check_days(from_on=row.from_on, to_on=to_on, on=max(clock.today(), row.from_on))
    row.to_on, row.closed_at = to_on, clock.now()
    row.save(update_fields=["to_on", "closed_at"])
    facts = {"kind": row.kind, "holder": row.holder, "to_on": to_on.isoformat(), "tie": str(row.pk)}
    record_many([rows.entry("people.tie_closed", held, place, **facts)], by=by)
    return row
