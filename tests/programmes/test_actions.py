"""Recording, ending, correcting and withdrawing deployments."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hoanhap.casework.programmes.actions import deployments as actions
from hoanhap.casework.programmes.actions.deployments import NewDeployment
from hoanhap.casework.programmes.models import Deployment, DeploymentFact
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.errors import PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Permission
from hoanhap.ground.places.models import Place

pytestmark = pytest.mark.django_db


def commune(number: int = 0) -> Place:
    return Place.objects.valid_on(date(2022, 1, 1)).commune_level().filter(parent__code="001").in_order()[number]


def new(place: Place | None = None, **changes: Any) -> NewDeployment:
    facts: dict[str, Any] = {
        "place": place or commune(),
        "kind": "volunteers",
        "decision_no": "51/QĐ-UBND",
        "decision_on": date(2022, 3, 1),
        "from_on": date(2022, 3, 8),
    }
    return NewDeployment(**(facts | changes))


def officer_of(*places: Place) -> Actor:
    return Actor(
        user="u",
        permissions=frozenset({Permission.DEPLOYMENTS_RECORD, Permission.DEPLOYMENTS_VIEW}),
        units=frozenset(place.pk for place in places),
    )


def test_a_deployment_is_recorded_with_its_fact_and_one_event_in_the_communes_chain() -> None:
    place = commune()
    started = actions.start_deployment(by=officer_of(place), new=new(place))
    assert Deployment.objects.get() == started
    assert DeploymentFact.objects.get().deployment == started.pk
    entry = AuditEntry.objects.get(name="programmes.deployment_started")
    assert entry.chain == place.chain
    assert entry.subject == f"programmes.deployment:{started.pk}"


def test_the_officer_of_the_next_commune_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(PermissionRefused):
        actions.start_deployment(by=officer_of(commune(1)), new=new(commune(0)))
    assert not Deployment.objects.exists()
    assert not DeploymentFact.objects.exists()


def test_one_refused_row_refuses_them_all_and_is_named() -> None:
    rows = [new(commune(0)), new(commune(1)), new(commune(1), decision_no="52/QĐ-UBND")]
    with pytest.raises(RuleViolation, match="already_running") as refused:
        actions.start_deployments(by=SYSTEM, new=rows)
    assert refused.value.facts["at"] == 2
    assert not DeploymentFact.objects.exists()


def test_a_district_runs_no_model() -> None:
    with pytest.raises(RuleViolation, match="not_a_commune"):
        actions.start_deployment(by=SYSTEM, new=new(Place.objects.get(code="001")))


def test_an_ended_deployment_keeps_its_first_fact_and_another_may_follow() -> None:
    started = actions.start_deployment(by=SYSTEM, new=new())
    ended = actions.end_deployment(by=SYSTEM, deployment=started, to_on=date(2022, 12, 31), reason="no_need")
    assert (ended.to_on, ended.end_reason) == (date(2022, 12, 31), "no_need")
    assert list(DeploymentFact.objects.order_by("pk").values_list("act", "to_on")) == [
        ("started", None),
        ("ended", date(2022, 12, 31)),
    ]
    actions.start_deployment(by=SYSTEM, new=new(from_on=date(2023, 1, 1)))
    with pytest.raises(RuleViolation, match="already_ended"):
        actions.end_deployment(by=SYSTEM, deployment=started, to_on=date(2023, 1, 1), reason="no_need")


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("merged", ""), ("other", "  ")])
def test_an_end_needs_a_reason(reason: str, note: str) -> None:
    started = actions.start_deployment(by=SYSTEM, new=new())
    with pytest.raises(RuleViolation, match="reason_missing"):
        actions.end_deployment(by=SYSTEM, deployment=started, to_on=date(2022, 12, 31), reason=reason, note=note)


def test_a_correction_keeps_both_and_says_why() -> None:
    started = actions.start_deployment(by=SYSTEM, new=new())
    right = new(from_on=date(2022, 4, 1))
    corrected = actions.correct_deployment(by=SYSTEM, deployment=started, corrected=right, reason="gõ nhầm ngày")
    assert corrected.pk == started.pk
    assert corrected.from_on == date(2022, 4, 1)
    first, second = DeploymentFact.objects.order_by("pk")
    assert (first.from_on, second.replaces, second.reason) == (date(2022, 3, 8), first, "gõ nhầm ngày")
    with pytest.raises(RuleViolation, match="reason_missing"):
        actions.correct_deployment(by=SYSTEM, deployment=started, corrected=new(), reason=" ")
    with pytest.raises(RuleViolation, match="nothing_changed"):
        actions.correct_deployment(by=SYSTEM, deployment=started, corrected=right, reason="x")


def test_a_withdrawn_deployment_counts_nowhere_and_its_history_stays() -> None:
    started = actions.start_deployment(by=SYSTEM, new=new())
    actions.withdraw_deployment(by=SYSTEM, deployment=started, reason="nhập nhầm xã")
    assert not Deployment.objects.exists()
    assert DeploymentFact.objects.filter(deployment=started.pk).count() == 2


def test_the_state_can_be_rebuilt_from_the_facts() -> None:
    kept = actions.start_deployment(by=SYSTEM, new=new())
    gone = actions.start_deployment(by=SYSTEM, new=new(commune(1)))
    actions.withdraw_deployment(by=SYSTEM, deployment=gone, reason="nhầm")
    actions.end_deployment(by=SYSTEM, deployment=kept, to_on=date(2022, 12, 31), reason="no_need")
    before = list(Deployment.objects.values())
    assert actions.rebuild_deployments(by=SYSTEM) == 1
    assert list(Deployment.objects.values()) == before


def test_what_was_known_on_an_earlier_day_does_not_change(clock: Any) -> None:
    from hoanhap.ground.kernel.clock import standing_at

    started = actions.start_deployment(by=SYSTEM, new=new())
    with standing_at(clock.replace(year=2024, month=6, day=30)):
        actions.correct_deployment(
            by=SYSTEM, deployment=started, corrected=new(from_on=date(2022, 9, 1)), reason="gõ nhầm"
        )
    known = DeploymentFact.objects.known_on
    assert [fact.from_on for fact in known(date(2024, 1, 31))] == [date(2022, 3, 8)]
    assert [fact.from_on for fact in known(date(2024, 12, 31))] == [date(2022, 9, 1)]
    assert not known(date(2023, 12, 30)).exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE programmes_deploymentfact SET note = 'x'", "DELETE FROM programmes_deploymentfact"]
)
def test_the_database_refuses_to_change_a_fact(statement: str) -> None:
    actions.start_deployment(by=SYSTEM, new=new())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_the_same_model_twice_at_a_time() -> None:
    started = actions.start_deployment(by=SYSTEM, new=new())
    other = actions.start_deployment(by=SYSTEM, new=new(commune(1)))
    with pytest.raises(IntegrityError, match="deployment_runs_once_at_a_time"), transaction.atomic():
        Deployment.objects.filter(pk=other.pk).update(place=started.place)
