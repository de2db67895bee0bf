"""The text of a plan is read whole or refused whole, and a refusal says the line and what was expected."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.monitoring.plans import reading, rules
from tests.plans.builders import DISTRICTS, PlanText, rows_of, text_with

NAMES = [name for name, _ in DISTRICTS]


def read(text: PlanText | str) -> rules.PlanText:
    return reading.read(str(text), districts=NAMES)


def refusal_of(text: PlanText | str) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        read(text)
    return refused.value


def line_with(text: PlanText | str, words: str) -> int:
    return next(at for at, line in enumerate(str(text).split("\n"), start=1) if words in line)


def test_a_complete_text_is_read_whole() -> None:
    plan = read(PlanText())
    assert (plan.number, plan.issuer) == ("999/KH-UBND", "UBND thành phố Hà Nội")
    assert plan.title == PlanText().title
    assert (plan.period_from, plan.period_to) == (date(2021, 1, 1), date(2025, 12, 31))
    assert plan.issued_on == date(2021, 1, 5)
    assert [(share.year, share.low, share.high) for share in plan.rollout] == [
        (2021, 20, 30),
        (2022, 30, 40),
        (2023, 40, 60),
        (2024, 60, 80),
        (2025, 100, 100),
    ]
    assert [(row.order, row.district, row.communes) for row in plan.table] == [
        (order, name, communes) for order, (name, communes) in enumerate(DISTRICTS, start=1)
    ]
    assert plan.printed_communes == 579
    assert set(plan.printed_totals) == {2021, 2022, 2023, 2024, 2025}


def test_a_text_without_a_date_has_none() -> None:
    assert read(PlanText(issued="")).issued_on is None


def test_zeros_in_front_of_a_number_are_decoration() -> None:
    def pad(text: PlanText) -> None:
        text.rows[2][2] = "08"

    assert read(text_with(pad)).table[2].communes == 8


def test_published_cells_stand_as_published_whatever_the_rounding() -> None:
    def publish(text: PlanText) -> None:
        text.rows[12][3] = "4"  # 15 × 30 % = 4.5, half up 5

    assert read(text_with(publish)).table[12].values[2021] == 4


def test_quotations_are_the_lines_of_the_file() -> None:
    plan = read(PlanText())
    for quote in [
        *(row.quote for row in plan.table),
        *(share.quote for share in plan.rollout),
        plan.totals_quote,
    ]:
        assert quote in str(PlanText())


def test_line_ends_and_byte_order_mark_change_neither_reading_nor_fingerprint() -> None:
    text = str(PlanText())
    assert read("\ufeff" + text.replace("\n", "\r\n")) == read(text)


def test_another_spelling_of_the_same_letters_is_read_but_is_another_text() -> None:
    import unicodedata

    text = str(PlanText())
    decomposed = unicodedata.normalize("NFD", text)
    assert [row.district for row in read(decomposed).table] == NAMES
    assert rules.fingerprint(decomposed) != rules.fingerprint(text)


CASES: list[tuple[str, Callable[[PlanText], None], str, dict[str, object]]] = [
    (
        "a row missing in the middle",
        lambda text: text.rows.pop(13),
        "plans.row_missing",
        {"found": 15, "expected": 14, "districts": "Ba Vì", "on": "15\tChương Mỹ"},
    ),
    (
        "the last row missing",
        lambda text: text.rows.pop(),
        "plans.rows_missing",
        {"found": 29, "expected": 30, "districts": "Ứng Hòa", "on": "\t\t550\t"},
    ),
    (
        "a row missing and the rest renumbered",
        lambda text: setattr(text, "rows", rows_of([row for row in DISTRICTS if row[0] != "Ba Vì"])),
        "plans.rows_missing",
        {"found": 29, "expected": 30, "districts": "Ba Vì", "on": "\t\t548\t"},
    ),
    (
        "a letter in a number",
        lambda text: text.rows[9].__setitem__(7, "1O"),
        "plans.not_a_number",
        {"found": "1O", "column": "2025", "on": "10\tNam Từ Liêm"},
    ),
    (
        "a letter in the number of communes",
        lambda text: text.rows[9].__setitem__(2, "l0"),
        "plans.not_a_number",
        {"found": "l0", "column": "Số xã, phường, thị trấn", "on": "10\tNam Từ Liêm"},
    ),
    (
        "an empty cell",
        lambda text: text.rows[0].__setitem__(3, ""),
        "plans.not_a_number",
        {"found": "–", "on": "1\tBa Đình"},
    ),
    (
        "a full-width digit",
        lambda text: text.rows[0].__setitem__(3, "４"),
        "plans.not_a_number",
        {"found": "４", "on": "1\tBa Đình"},
    ),
    (
        "a negative number",
        lambda text: text.rows[0].__setitem__(3, "-4"),
        "plans.negative_number",
        {"found": "-4", "column": "2021", "on": "1\tBa Đình"},
    ),
    (
        "a district twice",
        lambda text: text.rows[1].__setitem__(1, "Ba Đình"),
        "plans.district_twice",
        {"found": "Ba Đình", "expected": "Bắc Từ Liêm", "on": "2\tBa Đình"},
    ),
    (
        "an unknown district, near to a known one",
        lambda text: text.rows[3].__setitem__(1, "Đống Da"),
        "plans.district_unknown",
        {"found": "Đống Da", "expected": "Đống Đa", "on": "4\tĐống Da"},
    ),
    (
        "a district written in another case",
        lambda text: text.rows[3].__setitem__(1, "ĐỐNG ĐA"),
        "plans.district_unknown",
        {"found": "ĐỐNG ĐA", "expected": "Đống Đa", "on": "4\tĐỐNG ĐA"},
    ),
    (
        "an unknown district, like none",
        lambda text: text.rows[3].__setitem__(1, "Xyz"),
        "plans.district_unknown",
        {"found": "Xyz", "expected": "Đống Đa", "on": "4\tXyz"},
    ),
    (
        "rows out of order",
        lambda text: text.rows[1].__setitem__(0, "1"),
        "plans.order_wrong",
        {"found": 1, "expected": 2, "on": "1\tBắc Từ Liêm"},
    ),
    (
        "no total line",
        lambda text: setattr(text, "has_total", False),
        "plans.total_missing",
        {"on": "30\tỨng Hòa"},
    ),
    (
        "a column too few",
        lambda text: text.rows[5].pop(),
        "plans.columns_wrong",
        {"found": 7, "expected": 8, "on": "6\tHai Bà Trưng"},
    ),
    (
        "a year without percentage",
        lambda text: text.shares.pop(2),
        "plans.share_missing",
        {"expected": "2023", "on": "Năm 2025"},
    ),
    (
        "a range that runs backwards",
        lambda text: text.shares.__setitem__(0, "- Năm 2021: Có từ 30% đến 20% số xã."),
        "plans.share_reversed",
        {"year": "2021", "on": "Năm 2021"},
    ),
    (
        "a letter in a percentage",
        lambda text: text.shares.__setitem__(2, "- Năm 2023: Có từ 40% đến 6O% số xã."),
        "plans.share_unreadable",
        {"year": "2023", "on": "Năm 2023"},
    ),
    (
        "more than all",
        lambda text: text.shares.__setitem__(4, "- Năm 2025: 110% số xã."),
        "plans.share_over_hundred",
        {"found": "110%", "on": "Năm 2025"},
    ),
    (
        "a year twice",
        lambda text: text.shares.__setitem__(2, text.shares[1]),
        "plans.share_twice",
        {"found": "2022", "line": 10},
    ),
    (
        "a year outside the period",
        lambda text: text.shares.append("- Năm 2026: 100% số xã."),
        "plans.share_outside_period",
        {"found": "2026", "on": "Năm 2026"},
    ),
    (
        "another year above the table",
        lambda text: text.years.__setitem__(1, "Đến năm 2032 (40%)"),
        "plans.header_years",
        {"on": "Đến năm 2032"},
    ),
    (
        "another percentage above the table",
        lambda text: text.years.__setitem__(1, "Đến năm 2022 (45%)"),
        "plans.header_percent",
        {"found": "45%", "expected": "40%", "on": "2022 (45%)"},
    ),
    (
        "no period in the title",
        lambda text: setattr(text, "title", "Một kế hoạch trên địa bàn thành phố Hà Nội"),
        "plans.period_missing",
        {"line": 4},
    ),
    (
        "the issuer of another city",
        lambda text: setattr(text, "title", "Kế hoạch của thành phố Đà Nẵng giai đoạn 2021 - 2025"),
        "plans.issuer_unknown",
        {"line": 4, "expected": "thành phố Hà Nội"},
    ),
    (
        "a day that does not exist",
        lambda text: setattr(text, "issued", " ngày 31/02/2021"),
        "plans.no_such_day",
        {"found": "31/02/2021", "on": "Kèm theo"},
    ),
]


@pytest.mark.parametrize(("change", "code", "facts"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_refuses_with_the_line_and_what_was_expected(
    change: Callable[[PlanText], None], code: str, facts: dict[str, object]
) -> None:
    text = text_with(change)
    refused = refusal_of(text)
    assert refused.code == code
    if "on" in facts:
        assert refused.facts["line"] == line_with(text, str(facts["on"]))
    assert {name: refused.facts[name] for name in facts if name != "on"} == {
        name: value for name, value in facts.items() if name != "on"
    }
    assert refused.facts["expected"]


def test_refuses_a_row_below_the_total_line() -> None:
    text = str(PlanText()) + "\n31\tHoàn Kiếm\t1\t1\t1\t1\t1\t1"
    refused = refusal_of(text)
    assert (refused.code, refused.facts["line"]) == ("plans.row_below_total", text.count("\n") + 1)


def test_refuses_a_text_without_a_table() -> None:
    text = str(PlanText()).split("Stt\t")[0]
    assert refusal_of(text).code == "plans.table_missing"


@pytest.mark.parametrize("text", ["", "Tin thời tiết Hà Nội", "KẾ HOẠCH\n\nnghỉ mát"])
def test_refuses_what_is_no_plan(text: str) -> None:
    refused = refusal_of(text)
    assert (refused.code, refused.facts["line"]) == ("plans.not_a_plan", 1)


def test_refuses_bytes_that_are_no_utf8_with_their_line() -> None:
    with pytest.raises(RuleViolation) as refused:
        reading.decode("KẾ HOẠCH\nsố ".encode() + b"\xff\xfe")
    assert (refused.value.code, refused.value.facts["line"]) == ("plans.not_utf8", 2)


def test_refuses_a_text_with_a_null_character() -> None:
    assert refusal_of(str(PlanText()).replace("mẫu", "mẫu\x00")).code == "plans.not_a_text"


@given(row=st.integers(0, 29), column=st.integers(2, 7), value=st.integers(0, 999_999))
def test_every_published_whole_number_is_read_as_published(row: int, column: int, value: int) -> None:
    text = PlanText()
    text.rows[row][column] = str(value)
    read_row = read(text).table[row]
    assert [read_row.communes, *read_row.values.values()][column - 2] == value


@given(text=st.text(max_size=400))
def test_any_other_text_is_refused_not_misread(text: str) -> None:
    assert refusal_of(text).facts["line"] == 1 or "\x00" in text


def test_decimal_percentages_are_read() -> None:
    text = PlanText()
    text.shares[0] = "- Năm 2021: Có từ 20,5% đến 30% số xã."
    assert read(text).rollout[0].low == Decimal("20.5")
