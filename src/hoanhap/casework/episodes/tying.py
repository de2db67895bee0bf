"""Ties that end with a hand-over or a change of helper. Called by actions that have locked and permitted."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from hoanhap.casework.episodes.models import HelperAssignment
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


def end_help(*, by: Actor, rows: Collection[HelperAssignment], before: date) -> None:
    """End assignments the day before. One that began no earlier keeps its first day on record, and gives no sight any
    more from this moment on; the ties of the others follow the end of their assignment by themselves."""
    for row in rows:
        row.to_on = max(row.from_on, before - timedelta(days=1))
    HelperAssignment.objects.bulk_update(rows, ["to_on"])
    ended = [row.tie for row in rows if row.tie and row.from_on >= before]
    ties = list(Tie.objects.filter(pk__in=ended).select_related("person", "place").order_by("pk"))
    if ties:
        release(by=by, ties=ties, to_on=before - timedelta(days=1))
