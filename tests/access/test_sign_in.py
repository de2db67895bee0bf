"""Sign-in: slowed guessing, one answer for everybody, the second factor."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.contrib.auth.hashers import identify_hasher
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from hoanhap.ground.access import actions
from hoanhap.ground.access.models import User
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
LIMIT = 5


@pytest.fixture
def user(cast: Cast) -> User:
    """Somebody who can sign in."""
    assert cast.officer.user
    return cast.officer.user


def try_in(name: str, password: str, address: str = "10.0.0.1", client: Client | None = None) -> Any:
    return (client or Client()).post(
        reverse("account_login"), {"login": name, "password": password}, REMOTE_ADDR=address
    )


def page_words(answer: Any, name: str) -> str:
    """The page without what differs from request to request: the name typed and the form's token."""
    text = answer.content.decode().replace(name, "NAME")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_name_and_password_sign_in_whatever_the_case_of_the_name(user: User) -> None:
    client = Client()
    assert try_in(user.sign_in.upper(), PASSWORD, client=client).status_code == 302
    assert client.get(reverse("access:account")).status_code == 200


def test_passwords_are_kept_as_argon2() -> None:
    from hoanhap.project import settings

    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        user = actions.create_user(by=SYSTEM, sign_in="moi-6", full_name="Lê Thị Mẫu", password=PASSWORD)
        assert identify_hasher(user.password).algorithm == "argon2"


def test_the_answer_is_the_same_for_wrong_password_unknown_name_and_closed_account(user: User, cast: Cast) -> None:
    assert cast.nobody.user
    actions.set_user_active(by=SYSTEM, user=cast.nobody.user, active=False, reason="nghỉ")
    tries = [(user.sign_in, "không đúng"), ("nguoi-la", "không đúng"), (cast.nobody.user.sign_in, PASSWORD)]
    with override_settings(DEMO=False):
        pages = [page_words(try_in(name, password), name) for name, password in tries]
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize("known", [True, False])
def test_after_five_failures_the_name_is_closed_for_this_address(user: User, known: bool) -> None:
    name = user.sign_in if known else "nguoi-la"
    answers = [try_in(name, "không đúng").status_code for _ in range(LIMIT + 1)]
    assert answers == [200] * (LIMIT - 1) + [429] * 2
    assert try_in(name, PASSWORD).status_code == 429


def test_another_address_is_not_locked_out(user: User) -> None:
    for _ in range(LIMIT * 3):
        try_in(user.sign_in, "không đúng", "10.0.0.1")
    assert try_in(user.sign_in, PASSWORD, "10.0.0.1").status_code == 429
    assert try_in(user.sign_in, PASSWORD, "10.0.0.2").status_code == 302


def test_writing_the_name_differently_gives_no_new_chances(user: User) -> None:
    spellings = [user.sign_in, user.sign_in.upper(), f" {user.sign_in}", user.sign_in.title(), f"{user.sign_in} "]
    answers = [try_in(name, "không đúng").status_code for name in spellings]
    assert answers[-1] == 429


def test_another_name_from_the_same_address_may_go_on(user: User, cast: Cast) -> None:
    for _ in range(LIMIT):
        try_in("nguoi-la", "không đúng")
    assert try_in(user.sign_in, PASSWORD).status_code == 302


def test_after_a_quarter_of_an_hour_it_is_open_again(user: User) -> None:
    for _ in range(LIMIT):
        try_in(user.sign_in, "không đúng")
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=15, seconds=1)
        attempt.save()
    assert try_in(user.sign_in, PASSWORD).status_code == 302


def test_what_is_kept_about_failures_holds_no_password(user: User) -> None:
    try_in(user.sign_in, "bí mật của tôi")
    attempt = AccessAttempt.objects.get()
    assert "bí mật" not in attempt.post_data + attempt.get_data


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_set_password"])
def test_there_is_no_sign_up_no_email_and_no_reset(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_demo_lists_its_accounts_and_outside_nobody_is_listed(user: User) -> None:
    with override_settings(DEMO=True, DEMO_PASSWORD="hoa-nhap-demo-2026"):
        text = Client().get(reverse("account_login")).content.decode()
        assert f'value="{user.sign_in}"' in text
        assert "hoa-nhap-demo-2026" in text
    with override_settings(DEMO=False, DEMO_PASSWORD=""):
        assert user.sign_in not in Client().get(reverse("account_login")).content.decode()


# ── the second factor ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def required() -> Iterator[None]:
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        yield


def code_of(secret: str) -> str:
    """The code that a phone would show now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_where_it_is_required_all_but_ones_own_account_waits_for_it(required: None, cast: Cast) -> None:
    client = cast.administrator.client
    for name in ("access:post_list", "access:user_list", "access:user_create"):
        assert client.get(reverse(name)).headers["Location"] == reverse("mfa_index")
    for name in ("access:account", "access:post_choose", "mfa_index", "account_change_password"):
        assert client.get(reverse(name)).status_code == 200


def test_where_it_is_not_required_nothing_waits(cast: Cast) -> None:
    assert cast.administrator.client.get(reverse("access:post_list")).status_code == 200


def test_it_is_set_up_asked_at_sign_in_and_asked_again_for_rights(
    required: None, second_factor_key: None, cast: Cast
) -> None:
    administrator = cast.administrator
    assert administrator.user
    client, activate = administrator.client, reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(activate).context["form"].secret
    assert client.post(activate, {"code": "000000"}).status_code == 200
    assert client.post(activate, {"code": code_of(secret)}).status_code == 302
    kept = Authenticator.objects.get(user=administrator.user, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert client.get(reverse("access:post_list")).status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert codes.status_code == 200

    fresh, account = Client(), reverse("access:account")
    asked = try_in(administrator.user.sign_in, PASSWORD, client=fresh)
    assert asked.headers["Location"] == reverse("mfa_authenticate")
    assert fresh.get(account).status_code == 302
    assert fresh.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    recovery = codes.context["unused_codes"]
    assert fresh.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 302
    assert fresh.get(account).status_code == 200

    again = fresh.get(reverse("access:user_create")).headers["Location"]
    assert again.startswith(reverse("mfa_reauthenticate"))
    by_password = fresh.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert by_password.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert fresh.get(reverse("access:user_create")).status_code == 302
    fresh.post(reverse("mfa_reauthenticate"), {"code": recovery[1]})
    assert fresh.get(reverse("access:user_create")).status_code == 200


def test_an_administrator_removes_a_lost_factor(second_factor_key: None, cast: Cast) -> None:
    officer = cast.officer
    assert officer.user
    TOTP.activate(officer.user, generate_totp_secret())
    actions.renew_sign_in(
        by=cast.administrator.actor,
        user=officer.user,
        password=actions.new_password(),
        drop_second_factor=True,
        reason="mất điện thoại",
    )
    assert not Authenticator.objects.filter(user=officer.user).exists()
