"""From a facility home: the notice, the completion, and the thirty days after."""

from datetime import UTC, date, datetime

import pytest

from hoanhap.casework.episodes.actions.homecoming import (
    Completion,
    NewNotice,
    complete_rehabilitation,
    prepare_completion_notice,
    send_completion_notice,
)
from hoanhap.casework.episodes.actions.transfers import accept_transfer, acknowledge_transfer, refuse_transfer
from hoanhap.casework.episodes.choices import DutyState, Measure, Outcome, Stage, TransferAct
from hoanhap.casework.episodes.models import Charge, Duty, Episode, Transfer
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at, today
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Role
from tests.cast import Cast, Member
from tests.episodes import handing
from tests.people import builders

NOTICE = datetime(2026, 10, 28, 5, tzinfo=UTC)
COMPLETED = datetime(2026, 12, 2, 5, tzinfo=UTC)


@pytest.fixture
def facility(cast: Cast) -> Member:
    return cast.in_role(Role.FACILITY_STAFF)


@pytest.fixture
def stay(mau: Person, cast: Cast, facility: Member) -> Episode:
    """In a facility since 02/12/2024, for 24 months."""
    assert facility.post is not None
    open_tie(by=SYSTEM, person=mau, kind=TieKind.RESIDENT, post=str(facility.post.pk), from_on=date(2026, 1, 1))
    return handing.rehabilitation(facility.actor, cast, mau)


def sees(actor: Actor, person: Person) -> bool:
    return Person.objects.visible_to(actor, today()).filter(pk=person.pk).exists()


def announced(stay: Episode, cast: Cast, by: Actor) -> Transfer:
    new = NewNotice(
        to_place=cast.next_door, expected_on=date(2026, 12, 2), on=date(2026, 10, 28), paper_no="33/TB-CSCN"
    )
    with standing_at(NOTICE):
        return send_completion_notice(by=by, episode=stay.pk, new=new)


def test_the_notice_opens_what_is_expected_and_its_clock(
    stay: Episode, mau: Person, cast: Cast, facility: Member
) -> None:
    assert Duty.objects.get(episode=stay, rule="A-COMP-END").due_on == date(2026, 11, 17)  # begun under A: kept
    assert not sees(cast.neighbour.actor, mau)
    made = announced(stay, cast, facility.actor)
    home = made.episode
    assert (home.stage, home.place, home.expected_on) == (Stage.EXPECTED, cast.next_door, date(2026, 12, 2))
    assert (home.origin, home.origin_measure) == (stay, Measure.COMPULSORY)
    assert made.from_post == facility.actor.post
    assert Duty.objects.get(episode=stay, rule="A-COMP-END").state == DutyState.DONE
    assert Duty.objects.get(episode=home, rule="B-PR-PROPOSE").due_on == date(2026, 10, 30)
    with standing_at(NOTICE):
        assert sees(cast.neighbour.actor, mau)
        assert sees(handing.post(cast, Role.COMMUNE_POLICE_CHIEF, "next_door").actor, mau)


def test_one_completion_ends_one_measure_and_begins_the_other(
    stay: Episode, mau: Person, cast: Cast, facility: Member
) -> None:
    made = announced(stay, cast, facility.actor)
    done = Completion(episode=stay.pk, on=date(2026, 12, 2), certificate_no="21/GXN-CSCN")
    with standing_at(COMPLETED):
        assert complete_rehabilitation(by=facility.actor, completions=[done]) == [made.episode]
        stay.refresh_from_db()
        home = Episode.objects.get(pk=made.episode_id)
        assert (stay.stage, stay.outcome, stay.ended_on) == (Stage.ENDED, Outcome.COMPLETED, date(2026, 12, 2))
        assert (home.stage, home.started_on, home.ends_on) == (Stage.LISTED, date(2026, 12, 2), date(2028, 12, 2))
        with pytest.raises(NotFound):
            complete_rehabilitation(by=cast.officer.actor, completions=[Completion(
                episode=made.pk, on=date(2026, 12, 2), certificate_no="22/GXN-CSCN",
            )])  # fmt: skip
    assert Charge.objects.filter(episode=home).count() == 1


def test_the_facility_sees_thirty_days_after_the_hand_over(
    stay: Episode, mau: Person, cast: Cast, facility: Member
) -> None:
    made = announced(stay, cast, facility.actor)
    done = Completion(episode=stay.pk, on=date(2026, 12, 2), certificate_no="21/GXN-CSCN")
    with standing_at(COMPLETED):
        complete_rehabilitation(by=facility.actor, completions=[done])
    police = handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor
    with standing_at(datetime(2027, 1, 20, 5, tzinfo=UTC)):
        assert sees(facility.actor, mau)  # nobody has accepted yet
        acknowledge_transfer(by=police, transfer=made.pk, on=date(2027, 1, 20))
        accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=date(2027, 1, 20), address="Số 7 phố Thử Nghiệm")
    with standing_at(datetime(2027, 2, 19, 5, tzinfo=UTC)):
        assert sees(facility.actor, mau)
    with standing_at(datetime(2027, 2, 20, 5, tzinfo=UTC)):
        assert not sees(facility.actor, mau)
        assert sees(cast.neighbour.actor, mau)


def test_accepted_before_completion_the_thirty_days_begin_with_completion(
    stay: Episode, mau: Person, cast: Cast, facility: Member
) -> None:
    made = announced(stay, cast, facility.actor)
    police = handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor
    acknowledge_transfer(by=police, transfer=made.pk, on=date(2026, 11, 2))
    accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=date(2026, 11, 2))
    with standing_at(COMPLETED):
        assert sees(facility.actor, mau)
        done = Completion(episode=stay.pk, on=date(2026, 12, 2), certificate_no="21/GXN-CSCN")
        complete_rehabilitation(by=facility.actor, completions=[done])
    with standing_at(datetime(2027, 1, 1, 5, tzinfo=UTC)):
        assert sees(facility.actor, mau)
    with standing_at(datetime(2027, 1, 2, 5, tzinfo=UTC)):
        assert not sees(facility.actor, mau)


