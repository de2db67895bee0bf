"""When a deployment may be recorded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.programmes import rules
from hoanhap.ground.kernel.errors import RuleViolation

TODAY = date(2023, 12, 31)
UNIT = {"unit_from": date(2021, 1, 1), "unit_to": date(2025, 6, 30), "on": TODAY}


def running(**changes: object) -> rules.Running:
    facts: dict[str, object] = {
        "kind": "volunteers",
        "name": "",
        "decision_no": "51/QĐ-UBND",
        "decision_on": date(2022, 3, 1),
        "from_on": date(2022, 3, 8),
    }
    return rules.Running(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "other", "name": "Nhóm tự lực"},
        {"from_on": date(2022, 3, 1)},
        {"to_on": TODAY},
        {"decision_no": "1234a/QĐ-UBND.VX"},
    ],
)
def test_a_model_that_runs_by_a_decision_is_accepted(changes: dict[str, object]) -> None:
    rules.check_running(running(**changes), **UNIT)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": "other"}, "name_missing", "name"),
        ({"decision_no": "QĐ 51"}, "decision_number_form", "decision_no"),
        ({"decision_no": "51"}, "decision_number_form", "decision_no"),
        ({"decision_on": date(2024, 1, 1)}, "decision_in_future", "decision_on"),
        ({"from_on": date(2024, 1, 1)}, "start_in_future", "from_on"),
        ({"from_on": date(2022, 2, 28)}, "start_before_decision", "from_on"),
        ({"decision_on": date(2020, 12, 1), "from_on": date(2020, 12, 31)}, "unit_not_there", "place"),
        ({"to_on": date(2022, 3, 7)}, "end_before_start", "to_on"),
        ({"to_on": date(2024, 1, 1)}, "end_in_future", "to_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.check_running(running(**changes), **UNIT)
    assert refused.value.code == f"programmes.{code}"
    assert refused.value.facts["field"] == field


def test_a_model_outlives_the_abolition_of_its_commune() -> None:
    rules.check_running(
        running(to_on=date(2026, 1, 1)),
        unit_from=date(2021, 1, 1),
        unit_to=date(2025, 6, 30),
        on=date(2026, 11, 1),
    )


def test_the_same_model_does_not_run_twice_at_a_time_but_another_may() -> None:
    earlier = running(to_on=date(2022, 12, 31))
    rules.check_no_overlap(running(from_on=date(2023, 1, 1)), [earlier])
    rules.check_no_overlap(running(kind="b93_club"), [earlier])
    rules.check_no_overlap(running(kind="other", name="A"), [running(kind="other", name="B")])
    with pytest.raises(RuleViolation, match="already_running"):
        rules.check_no_overlap(running(from_on=date(2022, 12, 31)), [earlier])
    with pytest.raises(RuleViolation, match="already_running"):
        rules.check_no_overlap(running(kind="other", name="nhóm"), [running(kind="other", name="Nhóm")])


DAYS = st.dates(date(2021, 1, 1), date(2025, 12, 31))


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_overlap_means_a_common_day_and_is_mutual(a: date, b: date | None, c: date, d: date | None) -> None:
    one = running(from_on=a, to_on=max(a, b) if b else None)
    two = running(from_on=c, to_on=max(c, d) if d else None)
    last = date.max
    common = max(one.from_on, two.from_on) <= min(one.to_on or last, two.to_on or last)
    assert one.overlaps(two) == two.overlaps(one) == common


def test_the_reasons_of_the_rule_are_those_that_can_be_chosen() -> None:
    from hoanhap.casework.programmes.choices import EndReason

    assert set(rules.END_REASONS) == set(EndReason.values)


@pytest.mark.parametrize("field", ["name", "decision_no", "note"])
def test_a_text_that_is_too_long_is_refused_at_its_field(field: str) -> None:
    rules.check_lengths(**{field: "x" * rules.LONGEST[field]})
    with pytest.raises(RuleViolation, match="too_long") as refused:
        rules.check_lengths(**{field: "x" * (rules.LONGEST[field] + 1)})
    assert refused.value.facts["field"] == field
