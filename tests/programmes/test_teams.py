"""Teams: founded, filled, emptied, dissolved; on both engines nobody stands twice."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hoanhap.casework.programmes.actions import teams
from hoanhap.casework.programmes.choices import AppointmentEnd, TeamKind, TeamRole
from hoanhap.casework.programmes.models import Appointment, Team
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from tests.programmes.teamwork import SINCE, Teamwork, found


def test_a_team_is_founded_by_a_decision_and_once(new_law: date, teamwork: Teamwork) -> None:
    cast = teamwork.office.cast
    team = found(cast.officer, cast.here)
    assert (team.place, team.kind, team.to_on) == (cast.here, TeamKind.VOLUNTEER_TEAM, None)
    with pytest.raises(RuleViolation, match=r"programmes\.team_stands"):
        found(cast.officer, cast.here)
    found(teamwork.office.chair, cast.here, TeamKind.SUPPORT_TEAM)
    with pytest.raises(PermissionRefused):
        found(cast.officer, cast.next_door)
    with pytest.raises(PermissionRefused):
        found(teamwork.leader, cast.here)
    assert AuditEntry.objects.filter(name="programmes.team_founded").count() == 2


def test_who_stands_in_a_team(new_law: date, teamwork: Teamwork) -> None:
    teamwork.seat(teamwork.leader, TeamRole.LEADER)
    member = teamwork.seat(teamwork.volunteer, area="tổ dân phố 5")
    assert (member.name, member.area) == ("Nguyễn Văn Mẫu", "tổ dân phố 5")
    cadre = {"post": None, "name": "Lê Thị Thử", "organisation": "Hội Liên hiệp Phụ nữ phường"}
    by_name = teamwork.seat(teamwork.volunteer, **cadre)
    assert (by_name.post, by_name.helper_name) == (None, "Lê Thị Thử, Hội Liên hiệp Phụ nữ phường")
    for who, told, code in [
        (teamwork.volunteer, {}, "stands_there_already"),
        (teamwork.volunteer, cadre, "stands_there_already"),
        (teamwork.second, {"role": TeamRole.LEADER}, "post_not_of_team"),
        (teamwork.other_leader, {}, "post_not_of_unit"),
        (teamwork.second, {"post": None, "name": "Lê Văn Mẫu"}, "member_unclear"),
        (teamwork.second, {"from_on": date(2025, 6, 30), "decision_on": date(2025, 6, 30)}, "outside_the_days"),
    ]:
        with pytest.raises(RuleViolation, match=code):
            teamwork.seat(who, **told)  # type: ignore[arg-type]


def test_a_second_leader_waits_for_the_end_of_the_first(new_law: date, teamwork: Teamwork) -> None:
    cast = teamwork.office.cast
    first = teamwork.seat(teamwork.leader, TeamRole.LEADER)
    other = cast.member("to-truong-moi", teamwork.leader.actor.role, cast.here)
    with pytest.raises(RuleViolation, match=r"programmes\.one_leader"):
        teamwork.seat(other, TeamRole.LEADER)
    teams.end_appointment(
        by=cast.officer.actor, appointment=first.pk, to_on=date(2026, 10, 31), reason=AppointmentEnd.RESIGNED
    )
    teamwork.seat(other, TeamRole.LEADER, from_on=date(2026, 11, 1))
    with pytest.raises(RuleViolation, match=r"programmes\.appointment_ended"):
        teams.end_appointment(
            by=cast.officer.actor, appointment=first.pk, to_on=new_law, reason=AppointmentEnd.RESIGNED
        )
    with pytest.raises(NotFound):
        teams.end_appointment(by=cast.neighbour.actor, appointment=first.pk, to_on=new_law, reason="moved")


def test_a_dissolved_team_lets_everybody_go(new_law: date, teamwork: Teamwork) -> None:
    officer = teamwork.office.cast.officer.actor
    _ = teamwork.seats
    with pytest.raises(NotFound):
        teams.end_team(
            by=teamwork.office.cast.neighbour.actor, team=teamwork.team.pk, to_on=new_law, decision_no="9/QĐ-UBND"
        )
    teams.end_team(by=officer, team=teamwork.team.pk, to_on=new_law, decision_no="9/QĐ-UBND")
    ends = set(Appointment.objects.values_list("to_on", "end_reason"))
    assert ends == {(new_law, AppointmentEnd.TEAM_ENDED.value)}
    with pytest.raises(RuleViolation, match=r"programmes\.team_ended"):
        teams.end_team(by=officer, team=teamwork.team.pk, to_on=new_law, decision_no="9/QĐ-UBND")


@pytest.mark.parametrize("broken", ["team_one_of_a_kind", "appointment_one_leader", "appointment_post_once"])
def test_the_database_keeps_it_too(new_law: date, teamwork: Teamwork, broken: str) -> None:
    seat = teamwork.seat(teamwork.leader, TeamRole.LEADER)
    team = Team.objects.get(pk=teamwork.team.pk)
    if broken == "appointment_one_leader":
        seat.post = teamwork.second.post
    else:
        seat.role = TeamRole.MEMBER
    row: Team | Appointment = team if broken == "team_one_of_a_kind" else seat
    row.pk = uuid4()
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        row.save(force_insert=True)


def test_a_meeting_is_written_down(new_law: date, teamwork: Teamwork) -> None:
    seats = teamwork.seats
    new = teams.NewMeeting(
        met_on=new_law, present=[seats["leader"].pk, seats["first"].pk], guests="Bà Lê Thị Thử", matters="Họp tháng 11",
        decisions="Phân công trong tuần",
    )  # fmt: skip
    made = teams.record_meeting(by=teamwork.leader.actor, team=teamwork.team.pk, new=new)
    assert made.absent == [str(seats["second"].pk)]
    assert (made.matters, made.recorded_at) == ("Họp tháng 11", clock.now())
    for actor, refusal in [(teamwork.other_leader.actor, NotFound), (teamwork.volunteer.actor, PermissionRefused)]:
        with pytest.raises(refusal):
            teams.record_meeting(by=actor, team=teamwork.team.pk, new=new)
    for told, code in [
        ({"met_on": date(2026, 11, 21)}, "met_outside"),
        ({"met_on": date(2025, 6, 30)}, "met_outside"),
        ({"present": []}, "nobody_present"),
        ({"present": [uuid4()]}, "nobody_present"),
        ({"matters": "  "}, "matters_missing"),
    ]:
        with pytest.raises(RuleViolation, match=code):
            teams.record_meeting(
                by=teamwork.leader.actor, team=teamwork.team.pk, new=teams.NewMeeting(**(vars(new) | told))
            )
    assert teamwork.team.from_on == SINCE
