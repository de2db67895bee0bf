"""A closed file, opened again for a new measure by the unit in which the person lived last."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.casework.people import finding, selectors
from hoanhap.casework.people.actions.registration import register_person
from hoanhap.casework.people.actions.reopening import OPEN_DAYS, reopen_file
from hoanhap.casework.people.actions.residence import end_residence
from hoanhap.casework.people.actions.transfers import ask_for_transfer
from hoanhap.casework.people.choices import ReopenReason, ResidenceKind, TieKind
from hoanhap.casework.people.models import Person, Residence, Tie, TransferRequest
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Role
from tests.cast import Cast
from tests.people import builders
from tests.people.builders import NUMBER
from tests.stepping_up import confirm


@pytest.fixture
def closed(mau: Person, on: date) -> Person:
    """Nguyễn Văn Mẫu, whose last measure ended two years ago."""
    last = on - timedelta(days=730)
    Person.objects.filter(pk=mau.pk).update(sight_ends_on=last, file_closed_on=last)
    mau.refresh_from_db()
    return mau


def sees(actor: Actor, person: Person, on: date) -> bool:
    return Person.objects.visible_to(actor, on).filter(pk=person.pk).exists()


def asked(by: Actor, number: str = NUMBER) -> finding.Found:
    return finding.find(
        by=by, name="", birth_year=None, number=number, phone="", purpose="P1", at=clock.now(), on=clock.today()
    )


def test_a_closed_file_is_seen_again_for_some_days_by_its_unit_alone(closed: Person, cast: Cast, on: date) -> None:
    police = cast.in_role(Role.COMMUNE_POLICE).actor
    helper = cast.volunteer.actor
    assert not sees(cast.officer.actor, closed, on)
    reopen_file(by=cast.officer.actor, reference=closed.reference, reason=ReopenReason.USE)
    last = on + timedelta(days=OPEN_DAYS - 1)
    assert all(sees(actor, closed, day) for actor in (cast.officer.actor, police) for day in (on, last))
    assert not any(sees(actor, closed, last + timedelta(days=1)) for actor in (cast.officer.actor, police))
    assert not any(sees(actor, closed, on) for actor in (cast.neighbour.actor, helper))
    tie = Tie.objects.get(person=closed)
    assert (tie.kind, tie.place, tie.from_on, tie.to_on) == (TieKind.INCOMING, cast.here, on, last)
    entry = AuditEntry.objects.get(name="people.file_reopened")
    assert entry.stated() == {"reason": "use", "to_on": last.isoformat()}
    assert entry.chain == cast.here.chain


@pytest.mark.parametrize("reason", ["", "vì tôi muốn xem"])
def test_never_without_a_reason(closed: Person, cast: Cast, on: date, reason: str) -> None:
    with pytest.raises(RuleViolation, match=r"people\.reopening_unclear"):
        reopen_file(by=cast.officer.actor, reference=closed.reference, reason=reason)
    assert not sees(cast.officer.actor, closed, on)


def test_only_by_the_unit_that_records_people_there(closed: Person, cast: Cast, on: date) -> None:
    for actor in (cast.neighbour.actor, cast.in_role(Role.FACILITY_STAFF).actor):
        with pytest.raises(NotFound):
            reopen_file(by=actor, reference=closed.reference, reason=ReopenReason.USE)
    for role in (Role.COMMUNE_CHAIR, Role.COMMUNE_POLICE, Role.VOLUNTEER):
        with pytest.raises(PermissionRefused):
            reopen_file(by=cast.in_role(role).actor, reference=closed.reference, reason=ReopenReason.USE)
    assert not Tie.objects.exists()


def test_what_is_open_is_not_opened(mau: Person, cast: Cast, on: date) -> None:
    for reference in (mau.reference, "HS-XXXXX-00", "nothing"):
        with pytest.raises(NotFound):
            reopen_file(by=cast.officer.actor, reference=reference, reason=ReopenReason.USE)
    Person.objects.filter(pk=mau.pk).update(sight_ends_on=on, file_closed_on=on)  # its last day is still a day
    with pytest.raises(NotFound):
        reopen_file(by=cast.officer.actor, reference=mau.reference, reason=ReopenReason.USE)


def test_twice_is_once_and_after_the_days_again(closed: Person, cast: Cast, on: date) -> None:
    reopen_file(by=cast.officer.actor, reference=closed.reference, reason=ReopenReason.NOTICE)
    with pytest.raises(NotFound):
        reopen_file(by=cast.officer.actor, reference=closed.reference, reason=ReopenReason.NOTICE)
    later = on + timedelta(days=OPEN_DAYS)
    with clock.standing_at(datetime(later.year, later.month, later.day, 5, tzinfo=UTC)):
        reopen_file(by=cast.officer.actor, reference=closed.reference, reason=ReopenReason.REGISTERED)
        assert sees(cast.officer.actor, closed, later)
    assert Tie.objects.count() == 2


def test_who_left_is_of_the_unit_where_they_lived_last(mau: Person, cast: Cast, on: date) -> None:
    home = Residence.objects.get(person=mau, kind=ResidenceKind.CURRENT)
    end_residence(by=cast.officer.actor, person=mau, residence=home.pk, to_on=on)
    Person.objects.filter(pk=mau.pk).update(sight_ends_on=date(2025, 8, 1), file_closed_on=date(2025, 8, 1))
    assert list(selectors.closed_files(by=cast.officer.actor, on=on)) == [mau]
    assert not selectors.closed_files(by=cast.neighbour.actor, on=on)
    reopen_file(by=cast.officer.actor, reference=mau.reference, reason=ReopenReason.USE)
    assert sees(cast.officer.actor, mau, on)


def test_the_search_tells_its_own_unit_of_a_closed_file_and_others_nothing(closed: Person, cast: Cast) -> None:
    own, other = asked(cast.officer.actor), asked(cast.neighbour.actor)
    assert (own.closed, own.elsewhere, own.hits) == (closed.reference, False, [])
    assert (other.closed, other.elsewhere) == ("", True)
    unknown = asked(cast.officer.actor, "001090099999")
    assert (unknown.closed, unknown.elsewhere) == ("", False)


def test_neither_a_second_file_nor_a_transfer_of_ones_own(closed: Person, cast: Cast, on: date) -> None:
    new = builders.new_person(cast.here, on, name="Trần Văn Thử")
    with pytest.raises(RuleViolation, match=r"people\.file_closed"):
        register_person(by=cast.officer.actor, new=new)
    with pytest.raises(RuleViolation, match=r"people\.file_closed"):
        ask_for_transfer(by=cast.officer.actor, identifier=NUMBER, at=cast.here, asked_as="người hôm qua")
    assert not TransferRequest.objects.exists()


def test_the_page_asks_why_and_opens_the_file(closed: Person, cast: Cast) -> None:
    closed.name = "Trần Thị Ví Dụ"  # not the officer's own
    closed.save(update_fields=["name"])
    page = reverse("people:file_reopen", args=[closed.reference])
    assert cast.officer.client.get(page).status_code == 302  # the password is asked again
    client = confirm(cast.officer)
    found = client.post(reverse("people:person_search"), {"number": NUMBER}).content.decode()
    assert page in found
    assert reverse("people:transfer_ask") not in found
    assert closed.name not in found
    shown = client.get(page).content.decode()
    assert closed.reference in shown
    assert closed.name not in shown
    assert "reason" in client.post(page, {}).context["form"].errors
    answer = client.post(page, {"reason": "registered"})
    file = reverse("people:person_particulars", args=[closed.reference])
    assert answer.headers["Location"] == file
    assert closed.name in client.get(file).content.decode()


def test_the_page_of_another_units_file_is_not_there(closed: Person, cast: Cast) -> None:
    client: Client = confirm(cast.neighbour)
    assert client.get(reverse("people:file_reopen", args=[closed.reference])).status_code == 404
