"""Teams, seats, questions, load and wishes as truth tables."""

from datetime import date

import pytest

from hoanhap.casework.programmes import team_rules as rules
from hoanhap.casework.programmes.choices import ConflictQuestion, TeamKind, TeamRole
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role

DAY = date(2026, 11, 20)
NO = dict.fromkeys(ConflictQuestion.values, "no")
V, S = TeamKind.VOLUNTEER_TEAM, TeamKind.SUPPORT_TEAM


@pytest.mark.parametrize(
    ("kind", "role", "post", "code"),
    [
        (V, TeamRole.LEADER, Role.TEAM_LEADER, ""),
        (V, TeamRole.LEADER, Role.VOLUNTEER, "programmes.post_not_of_team"),
        (V, TeamRole.LEADER, None, "programmes.leads_with_a_post"),
        (V, TeamRole.MEMBER, Role.VOLUNTEER, ""),
        (V, TeamRole.MEMBER, None, ""),
        (V, TeamRole.MEMBER, Role.COMMUNE_POLICE, "programmes.post_not_of_team"),
        (S, TeamRole.LEADER, Role.COMMUNE_POLICE_CHIEF, ""),
        (S, TeamRole.LEADER, Role.TEAM_LEADER, "programmes.post_not_of_team"),
        (S, TeamRole.DEPUTY, Role.HEALTH_STATION, ""),
        (S, TeamRole.DEPUTY, Role.SOCIAL_AFFAIRS_OFFICER, "programmes.post_not_of_team"),
        (S, TeamRole.MEMBER, Role.SOCIAL_AFFAIRS_OFFICER, ""),
        (S, TeamRole.MEMBER, Role.FINANCE, "programmes.post_not_of_team"),
    ],
)
def test_who_may_be_what_in_a_team(kind: str, role: str, post: Role | None, code: str) -> None:
    if not code:
        rules.check_seat(kind, role, post)
        return
    with pytest.raises(RuleViolation, match=code.replace(".", r"\.")):
        rules.check_seat(kind, role, post)


def seat(who: str, role: str, first: int, last: int | None = None) -> rules.Seat:
    """A seat from a day to a day of November 2026."""
    return rules.Seat(who=who, role=role, from_on=date(2026, 11, first), to_on=date(2026, 11, last) if last else None)


def test_one_leader_and_nobody_twice_on_a_day() -> None:
    held = [seat("a", "leader", 1, 10), seat("b", "member", 1)]
    rules.check_seats(seat("c", "leader", 11), held)
    rules.check_seats(seat("a", "member", 11), held)
    with pytest.raises(RuleViolation, match=r"programmes\.one_leader"):
        rules.check_seats(seat("c", "leader", 10), held)
    with pytest.raises(RuleViolation, match=r"programmes\.stands_there_already"):
        rules.check_seats(seat("b", "deputy", 20), held)


def test_every_question_is_answered_and_none_with_yes() -> None:
    rules.check_answers(NO)
    for question in ConflictQuestion.values:
        with pytest.raises(RuleViolation, match=r"programmes\.question_open") as silent:
            rules.check_answers({key: value for key, value in NO.items() if key != question})
        with pytest.raises(RuleViolation, match=r"programmes\.conflict") as yes:
            rules.check_answers(NO | {question: "yes"})
        assert silent.value.facts["field"] == yes.value.facts["field"] == question


@pytest.mark.parametrize(("load", "reason", "beyond"), [(0, "", False), (1, "", False), (2, "gần nhà nhau", True)])
def test_one_or_two_people_to_each(load: int, reason: str, *, beyond: bool) -> None:
    assert rules.check_load(load, reason) is beyond


@pytest.mark.parametrize("reason", ["", "vâng"])
def test_a_third_needs_an_approval_with_a_reason(reason: str) -> None:
    with pytest.raises(RuleViolation, match=r"programmes\.third_needs_approval"):
        rules.check_load(2, reason)


def test_the_first_wish_needs_no_reason() -> None:
    rules.check_wish(0, "")
    rules.check_wish(1, "không hợp giờ giấc")
    with pytest.raises(RuleViolation, match=r"programmes\.wish_needs_reason"):
        rules.check_wish(1, "")


def test_a_decision_comes_first() -> None:
    rules.check_decision("51/QĐ-UBND", DAY, DAY, on=DAY)
    for number, decided, begins, code in [
        ("51", DAY, DAY, "decision_number_form"),
        ("51/QĐ-UBND", date(2026, 11, 21), date(2026, 11, 21), "decision_in_future"),
        ("51/QĐ-UBND", DAY, date(2026, 11, 19), "before_its_decision"),
    ]:
        with pytest.raises(RuleViolation, match=code):
            rules.check_decision(number, decided, begins, on=DAY)
