"""Whether two files may be one person: a truth table, and what must hold whatever stands in them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.people.matching import Match, Reason, Traits, blocks_of, compare, one_slip

BASE = Traits(
    names=("Nguyễn Văn Hòa",),
    sex="male",
    birth_year=1990,
    birth_on=date(1990, 5, 4),
    numbers=frozenset({"n1"}),
    phones=frozenset({"p1"}),
    places=frozenset({1}),
)
BARE = replace(BASE, numbers=frozenset(), phones=frozenset(), places=frozenset())


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"numbers": frozenset({"n1"}), "names": ("Ai Khác",), "birth_on": None, "birth_year": 1950}, Match.CERTAIN),
        ({"places": frozenset({1}), "names": ("NGUYỄN VĂN HOÀ",)}, Match.CERTAIN),
        ({"places": frozenset({1}), "names": ("Nguyen Van Hoa",)}, Match.POSSIBLE),
        ({"places": frozenset({2})}, Match.POSSIBLE),
        ({"names": ("Hoa Van Nguyen",)}, Match.POSSIBLE),
        ({"names": ("Ai Khác", "Nguyễn Văn Hòa")}, Match.POSSIBLE),
        ({"birth_on": date(1990, 4, 5)}, Match.POSSIBLE),
        ({"birth_on": None}, Match.POSSIBLE),
        ({"names": ("Nguyễn Văn Hoàn",)}, Match.POSSIBLE),
        ({"names": ("Nguyễn Văn Hoàn",), "birth_on": None}, Match.NONE),
        ({"birth_on": date(1990, 5, 6)}, Match.NONE),
        ({"birth_on": date(1990, 5, 6), "phones": frozenset({"p1"})}, Match.POSSIBLE),
        ({"names": ("Ai Khác",), "phones": frozenset({"p1"})}, Match.POSSIBLE),
        ({"names": ("Ai Khác",)}, Match.NONE),
        ({"sex": "female", "places": frozenset({1})}, Match.POSSIBLE),
        ({"sex": "female", "birth_on": None}, Match.NONE),
    ],
)
def test_what_is_certain_possible_or_nothing(changes: dict[str, object], match: Match) -> None:
    other = replace(BARE, **changes)  # type: ignore[arg-type]
    assert compare(BASE, other).match is match
    assert compare(other, BASE) == compare(BASE, other)


def test_two_citizen_cards_with_other_numbers_are_two_people_unless_everything_else_agrees() -> None:
    one = replace(BASE, numbers=frozenset({"a"}), cards=frozenset({"a"}))
    other = replace(BASE, numbers=frozenset({"b"}), cards=frozenset({"b"}))
    assert compare(one, other).match is Match.POSSIBLE
    assert Reason.OTHER_NUMBER in compare(one, other).reasons
    assert compare(one, replace(other, names=("Nguyen Van Hoa",))).match is Match.NONE


TRAITS = st.builds(
    Traits,
    names=st.tuples(st.sampled_from(["Nguyễn Văn Hòa", "Nguyen Van Hoa", "Nguyễn Văn Hoàn", "Ai Khác"])),
    sex=st.sampled_from(["male", "female"]),
    birth_year=st.just(1990),
    birth_on=st.sampled_from([None, date(1990, 5, 4), date(1990, 4, 5)]),
    numbers=st.frozensets(st.sampled_from("ab"), max_size=1),
    phones=st.frozensets(st.sampled_from("pq"), max_size=1),
    places=st.frozensets(st.sampled_from([1, 2]), max_size=1),
)


@given(TRAITS, TRAITS)
def test_whatever_looks_alike_shares_a_block(one: Traits, other: Traits) -> None:
    assert compare(one, other) == compare(other, one)
    if compare(one, other).match is not Match.NONE:
        assert blocks_of(one) & blocks_of(other)


TEXT = st.text("abcd", max_size=6)


@given(TEXT, st.integers(0, 6), st.sampled_from("abcd"))
def test_one_letter_more_or_less_is_one_slip(text: str, at: int, letter: str) -> None:
    longer = text[:at] + letter + text[at:]
    assert one_slip(text, longer)
    assert one_slip(longer, text)


@given(TEXT)
def test_the_same_is_no_slip(text: str) -> None:
    assert not one_slip(text, text)


def test_slips_in_words() -> None:
    assert one_slip("van hoa", "van hao")
    assert one_slip("van hoa", "van hoe")
    assert not one_slip("van hoa", "van he")
