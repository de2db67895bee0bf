"""The actions on accounts and posts: what they do, what they refuse, what they record."""

from datetime import date, timedelta
from typing import Any

import pytest

from hoanhap.ground.access import actions
from hoanhap.ground.access.models import Post, User
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Role
from tests.cast import PASSWORD, Cast, Member

pytestmark = pytest.mark.django_db


def grant(cast: Cast, by: Actor, to: Member, **changes: object) -> Post:
    facts: dict[str, object] = {
        "role": Role.VOLUNTEER,
        "place": cast.here,
        "from_on": clock.today(),
        "decision_no": "02/QĐ-UBND",
    }
    assert to.user
    return actions.grant_post(by=by, user=to.user, **facts | changes)  # type: ignore[arg-type]


def last_event() -> AuditEntry:
    return AuditEntry.objects.order_by("pk").last()  # type: ignore[return-value]


def test_an_account_is_made_without_rights_and_recorded_without_a_name(cast: Cast) -> None:
    user = actions.create_user(
        by=cast.administrator.actor, sign_in="Moi-1", full_name="  Lê  Thị Mẫu ", password=PASSWORD
    )
    assert (user.sign_in, user.full_name, user.password_is_initial) == ("moi-1", "Lê Thị Mẫu", True)
    assert user.check_password(PASSWORD)
    assert not user.posts.exists()
    entry = last_event()
    assert entry.name == "access.user_created"
    assert "moi-1" not in entry.facts
    assert "Mẫu" not in entry.facts


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"sign_in": "x"}, "sign_in_form"),
        ({"sign_in": "khong-ai"}, "sign_in_taken"),
        ({"full_name": " "}, "name_missing"),
        ({"password": "quá ngắn"}, "password_weak"),
        ({"language": "fr"}, "language_unknown"),
    ],
)
def test_a_wrong_account_is_refused(cast: Cast, facts: dict[str, str], code: str) -> None:
    assert cast.nobody.user
    given = {"sign_in": "moi-2", "full_name": "Lê Thị Mẫu", "password": PASSWORD} | facts
    with pytest.raises(RuleViolation, match=code):
        actions.create_user(by=cast.administrator.actor, **given)  # type: ignore[arg-type]


def test_only_the_administrator_makes_accounts(cast: Cast) -> None:
    for member in (cast.officer, cast.lead, cast.auditor, cast.nobody):
        with pytest.raises(PermissionRefused):
            actions.create_user(by=member.actor, sign_in="moi-3", full_name="Lê Thị Mẫu", password=PASSWORD)


