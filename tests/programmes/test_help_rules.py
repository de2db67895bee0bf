"""The rules of help, row by row."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from hoanhap.casework.programmes import help_rules as rules
from hoanhap.casework.programmes import review_rules
from hoanhap.casework.programmes.review_rules import Called, Reviewed
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
KEY = uuid4()


@pytest.mark.parametrize(
    ("period", "on", "due"),
    [
        ("month", date(2026, 11, 1), date(2026, 11, 30)),
        ("month", date(2028, 2, 10), date(2028, 2, 29)),
        ("quarter", date(2026, 11, 20), date(2026, 12, 31)),
        ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_an_item_is_due_at_the_end_of_its_period(period: str, on: date, due: date) -> None:
    assert rules.due_of(period, on=on) == due


@pytest.mark.parametrize(
    "words",
    ["bị HIV", "đang uống ARV", "Điều trị methadone", "viêm gan B", "nhiễm H", "có H", "SIDA", "AIDS giai đoạn cuối"],
)
def test_what_only_health_staff_keep_is_written_nowhere_else(words: str) -> None:
    with pytest.raises(RuleViolation, match=r"programmes\.words_of_health"):
        rules.check_words(words, field="words")


@pytest.mark.parametrize("words", ["bác sĩ đã hẹn", "có hai con", "cuộc hẹn sức khỏe", "nhà ở Hà Nội", "có hẹn"])
def test_plain_words_are_kept(words: str) -> None:
    assert rules.check_words(f"  {words} ", field="words") == words


def test_words_are_neither_missing_nor_endless() -> None:
    assert rules.check_words("một\n\n  hai ", field="words") == "một\n\nhai"
    with pytest.raises(RuleViolation, match=r"programmes\.words_missing"):
        rules.check_words("   ", field="words", needed=True)
    with pytest.raises(RuleViolation, match=r"programmes\.too_long"):
        rules.check_words("a" * 501, field="words")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (TODAY, ""),
        (date(2026, 5, 10), ""),
        (date(2026, 11, 21), "programmes.day_ahead"),
        (date(2026, 5, 9), "programmes.before_measure"),
    ],
)
def test_what_is_told_has_happened(day: date, code: str) -> None:
    if not code:
        rules.check_happened(day, since=date(2026, 5, 10), on=TODAY, field="day")
        return
    with pytest.raises(RuleViolation, match=code):
        rules.check_happened(day, since=date(2026, 5, 10), on=TODAY, field="day")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (TODAY, ""),
        (date(2027, 11, 21), ""),
        (date(2026, 11, 19), "programmes.plan_in_past"),
        (date(2027, 11, 22), "programmes.plan_too_far"),
    ],
)
def test_visits_are_planned_ahead(day: date, code: str) -> None:
    if not code:
        rules.check_planned(day, on=TODAY, field="day")
        return
    with pytest.raises(RuleViolation, match=code):
        rules.check_planned(day, on=TODAY, field="day")


@pytest.mark.parametrize(
    ("role", "goals", "words"),
    [
        (Role.VOLUNTEER, True, True),
        (Role.TEAM_LEADER, True, True),
        (Role.COUNSELLING_POINT, True, True),
        (Role.SOCIAL_AFFAIRS_OFFICER, True, False),
        (Role.COMMUNE_CHAIR, False, False),
        (Role.COMMUNE_POLICE, False, False),
        (None, False, False),
    ],
)
def test_who_reads_what_of_help(role: Role | None, goals: bool, words: bool) -> None:
    assert rules.sees(role) == rules.Sees(goals=goals, words=words)


def assigned(post: str, first: date, last: date | None = None, role: str = "volunteer") -> rules.Assigned:
    return rules.Assigned(post=post, role=role, from_on=first, to_on=last)


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ([assigned("a", date(2026, 1, 1), date(2026, 6, 30)), assigned("b", date(2026, 7, 1))], {"a"}),
        ([assigned("a", date(2026, 1, 1)), assigned("b", date(2026, 7, 1))], set()),  # side by side: nobody followed
        ([assigned("a", date(2026, 1, 1), date(2026, 6, 30))], set()),  # b does not help
        ([assigned("a", date(2026, 1, 1), date(2026, 6, 30), "team_leader"), assigned("b", date(2026, 7, 1))], set()),
        ([assigned("a", date(2026, 1, 1), date(2026, 6, 30)), assigned("b", date(2026, 7, 1), TODAY - DAY)], set()),
    ],
)
def test_notes_go_to_who_follows_in_the_same_work(rows: list[rules.Assigned], read: set[str]) -> None:
    assert rules.authors_before(rows, post="b", on=TODAY) == read


@pytest.mark.parametrize(
    ("presence", "words", "columns"),
    [
        ("present", "", []),
        ("phone", "đi làm xa", []),
        ("absent", "", ["words"]),
        ("excused", "về quê", []),
        ("", "", ["presence"]),
        ("asleep", "methadone", ["presence", "words"]),
    ],
)
def test_a_row_of_a_roll_call(presence: str, words: str, columns: list[str]) -> None:
    found = review_rules.wrong_called(Called(episode=KEY, presence=presence, words=words))
    assert [one.column for one in found] == columns


@pytest.mark.parametrize(
    ("told", "columns"),
    [
        ({}, []),
        ({"work": ""}, ["work"]),
        ({"grade": "weak"}, ["comments"]),
        ({"grade": "weak", "comments": "vắng hai kỳ điểm danh"}, []),
        ({"work": "x", "family": "x", "grade": "x"}, ["work", "family", "grade"]),
    ],
)
def test_a_row_of_a_review(told: dict[str, str], columns: list[str]) -> None:
    usual = {"work": "steady", "family": "supports", "grade": "good"}
    found = review_rules.wrong_reviewed(Reviewed(episode=KEY, **(usual | told)))
    assert [one.column for one in found] == columns
