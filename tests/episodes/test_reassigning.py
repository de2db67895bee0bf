"""Units that were divided, and units that merged whole: who answers for the people there."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.models import Count

from hoanhap.casework.episodes import reassignment
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.reassigning import take_over
from hoanhap.casework.episodes.actions.recording import NewEvent, close_recorded_twice, record_event
from hoanhap.casework.episodes.choices import EventKind, Measure, Outcome
from hoanhap.casework.episodes.models import Charge, Episode
from hoanhap.casework.episodes.units import divided, heirs
from hoanhap.casework.people.files import who_looked
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at, today
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Role
from hoanhap.ground.places.models import Place
from tests.cast import Cast
from tests.people import builders

BEFORE = datetime(2025, 6, 20, 5, tzinfo=UTC)
NOW = date(2026, 11, 20)


@pytest.fixture
def old(cast: Cast, on: date) -> Place:
    """A ward of Hà Nội that was divided between at least two units of today."""
    gone = divided(on).of_province("01").annotate(heirs=Count("successions")).filter(heirs__gte=2)
    return next(one for one in gone.order_by("code") if len(heirs(one, on)) >= 2 and one.valid_to == date(2025, 6, 30))


def file_in(place: Place, number: str = "", name: str = "Nguyễn Văn Mẫu") -> Person:
    """Somebody who came home to this unit before it changed."""
    with standing_at(BEFORE):
        person = builders.register(SYSTEM, place, max(place.valid_from, date(2025, 1, 2)), number=number, phone="",
                                   name=name)  # fmt: skip
        home = NewEpisode(
            person=person, measure=Measure.POST_REHAB, origin_measure=Measure.COMPULSORY, place=place,
            kind=EventKind.COMPLETED, on=date(2025, 6, 10),
        )  # fmt: skip
        open_episode(by=SYSTEM, new=home)
    return person


def sees(actor: Actor, person: Person) -> bool:
    return Person.objects.visible_to(actor, today()).filter(pk=person.pk).exists()


def test_everybody_who_may_have_to_take_over_sees_that_somebody_waits(old: Place, cast: Cast, on: date) -> None:
    person = file_in(old)
    for number, place in enumerate(heirs(old, on)):
        officer = cast.member(f"can-bo-{number}", Role.SOCIAL_AFFAIRS_OFFICER, place).actor
        (waiting,) = reassignment.to_reassign(by=officer, on=on)
        assert (waiting.reference, waiting.old_unit, waiting.measures) == (person.reference, old, ("post_rehab",))
        assert (waiting.due_on, waiting.overdue) == (date(2025, 6, 17), True)
        assert [duty.rule for duty in reassignment.duties_waiting(by=officer, on=on)] == [
            "A-RETURN", "B-PR-END",
        ]  # fmt: skip
        assert not sees(officer, person)
    assert reassignment.to_reassign(by=cast.officer.actor, on=on) == []
    facility = cast.in_role(Role.FACILITY_STAFF).actor
    assert reassignment.to_reassign(by=facility, on=on) == []
    with pytest.raises(PermissionRefused):
        reassignment.to_reassign(by=cast.volunteer.actor, on=on)


def test_an_address_is_shown_one_by_one_and_the_look_is_logged(old: Place, cast: Cast, on: date) -> None:
    person = file_in(old)
    place = heirs(old, on)[0]
    officer = cast.member("can-bo-moi", Role.SOCIAL_AFFAIRS_OFFICER, place).actor
    shown = reassignment.show_address(by=officer, reference=person.reference, purpose="P1", on=on)
    assert (shown.address, shown.receivers) == (builders.ADDRESS, heirs(old, on))
    assert builders.ADDRESS not in repr(shown)
    (look,) = who_looked(by=SYSTEM, person=person, on=on)
    assert (look.name, look.user, look.purpose) == ("episodes.address_shown", officer.user, "P1")
    with pytest.raises(NotFound):
        reassignment.show_address(by=cast.officer.actor, reference=person.reference, purpose="P1", on=on)
    with pytest.raises(RuleViolation, match=r"people\.purpose_missing"):
        reassignment.show_address(by=officer, reference=person.reference, purpose="", on=on)


def test_the_chair_of_one_takes_over_and_the_past_stays(old: Place, cast: Cast, on: date) -> None:
    person = file_in(old)
    first, second = heirs(old, on)[:2]
    chair = cast.member("chu-tich-moi", Role.COMMUNE_CHAIR, first).actor
    other = cast.member("chu-tich-khac", Role.COMMUNE_CHAIR, second).actor
    officer = cast.member("can-bo-moi", Role.SOCIAL_AFFAIRS_OFFICER, first).actor
    police = cast.member("cong-an-moi", Role.COMMUNE_POLICE, first).actor
    said: dict[str, Any] = {"reference": person.reference, "on": on, "decision_no": "15/QĐ-UBND"}
    with pytest.raises(PermissionRefused):
        take_over(by=officer, place=first, **said)
    with pytest.raises(PermissionRefused):
        take_over(by=chair, place=second, **said)
    with pytest.raises(NotFound):
        take_over(by=cast.member("chu-tich-xa", Role.COMMUNE_CHAIR, cast.here).actor, place=cast.here, **said)
    with pytest.raises(RuleViolation, match=r"episodes\.paper_missing"):
        take_over(by=chair, place=first, **said | {"decision_no": ""})
    (home,) = take_over(by=chair, place=first, **said)
    home.refresh_from_db()
    assert home.place == first
    assert all(sees(actor, person) for actor in (chair, officer, police))
    assert not sees(other, person)
    assert list(Charge.objects.order_by("from_on").values_list("place", "from_on", "to_on")) == [
        (old.pk, date(2025, 6, 10), date(2026, 11, 19)),
        (first.pk, on, None),
    ]
    assert reassignment.to_reassign(by=other, on=on) == []
    with pytest.raises(NotFound, match=r"episodes\.not_waiting"):
        take_over(by=other, place=second, **said)


def test_who_has_no_measure_waits_too_and_a_closed_file_does_not(old: Place, cast: Cast, on: date) -> None:
    person = file_in(old)
    officer = cast.member("can-bo-moi", Role.SOCIAL_AFFAIRS_OFFICER, heirs(old, on)[0]).actor
    with standing_at(BEFORE):
        twice = close_recorded_twice(
            by=SYSTEM, episode=Episode.objects.get().pk, outcome="mistake", reason="nhập nhầm người"
        )
        assert twice.person == person
    assert [one.measures for one in reassignment.to_reassign(by=officer, on=on)] == [()]
    with standing_at(BEFORE):
        managed = open_episode(by=SYSTEM, new=NewEpisode(
            person=person, measure=Measure.USER_MANAGEMENT, place=old, kind=EventKind.OPENED, on=date(2025, 6, 12),
        ))  # fmt: skip
        died = NewEvent(kind=EventKind.CLOSED, on=date(2025, 6, 18), outcome=Outcome.DEAD, paper_no="3/TLKT")
        record_event(by=SYSTEM, episode=managed.pk, new=died)
    assert reassignment.to_reassign(by=officer, on=on) == []


def test_a_unit_that_merged_whole_is_followed_without_a_write(cast: Cast, on: date) -> None:
    """579 → 526 → 126: a ward that merged whole in 2025-01 and again whole in 2025-07."""
    twice = Place.objects.of_province("01").commune_level().valid_on(date(2024, 12, 31))
    first = twice.filter(valid_to=date(2024, 12, 31), successions__extent="whole", successions__successor__in=(
        Place.objects.filter(valid_to=date(2025, 6, 30), successions__extent="whole")
    )).order_by("code").first()  # fmt: skip
    assert first is not None
    (heir,) = heirs(first, on)
    with standing_at(datetime(2024, 12, 20, 5, tzinfo=UTC)):
        person = builders.register(SYSTEM, first, date(2024, 1, 2), number="", phone="")
        home = open_episode(by=SYSTEM, new=NewEpisode(
            person=person, measure=Measure.POST_REHAB, origin_measure=Measure.COMPULSORY, place=first,
            kind=EventKind.COMPLETED, on=date(2024, 12, 10),
        ))  # fmt: skip
    before = list(Charge.objects.values_list("place", "from_on", "to_on"))
    officer = cast.member("can-bo-moi", Role.SOCIAL_AFFAIRS_OFFICER, heir).actor
    assert sees(officer, person)
    assert reassignment.to_reassign(by=officer, on=on) == []
    record_event(by=officer, episode=home.pk, new=NewEvent(kind=EventKind.REPORTED, on=date(2024, 12, 16)))
    assert list(Charge.objects.values_list("place", "from_on", "to_on")) == before
