"""The end: reviewed, certified in its window, taken off the list; and who may look when."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from hoanhap.casework.episodes import selectors
from hoanhap.casework.episodes.actions import deciding, ending, extending, helping, sheets
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.recording import (
    NewEvent,
    NewInterruption,
    record_event,
    record_interruption,
)
from hoanhap.casework.episodes.choices import (
    DutyState,
    EventKind,
    InterruptionKind,
    Measure,
    Outcome,
    Stage,
)
from hoanhap.casework.episodes.models import (
    Charge,
    Duty,
    Episode,
    RemovalEvidence,
    ReviewResult,
)
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import now
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.episodes.facts import add_test, found
from tests.episodes.signatures import Office, noon

COMPLETED, END = date(2025, 9, 15), date(2026, 9, 15)


def sees(member: Member, person: Person, day: date) -> bool:
    """Whether somebody may open a person's file on a day."""
    return Person.objects.visible_to(member.actor, day).filter(pk=person.pk).exists()


# ── a case that crosses from one law to the next ─────────────────────────────────────────────────────────────


def test_a_term_decided_under_the_old_law_ends_by_the_new(crossing: Episode, office: Office, cast: Cast) -> None:
    assert (crossing.stage, crossing.regime, crossing.months) == (Stage.MANAGED, "A2", 12)
    decision = crossing.papers.get(kind="decision")
    assert (decision.document.form, decision.document.prepared_on) == ("A-II-51", date(2025, 9, 19))
    assert (decision.printed_from, decision.printed_to, crossing.ends_on) == (COMPLETED, END, END)
    duty = Duty.objects.get(episode=crossing, rule="B-PR-END")
    assert (duty.opens_on, duty.due_on, duty.state) == (date(2026, 9, 10), END, DutyState.OPEN)
    with noon(date(2026, 9, 9)):
        office.reviewed(crossing, date(2026, 9, 9))
        with pytest.raises(RuleViolation) as refused:
            ending.prepare_certificate(by=cast.officer.actor, episode=crossing.pk, on=date(2026, 9, 9))
        assert (refused.value.code, refused.value.facts["day"]) == ("episodes.end_too_early", date(2026, 9, 10))
    with noon(date(2026, 9, 14)):
        certificate = office.certify(crossing, date(2026, 9, 14))
        removal = ending.prepare_removal(by=office.police.actor, episode=crossing.pk, on=date(2026, 9, 14))
        with pytest.raises(RuleViolation, match=r"episodes\.not_the_signer"):
            ending.sign_removal(by=office.chair.actor, paper=removal.pk, on=date(2026, 9, 14))
        ending.sign_removal(by=office.chief.actor, paper=removal.pk, on=date(2026, 9, 14))
    crossing.refresh_from_db()
    assert (certificate.document.form, removal.document.form) == ("B-V-56", "B-V-57")
    assert (crossing.stage, crossing.outcome, crossing.ended_on) == (Stage.ENDED, Outcome.COMPLETED, END)
    duty.refresh_from_db()
    assert (duty.state, duty.in_time) == (DutyState.DONE, True)
    stated = json.loads(removal.document.content)
    assert (stated["certificate_no"], stated["removed_on"]) == ("01/GXN-UBND", "2026-09-15")
    assert list(Charge.objects.filter(episode=crossing).values_list("from_on", "to_on")) == [(COMPLETED, END)]


def test_a_term_that_ends_under_the_old_law(office: Office, cast: Cast) -> None:
    """Completed before the units of today: recorded late, certified and removed in June 2026 by the Chairman."""
    with noon(date(2025, 7, 2)):
        person = office.person(date(2025, 7, 1))
        episode = office.home(person, date(2025, 6, 20), Measure.VOLUNTARY_FACILITY)
        office.propose(episode, date(2025, 7, 2))
        office.decide(episode, date(2025, 7, 2))
        deciding.serve_decision(by=cast.officer.actor, episode=episode.pk, on=date(2025, 7, 2), to="person")
    with noon(date(2026, 6, 19)):
        office.reviewed(episode, date(2026, 6, 19))
        with pytest.raises(RuleViolation) as refused:
            ending.prepare_certificate(by=cast.officer.actor, episode=episode.pk, on=date(2026, 6, 19))
        assert refused.value.facts["day"] == date(2026, 6, 20)
    with noon(date(2026, 6, 22)):
        certificate = office.certify(episode, date(2026, 6, 22))
        removal = ending.prepare_removal(by=cast.officer.actor, episode=episode.pk, on=date(2026, 6, 22))
        with pytest.raises(RuleViolation, match=r"episodes\.not_the_signer"):
            ending.sign_removal(by=office.chief.actor, paper=removal.pk, on=date(2026, 6, 22))
        ending.sign_removal(by=office.chair.actor, paper=removal.pk, on=date(2026, 6, 22))
    episode.refresh_from_db()
    assert (certificate.document.form, removal.document.form) == ("A-II-54", "O-A-REMOVAL")
    assert (episode.stage, episode.ended_on) == (Stage.ENDED, date(2026, 6, 20))


