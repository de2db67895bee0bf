"""The month and the quarter: a sheet is written whole or not at all."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.casework.episodes.models import Episode, ReviewResult
from hoanhap.casework.programmes import fidelity, review_selectors
from hoanhap.casework.programmes.actions import plans, reviewing, visits
from hoanhap.casework.programmes.actions.plans import NewItem
from hoanhap.casework.programmes.actions.reviewing import NewMeeting, NewSelfEvaluation
from hoanhap.casework.programmes.actions.visits import NewVisit
from hoanhap.casework.programmes.models import ReviewDetail, ReviewMeeting, RollCallAnswer, SelfEvaluation
from hoanhap.casework.programmes.review_rules import Called, Reviewed, SheetRefused
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast
from tests.programmes.conftest import Commune


def called(episode: Episode, presence: str = "present", words: str = "") -> Called:
    return Called(episode=episode.pk, presence=presence, words=words)


def reviewed(key: UUID, **changes: object) -> Reviewed:
    usual: dict[str, object] = {"work": "steady", "family": "supports", "grade": "fair"}
    return Reviewed(episode=key, **(usual | changes))  # type: ignore[arg-type]


def meeting(cast: Cast, on: date, **changes: object) -> NewMeeting:
    usual: dict[str, object] = {"place": cast.here, "held_on": on, "paper_no": "03/BB-BCĐ", "chaired_by": "Bà Mẫu"}
    return NewMeeting(**(usual | changes))  # type: ignore[arg-type]


def test_a_roll_call_is_written_whole_or_not_at_all(commune: Commune, cast: Cast, on: date) -> None:
    people = [commune.managed(number) for number in range(3)]
    assert set(review_selectors.to_be_called(by=cast.officer.actor, on=on)) == set(people)
    rows = [called(people[0]), called(people[1], "absent"), called(people[2], "")]
    with pytest.raises(SheetRefused) as refused:
        reviewing.hold_roll_call(by=cast.officer.actor, held_on=on, rows=rows)
    assert [(one.episode, one.column) for one in refused.value.wrong] == [
        (people[1].pk, "words"), (people[2].pk, "presence"),
    ]  # fmt: skip
    assert not RollCallAnswer.objects.exists()
    rows = [called(people[0]), called(people[1], "absent", "đi làm xa"), called(people[2], "phone")]
    made = reviewing.hold_roll_call(by=cast.officer.actor, held_on=on, rows=rows)
    assert [(one.presence, one.words) for one in made] == [("present", ""), ("absent", "đi làm xa"), ("phone", "")]
    assert {one.month for one in made} == {date(2026, 11, 1)}
    assert not review_selectors.to_be_called(by=cast.officer.actor, on=on).exists()
    with pytest.raises(RuleViolation, match=r"programmes\.called_already"):
        reviewing.hold_roll_call(by=cast.officer.actor, held_on=on, rows=[called(people[0])])
    again = reviewing.correct_roll_call(
        by=cast.officer.actor, answer=made[0].pk, presence="phone", words="", reason="không đến, gọi điện"
    )
    assert [one.presence for one in review_selectors.called(by=cast.officer.actor, on=on)].count("phone") == 2
    assert again.replaces_id == made[0].pk


def test_who_may_call_the_roll(commune: Commune, cast: Cast, on: date) -> None:
    one = commune.managed()
    with pytest.raises(NotFound):
        reviewing.hold_roll_call(by=cast.neighbour.actor, held_on=on, rows=[called(one)])
    for member in (cast.volunteer, cast.in_role(Role.COMMUNE_CHAIR), cast.in_role(Role.COMMUNE_POLICE)):
        with pytest.raises(PermissionRefused):
            reviewing.hold_roll_call(by=member.actor, held_on=on, rows=[called(one)])
    with pytest.raises(RuleViolation, match=r"programmes\.day_ahead"):
        reviewing.hold_roll_call(by=cast.officer.actor, held_on=date(2026, 11, 21), rows=[called(one)])
    with pytest.raises(RuleViolation, match=r"programmes\.row_twice"):
        reviewing.hold_roll_call(by=cast.officer.actor, held_on=on, rows=[called(one), called(one)])


def test_the_persons_own_words_have_a_place(helped: Episode, cast: Cast, on: date) -> None:
    new = NewSelfEvaluation(talked_on=on, own_words="tôi đã đi làm đều", own_grade="fair")
    first = reviewing.evaluate_oneself(by=cast.volunteer.actor, episode=helped.pk, new=new)
    assert (first.quarter, first.own_words, first.late) == (date(2026, 10, 1), "tôi đã đi làm đều", False)
    again = NewSelfEvaluation(talked_on=on, own_words="và về nhà đúng giờ")
    second = reviewing.evaluate_oneself(by=cast.volunteer.actor, episode=helped.pk, new=again)
    assert second.replaces_id == first.pk
    assert SelfEvaluation.objects.count() == 2
    empty = NewSelfEvaluation(talked_on=on, own_words="")
    with pytest.raises(RuleViolation, match=r"programmes\.words_missing"):
        reviewing.evaluate_oneself(by=cast.volunteer.actor, episode=helped.pk, new=empty)


def test_a_meeting_writes_results_and_minutes(commune: Commune, cast: Cast, on: date) -> None:
    people = [commune.managed(number) for number in range(2)]
    reviewing.hold_roll_call(by=cast.officer.actor, held_on=on, rows=[called(people[0]), called(people[1], "phone")])
    rows = [reviewed(people[0].pk, grade="good"), reviewed(people[1].pk, grade="weak", comments="hai lần vắng")]
    made = reviewing.hold_review(by=cast.officer.actor, meeting=meeting(cast, on), rows=rows)
    found = ReviewResult.objects.order_by("grade").values_list("grade", "paper_no", "reviewed_on")
    assert set(found) == {("Tốt", "03/BB-BCĐ", on), ("Yếu", "03/BB-BCĐ", on)}
    details = review_selectors.details_of(by=cast.officer.actor, of=made)
    assert {(one.called, one.answered, one.comments) for one in details} == {(1, 1, ""), (1, 1, "hai lần vắng")}
    assert not review_selectors.to_be_reviewed(by=cast.officer.actor, on=on).exists()
    with pytest.raises(RuleViolation, match=r"programmes\.reviewed_already"):
        reviewing.hold_review(by=cast.officer.actor, meeting=meeting(cast, on, paper_no="04/BB-BCĐ"), rows=rows[:1])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paper_no": " "}, "minutes_missing"),
        ({"chaired_by": ""}, "chair_missing"),
        ({"held_on": date(2026, 11, 21)}, "day_ahead"),
    ],
)
def test_a_meeting_that_cannot_be(
    commune: Commune, cast: Cast, on: date, changes: dict[str, object], code: str
) -> None:
    one = commune.managed()
    with pytest.raises(RuleViolation, match=code):
        reviewing.hold_review(
            by=cast.officer.actor, meeting=meeting(cast, on, **changes), rows=[reviewed(one.pk)]
        )  # fmt: skip
    rows = [reviewed(one.pk, grade="")]
    with pytest.raises(SheetRefused):
        reviewing.hold_review(by=cast.officer.actor, meeting=meeting(cast, on), rows=rows)
    assert not ReviewMeeting.objects.exists()
    assert not ReviewDetail.objects.exists()
    assert not ReviewResult.objects.exists()


def test_who_holds_and_who_reads_reviews(commune: Commune, cast: Cast, on: date) -> None:
    one = commune.managed()
    for member in (cast.neighbour, cast.volunteer, cast.in_role(Role.COMMUNE_POLICE_CHIEF)):
        with pytest.raises(PermissionRefused):
            reviewing.hold_review(by=member.actor, meeting=meeting(cast, on), rows=[reviewed(one.pk)])
    made = reviewing.hold_review(by=cast.officer.actor, meeting=meeting(cast, on), rows=[reviewed(one.pk)])
    police = cast.in_role(Role.COMMUNE_POLICE).actor
    assert [(each.held_on, each.paper_no) for each in review_selectors.meetings(by=police)] == [(on, "03/BB-BCĐ")]
    with pytest.raises(PermissionRefused):
        review_selectors.details_of(by=police, of=made)
    assert not review_selectors.meetings(by=cast.neighbour.actor).exists()
    assert not review_selectors.meetings(by=cast.volunteer.actor).exists()


def test_fidelity_counts_what_the_model_must_do(commune: Commune, cast: Cast, on: date) -> None:
    first, second = commune.managed(0), commune.managed(1)
    commune.help(first, cast.volunteer)
    by = cast.volunteer.actor
    plans.write_plan(by=by, episode=first.pk, items=[NewItem(period="month", words="xin việc")], on=on)
    visits.plan_visits(by=by, episode=first.pk, days=[on, date(2026, 11, 27)])
    visits.log_visit(by=by, episode=first.pk, new=NewVisit(day=on, way="home", minutes=30, did=["talk"]))
    reviewing.hold_review(by=cast.officer.actor, meeting=meeting(cast, on), rows=[reviewed(second.pk)])
    (here,) = fidelity.fidelity(by=cast.officer.actor, month=on)
    assert (here.people, here.plans, here.planned, here.made, here.held) == (2, 1, 2, 1, 1)  # type: ignore[attr-defined]
    assert (here.home, here.assigned) == (0, 0)  # type: ignore[attr-defined]
    (may,) = fidelity.fidelity(by=cast.lead.actor, month=date(2026, 5, 1))
    assert (may.home, may.assigned, may.planned) == (2, 1, 0)  # type: ignore[attr-defined]
    assert not fidelity.fidelity(by=cast.neighbour.actor, month=on).exists()
    with pytest.raises(PermissionRefused):
        fidelity.fidelity(by=cast.volunteer.actor, month=on)


@pytest.mark.parametrize("number", [2, 6])
def test_fidelity_is_one_query(commune: Commune, cast: Cast, on: date, number: int) -> None:
    for one in range(number):
        commune.managed(one)
    by = cast.lead.actor
    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(fidelity.fidelity(by=by, month=on))
    assert len(asked) == 1
