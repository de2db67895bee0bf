"""The leader assigns: at once under A, for signature under B; who leaves hands over; nobody loses a helper silently."""

from datetime import date, timedelta

import pytest

from hoanhap.casework.episodes.actions import helping
from hoanhap.casework.episodes.choices import EventKind
from hoanhap.casework.episodes.models import EpisodeEvent, HelperAssignment
from hoanhap.casework.programmes import helper_reads
from hoanhap.casework.programmes.actions import assigning, teams
from hoanhap.casework.programmes.choices import AppointmentEnd
from hoanhap.casework.programmes.models import HelperChoice
from hoanhap.ground.access import actions as access
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.episodes.builders import managed
from tests.episodes.signatures import noon
from tests.programmes.teamwork import NO, Teamwork, seen_by


def test_under_the_old_law_the_leader_assigns_with_effect_at_once(old_law: date, teamwork: Teamwork) -> None:
    episode, other = teamwork.home(1, old_law), teamwork.home(2, old_law)
    assert seen_by(teamwork.leader, old_law) == seen_by(teamwork.volunteer, old_law) == set()
    choice = teamwork.choose(episode)
    assert choice.helper is not None
    assert (choice.paper, choice.load, choice.beyond) == (None, 0, False)
    assert seen_by(teamwork.volunteer, old_law) == {episode.person_id}
    assert seen_by(teamwork.leader, old_law) == {episode.person_id}
    assert seen_by(teamwork.second, old_law) == seen_by(teamwork.other_leader, old_law) == set()
    assert EpisodeEvent.objects.filter(episode=episode, kind=EventKind.HELPER_ASSIGNED).count() == 1
    assert AuditEntry.objects.filter(name="programmes.helper_chosen").count() == 1
    assert [one.episode.pk for one in helper_reads.unassigned(by=teamwork.leader.actor, on=old_law)] == [other.pk]


def test_who_may_assign(old_law: date, teamwork: Teamwork) -> None:
    episode = teamwork.home(1, old_law)
    new = assigning.NewChoice(episode=episode.pk, appointment=teamwork.seats["first"].pk, answers=NO)
    with pytest.raises(NotFound):
        assigning.choose_helper(by=teamwork.other_leader.actor, new=new)
    for member in (teamwork.volunteer, teamwork.office.cast.officer, teamwork.office.chair):
        with pytest.raises(PermissionRefused):
            assigning.choose_helper(by=member.actor, new=new)
    assert not HelperAssignment.objects.exists()


def test_the_questions_come_first(old_law: date, teamwork: Teamwork) -> None:
    episode = teamwork.home(1, old_law)
    with pytest.raises(RuleViolation, match=r"programmes\.question_open"):
        teamwork.choose(episode, answers={})
    with pytest.raises(RuleViolation, match=r"programmes\.conflict"):
        teamwork.choose(episode, answers=NO | {"debt": "yes"})
    assert not HelperChoice.objects.exists()
    teamwork.choose(episode, "second")


def test_a_third_person_needs_the_leaders_approval(old_law: date, teamwork: Teamwork) -> None:
    for number in (1, 2):
        teamwork.choose(teamwork.home(number, old_law))
    third = teamwork.home(3, old_law)
    with pytest.raises(RuleViolation, match=r"programmes\.third_needs_approval"):
        teamwork.choose(third)
    made = teamwork.choose(third, beyond_reason="Cùng tổ dân phố, tự nguyện nhận thêm")
    assert (made.load, made.beyond, made.beyond_reason) == (2, True, "Cùng tổ dân phố, tự nguyện nhận thêm")
    loads = {one.appointment.pk: one.load for one in helper_reads.members(by=teamwork.leader.actor, on=old_law)}
    assert loads[teamwork.seats["first"].pk] == 3


