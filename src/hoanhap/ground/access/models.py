"""Who signs in, and in which posts they act."""

import json
import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from hoanhap.ground.access.choices import ROLE_CHOICES, Language
from hoanhap.ground.kernel.permissions import Actor, Role
from hoanhap.ground.kernel.text import fold, sort_key
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.sealed import SealedText


class UserQuerySet(models.QuerySet["User"]):
    """The reading vocabulary of accounts."""

    def visible_to(self, actor: Actor) -> Self:
        """Accounts with a post, past or present, inside the actor's reach, and accounts that never had a post."""
        if actor.everywhere:
            return self
        inside = Post.objects.filter(place__in=actor.units)
        return self.filter(Q(posts__isnull=True) | Q(pk__in=inside.values("user"))).distinct()

    def in_order(self) -> Self:
        """By name as a Vietnamese dictionary orders them."""
        return self.order_by("sort_key", "sign_in")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc]
    """Makes accounts for ``actions.create_user``, and finds them by sign-in name for Django."""

    def create_user(self, *, sign_in: str, full_name: str, password: str, language: str, initial: bool) -> "User":
        """An account with a hashed password. ``initial``: the password must be changed at the first sign-in."""
        user = User(
            sign_in=sign_in,
            full_name=full_name,
            search_key=fold(f"{full_name} {sign_in}"),
            sort_key=sort_key(full_name),
            language=language,
            password_is_initial=initial,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account that signs in. It has no rights by itself: rights come from posts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_in = models.TextField(unique=True)
    full_name = models.TextField()
    search_key = models.TextField()  # folded full name and sign-in name, for finding without diacritics
    sort_key = models.TextField()
    language = models.TextField(choices=Language, default=Language.VIETNAMESE)
    is_active = models.BooleanField(default=True)
    password_is_initial = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(sign_in="") & ~Q(full_name=""), name="user_names_given"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="user_language_known"),
        ]


class PostQuerySet(models.QuerySet["Post"]):
    """The reading vocabulary of posts."""

    def open_on(self, day: date) -> Self:
        """Posts held on ``day``, first and last day included, whose unit stood on that day."""
        return self.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=day),
            Q(place__valid_to__isnull=True) | Q(place__valid_to__gte=day),
            from_on__lte=day,
        )

    def visible_to(self, actor: Actor) -> Self:
        """Posts inside the actor's reach."""
        return self if actor.everywhere else self.filter(place__in=actor.units)

    def in_order(self) -> Self:
        """The latest first; within a day by place and role, so that the order never changes by itself."""
        return self.order_by("-from_on", "place__sort_key", "role", "pk")


class Post(models.Model):
    """One user holds one role at one place from a day to a day. Rights are computed from it at every request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random: it stands in addresses
    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.TextField(choices=ROLE_CHOICES)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day; NULL: no end is known
    decision_no = models.TextField()  # number of the decision that gave the post, as printed
    note = models.TextField(blank=True, default="")

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="post_ends_after_start"
            ),
            # The system's own role is not in the list: nobody signs in as the system.
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role if role is not Role.SYSTEM]), name="post_role_known"
            ),
        ]
        indexes = [models.Index(fields=["user", "from_on"], name="post_of_user")]  # read at every request


class DraftQuerySet(models.QuerySet["Draft"]):
    """The reading vocabulary of drafts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the acting post, and nobody else's."""
        return self.filter(post=actor.post) if actor.post else self.none()


class Draft(models.Model):
    """What somebody began to write and has not finished. It belongs to the post, counts nowhere, and is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random: it stands in addresses
    post = models.ForeignKey(Post, models.CASCADE, related_name="drafts")
    kind = models.TextField()  # "<app>.<noun>": whose draft
    content = SealedText()  # JSON
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="draft_kind_given")]
        indexes = [models.Index(fields=["post", "kind", "updated_at"], name="draft_of_post")]

    def opened(self) -> dict[str, Any]:
        """What is written so far."""
        found: dict[str, Any] = json.loads(self.content or "{}")
        return found
