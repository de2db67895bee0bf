"""The progress page and the list behind its figures."""

import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hoanhap.demo.rollout import make_rollout
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGE = "/plans/270-KH-UBND/progress/"


@pytest.fixture
def rollout(cast: Cast) -> Cast:
    make_rollout(by=SYSTEM)
    return cast


def test_the_title_is_the_finding_and_says_what_is_assumed(rollout: Cast) -> None:
    page = rollout.lead.client.get(PAGE).content.decode()
    assert "381 trong 579 xã, phường, thị trấn đã áp dụng mô hình: vượt lộ trình 33 đơn vị" in page
    assert "103 đơn vị tính cho năm 2023 dựa trên giả định" in page
    assert "198 đơn vị, tức 8,3 mỗi tháng" in page


def test_every_figure_opens_a_list_that_agrees_with_it(rollout: Cast) -> None:
    page = rollout.lead.client.get(PAGE).content.decode()
    links = {
        (address.replace("&amp;", "&"), int(number.replace(".", "")))
        for address, number in re.findall(r'<a href="(/plans/270-KH-UBND/progress/units/[^"]*)">([\d.]+)</a>', page)
    }
    assert len(links) > 30
    for address, number in sorted(links)[::6]:
        assert rollout.lead.client.get(address).context["total"] == number, address


def test_the_list_exports_exactly_what_it_shows(rollout: Cast) -> None:
    address = "/plans/270-KH-UBND/progress/units/?as_of=2023-12-31&applies=yes&district=280"
    shown = rollout.lead.client.get(address).context
    answer = rollout.lead.client.get(address + "&export=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    table = [row for row in rows.to_python() if re.fullmatch(r"\d{5}", str(row[1]))]
    assert [row[1] for row in table] == [record.record.code for record in shown["table"].page.object_list]
    assert len(table) == shown["total"] == 12


@pytest.mark.parametrize(
    "query",
    [
        "as_of=30/06/2022",
        "vintage=2025-07-01",
        "vintage=2025-01-01&year=2022",
        "vintage=2023-06-01",
        "kind=b93_club",
        "as_of=01/01/2020",
        "as_of=hôm+qua&year=1999&vintage=x&kind=y",
        "as_of=21/11/2026",
    ],
)
def test_whatever_is_asked_gets_a_page(rollout: Cast, query: str) -> None:
    assert rollout.lead.client.get(f"{PAGE}?{query}").status_code == 200


def test_units_of_an_unknown_day_are_refused_in_words(rollout: Cast) -> None:
    answer = rollout.lead.client.get(PAGE + "?vintage=2019-01-01")
    assert 400 <= answer.status_code < 500
    assert "01/01/2019" in answer.content.decode()


def test_an_officer_sees_the_city_but_opens_the_own_communes_only(rollout: Cast) -> None:
    page = rollout.officer.client.get(PAGE)
    assert page.status_code == 200
    assert "/progress/units/" not in page.content.decode()
    assert rollout.officer.client.get(PAGE + "units/").context["total"] < 579


def test_who_may_not_export_or_view_is_refused(rollout: Cast) -> None:
    assert rollout.inspector.client.get(PAGE + "?export=xlsx").status_code == 403
    assert rollout.auditor.client.get(PAGE).status_code == 403
    assert rollout.volunteer.client.get(PAGE + "units/").status_code == 403
    assert rollout.lead.client.get(PAGE + "?export=xlsx").status_code == 200
    assert rollout.lead.client.get("/plans/96-KH-UBND/progress/").status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(rollout: Cast, django_assert_max_num_queries: object) -> None:
    client = rollout.lead.client
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(PAGE)


def test_the_short_address_leads_to_the_plan(rollout: Cast) -> None:
    assert rollout.lead.client.get(reverse("plans:progress"))["Location"] == PAGE
