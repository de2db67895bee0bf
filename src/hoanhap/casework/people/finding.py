"""Searching before anything is written: who in reach answers to some words, and whether a number is held elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

from hoanhap.casework.people import selectors
from hoanhap.casework.people.choices import ResidenceKind
from hoanhap.casework.people.models import Person, Residence, open_on
from hoanhap.casework.people.rules import name_words
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission

SHOWN = 30
"""More than so many answers help nobody: ask for more words."""


@dataclass(frozen=True)
class Hit:
    """Somebody found, with as little as tells people apart."""

    reference: str
    name: str
    birth_year: int
    unit: str


@dataclass(frozen=True)
class Found:
    """The answer to a search. ``more``: there are more than are shown; ``elsewhere``: another unit holds the number;
    ``closed``: the reference of a closed file of the actor's own unit that carries it."""

    hits: list[Hit]
    more: bool = False
    elsewhere: bool = False
    closed: str = ""


def find(
    *, by: Actor, name: str, birth_year: int | None, number: str, phone: str, purpose: str, at: datetime, on: date
) -> Found:
    """Search in reach, log the search (by what, how many; never the words), and ask about a number nobody here has.

    Raises RuleViolation where nothing is asked or a number cannot be one, Refusal ``people.asked_too_often``.
    """
    by.require(Permission.PEOPLE_RECORD)
    asked = {"name": bool(name_words(name)), "birth_year": bool(birth_year), "number": bool(number.strip())}
    asked["phone"] = bool(phone.strip())
    if not any(asked.values()):
        raise RuleViolation("people.nothing_asked")
    rows = selectors.search(by=by, words=name, birth_year=birth_year, identifier=number, phone=phone, on=on)
    people = list(rows[: SHOWN + 1])
    known_here = number.strip() and selectors.search(by=by, identifier=number, on=on).exists()
    elsewhere = bool(number.strip()) and not known_here
    if elsewhere:
        elsewhere = selectors.held_elsewhere(by=by, identifier=number, at=at, on=on)
    closed = None
    holder = selectors.holder_outside(by=by, identifier=number, on=on) if elsewhere else None
    if holder is not None:
        closed = selectors.closed_files(by=by, on=on).filter(pk=holder.pk).first()
    facts = {"by": sorted(what for what, given in asked.items() if given), "found": len(people)}
    record_read("people.searched", "people.person:list", by=by, purpose=purpose, facts=facts)
    units = units_of(people[:SHOWN], on)
    hits = [Hit(one.reference, one.name, one.birth_year, units.get(one.pk, "")) for one in people[:SHOWN]]
    reference = closed.reference if closed else ""
    return Found(hits, more=len(people) > SHOWN, elsewhere=elsewhere and not closed, closed=reference)


def units_of(people: list[Person], on: date) -> dict[object, str]:
    """The names of the units in which people live on a day, by key; in two queries."""
    of_whole = Person.objects.filter(merged_into__in=people).values_list("pk", "merged_into")
    roots = {one.pk: one.pk for one in people} | {own: root for own, root in of_whole if root}
    lives = Residence.objects.filter(open_on(on), person__in=roots, kind=ResidenceKind.CURRENT)
    found = lives.select_related("place").order_by("from_on", "pk")
    return {roots[one.person_id]: one.place.full_name for one in found}
