"""What the database itself keeps."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hoanhap.ground.access.models import Post, User
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def put(cast: Cast, **changes: object) -> Post:
    """A post past the actions, as a careless program would write it."""
    facts: dict[str, object] = {
        "user": cast.nobody.user,
        "role": Role.VOLUNTEER,
        "place": cast.here,
        "from_on": date(2026, 1, 1),
        "decision_no": "x",
    }
    with transaction.atomic():
        return Post.objects.create(**facts | changes)


def test_a_post_is_not_held_twice_on_one_day(cast: Cast) -> None:
    put(cast, to_on=date(2026, 1, 31))
    with pytest.raises(IntegrityError):
        put(cast, from_on=date(2026, 1, 31))
    put(cast, from_on=date(2026, 2, 1))
    put(cast, role=Role.CLUB_BOARD)


def test_a_post_does_not_end_before_it_begins(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        put(cast, to_on=date(2025, 12, 31))


def test_the_system_holds_no_post(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        put(cast, role=Role.SYSTEM)


def test_two_accounts_do_not_share_a_name(cast: Cast) -> None:
    assert cast.nobody.user
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(sign_in=cast.nobody.user.sign_in, full_name="Trần Thị Ví Dụ")


def test_open_posts_are_those_between_first_and_last_day(cast: Cast) -> None:
    post = put(cast, to_on=date(2026, 1, 31))
    for day, is_open in [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ]:
        assert Post.objects.open_on(day).filter(pk=post.pk).exists() is is_open


def test_a_post_is_not_open_once_its_unit_has_ended(cast: Cast) -> None:
    post = put(cast)
    cast.here.valid_to = date(2026, 3, 31)
    cast.here.save()
    assert Post.objects.open_on(date(2026, 3, 31)).filter(pk=post.pk).exists()
    assert not Post.objects.open_on(date(2026, 4, 1)).filter(pk=post.pk).exists()
