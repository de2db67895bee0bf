"""The shipped data is whole and consistent; needs neither a database nor the published documents."""

from collections import Counter

import pytest

from hoanhap.monitoring.plans import reference
from hoanhap.monitoring.plans.choices import Comparison, Measure, Scope, Unit

CODES = [
    *(f"T20-{number:02d}" for number in range(1, 13)),
    "T20-13a",
    "T20-13b",
    "T20-14a",
    "T20-14b",
    *(f"T23-{number:02d}" for number in range(1, 8)),
    *(f"T24-{number:02d}" for number in range(1, 8)),
]


def test_every_target_of_the_three_articles_ships() -> None:
    assert [target.code for target in reference.targets()] == CODES


@pytest.mark.parametrize(
    ("code", "value", "unit", "comparison", "measure"),
    [
        ("T20-01", 90, "percent", "at_least", "in_year"),
        ("T20-06", 6500, "patients", "at_least", "cumulative"),
        ("T20-09", 37, "clubs", "maintain", "stock"),
        ("T23-01", 80, "percent", "more_than", "in_year"),
        ("T23-06", 278, "communes", "maintain", "stock"),
        ("T23-07", 103, "communes", "equal", "in_year"),
        ("T24-03", 80, "percent", "more_than", "in_year"),
        ("T24-06", 1700, "dossiers", "equal", "in_year"),
    ],
)
def test_targets_ship_as_the_domain_reference_lists_them(
    code: str, value: int, unit: str, comparison: str, measure: str
) -> None:
    target = next(one for one in reference.targets() if one.code == code)
    assert (target.value, target.unit, target.comparison, target.measure) == (value, unit, comparison, measure)


def test_targets_use_known_words_plans_indicators_and_documents() -> None:
    plans = {plan.slug: plan for plan in reference.plans()}
    units = {indicator.code: indicator.unit for indicator in reference.indicators()}
    for target in reference.targets():
        assert target.scope in Scope.values
        assert target.comparison in Comparison.values
        assert target.measure in Measure.values
        assert target.unit == units[target.indicator]
        assert target.document == plans[target.plan].document
        assert target.quote == target.quote.strip() != ""
        assert bool(target.remark_vi) == bool(target.remark_en)


def test_indicators_are_defined_in_both_languages_once() -> None:
    indicators = reference.indicators()
    assert max(Counter(one.code for one in indicators).values()) == 1
    for one in indicators:
        assert one.unit in Unit.values
        assert all((one.name_vi, one.name_en, one.definition_vi, one.definition_en))


def test_plan_270_keeps_both_dates_and_marks_the_likely_one() -> None:
    dates = reference.plans()[0].dates
    assert [(str(row.on), row.likely) for row in dates] == [("2021-12-01", True), ("2021-12-04", False)]


def test_the_number_of_the_plan_of_2023_is_unknown_not_invented() -> None:
    plan = next(plan for plan in reference.plans() if plan.period_from.year == 2023)
    assert (plan.number, plan.slug, plan.issued_on) == ("?", "khong-ro-so-2023", None)
