"""The person's page and the unit's list, through the eyes of the cast."""

import re
from datetime import date

import pytest

from hoanhap.casework.episodes.choices import EventKind, InterruptionKind
from hoanhap.casework.episodes.models import Duty, Episode, HelperAssignment
from hoanhap.casework.people.actions.ties import hold_many
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Person
from hoanhap.doors.desk.clock_bar import bar_of
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.episodes import builders
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db


def page_of(member: Member, path: str, status: int = 200) -> str:
    """A page as the member gets it."""
    answer = member.client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def interrupted(managed: Episode, cast: Cast) -> Episode:
    """Ten days away without a word, told of late."""
    builders.away(cast.officer.actor, managed, date(2026, 8, 1), date(2026, 8, 10))
    managed.refresh_from_db()
    return managed


def test_the_clock_draws_counted_paused_and_left(interrupted: Episode, on: date) -> None:
    bar = bar_of(interrupted, on=on)
    assert bar is not None
    assert [part.tone for part in bar.parts] == ["green", "amber", "green", "grey"]
    assert round(sum(part.wide for part in bar.parts), 6) == 100
    assert (bar.printed, bar.computed, bar.differs) == ("10/05/2028", "20/05/2028", True)
    assert [reason.label for reason in bar.reasons][:2] == ["A-PR-TERM-COMP", "B-PR-ABSENCE"]


def test_a_clock_that_stands_still_has_no_end(managed: Episode, cast: Cast, on: date) -> None:
    builders.away(cast.officer.actor, managed, date(2026, 11, 1), None, InterruptionKind.PRISON)
    managed.refresh_from_db()
    bar = bar_of(managed, on=on)
    assert bar is not None
    assert bar.paused
    assert bar.computed == ""
    assert [part.tone for part in bar.parts] == ["green", "amber", "grey"]


def test_the_page_says_when_why_and_who(interrupted: Episode, mau: Person, cast: Cast) -> None:
    page = page_of(cast.officer, f"/files/{mau.reference}/")
    for words in (mau.name, mau.reference, "in trên quyết định: 10/05/2028", "20/05/2028", "10 ngày", "vì sao?"):
        assert words in page
    assert "Bạn đang xem với mục đích" in page


def test_every_opening_is_logged_with_its_purpose(managed: Episode, mau: Person, cast: Cast) -> None:
    page_of(cast.officer, f"/files/{mau.reference}/")
    look = AuditEntry.objects.filter(name="people.file_opened").latest("recorded_at")
    assert (look.purpose, look.subject) == ("P1", f"people.person:{mau.pk}")


@pytest.mark.parametrize("part", ["", "timeline/", "measures/", "papers/"])
def test_outside_the_reach_there_is_no_such_file(part: str, managed: Episode, mau: Person, cast: Cast) -> None:
    assert cast.officer.client.get(f"/files/{mau.reference}/{part}").status_code == 200
    assert cast.neighbour.client.get(f"/files/{mau.reference}/{part}").status_code == 404
    for member in (cast.lead, cast.inspector):
        assert member.client.get(f"/files/{mau.reference}/{part}").status_code == 403


def test_chair_police_and_chief_open_it(
    managed: Episode, mau: Person, cast: Cast, chief: Member, chair: Member
) -> None:
    for member in (chief, chair, cast.in_role(Role.COMMUNE_POLICE)):
        assert mau.name in page_of(member, f"/files/{mau.reference}/")


def help_by(member: Member, episode: Episode, by: Member) -> None:
    """The member helps from today on."""
    assert member.post
    from hoanhap.ground.audit.actions import audited, record

    @audited
    def tie(*, by: object) -> None:
        hold_many(by=by, kind=TieKind.HELPER, posts=[(episode.person, str(member.post.pk))], from_on=date(2026, 11, 1))  # type: ignore[arg-type,union-attr]
        record("episodes.helper_assigned", f"episodes.episode:{episode.pk}", by=by)  # type: ignore[arg-type]

    tie(by=by.actor)
    HelperAssignment.objects.create(
        episode=episode, post=member.post, from_on=date(2026, 11, 1), recorded_at=episode.recorded_at
    )


def test_a_volunteer_sees_dates_and_not_the_course(interrupted: Episode, mau: Person, cast: Cast) -> None:
    assert cast.volunteer.client.get(f"/files/{mau.reference}/").status_code == 404
    help_by(cast.volunteer, interrupted, cast.officer)
    page = page_of(cast.volunteer, f"/files/{mau.reference}/")
    assert mau.name in page
    assert "20/05/2028" in page
    assert f"sinh năm {mau.birth_year}" in page
    for hidden in ("Ghi việc", "51/QĐ-UBND", "vắng mặt không khai báo", "Diễn biến"):
        assert hidden not in page
    for part in ("timeline/", "measures/", "papers/"):
        assert cast.volunteer.client.get(f"/files/{mau.reference}/{part}").status_code == 403


