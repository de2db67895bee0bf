"""What follows from parents and successions: pure functions over keys."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from hoanhap.ground.kernel.text import fold

Key = TypeVar("Key", bound=Hashable)


def search_key(text: str) -> str:
    """The text as it is found: without diacritics, in lower case, hyphens and stops as blanks.

    >>> search_key("phường Văn Miếu - Quốc Tử Giám")
    'phuong van mieu quoc tu giam'
    """
    return " ".join(re.findall(r"\w+", fold(text)))


def short_label(label: str) -> str:
    """The class word as it stands in front of a name: cities under the central government are "thành phố"."""
    return label.removesuffix(" trực thuộc trung ương")


def full_name(label: str, name: str) -> str:
    """Class word and name, as an official paper writes it.

    >>> full_name("thành phố trực thuộc trung ương", "Hà Nội")
    'Thành phố Hà Nội'
    """
    word = short_label(label)
    return f"{word[:1].upper()}{word[1:]} {name}"


@dataclass(frozen=True)
class Step(Generic[Key]):
    """``earlier`` passed into ``later``; ``split`` when only a part of it did."""

    earlier: Key
    later: Key
    split: bool


def lineage(steps: Iterable[Step[Key]]) -> dict[tuple[Key, Key], bool]:
    """Every (earlier, later) pair linked by successions, and whether it is linked only through split units.

    A pair reached on two paths counts as whole if one of the paths leaves no divided unit.
    """
    onward: dict[Key, list[Step[Key]]] = defaultdict(list)
    for step in steps:
        onward[step.earlier].append(step)
    pairs: dict[tuple[Key, Key], bool] = {}
    for start in list(onward):
        waiting = [(step.later, step.split) for step in onward[start]]
        while waiting:
            unit, split = waiting.pop()
            known = pairs.get((start, unit))
            if known is False or known == split:
                continue
            pairs[start, unit] = split
            waiting.extend((step.later, split or step.split) for step in onward.get(unit, ()))
    return pairs


def reach(parents: Mapping[Key, Key | None], steps: Iterable[Step[Key]]) -> set[tuple[Key, Key]]:
    """Every (root, unit) pair such that ``root`` answers for ``unit``.

    A root reaches itself, what lies below it, and an earlier unit once *all* its successors are reached.
    A unit of which only one part has a known successor is reached only through what stood above it: the rest
    may be elsewhere.
    """
    successors: dict[Key, list[Key]] = defaultdict(list)
    divided: set[Key] = set()
    for step in steps:
        successors[step.earlier].append(step.later)
        if step.split:
            divided.add(step.earlier)

    known: dict[Key, frozenset[Key]] = {}

    def roots_of(unit: Key) -> frozenset[Key]:
        """The units that answer for ``unit``."""
        if unit in known:
            return known[unit]
        mine = {unit}
        above = parents.get(unit)
        if above is not None:
            mine |= roots_of(above)
        after = successors.get(unit)
        if after and (len(after) > 1 or unit not in divided):
            mine |= frozenset.intersection(*(roots_of(later) for later in after))
        known[unit] = frozenset(mine)
        return known[unit]

    return {(root, unit) for unit in parents for root in roots_of(unit)}
