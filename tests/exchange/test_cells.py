"""Cells are read as people fill them in."""

from datetime import date, datetime
from typing import Any

import pytest

from hoanhap.ground.exchange.cells import Cells, digits_of, filled
from hoanhap.ground.kernel.errors import RuleViolation


def codes(cells: Cells) -> list[tuple[str, str]]:
    return [(key, refusal.code) for key, refusal in cells.problems]


@pytest.mark.parametrize(
    "value",
    [
        date(1990, 5, 4),
        datetime(1990, 5, 4, 23, 59),  # noqa: DTZ001 - as spreadsheets give it
        "04/05/1990",
        "4-5-1990",
        " 4 . 5 . 1990 ",
        "04051990",
        "'04/05/1990",
        "1990-05-04",
        "1990-05-04T00:00:00",
        "04/05/1990 00:00",
        "ngày 4 tháng 5 năm 1990",
        32997,
        32997.0,
        32997.75,
        "32997",
    ],
)
def test_a_day_is_read_however_it_is_typed(value: object) -> None:
    cells = Cells({"on": value})
    assert (cells.day("on"), cells.problems) == (date(1990, 5, 4), [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("04/05/90", "year_short"),
        ("4.5.90", "year_short"),
        ("31/02/1990", "not_a_day"),
        ("hôm qua", "not_a_day"),
        (1990, "not_a_day"),
        (9999, "not_a_day"),
        (60001, "not_a_day"),
        (-5, "not_a_day"),
        (float("1e300"), "not_a_day"),
        (True, "not_a_day"),
    ],
)
def test_what_is_no_day_is_noted_with_its_key_and_not_with_what_stands_there(value: object, code: str) -> None:
    cells = Cells({"on": value})
    assert cells.day("on") is None
    assert codes(cells) == [("on", f"exchange.{code}")]
    assert cells.problems[0][1].facts == {}


@pytest.mark.parametrize(
    ("value", "seen"), [(None, ""), (7.0, "7"), (7.5, "7.5"), ("  a  b ", "a b"), (date(1990, 5, 4), "04/05/1990")]
)
def test_a_cell_is_seen_as_in_the_spreadsheet(value: object, seen: str) -> None:
    assert Cells({"x": value}).text("x") == seen


def test_words_are_known_without_marks_and_case_and_named_where_they_are_not() -> None:
    cells = Cells({"sex": " NỮ. ", "wrong": "nửa", "none": None})
    words = {"nam": "male", "nu": "female"}
    assert [cells.one_of(key, words, usual=("Nam", "Nữ")) for key in ("sex", "wrong", "none")] == ["female", "", ""]
    assert codes(cells) == [("wrong", "exchange.word_unknown")]
    assert cells.problems[0][1].facts == {"words": ["Nam", "Nữ"]}


def test_empty_cells_that_are_needed_are_noted() -> None:
    cells = Cells({"a": "x", "b": "  "})
    cells.needed("a", "b", "c")
    assert codes(cells) == [("b", "exchange.cell_missing"), ("c", "exchange.cell_missing")]


def test_a_rule_gives_a_cell_its_form_or_a_reason() -> None:
    def rule(text: str) -> str:
        if text == "no":
            raise RuleViolation("test.no")
        return text.upper()

    cells = Cells({"a": "yes", "b": "no"})
    assert [cells.held(key, rule) for key in ("a", "b", "c")] == ["YES", "", ""]
    assert codes(cells) == [("b", "test.no")]


@pytest.mark.parametrize(
    ("code", "whole"), [("17", "00017"), ("00017", "00017"), ("123456", "123456"), ("A1", "A1"), ("", "")]
)
def test_zeros_come_back(code: str, whole: str) -> None:
    assert filled(code, 5) == whole


@pytest.mark.parametrize("typed", ["'001 090 012 345", "001.090.012.345", "001-090-012-345"])
def test_a_number_loses_what_only_divides_it(typed: str) -> None:
    assert digits_of(typed) == "001090012345"


def test_values_are_not_shown_by_their_reader() -> None:
    held: Any = Cells({"number": "001090012345"})
    assert "001090012345" not in repr(held)