def test_a_granted_post_is_recorded_in_the_chain_of_its_commune(cast: Cast) -> None:
    post = grant(cast, cast.administrator.actor, cast.nobody)
    entry = last_event()
    assert (entry.name, entry.subject) == ("access.post_granted", f"access.post:{post.pk}")
    assert entry.chain == cast.here.chain


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": Role.SYSTEM}, "role_not_for_people"),
        ({"role": Role.CITY_POLICE}, "role_not_at_this_kind"),
        ({"to_on": date(2000, 1, 1)}, "ends_before_it_starts"),
        ({"from_on": date(1990, 1, 1)}, "before_its_unit"),
        ({"decision_no": " "}, "decision_missing"),
    ],
)
def test_a_wrong_post_is_refused(cast: Cast, changes: dict[str, object], code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        grant(cast, cast.administrator.actor, cast.nobody, **changes)


def test_the_same_post_is_not_granted_twice_for_one_day(cast: Cast) -> None:
    grant(cast, cast.administrator.actor, cast.nobody)
    with pytest.raises(RuleViolation, match="post_overlaps"):
        grant(cast, cast.administrator.actor, cast.nobody, from_on=clock.today() + timedelta(days=9))


def test_nobody_grants_or_ends_a_post_of_their_own(cast: Cast) -> None:
    administrator = cast.administrator
    assert administrator.post
    with pytest.raises(RuleViolation, match="own_account"):
        grant(cast, administrator.actor, administrator)
    with pytest.raises(RuleViolation, match="own_account"):
        actions.end_post(by=administrator.actor, post=administrator.post, to_on=clock.today(), reason="x")


def test_a_post_outside_ones_reach_is_not_granted(cast: Cast) -> None:
    assert cast.administrator.post
    abroad = Actor(user="x", permissions=cast.administrator.actor.permissions, units=frozenset({cast.next_door.pk}))
    with pytest.raises(PermissionRefused):
        grant(cast, abroad, cast.nobody)
    assert cast.officer.user
    with pytest.raises(NotFound):
        actions.set_user_active(by=abroad, user=cast.officer.user, active=False, reason="x")


def test_an_ended_post_cannot_be_lengthened(cast: Cast) -> None:
    post = grant(cast, SYSTEM, cast.nobody, from_on=cast.here.valid_from)
    end = max(cast.here.valid_from, clock.today() - timedelta(days=1))
    ended = actions.end_post(by=cast.administrator.actor, post=post, to_on=end, reason="thôi nhiệm vụ")
    assert ended.to_on == end
    assert last_event().name == "access.post_ended"
    with pytest.raises(RuleViolation, match="already_ends"):
        actions.end_post(by=cast.administrator.actor, post=post, to_on=clock.today(), reason="x")


def test_an_end_needs_a_reason(cast: Cast) -> None:
    post = grant(cast, SYSTEM, cast.nobody)
    with pytest.raises(RuleViolation, match="reason_missing"):
        actions.end_post(by=cast.administrator.actor, post=post, to_on=clock.today(), reason=" ")


def test_an_account_is_closed_and_opened_by_another_only(cast: Cast) -> None:
    assert cast.nobody.user
    assert cast.administrator.user
    by = cast.administrator.actor
    assert not actions.set_user_active(by=by, user=cast.nobody.user, active=False, reason="nghỉ").is_active
    assert actions.set_user_active(by=by, user=cast.nobody.user, active=True, reason="trở lại").is_active
    with pytest.raises(RuleViolation, match="own_account"):
        actions.set_user_active(by=by, user=cast.administrator.user, active=False, reason="x")
    with pytest.raises(PermissionRefused):
        actions.set_user_active(by=cast.officer.actor, user=cast.nobody.user, active=False, reason="x")


def test_password_and_language_are_ones_own(cast: Cast) -> None:
    user, other = cast.nobody.user, cast.officer
    assert user
    me = Actor(user=str(user.pk))
    assert not actions.change_password(by=me, user=user, password="một câu dài khác hẳn").password_is_initial
    assert actions.choose_language(by=me, user=user, language="en").language == "en"
    with pytest.raises(NotFound):
        actions.change_password(by=other.actor, user=user, password="một câu dài khác hẳn")
    with pytest.raises(NotFound):
        actions.choose_language(by=other.actor, user=user, language="vi")
    with pytest.raises(RuleViolation, match="password_weak"):
        actions.change_password(by=me, user=user, password="ngắn")


def test_a_renewed_sign_in_must_be_changed_again(cast: Cast) -> None:
    assert cast.nobody.user
    password = actions.new_password()
    actions.renew_sign_in(
        by=cast.administrator.actor,
        user=cast.nobody.user,
        password=password,
        drop_second_factor=True,
        reason="quên mật khẩu",
    )
    user = User.objects.get(pk=cast.nobody.user.pk)
    assert user.password_is_initial
    assert user.check_password(password)


def test_new_passwords_are_long_and_never_the_same() -> None:
    made = {actions.new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(password) == 19 for password in made)


def test_the_first_administrator_is_made_once() -> None:
    facts: dict[str, Any] = {
        "by": SYSTEM,
        "full_name": "Nguyễn Văn Mẫu",
        "password": "một mật khẩu ban đầu",
        "province": "01",
        "decision_no": "1/QĐ-UBND",
        "on": clock.today(),
    }
    post = actions.make_first_administrator(sign_in="quan-tri-mot", **facts)
    assert (post.role, post.place.code, post.user.password_is_initial) == ("system_administrator", "01", True)
    with pytest.raises(RuleViolation, match="administrator_there"):
        actions.make_first_administrator(sign_in="quan-tri-hai", **facts)
    with pytest.raises(RuleViolation, match="no_such_place"):
        actions.make_first_administrator(sign_in="quan-tri-ba", **{**facts, "province": "99"})
