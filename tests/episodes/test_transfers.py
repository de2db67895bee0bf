"""From commune to commune: nobody is lost from sight, and everybody counts once."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hoanhap.casework.episodes import handovers, selectors
from hoanhap.casework.episodes.actions.transfers import (
    NewTransfer,
    accept_transfer,
    acknowledge_transfer,
    prepare_transfer_notice,
    record_left,
    refuse_transfer,
    send_transfer,
    withdraw_transfer,
)
from hoanhap.casework.episodes.choices import DutyState, EventKind, TransferAct
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent, HelperAssignment
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person, Tie
from hoanhap.ground.documents.models import DocumentStep
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Role
from hoanhap.ground.places.models import Place
from tests.cast import Cast
from tests.episodes import handing
from tests.people import builders

TODAY = date(2026, 11, 20)
TOMORROW = datetime(2026, 11, 21, 5, tzinfo=UTC)


@pytest.fixture
def home(mau: Person, cast: Cast) -> Episode:
    with standing_at(datetime(2026, 11, 10, 5, tzinfo=UTC)):
        return handing.home(cast, mau)


def sees(actor: Actor, person: Person, on: date = TODAY) -> bool:
    return Person.objects.visible_to(actor, on).filter(pk=person.pk).exists()


def test_leaving_starts_the_clock_of_the_notice(home: Episode, cast: Cast) -> None:
    police = handing.post(cast, Role.COMMUNE_POLICE).actor
    record_left(by=police, episode=home.pk, moment=handing.LEFT)
    duty = Duty.objects.get(episode=home, rule="B-MOVE")
    assert (duty.state, duty.due_at) == (DutyState.OPEN, handing.LEFT + timedelta(hours=24))
    new = NewTransfer(to_place=cast.next_door, moment=handing.SENT, paper_no="12/TB-CA")
    send_transfer(by=police, episode=home.pk, new=new)
    duty.refresh_from_db()
    assert (duty.state, duty.in_time) == (DutyState.DONE, True)


def test_under_the_old_law_the_notice_has_working_days(mau: Person, cast: Cast) -> None:
    with standing_at(datetime(2026, 6, 20, 5, tzinfo=UTC)):
        home = handing.home(cast, mau)
        police = handing.post(cast, Role.COMMUNE_POLICE).actor
        record_left(by=police, episode=home.pk, moment=datetime(2026, 6, 15, 3, tzinfo=UTC))
        assert Duty.objects.get(rule="A-PR-MOVE").due_on == date(2026, 6, 22)
        moment = datetime(2026, 6, 18, 3, tzinfo=UTC)
        new = NewTransfer(to_place=cast.next_door, moment=moment, paper_no="12/TB-CA")
        made = send_transfer(by=police, episode=home.pk, new=new)
        assert not made.police_must_acknowledge
        accept_transfer(by=handing.again(cast.neighbour), transfer=made.pk, on=date(2026, 6, 19))
    home.refresh_from_db()
    assert home.place == cast.next_door


def test_both_sides_see_the_person_until_one_accepts(home: Episode, mau: Person, cast: Cast) -> None:
    there = handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor
    here = handing.post(cast, Role.COMMUNE_POLICE).actor
    assert not sees(cast.neighbour.actor, mau)
    made = handing.sent(cast, home)
    assert all(sees(actor, mau) for actor in (cast.neighbour.actor, there, cast.officer.actor, here))
    assert selectors.handovers(by=cast.neighbour.actor) == selectors.Handovers(1, 0)
    assert selectors.handovers(by=cast.officer.actor) == selectors.Handovers(0, 1)
    with pytest.raises(RuleViolation, match=r"episodes\.police_first"):
        accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY)
    acknowledge_transfer(by=there, transfer=made.pk, on=date(2026, 11, 19))
    accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY, address="Số 7 phố Thử Nghiệm")
    assert sees(cast.neighbour.actor, mau)
    assert sees(there, mau)
    assert not sees(cast.officer.actor, mau)
    assert not sees(here, mau)
    assert selectors.handovers(by=cast.neighbour.actor) == selectors.Handovers(0, 0)


def test_a_person_counts_once_on_every_day(home: Episode, cast: Cast) -> None:
    made = handing.sent(cast, home)
    acknowledge_transfer(by=handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor, transfer=made.pk, on=TODAY)
    accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY)
    assert list(Charge.objects.order_by("from_on").values_list("place", "from_on", "to_on")) == [
        (cast.here.pk, date(2026, 5, 10), date(2026, 11, 19)),
        (cast.next_door.pk, TODAY, None),
    ]
    assert set(Duty.objects.filter(episode=home).values_list("place", flat=True)) == {cast.next_door.pk}


def test_the_helper_of_the_old_place_sees_no_more(home: Episode, mau: Person, cast: Cast) -> None:
    helper = cast.volunteer
    assert helper.post is not None
    tie = open_tie(
        by=cast.officer.actor, person=mau, kind=TieKind.HELPER, post=str(helper.post.pk), from_on=date(2026, 6, 1)
    )
    HelperAssignment.objects.create(
        episode=home, post=helper.post, tie=tie.pk, from_on=date(2026, 6, 1), recorded_at=handing.SENT
    )
    assert sees(helper.actor, mau)
    made = handing.sent(cast, home)
    assert sees(helper.actor, mau)
    acknowledge_transfer(by=handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor, transfer=made.pk, on=TODAY)
    accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY)
    assert not sees(helper.actor, mau)
    assert HelperAssignment.objects.get().to_on == date(2026, 11, 19)
    assert EpisodeEvent.objects.filter(episode=home, kind=EventKind.HELPER_ENDED).exists()


def test_a_refusal_needs_a_reason_and_the_sender_keeps_the_person(home: Episode, mau: Person, cast: Cast) -> None:
    made = handing.sent(cast, home)
    with pytest.raises(RuleViolation, match=r"episodes\.reason_missing"):
        refuse_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY, reason=" ")
    refuse_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY, reason="không cư trú tại địa bàn")
    home.refresh_from_db()
    assert home.place == cast.here
    assert sees(cast.officer.actor, mau)
    assert not sees(cast.neighbour.actor, mau)
    with pytest.raises(RuleViolation, match=r"episodes\.transfer_settled"):
        accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY)


def test_the_sender_takes_back_and_sends_elsewhere(home: Episode, cast: Cast) -> None:
    made = handing.sent(cast, home)
    police = handing.post(cast, Role.COMMUNE_POLICE).actor
    other = Place.objects.of_province("01").commune_level().valid_on(TODAY).in_order()[2]
    new = NewTransfer(to_place=other, moment=handing.SENT + timedelta(hours=3), paper_no="13/TB-CA")
    with pytest.raises(RuleViolation, match=r"episodes\.transfer_pending"):
        send_transfer(by=police, episode=home.pk, new=new)
    with pytest.raises(NotFound):
        withdraw_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY, reason="chuyển đi nơi khác")
    withdraw_transfer(by=police, transfer=made.pk, on=TODAY, reason="chuyển đi nơi khác")
    assert send_transfer(by=police, episode=home.pk, new=new).state == TransferAct.SENT


def test_who_may_not_and_what_may_not(home: Episode, cast: Cast) -> None:
    police = handing.post(cast, Role.COMMUNE_POLICE).actor
    new = NewTransfer(to_place=cast.next_door, moment=handing.SENT, paper_no="12/TB-CA")
    with pytest.raises(RuleViolation, match=r"episodes\.not_left"):
        send_transfer(by=police, episode=home.pk, new=new)
    record_left(by=police, episode=home.pk, moment=handing.LEFT)
    with pytest.raises(PermissionRefused):  # the police sends it, not the committee
        send_transfer(by=cast.officer.actor, episode=home.pk, new=new)
    with pytest.raises(NotFound):
        send_transfer(by=cast.neighbour.actor, episode=home.pk, new=new)
    far = Place.objects.commune_level().valid_on(TODAY).exclude(parent__code="01").first()
    for place, code in ((cast.here, "same_unit"), (cast.city, "unit_not_there"), (far, "outside_city")):
        assert place is not None
        with pytest.raises(RuleViolation, match=f"episodes.{code}"):
            send_transfer(
                by=police, episode=home.pk, new=NewTransfer(to_place=place, moment=handing.SENT, paper_no="12/TB-CA")
            )
    early = NewTransfer(to_place=cast.next_door, moment=handing.LEFT - timedelta(hours=1), paper_no="12/TB-CA")
    with pytest.raises(RuleViolation, match=r"episodes\.notice_before_leaving"):
        send_transfer(by=police, episode=home.pk, new=early)
    with pytest.raises(RuleViolation, match=r"episodes\.paper_missing"):
        send_transfer(by=police, episode=home.pk, new=NewTransfer(to_place=cast.next_door, moment=handing.SENT))
    made = send_transfer(by=police, episode=home.pk, new=new)
    with pytest.raises(NotFound):
        accept_transfer(by=cast.officer.actor, transfer=made.pk, on=TODAY)
    facility = cast.in_role(Role.FACILITY_STAFF).actor
    assert not handovers.transfers(by=facility).exists()
    with pytest.raises(NotFound):
        accept_transfer(by=facility, transfer=made.pk, on=TODAY)
    with pytest.raises(PermissionRefused):
        accept_transfer(by=cast.volunteer.actor, transfer=made.pk, on=TODAY)


def test_the_notice_is_prepared_by_one_and_signed_by_the_chief(home: Episode, cast: Cast) -> None:
    police = handing.post(cast, Role.COMMUNE_POLICE).actor
    chief = handing.post(cast, Role.COMMUNE_POLICE_CHIEF).actor
    record_left(by=police, episode=home.pk, moment=handing.LEFT)
    day = date(2026, 11, 18)
    with pytest.raises(RuleViolation, match=r"documents\.field_missing"):  # no decision yet: nothing to hand over by it
        prepare_transfer_notice(by=police, episode=home.pk, to_place=cast.next_door, on=day)
    decision = {"decision_no": "05/QĐ-UBND", "decision_on": "2026-05-12"}
    paper = prepare_transfer_notice(by=police, episode=home.pk, to_place=cast.next_door, on=day, content=decision)
    assert paper.document.form == "B-V-54"
    new = NewTransfer(to_place=cast.next_door, moment=handing.SENT, paper=paper.pk)
    with pytest.raises(PermissionRefused):
        send_transfer(by=police, episode=home.pk, new=new)
    send_transfer(by=chief, episode=home.pk, new=new)
    step = DocumentStep.objects.get(document=paper.document)
    notice = EpisodeEvent.objects.get(episode=home, kind=EventKind.NOTICE_SENT)
    assert (step.by, notice.paper_no) == (chief.user, "01/TB-CA")


def test_the_tie_of_the_sender_ends_and_the_receivers_police_have_one(home: Episode, mau: Person, cast: Cast) -> None:
    made = handing.sent(cast, home)
    acknowledge_transfer(by=handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor, transfer=made.pk, on=TODAY)
    with standing_at(TOMORROW):
        on = date(2026, 11, 21)
        accept_transfer(by=handing.again(cast.neighbour), transfer=made.pk, on=on)
        ties = Tie.objects.filter(person=mau, to_on__isnull=True)
        assert [(tie.kind, tie.place) for tie in ties] == [(TieKind.UNDER_DECISION, cast.next_door)]


def test_of_two_acceptances_at_once_one_succeeds(database_copy: Callable[[], BaseDatabaseWrapper]) -> None:
    with standing_at(datetime(2026, 11, 10, 5, tzinfo=UTC)):
        cast = Cast()
        home = handing.home(cast, builders.register(cast.officer.actor, cast.here, date(2025, 7, 1)))
        officers = [cast.neighbour.actor, handing.post(cast, Role.COMMUNE_CHAIR, "next_door").actor]
        police = handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor
    made = handing.sent(cast, home)
    told: list[str] = []
    together = threading.Barrier(2)

    def accept(by: Actor) -> None:
        connections["default"] = database_copy()
        try:
            with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
                together.wait()
                accept_transfer(by=by, transfer=made.pk, on=TODAY)
            told.append("accepted")
        except RuleViolation as refused:
            told.append(refused.code)
        finally:
            connection.close()

    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        acknowledge_transfer(by=police, transfer=made.pk, on=TODAY)
    threads = [threading.Thread(target=accept, args=(by,)) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["accepted", "episodes.transfer_settled"]
    assert EpisodeEvent.objects.filter(kind=EventKind.TRANSFERRED).count() == 1
    assert Charge.objects.count() == 2
