"""Screens of the models in the communes."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.casework.programmes.actions import deployments as actions
from hoanhap.casework.programmes.models import Deployment
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast
from tests.programmes.test_actions import new

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "volunteers",
    "decision_no": "51/QĐ-UBND",
    "decision_on": "01/08/2025",
    "from_on": "8/8/2025",
}


def started(cast: Cast) -> Deployment:
    return actions.start_deployment(
        by=SYSTEM, new=new(cast.here, decision_on=date(2025, 8, 1), from_on=date(2025, 8, 8))
    )


def start_address(cast: Cast) -> str:
    return reverse("programmes:deployment_start", args=[cast.here.code, cast.here.valid_from.isoformat()])


def test_the_officer_records_a_model_in_the_own_commune(cast: Cast) -> None:
    answer = cast.officer.client.post(start_address(cast), FORM)
    assert answer.status_code == 302
    deployment = Deployment.objects.get()
    assert (deployment.place, deployment.from_on) == (cast.here, date(2025, 8, 8))
    page = cast.officer.client.get(answer["Location"])
    assert cast.here.full_name in page.content.decode()


def test_the_neighbour_finds_no_such_page_and_nothing_is_written(cast: Cast) -> None:
    assert cast.neighbour.client.post(start_address(cast), FORM).status_code == 404
    assert not Deployment.objects.exists()


def test_a_wrong_entry_stays_with_its_error_at_the_field(cast: Cast) -> None:
    page = cast.officer.client.post(start_address(cast), {**FORM, "from_on": "01/07/2025", "decision_no": "51/QĐ-UBND"})
    assert page.status_code == 200
    assert "from_on" in page.context["form"].errors
    assert 'value="51/QĐ-UBND"' in page.content.decode()
    assert not Deployment.objects.exists()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("deployment_correct", {**FORM, "from_on": "09/08/2025", "reason": "gõ nhầm"}),
        ("deployment_end", {"to_on": "31/12/2025", "reason": "no_need"}),
        ("deployment_withdraw", {"reason": "nhập nhầm xã"}),
    ],
)
def test_corrected_ended_and_withdrawn_by_the_officer_not_by_the_neighbour(
    cast: Cast, name: str, form: dict[str, str]
) -> None:
    deployment = started(cast)
    address = reverse(f"programmes:{name}", args=[deployment.pk])
    assert cast.neighbour.client.post(address, form).status_code == 404
    assert cast.officer.client.get(address).status_code == 200
    assert cast.officer.client.post(address, {}).status_code == 200
    assert cast.officer.client.post(address, form).status_code == 302
    detail = cast.officer.client.get(reverse("programmes:deployment_detail", args=[deployment.pk]))
    assert len(detail.context["facts"]) == 2


def test_the_list_shows_ones_own_communes_only_and_exports_what_it_shows(cast: Cast) -> None:
    started(cast)
    address = reverse("programmes:deployment_list")
    assert cast.officer.client.get(address).context["total"] == 1
    assert cast.neighbour.client.get(address).context["total"] == 0
    assert cast.lead.client.get(address).context["total"] == 1
    assert cast.volunteer.client.get(address).status_code == 403
    assert cast.lead.client.get(address + "?export=xlsx").status_code == 200
    assert cast.inspector.client.get(address + "?export=xlsx").status_code == 403


def test_the_list_is_searched_without_marks_and_filtered(cast: Cast) -> None:
    started(cast)
    address = reverse("programmes:deployment_list")
    for query, total in [("q=ba+dinh", None), ("kind=b93_club", 0), ("state=running", 1), ("on=01/01/2025", 0)]:
        page = cast.lead.client.get(f"{address}?{query}")
        assert page.status_code == 200
        if total is not None:
            assert page.context["total"] == total


@pytest.mark.parametrize("rows", [1, 40])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    cast: Cast, rows: int, django_assert_max_num_queries: object
) -> None:
    from tests.programmes.test_actions import commune

    for number in range(min(rows, 10)):
        for kind in ("volunteers", "b93_club", "counselling_point")[: 1 + rows // 20]:
            actions.start_deployment(by=SYSTEM, new=new(commune(number), kind=kind))
    client = cast.lead.client
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("programmes:deployment_list"))


def test_the_commune_is_chosen_among_ones_own(cast: Cast) -> None:
    page = cast.officer.client.get(reverse("programmes:commune_choose") + "?q=" + cast.here.search_key)
    assert cast.here.full_name in page.content.decode()
    assert cast.inspector.client.get(reverse("programmes:commune_choose")).status_code == 403