def test_without_a_notice_the_completion_itself_hands_over(
    stay: Episode, mau: Person, cast: Cast, facility: Member
) -> None:
    done = Completion(episode=stay.pk, on=date(2026, 11, 19), certificate_no="21/GXN-CSCN")
    (home,) = complete_rehabilitation(by=facility.actor, completions=[done])
    made = Transfer.objects.get(episode=home)
    assert (home.place, home.stage, made.to_place, made.state) == (cast.here, Stage.LISTED, cast.here, TransferAct.SENT)


def test_a_refused_notice_counts_nowhere(stay: Episode, mau: Person, cast: Cast, facility: Member) -> None:
    made = announced(stay, cast, facility.actor)
    refuse_transfer(by=cast.neighbour.actor, transfer=made.pk, on=date(2026, 11, 3), reason="không cư trú tại địa bàn")
    home = Episode.objects.get(pk=made.episode_id)
    assert (home.stage, home.outcome) == (Stage.ENDED, Outcome.MISTAKE)
    assert sees(facility.actor, mau)
    assert not sees(cast.neighbour.actor, mau)
    new = NewNotice(to_place=cast.here, expected_on=date(2026, 12, 2), on=date(2026, 11, 4), paper_no="34/TB-CSCN")
    assert send_completion_notice(by=facility.actor, episode=stay.pk, new=new).to_place == cast.here


def test_after_completion_a_refusal_comes_too_late(stay: Episode, cast: Cast, facility: Member) -> None:
    made = announced(stay, cast, facility.actor)
    with standing_at(COMPLETED):
        done = Completion(episode=stay.pk, on=date(2026, 12, 2), certificate_no="21/GXN-CSCN")
        complete_rehabilitation(by=facility.actor, completions=[done])
        with pytest.raises(RuleViolation, match=r"episodes\.refused_too_late"):
            refuse_transfer(by=cast.neighbour.actor, transfer=made.pk, on=date(2026, 12, 2), reason="không cư trú")
    made.refresh_from_db()
    assert made.state == TransferAct.SENT


def test_the_notice_on_paper_has_two_people_of_the_facility(
    stay: Episode, mau: Person, cast: Cast, facility: Member
) -> None:
    director = cast.member("giam-doc", Role.FACILITY_STAFF, cast.city)
    assert director.post is not None
    open_tie(by=SYSTEM, person=mau, kind=TieKind.RESIDENT, post=str(director.post.pk), from_on=date(2026, 1, 1))
    day = date(2026, 10, 28)
    with standing_at(NOTICE):
        paper = prepare_completion_notice(
            by=facility.actor, episode=stay.pk, to_place=cast.here, expected_on=date(2026, 12, 2), on=day,
            content={"issuing_body": "Cơ sở cai nghiện ma túy số 1"},
        )  # fmt: skip
        new = NewNotice(to_place=cast.here, expected_on=date(2026, 12, 2), on=day, paper=paper.pk)
        with pytest.raises(RuleViolation, match=r"documents\.own_proposal"):
            send_completion_notice(by=facility.actor, episode=stay.pk, new=new)
        made = send_completion_notice(by=director.actor, episode=stay.pk, new=new)
    assert paper.document.form == "B-V-51"
    assert made.episode.events.get().paper_no == "01/TB-CSCN"
    with standing_at(datetime(2026, 6, 20, 5, tzinfo=UTC)), pytest.raises(Refusal, match=r"law\.no_form"):
        prepare_completion_notice(
            by=facility.actor, episode=stay.pk, to_place=cast.here, expected_on=date(2026, 12, 2),
            on=date(2026, 6, 20), content={"issuing_body": "Cơ sở số 1"},
        )  # fmt: skip


def test_many_at_once_or_none(mau: Person, cast: Cast) -> None:
    other = builders.register(cast.officer.actor, cast.here, date(2025, 7, 1), number="", phone="", name="Lê Văn Thử")
    first, second = (
        handing.rehabilitation(cast.officer.actor, cast, person, Measure.VOLUNTARY_HOME) for person in (mau, other)
    )
    day = date(2026, 11, 19)
    good = Completion(episode=first.pk, on=day, certificate_no="21/GXN")
    with pytest.raises(RuleViolation, match=r"episodes\.paper_missing") as refused:
        complete_rehabilitation(by=cast.officer.actor, completions=[
            good, Completion(episode=second.pk, on=day, certificate_no=" "),
        ])  # fmt: skip
    assert refused.value.facts["at"] == 1
    assert not Episode.objects.filter(stage=Stage.ENDED).exists()
    homes = complete_rehabilitation(by=cast.officer.actor, completions=[
        good, Completion(episode=second.pk, on=day, certificate_no="22/GXN"),
    ])  # fmt: skip
    assert [(one.person, one.place, one.months) for one in homes] == [(mau, cast.here, 12), (other, cast.here, 12)]
    assert not Transfer.objects.exists()


def test_only_what_is_rehabilitation_is_completed(mau: Person, cast: Cast) -> None:
    home = handing.home(cast, mau)
    done = Completion(episode=home.pk, on=date(2026, 11, 19), certificate_no="21/GXN")
    with pytest.raises(RuleViolation, match=r"episodes\.not_rehabilitation"):
        complete_rehabilitation(by=cast.officer.actor, completions=[done])
    with pytest.raises(PermissionRefused):
        complete_rehabilitation(by=cast.volunteer.actor, completions=[done])
