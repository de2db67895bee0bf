"""Helpers: proposed by one, assigned by another; they see exactly their people, from the day on to the end."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from hoanhap.casework.episodes import selectors
from hoanhap.casework.episodes.actions import helping
from hoanhap.casework.episodes.actions.recording import NewInterruption, record_interruption
from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, EpisodePaper, HelperAssignment
from hoanhap.casework.people.models import Person, Tie
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.episodes.signatures import Office, noon

DAY = date(2026, 11, 20)


@pytest.fixture
def managed(office: Office, mau: Person) -> Episode:
    """Managed from 16/11/2026 for a year."""
    return office.managed(mau, date(2026, 11, 14), Measure.VOLUNTARY_HOME)


def propose(office: Office, episode: Episode, member: Member, day: date = DAY, **told: object) -> EpisodePaper:
    """The officer proposes the holder of a post."""
    new = helping.NewHelper(**({"from_on": day, "post": UUID(member.actor.post)} | told))  # type: ignore[arg-type]
    return helping.prepare_helper(by=office.cast.officer.actor, episode=episode.pk, new=new, on=day)


def seen_by(member: Member, day: date) -> set[UUID]:
    """Whose files somebody may open on a day."""
    return set(Person.objects.visible_to(member.actor, day).values_list("pk", flat=True))


def test_a_helper_sees_exactly_their_people_from_the_day_to_the_end(
    managed: Episode, mau: Person, office: Office, cast: Cast
) -> None:
    office.person(date(2026, 1, 1), number="001090012399", phone="", name="Trần Thị Ví Dụ")
    later = DAY + timedelta(days=5)
    made = propose(office, managed, cast.volunteer, from_on=later)
    assert seen_by(cast.volunteer, later) == set()
    row = helping.assign_helper(by=office.chair.actor, paper=made.pk, on=DAY)
    assert made.document.form == "B-V-59"
    assert (row.from_on, row.to_on, row.paper_id) == (later, None, made.pk)
    assert seen_by(cast.volunteer, later - timedelta(days=1)) == set()
    assert seen_by(cast.volunteer, later) == {mau.pk}
    assert seen_by(cast.volunteer, date(2027, 11, 14)) == {mau.pk}
    assert seen_by(cast.volunteer, date(2027, 11, 15)) == set()
    assert selectors.helper_of(managed, on=later) == row
    stated = json.loads(made.document.content)
    assert (stated["helper"], stated["decision_no"]) == ("Nguyễn Văn Mẫu", "01/QĐ-UBND")


def test_the_tie_follows_the_end(managed: Episode, office: Office, cast: Cast) -> None:
    row = helping.assign_helper(by=office.chair.actor, paper=propose(office, managed, cast.volunteer).pk, on=DAY)
    assert Tie.objects.get(pk=row.tie).to_on == date(2027, 11, 14)
    with noon(DAY + timedelta(days=9)):
        away = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=date(2026, 11, 21), to_on=date(2026, 11, 23))
        record_interruption(by=cast.officer.actor, episode=managed.pk, new=away)
    assert Tie.objects.get(pk=row.tie).to_on == date(2027, 11, 17)


def test_nobody_assigns_whom_they_proposed(managed: Episode, office: Office, cast: Cast) -> None:
    new = helping.NewHelper(from_on=DAY, post=UUID(cast.volunteer.actor.post))
    own = helping.prepare_helper(by=office.chair.actor, episode=managed.pk, new=new, on=DAY)
    with pytest.raises(RuleViolation, match=r"documents\.own_proposal"):
        helping.assign_helper(by=office.chair.actor, paper=own.pk, on=DAY)
    with pytest.raises(RuleViolation, match=r"episodes\.not_the_signer"):
        helping.assign_helper(by=office.chief.actor, paper=own.pk, on=DAY)
    with pytest.raises(PermissionRefused):
        helping.prepare_helper(by=cast.volunteer.actor, episode=managed.pk, new=new, on=DAY)
    with pytest.raises(PermissionRefused):
        helping.prepare_helper(by=cast.in_role(Role.CLUB_BOARD).actor, episode=managed.pk, new=new, on=DAY)
    assert not HelperAssignment.objects.exists()


def test_who_may_help(managed: Episode, office: Office, cast: Cast) -> None:
    stranger = cast.member("tinh-nguyen-noi-khac", Role.VOLUNTEER, cast.next_door)
    for member in (stranger, office.chair):
        with pytest.raises(RuleViolation, match=r"episodes\.helper_not_of_unit"):
            propose(office, managed, member)
    for told in ({"post": None}, {"agency": "Hội Phụ nữ phường Ví Dụ"}):
        with pytest.raises(RuleViolation, match=r"episodes\.helper_unclear"):
            propose(office, managed, cast.volunteer, **told)
    with pytest.raises(RuleViolation, match=r"episodes\.helper_after_end"):
        propose(office, managed, cast.volunteer, from_on=date(2027, 11, 15))


def test_an_organisation_helps_without_looking(managed: Episode, office: Office, cast: Cast) -> None:
    made = propose(office, managed, cast.volunteer, post=None, agency="Hội Phụ nữ phường Ví Dụ")
    row = helping.assign_helper(by=office.chair.actor, paper=made.pk, on=DAY)
    assert (row.post, row.agency, row.tie) == (None, "Hội Phụ nữ phường Ví Dụ", None)


def test_one_helper_after_another_leaves_the_history(managed: Episode, office: Office, cast: Cast) -> None:
    second = cast.member("tinh-nguyen-hai", Role.VOLUNTEER, cast.here)
    first = helping.assign_helper(by=office.chair.actor, paper=propose(office, managed, cast.volunteer).pk, on=DAY)
    with pytest.raises(RuleViolation, match=r"episodes\.helper_already"):
        propose(office, managed, cast.volunteer)
    day = DAY + timedelta(days=10)
    with noon(day):
        made = propose(office, managed, second, day, replaces=first.pk)
        helping.assign_helper(by=office.chair.actor, paper=made.pk, on=day)
    first.refresh_from_db()
    assert first.to_on == day - timedelta(days=1)
    assert (seen_by(cast.volunteer, day), seen_by(second, day)) == (set(), {managed.person_id})
    kinds = EpisodeEvent.objects.filter(episode=managed, kind__startswith="helper").order_by("happened_on")
    assert sorted(kinds.values_list("kind", flat=True)) == ["helper_assigned", "helper_assigned", "helper_ended"]
    assert HelperAssignment.objects.filter(episode=managed).count() == 2


def test_help_ends_on_its_last_day(managed: Episode, office: Office, cast: Cast) -> None:
    row = helping.assign_helper(by=office.chair.actor, paper=propose(office, managed, cast.volunteer).pk, on=DAY)
    with pytest.raises(NotFound):
        helping.end_helper(by=cast.neighbour.actor, assignment=row.pk, on=DAY, reason="chuyển công tác")
    event = helping.end_helper(by=cast.officer.actor, assignment=row.pk, on=DAY, reason="chuyển công tác")
    assert (event.kind, event.note) == (EventKind.HELPER_ENDED, "chuyển công tác")
    assert seen_by(cast.volunteer, DAY) == {managed.person_id}
    assert seen_by(cast.volunteer, DAY + timedelta(days=1)) == set()
    with pytest.raises(RuleViolation, match=r"episodes\.helper_ended"):
        helping.end_helper(by=cast.officer.actor, assignment=row.pk, on=DAY, reason="chuyển công tác")


def test_a_helper_who_helps_again_after_an_end_sees_again(managed: Episode, office: Office, cast: Cast) -> None:
    row = helping.assign_helper(by=office.chair.actor, paper=propose(office, managed, cast.volunteer).pk, on=DAY)
    helping.end_helper(by=cast.officer.actor, assignment=row.pk, on=DAY, reason="nghỉ ốm một tuần")
    day = DAY + timedelta(days=7)
    with noon(day):
        helping.assign_helper(by=office.chair.actor, paper=propose(office, managed, cast.volunteer, day).pk, on=day)
    assert seen_by(cast.volunteer, day - timedelta(days=1)) == set()
    assert seen_by(cast.volunteer, day) == {managed.person_id}


def test_at_a_new_place_the_paper_is_another(managed: Episode, office: Office, cast: Cast) -> None:
    made = propose(office, managed, cast.volunteer, moved_on=date(2026, 11, 19))
    assert made.document.form == "B-V-60"
    helping.assign_helper(by=office.chair.actor, paper=made.pk, on=DAY)


def test_under_the_old_law_the_paper_is_the_programmes_own(office: Office, cast: Cast, mau: Person) -> None:
    episode = office.managed(mau, date(2026, 3, 2), Measure.VOLUNTARY_HOME)
    day = date(2026, 3, 9)
    with noon(day):
        made = propose(office, episode, cast.volunteer, day)
        helping.assign_helper(by=office.chair.actor, paper=made.pk, on=day)
    assert made.document.form == "O-A-HELPER"


def test_before_a_decision_nobody_is_assigned(office: Office, cast: Cast, mau: Person) -> None:
    home = office.home(mau, date(2026, 11, 16))
    with pytest.raises(RuleViolation, match=r"episodes\.no_decision_yet"):
        propose(office, home, cast.volunteer)
