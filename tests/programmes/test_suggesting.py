"""Suggestions: what is weighed, what never happens, and how fast the whole city is."""

import time
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.programmes.suggesting import Helper, Needs, Why, near, suggest, suggest_all


def pairs(people: list[Needs], helpers: list[Helper]) -> dict[object, object]:
    """Who is suggested for whom."""
    return {one.person: one.helper for one in suggest(people, helpers)}


def test_the_same_neighbourhood_comes_before_a_free_hand() -> None:
    helpers = [Helper(key="near", areas="phường Trúc Bạch, tổ 5", load=1), Helper(key="free", areas="Kim Mã")]
    (found,) = suggest([Needs(key=1, area="Trúc Bạch")], helpers)
    assert (found.helper, found.why) == ("near", (Why.NEAR, Why.HAS_ONE))
    (elsewhere,) = suggest([Needs(key=1, area="Quán Thánh")], helpers)
    assert (elsewhere.helper, elsewhere.why) == ("free", (Why.FREE,))


def test_a_wish_comes_before_the_neighbourhood() -> None:
    helpers = [Helper(key="near", areas="Trúc Bạch", sex="male"), Helper(key="woman", sex="female")]
    (found,) = suggest([Needs(key=1, area="Trúc Bạch", sex="female", wants_sex="female")], helpers)
    assert (found.helper, found.why) == ("woman", (Why.WISHED_SEX, Why.FREE))


def test_whom_the_person_asked_to_be_spared_is_never_suggested() -> None:
    assert pairs([Needs(key=1, avoids=frozenset({"a"}))], [Helper(key="a")]) == {}
    assert pairs([Needs(key=1, avoids=frozenset({"a"}))], [Helper(key="a"), Helper(key="b", load=1)]) == {1: "b"}


def test_a_neighbourhood_is_found_as_whole_words_with_or_without_marks() -> None:
    assert near("Trúc Bạch", "tổ 3; truc bach")
    assert not near("Kim", "Kim Mã, Kimono") or near("Kim", "Kim Mã")
    assert not near("Mã", "Mãn Đức")
    assert not near("", "Trúc Bạch")


@given(st.integers(0, 12), st.lists(st.integers(0, 4), max_size=6))
def test_as_many_as_there_are_places_and_never_a_third(people: int, loads: list[int]) -> None:
    helpers = [Helper(key=number, load=load) for number, load in enumerate(loads)]
    found = suggest([Needs(key=f"p{number}") for number in range(people)], helpers)
    taken = Counter(one.helper for one in found)
    assert len(found) == min(people, sum(max(0, 2 - load) for load in loads))
    assert len({one.person for one in found}) == len(found)
    assert all(loads[number] + count <= 2 for number, count in taken.items() if isinstance(number, int))


def test_the_whole_city_at_once() -> None:
    chance = np.random.default_rng(270)
    communes = {}
    for commune in range(126):
        people = [Needs(key=(commune, n), area=f"khu {chance.integers(6)}") for n in range(40)]
        helpers = [Helper(key=(commune, n), areas=f"khu {chance.integers(6)}") for n in range(20)]
        communes[commune] = (people, helpers)
    began = time.perf_counter()
    found = suggest_all(communes)
    assert len(found) == 126 * 40
    assert all(one.person[0] == one.helper[0] for one in found.values())  # type: ignore[index]
    assert time.perf_counter() - began < 20
