"""Holding one person while something is written about it."""

from collections.abc import Sequence
from datetime import date

from hoanhap.casework.people.models import Person
from hoanhap.casework.people.selectors import lives_in, people
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place


def locked(by: Actor, person: Person, permission: Permission, at: Place | None = None) -> tuple[Person, Place | None]:
    """The person, or whom it was merged into, locked until the transaction ends; and the unit that answers for it.

    The permission must hold where the person lives, or at ``at`` where that is given. Raises PermissionRefused, and
    NotFound ``people.unknown_person`` outside the actor's reach.
    """
    by.require(permission)
    today = clock.today()
    root = Person.objects.filter(pk=person.pk).values_list("merged_into", flat=True).first() or person.pk
    held = Person.objects.if_visible_to(by, today, root).select_for_update(of=("self",)).first()
    if held is None:
        raise NotFound("people.unknown_person")
    place = place_of(held)
    required = at or place
    if required is not None:
        by.require(permission, at=required.pk)
    return held, place


def locked_many(by: Actor, persons: Sequence[Person], *, on: date) -> None:
    """Lock these people until the transaction ends. Raises NotFound if one is outside the actor's reach."""
    keys = {person.pk for person in persons}
    held = people(by=by, on=on).select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    if len(held.values_list("pk", flat=True)) != len(keys):
        raise NotFound("people.unknown_person")


def place_of(person: Person) -> Place | None:
    """The unit in which somebody lives today, as far as is recorded."""
    return lives_in(person, clock.today())
