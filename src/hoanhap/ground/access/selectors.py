"""Reads of accounts and posts, and the one place where a user becomes an Actor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from hoanhap.ground.access import policy
from hoanhap.ground.access.choices import ROLE_WORDS
from hoanhap.ground.access.models import Draft, Post, PostQuerySet, User, UserQuerySet
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import NOBODY, Actor, Permission, Role
from hoanhap.ground.kernel.text import fold
from hoanhap.ground.places.choices import UnitKind
from hoanhap.ground.places.models import Place, Reach


@dataclass(frozen=True)
class Standing:
    """What a user is today: every open post, the one acted in (if chosen), and the Actor that follows from it."""

    posts: tuple[Post, ...] = ()
    post: Post | None = None
    actor: Actor = NOBODY


def posts_open_on(user: User, day: date) -> list[Post]:
    """The posts that the user holds on ``day``; none for a closed account."""
    if not user.is_active:
        return []
    return list(user.posts.open_on(day).select_related("place").in_order())


def standing(user: User, post_ref: str | None, on: date) -> Standing:
    """The user's posts on a day and the one acted in: the chosen one, or the only one. Two queries.

    A chosen post that has ended counts as not chosen, so an ended right is gone on the next request.
    """
    posts = tuple(posts_open_on(user, on))
    chosen = next((post for post in posts if str(post.pk) == post_ref), None)
    if chosen is None and len(posts) == 1:
        chosen = posts[0]
    if chosen is None:
        return Standing(posts=posts, actor=Actor(user=str(user.pk)))
    role = Role(chosen.role)
    units = Reach.objects.filter(root=chosen.place_id).values_list("unit_id", flat=True)
    actor = Actor(
        user=str(user.pk),
        post=str(chosen.pk),
        role=role,
        permissions=policy.permissions_of(role),
        units=frozenset(units) | {chosen.place_id},
    )
    return Standing(posts=posts, post=chosen, actor=actor)


def actor_for(user: User, post_ref: str | None, on: date) -> Actor:
    """Who acts when this user acts on a day; without rights where no post is open, or several and none chosen."""
    return standing(user, post_ref, on).actor


def has_second_factor(user: User) -> bool:
    """Whether a code generator or a passkey is set up. Recovery codes alone are none."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def posts(*, by: Actor) -> PostQuerySet:
    """Posts inside the actor's reach, with their users and places."""
    by.require(Permission.POSTS_VIEW)
    return Post.objects.visible_to(by).select_related("user", "place")


def post(*, by: Actor, ref: UUID) -> Post:
    """One post inside the actor's reach. Raises NotFound."""
    found = posts(by=by).filter(pk=ref).first()
    if found is None:
        raise NotFound("access.no_such_post")
    return found


def users(*, by: Actor) -> UserQuerySet:
    """Accounts inside the actor's reach; ``second_factor`` tells whether one is set up."""
    by.require(Permission.POSTS_VIEW)
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=kinds)
    found: UserQuerySet = User.objects.visible_to(by).annotate(second_factor=Exists(factors))
    return found


def user(*, by: Actor, ref: UUID) -> User:
    """One account inside the actor's reach. Raises NotFound."""
    found = users(by=by).filter(pk=ref).first()
    if found is None:
        raise NotFound("access.no_such_account")
    return found


def places_for(*, by: Actor, role: str, words: str, day: date) -> QuerySet[Place]:
    """Units inside the actor's reach, standing on ``day``, where the role may stand and whose name has the words."""
    by.require(Permission.POSTS_GRANT)
    if role not in policy.policy().roles or not fold(words):
        return Place.objects.none()
    found = Place.objects.valid_on(day).reached_by(by).filter(kind__in=policy.stands_at(Role(role)))
    return found.found(words).select_related("parent").in_order()


@dataclass(frozen=True)
class DemoAccount:
    """An account to try: who it is, and which post it acts in (none: refused everywhere)."""

    user: User
    post: Post | None


def demo_accounts(*, on: date) -> list[tuple[str, list[DemoAccount]]]:
    """The open accounts of a demo, grouped by the place of their post: city, districts, communes, then no post.

    Only for a demo, where nobody is real; the caller asks the setting.
    """
    level = {UnitKind.PROVINCE: 0, UnitKind.DISTRICT: 1}
    rank = {role: number for number, role in enumerate(ROLE_WORDS)}
    # An account that a visitor made has a password of its own, so it is not offered with the shared one.
    held = (
        Post.objects.filter(user__is_active=True, user__password_is_initial=False)
        .select_related("user", "place")
        .in_order()
    )
    rows = sorted(
        held, key=lambda post: (level.get(UnitKind(post.place.kind), 2), post.place.code, rank[Role(post.role)])
    )
    groups: dict[str, list[DemoAccount]] = {}
    for post in rows:
        groups.setdefault(post.place.full_name, []).append(DemoAccount(post.user, post))
    without = User.objects.filter(is_active=True, password_is_initial=False, posts__isnull=True).in_order()
    if alone := [DemoAccount(user, None) for user in without]:
        groups[""] = alone
    return list(groups.items())


def drafts(*, by: Actor, kind: str) -> QuerySet[Draft]:
    """What the acting post began of a kind and has not finished, the latest first."""
    return Draft.objects.visible_to(by).filter(kind=kind).order_by("-updated_at", "pk")


def draft(*, by: Actor, ref: UUID, kind: str) -> Draft:
    """One draft of the acting post. Raises NotFound."""
    found = drafts(by=by, kind=kind).filter(pk=ref).first()
    if found is None:
        raise NotFound("access.no_such_draft")
    return found


def names_of(users: Iterable[str]) -> dict[str, str]:
    """The full names of accounts by the text ids that stand in logs; what is no account is left out."""
    known = User.objects.filter(pk__in=[key for key in set(users) if _is_key(key)])
    return {str(pk): name for pk, name in known.values_list("pk", "full_name")}


def posts_of(refs: Iterable[str]) -> dict[str, Post]:
    """Posts with their places, by the text ids that stand in logs."""
    known = Post.objects.filter(pk__in=[key for key in set(refs) if _is_key(key)]).select_related("place")
    return {str(post.pk): post for post in known}


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def actor_by_reference(*, user: str, post: str, on: date) -> tuple[Actor, str]:
    """Who a job acts for, from the text ids that stand in its record, and the language of that user.

    The rights are those of ``on``: a post that has ended since gives none. Raises NotFound.
    """
    found = User.objects.filter(pk=user).first()
    if found is None:
        raise NotFound("access.no_such_account")
    return actor_for(found, post or None, on), found.language