def test_under_the_new_law_the_leader_proposes_and_the_chairman_signs(new_law: date, teamwork: Teamwork) -> None:
    episode = teamwork.home(1, new_law)
    with pytest.raises(RuleViolation, match=r"episodes\.no_decision_yet"):
        teamwork.choose(episode)
    episode = teamwork.office.managed(
        teamwork.office.person(date(2026, 1, 1), number="001090012399", phone="", name="Trần Thị Ví Dụ"),
        new_law - timedelta(days=6),
    )
    choice = teamwork.choose(episode)
    assert choice.paper is not None
    assert (choice.helper, choice.paper.document.form) == (None, "B-V-59")
    assert seen_by(teamwork.volunteer, new_law) == set()
    (waiting,) = [one for one in helper_reads.unassigned(by=teamwork.leader.actor, on=new_law) if one.proposed]
    assert waiting.episode.pk == episode.pk
    loads = {one.appointment.pk: one.load for one in helper_reads.members(by=teamwork.leader.actor, on=new_law)}
    assert loads[teamwork.seats["first"].pk] == 1
    helping.assign_helper(by=teamwork.office.chair.actor, paper=choice.paper.pk, on=new_law)
    assert seen_by(teamwork.volunteer, new_law) == seen_by(teamwork.leader, new_law) == {episode.person_id}
    assert not [one for one in helper_reads.unassigned(by=teamwork.leader.actor, on=new_law) if one.proposed]
    with pytest.raises(RuleViolation, match=r"episodes\.helper_by_paper"):
        helping.assign_by_leader(by=teamwork.leader.actor, episode=episode.pk, on=new_law, agency="Hội Phụ nữ")


def test_a_leader_prepares_no_other_paper(new_law: date, teamwork: Teamwork) -> None:
    from hoanhap.casework.episodes.actions import deciding

    episode = teamwork.home(1, new_law)
    with pytest.raises(PermissionRefused):
        deciding.prepare_decision(by=teamwork.leader.actor, episode=episode.pk, on=new_law)


def test_a_cadre_without_an_account_helps_without_looking(old_law: date, teamwork: Teamwork) -> None:
    told = {"post": None, "name": "Lê Thị Thử", "organisation": "Hội Liên hiệp Phụ nữ phường"}
    cadre = teamwork.seat(teamwork.volunteer, **told)
    made = teamwork.choose(teamwork.home(1, old_law), appointment=cadre.pk)
    assert made.helper is not None
    assert (made.helper.agency, made.helper.tie) == ("Lê Thị Thử, Hội Liên hiệp Phụ nữ phường", None)
    assert helper_reads.loads_of([cadre], old_law) == {cadre.pk: 1}


def test_once_without_a_reason_the_person_may_have_another(old_law: date, teamwork: Teamwork) -> None:
    episode, leader = teamwork.home(1, old_law), teamwork.leader.actor
    first = teamwork.choose(episode).helper
    assert first is not None
    with pytest.raises(NotFound):
        assigning.ask_for_another(by=teamwork.other_leader.actor, helper=first.pk)
    assigning.ask_for_another(by=leader, helper=first.pk, wants_sex="female")
    with pytest.raises(RuleViolation, match=r"programmes\.wish_stands"):
        assigning.ask_for_another(by=leader, helper=first.pk)
    assert [one.person.episode.pk for one in helper_reads.open_wishes(by=leader, on=old_law)] == [episode.pk]
    with pytest.raises(RuleViolation, match=r"programmes\.asked_for_another"):
        teamwork.choose(episode, replaces=first.pk)
    second = teamwork.choose(episode, "second", replaces=first.pk).helper
    assert second is not None
    assert helper_reads.open_wishes(by=leader, on=old_law + timedelta(days=1)) == []
    with pytest.raises(RuleViolation, match=r"programmes\.wish_needs_reason"):
        assigning.ask_for_another(by=leader, helper=second.pk)
    again = assigning.ask_for_another(by=leader, helper=second.pk, reason="không hợp giờ giấc")
    assert (again.reasoned, again.reason) == (True, "không hợp giờ giấc")


