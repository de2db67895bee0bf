"""Hand-overs, notices and coming home on the screen: who may, and who may not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoanhap.casework.episodes.choices import EventKind, PaperKind, Stage, TransferAct
from hoanhap.casework.episodes.models import Duty, Episode, EpisodeEvent, EpisodePaper, Transfer
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import SYSTEM, Role
from tests.cast import Cast, Member
from tests.episodes import handing
from tests.people import builders
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db
TODAY = {"on": "20/11/2026"}


@pytest.fixture
def on() -> Iterator[date]:
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield date(2026, 11, 20)


@pytest.fixture
def mau(on: date, cast: Cast) -> Person:
    return builders.register(cast.officer.actor, cast.here, date(2025, 7, 1), name="Trần Thị Giả Định")


@pytest.fixture
def home(mau: Person, cast: Cast) -> Episode:
    with standing_at(datetime(2026, 11, 10, 5, tzinfo=UTC)):
        return handing.home(cast, mau)


def post(cast: Cast, role: Role, there: str = "here") -> Member:
    return handing.post(cast, role, there)


def done(client: Client, url: str, told: dict[str, str]) -> None:
    """Written, read over, recorded."""
    review = client.post(url, told)
    assert review.status_code == 200, review.headers
    assert "lines" in review.context, review.context["form"].errors
    answer = client.post(url, told | {"confirmed": "yes"})
    assert answer.status_code == 302


def of(name: str, home: Episode, *more: object) -> str:
    return reverse(f"desk:{name}", args=[home.person.reference, home.pk, *more])


def test_both_sides_have_it_in_their_lists_and_others_do_not(home: Episode, cast: Cast) -> None:
    made = handing.sent(cast, home)
    neighbour = cast.neighbour.client.get(reverse("desk:handovers")).content.decode()
    assert home.person.name in neighbour
    due = Duty.objects.open().filter(episode=home).order_by("due_on").first()
    assert due is not None
    assert due.rule in neighbour
    assert home.person.name not in cast.neighbour.client.get(reverse("desk:handovers_out")).content.decode()
    assert home.person.name in cast.officer.client.get(reverse("desk:handovers_out")).content.decode()
    assert AuditEntry.objects.filter(name="desk.handovers_listed", user=cast.neighbour.actor.user).exists()
    stranger = cast.member("xa-khac", Role.SOCIAL_AFFAIRS_OFFICER, third(cast)).client
    assert home.person.name not in stranger.get(reverse("desk:handovers")).content.decode()
    assert stranger.get(reverse("desk:handover", args=[made.pk])).status_code == 404
    assert cast.volunteer.client.get(reverse("desk:handovers")).status_code == 403
    assert cast.lead.client.get(reverse("desk:handovers")).status_code == 403


def third(cast: Cast) -> object:
    from hoanhap.ground.places.models import Place

    return Place.objects.valid_on(date(2026, 11, 20)).of_province("01").commune_level().in_order()[2]


def test_the_list_of_hand_overs_asks_no_more_for_more_rows(home: Episode, cast: Cast) -> None:
    handing.sent(cast, home)
    url = reverse("desk:handovers")
    cast.neighbour.client.get(url)
    with CaptureQueriesContext(connection) as one:
        cast.neighbour.client.get(url)
    for number in range(3):
        with standing_at(datetime(2026, 11, 10, 5, tzinfo=UTC)):
            card = f"00109001{number:04d}"
            also = builders.register(cast.officer.actor, cast.here, date(2025, 7, 1), number=card, phone="")
            handing.sent(cast, handing.home(cast, also))
    with CaptureQueriesContext(connection) as four:
        assert len(cast.neighbour.client.get(url).context["table"].rows) == 4
    assert len(four) == len(one)


def test_the_police_acknowledge_then_the_committee_accepts(home: Episode, cast: Cast) -> None:
    made = handing.sent(cast, home)
    page = reverse("desk:handover", args=[made.pk])
    police, officer = post(cast, Role.COMMUNE_POLICE, "next_door").client, cast.neighbour.client
    first = officer.get(page).content.decode()
    assert reverse("desk:handover_step", args=[made.pk, "accept"]) not in first
    assert "12/TB-CA" in first
    assert officer.get(reverse("desk:handover_step", args=[made.pk, "accept"])).status_code == 404
    done(police, reverse("desk:handover_step", args=[made.pk, "acknowledge"]), TODAY)
    assert police.get(reverse("desk:handover_step", args=[made.pk, "accept"])).status_code == 404
    assert reverse("desk:handover_step", args=[made.pk, "accept"]) in officer.get(page).content.decode()
    told = TODAY | {"address": "Số 3 phố Ví Dụ", "lives_there_from": "19/11/2026"}
    review = officer.post(reverse("desk:handover_step", args=[made.pk, "accept"]), told).context["lines"]
    units = (cast.here.full_name, cast.next_door.full_name)
    assert units in [(line.before, line.after) for line in review]
    done(officer, reverse("desk:handover_step", args=[made.pk, "accept"]), told)
    home.refresh_from_db()
    assert home.place == cast.next_door
    made.refresh_from_db()
    assert made.state == TransferAct.ACCEPTED
    after = officer.get(page).content.decode()
    assert "handover_step" not in after
    assert home.person.name in after


def test_who_handed_over_sees_the_reference_alone(home: Episode, cast: Cast) -> None:
    made = handing.sent(cast, home)
    page = reverse("desk:handover", args=[made.pk])
    assert home.person.name in cast.officer.client.get(page).content.decode()
    done(
        post(cast, Role.COMMUNE_POLICE, "next_door").client,
        reverse("desk:handover_step", args=[made.pk, "acknowledge"]),
        TODAY,
    )
    done(cast.neighbour.client, reverse("desk:handover_step", args=[made.pk, "accept"]), TODAY)
    with standing_at(datetime(2026, 11, 21, 5, tzinfo=UTC)):
        left = cast.officer.client.get(page).content.decode()
    assert home.person.name not in left
    assert home.person.reference in left


def test_a_refusal_says_why_and_the_sender_reads_it(home: Episode, cast: Cast) -> None:
    made = handing.sent(cast, home)
    url = reverse("desk:handover_step", args=[made.pk, "refuse"])
    assert cast.officer.client.get(url).status_code == 404
    empty = cast.neighbour.client.post(url, TODAY | {"reason": ""})
    assert empty.context["form"].errors["reason"]
    done(cast.neighbour.client, url, TODAY | {"reason": "không cư trú tại đây"})
    made.refresh_from_db()
    assert made.state == TransferAct.REFUSED
    page = cast.officer.client.get(reverse("desk:handover", args=[made.pk])).content.decode()
    assert "không cư trú tại đây" in page


def test_the_sender_takes_back_and_the_receiver_cannot(home: Episode, cast: Cast) -> None:
    made = handing.sent(cast, home)
    url = reverse("desk:handover_step", args=[made.pk, "withdraw"])
    assert cast.neighbour.client.get(url).status_code == 404
    done(cast.officer.client, url, TODAY | {"reason": "người này đã quay về"})
    made.refresh_from_db()
    assert made.state == TransferAct.WITHDRAWN


def test_the_file_says_for_whom_it_waits(home: Episode, cast: Cast) -> None:
    url = reverse("desk:person", args=[home.person.reference])
    assert cast.next_door.full_name not in cast.officer.client.get(url).content.decode()
    made = handing.sent(cast, home)
    page = cast.officer.client.get(url).content.decode()
    assert cast.next_door.full_name in page
    assert "18/11/2026" in page
    assert reverse("desk:handover", args=[made.pk]) in page


def test_leaving_then_preparing_then_another_signs(home: Episode, cast: Cast) -> None:
    police, chief = post(cast, Role.COMMUNE_POLICE), post(cast, Role.COMMUNE_POLICE_CHIEF)
    hub = of("transfer_send", home)
    assert of("left_record", home) in police.client.get(hub).content.decode()
    done(police.client, of("left_record", home), {"on": "18/11/2026", "at": "9:00"})
    event = EpisodeEvent.objects.get(episode=home, kind=EventKind.LEFT)
    assert event.happened_at == handing.LEFT
    assert of("left_record", home) not in police.client.get(hub).content.decode()
    prepare = of("notice_prepare", home, "move")
    form = police.client.get(prepare).context["form"]
    assert [form.fields[name].label for name in form.asked] == ["Số quyết định quản lý", "Ngày của quyết định quản lý"]
    told = {"place": str(cast.next_door.pk), "on": "20/11/2026"}
    refused = police.client.post(prepare, told)
    assert refused.context["form"].errors["decision_no"]
    told |= {"decision_no": "05/QĐ-UBND", "decision_on": "12/05/2026"}
    assert police.client.post(prepare, told).status_code == 302
    paper = EpisodePaper.objects.get(episode=home, kind=PaperKind.TRANSFER_NOTICE)
    sign = of("notice_sign", home, paper.pk)
    assert sign not in police.client.get(hub).content.decode()
    assert sign in chief.client.get(hub).content.decode()
    assert police.client.get(sign).status_code == 403
    assert chief.client.get(sign).status_code == 302, "a fresh proof first"
    done(confirm(chief), sign, {"on": "20/11/2026", "at": "11:00"})
    made = Transfer.objects.get(episode=home)
    assert (made.state, made.to_place) == (TransferAct.SENT, cast.next_door)
    assert reverse("desk:handover", args=[made.pk]) in chief.client.get(hub).content.decode()
    receiver = cast.neighbour.client.get(reverse("desk:handover", args=[made.pk])).content.decode()
    file = reverse("desk:paper_file", args=[home.person.reference, paper.document_id, "pdf"])
    assert file in receiver
    assert cast.neighbour.client.get(file).status_code == 200


def test_the_committee_neither_prepares_nor_sends_the_notice_of_the_police(home: Episode, cast: Cast) -> None:
    done(cast.officer.client, of("left_record", home), {"on": "18/11/2026", "at": "9:00"})
    page = cast.officer.client.get(of("transfer_send", home)).content.decode()
    assert of("notice_prepare", home, "move") not in page
    assert of("notice_letter", home, "move") not in page
    told = {"place": str(cast.next_door.pk), "on": "20/11/2026", "at": "9:00", "paper_no": "7/TB"}
    assert cast.officer.client.post(of("notice_letter", home, "move"), told | {"confirmed": "yes"}).status_code == 403
    assert cast.neighbour.client.get(of("transfer_send", home)).status_code == 404


def test_a_letter_with_its_own_number(home: Episode, cast: Cast) -> None:
    police = post(cast, Role.COMMUNE_POLICE).client
    done(police, of("left_record", home), {"on": "18/11/2026", "at": "9:00"})
    told = {"place": str(cast.next_door.pk), "on": "18/11/2026", "at": "8:00", "paper_no": "12/TB-CA"}
    early = police.post(of("notice_letter", home, "move"), told)
    assert early.context["form"].errors["on"]
    done(police, of("notice_letter", home, "move"), told | {"at": "15:00"})
    assert EpisodeEvent.objects.get(episode=home, kind=EventKind.NOTICE_SENT).paper_no == "12/TB-CA"


@pytest.fixture
def facility(cast: Cast, on: date) -> Member:
    return cast.in_role(Role.FACILITY_STAFF)


@pytest.fixture
def stay(mau: Person, cast: Cast, facility: Member) -> Episode:
    assert facility.post is not None
    open_tie(by=SYSTEM, person=mau, kind=TieKind.RESIDENT, post=str(facility.post.pk), from_on=date(2026, 1, 1))
    return handing.rehabilitation(facility.actor, cast, mau)


def test_a_facility_tells_the_commune_and_completes(stay: Episode, cast: Cast, facility: Member) -> None:
    assert stay.person.name in facility.client.get(reverse("desk:people")).content.decode()
    page = facility.client.get(of("transfer_send", stay)).content.decode()
    assert of("notice_prepare", stay, "end") in page
    assert of("notice_prepare", stay, "move") not in page
    told = {"place": str(cast.next_door.pk), "on": "20/11/2026", "expected_on": "24/12/2026", "paper_no": "33/TB-CSCN"}
    late = facility.client.post(of("notice_letter", stay, "end"), told | {"expected_on": "01/11/2026"})
    assert late.context["form"].errors["expected_on"]
    with standing_at(datetime(2026, 11, 19, 5, tzinfo=UTC)):
        done(facility.client, of("notice_letter", stay, "end"), told | {"on": "19/11/2026"})
    made = Transfer.objects.get()
    assert made.episode.stage == Stage.EXPECTED
    assert stay.person.name in cast.neighbour.client.get(reverse("desk:handovers")).content.decode()
    assert stay.person.name in facility.client.get(reverse("desk:handovers_out")).content.decode()
    done(facility.client, of("completion", stay), {"on": "20/11/2026", "certificate_no": "21/GXN-CSCN", "place": ""})
    stay.refresh_from_db()
    made.episode.refresh_from_db()
    assert (stay.stage, made.episode.started_on) == (Stage.ENDED, date(2026, 11, 20))


def test_an_officer_prepares_no_paper_of_a_facility_and_a_stranger_sees_nothing(stay: Episode, cast: Cast) -> None:
    page = cast.officer.client.get(of("transfer_send", stay)).content.decode()
    assert of("notice_prepare", stay, "end") not in page
    assert of("notice_letter", stay, "end") in page
    assert cast.neighbour.client.get(of("completion", stay)).status_code == 404
    assert cast.volunteer.client.get(of("completion", stay)).status_code == 403


def test_a_facility_prepares_and_its_own_words_are_asked_for(stay: Episode, cast: Cast, facility: Member) -> None:
    url = of("notice_prepare", stay, "end")
    form = facility.client.get(url).context["form"]
    assert form.asked == ["issuing_body"]
    told = {"place": str(cast.next_door.pk), "on": "20/11/2026", "expected_on": "24/12/2026",
            "issuing_body": "Cơ sở cai nghiện ma túy số 1"}  # fmt: skip
    assert facility.client.post(url, told).status_code == 302
    paper = EpisodePaper.objects.get(episode=stay)
    assert of("notice_sign", stay, paper.pk) not in facility.client.get(of("transfer_send", stay)).content.decode()
    other = cast.member("co-so-hai", Role.FACILITY_STAFF, cast.city)
    assert other.client.get(of("notice_sign", stay, paper.pk)).status_code == 302
