"""Draws, sessions, consent: who is tested, by whom, and who sees what of it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hoanhap.casework.episodes.models import DrugTest, Episode
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.screening import selectors
from hoanhap.casework.screening.actions import consent, drawing, planning, sessions
from hoanhap.casework.screening.actions.planning import NewSetting
from hoanhap.casework.screening.actions.sessions import Answer, NewSession
from hoanhap.casework.screening.choices import Identifier, Level, LevelGround, SettingKind, Taking
from hoanhap.casework.screening.models import Draw, DrawCandidate, DrawPick, SheetLine, StripTest, TestSession
from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Permission
from tests.cast import Cast
from tests.episodes import builders
from tests.screening.builders import CLEAN, DIRTY, SESSION_ON, Ward, answer, at

NOVEMBER = date(2026, 11, 1)


# ── schedule ──


def test_without_a_decision_those_at_risk_are_due_monthly_and_others_quarterly(ward: Ward, mau: Episode) -> None:
    with standing_at(at(date(2026, 6, 1))):
        (due,) = selectors.schedule(by=ward.officer, month=date(2026, 6, 1), on=date(2026, 6, 1))
        assert (due.level, due.months, due.due_on) == (Level.OTHER, 3, date(2026, 8, 10))
        planning.record_level(
            by=ward.officer, episode=mau.pk, level=Level.AT_RISK, ground=LevelGround.JUST_HOME, from_on=date(2026, 6, 1)
        )
        (due,) = selectors.schedule(by=ward.officer, month=date(2026, 6, 1), on=date(2026, 6, 1))
        assert (due.level, due.months, due.due_on) == (Level.AT_RISK, 1, date(2026, 6, 10))


def test_a_unit_sets_its_own_months_by_decision(ward: Ward, mau: Episode) -> None:
    new = NewSetting(
        place=ward.cast.here, kind=SettingKind.MONTHS_OTHER, value=6, from_on=date(2026, 11, 1),
        decision_no="12/QĐ-UBND", decided_on=date(2026, 10, 30),
    )  # fmt: skip
    made = planning.record_setting(by=ward.officer, new=new)
    day = date(2026, 11, 20)
    assert selectors.schedule(by=ward.officer, month=NOVEMBER, on=day)[0].months == 6
    assert selectors.schedule(by=ward.officer, month=date(2026, 10, 1), on=day)[0].months == 3  # not before its day
    right = NewSetting(**vars(new) | {"value": 2})
    planning.correct_setting(by=ward.officer, setting=made.pk, new=right, reason="quyết định ghi 02 tháng")
    assert selectors.schedule(by=ward.officer, month=NOVEMBER, on=day)[0].months == 2
    with pytest.raises(PermissionRefused):
        planning.record_setting(by=ward.cast.neighbour.actor, new=new)
    with pytest.raises(PermissionRefused):
        planning.record_setting(by=ward.police, new=new)


@pytest.mark.slow
def test_pages_ask_as_often_for_two_hundred_people_as_for_ten(ward: Ward) -> None:
    """The schedule and the sheet; three sizes."""
    asked = []
    made = 0
    for size in (10, 50, 200):
        while made < size:
            ward.managed(made)
            made += 1
        with standing_at(at(SESSION_ON)), transaction.atomic():
            session = ward.session()
            with CaptureQueriesContext(
                connection,
            ) as found:
                selectors.schedule(by=ward.officer, month=NOVEMBER, on=SESSION_ON)
                assert len(selectors.sheet(by=ward.nurse, ref=session.pk).rows) == size
                list(selectors.sessions(by=ward.nurse)[:50])
            asked.append(len(found))
            transaction.set_rollback(True)
    assert len(set(asked)) == 1, asked


# ── draws ──


def test_seed_and_list_are_kept_before_anybody_is_drawn(ward: Ward, mau: Episode) -> None:
    other = ward.managed(1)
    with standing_at(at(SESSION_ON)):
        draw = drawing.open_draw(by=ward.officer, place=ward.cast.here, how_many=1, on=SESSION_ON)
        assert not draw.picks.exists()
        assert {row.episode_id for row in draw.listed.all()} == {mau.pk, other.pk}
        drawing.make_draw(by=ward.officer, draw=draw.pk)
        with pytest.raises(RuleViolation, match="drawn_already"):
            drawing.make_draw(by=ward.officer, draw=draw.pk)
        page = selectors.draw(by=ward.police, ref=draw.pk)
    assert page.same
    assert [row.rank for row in page.rows] == [1, None]
    logged = AuditEntry.objects.filter(name__startswith="screening.draw").order_by("pk")
    assert [one.name for one in logged] == ["screening.draw_opened", "screening.draw_made"]
    assert mau.person.name not in "".join(one.facts for one in logged)


def test_a_draw_is_not_repeated_until_it_pleases(ward: Ward, mau: Episode) -> None:
    with standing_at(at(SESSION_ON)):
        ward.drawn()
        with pytest.raises(RuleViolation, match="reason_missing"):
            drawing.open_draw(by=ward.officer, place=ward.cast.here, how_many=1, on=SESSION_ON)
        again = drawing.open_draw(
            by=ward.officer, place=ward.cast.here, how_many=1, reason="kiểm tra đột xuất lần hai", on=SESSION_ON
        )
    assert (again.number, again.reason) == (2, "kiểm tra đột xuất lần hai")


def test_the_database_keeps_a_draw_as_it_was(ward: Ward, mau: Episode) -> None:
    other = ward.managed(1)
    with standing_at(at(SESSION_ON)):
        draw = drawing.open_draw(by=ward.officer, place=ward.cast.here, how_many=1, on=SESSION_ON)
        more = ward.managed(2)
        with pytest.raises(IntegrityError, match="candidates_frozen"), transaction.atomic():
            DrawCandidate.objects.create(draw=draw, episode=more, reference="HS-X", weight=9)
        (pick,) = drawing.make_draw(by=ward.officer, draw=draw.pk)
        rest = draw.listed.exclude(pk=pick.candidate_id).get()
        with pytest.raises(IntegrityError, match="pick_of_its_draw"), transaction.atomic():
            DrawPick.objects.create(draw=draw, candidate=rest, rank=2, drawn_by="x", recorded_at=clock.now())
        session = ward.session(draw)
        left = other if rest.episode_id == other.pk else mau
        with pytest.raises(IntegrityError, match="line_in_order"), transaction.atomic():
            SheetLine.objects.create(session=session, episode=left, why="drawn", recorded_at=clock.now())
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE screening_draw SET seed = 'x'")
    assert selectors.draw(by=ward.officer, ref=draw.pk).same


def test_nobody_under_management_nobody_drawn(ward: Ward) -> None:
    with pytest.raises(RuleViolation, match="nobody_to_draw"):
        drawing.open_draw(by=ward.officer, place=ward.cast.here, how_many=1, on=SESSION_ON)


# ── sessions ──


def test_police_and_health_station_are_both_present(ward: Ward, mau: Episode) -> None:
    police, health = ward.posts()
    chief = Post.objects.get(pk=ward.chief.post)
    base = {"place": ward.cast.here, "held_on": SESSION_ON, "venue": "Trạm Y tế"}
    with standing_at(at(SESSION_ON)):
        for one, two in ((police, chief), (health, police)):
            with pytest.raises(RuleViolation, match="post_not_there"):
                sessions.open_session(by=ward.officer, new=NewSession(**base, police=one, health=two))
        for keys in ({"police": police, "health": chief}, {"police": health, "health": police}):
            with pytest.raises(IntegrityError, match="police_and_health"), transaction.atomic():
                TestSession.objects.create(**base, **keys, kind="scheduled", opened_by="x", recorded_at=clock.now())
        with pytest.raises(PermissionRefused):
            sessions.open_session(by=ward.police, new=NewSession(**base, police=police, health=health))
        assert ward.session().lines.count() == 1


def test_two_identifiers_and_a_reason_for_a_refusal(ward: Ward, mau: Episode) -> None:
    with standing_at(at(SESSION_ON)):
        session = ward.session()
        line = session.lines.get()

        def recorded(told: Answer) -> StripTest:
            return sessions.record_line(by=ward.police, session=session.pk, line=line.pk, answer=told)

        one = Answer(taking=Taking.TESTED, identified=(Identifier.CARD, Identifier.CARD), strips=CLEAN)
        for told, code in (
            (one, "two_identifiers"),
            (Answer(taking=Taking.REFUSED), "reason_missing"),
            (Answer(taking=Taking.SKIPPED), "reason_missing"),
        ):
            with pytest.raises(RuleViolation, match=code):
                recorded(told)
        with pytest.raises(RuleViolation, match="lines_open"):
            sessions.close_session(by=ward.police, session=session.pk, paper_no="7/BB")
        made = recorded(Answer(taking=Taking.REFUSED, told="không đồng ý lấy mẫu"))
        assert (made.verdict, made.told) == ("", "không đồng ý lấy mẫu")
        with pytest.raises(RuleViolation, match="recorded_already"):
            recorded(answer())
        sessions.close_session(by=ward.police, session=session.pk, paper_no="7/BB")
        with pytest.raises(RuleViolation, match="session_closed"):
            recorded(answer())
    assert not DrugTest.objects.exists()


def test_who_is_added_needs_a_reason_and_nobody_is_left_out(ward: Ward, mau: Episode) -> None:
    other = ward.managed(1)
    with standing_at(at(SESSION_ON)):
        draw = ward.drawn()
        session = ward.session(draw)
        left = other if session.lines.get().episode_id == mau.pk else mau
        with pytest.raises(RuleViolation, match="reason_missing"):
            sessions.add_line(by=ward.police, session=session.pk, episode=left.pk, reason=" ")
        with pytest.raises(IntegrityError, match="added_with_reason"), transaction.atomic():
            SheetLine.objects.create(session=session, episode=left, why="added", recorded_at=clock.now())
        line = sessions.add_line(by=ward.police, session=session.pk, episode=left.pk, reason="có dấu hiệu nghi vấn")
        ward.strips(session, line.episode, CLEAN)
        with pytest.raises(RuleViolation, match="lines_open"):
            sessions.close_session(by=ward.police, session=session.pk, paper_no="7/BB")


def test_nothing_is_recorded_before_the_day(ward: Ward, mau: Episode) -> None:
    with standing_at(at(date(2026, 11, 1))):
        session = ward.session()
        with pytest.raises(RuleViolation, match="session_ahead"):
            ward.strips(session, mau)


def test_namesakes_are_told(ward: Ward, mau: Episode) -> None:
    with standing_at(at(date(2026, 5, 20))):
        builders.somebody(ward.officer, ward.cast.here, date(2025, 7, 1), 5, name=mau.person.name)
    with standing_at(at(SESSION_ON)):
        session = ward.session()
        (row,) = selectors.sheet(by=ward.nurse, ref=session.pk).rows
    assert row.namesakes == 1


# ── who sees what ──


def test_the_next_commune_finds_nothing(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    draw = Draw.objects.first()
    stranger = ward.cast.neighbour.actor
    assert not selectors.sessions(by=stranger).exists()
    assert selectors.positives(by=stranger) == []
    for read in (
        lambda: selectors.sheet(by=stranger, ref=test.line.session_id),
        lambda: selectors.positive(by=stranger, ref=test.pk),
        lambda: selectors.due_episode(by=stranger, ref=mau.pk, on=date(2026, 11, 20), permission=Permission.TESTS_VIEW),
    ):
        with pytest.raises(NotFound):
            read()
    assert draw is None


@pytest.fixture
def helped(mau: Episode, ward: Ward) -> Cast:
    """A volunteer who helps this person."""
    volunteer = ward.cast.volunteer
    assert volunteer.post is not None
    open_tie(
        by=ward.officer, person=mau.person, kind=TieKind.HELPER, post=str(volunteer.post.pk), from_on=date(2026, 5, 20)
    )
    return ward.cast


def test_a_helper_sees_the_appointment_and_results_by_consent_alone(ward: Ward, mau: Episode, helped: Cast) -> None:
    by, on = helped.volunteer.actor, date(2026, 11, 20)
    with standing_at(at(SESSION_ON)):
        first = ward.session()
        ward.strips(first, mau, DIRTY)
        sessions.close_session(by=ward.police, session=first.pk, paper_no="7/BB")
    with pytest.raises(PermissionRefused):
        selectors.sessions(by=by)
    police, health = ward.posts()
    planning.record_level(
        by=ward.officer, episode=mau.pk, level=Level.AT_RISK, ground=LevelGround.REVIEW, from_on=SESSION_ON
    )
    new = NewSession(place=helped.here, held_on=date(2026, 12, 3), venue="Trạm Y tế", police=police, health=health)
    sessions.open_session(by=ward.officer, new=new)
    (told,) = selectors.appointments(by=by, on=on)
    assert told.session is not None
    assert (told.session.held_on, told.results, told.agreed) == (date(2026, 12, 3), [], False)
    consent.record_consent(by=ward.officer, episode=mau.pk, given=True, on=on, paper_no="3/ĐY")
    (told,) = selectors.appointments(by=by, on=on)
    assert [one.verdict for one in told.results] == ["positive"]
    with standing_at(at(on, 6)):
        consent.record_consent(by=ward.officer, episode=mau.pk, given=False, on=on)
    (told,) = selectors.appointments(by=by, on=on)
    assert told.results == []
    with pytest.raises(RuleViolation, match="consent_as_it_is"), standing_at(at(on, 7)):
        consent.record_consent(by=ward.officer, episode=mau.pk, given=False, on=on)


def test_whoever_was_drawn_is_not_told_before(ward: Ward, mau: Episode, helped: Cast) -> None:
    with standing_at(at(SESSION_ON)):
        ward.session(ward.drawn())
        (told,) = selectors.appointments(by=helped.volunteer.actor, on=SESSION_ON)
        assert told.session is None
