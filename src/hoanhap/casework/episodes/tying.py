"""Ties that end with a hand-over. Called by the actions that hand over, which have locked and permitted."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from hoanhap.casework.people.actions.ties import release
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person, Tie
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.kernel.permissions import Actor


def release_ties(
    *, by: Actor, person: Person, kinds: Collection[TieKind], places: Collection[int] | None = None, to_on: date
) -> None:
    """End the open ties of these kinds, of these units where any are given."""
    found = Tie.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=to_on), person__in=whole(person), kind__in=kinds)
    if places is not None:
        found = found.filter(place__in=places)
    ties = list(found.select_related("person", "place").order_by("pk"))
    if ties:
        release(by=by, ties=ties, to_on=to_on)
