"""Screens of teams and helpers: who sees names, who gets a form, what a post sends."""

from datetime import date, timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hoanhap.casework.episodes.models import HelperAssignment
from hoanhap.casework.programmes.actions import teams
from hoanhap.casework.programmes.actions.visits import plan_visits
from hoanhap.casework.programmes.choices import AppointmentEnd
from hoanhap.casework.programmes.models import Appointment, ChangeWish, Team, TeamMeeting
from hoanhap.casework.programmes.team_sheets import activity
from hoanhap.ground.audit.models import AuditEntry
from tests.cast import Member
from tests.programmes.teamwork import NO, Teamwork

NAME = "Trần Thị Ví Dụ"


def page(member: Member, name: str, *args: object) -> str:
    """What somebody sees at an address."""
    answer = member.client.get(reverse(name, args=args))
    assert answer.status_code == HTTPStatus.OK, (name, answer.status_code)
    return answer.content.decode()


@pytest.mark.usefixtures("old_law")
def test_the_board_names_people_to_their_own_leader_alone(teamwork: Teamwork, old_law: date) -> None:
    _ = teamwork.seats
    reference = teamwork.home(1, old_law).person.reference
    choose = reverse("programmes:helper_choose", args=[reference])
    board = page(teamwork.leader, "desk:team_board")
    assert NAME in board
    assert choose in board
    assert NAME in page(teamwork.office.cast.officer, "desk:team_board")
    assert choose not in page(teamwork.office.cast.officer, "desk:team_board")
    for member in (teamwork.other_leader, teamwork.volunteer, teamwork.office.cast.lead, teamwork.office.police):
        seen = page(member, "desk:team_board")
        assert NAME not in seen
        assert reference not in seen
    assert AuditEntry.objects.filter(name="desk.team_board_read").count() == 4


@pytest.mark.usefixtures("old_law")
def test_the_leader_assigns_on_one_page(teamwork: Teamwork, old_law: date) -> None:
    seats, episode = teamwork.seats, teamwork.home(1, old_law)
    address = reverse("programmes:helper_choose", args=[episode.person.reference])
    assert "gợi ý" in teamwork.leader.client.get(address).content.decode()
    assert teamwork.other_leader.client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert teamwork.volunteer.client.get(address).status_code == HTTPStatus.FORBIDDEN
    told = {"appointment": str(seats["first"].pk), "beyond_reason": ""}
    unasked = teamwork.leader.client.post(address, told)
    assert "Hãy trả lời cả câu này" in unasked.content.decode()
    conflict = teamwork.leader.client.post(address, told | NO | {"debt": "yes"})
    assert "phải để người khác giúp đỡ" in conflict.content.decode()
    assert not HelperAssignment.objects.exists()
    assert teamwork.leader.client.post(address, told | NO).status_code == HTTPStatus.FOUND
    assert HelperAssignment.objects.get().post == teamwork.volunteer.post
    assert teamwork.volunteer.client.get(reverse("desk:person", args=[episode.person.reference])).status_code == 200
    wish = reverse("programmes:helper_change", args=[episode.person.reference])
    assert teamwork.leader.client.post(wish, {"wants_sex": "", "reason": ""}).headers["Location"] == address
    assert ChangeWish.objects.count() == 1
    again = teamwork.leader.client.get(address).content.decode()
    assert str(seats["first"].pk) not in again
    assert teamwork.leader.client.post(address, told | NO | {"appointment": str(seats["second"].pk)}).status_code == 302
    gone = teamwork.volunteer.client.get(reverse("desk:person", args=[episode.person.reference]))
    assert gone.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("old_law")
def test_one_sheet_hands_everybody_over(teamwork: Teamwork, old_law: date) -> None:
    helper = teamwork.choose(teamwork.home(1, old_law)).helper
    assert helper is not None
    sheet = reverse("programmes:helpers_hand_over")
    assert "Không ai đang chờ" in page(teamwork.leader, "programmes:helpers_hand_over")
    teams.end_appointment(
        by=teamwork.office.cast.officer.actor, appointment=teamwork.seats["first"].pk, to_on=old_law,
        reason=AppointmentEnd.MOVED,
    )  # fmt: skip
    assert NAME in page(teamwork.leader, "programmes:helpers_hand_over")
    to = {f"to-{helper.pk}": str(teamwork.seats["second"].pk), "beyond_reason": ""}
    for asked in ("", "yes"):
        assert teamwork.leader.client.post(sheet, to | {f"asked-{helper.pk}": asked}).status_code == HTTPStatus.OK
    assert teamwork.leader.client.post(sheet, {}).status_code == HTTPStatus.OK
    assert teamwork.leader.client.post(sheet, to | {f"asked-{helper.pk}": "no"}).status_code == HTTPStatus.FOUND
    assert HelperAssignment.objects.get(to_on__isnull=True).post == teamwork.second.post


