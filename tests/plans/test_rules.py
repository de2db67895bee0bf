"""The cross-check of a plan's table: truth tables, no database."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.monitoring.plans import reference, rules
from hoanhap.monitoring.plans.rules import PlanDate, Remark, RolloutRow, RolloutShare

SHARES = [RolloutShare(2021, Decimal(20), Decimal(30)), RolloutShare(2022, Decimal(40), Decimal(60))]


def check(*rows: RolloutRow, printed: tuple[int, int], **more: object) -> rules.PlanCheck:
    return rules.check(
        rollout=SHARES,
        table=rows,
        printed_totals={2021: printed[0], 2022: printed[1]},
        printed_communes=sum(row.communes for row in rows),
        **more,  # type: ignore[arg-type]
    )


def codes(found: rules.PlanCheck) -> list[str]:
    return [remark.code for remark in found.remarks]


@pytest.mark.parametrize(
    ("communes", "percent", "rounded"),
    [(15, 30, 5), (31, 60, 19), (14, 30, 4), (8, 30, 2), (18, 30, 5), (5, 50, 3), (0, 30, 0)],
)
def test_halves_are_rounded_up(communes: int, percent: int, rounded: int) -> None:
    assert rules.published_share(communes, Decimal(percent)) == rounded


@given(communes=st.integers(0, 10_000), percent=st.decimals(0, 100, places=2))
def test_rounding_is_half_up_and_never_more_than_half_a_commune_off(communes: int, percent: Decimal) -> None:
    exact = communes * percent / 100
    rounded = rules.published_share(communes, percent)
    assert rounded == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert abs(rounded - exact) <= Decimal("0.5")
    assert 0 <= rounded <= communes


def test_a_table_that_follows_half_up_rounding_has_no_remark_about_it() -> None:
    found = check(RolloutRow(1, "A", 10, {2021: 3, 2022: 6}), printed=(3, 6))
    assert (found.rows, found.rounding, codes(found)) == (1, (), [])


def test_a_cell_that_does_not_is_named_with_both_figures() -> None:
    found = check(RolloutRow(1, "A", 15, {2021: 4, 2022: 9}), printed=(4, 9))
    assert found.rounding == (rules.Rounding("A", 2021, printed=4, computed=5),)
    assert Remark("rounded_total_differs", {"year": 2021, "printed": 4, "computed": 5}) in found.remarks


def test_totals_hold_what_is_printed_beside_the_sum() -> None:
    rows = [RolloutRow(1, "A", 10, {2021: 3, 2022: 6}), RolloutRow(2, "B", 10, {2021: 3, 2022: 6})]
    found = check(*rows, printed=(7, 12))
    assert [(one.year, one.printed, one.summed) for one in found.totals] == [(2021, 7, 6), (2022, 12, 12)]
    assert "total_differs" in codes(found)


def test_a_sum_above_the_upper_end_of_the_range_is_remarked() -> None:
    rows = [RolloutRow(order, f"D{order}", 5, {2021: 2, 2022: 3}) for order in range(1, 5)]
    found = check(*rows, printed=(8, 12))  # 8 of 20 are 40 %, the range ends at 30 %
    above = next(remark for remark in found.remarks if remark.code == "above_the_range")
    assert (above.facts["year"], above.facts["percent"]) == (2021, Decimal(40))


def test_a_sum_below_the_lower_end_of_the_range_is_remarked() -> None:
    found = check(RolloutRow(1, "A", 10, {2021: 1, 2022: 6}), printed=(1, 6))
    assert "below_the_range" in codes(found)


def test_two_dates_are_both_kept_and_one_is_no_remark() -> None:
    row = RolloutRow(1, "A", 10, {2021: 3, 2022: 6})
    first, second = PlanDate(date(2021, 12, 1), "x", likely=True), PlanDate(date(2021, 12, 4), "y")
    assert codes(check(row, printed=(3, 6), dates=[first])) == []
    found = check(row, printed=(3, 6), dates=[second, first])
    assert found.remarks[0] == Remark("several_dates", {"dates": (first, second)})


def test_figures_that_cannot_be_right_are_remarked_not_changed() -> None:
    found = check(RolloutRow(1, "A", 10, {2021: 12, 2022: 6}), printed=(12, 6))
    assert {"more_than_there_are", "falls"} <= set(codes(found))


def test_communes_other_than_in_the_list_of_places_are_a_remark() -> None:
    row = RolloutRow(1, "A", 10, {2021: 3, 2022: 6})
    assert codes(check(row, printed=(3, 6), communes_listed={"A": 10})) == []
    assert codes(check(row, printed=(3, 6), communes_listed={"A": 11})) == ["communes_differ_from_places"]


def test_ranges_that_share_a_bound_are_remarked() -> None:
    shares = [RolloutShare(2021, Decimal(20), Decimal(30)), RolloutShare(2022, Decimal(30), Decimal(40))]
    found = rules.check(rollout=shares, table=[], printed_totals={2021: 0, 2022: 0}, printed_communes=0)
    assert codes(found) == ["ranges_touch"]


def test_plan_270_differs_from_half_up_rounding_in_exactly_two_cells() -> None:
    text = reference.plans()[0].text
    assert text is not None
    found = rules.check(
        rollout=text.rollout,
        table=text.table,
        printed_totals=text.printed_totals,
        printed_communes=text.printed_communes,
    )
    assert found.rows == 30
    assert found.rounding == (
        rules.Rounding("Sơn Tây", 2021, printed=4, computed=5),
        rules.Rounding("Ba Vì", 2023, printed=18, computed=19),
    )
    assert [(one.printed, one.summed, one.computed) for one in found.totals] == [
        (171, 171, 172),
        (230, 230, 230),
        (348, 348, 349),
        (463, 463, 463),
        (579, 579, 579),
    ]


@pytest.mark.parametrize(
    ("number", "year", "slug"),
    [
        ("270/KH-UBND", 2021, "270-KH-UBND"),
        ("12/KH-HĐND", 2021, "12-KH-HDND"),
        ("?", 2023, "khong-ro-so-2023"),
    ],
)
def test_a_plan_is_addressed_by_its_number(number: str, year: int, slug: str) -> None:
    assert rules.slug_of(number, year) == slug
