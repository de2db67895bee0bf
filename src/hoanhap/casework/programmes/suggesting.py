"""Who might help whom: a suggestion over plain values. The leader decides; nothing here is ever done by itself.

What is weighed, in this order: nobody whom the person asked to be spared; the sex of helper that the person wished
for; the same neighbourhood; who helps fewest. At most two people to one helper (plan 270 II.1).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import linear_sum_assignment

from hoanhap.ground.kernel.text import fold

PLACES = 2
"""People to one helper."""
NEVER, WISH, NEAR, LOAD, OWN_SEX = 1_000_000.0, 100.0, 20.0, 6.0, 1.0


class Why(StrEnum):
    """What speaks for a pair."""

    WISHED_SEX = "wished_sex"
    NEAR = "near"
    FREE = "free"
    HAS_ONE = "has_one"


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Somebody without a helper. ``avoids``: keys of helpers; ``wants_sex``: empty where all are welcome."""

    key: Hashable
    area: str = ""
    sex: str = ""
    wants_sex: str = ""
    avoids: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Helper:
    """Somebody who helps. ``areas``: in their own words, "phường Trúc Bạch, tổ 5"; ``load``: people helped now."""

    key: Hashable
    areas: str = ""
    sex: str = ""
    load: int = 0


@dataclass(frozen=True)
class Suggestion:
    """A pair, and what speaks for it."""

    person: Hashable
    helper: Hashable
    why: tuple[Why, ...]


def near(area: str, areas: str) -> bool:
    """Whether a neighbourhood stands among those that a helper looks after, as whole words."""
    return bool(fold(area)) and f" {fold(area)} " in f" {fold(areas.replace(',', ' ').replace(';', ' '))} "


def suggest(people: Sequence[Needs], helpers: Sequence[Helper]) -> list[Suggestion]:
    """The best pairs of one commune: as many as there are places, in the order of ``people``.

    >>> [pair.helper for pair in suggest([Needs(key=1), Needs(key=2)], [Helper(key="a", load=1), Helper(key="b")])]
    ['b', 'b']
    """
    seats = [(helper, helper.load + taken) for helper in helpers for taken in range(PLACES - helper.load)]
    if not people or not seats:
        return []
    costs = np.array([[_cost(one, helper, load) for helper, load in seats] for one in people])
    rows, columns = linear_sum_assignment(costs)
    found = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if costs[row, column] < NEVER:
            helper, load = seats[column]
            found.append(Suggestion(people[row].key, helper.key, _why(people[row], helper, load)))
    return found


def suggest_all(communes: Mapping[Hashable, tuple[Sequence[Needs], Sequence[Helper]]]) -> dict[Hashable, Suggestion]:
    """The pairs of many communes by person; each commune by itself, for nobody is helped across its border."""
    pairs: Iterable[Suggestion] = (one for people, helpers in communes.values() for one in suggest(people, helpers))
    return {one.person: one for one in pairs}


def _cost(person: Needs, helper: Helper, load: int) -> float:
    if helper.key in person.avoids:
        return NEVER
    cost = LOAD * load
    if person.wants_sex and helper.sex != person.wants_sex:
        cost += WISH
    elif helper.sex and person.sex and helper.sex != person.sex:
        cost += OWN_SEX
    return cost if near(person.area, helper.areas) else cost + NEAR


def _why(person: Needs, helper: Helper, load: int) -> tuple[Why, ...]:
    said = []
    if person.wants_sex and helper.sex == person.wants_sex:
        said.append(Why.WISHED_SEX)
    if near(person.area, helper.areas):
        said.append(Why.NEAR)
    said.append(Why.HAS_ONE if load else Why.FREE)
    return tuple(said)