def test_the_timeline_tells_corrections_and_changes_of_law(home: Episode, mau: Person, cast: Cast) -> None:
    from hoanhap.casework.episodes.actions.recording import correct_event
    from hoanhap.casework.episodes.models import EpisodeEvent

    builders.happens(cast.officer.actor, home, EventKind.REPORTED, date(2026, 5, 18))
    event = EpisodeEvent.objects.get(kind=EventKind.REPORTED)
    correct_event(
        by=cast.officer.actor, event=event.pk, on=date(2026, 5, 14), moment=None, paper_no="", reason="ghi nhầm ngày"
    )
    page = page_of(cast.officer, f"/files/{mau.reference}/timeline/")
    assert "Luật mới có hiệu lực" in page
    assert "đã thay: ghi nhầm ngày" in page
    assert "ghi muộn" in page
    assert "<s>" not in page_of(cast.officer, f"/files/{mau.reference}/timeline/?show=legal")


def test_after_the_end_only_certificate_and_removal_are_left(mau: Person, cast: Cast) -> None:
    home = builders.home(cast.officer.actor, mau, cast.here, date(2025, 8, 1), paper_no="1")
    with standing_at(builders.noon(date(2027, 8, 10))):
        page = page_of(cast.officer, f"/files/{mau.reference}/")
        assert "Thời hạn đã hết ngày 01/08/2027" in page
        assert set(re.findall(rf"/measures/{home.pk}/(\S+?)/\"", page)) == {"prepare/early-removal"}


def test_the_list_filters_and_the_log_says_so(managed: Episode, mau: Person, cast: Cast) -> None:
    assert mau.name in page_of(cast.officer, "/files/?stage=managed&ends=")
    assert mau.name not in page_of(cast.officer, "/files/?ends=60")
    assert mau.name not in page_of(cast.officer, "/files/?minor=yes")
    assert mau.name in page_of(cast.officer, "/files/?helper=no&months=24")
    assert mau.name not in page_of(cast.neighbour, "/files/")
    look = AuditEntry.objects.filter(name="desk.people_listed").order_by("recorded_at", "seq")
    told = [(one.stated()["filters"], one.stated()["people"]) for one in look]
    assert told == [(["stage"], 1), (["ends"], 0), (["minor"], 0), (["helper", "months"], 1), ([], 0)]


def test_nothing_that_is_asked_for_stands_in_the_log(managed: Episode, cast: Cast) -> None:
    page_of(cast.officer, "/files/?stage=managed&stage_of=x&state=geheim")
    look = AuditEntry.objects.get(name="desk.people_listed")
    assert look.stated() == {"filters": ["stage"], "people": 1}
    assert confirm(cast.officer).get("/files/?ends=60&export=xlsx").status_code == 200
    assert AuditEntry.objects.filter(name="desk.people_listed").latest("seq").stated()["filters"] == ["ends"]


def test_rule_and_time_are_asked_of_the_same_duty(mau: Person, cast: Cast) -> None:
    """Somebody with a late duty of one rule and a far one of another is not late in that other."""
    home = builders.home(cast.officer.actor, mau, cast.here, date(2025, 6, 10))
    builders.managed(cast.officer.actor, home, date(2026, 11, 3))
    builders.happens(cast.officer.actor, home, EventKind.LEFT, date(2026, 11, 18), hour=9)
    far = Duty.objects.open().get(episode=home, rule="B-PR-END")
    assert far.due_on > date(2027, 1, 1)
    assert mau.name in page_of(cast.officer, "/files/?due=late")
    assert mau.name in page_of(cast.officer, "/files/?rule=B-MOVE&due=late")
    assert mau.name in page_of(cast.officer, "/files/?rule=B-PR-END")
    assert mau.name not in page_of(cast.officer, "/files/?rule=B-PR-END&due=late")
    assert mau.name not in page_of(cast.officer, "/files/?rule=B-PR-END&due=shown")


def test_the_list_is_exported_by_the_commune_alone(managed: Episode, cast: Cast) -> None:
    assert cast.officer.client.get("/files/?export=xlsx").status_code == 302  # who it is, is asked again
    assert confirm(cast.officer).get("/files/?export=xlsx").status_code == 200
    help_by(cast.volunteer, managed, cast.officer)
    assert cast.volunteer.client.get("/files/").status_code == 200
    assert confirm(cast.volunteer).get("/files/?export=xlsx").status_code == 403