# ── who may look ─────────────────────────────────────────────────────────────────────────────────────────────


def test_who_may_open_the_file_until_when(crossing: Episode, mau: Person, office: Office, cast: Cast) -> None:
    volunteer, leader = cast.volunteer, cast.in_role(Role.TEAM_LEADER)
    with noon(date(2025, 9, 20)):
        helped(office, crossing, volunteer, date(2025, 9, 20))
    finish = [office.chair, office.police, office.chief, cast.officer]
    for member in [*finish, volunteer]:
        assert sees(member, mau, END), member.actor.role
    after = END + timedelta(days=1)
    for member in finish:
        assert sees(member, mau, after), member.actor.role
    for member in (volunteer, leader, cast.neighbour, cast.inspector, cast.lead):
        assert not sees(member, mau, after), member.actor.role
    with noon(date(2026, 9, 18)):
        office.reviewed(crossing, date(2026, 9, 18))
        office.certify(crossing, date(2026, 9, 18))
        removal = ending.prepare_removal(by=office.police.actor, episode=crossing.pk, on=date(2026, 9, 18))
        assert sees(cast.officer, mau, date(2026, 9, 18))
        ending.sign_removal(by=office.chief.actor, paper=removal.pk, on=date(2026, 9, 18))
        for member in [*finish, volunteer]:
            assert not sees(member, mau, date(2026, 9, 18)), member.actor.role
        with pytest.raises(NotFound):
            ending.review_for_end(by=cast.officer.actor, episode=crossing.pk, on=date(2026, 9, 18))


def test_a_tie_of_any_kind_closes_with_the_term(crossing: Episode, mau: Person, office: Office, cast: Cast) -> None:
    board = cast.in_role(Role.CLUB_BOARD)
    with noon(date(2026, 1, 5)):
        open_tie(by=cast.officer.actor, person=mau, kind="member", from_on=date(2026, 1, 5), post=board.actor.post)
    assert sees(board, mau, END)
    assert not sees(board, mau, END + timedelta(days=1))


def test_a_signed_extension_keeps_the_file_open_to_its_day(
    crossing: Episode, mau: Person, office: Office, cast: Cast
) -> None:
    with noon(date(2025, 9, 20)):
        helped(office, crossing, cast.volunteer, date(2025, 9, 20))
    day, until = date(2026, 9, 8), date(2026, 10, 15)
    with noon(day):
        with pytest.raises(RuleViolation, match=r"episodes\.reason_missing"):
            extending.prepare_extension(by=cast.officer.actor, episode=crossing.pk, until=until, reason="", on=day)
        for wrong in (END, date(2027, 9, 16)):
            with pytest.raises(RuleViolation, match=r"episodes\.extension_days"):
                extending.prepare_extension(
                    by=cast.officer.actor, episode=crossing.pk, until=wrong, reason="còn vay vốn", on=day
                )
        own = extending.prepare_extension(
            by=office.chair.actor, episode=crossing.pk, until=until, reason="còn vay vốn", on=day
        )
        with pytest.raises(RuleViolation, match=r"documents\.own_proposal"):
            extending.sign_extension(by=office.chair.actor, paper=own.pk, on=day)
    with noon(day + timedelta(days=1)):
        made = extending.prepare_extension(
            by=cast.officer.actor, episode=crossing.pk, until=until, reason="còn vay vốn", on=day
        )
        assert not sees(cast.volunteer, mau, END + timedelta(days=1))
        event = extending.sign_extension(by=office.chair.actor, paper=made.pk, on=day + timedelta(days=1))
    assert (event.details, made.document.form) == ({"seen_until": "2026-10-15"}, "O-EXTENSION")
    assert sees(cast.volunteer, mau, until)
    assert not sees(cast.volunteer, mau, until + timedelta(days=1))
    assert sees(cast.officer, mau, until + timedelta(days=1))


def helped(office: Office, episode: Episode, member: Member, day: date) -> None:
    """Somebody is assigned to help."""
    new = helping.NewHelper(from_on=day, post=UUID(member.actor.post))
    made = helping.prepare_helper(by=office.cast.officer.actor, episode=episode.pk, new=new, on=day)
    helping.assign_helper(by=office.chair.actor, paper=made.pk, on=day)


# ── the review and its evidence ──────────────────────────────────────────────────────────────────────────────


