"""The demo cast: every role of the matrix, nobody real, nobody investigating."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from hoanhap.demo.actions import make_cast
from hoanhap.demo.cast import CAST, DISTRICTS_END, NEXT_COMMUNE
from hoanhap.ground.access import actions as access
from hoanhap.ground.access import selectors
from hoanhap.ground.access.models import Post, User
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import SYSTEM, Role

SYNTHETIC = ("Ví Dụ", "Mẫu", "Thử Nghiệm", "Minh Họa", "Giả Định")


def test_the_cast_covers_every_role_but_the_systems_own() -> None:
    assert {holding.role for one in CAST for holding in one.holdings} == set(Role) - {Role.SYSTEM}


def test_names_are_synthetic_and_no_two_are_alike() -> None:
    names = [one.full_name for one in CAST]
    assert len(set(names)) == len(names) == len({one.sign_in for one in CAST})
    assert all(name.endswith(SYNTHETIC) for name in names)


def test_one_holds_two_posts_one_none_and_one_stands_next_door() -> None:
    by_name = {one.sign_in: one for one in CAST}
    assert len(by_name["hai-vi-tri"].holdings) == 2
    assert by_name["dieu-tra-vien"].holdings == ()
    assert by_name["can-bo-ngoc-ha"].holdings[0].place == NEXT_COMMUNE
    assert by_name["quan-ba-dinh"].holdings[0].to_on == DISTRICTS_END


@pytest.fixture
def demo(db: None) -> None:
    with override_settings(DEMO=True, DEMO_PASSWORD="hoa-nhap-demo-2026"):
        make_cast(by=SYSTEM)


def test_the_cast_is_made_once_and_a_second_run_changes_nothing(demo: None) -> None:
    before = (User.objects.count(), Post.objects.count())
    with override_settings(DEMO=True, DEMO_PASSWORD="hoa-nhap-demo-2026"):
        again = make_cast(by=SYSTEM)
    assert (again.new_accounts, again.new_posts) == (0, 0)
    assert (again.accounts, again.posts) == (User.objects.count(), Post.objects.count()) == before


@pytest.mark.django_db
def test_a_database_with_accounts_of_its_own_gets_no_cast() -> None:
    access.create_user(
        by=SYSTEM,
        sign_in="co-that",
        full_name="Nguyễn Văn Mẫu",
        password="một mật khẩu chỉ để thử",
        language="vi",
        initial=False,
    )
    with pytest.raises(Refusal, match=r"demo\.not_here"):
        make_cast(by=SYSTEM)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_outside_a_demo_the_accounts_are_closed_and_a_demo_opens_them() -> None:
    with override_settings(DEMO=False):
        make_cast(by=SYSTEM)
    assert not User.objects.filter(is_active=True).exists()
    make_cast(by=SYSTEM)
    assert not User.objects.filter(is_active=False).exists()


def test_everybody_acts_in_their_role_except_those_whose_posts_are_over(demo: None) -> None:
    today = clock.today()
    for one in CAST:
        roles = {post.role for post in selectors.posts_open_on(User.objects.get(sign_in=one.sign_in), today)}
        assert roles == {holding.role.value for holding in one.holdings if holding.to_on is None}


def test_everybody_can_sign_in_with_the_password_shown(demo: None) -> None:
    for sign_in in ("quan-ly", "dieu-tra-vien", "quan-ba-dinh"):
        client = Client()
        typed = {"login": sign_in, "password": "hoa-nhap-demo-2026"}
        assert client.post(reverse("account_login"), typed).status_code == 302
        assert client.get(reverse("access:account")).status_code == 200


@pytest.mark.parametrize("sign_in", ["dieu-tra-vien", "quan-ba-dinh"])
def test_the_investigator_and_the_ended_desk_are_let_in_nowhere(demo: None, sign_in: str) -> None:
    client = Client()
    client.force_login(User.objects.get(sign_in=sign_in), settings.AUTHENTICATION_BACKENDS[-1])
    for name in ("access:post_list", "access:user_list", "audit:entry_list"):
        assert client.get(reverse(name)).headers["Location"] == reverse("access:post_choose")
