"""Vietnamese text: found without marks, sorted as a dictionary does, numbers as Viet Nam writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.ground.kernel.text import fold, half_up, number_vi, sort_key, tidy


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Thị trấn  Đại Nghĩa ", "thi tran dai nghia"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("ỨNG HÒA", "ung hoa"),
        ("Hoa\u0300", "hoa"),
    ],
)
def test_text_is_folded_as_somebody_types_it_without_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_names_sort_as_in_a_dictionary_and_numbers_by_value() -> None:
    names = [
        "Ứng Hòa",
        "Đống Đa",
        "Đan Phượng",
        "Ba Vì",
        "Ba Đình",
        "Dương Nội",
        "Phường 10",
        "Phường 2",
        "Ân Thi",
        "An Khánh",
    ]
    assert sorted(names, key=sort_key) == [
        "An Khánh", "Ân Thi", "Ba Đình", "Ba Vì", "Dương Nội",
        "Đan Phượng", "Đống Đa", "Phường 2", "Phường 10", "Ứng Hòa",
    ]  # fmt: skip


def test_tones_decide_only_between_equal_letters_in_their_order() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma", "mai"], key=sort_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "mai",
    ]  # fmt: skip


@given(st.text())
def test_whatever_is_typed_has_keys_and_folding_twice_changes_nothing(text: str) -> None:
    sort_key(text)
    assert tidy(tidy(text)) == tidy(text)
    if all(ord(ch) < 0x250 or 0x1E00 <= ord(ch) < 0x1F00 for ch in text):
        assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("value", "rounded"), [("4.5", 5), ("4.4", 4), ("18.6", 19), ("0.5", 1), ("-0.5", -1)])
def test_halves_are_rounded_up(value: str, rounded: int) -> None:
    assert half_up(Decimal(value)) == rounded


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [(1234.5, 1, "1.234,5"), (579, 0, "579"), (Decimal("8.25"), 1, "8,3"), (1000000, 0, "1.000.000")],
)
def test_numbers_are_written_as_viet_nam_does(value: float, places: int, written: str) -> None:
    assert number_vi(value, places) == written
