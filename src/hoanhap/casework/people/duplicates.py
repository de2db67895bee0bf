"""Reads of people on file who may be one person, and of two files side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hoanhap.casework.people import files, rules, selectors
from hoanhap.casework.people.files import File
from hoanhap.casework.people.matching import Judgement, Match, compare
from hoanhap.casework.people.models import Distinction, Person
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place


@dataclass(frozen=True)
class Pair:
    """Two files of the unit that may be one person."""

    one: Person
    other: Person
    judgement: Judgement


def pairs(*, by: Actor, on: date) -> list[Pair]:
    """Pairs of people in the actor's reach who may be one person, the surest first; those told apart are left out."""
    by.require(Permission.PEOPLE_MERGE)
    known = [(one, selectors.traits_of(one)) for one in selectors.with_traits(selectors.people(by=by, on=on), on)]
    by_key = {one.pk: one for one, _traits in known}
    apart = _told_apart()
    found: dict[frozenset[UUID], Pair] = {}
    candidates = selectors.duplicates_of_many(by=by, of=[traits for _one, traits in known], on=on)
    for (one, _traits), others in zip(known, candidates, strict=True):
        for other in others:
            keys = frozenset({one.pk, other.person.pk})
            if len(keys) == 2 and keys not in apart and keys not in found:
                found[keys] = Pair(one, by_key[other.person.pk], other.judgement)
    order = sorted(found.values(), key=lambda pair: (pair.judgement.match is not Match.CERTAIN, pair.one.sort_key))
    return order


def _told_apart() -> set[frozenset[UUID]]:
    """Pairs found to be two people; who was merged into another since counts as the other."""
    rows = Distinction.objects.values_list("first__merged_into", "first", "second__merged_into", "second")
    return {frozenset({one or first, other or second}) for one, first, other, second in rows}


@dataclass(frozen=True)
class Line:
    """One thing said of several people, side by side; ``differs``: not all say the same."""

    what: str  # the name of a column, see ``presenters.LINE_WORDS``
    values: tuple[str, ...] = field(repr=False)
    differs: bool


@dataclass(frozen=True)
class SideBySide:
    """Two files, open, with what differs and what speaks for one person."""

    files: tuple[File, File]
    units: tuple[Place | None, Place | None]
    judgement: Judgement


def side_by_side(*, by: Actor, refs: tuple[str, str], purpose: str, on: date) -> SideBySide:
    """Two files of the actor's reach; both openings are logged. Raises NotFound."""
    by.require(Permission.PEOPLE_MERGE)
    first, second = (files.open_file(by=by, ref=ref, purpose=purpose, on=on) for ref in refs)
    both = [selectors.with_traits(Person.objects.filter(pk=one.person.pk), on).get() for one in (first, second)]
    units = tuple(selectors.lives_in(one.person, on) for one in (first, second))
    judgement = compare(*(selectors.traits_of(one) for one in both))
    return SideBySide((first, second), (units[0], units[1]), judgement)


def lines(columns: Sequence[dict[str, str]]) -> list[Line]:
    """The same words of several people put side by side, each line marked where they differ.

    Spelling without marks counts as equal: it is no difference between people. What only one of them says differs
    from nothing.
    """
    found = []
    for what in columns[0]:
        values = tuple(column.get(what, "") for column in columns)
        said = {" ".join(rules.order_free(value)) or value for value in values if value}
        if any(values):
            found.append(Line(what, values, len(said) > 1))
    return found
