"""Recording: a form, what it would change, and only then the fact."""

from datetime import date

import pytest

from hoanhap.casework.episodes.choices import Measure, Stage
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, Interruption
from hoanhap.casework.people.models import Person
from tests.cast import Cast
from tests.episodes import builders

pytestmark = pytest.mark.django_db
AWAY = {"kind": "absence", "from_on": "01/08/2026", "to_on": "10/08/2026", "paper_no": "", "note": ""}


def path_of(person: Person, rest: str) -> str:
    """An address of the person's file."""
    return f"/files/{person.reference}/{rest}"


def test_days_away_are_shown_before_they_are_recorded(managed: Episode, mau: Person, cast: Cast) -> None:
    path = path_of(mau, f"measures/{managed.pk}/away/")
    page = cast.officer.client.post(path, AWAY).content.decode()
    assert "10/05/2028" in page
    assert "20/05/2028" in page
    assert not Interruption.objects.exists()
    managed.refresh_from_db()
    assert managed.ends_on == date(2028, 5, 10)
    answer = cast.officer.client.post(path, AWAY | {"confirmed": "yes"})
    assert answer.status_code == 302
    managed.refresh_from_db()
    assert managed.ends_on == date(2028, 5, 20)


def test_going_back_keeps_what_was_typed(managed: Episode, mau: Person, cast: Cast) -> None:
    page = cast.officer.client.post(path_of(mau, f"measures/{managed.pk}/away/"), AWAY | {"change": "yes"})
    assert 'value="01/08/2026"' in page.content.decode()
    assert not Interruption.objects.exists()


def test_a_refusal_stands_at_its_field(managed: Episode, mau: Person, cast: Cast) -> None:
    path = path_of(mau, f"measures/{managed.pk}/away/")
    page = cast.officer.client.post(path, AWAY | {"from_on": "01/12/2026", "to_on": ""})
    assert 'id="id_from_on_error"' in page.content.decode()
    page = cast.officer.client.post(path, AWAY | {"kind": "prison", "reported": "on"})
    assert 'id="id_reported_error"' in page.content.decode()


def test_an_event_in_hours_asks_for_the_time(managed: Episode, mau: Person, cast: Cast) -> None:
    path = path_of(mau, f"measures/{managed.pk}/record/left/")
    asked = {"on": "19/11/2026", "at": "", "paper_no": "", "note": ""}
    assert 'id="id_at_error"' in cast.officer.client.post(path, asked).content.decode()
    page = cast.officer.client.post(path, asked | {"at": "16h30"}).content.decode()
    assert "Việc mới" in page
    assert "16:30 20/11/2026" in page
    cast.officer.client.post(path, asked | {"at": "16h30", "confirmed": "yes"})
    assert EpisodeEvent.objects.filter(kind="left").count() == 1


def test_correcting_and_taking_back_an_event(home: Episode, mau: Person, cast: Cast) -> None:
    from hoanhap.casework.episodes.choices import EventKind

    builders.happens(cast.officer.actor, home, EventKind.REPORTED, date(2026, 5, 18))
    event = EpisodeEvent.objects.get(kind="reported")
    path = path_of(mau, f"events/{event.pk}/correct/")
    told = {"on": "14/05/2026", "paper_no": "", "reason": "ghi nhầm ngày"}
    assert "18/05/2026" in cast.officer.client.get(path).content.decode()
    assert cast.officer.client.post(path, told | {"confirmed": "yes"}).status_code == 302
    assert cast.officer.client.post(path, told | {"confirmed": "yes"}).status_code == 404
    standing = EpisodeEvent.objects.get(kind="reported", replaced_by=None)
    path = path_of(mau, f"events/{standing.pk}/withdraw/")
    assert cast.officer.client.post(path, {"reason": "nhầm người", "confirmed": "yes"}).status_code == 302


def test_days_end_are_corrected_and_taken_back(managed: Episode, mau: Person, cast: Cast) -> None:
    builders.away(cast.officer.actor, managed, date(2026, 8, 1), None)
    first = Interruption.objects.get()
    ended = {"to_on": "10/08/2026", "reason": "gia đình báo", "confirmed": "yes"}
    assert cast.officer.client.post(path_of(mau, f"away/{first.pk}/end/"), ended).status_code == 302
    second = Interruption.objects.get(replaced_by=None)
    right = {"from_on": "02/08/2026", "to_on": "10/08/2026", "paper_no": "", "reason": "nhầm ngày", "confirmed": "yes"}
    assert cast.officer.client.post(path_of(mau, f"away/{second.pk}/correct/"), right).status_code == 302
    third = Interruption.objects.get(replaced_by=None)
    assert third.from_on == date(2026, 8, 2)
    back = {"reason": "nhầm người", "confirmed": "yes"}
    assert cast.officer.client.post(path_of(mau, f"away/{third.pk}/withdraw/"), back).status_code == 302


def test_a_measure_opens_and_is_closed_as_a_mistake(mau: Person, cast: Cast) -> None:
    path = path_of(mau, "open/completion/")
    told = {"origin_measure": "voluntary_home", "on": "01/10/2026", "facility": "", "paper_no": ""}
    page = cast.officer.client.post(path, told).content.decode()
    assert "01/10/2027" in page
    assert not Episode.objects.exists()
    assert cast.officer.client.post(path, told | {"confirmed": "yes"}).status_code == 302
    made = Episode.objects.get()
    assert (made.measure, made.place) == (Measure.POST_REHAB, cast.here)
    path = path_of(mau, f"measures/{made.pk}/close/")
    told = {"outcome": "mistake", "reason": "nhầm người", "confirmed": "yes"}
    assert cast.officer.client.post(path, told).status_code == 302
    made.refresh_from_db()
    assert made.stage == Stage.ENDED


@pytest.mark.parametrize("way", ["completion", "notice", "other"])
def test_each_way_has_a_form_and_no_other_has(way: str, mau: Person, cast: Cast) -> None:
    assert cast.officer.client.get(path_of(mau, f"open/{way}/")).status_code == 200
    assert cast.officer.client.get(path_of(mau, "open/somehow/")).status_code == 404


def test_who_may_not_record_is_refused(managed: Episode, mau: Person, cast: Cast) -> None:
    path = path_of(mau, f"measures/{managed.pk}/away/")
    assert cast.neighbour.client.post(path, AWAY | {"confirmed": "yes"}).status_code == 404
    for member in (cast.lead, cast.volunteer, cast.inspector):
        assert member.client.post(path, AWAY | {"confirmed": "yes"}).status_code == 403
    assert not Interruption.objects.exists()