def test_a_review_freezes_what_the_file_holds_and_warns(crossing: Episode, office: Office, cast: Cast) -> None:
    with noon(date(2026, 3, 2)):
        add_test(crossing, date(2026, 3, 2))
        add_test(crossing, date(2026, 3, 1), positive=True)
        ReviewResult.objects.create(
            episode=crossing, reviewed_on=date(2026, 3, 2), paper_no="3/BB", place=crossing.place, recorded_at=now()
        )
        found(crossing, date(2026, 3, 1), confirmed=False)
        away = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=date(2026, 2, 1), to_on=date(2026, 2, 5))
        record_interruption(by=cast.officer.actor, episode=crossing.pk, new=away)
    with noon(date(2026, 9, 16)):
        results = sheets.review_many(by=cast.officer.actor, episodes=[crossing.pk], on=date(2026, 9, 16))
        assert results[0].warnings == ("positive_test", "not_two_clean_years")
        frozen = RemovalEvidence.objects.get(episode=crossing)
        assert frozen.ends_on == date(2026, 9, 20)
        assert not frozen.two_clean_years
        counted = ("tests", "positives", "reviews", "findings", "confirmed", "unreported_days", "open_duties")
        assert [frozen.counts[name] for name in counted] == [2, 1, 1, 1, 0, 5, 0]
        add_test(crossing, date(2026, 9, 16))
        frozen.refresh_from_db()
        assert frozen.counts["tests"] == 2
        office.certify(crossing, date(2026, 9, 16))
    crossing.refresh_from_db()
    assert crossing.stage == Stage.CERTIFIED


def test_what_a_review_needs(crossing: Episode, office: Office, cast: Cast) -> None:
    with noon(date(2026, 9, 1)):
        with pytest.raises(PermissionRefused):
            ending.review_for_end(by=cast.lead.actor, episode=crossing.pk, on=date(2026, 9, 1))
        with pytest.raises(RuleViolation, match=r"episodes\.not_possible"):
            ending.prepare_removal(by=office.police.actor, episode=crossing.pk, on=date(2026, 9, 1))
        away = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=date(2026, 8, 20))
        record_interruption(by=cast.officer.actor, episode=crossing.pk, new=away)
        with pytest.raises(RuleViolation, match=r"episodes\.end_unknown"):
            ending.review_for_end(by=cast.officer.actor, episode=crossing.pk, on=date(2026, 9, 1))


def test_an_end_that_moved_is_prepared_anew(crossing: Episode, office: Office, cast: Cast) -> None:
    with noon(date(2026, 9, 15)):
        office.reviewed(crossing, END)
        office.certify(crossing, END)
        removal = ending.prepare_removal(by=office.police.actor, episode=crossing.pk, on=END)
        away = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=date(2026, 9, 1), to_on=date(2026, 9, 2))
        record_interruption(by=cast.officer.actor, episode=crossing.pk, new=away)
        with pytest.raises(RuleViolation, match=r"episodes\.end_moved"):
            ending.sign_removal(by=office.chief.actor, paper=removal.pk, on=END)


def test_the_removal_sheet_in_one_call_each(office: Office, cast: Cast) -> None:
    names = ("Trần Thị Ví Dụ", "Lê Thị Mẫu Ba")
    people = [
        office.person(date(2025, 7, 1), number=f"00109001240{number}", phone="", name=name)
        for number, name in enumerate(names)
    ]
    first, second = (
        office.managed(person, completed, Measure.VOLUNTARY_HOME)
        for person, completed in zip(people, (COMPLETED, COMPLETED + timedelta(days=30)), strict=True)
    )
    with noon(END):
        due = selectors.ending_soon(by=cast.officer.actor, on=END)
        assert [one.pk for one in due] == [first.pk, second.pk]
        keys = [one.pk for one in due]
        assert all(row.done for row in sheets.review_many(by=cast.officer.actor, episodes=keys, on=END))
        rows = [sheets.SheetRow(episode=key) for key in keys]
        papers = sheets.prepare_certificates(by=cast.officer.actor, rows=rows, on=END)
        assert [row.refusal.code if row.refusal else "" for row in papers] == ["", "episodes.end_too_early"]
        done = [row.paper for row in papers if row.paper]
        assert [row.done for row in sheets.certify_many(by=office.chair.actor, papers=done, on=END)] == [True]
        removals = sheets.prepare_removals(by=office.police.actor, rows=rows, on=END)
        assert [row.done for row in removals] == [True, False]
        done = [row.paper for row in removals if row.paper]
        assert [row.done for row in sheets.remove_many(by=office.chief.actor, papers=done, on=END)] == [True]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.stage, second.stage) == (Stage.ENDED, Stage.REVIEWED)


def test_a_file_stays_open_until_what_follows_rehabilitation_begins(office: Office, mau: Person, cast: Cast) -> None:
    day = date(2026, 11, 12)
    with noon(day):
        new = NewEpisode(
            person=mau, measure=Measure.VOLUNTARY_HOME, place=cast.here, kind=EventKind.OPENED, on=day
        )  # fmt: skip
        rehabilitation = open_episode(by=cast.officer.actor, new=new)
        for kind, outcome in ((EventKind.STARTED, ""), (EventKind.COMPLETED, Outcome.COMPLETED)):
            step = NewEvent(kind=kind, on=day, outcome=outcome)
            record_event(by=cast.officer.actor, episode=rehabilitation.pk, new=step)
    for later in (date(2026, 11, 13), date(2027, 1, 5)):
        assert sees(cast.officer, mau, later)
        assert sees(office.police, mau, later) == sees(office.chief, mau, later)
    with noon(date(2026, 11, 16)):
        home = office.home(mau, day, Measure.VOLUNTARY_HOME)
    assert (home.stage, home.ends_on) == (Stage.LISTED, date(2027, 11, 12))
