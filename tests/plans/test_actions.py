"""Loading plans: the shipped reference, an identical text, a changed text, a refused text."""

import pytest
from django.db import IntegrityError, transaction

from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.errors import PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import NOBODY, SYSTEM
from hoanhap.monitoring.plans import actions, reference, rules
from hoanhap.monitoring.plans.models import (
    Indicator,
    Plan,
    PlanDate,
    PlanEdition,
    PlanRemark,
    RolloutLine,
    RolloutShare,
    Target,
)
from tests.plans.builders import PlanText, text_with

pytestmark = pytest.mark.django_db

MODELS = (Plan, PlanDate, PlanEdition, PlanRemark, RolloutLine, RolloutShare, Target, Indicator)


def counts() -> list[int]:
    return [model._default_manager.count() for model in MODELS]


def raise_ba_dinh(text: PlanText) -> None:
    """One more commune in Ba Đình in 2021."""
    text.rows[0][3] = str(int(text.rows[0][3]) + 1)


def test_the_shipped_plans_are_there_after_loading_the_reference() -> None:
    assert set(Plan.objects.values_list("slug", flat=True)) == {
        "270-KH-UBND",
        "55-KH-UBND",
        "96-KH-UBND",
        "khong-ro-so-2023",
    }
    cells = Target.objects.in_force().of_indicator(actions.CELLS).filter(edition__plan__slug="270-KH-UBND")
    assert cells.count() == 155  # 30 rows and the city's total line × 5 years
    son_tay = cells.get(place__name="Sơn Tây", period_to__year=2021)
    assert (son_tay.value, son_tay.comparison, son_tay.measure) == (4, "equal", "stock")
    assert son_tay.quote == "13\tSơn Tây\t15\t4\t6\t9\t12\t15"
    assert son_tay.place.valid_from <= son_tay.edition.plan.period_from


def test_loading_the_reference_again_changes_nothing_but_is_recorded() -> None:
    before, entries = counts(), AuditEntry.objects.count()
    shipped = actions.load_reference(by=SYSTEM)
    assert (shipped.plans, shipped.editions, shipped.targets) == (0, 0, 0)
    assert counts() == before
    assert AuditEntry.objects.count() == entries + 1


def test_who_may_not_load_is_refused_and_nothing_is_stored() -> None:
    before = counts()
    with pytest.raises(PermissionRefused):
        actions.load_reference(by=NOBODY)
    with pytest.raises(PermissionRefused):
        actions.load_plan_text(by=NOBODY, text=str(PlanText()), source="mau")
    assert counts() == before


def test_a_new_plan_is_stored_with_everything_its_text_states() -> None:
    loaded = actions.load_plan_text(by=SYSTEM, text=str(PlanText()), source="mau")
    assert loaded.created
    edition = loaded.edition
    assert (edition.number, edition.source, edition.reviewed) == (1, "mau", False)
    assert (edition.plan.number, edition.plan.issuer) == ("999/KH-UBND", "UBND thành phố Hà Nội")
    assert edition.text_sha256 == rules.fingerprint(str(PlanText()))
    assert (edition.shares.count(), edition.lines.count(), edition.targets.count()) == (5, 31, 160)
    ranges = edition.targets.filter(unit="percent").order_by("period_to").values_list("comparison", "value", "value_to")
    assert ranges[0] == ("range", 20, 30)
    assert ranges[4] == ("equal", 100, None)
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.name, entry.subject) == ("plans.edition_loaded", f"plans.planedition:{edition.pk}")


def test_the_identical_text_is_already_loaded() -> None:
    first = actions.load_plan_text(by=SYSTEM, text=str(PlanText()), source="mau")
    before = counts()
    again = actions.load_plan_text(by=SYSTEM, text="\ufeff" + str(PlanText()).replace("\n", "\r\n"), source="khac")
    assert not again.created
    assert again.edition == first.edition
    assert counts() == before


def test_a_changed_text_is_a_new_edition_and_the_former_stays() -> None:
    first = actions.load_plan_text(by=SYSTEM, text=str(PlanText()), source="mau").edition
    second = actions.load_plan_text(by=SYSTEM, text=str(text_with(raise_ba_dinh)), source="mau-2").edition
    assert (second.plan, second.number) == (first.plan, 2)
    old = first.targets.get(place__name="Ba Đình", period_to__year=2021)
    new = second.targets.get(code=old.code)
    assert (old.value + 1, new.supersedes) == (new.value, old)
    assert first.targets.count() == second.targets.count() == 160
    in_force = Target.objects.in_force().filter(edition__plan=first.plan)
    assert set(in_force.values_list("edition", flat=True)) == {second.pk}


def test_a_date_that_the_plan_already_has_is_not_kept_twice() -> None:
    first = actions.load_plan_text(by=SYSTEM, text=str(PlanText()), source="mau").edition
    actions.load_plan_text(by=SYSTEM, text=str(text_with(raise_ba_dinh)), source="mau-2")
    assert [str(row.on) for row in first.plan.dates.all()] == ["2021-01-05"]
    actions.load_plan_text(by=SYSTEM, text=str(PlanText(issued=" ngày 06/01/2021")), source="mau-3")
    assert first.plan.dates.count() == 2


def test_a_refused_text_stores_nothing() -> None:
    before = counts()
    broken = text_with(lambda text: text.rows[9].__setitem__(3, "1O"))
    with pytest.raises(RuleViolation, match="not_a_number"):
        actions.load_plan_text(by=SYSTEM, text=str(broken), source="mau")
    assert counts() == before


def test_a_later_target_may_supersede_an_earlier_one_and_both_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    shipped = reference.targets()
    later = replace(shipped[-1], code="T24-99", supersedes="khong-ro-so-2023 T23-01")
    monkeypatch.setattr(reference, "targets", lambda: (*shipped, later))
    actions.load_reference(by=SYSTEM)
    new = Target.objects.get(code="T24-99")
    assert new.supersedes is not None
    assert new.supersedes.code == "T23-01"
    assert not Target.objects.in_force().filter(code="T23-01").exists()
    assert Target.objects.filter(code="T23-01").exists()


@pytest.mark.parametrize("model", [PlanEdition, RolloutShare, RolloutLine, Target])
def test_published_figures_can_be_neither_changed_nor_removed(model: type[Target]) -> None:
    row = model._default_manager.order_by("pk")[0]
    for change in (
        lambda: model._default_manager.filter(pk=row.pk).update(id=row.pk),
        lambda: model._default_manager.filter(pk=row.pk)._raw_delete("default"),  # type: ignore[attr-defined]
    ):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
            change()


def test_a_range_needs_two_ends_and_a_plain_figure_has_one() -> None:
    target = Target.objects.filter(comparison="equal")[0]
    target.pk, target.code = None, "T99"  # type: ignore[assignment]
    target.value_to = target.value + 1
    with pytest.raises(IntegrityError, match="target_range_has_two_ends"), transaction.atomic():
        target.save(force_insert=True)
