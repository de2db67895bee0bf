"""Truth tables of the access rules; no database."""

from datetime import date

import pytest

from hoanhap.ground.access import rules
from hoanhap.ground.access.rules import Answer, Visitor
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role

STRANGER = Visitor(signed_in=False)
NEWCOMER = Visitor(signed_in=True, password_is_initial=True, has_post=True, permitted=True)
UNENROLLED = Visitor(signed_in=True, lacks_second_factor=True, has_post=True, permitted=True)
POSTLESS = Visitor(signed_in=True)
OTHER_ROLE = Visitor(signed_in=True, has_post=True)
HOLDER = Visitor(signed_in=True, has_post=True, permitted=True)
CONFIRMED = Visitor(signed_in=True, has_post=True, permitted=True, confirmed=True)

MAY, DAY, NEXT_DAY = "places.view", date(2025, 7, 1), date(2025, 7, 2)


@pytest.mark.parametrize(
    ("rule", "visitor", "expected"),
    [
        (None, HOLDER, Answer.UNLISTED),
        (None, STRANGER, Answer.UNLISTED),
        ("public", STRANGER, Answer.SERVE),
        ("public", UNENROLLED, Answer.SERVE),
        ("account", STRANGER, Answer.SIGN_IN),
        ("signed_in", STRANGER, Answer.SIGN_IN),
        (MAY, STRANGER, Answer.SIGN_IN),
        ("account", NEWCOMER, Answer.CHANGE_PASSWORD),
        (MAY, NEWCOMER, Answer.CHANGE_PASSWORD),
        ("account", UNENROLLED, Answer.SERVE),
        ("signed_in", UNENROLLED, Answer.SET_UP_SECOND_FACTOR),
        (MAY, UNENROLLED, Answer.SET_UP_SECOND_FACTOR),
        ("account", POSTLESS, Answer.SERVE),
        ("signed_in", POSTLESS, Answer.CHOOSE_POST),
        (MAY, POSTLESS, Answer.CHOOSE_POST),
        ("signed_in", OTHER_ROLE, Answer.SERVE),
        (MAY, OTHER_ROLE, Answer.REFUSE),
        (MAY, HOLDER, Answer.SERVE),
    ],
)
def test_every_visitor_gets_the_answer_of_the_rule(rule: str | None, visitor: Visitor, expected: Answer) -> None:
    assert rules.answer(rule, visitor, address="x:y") is expected


@pytest.mark.parametrize("address", sorted(rules.PASSWORD_PAGES))
def test_with_an_initial_password_only_changing_it_and_leaving_are_served(address: str) -> None:
    assert rules.answer("account", NEWCOMER, address=address) is Answer.SERVE


def test_nobody_is_given_the_role_of_the_system() -> None:
    for role in Role:
        if role is not Role.SYSTEM:
            rules.check_role(role)
    with pytest.raises(RuleViolation, match="role_not_for_people"):
        rules.check_role(Role.SYSTEM)


def test_a_role_stands_only_where_the_policy_says() -> None:
    rules.check_stands_at(Role.COMMUNE_CHAIR, "ward", {"ward", "commune"})
    with pytest.raises(RuleViolation, match="role_not_at_this_kind"):
        rules.check_stands_at(Role.COMMUNE_CHAIR, "province", {"ward", "commune"})


@pytest.mark.parametrize(
    ("from_on", "to_on", "place_from", "place_to", "code"),
    [
        (DAY, None, None, None, None),
        (DAY, DAY, None, None, None),
        (DAY, NEXT_DAY, DAY, NEXT_DAY, None),
        (NEXT_DAY, DAY, None, None, "ends_before_it_starts"),
        (DAY, None, NEXT_DAY, None, "before_its_unit"),
        (DAY, None, None, NEXT_DAY, "outlives_its_unit"),
        (DAY, NEXT_DAY, None, DAY, "outlives_its_unit"),
    ],
)
def test_a_post_stands_on_days_of_its_unit(
    from_on: date, to_on: date | None, place_from: date | None, place_to: date | None, code: str | None
) -> None:
    def check() -> None:
        rules.check_days(from_on, to_on, place_from=place_from, place_to=place_to)

    if code is None:
        check()
    else:
        with pytest.raises(RuleViolation, match=code):
            check()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((1, 5), (6, 9), False),
        ((1, 5), (5, 9), True),
        ((1, None), (9, None), True),
        ((6, None), (1, 5), False),
        ((1, 9), (3, 4), True),
    ],
)
def test_two_spans_overlap_when_they_share_a_day(
    one: tuple[int, int | None], other: tuple[int, int | None], expected: bool
) -> None:
    def days(span: tuple[int, int | None]) -> tuple[date, date | None]:
        return date(2025, 7, span[0]), (span[1] and date(2025, 7, span[1])) or None

    assert rules.overlap(*days(one), *days(other)) is expected
    assert rules.overlap(*days(other), *days(one)) is expected


def test_a_post_is_ended_only_earlier_than_it_ends() -> None:
    rules.check_end(DAY, None, DAY)
    rules.check_end(DAY, NEXT_DAY, DAY)
    with pytest.raises(RuleViolation, match="already_ends"):
        rules.check_end(DAY, NEXT_DAY, NEXT_DAY)
    with pytest.raises(RuleViolation, match="ends_before_it_starts"):
        rules.check_end(NEXT_DAY, None, DAY)


def test_nobody_changes_rights_of_their_own() -> None:
    rules.check_not_oneself("a", "b")
    with pytest.raises(RuleViolation, match="own_account"):
        rules.check_not_oneself("a", "a")


@pytest.mark.parametrize("name", ["abc", "can-bo", "a.b_c-1", "a" * 40])
def test_a_sign_in_name_may_look_like_this(name: str) -> None:
    rules.check_sign_in(name)


@pytest.mark.parametrize("name", ["", "ab", "cán-bộ", "Can-bo", "a b", "-abc", "abc.", "a" * 41, "abc\n"])
def test_a_sign_in_name_may_not_look_like_this(name: str) -> None:
    with pytest.raises(RuleViolation, match="sign_in_form"):
        rules.check_sign_in(name)


@pytest.mark.parametrize(
    ("visitor", "expected"),
    [
        (STRANGER, Answer.SIGN_IN),
        (UNENROLLED, Answer.SET_UP_SECOND_FACTOR),
        (POSTLESS, Answer.CHOOSE_POST),
        (OTHER_ROLE, Answer.REFUSE),
        (HOLDER, Answer.STEP_UP),
        (CONFIRMED, Answer.SERVE),
    ],
)
def test_step_up_is_asked_of_who_may_open_the_page_and_has_not_proved_it(visitor: Visitor, expected: Answer) -> None:
    assert rules.answer(MAY, visitor, address="x", step_up=True) is expected
