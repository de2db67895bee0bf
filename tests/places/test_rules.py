"""What follows from parents and successions: truth tables, and promises that hold for any history."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.ground.places.rules import Step, full_name, lineage, reach, search_key


def whole(earlier: str, later: str) -> Step[str]:
    return Step(earlier, later, split=False)


def part(earlier: str, later: str) -> Step[str]:
    return Step(earlier, later, split=True)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], {}),
        ([whole("a", "b")], {("a", "b"): False}),
        ([part("a", "b"), part("a", "c")], {("a", "b"): True, ("a", "c"): True}),
        ([whole("a", "b"), whole("b", "c")], {("a", "b"): False, ("b", "c"): False, ("a", "c"): False}),
        ([whole("a", "b"), part("b", "c")], {("a", "b"): False, ("b", "c"): True, ("a", "c"): True}),
        ([part("a", "b"), whole("b", "c")], {("a", "b"): True, ("b", "c"): False, ("a", "c"): True}),
        (  # one of two paths is whole: the later unit surely holds it
            [part("a", "b"), whole("b", "d"), whole("a", "d")],
            {("a", "b"): True, ("b", "d"): False, ("a", "d"): False},
        ),
    ],
    ids=["nothing", "whole", "split", "chain", "split last", "split first", "two paths"],
)
def test_lineage_follows_every_path_and_remembers_splits(
    steps: list[Step[str]], expected: dict[tuple[str, str], bool]
) -> None:
    assert lineage(steps) == expected
    assert lineage(list(reversed(steps))) == expected


REACHES = [
    ("a unit reaches itself", {"a": None}, [], {"a"}, set()),
    ("a parent reaches what is below", {"p": None, "a": "p"}, [], {"p", "a"}, set()),
    ("a successor reaches a whole predecessor", {"a": None, "b": None}, [whole("a", "b")], {"b", "a"}, set()),
    (
        "a part reaches nothing of the divided unit",
        {"a": None, "b": None, "c": None},
        [part("a", "b"), part("a", "c")],
        {"b"},
        {"a"},
    ),
    ("an only known part reaches nothing either", {"a": None, "b": None}, [part("a", "b")], {"b"}, {"a"}),
    (
        "what holds all the parts reaches the divided unit",
        {"p": None, "a": None, "b": "p", "c": "p"},
        [part("a", "b"), part("a", "c")],
        {"p", "a", "b", "c"},
        set(),
    ),
    (
        "parts that came together again reach the divided unit",
        {"a": None, "b": None, "c": None, "d": None},
        [part("a", "b"), part("a", "c"), whole("b", "d"), whole("c", "d")],
        {"d", "a", "b", "c"},
        set(),
    ),
    (
        "a predecessor does not reach its successor",
        {"a": None, "b": None},
        [whole("a", "b")],
        {"b", "a"},
        {("a", "b")},
    ),
]


@pytest.mark.parametrize(
    ("parents", "steps", "reached", "not_reached"),
    [case[1:] for case in REACHES],
    ids=[case[0] for case in REACHES],
)
def test_reach(
    parents: dict[str, str | None], steps: list[Step[str]], reached: set[str], not_reached: set[object]
) -> None:
    pairs = reach(parents, steps)
    roots = [root for root in parents if {unit for top, unit in pairs if top == root} == reached]
    assert roots, f"nobody reaches exactly {reached}: {sorted(pairs)}"
    for missing in not_reached:
        assert all((root, missing) not in pairs for root in roots) if isinstance(missing, str) else missing not in pairs


@st.composite
def histories(draw: st.DrawFn) -> tuple[dict[int, int | None], list[Step[int]]]:
    """Generations of units: each passes whole into one of the next, or is divided, or ends."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    generations: list[list[int]] = []
    number = 0
    for size in sizes:
        generations.append(list(range(number, number + size)))
        number += size
    steps = []
    for now, after in pairwise(generations):
        for unit in now:
            heirs = draw(st.lists(st.sampled_from(after), unique=True, max_size=3))
            steps += [Step(unit, heir, split=len(heirs) > 1) for heir in heirs]
    parents: dict[int, int | None] = {}
    for generation in generations:
        top = number
        number += 1
        parents[top] = None
        parents.update({unit: draw(st.sampled_from([None, top])) for unit in generation})
    return parents, steps


@given(histories())
def test_every_unit_reaches_itself_and_whatever_its_children_reach(
    history: tuple[dict[int, int | None], list[Step[int]]],
) -> None:
    parents, steps = history
    pairs = reach(parents, steps)
    assert all((unit, unit) in pairs for unit in parents)
    for child, parent in parents.items():
        if parent is not None:
            assert {(parent, unit) for root, unit in pairs if root == child} <= pairs


@given(histories())
def test_reach_composes(history: tuple[dict[int, int | None], list[Step[int]]]) -> None:
    pairs = reach(*history)
    assert all((a, d) in pairs for a, b in pairs for c, d in pairs if b == c)


@given(histories())
def test_whole_chains_compose_and_reach_back(history: tuple[dict[int, int | None], list[Step[int]]]) -> None:
    parents, steps = history
    lines, pairs = lineage(steps), reach(parents, steps)
    for (earlier, later), split in lines.items():
        if not split:
            assert (later, earlier) in pairs
            for step in steps:
                if step.earlier == later and not step.split:
                    assert lines[earlier, step.later] is False


@given(histories())
def test_a_part_alone_never_reaches_the_divided_unit(
    history: tuple[dict[int, int | None], list[Step[int]]],
) -> None:
    parents, steps = history
    pairs = reach(parents, steps)
    for step in steps:
        heirs = {other.later for other in steps if other.earlier == step.earlier}
        if len(heirs) > 1 and (step.later, step.earlier) in pairs:
            assert all((step.later, heir) in pairs for heir in heirs)


@given(histories(), st.data())
def test_once_a_line_is_an_estimate_it_stays_one_when_more_units_are_divided(
    history: tuple[dict[int, int | None], list[Step[int]]], data: st.DataObject
) -> None:
    """Dividing more units may turn a whole line into an estimate, never the reverse, and moves no line."""
    _, steps = history
    divided = data.draw(st.sets(st.integers(0, 20)))
    more = [Step(step.earlier, step.later, step.split or step.earlier in divided) for step in steps]
    before, after = lineage(steps), lineage(more)
    assert before.keys() == after.keys()
    assert all(after[pair] for pair, split in before.items() if split)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("phường Văn Miếu - Quốc Tử Giám", "phuong van mieu quoc tu giam"),
        ("  XÃ   Đại  Nghĩa ", "xa dai nghia"),
        ("Thụy\u0300 ", "thuy"),
        ("00226", "00226"),
        (" - ", ""),
    ],
)
def test_names_are_found_without_marks_capitals_and_hyphens(text: str, key: str) -> None:
    assert search_key(text) == key


def test_a_full_name_begins_with_the_class_word() -> None:
    assert full_name("phường", "Trung Tự") == "Phường Trung Tự"
    assert full_name("thành phố trực thuộc trung ương", "Hà Nội") == "Thành phố Hà Nội"
    assert full_name("tỉnh", "Quảng Nam") == "Tỉnh Quảng Nam"
