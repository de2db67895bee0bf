"""The roll-out as counted in the database, over the plan's own units and over later ones."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.casework.programmes.actions import deployments as actions
from hoanhap.casework.programmes.actions.deployments import NewDeployment
from hoanhap.demo.rollout import make_rollout
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused
from hoanhap.ground.kernel.permissions import NOBODY, PUBLIC, SYSTEM
from hoanhap.ground.places.models import Lineage, Place, Succession
from hoanhap.monitoring.plans import progress_selectors as selectors
from hoanhap.monitoring.plans.progress import Applies
from hoanhap.monitoring.plans.progress_units import unit_lines

pytestmark = pytest.mark.django_db

NUMBER = "270/KH-UBND"
END_OF_2023 = date(2023, 12, 31)


def progress(as_of: date = END_OF_2023, vintage: date | None = None, kind: str = "") -> selectors.Progress:
    plan = selectors.rollout_plan(by=SYSTEM, number=NUMBER)
    return selectors.progress(by=SYSTEM, plan=plan, as_of=as_of, vintage=vintage, kind=kind)


def deploy(
    place: Place, *, since: date = date(2021, 6, 1), until: date | None = None, kind: str = "volunteers"
) -> None:
    actions.start_deployment(
        by=SYSTEM,
        new=NewDeployment(
            place=place,
            kind=kind,
            decision_no="1/QĐ-UBND",
            decision_on=since,
            from_on=since,
            to_on=until,
            end_reason="no_need" if until else "",
        ),
    )


def old_unit(split: bool) -> Place:
    """A commune of 2021 that passed on 01/07/2025 whole, or in parts, and was untouched before."""
    extent = "part" if split else "whole"
    lines = Succession.objects.filter(
        on=date(2025, 7, 1),
        extent=extent,
        predecessor__valid_from=date(2021, 1, 1),
        predecessor__parent__parent__code="01",
    )
    return lines.order_by("predecessor__code").select_related("predecessor")[0].predecessor


def test_the_published_targets_stand_beside_nothing() -> None:
    found = progress()
    assert len(found.rows) == 30
    assert [cell.target for cell in found.total.cells] == [171, 230, 348, 463, 579]
    assert [cell.actual for cell in found.total.cells] == [0, 0, 0, None, None]
    assert found.published
    assert found.corridor[2023] == (232, 348)


def test_the_demo_reproduces_the_stated_result_and_marks_what_it_assumes() -> None:
    make_rollout(by=SYSTEM)
    cells = progress().total.cells
    assert [cell.actual for cell in cells] == [150, 278, 381, None, None]
    assert [cell.assumed for cell in cells[:3]] == [0, 0, 103]
    assert cells[2].ahead == 33
    assert sum(row.in_year(2023).actual or 0 for row in progress().rows) == 381


def test_a_commune_counts_once_however_many_models_it_runs() -> None:
    unit = old_unit(split=False)
    deploy(unit)
    deploy(unit, kind="b93_club")
    found = progress()
    assert found.total.in_year(2021).actual == 1
    assert found.by_kind == {"volunteers": 1, "b93_club": 1, "counselling_point": 0, "other": 0}
    assert progress(kind="other").total.in_year(2021).actual == 0


def test_the_present_year_is_counted_on_the_as_of_day_and_an_ended_one_no_more() -> None:
    deploy(old_unit(split=False), since=date(2022, 6, 1), until=date(2023, 5, 31))
    assert [cell.actual for cell in progress(date(2022, 5, 31)).total.cells] == [0, 0, None, None, None]
    assert [cell.actual for cell in progress(date(2022, 6, 1)).total.cells] == [0, 1, None, None, None]
    assert [cell.actual for cell in progress(date(2023, 5, 31)).total.cells] == [0, 1, 1, None, None]
    assert [cell.actual for cell in progress().total.cells] == [0, 1, 0, None, None]


@pytest.mark.parametrize("split", [False, True])
def test_over_later_units_a_deployment_counts_where_its_unit_went(split: bool) -> None:
    unit = old_unit(split)
    deploy(unit)
    found = progress(vintage=date(2025, 7, 1))
    heirs = Lineage.objects.filter(earlier=unit, later__valid_from=date(2025, 7, 1)).count()
    cell = found.total.in_year(2023)
    assert (cell.actual, cell.estimate) == (heirs, split)
    assert found.rows == []
    assert not found.published
    assert [c.target for c in found.total.cells] == [38, 50, 76, 101, 126]


def test_abolishing_a_unit_ends_no_deployment() -> None:
    deploy(old_unit(split=False))
    assert progress(date(2025, 12, 31)).total.in_year(2025).actual == 1


def test_a_deployment_on_a_later_unit_counts_for_the_plans_own_units() -> None:
    unit = old_unit(split=False)
    heir = Lineage.objects.get(earlier=unit, later__valid_from=date(2025, 7, 1)).later
    deploy(heir, since=date(2025, 8, 1))
    cell = progress(date(2025, 12, 31)).total.in_year(2025)
    assert cell.actual == Lineage.objects.filter(later=heir, earlier__valid_from__lte=date(2021, 1, 1)).count()


def test_over_the_526_the_rows_have_no_target_and_the_city_its_highest_percentage() -> None:
    found = progress(vintage=date(2025, 1, 1))
    assert len(found.rows) == 30
    assert {cell.target for row in found.rows for cell in row.cells} == {None}
    assert [cell.target for cell in found.total.cells] == [158, 210, 316, 421, 526]


def test_published_targets_hold_for_any_day_with_the_plans_own_communes() -> None:
    assert progress(vintage=date(2024, 12, 31)).total.in_year(2021).target == 171


def test_the_list_agrees_with_the_figure_for_every_vintage() -> None:
    make_rollout(by=SYSTEM)
    for vintage in (date(2021, 1, 1), date(2025, 1, 1), date(2025, 7, 1)):
        found = progress(vintage=vintage)
        lines = unit_lines(by=SYSTEM, plan=found.plan, day=END_OF_2023, vintage=vintage)
        applying = [line for line in lines.values() if line.applies]
        cell = found.total.in_year(2023)
        assert len(applying) == cell.actual
        assert any(line.applies is Applies.ESTIMATE for line in applying) == cell.estimate


def test_the_number_of_queries_is_fixed() -> None:
    with CaptureQueriesContext(
        connection,
    ) as empty:
        progress()
    make_rollout(by=SYSTEM)
    with CaptureQueriesContext(connection) as full:
        progress()
    assert len(full) == len(empty) <= 12


def test_the_public_sees_the_totals_and_nobody_sees_nothing() -> None:
    assert selectors.rollout_plan(by=PUBLIC, number="270-KH-UBND").number == NUMBER
    with pytest.raises(PermissionRefused):
        selectors.rollout_plan(by=NOBODY, number=NUMBER)
    with pytest.raises(NotFound):
        selectors.rollout_plan(by=SYSTEM, number="1/KH-UBND")
