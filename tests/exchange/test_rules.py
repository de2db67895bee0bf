"""What may stand in a cell, in a file name, and the life of an import."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.ground.exchange import rules
from hoanhap.ground.exchange.choices import ImportState
from hoanhap.ground.kernel.errors import RuleViolation
from tests.exchange.payloads import PAYLOADS


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_spreadsheet_might_compute_is_guarded(payload: str) -> None:
    written = rules.harmless(payload)
    assert written.startswith("'")
    assert not rules.is_risky(written)


@pytest.mark.parametrize("text", ["Thường Tín", "01/QĐ-UBND", "12", "a=b", "", "'trích dẫn'", "− 4"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert rules.harmless(text) == text


@given(st.text(max_size=200))
def test_nothing_risky_is_ever_written_and_the_guard_comes_off_again(text: str) -> None:
    written = rules.harmless(text)
    assert not rules.is_risky(written)
    if not rules._UNSEEN.search(text):
        assert rules.unguarded(written) == text


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(rules.harmless("x" * 40_000)) == rules.LONGEST_CELL


def test_file_names_are_plain() -> None:
    assert rules.file_name_part("Đơn vị áp dụng / 2023") == "don-vi-ap-dung-2023"
    assert rules.file_name_part("../../etc") == "etc"
    assert rules.file_name_part("") == "danh-sach"


@pytest.mark.parametrize(("row", "column", "address"), [(7, 4, "D7"), (1, 26, "Z1"), (2, 27, "AA2"), (3, 702, "ZZ3")])
def test_cells_have_the_addresses_people_see(row: int, column: int, address: str) -> None:
    assert rules.cell_address(row, column) == address


def test_titles_match_without_marks_case_and_brackets() -> None:
    assert rules.header_key("Từ ngày (dd/mm/yyyy) *") == rules.header_key("tu  NGÀY") == "tu ngay"


def test_every_state_has_its_next_ones() -> None:
    assert set(rules.NEXT) == set(ImportState.values)
    assert set().union(*rules.NEXT.values()) <= set(ImportState.values)


def test_an_import_goes_forward_only() -> None:
    rules.check_step("checked", "written")
    with pytest.raises(RuleViolation, match="wrong_state"):
        rules.check_step("written", "withdrawn")
