"""Whether two files may be about one person, with the reasons. Pure: plain values in, a judgement out.

Only a number that both carry, or the same name, birth and sex at the same place, is *certain*; everything else that
looks alike is *possible*, and somebody decides. Nothing is ever merged by a score.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hoanhap.casework.people.rules import order_free, same_spelling


class Match(StrEnum):
    """How surely two files are about one person."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NONE = "none"


class Reason(StrEnum):
    """What speaks for it, or against it."""

    SAME_NUMBER = "same_number"
    OTHER_NUMBER = "other_number"
    SAME_NAME = "same_name"
    NAME_WITHOUT_MARKS = "name_without_marks"
    CLOSE_NAME = "close_name"
    SAME_BIRTH = "same_birth"
    SAME_YEAR = "same_year"
    SWAPPED_BIRTH = "swapped_birth"
    SAME_PHONE = "same_phone"
    SAME_PLACE = "same_place"
    OTHER_SEX = "other_sex"


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What two files are compared by. Numbers and phones as blind indexes: what they are does not matter here."""

    names: tuple[str, ...]
    sex: str
    birth_year: int
    birth_on: date | None = None
    numbers: frozenset[str] = field(default_factory=frozenset)
    cards: frozenset[str] = field(default_factory=frozenset)  # those of the numbers that are 12-digit citizen cards
    phones: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Judgement:
    """How surely, and why."""

    match: Match
    reasons: tuple[Reason, ...] = ()


def compare(one: Traits, other: Traits) -> Judgement:
    """Whether two files may be about one person. It does not matter which is named first."""
    if one.numbers & other.numbers:
        return Judgement(Match.CERTAIN, (Reason.SAME_NUMBER,))
    name, birth = _name(one, other), _birth(one, other)
    reasons = [reason for reason in (name, birth) if reason]
    if one.phones & other.phones:
        reasons.append(Reason.SAME_PHONE)
    if one.places & other.places:
        reasons.append(Reason.SAME_PLACE)
    match = _judge(set(reasons), exact=one.birth_on is not None)
    if one.sex != other.sex:
        reasons.append(Reason.OTHER_SEX)
        match = Match.POSSIBLE if match is Match.CERTAIN else match
        match = match if birth is Reason.SAME_BIRTH else Match.NONE
    if one.cards and other.cards:
        reasons.append(Reason.OTHER_NUMBER)
        strong = {name, birth} == {Reason.SAME_NAME, Reason.SAME_BIRTH}
        match = Match.POSSIBLE if strong and match is not Match.NONE else Match.NONE
    return Judgement(match, tuple(reasons) if match is not Match.NONE else ())


def blocks_of(traits: Traits) -> set[object]:
    """What two files share whenever :func:`compare` finds more than nothing: so only these need comparing."""
    names = {order_free(name) for name in traits.names}
    born = {traits.birth_on} if traits.birth_on else set()
    return names | born | traits.numbers | traits.phones


def _judge(reasons: set[Reason], *, exact: bool) -> Match:
    """``exact``: a birth that agrees agrees to the day; a year alone is too little where the name only comes close."""
    named = bool(reasons & {Reason.SAME_NAME, Reason.NAME_WITHOUT_MARKS})
    if {Reason.SAME_NAME, Reason.SAME_BIRTH, Reason.SAME_PLACE} <= reasons:
        return Match.CERTAIN
    if named and reasons & {Reason.SAME_BIRTH, Reason.SAME_YEAR, Reason.SWAPPED_BIRTH, Reason.SAME_PHONE}:
        return Match.POSSIBLE
    if Reason.CLOSE_NAME in reasons and (Reason.SAME_PHONE in reasons or (exact and Reason.SAME_BIRTH in reasons)):
        return Match.POSSIBLE
    if {Reason.SAME_PHONE, Reason.SAME_BIRTH} <= reasons:
        return Match.POSSIBLE
    return Match.NONE


def _name(one: Traits, other: Traits) -> Reason | None:
    if {same_spelling(name) for name in one.names} & {same_spelling(name) for name in other.names}:
        return Reason.SAME_NAME
    keys, others = {order_free(name) for name in one.names}, {order_free(name) for name in other.names}
    if keys & others:
        return Reason.NAME_WITHOUT_MARKS
    close = any(one_slip(" ".join(key), " ".join(known)) for key in keys for known in others if len(key) > 1)
    return Reason.CLOSE_NAME if close else None


def _birth(one: Traits, other: Traits) -> Reason | None:
    if one.birth_on and other.birth_on:
        if one.birth_on == other.birth_on:
            return Reason.SAME_BIRTH
        first, second = one.birth_on, other.birth_on
        if (first.year, first.month, first.day) == (second.year, second.day, second.month):
            return Reason.SWAPPED_BIRTH
        return None
    if one.birth_year != other.birth_year:
        return None
    return Reason.SAME_BIRTH if one.birth_on == other.birth_on else Reason.SAME_YEAR


def one_slip(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or two neighbours swapped make one text the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    changed = one[at + 1 :] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return changed or swapped
