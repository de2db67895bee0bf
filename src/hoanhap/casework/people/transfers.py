"""Reads of requests for the transfer of files, and of the namesakes that the city compares."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from hoanhap.casework.people import selectors
from hoanhap.casework.people.choices import NamesakesAnswer, TransferAnswer
from hoanhap.casework.people.matching import Reason, Traits, compare
from hoanhap.casework.people.models import Namesakes, Person, TransferRequest
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place

STRONG = {Reason.SAME_NAME, Reason.SAME_BIRTH}
"""What must agree before a namesake elsewhere is worth the city's time; a number that both carry is enough alone."""


def asked_of(*, by: Actor, on: date) -> QuerySet[TransferRequest]:
    """What other units ask of the actor's: requests for people in the actor's reach, the unanswered first."""
    by.require(Permission.PEOPLE_RECORD)
    seen = selectors.people(by=by, on=on)
    held = TransferRequest.objects.filter(Q(person__in=seen) | Q(person__merged_into__in=seen))
    rows = held.exclude(asking__in=by.units).select_related("person", "asking", "person__merged_into")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "pk")


def waiting_for_answer(*, by: Actor, on: date) -> QuerySet[TransferRequest]:
    """Those of them that nobody has answered yet, the oldest first; none for posts that answer for nobody."""
    if not by.may(Permission.PEOPLE_RECORD) or by.everywhere:
        return TransferRequest.objects.none()
    return asked_of(by=by, on=on).filter(answer=TransferAnswer.OPEN).order_by("asked_at", "pk")


def asked_by(*, by: Actor) -> QuerySet[TransferRequest]:
    """What the actor's units have asked, without the person and without the unit that holds the file."""
    by.require(Permission.PEOPLE_RECORD)
    own = TransferRequest.objects.filter(asking__in=by.units).defer("person")
    return own.order_by("-asked_at", "pk")


def asked(*, by: Actor, ref: UUID, on: date) -> TransferRequest:
    """One request that waits for the actor's answer. Raises NotFound."""
    found = asked_of(by=by, on=on).filter(pk=ref, answer=TransferAnswer.OPEN).first()
    if found is None:
        raise NotFound("people.unknown_entry")
    return found


def asks_within_a_day(*, by: Actor, at: datetime) -> int:
    """How many requests the acting post has made within a day."""
    return TransferRequest.objects.filter(asked_by=by.post, asked_at__gt=at - timedelta(days=1)).count()


@dataclass(frozen=True)
class Likeness:
    """Somebody outside the reach who looks like a person inside it, and why: for actions, never for a screen."""

    other: Person
    reasons: tuple[Reason, ...]


def likenesses_outside(*, by: Actor, person: Person, on: date) -> list[Likeness]:
    """People outside the actor's reach with the same name and birth, or a number in common with this one."""
    own = selectors.with_traits(Person.objects.filter(pk=person.pk), on).get()
    traits = selectors.traits_of(own)
    same_birth = Q(birth_year=traits.birth_year, sort_key=own.sort_key)
    outside = Person.objects.filter(same_birth, merged_into__isnull=True).exclude(pk=own.pk)
    outside = outside.exclude(pk__in=selectors.people(by=by, on=on).values("pk"))
    found = []
    for one in selectors.with_traits(outside, on):
        judgement = compare(_without_places(traits), _without_places(selectors.traits_of(one)))
        if set(judgement.reasons) >= STRONG or Reason.SAME_NUMBER in judgement.reasons:
            found.append(Likeness(one, judgement.reasons))
    return found


def _without_places(traits: Traits) -> Traits:
    return Traits(**{**vars(traits), "places": frozenset()})


@dataclass(frozen=True)
class NamesakePair:
    """Two files by code, with the unit that answers for each today."""

    row: Namesakes
    own_unit: Place | None
    other_unit: Place | None
    reasons: tuple[Reason, ...]


def namesakes(*, by: Actor, waiting: bool | None = None) -> QuerySet[Namesakes]:
    """The city's queue, what waits first."""
    by.require(Permission.PEOPLE_NAMESAKES)
    rows = Namesakes.objects.select_related("own", "other", "raised_in")
    if waiting is not None:
        rows = rows.filter(answer=NamesakesAnswer.OPEN) if waiting else rows.exclude(answer=NamesakesAnswer.OPEN)
    return rows.order_by(F("answered_at").desc(nulls_first=True), "raised_at", "pk")


def namesake_pair(*, by: Actor, ref: UUID, on: date) -> NamesakePair:
    """One pair of the city's queue, by code alone. Raises NotFound."""
    row = namesakes(by=by).filter(pk=ref).first()
    if row is None:
        raise NotFound("people.unknown_entry")
    units = selectors.lives_in(row.own, on), selectors.lives_in(row.other, on)
    return NamesakePair(row, *units, tuple(Reason(value) for value in row.reasons))


def namesakes_of(*, by: Actor, person: Person) -> QuerySet[Namesakes]:
    """What the city found about a person in reach whom the unit had asked it to look at, once it has answered.

    What is still open is not told: that there is a namesake elsewhere at all is the city's to say.
    """
    by.require(Permission.PEOPLE_RECORD)
    same = Namesakes.objects.filter(own__in=selectors.whole(person), answer=NamesakesAnswer.SAME)
    return same.order_by("-answered_at", "pk")