@pytest.mark.usefixtures("new_law")
def test_the_officer_records_a_team_and_its_members(teamwork: Teamwork) -> None:
    officer, decided = teamwork.office.cast.officer.client, {"decision_no": "11/QĐ-UBND", "decision_on": "01/07/2025"}
    told = decided | {"kind": "volunteer_team", "name": "Đội mẫu", "from_on": "01/07/2025"}
    assert officer.post(reverse("programmes:team_found"), told).status_code == HTTPStatus.FOUND
    team = Team.objects.get()
    assert "đã có tổ, đội loại này" in officer.post(reverse("programmes:team_found"), told).content.decode()
    assert teamwork.leader.post is not None
    member = decided | {"post": str(teamwork.leader.post.pk), "role": "leader", "from_on": "01/07/2025"}
    assert officer.post(reverse("programmes:appoint", args=[team.pk]), member).status_code == HTTPStatus.FOUND
    cadre = decided | {"post": "", "name": "Lê Thị Thử", "organisation": "Hội Phụ nữ", "role": "member"}
    assert (
        officer.post(reverse("programmes:appoint", args=[team.pk]), cadre | {"from_on": "01/07/2025"}).status_code
        == 302
    )
    assert "Lê Thị Thử" in page(teamwork.volunteer, "programmes:team_detail", team.pk)
    for member_of, name in ((teamwork.leader, "programmes:appoint"), (teamwork.volunteer, "programmes:team_end")):
        assert member_of.client.get(reverse(name, args=[team.pk])).status_code == HTTPStatus.FORBIDDEN
    elsewhere = teamwork.office.cast.neighbour.client.get(reverse("programmes:team_detail", args=[team.pk]))
    assert elsewhere.status_code == HTTPStatus.NOT_FOUND
    seat = Appointment.objects.get(name="Lê Thị Thử")
    end = reverse("programmes:appointment_end", args=[seat.pk])
    assert officer.post(end, {"to_on": "20/11/2026", "reason": "moved"}).status_code == HTTPStatus.FOUND
    end = reverse("programmes:team_end", args=[team.pk])
    assert officer.post(end, {"to_on": "20/11/2026", "decision_no": "9/QĐ-UBND"}).status_code == HTTPStatus.FOUND


@pytest.mark.usefixtures("new_law")
def test_minutes_are_written_and_taken_by_who_leads_or_records(teamwork: Teamwork) -> None:
    _ = teamwork.seats
    told = {
        "met_on": "20/11/2026", "present": [str(teamwork.seats["leader"].pk)], "guests": "",
        "matters": "Họp tháng 11\nKhó khăn", "decisions": "",
    }  # fmt: skip
    address = reverse("programmes:meeting_record", args=[teamwork.team.pk])
    assert teamwork.leader.client.post(address, told).status_code == HTTPStatus.FOUND
    assert teamwork.volunteer.client.get(address).status_code == HTTPStatus.NOT_FOUND
    meeting = TeamMeeting.objects.get()
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        file = reverse("programmes:meeting_file", args=[meeting.pk, form])
        assert teamwork.leader.client.get(file).content.startswith(begins)
        assert teamwork.volunteer.client.get(file).status_code == HTTPStatus.NOT_FOUND
        assert teamwork.other_leader.client.get(file).status_code == HTTPStatus.NOT_FOUND
    assert AuditEntry.objects.filter(name="programmes.minutes_taken").count() == 2


@pytest.mark.usefixtures("new_law")
def test_the_allowances_are_shown_to_the_leader_and_taken_out_by_the_officer_alone(teamwork: Teamwork) -> None:
    _ = teamwork.seats
    seen = page(teamwork.leader, "programmes:allowance_sheet")
    assert "3.276.000" in seen
    assert "export=xlsx" not in seen
    sheet = reverse("programmes:allowance_sheet") + "?month=01/11/2026&export=xlsx"
    assert teamwork.leader.client.get(sheet).status_code == HTTPStatus.FORBIDDEN
    taken = teamwork.office.cast.officer.client.get(sheet)
    content = taken.getvalue() if taken.streaming else taken.content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert any("Cộng" in str(row[0]) and 3_276_000 in row for row in rows)
    assert "3.276.000" not in page(teamwork.other_leader, "programmes:allowance_sheet")
    early = teamwork.leader.client.get(reverse("programmes:allowance_sheet") + "?month=01/06/2019")
    assert "3.276.000" not in early.content.decode()


@pytest.mark.usefixtures("old_law")
def test_the_activity_sheet_counts_whom_each_helped_and_visited(teamwork: Teamwork, old_law: date) -> None:
    home = teamwork.home(1, old_law)
    teamwork.choose(home)
    first = teamwork.seats["first"]
    plan_visits(by=teamwork.volunteer.actor, episode=home.pk, days=[old_law + timedelta(days=day) for day in (1, 8)])
    lines = activity(by=teamwork.leader.actor, month=old_law)
    told = {line.appointment.pk: (line.people, line.visits.made, line.visits.planned) for line in lines}
    assert told == {
        first.pk: (1, 0, 2), teamwork.seats["second"].pk: (0, 0, 0), teamwork.seats["leader"].pk: (0, 0, 0),
    }  # fmt: skip
    assert activity(by=teamwork.leader.actor, month=date(2025, 6, 1)) == []
    assert activity(by=teamwork.other_leader.actor, month=old_law) == []
    page(teamwork.leader, "programmes:activity_sheet")
