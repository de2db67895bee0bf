"""A button leads to where the acting post can do what it says; else the file is opened, or nothing."""

from datetime import date

import pytest

from hoanhap.casework.episodes.actions.deciding import prepare_decision
from hoanhap.casework.episodes.actions.transfers import prepare_transfer_notice
from hoanhap.casework.episodes.choices import EventKind, Stage
from hoanhap.casework.episodes.models import Duty, Episode
from hoanhap.casework.episodes.waiting import waiting_by_kind
from hoanhap.casework.people.models import Person
from hoanhap.doors.desk.steps import doing, steps_of
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor, Role
from tests.cast import Cast, Member
from tests.desk.test_numbers import member_of, unit
from tests.episodes import builders
from tests.episodes.signatures import TOLD, Office, noon

__all__ = ["unit"]
pytestmark = pytest.mark.django_db
POSTS = [
    Role.SOCIAL_AFFAIRS_OFFICER,
    Role.COMMUNE_CHAIR,
    Role.COMMUNE_POLICE,
    Role.COMMUNE_POLICE_CHIEF,
    Role.FACILITY_STAFF,
]


@pytest.fixture
def gone(managed: Episode, cast: Cast) -> Episode:
    """Under management, and left two days ago: the police must tell the new place."""
    builders.happens(cast.officer.actor, managed, EventKind.LEFT, date(2026, 11, 18), hour=9)
    managed.refresh_from_db()
    return managed


def page_of(member: Member, path: str) -> str:
    answer = member.client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "sends"),
    [
        (Role.SOCIAL_AFFAIRS_OFFICER, False),
        (Role.COMMUNE_CHAIR, False),
        (Role.COMMUNE_POLICE, True),
        (Role.COMMUNE_POLICE_CHIEF, True),
    ],
)
def test_the_notice_of_the_police_is_a_button_of_the_police(
    role: Role, sends: bool, gone: Episode, mau: Person, cast: Cast
) -> None:
    member = member_of(cast, role)
    notices = f"/files/{mau.reference}/measures/{gone.pk}/notice/"
    for path in ("/", f"/files/{mau.reference}/"):
        page = page_of(member, path)
        assert mau.reference in page
        assert (notices in page) is sends
    assert (f"{notices}move/letter/" in page_of(member, notices)) is sends


def test_only_who_sends_a_notice_is_asked_to_sign_it(gone: Episode, mau: Person, cast: Cast) -> None:
    police = member_of(cast, Role.COMMUNE_POLICE)
    content = {"helper": "Nguyễn Văn Mẫu", "address": "Số 3 phố Ví Dụ", "new_address": "Số 5 phố Ví Dụ"}
    made = prepare_transfer_notice(
        by=police.actor, episode=gone.pk, to_place=cast.next_door, on=clock.today(), content=content
    )
    notices = f"/files/{mau.reference}/measures/{gone.pk}/notice/"
    assert f"{notices}{made.pk}/sign/" in page_of(member_of(cast, Role.COMMUNE_POLICE_CHIEF), notices)
    assert f"{notices}{made.pk}/sign/" not in page_of(member_of(cast, Role.COMMUNE_CHAIR), notices)


@pytest.mark.parametrize("role", POSTS, ids=str)
def test_every_button_of_today_opens_a_page(role: Role, unit: None, cast: Cast) -> None:
    member = member_of(cast, role)
    found = member.client.get("/").context["found"]
    rows = [*found.rows.rows, *found.others]
    assert rows or role is Role.FACILITY_STAFF
    for row in rows:
        assert row.url, row.what
        assert member.client.get(row.url).status_code == 200, (row.button, row.what)


def button(by: Actor, episode: Episode, rule: str) -> str:
    """The last part of the address that the duty's button opens."""
    duty = Duty.objects.open().select_related("episode__person").get(episode=episode, rule=rule)
    duty.episode.refresh_from_db()
    drafts = waiting_by_kind(of=[episode])
    found = doing(by, episode.person.reference, duty, drafts, in_reach=True, on=clock.today())
    return found.url.removeprefix(f"/files/{episode.person.reference}/").removeprefix(f"measures/{episode.pk}/")


def test_the_end_is_reached_step_by_step(mau: Person, cast: Cast, on: date) -> None:
    """The last duty of a term is the removal: before it the review, and the certificate once its window is open."""
    by = cast.officer.actor
    ending = builders.home(by, mau, cast.here, date(2024, 11, 27))
    builders.managed(by, ending, date(2026, 11, 3))
    assert button(by, ending, "B-PR-END") == "step/review/"
    builders.acted(by=by, episode=ending, kind=EventKind.REVIEWED, on=on)
    assert button(by, ending, "B-PR-END") == "", "too early for the certificate: the file"
    with clock.standing_at(builders.noon(date(2026, 11, 26))):
        assert button(by, ending, "B-PR-END") == "prepare/certificate/"
        builders.acted(by=by, episode=ending, kind=EventKind.CERTIFIED, on=date(2026, 11, 26))
        assert button(by, ending, "B-PR-END") == "prepare/removal/"


def test_what_was_prepared_is_opened_to_be_signed_and_not_prepared_again(cast: Cast) -> None:
    office, day = Office(cast), date(2026, 5, 12)
    office.everybody()
    with noon(day):
        home = office.home(office.person(), day)
        builders.happens(cast.officer.actor, home, EventKind.REPORTED, day)
        office.propose(home, day)
        assert button(office.chair.actor, home, "A-PR-DECIDE") == "prepare/decision/"
        made = prepare_decision(by=cast.officer.actor, episode=home.pk, on=day, content=TOLD)
        assert button(office.chair.actor, home, "A-PR-DECIDE") == f"papers/{made.document_id}/"


def test_a_facility_has_no_steps_of_the_commune(managed: Episode, mau: Person, cast: Cast) -> None:
    facility = member_of(cast, Role.FACILITY_STAFF).actor
    words = [one.words for one in steps_of(facility, mau.reference, managed, clock.today(), helped=True)]
    ours = [one.words for one in steps_of(cast.officer.actor, mau.reference, managed, clock.today(), helped=True)]
    assert managed.stage == Stage.MANAGED
    assert EventKind.REVIEWED.label[1:] in " ".join(ours)
    assert EventKind.REVIEWED.label[1:] not in " ".join(words)
