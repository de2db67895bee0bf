"""Tests and findings on the screen: who sees them, who records them, who confirms."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.casework.episodes.actions.evidence import NewFinding, NewTest, record_evidence
from hoanhap.casework.episodes.choices import FindingSource, Stage
from hoanhap.casework.episodes.models import Determination, DrugTest, Episode, UseFinding
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import SYSTEM, Role
from tests.cast import Cast, Member
from tests.episodes import builders, handing
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def on() -> Iterator[date]:
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield date(2026, 11, 20)


@pytest.fixture
def home(on: date, cast: Cast) -> Episode:
    """Under management since May."""
    with standing_at(datetime(2026, 5, 10, 5, tzinfo=UTC)):
        person = builders.somebody(cast.officer.actor, cast.here, date(2025, 7, 1), number=1)
        made = handing.home(cast, person)
        builders.managed(SYSTEM, made, date(2026, 5, 10))
    made.refresh_from_db()
    assert made.stage == Stage.MANAGED
    return made


@pytest.fixture
def police(home: Episode, cast: Cast) -> Member:
    return cast.in_role(Role.COMMUNE_POLICE)


@pytest.fixture
def health(home: Episode, cast: Cast) -> Member:
    made = cast.in_role(Role.HEALTH_STATION)
    assert made.post is not None
    kind = TieKind.CLIENT
    open_tie(by=SYSTEM, person=home.person, kind=kind, post=str(made.post.pk), from_on=date(2026, 6, 1))
    return made


def done(client: Client, url: str, told: dict[str, str]) -> None:
    """Written, read over, recorded."""
    review = client.post(url, told)
    assert review.status_code == 200, review.headers
    assert "lines" in review.context, review.context["form"].errors
    assert client.post(url, told | {"confirmed": "yes"}).status_code == 302


def page_of(home: Episode) -> str:
    return reverse("desk:evidence", args=[home.person.reference])


def test_who_sees_the_tab_and_who_does_not(home: Episode, police: Member, health: Member, cast: Cast) -> None:
    url = page_of(home)
    file = reverse("desk:person", args=[home.person.reference])
    for member in (police, health, cast.officer):
        assert url in member.client.get(file).content.decode()
        assert member.client.get(url).status_code == 200
    volunteer = cast.volunteer
    assert volunteer.post is not None
    tie = {"person": home.person, "kind": TieKind.HELPER, "post": str(volunteer.post.pk), "from_on": date(2026, 6, 1)}
    open_tie(by=SYSTEM, **tie)
    assert url not in volunteer.client.get(file).content.decode()
    assert volunteer.client.get(url).status_code == 403
    assert cast.in_role(Role.COMMUNE_CHAIR).client.get(url).status_code == 403
    assert cast.neighbour.client.get(url).status_code == 404


def test_a_test_is_recorded_corrected_and_taken_back(home: Episode, police: Member, cast: Cast) -> None:
    url = reverse("desk:evidence_record", args=[home.person.reference, home.pk, "test"])
    told = {"tested_on": "10/11/2026", "positive": "False", "unannounced": "on", "paper_no": "4/BB-XN"}
    assert cast.officer.client.get(url).status_code == 403
    ahead = police.client.post(url, told | {"tested_on": "01/12/2026"})
    assert ahead.context["form"].errors["tested_on"]
    done(police.client, url, told)
    first = DrugTest.objects.get()
    assert (first.positive, first.unannounced) == (False, True)
    page = police.client.get(page_of(home)).content.decode()
    assert "4/BB-XN" in page
    correct = reverse("desk:evidence_correct", args=[home.person.reference, "test", first.pk])
    assert correct in page
    assert correct not in cast.officer.client.get(page_of(home)).content.decode()
    assert police.client.get(correct).status_code == 302, "a fresh proof first"
    client = confirm(police)
    assert client.get(correct).context["form"]["paper_no"].value() == "4/BB-XN"
    done(client, correct, told | {"paper_no": "5/BB-XN", "reason": "ghi nhầm số biên bản"})
    second = DrugTest.objects.get(replaces=first)
    assert client.get(correct).status_code == 404
    withdraw = reverse("desk:evidence_withdraw", args=[home.person.reference, "test", second.pk])
    done(client, withdraw, {"reason": "nhập nhầm người"})
    assert "5/BB-XN" not in client.get(page_of(home)).content.decode()
    history = client.get(page_of(home) + "?show=history").content.decode()
    assert "4/BB-XN" in history
    assert "nhập nhầm người" in history


def test_the_number_of_a_chip_is_that_of_the_entries_it_opens(home: Episode, police: Member) -> None:
    url = reverse("desk:evidence_record", args=[home.person.reference, home.pk, "test"])
    for day in ("10", "11"):
        told = {"tested_on": f"{day}/11/2026", "positive": "False", "unannounced": "on", "paper_no": f"{day}/BB-XN"}
        done(police.client, url, told)
    wrong = DrugTest.objects.get(paper_no="11/BB-XN")
    done(
        confirm(police),
        reverse("desk:evidence_withdraw", args=[home.person.reference, "test", wrong.pk]),
        {"reason": "nhập nhầm người"},
    )
    for shown in ("", "?show=history"):
        chips = police.client.get(page_of(home) + shown).context["page"].chips
        told = {chip.url: chip.count for chip in chips if chip.count is not None}
        assert set(told.values()) == {1}
        assert {url: len(police.client.get(url).context["page"].entries) for url in told} == told


def test_a_finding_is_confirmed_by_another_person_of_another_body(
    home: Episode, police: Member, health: Member, cast: Cast
) -> None:
    url = reverse("desk:evidence_record", args=[home.person.reference, home.pk, "finding"])
    typed = {"found_on": "10/11/2026", "source": "police_record", "paper_no": "9/BB", "substance": "chất thử"}
    done(police.client, url, typed)
    made = UseFinding.objects.get()
    page = police.client.get(page_of(home)).content.decode()
    confirmation = reverse("desk:finding_confirm", args=[home.person.reference, made.pk])
    assert confirmation not in page
    assert "chất thử" not in page
    told = {"confirmed_by": "Trung tâm y tế Ví Dụ", "confirmed_on": "12/11/2026", "paper_no": "77/KQ"}
    own = confirm(police).post(confirmation, told)
    assert own.context["form"].errors
    chief = cast.in_role(Role.COMMUNE_POLICE_CHIEF)
    assert confirmation not in chief.client.get(page_of(home)).content.decode()
    assert confirmation in health.client.get(page_of(home)).content.decode()
    assert confirm(chief).post(confirmation, told).context["form"].errors, "of the same body"
    assert health.client.get(confirmation).status_code == 302, "a fresh proof first"
    done(confirm(health), confirmation, told)
    assert UseFinding.objects.get(replaces=made).confirmation_by == health.actor.user
    home.refresh_from_db()
    assert home.stage == Stage.MANAGED


def test_what_is_missing_is_said_and_the_dates_are_for_the_police_alone(
    home: Episode, police: Member, health: Member
) -> None:
    with standing_at(datetime(2026, 11, 11, 5, tzinfo=UTC)):
        new = NewFinding(found_on=date(2026, 11, 10), source=FindingSource.STRIP, paper_no="9/BB")
        record_evidence(by=SYSTEM, episode=home.pk, new=new)
    seen = police.client.get(page_of(home))
    assert [need.there for need in seen.context["page"].needs] == [True, True, False, False]
    assert "256a" in seen.content.decode()
    other = health.client.get(page_of(home))
    assert other.context["page"].alerts == []
    assert "256a" not in other.content.decode()


def test_a_determination_has_its_dates_in_order(home: Episode, police: Member) -> None:
    url = reverse("desk:evidence_record", args=[home.person.reference, home.pk, "determination"])
    told = {"asked_on": "12/11/2026", "result_on": "11/11/2026", "result": "not_addicted", "paper_no": "3/XĐ",
            "facility": "Trung tâm y tế Ví Dụ", "criteria_met": "2"}  # fmt: skip
    assert police.client.post(url, told).context["form"].errors["result_on"]
    done(police.client, url, told | {"result_on": "14/11/2026"})
    assert Determination.objects.get().criteria_met == 2


def test_before_the_proposal_the_police_see_no_results(on: date, cast: Cast) -> None:
    with standing_at(datetime(2026, 11, 10, 5, tzinfo=UTC)):
        person = builders.somebody(cast.officer.actor, cast.here, date(2025, 7, 1), number=2)
        home = handing.home(cast, person)
        test = NewTest(tested_on=date(2026, 11, 10), positive=False, paper_no="8/BB-XN")
        made = record_evidence(by=SYSTEM, episode=home.pk, new=test)
        found = NewFinding(found_on=date(2026, 11, 9), source=FindingSource.STRIP, paper_no="9/BB")
        record_evidence(by=SYSTEM, episode=home.pk, new=found)
    police = cast.in_role(Role.COMMUNE_POLICE)
    assert "8/BB-XN" in cast.officer.client.get(page_of(home)).content.decode()
    page = police.client.get(page_of(home))
    assert "8/BB-XN" not in page.content.decode()
    assert page.context["page"].hidden
    assert page.context["page"].needs == [], "nor that something was found, and when"
    assert "09/11/2026" in cast.officer.client.get(page_of(home)).content.decode()
    assert "09/11/2026" not in page.content.decode()
    correct = reverse("desk:evidence_correct", args=[person.reference, "test", made.pk])
    assert confirm(police).get(correct).status_code == 404
