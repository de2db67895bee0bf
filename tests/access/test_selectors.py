"""How a user becomes an Actor, and what an administrator sees."""

from datetime import timedelta
from typing import Any

import pytest

from hoanhap.ground.access import actions, policy, selectors
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused
from hoanhap.ground.kernel.permissions import SYSTEM, Permission, Role
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_actor_has_the_rights_of_the_role_and_the_reach_of_the_place(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    officer = cast.officer
    assert officer.user
    with django_assert_max_num_queries(3):
        actor = selectors.actor_for(officer.user, None, clock.today())
    assert actor.role is Role.SOCIAL_AFFAIRS_OFFICER
    assert actor.permissions == policy.permissions_of(Role.SOCIAL_AFFAIRS_OFFICER)
    assert actor.may(Permission.DEPLOYMENTS_RECORD, at=cast.here.pk)
    assert not actor.may(Permission.DEPLOYMENTS_RECORD, at=cast.next_door.pk)
    assert not actor.may(Permission.DEPLOYMENTS_RECORD, at=cast.city.pk)
    assert not actor.may(Permission.POSTS_GRANT)


def test_the_city_reaches_its_communes(cast: Cast) -> None:
    assert {cast.city.pk, cast.here.pk, cast.next_door.pk} <= cast.lead.actor.units
    assert not cast.lead.actor.everywhere


def test_without_a_post_there_are_no_rights(cast: Cast) -> None:
    actor = cast.nobody.actor
    assert (actor.role, actor.permissions, actor.units) == (None, frozenset(), frozenset())
    assert cast.nobody.user
    assert actor.user == str(cast.nobody.user.pk)


def test_a_closed_account_has_no_rights(cast: Cast) -> None:
    assert cast.officer.user
    user = actions.set_user_active(by=SYSTEM, user=cast.officer.user, active=False, reason="nghỉ")
    assert selectors.actor_for(user, None, clock.today()).permissions == frozenset()


def test_with_several_posts_one_is_chosen_and_a_wrong_choice_gives_nothing(cast: Cast) -> None:
    officer = cast.officer
    assert officer.user
    assert officer.post
    second = actions.grant_post(
        by=SYSTEM,
        user=officer.user,
        role=Role.VOLUNTEER,
        place=cast.next_door,
        from_on=clock.today(),
        decision_no="3",
    )
    today = clock.today()
    assert selectors.actor_for(officer.user, None, today).permissions == frozenset()
    assert selectors.actor_for(officer.user, "x", today).role is None
    assert selectors.actor_for(officer.user, str(second.pk), today).role is Role.VOLUNTEER
    assert selectors.actor_for(officer.user, str(officer.post.pk), today).units == cast.officer.actor.units
    assert cast.neighbour.post
    stranger = str(cast.neighbour.post.pk)
    assert selectors.actor_for(officer.user, stranger, today).permissions == frozenset()


def test_a_post_counts_from_its_first_to_its_last_day(cast: Cast) -> None:
    user = cast.nobody.user
    assert user
    today = clock.today()
    actions.grant_post(
        by=SYSTEM,
        user=user,
        role=Role.VOLUNTEER,
        place=cast.here,
        from_on=today,
        to_on=today,
        decision_no="4",
    )
    assert selectors.actor_for(user, None, today).role is Role.VOLUNTEER
    assert selectors.actor_for(user, None, today - timedelta(days=1)).role is None
    assert selectors.actor_for(user, None, today + timedelta(days=1)).role is None


def test_the_administrator_sees_posts_and_accounts_of_the_city_only(cast: Cast) -> None:
    administrator, officer = cast.administrator, cast.officer
    assert officer.post
    assert officer.user
    assert cast.nobody.user
    assert selectors.post(by=administrator.actor, ref=officer.post.pk) == officer.post
    assert selectors.user(by=administrator.actor, ref=cast.nobody.user.pk) == cast.nobody.user
    elsewhere = type(administrator.actor)(
        user="x", permissions=administrator.actor.permissions, units=frozenset({cast.next_door.pk})
    )
    with pytest.raises(NotFound):
        selectors.post(by=elsewhere, ref=officer.post.pk)
    with pytest.raises(NotFound):
        selectors.user(by=elsewhere, ref=officer.user.pk)
    assert selectors.user(by=elsewhere, ref=cast.nobody.user.pk)


def test_other_roles_see_no_accounts(cast: Cast) -> None:
    for read in (selectors.posts, selectors.users):
        with pytest.raises(PermissionRefused):
            read(by=cast.officer.actor)


def test_places_are_found_where_the_role_may_stand(cast: Cast) -> None:
    by, today, name = cast.administrator.actor, clock.today(), cast.here.name
    found = selectors.places_for(by=by, role=Role.VOLUNTEER, words=name, day=today)
    assert cast.here in found
    assert cast.here not in selectors.places_for(by=by, role=Role.CITY_POLICE, words=name, day=today)
    assert not selectors.places_for(by=by, role=Role.VOLUNTEER, words="  ", day=today)
    assert not selectors.places_for(by=by, role=Role.SYSTEM, words=name, day=today)
    with pytest.raises(PermissionRefused):
        selectors.places_for(by=cast.officer.actor, role=Role.VOLUNTEER, words=name, day=today)
