"""The screens, each with its success and its refusal."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.ground.access import actions
from hoanhap.ground.access.models import Post, User
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM, Role
from tests.cast import PASSWORD, Cast, Member

pytestmark = pytest.mark.django_db


def confirm(member: Member) -> Client:
    """The member's browser after the password has been asked again."""
    answer = member.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return member.client


def body(answer: Any) -> str:
    return str(answer.content.decode())


def errors_in(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


PLAIN = ("account", "post_choose")
ADMINISTRATION = ("post_list", "user_list")


@pytest.mark.parametrize("name", PLAIN)
def test_ones_own_pages_are_served_to_everybody_signed_in(cast: Cast, name: str) -> None:
    for member in (cast.officer, cast.nobody):
        assert member.client.get(reverse(f"access:{name}")).status_code == 200
    assert cast.visitor.client.get(reverse(f"access:{name}")).status_code == 302


@pytest.mark.parametrize("name", ADMINISTRATION)
def test_lists_are_served_to_the_administrator_alone(cast: Cast, name: str) -> None:
    address = reverse(f"access:{name}")
    assert cast.administrator.client.get(address).status_code == 200
    for member in (cast.officer, cast.lead, cast.auditor):
        assert member.client.get(address).status_code == 403
    answer = cast.visitor.client.get(address)
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={address}"


def test_posts_are_found_by_holder_role_place_and_day(cast: Cast) -> None:
    officer, administrator = cast.officer, cast.administrator
    assert officer.post
    assert administrator.post
    address = reverse("access:post_list")

    def found(**words: str) -> set[Any]:
        answer: Any = administrator.client.get(address, words)
        return {row.record.pk for row in answer.context["table"].page.object_list}

    assert found() == {officer.post.pk, administrator.post.pk}
    assert found(role=Role.SOCIAL_AFFAIRS_OFFICER) == {officer.post.pk}
    assert officer.post.pk in found(place=cast.here.name)
    assert found(q="nguyen van mau") == {officer.post.pk, administrator.post.pk}
    assert found(q="khong co ai") == set()
    assert found(open_on=clock.today().isoformat()) == {officer.post.pk, administrator.post.pk}
    assert found(open_on="01/01/1990") == set()


def test_accounts_are_found_by_name_and_state(cast: Cast) -> None:
    administrator, nobody = cast.administrator, cast.nobody
    assert nobody.user
    actions.set_user_active(by=SYSTEM, user=nobody.user, active=False, reason="nghỉ")
    address = reverse("access:user_list")
    answer: Any = administrator.client.get(address, {"is_active": "false"})
    assert [row.record.pk for row in answer.context["table"].page.object_list] == [nobody.user.pk]
    assert administrator.client.get(address, {"q": "khong-ai"}).status_code == 200


def test_an_account_page_shows_its_posts_and_hides_what_is_out_of_reach(cast: Cast) -> None:
    assert cast.officer.user
    client = cast.administrator.client
    answer = client.get(reverse("access:user_detail", args=[cast.officer.user.pk]))
    assert cast.here.full_name in body(answer)
    assert client.get(reverse("access:user_detail", args=[uuid4()])).status_code == 404
    mine = reverse("access:user_detail", args=[cast.officer.user.pk])
    assert cast.officer.client.get(mine).status_code == 403


STEP_UP = ("user_create", "post_grant", "post_end", "user_switch", "sign_in_renew")


def address_of(name: str, member: Member) -> str:
    assert member.user
    assert member.post
    args = {"user_create": [], "post_end": [member.post.pk]}.get(name, [member.user.pk])
    return reverse(f"access:{name}", args=args)


@pytest.mark.parametrize("name", STEP_UP)
def test_changing_rights_asks_for_the_password_again(cast: Cast, name: str) -> None:
    address = address_of(name, cast.officer)
    client = cast.administrator.client
    for answer in (client.get(address), client.post(address, {})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    confirm(cast.administrator)
    assert client.get(address).status_code == 200
    assert cast.lead.client.get(address).status_code == 403


def test_what_was_typed_is_kept_while_the_holder_confirms(cast: Cast) -> None:
    address, client = reverse("access:user_create"), cast.administrator.client
    typed = {"sign_in": "moi-4", "full_name": "Lê Thị Mẫu", "language": "vi"}
    asked = client.post(address, typed).headers["Location"]
    answer = client.post(asked, {"password": PASSWORD, "next": address})
    assert answer.status_code == 200
    assert User.objects.filter(sign_in="moi-4").exists()


def test_a_wrong_password_does_not_confirm(cast: Cast) -> None:
    client = cast.administrator.client
    assert client.post(reverse("account_reauthenticate"), {"password": "sai"}).status_code == 200
    assert client.get(reverse("access:user_create")).status_code == 302


def test_an_account_is_made_and_its_password_shown_once(cast: Cast) -> None:
    client = confirm(cast.administrator)
    typed = {"sign_in": "moi-5", "full_name": "Lê Thị Mẫu", "language": "vi"}
    answer = client.post(reverse("access:user_create"), typed)
    shown = re.search(r"<code[^>]*>([a-z2-9-]{19})</code>", body(answer))
    assert shown
    user = User.objects.get(sign_in="moi-5")
    assert user.check_password(shown[1])
    assert shown[1] not in body(client.get(reverse("access:user_detail", args=[user.pk])))
    again = client.post(reverse("access:user_create"), typed)
    assert "sign_in" in errors_in(again)


def test_a_post_is_granted_by_searching_the_place(cast: Cast) -> None:
    nobody = cast.nobody
    assert nobody.user
    client = confirm(cast.administrator)
    address = reverse("access:post_grant", args=[nobody.user.pk])
    typed = {
        "role": Role.VOLUNTEER.value,
        "words": cast.here.name,
        "from_on": clock.today().strftime("%d/%m/%Y"),
        "decision_no": "05/QĐ-UBND",
    }
    first = client.post(address, typed)
    assert "place" in errors_in(first)
    assert cast.here.full_name in body(first)
    assert client.post(address, typed | {"place": str(cast.here.pk)}).status_code == 302
    post = Post.objects.get(user=nobody.user)
    assert (post.role, post.place) == (Role.VOLUNTEER.value, cast.here)
    assert "from_on" in errors_in(client.post(address, typed | {"place": str(cast.here.pk)}))
    assert "place" in errors_in(client.post(address, typed | {"place": str(cast.city.pk)}))
    assert "words" in errors_in(client.post(address, typed | {"words": "không có nơi này"}))


def test_an_ended_post_is_gone_on_the_next_request(cast: Cast) -> None:
    officer = cast.officer
    assert officer.post
    list_of_places = reverse("access:account")
    assert officer.client.get(list_of_places).wsgi_request.actor.role is Role.SOCIAL_AFFAIRS_OFFICER  # type: ignore[attr-defined]
    client = confirm(cast.administrator)
    address = reverse("access:post_end", args=[officer.post.pk])
    yesterday = officer.post.from_on.strftime("%d/%m/%Y")
    assert "reason" in errors_in(client.post(address, {"to_on": yesterday}))
    assert client.post(address, {"to_on": yesterday, "reason": "thôi nhiệm vụ"}).status_code == 302
    after = officer.client.get(list_of_places).wsgi_request.actor  # type: ignore[attr-defined]
    assert (after.role, after.permissions, after.units) == (None, frozenset(), frozenset())


def test_a_closed_account_is_signed_out_on_the_next_request(cast: Cast) -> None:
    officer = cast.officer
    assert officer.user
    client = confirm(cast.administrator)
    address = reverse("access:user_switch", args=[officer.user.pk])
    assert "reason" in errors_in(client.post(address, {}))
    assert client.post(address, {"reason": "nghỉ việc"}).status_code == 302
    assert officer.client.get(reverse("access:account")).status_code == 302
    assert client.post(address, {"reason": "trở lại"}).status_code == 302
    assert User.objects.get(pk=officer.user.pk).is_active


def test_a_renewed_password_ends_the_sessions_and_must_be_changed(cast: Cast) -> None:
    officer = cast.officer
    assert officer.user
    client = confirm(cast.administrator)
    answer = client.post(reverse("access:sign_in_renew", args=[officer.user.pk]), {"reason": "quên mật khẩu"})
    password = re.search(r"<code[^>]*>([a-z2-9-]{19})</code>", body(answer))
    assert password
    account = reverse("access:account")
    assert officer.client.get(account).status_code == 302
    fresh = Client()
    fresh.post(reverse("account_login"), {"login": officer.user.sign_in, "password": password[1]})
    change = reverse("account_change_password")
    assert fresh.get(account).headers["Location"] == change
    new = "một câu dài chỉ mình tôi biết"
    typed = {"oldpassword": password[1], "password1": new, "password2": new}
    assert fresh.post(change, typed | {"password2": "khác"}).status_code == 200
    assert fresh.post(change, typed).status_code == 302
    assert fresh.get(account).status_code == 200
    assert User.objects.get(pk=officer.user.pk).check_password(new)


def test_with_two_posts_one_is_chosen_before_anything_else(cast: Cast) -> None:
    administrator = cast.administrator
    assert administrator.user
    assert administrator.post
    second = actions.grant_post(
        by=SYSTEM,
        user=administrator.user,
        role=Role.VOLUNTEER,
        place=cast.here,
        from_on=clock.today(),
        decision_no="6",
    )
    client, choose, posts = administrator.client, reverse("access:post_choose"), reverse("access:post_list")
    assert client.get(posts).headers["Location"] == choose
    assert client.post(choose, {"post": str(uuid4())}).status_code == 200
    assert client.get(posts).status_code == 302
    answer = client.post(choose, {"post": str(second.pk), "next": posts})
    assert answer.headers["Location"] == posts
    assert client.get(posts).status_code == 403
    away = client.post(choose, {"post": str(administrator.post.pk), "next": "https://example.org/"})
    assert away.headers["Location"] == "/"
    assert client.get(posts).status_code == 200


def test_the_language_is_kept_in_a_cookie_and_in_the_account(cast: Cast) -> None:
    address, account = reverse("access:language"), reverse("access:account")
    assert cast.officer.user
    answer = cast.officer.client.post(address, {"language": "en", "next": account})
    assert answer.cookies["language"].value == "en"
    assert 'lang="en"' in body(cast.officer.client.get(account))[:200]
    assert User.objects.get(pk=cast.officer.user.pk).language == "en"
    assert cast.visitor.client.post(address, {"language": "en"}).cookies["language"].value == "en"
    assert cast.officer.client.get(address).status_code == 405
    cast.officer.client.post(address, {"language": "xx"})
    assert User.objects.get(pk=cast.officer.user.pk).language == "en"


def test_an_address_outside_the_policy_does_not_exist_and_is_logged_without_its_path(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert cast.officer.user
    monkeypatch.setattr("hoanhap.ground.access.middleware.rule_for", lambda name: None)
    address = reverse("access:user_detail", args=[cast.officer.user.pk])
    assert cast.administrator.client.get(address).status_code == 404
    assert "access:user_detail" in caplog.text
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("hoanhap")]
    assert logged
    assert str(cast.officer.user.pk) not in " ".join(logged)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_carry_no_inline_script_or_style(cast: Cast, language: str) -> None:
    client = confirm(cast.administrator)
    client.cookies["language"] = language
    assert cast.officer.user
    names = ["account", "post_choose", "post_list", "user_list", "user_create"]
    addresses = [reverse(f"access:{name}") for name in names]
    addresses += [address_of(name, cast.officer) for name in STEP_UP]
    addresses += [
        reverse(name)
        for name in (
            "account_logout",
            "account_reauthenticate",
            "account_change_password",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_activate_totp",
        )
    ]
    for address in [*addresses, reverse("account_login")]:
        page = Client() if address == reverse("account_login") else client
        page.cookies["language"] = language
        answer = page.get(address)
        assert answer.status_code == 200, address
        text = body(answer)
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", text), address
        inline = re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", text)
        assert not inline, address
