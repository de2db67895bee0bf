"""Who sees a file at the very moment when something ends, and who sees which duties."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from hoanhap.casework.episodes import handovers, overview, selectors
from hoanhap.casework.episodes.actions import helping
from hoanhap.casework.episodes.actions.transfers import (
    NewTransfer,
    accept_transfer,
    acknowledge_transfer,
    record_left,
    refuse_transfer,
    send_transfer,
    withdraw_transfer,
)
from hoanhap.casework.episodes.choices import Measure
from hoanhap.casework.episodes.models import Duty, Episode, HelperAssignment, Transfer
from hoanhap.casework.people.actions.ties import hold_many, open_tie, release
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person, Tie
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Role
from tests.cast import Cast, Member
from tests.episodes import handing
from tests.episodes.signatures import Office
from tests.people import builders

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def at(hour: int, day: date = TODAY) -> datetime:
    """So many hours after midnight, UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def sees(actor: Actor, person: Person, on: date = TODAY) -> bool:
    return Person.objects.visible_to(actor, on).filter(pk=person.pk).exists()


@pytest.fixture
def home(mau: Person, cast: Cast) -> Episode:
    with standing_at(at(5, date(2026, 11, 10))):
        return handing.home(cast, mau)


def send(cast: Cast, home: Episode, hour: int) -> Transfer:
    """Sent today."""
    new = NewTransfer(to_place=cast.next_door, moment=at(hour), paper_no="12/TB-CA")
    return send_transfer(by=handing.post(cast, Role.COMMUNE_POLICE).actor, episode=home.pk, new=new)


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_what_was_sent_and_undone_within_a_day_is_seen_no_more_at_once(
    home: Episode, mau: Person, cast: Cast, how: str
) -> None:
    police = handing.post(cast, Role.COMMUNE_POLICE).actor
    with standing_at(at(6)):
        record_left(by=police, episode=home.pk, moment=at(1))
        made = send(cast, home, 2)
        assert sees(cast.neighbour.actor, mau)
        if how == "refused":
            refuse_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY, reason="không cư trú tại đây")
        else:
            withdraw_transfer(by=police, transfer=made.pk, on=TODAY, reason="người này ở lại")
    assert not sees(cast.neighbour.actor, mau)
    assert not sees(handing.post(cast, Role.COMMUNE_POLICE, "next_door").actor, mau)
    assert sees(cast.officer.actor, mau)
    assert Tie.objects.get(kind=TieKind.INCOMING).to_on == TODAY - DAY
    with standing_at(at(7)):
        again = send(cast, home, 3)
    assert again.state == "sent"
    assert sees(cast.neighbour.actor, mau)
    assert sees(cast.neighbour.actor, mau, TODAY + 5 * DAY)  # not only until the day on which the first one ended


def test_the_police_who_hand_over_on_their_first_day_see_no_more_at_once(mau: Person, cast: Cast) -> None:
    police, there = (handing.post(cast, Role.COMMUNE_POLICE, where).actor for where in ("here", "next_door"))
    with standing_at(at(5)):
        home = handing.home(cast, mau)
    with standing_at(at(6)):
        record_left(by=police, episode=home.pk, moment=at(1))
        made = send(cast, home, 2)
        acknowledge_transfer(by=there, transfer=made.pk, on=TODAY)
        assert sees(police, mau)
        accept_transfer(by=cast.neighbour.actor, transfer=made.pk, on=TODAY)
    assert not sees(police, mau)
    assert not sees(cast.officer.actor, mau)
    assert sees(there, mau)
    assert sees(cast.neighbour.actor, mau, TODAY + 30 * DAY)


def assign(office: Office, episode: Episode, post: str, **told: object) -> HelperAssignment:
    """Proposed by the officer, assigned by the Chairman, from today."""
    new = helping.NewHelper(**({"from_on": TODAY, "post": UUID(post)} | told))  # type: ignore[arg-type]
    made = helping.prepare_helper(by=office.cast.officer.actor, episode=episode.pk, new=new, on=TODAY)
    return helping.assign_helper(by=office.chair.actor, paper=made.pk, on=TODAY)


