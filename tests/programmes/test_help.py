"""Help: assessed, planned, visited, noted down; by who helps, and read by nobody else."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from hoanhap.casework.episodes.actions.recording import close_recorded_twice
from hoanhap.casework.episodes.choices import Outcome
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.programmes import help_selectors
from hoanhap.casework.programmes.actions import needs, notes, plans, visits
from hoanhap.casework.programmes.actions.needs import NewAssessment, NewNeed
from hoanhap.casework.programmes.actions.plans import NewItem
from hoanhap.casework.programmes.actions.visits import NewVisit
from hoanhap.casework.programmes.models import Assessment, CounsellingNote, Need, PlanItem, Visit
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast
from tests.programmes.conftest import Commune


def visit(day: date, **changes: object) -> NewVisit:
    return NewVisit(**({"day": day, "way": "home", "minutes": 40, "did": ["talk"]} | changes))  # type: ignore[arg-type]


def logged(subject: Episode) -> list[str]:
    found = AuditEntry.objects.filter(subject=f"episodes.episode:{subject.pk}", name__startswith="programmes.")
    return list(found.order_by("seq").values_list("name", flat=True))


def test_the_first_assessment_puts_needs_in_their_order(helped: Episode, cast: Cast, on: date) -> None:
    wanted = [NewNeed(kind="job", words="muốn làm mộc"), NewNeed(kind="papers")]
    new = NewAssessment(assessed_on=on, circumstances="ở với mẹ", needs=wanted, health_appointment=True)
    made = needs.assess(by=cast.volunteer.actor, episode=helped.pk, new=new)
    assert (made.circumstances, made.late) == ("ở với mẹ", False)
    found = list(Need.objects.filter(episode=helped).order_by("rank"))
    assert [(one.kind, one.rank, one.words) for one in found] == [
        ("job", 1, "muốn làm mộc"), ("papers", 2, ""), ("health", 3, ""),
    ]  # fmt: skip
    needs.put_need_first(by=cast.volunteer.actor, need=found[2].pk)
    order = Need.objects.filter(episode=helped).order_by("rank").values_list("kind", flat=True)
    assert list(order) == ["health", "job", "papers"]
    assert logged(helped) == ["programmes.assessed", *["programmes.need_found"] * 3, "programmes.need_put_first"]
    with pytest.raises(RuleViolation, match=r"programmes\.assessed_already"):
        needs.assess(by=cast.volunteer.actor, episode=helped.pk, new=new)
    right = NewAssessment(assessed_on=on, circumstances="ở với chị")
    again = needs.correct_assessment(by=cast.volunteer.actor, assessment=made.pk, new=right, reason="ghi nhầm người")
    assert (again.replaces_id, Assessment.objects.count()) == (made.pk, 2)


def test_no_illness_is_written_down(helped: Episode, cast: Cast, on: date) -> None:
    new = NewAssessment(assessed_on=on, circumstances="đang uống ARV")
    with pytest.raises(RuleViolation, match=r"programmes\.words_of_health"):
        needs.assess(by=cast.volunteer.actor, episode=helped.pk, new=new)
    assert not Assessment.objects.exists()


def test_a_need_is_met_once(helped: Episode, cast: Cast, on: date) -> None:
    (need,) = needs.add_needs(by=cast.volunteer.actor, episode=helped.pk, new=[NewNeed(kind="job")], on=on)
    assert needs.settle_need(by=cast.volunteer.actor, need=need.pk, state="met", on=on).settled_on == on
    with pytest.raises(RuleViolation, match=r"programmes\.settled_already"):
        needs.settle_need(by=cast.volunteer.actor, need=need.pk, state="dropped", on=on)
    with pytest.raises(RuleViolation, match=r"programmes\.need_unknown"):
        needs.add_needs(by=cast.volunteer.actor, episode=helped.pk, new=[NewNeed(kind="hiv")], on=on)


def test_one_plan_is_in_force(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.volunteer.actor
    (need,) = needs.add_needs(by=by, episode=helped.pk, new=[NewNeed(kind="job")], on=on)
    items = [NewItem(period="month", words="đi cùng đến xưởng mộc", need=need.pk), NewItem(period="year", words="x y")]
    with standing_at(datetime(2026, 10, 1, 5, tzinfo=UTC)):
        first = plans.write_plan(by=by, episode=helped.pk, items=[NewItem(period="quarter", words="làm giấy tờ")],
                                 on=date(2026, 10, 1))  # fmt: skip
    second = plans.write_plan(by=by, episode=helped.pk, items=items, on=on)
    first.refresh_from_db()
    assert (first.to_on, second.to_on) == (date(2026, 11, 19), None)
    assert [one.due_on for one in second.items.order_by("due_on")] == [date(2026, 11, 30), date(2026, 12, 31)]
    with pytest.raises(RuleViolation, match=r"programmes\.plan_today_already"):
        plans.write_plan(by=by, episode=helped.pk, items=items, on=on)
    with pytest.raises(RuleViolation, match=r"programmes\.plan_empty"):
        plans.write_plan(by=by, episode=helped.pk, items=[], on=on)
    with pytest.raises(NotFound):
        plans.add_items(by=by, plan=second.pk, items=[NewItem(period="year", words="x y", need=uuid4())], on=on)
    plans.add_items(by=by, plan=second.pk, items=[NewItem(period="quarter", words="hỏi vay vốn")], on=on)
    assert second.items.count() == 3


def test_what_was_not_done_has_a_reason(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.volunteer.actor
    plan = plans.write_plan(by=by, episode=helped.pk, items=[NewItem(period="month", words="xin việc")], on=on)
    item = PlanItem.objects.get(plan=plan)
    with pytest.raises(RuleViolation, match=r"programmes\.words_missing"):
        plans.settle_item(by=by, item=item.pk, state="not_done", on=on)
    done = plans.settle_item(by=by, item=item.pk, state="not_done", on=on, why="xưởng đóng cửa")
    assert (done.state, done.why, done.settled_on) == ("not_done", "xưởng đóng cửa", on)


def test_a_visit_answers_the_planned_one_and_plans_the_next(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.volunteer.actor
    (planned,) = visits.plan_visits(by=by, episode=helped.pk, days=[on])
    made = visits.log_visit(by=by, episode=helped.pk, new=visit(on), next_on=on + timedelta(days=14))
    assert made.planned_id == planned.pk
    assert [one.day for one in help_selectors.open_visits()] == [on + timedelta(days=14)]
    with pytest.raises(RuleViolation, match=r"programmes\.visit_answered"):
        visits.log_visit(by=by, episode=helped.pk, new=visit(on, planned=planned.pk))
    for wrong, code in (
        (visit(on + timedelta(days=1)), "day_ahead"), (visit(date(2026, 5, 1)), "before_measure"),
        (visit(on, minutes=0), "minutes_unlikely"), (visit(on, did=[]), "nothing_done"),
        (visit(on, way="x"), "choose_one"), (visit(on, did=["other"]), "words_missing"),
    ):  # fmt: skip
        with pytest.raises(RuleViolation, match=code):
            visits.log_visit(by=by, episode=helped.pk, new=wrong)


def test_a_missed_visit_has_a_reason(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.volunteer.actor
    today, later = visits.plan_visits(by=by, episode=helped.pk, days=[on, on + timedelta(days=3)])
    with pytest.raises(RuleViolation, match=r"programmes\.choose_one"):
        visits.miss_visit(by=by, planned=today.pk, because="")
    with pytest.raises(RuleViolation, match=r"programmes\.day_ahead"):
        visits.miss_visit(by=by, planned=later.pk, because="not_home")
    made = visits.miss_visit(by=by, planned=today.pk, because="not_home")
    assert (made.state, made.day, made.planned_id) == ("missed", on, today.pk)
    with pytest.raises(RuleViolation, match=r"programmes\.visit_planned_already"):
        visits.plan_visits(by=by, episode=helped.pk, days=[later.day])


@pytest.mark.parametrize(("days", "late"), [(0, False), (3, False), (4, True), (90, True)])
def test_what_is_written_down_late_says_so(helped: Episode, cast: Cast, on: date, days: int, late: bool) -> None:
    made = visits.log_visit(by=cast.volunteer.actor, episode=helped.pk, new=visit(on - timedelta(days=days)))
    assert made.late is late
    (line,) = help_selectors.help_of(by=cast.volunteer.actor, episode=helped, on=on).visits
    assert (line.late, line.day, line.recorded_at) == (late, made.day, made.recorded_at)


def test_a_wrong_visit_is_followed_by_a_right_one(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.volunteer.actor
    first = visits.log_visit(by=by, episode=helped.pk, new=visit(on, words="nhầm"))
    with pytest.raises(RuleViolation, match=r"episodes\.reason_missing"):
        visits.correct_visit(by=by, visit=first.pk, new=visit(on, way="phone"), reason="")
    right = visits.correct_visit(by=by, visit=first.pk, new=visit(on, way="phone"), reason="gọi điện, không gặp")
    assert list(help_selectors.standing_visits()) == [right]
    with pytest.raises(NotFound):
        visits.correct_visit(by=by, visit=first.pk, new=visit(on), reason="lần nữa thì không")
    visits.withdraw_visit(by=by, visit=right.pk, reason="người khác, nhập nhầm")
    assert not help_selectors.standing_visits().exists()
    assert Visit.objects.count() == 3
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE programmes_visit SET minutes = 90")


def test_help_ends_with_the_management(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.officer.actor
    close_recorded_twice(by=by, episode=helped.pk, outcome=Outcome.MISTAKE, reason="ghi nhầm người")
    with pytest.raises(RuleViolation, match=r"programmes\.measure_over"):
        visits.log_visit(by=cast.officer.actor, episode=helped.pk, new=visit(on))
    assert not help_selectors.helped(by=by, on=on).exists()


def test_a_volunteer_has_exactly_their_own_people(helped: Episode, commune: Commune, cast: Cast, on: date) -> None:
    others = commune.managed(1)
    commune.help(others, commune.other)
    assert list(help_selectors.helped(by=cast.volunteer.actor, on=on)) == [helped]
    assert list(help_selectors.helped(by=commune.other.actor, on=on)) == [others]
    for stranger in (commune.other, cast.neighbour):
        with pytest.raises(NotFound):
            help_selectors.help_of(by=stranger.actor, episode=helped, on=on)
        with pytest.raises(NotFound):
            visits.log_visit(by=stranger.actor, episode=helped.pk, new=visit(on))
    for role in (Role.COMMUNE_POLICE, Role.HEALTH_STATION, Role.CLUB_BOARD):
        with pytest.raises(PermissionRefused):
            help_selectors.help_of(by=cast.in_role(role).actor, episode=helped, on=on)
    assert not Visit.objects.exists()


def test_words_go_no_further_than_they_must(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.volunteer.actor
    needs.add_needs(by=by, episode=helped.pk, new=[NewNeed(kind="job", words="nghề mộc")], on=on)
    plans.write_plan(by=by, episode=helped.pk, items=[NewItem(period="month", words="xin việc")], on=on)
    visits.log_visit(by=by, episode=helped.pk, new=visit(on, words="gặp cả mẹ"))
    seen = {}
    for member in (cast.volunteer, cast.officer, cast.in_role(Role.COMMUNE_CHAIR)):
        found = help_selectors.help_of(by=member.actor, episode=helped, on=on)
        seen[member.actor.role] = (found.needs[0].words, found.items[0].words, found.visits[0].words)
    assert seen == {
        Role.VOLUNTEER: ("nghề mộc", "xin việc", "gặp cả mẹ"),
        Role.SOCIAL_AFFAIRS_OFFICER: ("", "xin việc", ""),
        Role.COMMUNE_CHAIR: ("", "", ""),
    }


def test_a_note_is_read_by_its_author_and_who_follows(helped: Episode, commune: Commune, cast: Cast, on: date) -> None:
    made = notes.write_note(by=cast.volunteer.actor, episode=helped.pk, words="lo cho con gái", on=on)
    read = help_selectors.notes_of(by=cast.volunteer.actor, episode=helped, on=on)
    assert [(one.words, one.own) for one in read] == [("lo cho con gái", True)]
    commune.help(helped, commune.other)
    assert help_selectors.notes_of(by=commune.other.actor, episode=helped, on=on) == []
    helped.helpers.filter(post=cast.volunteer.post).update(to_on=date(2026, 11, 18))
    helped.helpers.filter(post=commune.other.post).update(from_on=date(2026, 11, 19))
    (after,) = help_selectors.notes_of(by=commune.other.actor, episode=helped, on=on)
    assert (after.words, after.own) == ("lo cho con gái", False)
    with pytest.raises(NotFound):
        notes.correct_note(by=commune.other.actor, note=made.pk, words="của người khác", reason="không được")
    for member in (cast.officer, cast.in_role(Role.COMMUNE_CHAIR), cast.in_role(Role.COMMUNE_POLICE_CHIEF)):
        with pytest.raises(PermissionRefused):
            help_selectors.notes_of(by=member.actor, episode=helped, on=on)
    reads = AuditEntry.objects.filter(name="programmes.notes_read")
    assert set(reads.values_list("purpose", flat=True)) == {"P2"}


def test_ones_own_note_is_corrected(helped: Episode, cast: Cast, on: date) -> None:
    by = cast.volunteer.actor
    made = notes.write_note(by=by, episode=helped.pk, words="lo cho con trai", on=on)
    notes.correct_note(by=by, note=made.pk, words="lo cho con gái", reason="nghe nhầm")
    read = help_selectors.notes_of(by=by, episode=helped, on=on)
    assert [(one.words, one.replaced) for one in read] == [("lo cho con gái", False), ("lo cho con trai", True)]
    with pytest.raises(RuleViolation, match=r"programmes\.words_missing"):
        notes.write_note(by=by, episode=helped.pk, words=" ", on=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM programmes_counsellingnote")
        assert all(b"con g" not in bytes(words) for (words,) in cursor.fetchall())
    assert CounsellingNote.objects.count() == 2
