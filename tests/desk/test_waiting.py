"""People of divided units on the screen: who waits, one address at a time, the Chairman's decision."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db.models import Count
from django.urls import reverse

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.units import divided, heirs
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.places.models import Place
from tests.cast import Cast, Member
from tests.desk.test_numbers import numbers_of, rows_behind
from tests.episodes.test_reassigning import file_in
from tests.people import builders
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def on() -> Iterator[date]:
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield date(2026, 11, 20)


@pytest.fixture
def old(cast: Cast, on: date) -> Place:
    """A ward of Hà Nội that was divided between at least two units of today."""
    gone = divided(on).of_province("01").annotate(heirs=Count("successions")).filter(heirs__gte=2)
    return next(one for one in gone.order_by("code") if len(heirs(one, on)) >= 2 and one.valid_to == date(2025, 6, 30))


@pytest.fixture
def person(old: Place) -> Person:
    return file_in(old, name="Trần Thị Giả Định")


@pytest.fixture
def officer(old: Place, on: date, cast: Cast) -> Member:
    return cast.member("can-bo-moi", Role.SOCIAL_AFFAIRS_OFFICER, heirs(old, on)[0])


@pytest.fixture
def chair(old: Place, on: date, cast: Cast) -> Member:
    return cast.member("chu-tich-moi", Role.COMMUNE_CHAIR, heirs(old, on)[0])


def test_the_list_names_nobody_and_today_counts_them(person: Person, officer: Member, cast: Cast) -> None:
    listed = reverse("desk:reassignment")
    page = officer.client.get(listed).content.decode()
    assert person.reference in page
    assert person.name not in page
    assert builders.ADDRESS not in page
    assert reverse("desk:take_over", args=[person.reference]) not in page
    assert numbers_of(officer, "/")[listed] == rows_behind(officer, listed) == 1
    assert listed not in cast.officer.client.get("/").content.decode()
    assert person.reference not in cast.officer.client.get(listed).content.decode()
    assert cast.volunteer.client.get(listed).status_code == 403


def test_an_address_needs_a_fresh_proof_and_a_purpose(person: Person, officer: Member, cast: Cast) -> None:
    url = reverse("desk:reassignment_address", args=[person.reference])
    assert officer.client.post(url, {"purpose": "P1"}).status_code == 302
    assert not AuditEntry.objects.filter(name="episodes.address_shown").exists()
    client = confirm(officer)
    assert builders.ADDRESS not in client.get(url).content.decode()
    assert builders.ADDRESS not in client.post(url, {"purpose": ""}).content.decode()
    shown = client.post(url, {"purpose": "P1"}).content.decode()
    assert builders.ADDRESS in shown
    look = AuditEntry.objects.get(name="episodes.address_shown")
    assert (look.user, look.purpose) == (officer.actor.user, "P1")
    assert confirm(cast.officer).get(url).status_code == 404


def test_the_chair_takes_over_and_nobody_else(
    person: Person, old: Place, officer: Member, chair: Member, cast: Cast, on: date
) -> None:
    url = reverse("desk:take_over", args=[person.reference])
    assert url in chair.client.get(reverse("desk:reassignment")).content.decode()
    assert officer.client.get(url).status_code == 403
    chief = cast.member("truong-ca-moi", Role.COMMUNE_POLICE_CHIEF, heirs(old, on)[0])
    told = {"place": str(heirs(old, on)[0].pk), "decision_no": "15/QĐ-UBND", "on": "20/11/2026", "address": ""}
    assert confirm(chief).post(url, told).status_code == 403
    assert chair.client.post(url, told).status_code == 302
    assert Episode.objects.get().place == old, "a fresh proof first"
    client = confirm(chair)
    empty = client.post(url, told | {"decision_no": ""})
    assert empty.context["form"].errors["decision_no"]
    foreign = client.post(url, told | {"place": str(heirs(old, on)[1].pk)})
    assert foreign.context["form"].errors["place"]
    assert client.post(url, told).headers["Location"] == reverse("desk:person", args=[person.reference])
    assert Episode.objects.get().place == heirs(old, on)[0]
    assert client.get(url).status_code == 404
    assert person.name in officer.client.get(reverse("desk:person", args=[person.reference])).content.decode()