def test_a_helper_replaced_on_the_first_day_sees_no_more_at_once(office: Office, mau: Person, cast: Cast) -> None:
    other = cast.member("tinh-nguyen-hai", Role.VOLUNTEER, cast.here).actor
    managed = office.managed(mau, date(2026, 11, 14), Measure.VOLUNTARY_HOME)
    first = assign(office, managed, cast.volunteer.actor.post)
    assert sees(cast.volunteer.actor, mau)
    second = assign(office, managed, other.post, replaces=first.pk)
    assert not sees(cast.volunteer.actor, mau)
    assert sees(other, mau)
    first.refresh_from_db()
    assert first.to_on == TODAY
    assert selectors.helper_of(managed, on=TODAY) == second


def test_a_helper_assigned_anew_under_another_paper_goes_on_seeing(office: Office, mau: Person, cast: Cast) -> None:
    managed = office.managed(mau, date(2026, 11, 14), Measure.VOLUNTARY_HOME)
    first = assign(office, managed, cast.volunteer.actor.post)
    for later in (TODAY, TODAY + 3 * DAY):
        first = assign(office, managed, cast.volunteer.actor.post, replaces=first.pk, from_on=later)
        assert all(sees(cast.volunteer.actor, mau, day) for day in (TODAY, TODAY + 10 * DAY))
    assert not sees(cast.volunteer.actor, mau, date(2027, 11, 15))


@audited
def hold(by: Actor, person: Person, post: str, from_on: date) -> list[Tie]:
    return hold_many(by=by, kind=TieKind.RESIDENT, posts=[(person, post)], from_on=from_on)


@audited
def let_go(by: Actor, tie: Tie, to_on: date) -> None:
    release(by=by, ties=[tie], to_on=to_on)


def test_who_is_received_again_while_the_old_sight_runs_out_stays_in_sight(mau: Person, cast: Cast) -> None:
    facility = cast.in_role(Role.FACILITY_STAFF).actor
    tie = open_tie(by=SYSTEM, person=mau, kind=TieKind.RESIDENT, post=facility.post, from_on=TODAY - 90 * DAY)
    let_go(SYSTEM, tie, TODAY + 10 * DAY)
    assert not sees(facility, mau, TODAY + 11 * DAY)
    made = hold(SYSTEM, mau, facility.post, TODAY)
    assert [one.from_on for one in made] == [TODAY + 11 * DAY]
    assert sees(facility, mau, TODAY + 11 * DAY)
    posts = [(mau, facility.post)]
    assert hold_many(by=SYSTEM, kind=TieKind.RESIDENT, posts=posts, from_on=TODAY) == []  # nothing to record


@pytest.fixture
def facility(cast: Cast) -> Member:
    return cast.in_role(Role.FACILITY_STAFF)


def test_a_facility_sees_the_duties_of_its_own_people_alone(mau: Person, cast: Cast, facility: Member) -> None:
    """Its posts stand at the city: by place they would see everybody's."""
    own = builders.register(
        cast.officer.actor, cast.here, date(2025, 7, 1), name="Trần Thị Ví Dụ", number="001090012399", phone=""
    )
    open_tie(by=SYSTEM, person=own, kind=TieKind.RESIDENT, post=facility.actor.post, from_on=date(2026, 1, 1))
    handing.home(cast, mau)
    handing.rehabilitation(facility.actor, cast, own)
    assert Duty.objects.open().filter(episode__person=mau).exists()
    assert {duty.episode.person_id for duty in selectors.duties(by=facility.actor, on=TODAY)} == {own.pk}
    assert {duty.episode.person_id for duty in selectors.duties(by=cast.officer.actor, on=TODAY)} == {mau.pk, own.pk}
    assert {duty.episode.person_id for duty in selectors.duties(by=cast.lead.actor, on=TODAY)} == {mau.pk, own.pk}
    found = Episode.objects.filter(person=mau)
    assert overview.open_duties_of(by=facility.actor, of=list(found), on=TODAY) == []


def test_a_facility_counts_its_own_hand_overs_alone(home: Episode, cast: Cast, facility: Member) -> None:
    made = handing.sent(cast, home)
    assert selectors.handovers(by=facility.actor) == selectors.Handovers(0, 0)
    assert not handovers.transfers(by=facility.actor).exists()
    Transfer.objects.filter(pk=made.pk).update(from_place=None, from_post=facility.actor.post)
    assert selectors.handovers(by=facility.actor) == selectors.Handovers(0, 1)
