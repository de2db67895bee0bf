"""Names, numbers, phones, ages, references: truth tables and properties."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.people import rules
from hoanhap.ground.kernel.errors import RuleViolation

DIGITS = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  NGUYỄN   VĂN MẪU ", "Nguyễn Văn Mẫu"),
        ("nguyễn văn mẫu", "Nguyễn Văn Mẫu"),
        ("Y Bih Aleo", "Y Bih Aleo"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Nguye\u0302\u0303n Va\u0306n Ma\u0302\u0303u", "Nguyễn Văn Mẫu"),
    ],
)
def test_a_name_is_kept_as_names_are_written(typed: str, kept: str) -> None:
    assert rules.name_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "Mẫu 2", "012345678", "=1+1", "Mẫu; DROP", "x" * 101])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(RuleViolation, match=r"people\.name_"):
        rules.name_of(typed)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hoà", "Hòa", True),
        ("Thuý", "Thúy", True),
        ("HOÀNG", "hoàng", True),
        ("Hoa", "Hòa", False),
        ("Thủy", "Thùy", False),
    ],
)
def test_the_place_of_the_tone_does_not_matter_but_the_tone_does(one: str, other: str, same: bool) -> None:
    assert (rules.same_spelling(one) == rules.same_spelling(other)) is same


@pytest.mark.parametrize(
    ("one", "other"), [("Lý", "Lí"), ("Nguyễn Văn Mỹ", "Mĩ Nguyen van"), ("Đỗ Hoà", "hòa do"), ("Quý", "qui")]
)
def test_names_are_found_in_any_order_without_marks_and_with_either_i(one: str, other: str) -> None:
    assert rules.order_free(one) == rules.order_free(other)


def test_thuy_and_thui_stay_different() -> None:
    assert rules.order_free("Thúy") != rules.order_free("Thúi")


def test_the_search_key_holds_every_word_of_every_name_behind_a_blank() -> None:
    assert rules.search_key(["Nguyễn Văn Mẫu", "Tý"]) == " nguyen van mau | ti |"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("citizen_card", "001 090 012 345", "001090012345"),
        ("citizen_card", "001.090.012.345", "001090012345"),
        ("old_card", "012345678", "012345678"),
        ("old_card", "001090012345", "001090012345"),
        ("passport", "b1234567", "B1234567"),
        ("birth_certificate", "15/2010", "15/2010"),
    ],
)
def test_numbers_keep_their_zeros_and_lose_their_blanks(kind: str, typed: str, kept: str) -> None:
    assert rules.number_of(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("citizen_card", "1090012345"), ("citizen_card", "012345678"), ("old_card", "12345678"), ("passport", "1"),
     ("birth_certificate", ""), ("nothing", "1"), ("citizen_card", "00109001234x")],
)  # fmt: skip
def test_a_number_of_another_form_is_refused_and_not_repeated(kind: str, typed: str) -> None:
    with pytest.raises(RuleViolation, match=r"people\.number_form") as refused:
        rules.number_of(kind, typed)
    assert not typed or typed not in str(refused.value).replace(kind, "")


@given(st.integers(1, 96), st.text("0123456789", min_size=9, max_size=9))
def test_zeros_that_a_spreadsheet_dropped_come_back(province: int, rest: str) -> None:
    number = f"{province:03d}{rest}"
    assert rules.with_zeros(str(int(number))) == number


@pytest.mark.parametrize(
    ("number", "sex", "year", "odd"),
    [
        ("001090012345", "male", 1990, False),
        ("001190012345", "female", 1990, False),
        ("001208012345", "male", 2008, False),
        ("001090012345", "female", 1990, True),
        ("001090012345", "male", 1991, True),
        ("012345678", "female", 1900, False),
    ],
)
def test_a_citizen_card_tells_sex_and_year(number: str, sex: str, year: int, odd: bool) -> None:
    assert rules.card_disagrees(number, sex=sex, birth_year=year) is odd


@given(DIGITS)
def test_a_masked_number_shows_three_signs(number: str) -> None:
    assert rules.masked(number) == "•" * 9 + number[-3:]


@pytest.mark.parametrize("typed", ["0901234567", "+84 901 234 567", "84901234567", "(090) 123-45.67", "0084901234567"])
def test_a_telephone_is_kept_in_one_form(typed: str) -> None:
    assert rules.phone_of(typed) == "0901234567"


@pytest.mark.parametrize("typed", ["", "113", "0101234567", "09012345678", "mẹ", "901234567"])
def test_what_is_no_telephone_is_refused(typed: str) -> None:
    with pytest.raises(RuleViolation, match=r"people\.phone_form"):
        rules.phone_of(typed)


def test_a_telephone_from_a_spreadsheet_gets_its_zero_again() -> None:
    assert rules.phone_with_zero("901234567") == "0901234567"
    assert rules.phone_with_zero("0901234567") == "0901234567"


ON = date(2023, 12, 31)


@pytest.mark.parametrize(
    ("birth_on", "birth_year", "minor"),
    [
        (date(2005, 12, 31), 2005, False),
        (date(2006, 1, 1), 2006, True),
        (None, 2005, False),
        (None, 2006, True),
        (date(1990, 5, 4), 1990, False),
    ],
)
def test_who_may_be_under_18_is_protected_as_a_minor(birth_on: date | None, birth_year: int, minor: bool) -> None:
    assert rules.may_be_minor(birth_on=birth_on, birth_year=birth_year, on=ON) is minor


@given(st.dates(date(1920, 1, 1), ON), st.dates(ON, date(2040, 1, 1)))
def test_knowing_only_the_year_never_makes_anybody_older(birth_on: date, on: date) -> None:
    exact = rules.youngest_age(birth_on=birth_on, birth_year=birth_on.year, on=on)
    assert exact - 1 <= rules.youngest_age(birth_on=None, birth_year=birth_on.year, on=on) <= exact


@pytest.mark.parametrize(
    ("birth_on", "birth_year", "code"),
    [
        (date(1990, 1, 1), 1991, "birth_disagrees"),
        (date(2024, 1, 1), 2024, "birth_in_future"),
        (None, 2024, "birth_in_future"),
        (None, 1900, "birth_too_long_ago"),
    ],
)
def test_an_impossible_birth_is_refused(birth_on: date | None, birth_year: int, code: str) -> None:
    with pytest.raises(RuleViolation, match=f"people.{code}"):
        rules.check_birth(birth_on=birth_on, birth_year=birth_year, on=ON)


@pytest.mark.parametrize(
    ("minor", "relations", "fine"),
    [(True, ["guardian"], True), (True, ["father"], True), (True, ["spouse"], False), (True, [], False),
     (False, [], True)],
)  # fmt: skip
def test_a_minor_has_a_guardian(minor: bool, relations: list[str], fine: bool) -> None:
    if fine:
        rules.check_guarded(minor=minor, relations=relations)
    else:
        with pytest.raises(RuleViolation, match=r"people\.guardian_missing"):
            rules.check_guarded(minor=minor, relations=relations)


def test_only_a_citizen_card_follows_an_old_card() -> None:
    rules.check_succession(old_kind="old_card", old="012345678", new_kind="citizen_card", new="001090012345")
    for old, new in (("citizen_card", "old_card"), ("old_card", "passport"), ("passport", "passport")):
        with pytest.raises(RuleViolation, match=r"people\.no_succession"):
            rules.check_succession(old_kind=old, old="1", new_kind=new, new="2")


SIGNS = st.lists(st.sampled_from(rules.ALPHABET), min_size=5, max_size=5)


@given(SIGNS)
def test_a_reference_is_read_back_however_it_is_typed(signs: list[str]) -> None:
    made = rules.reference(signs)
    assert re.fullmatch(r"HS-[2-9A-Z]{4}-[2-9A-Z]{2}", made)
    assert {rules.reference_of(made), rules.reference_of(made.lower()), rules.reference_of(made[3:])} == {made}


@given(SIGNS, st.integers(0, 5), st.sampled_from(rules.ALPHABET))
def test_one_sign_misread_is_noticed(signs: list[str], at: int, other: str) -> None:
    plain = rules.reference(signs).replace("-", "")[2:]
    wrong = plain[:at] + other + plain[at + 1 :]
    if wrong != plain:
        with pytest.raises(RuleViolation, match=r"people\.reference_form"):
            rules.reference_of(f"HS{wrong}")


@given(SIGNS, st.integers(0, 4))
def test_two_neighbours_swapped_are_noticed(signs: list[str], at: int) -> None:
    plain = rules.reference(signs).replace("-", "")[2:]
    swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    if swapped != plain and at < 4:
        with pytest.raises(RuleViolation, match=r"people\.reference_form"):
            rules.reference_of(f"HS{swapped}")
