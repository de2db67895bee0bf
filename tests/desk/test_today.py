"""Today: what is due, for whom, by which law, with one button."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoanhap.casework.episodes.choices import EventKind
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.models import Person, TransferRequest
from hoanhap.doors.desk.law_words import basis
from hoanhap.doors.desk.today import today_of
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.episodes import builders

pytestmark = pytest.mark.django_db


def page_of(member: Member, path: str = "/") -> str:
    """A page as the member gets it."""
    answer = member.client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_law_is_cited_as_people_cite_it() -> None:
    assert basis("L120 27, 48") == "Luật 120/2025 Đ.27, 48"
    assert basis("D116 40; PLO25") == "NĐ 116/2021 Đ.40"


def test_the_chief_finds_what_is_late_with_its_law_and_a_button(managed: Episode, mau: Person, chief: Member) -> None:
    moment = datetime(2026, 11, 18, 2, tzinfo=UTC)
    builders.happens(chief.actor, managed, EventKind.LEFT, moment.date(), hour=9)
    page = page_of(chief)
    assert "Thứ 6 20/11: một việc quá hạn" in page or "Thứ Sáu 20/11: một việc quá hạn" in page
    assert mau.name in page
    assert "B-MOVE" in page
    assert "Luật 120/2025 Đ.27, 48" in page
    assert f"/files/{mau.reference}/measures/{managed.pk}/notice/" in page


def test_an_hour_is_told_where_the_law_counts_hours(managed: Episode, chief: Member) -> None:
    builders.happens(chief.actor, managed, EventKind.LEFT, date(2026, 11, 19), hour=16)
    assert "hôm nay 16:00" in page_of(chief)


def test_duties_of_other_parties_stand_below(home: Episode, cast: Cast, on: date) -> None:
    found = today_of(by=cast.officer.actor, now=clock.now(), today=on, page="1")
    assert found.rows.rows == []
    assert [row.what for row in found.others] == ["Trình báo UBND và Công an cấp xã"]
    assert found.others[0].why.startswith("người được áp dụng biện pháp")


def test_nothing_due_says_what_that_means(cast: Cast, on: date) -> None:
    page = page_of(cast.officer)
    assert "không có việc đến hạn" in page
    assert "việc mới tự xuất hiện ở đây" in page


def test_the_neighbour_finds_nothing_of_ours(home: Episode, mau: Person, cast: Cast) -> None:
    page = page_of(cast.neighbour)
    assert mau.name not in page
    assert mau.reference not in page


def test_many_who_share_a_sheet_are_one_row(chief: Member, cast: Cast, on: date) -> None:
    for number in range(4):
        person = builders.somebody(cast.officer.actor, cast.here, date(2025, 7, 1), number)
        builders.expected(cast.officer.actor, person, cast.here, on, date(2026, 12, 20))
    found = today_of(by=chief.actor, now=clock.now(), today=on, page="1")
    assert [(row.whom, row.whom_url) for row in found.rows.rows] == [("4 người", "/files/?rule=B-PR-PROPOSE&due=shown")]


def test_a_supervisor_sees_units_and_codes_and_no_name(home: Episode, mau: Person, cast: Cast) -> None:
    page = page_of(cast.lead)
    assert "một việc quá hạn ở một xã, phường" in page
    listed = page_of(cast.lead, "/duties/")
    assert mau.reference in listed
    for text in (page, listed, page_of(cast.inspector), page_of(cast.lead, "/duties/units/")):
        assert mau.name not in text


def test_a_facility_sees_the_duties_of_its_own_people_alone(home: Episode, mau: Person, cast: Cast, on: date) -> None:
    facility = cast.in_role(Role.FACILITY_STAFF)
    found = today_of(by=facility.actor, now=clock.now(), today=on, page="1")
    assert (found.rows.rows, found.others, found.managed) == ([], [], 0)
    assert mau.reference not in page_of(facility, "/duties/")


def test_units_are_exported_without_people(home: Episode, cast: Cast) -> None:
    answer = cast.lead.client.get("/duties/units/?export=xlsx")
    assert answer.status_code == 200
    assert "spreadsheet" in answer["Content-Type"]


@pytest.mark.parametrize("path", ["/today/", "/duties/", "/duties/units/"])
def test_who_sees_no_duties_is_refused(path: str, cast: Cast, on: date) -> None:
    assert cast.volunteer.client.get(path).status_code == 403
    assert cast.auditor.client.get(path).status_code == 403


def counted(member: Member, path: str) -> int:
    """How many queries a page takes, once the process is warm."""
    page_of(member, path)
    with CaptureQueriesContext(connection) as told:
        page_of(member, path)
    return len(told)


@pytest.mark.parametrize("path", ["/", "/files/", "/duties/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(path: str, chief: Member, cast: Cast, on: date) -> None:
    def more(first: int, last: int) -> None:
        for number in range(first, last):
            person = builders.somebody(cast.officer.actor, cast.here, date(2025, 7, 1), number)
            episode = builders.home(cast.officer.actor, person, cast.here, date(2026, 5, 10))
            builders.happens(cast.officer.actor, episode, EventKind.LEFT, date(2026, 11, 19), hour=9)

    more(0, 3)
    few = counted(chief, path)
    more(3, 30)
    assert counted(chief, path) == few


def test_a_file_that_another_unit_asks_for_is_on_today_until_it_is_answered(cast: Cast, mau: Person) -> None:
    assert "Đơn vị khác đề nghị chuyển hồ sơ" not in page_of(cast.officer)
    asked = {"number": "001070000000", "asked_as": "Nguyễn Văn Mẫu"}
    assert cast.neighbour.client.post(reverse("people:transfer_ask"), asked).status_code == 302
    assert "Đơn vị khác đề nghị chuyển hồ sơ" in page_of(cast.officer)
    assert "Đơn vị khác đề nghị chuyển hồ sơ" not in page_of(cast.neighbour)
    answer = reverse("people:transfer_answer", args=[TransferRequest.objects.get().pk])
    led = cast.officer.client.post(answer, {"answer": "agreed"})
    assert led.headers["Location"] == reverse("people:person_particulars", args=[mau.reference])
    assert "Đơn vị khác đề nghị chuyển hồ sơ" not in page_of(cast.officer)
