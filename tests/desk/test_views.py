"""The first page."""

import pytest
from django.test import Client

from hoanhap.demo.rollout import make_rollout
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_visitor_sees_the_programmes_totals_and_no_list(cast: Cast) -> None:
    make_rollout(by=SYSTEM)
    page = Client().get("/").content.decode()
    assert "381 trong 579" in page
    assert "/progress/units/" not in page


def test_the_officer_whose_commune_runs_no_model_is_told_with_a_button(cast: Cast) -> None:
    page = cast.officer.client.get("/").content.decode()
    assert cast.here.full_name in page
    assert "/deployments/start/" in page


def test_who_holds_no_post_is_told_so(cast: Cast) -> None:
    page = cast.nobody.client.get("/")
    assert page.status_code == 200
    assert "Hôm nay bạn không giữ vị trí nào" in page.content.decode()


@pytest.mark.parametrize("member", ["lead", "inspector", "auditor", "administrator", "volunteer"])
def test_every_post_has_a_first_page(cast: Cast, member: str) -> None:
    assert getattr(cast, member).client.get("/").status_code == 200