def test_the_end_of_help_takes_effect_on_the_next_request(old_law: date, teamwork: Teamwork) -> None:
    episode = teamwork.home(1, old_law)
    first = teamwork.choose(episode).helper
    assert first is not None
    teamwork.choose(episode, "second", replaces=first.pk)
    assert seen_by(teamwork.volunteer, old_law) == set()
    assert seen_by(teamwork.second, old_law) == {episode.person_id}


def test_who_leaves_hands_everybody_over_on_one_sheet(old_law: date, teamwork: Teamwork) -> None:
    people = [teamwork.home(number, old_law) for number in (1, 2)]
    helpers = [teamwork.choose(one).helper for one in people]
    leader = teamwork.leader.actor
    assert helper_reads.handovers(by=leader, on=old_law) == []
    teams.end_appointment(
        by=teamwork.office.cast.officer.actor, appointment=teamwork.seats["first"].pk, to_on=old_law,
        reason=AppointmentEnd.MOVED,
    )  # fmt: skip
    rows = helper_reads.handovers(by=leader, on=old_law)
    assert {row.person.episode.pk for row in rows} == {one.pk for one in people}
    assert {row.leaves_on for row in rows} == {old_law}
    assert seen_by(teamwork.volunteer, old_law) == {one.person_id for one in people}
    choices = [
        assigning.NewChoice(
            episode=one.pk, appointment=teamwork.seats["second"].pk, answers=NO, replaces=helper.pk if helper else None
        )
        for one, helper in zip(people, helpers, strict=True)
    ]
    spoiled = [choices[0], assigning.NewChoice(**(vars(choices[1]) | {"answers": {}}))]
    with pytest.raises(RuleViolation, match=r"programmes\.question_open") as refused:
        assigning.hand_over(by=leader, choices=spoiled)
    assert refused.value.facts["at"] == 1
    assert HelperAssignment.objects.filter(to_on__isnull=True).count() == 2
    assert len(assigning.hand_over(by=leader, choices=choices)) == 2
    assert seen_by(teamwork.volunteer, old_law) == set()
    assert seen_by(teamwork.second, old_law) == {one.person_id for one in people}
    assert helper_reads.handovers(by=leader, on=old_law + timedelta(days=1)) == []
    assert helper_reads.unassigned(by=leader, on=old_law) == []


def test_an_ended_post_lists_its_people_too(old_law: date, teamwork: Teamwork) -> None:
    episode = teamwork.home(1, old_law)
    teamwork.choose(episode, "second")
    assert teamwork.second.post is not None
    access.end_post(by=SYSTEM, post=teamwork.second.post, to_on=old_law, reason="chuyển công tác")
    with noon(old_law + timedelta(days=3)):
        (row,) = helper_reads.handovers(by=teamwork.leader.actor, on=old_law + timedelta(days=3))
    assert (row.person.episode.pk, row.leaves_on) == (episode.pk, old_law)


def test_names_stand_only_where_they_are_needed(old_law: date, teamwork: Teamwork) -> None:
    cast = teamwork.office.cast
    episode = teamwork.home(1, old_law)
    for member in (teamwork.leader, cast.officer, teamwork.office.chair):
        assert [one.episode.pk for one in helper_reads.unassigned(by=member.actor, on=old_law)] == [episode.pk]
    for member in (teamwork.volunteer, teamwork.other_leader, cast.neighbour, cast.lead, cast.inspector):
        assert helper_reads.unassigned(by=member.actor, on=old_law) == []
    assert "Mẫu" not in repr(helper_reads.unassigned(by=teamwork.leader.actor, on=old_law))


def test_help_goes_on_after_the_decision(old_law: date, teamwork: Teamwork) -> None:
    episode = teamwork.home(1, old_law)
    teamwork.choose(episode)
    managed(teamwork.office.cast.officer.actor, episode, old_law)
    assert seen_by(teamwork.volunteer, old_law + timedelta(days=30)) == {episode.person_id}
