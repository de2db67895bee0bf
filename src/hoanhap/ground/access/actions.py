"""The only writers of accounts and posts."""

import json
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hoanhap.ground.access import policy, rules
from hoanhap.ground.access.choices import Language
from hoanhap.ground.access.models import Draft, Post, User
from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without the pairs that people misread: i l 1, o 0


DRAFT_KEPT = timedelta(days=30)
"""A draft that nobody touched for so long goes with the next one that is saved."""


def new_password() -> str:
    """A password to be handed over once: four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@audited
def create_user(
    *,
    by: Actor,
    sign_in: str,
    full_name: str,
    password: str,
    language: str = Language.VIETNAMESE,
    initial: bool = True,
) -> User:
    """Make an account without any right. ``initial``: its holder must change the password at the first sign-in.

    Raises RuleViolation for a name that is badly formed or taken, and for a weak password.
    """
    by.require(Permission.POSTS_GRANT)
    sign_in, full_name = tidy(sign_in).lower(), tidy(full_name)
    rules.check_sign_in(sign_in)
    if not full_name:
        raise RuleViolation("access.name_missing", field="full_name")
    _check_language(language)
    if User.objects.filter(sign_in=sign_in).exists():
        raise RuleViolation("access.sign_in_taken", field="sign_in")
    _check_password(password, User(sign_in=sign_in, full_name=full_name))
    user = User.objects.create_user(
        sign_in=sign_in, full_name=full_name, password=password, language=language, initial=initial
    )
    record("access.user_created", f"access.user:{user.pk}", by=by, facts={"initial_password": initial})
    return user


@audited
def set_user_active(*, by: Actor, user: User, active: bool, reason: str) -> User:
    """Close an account, or open it again. Closed means gone on the next request; its posts stay as they are."""
    user = _locked(by, user)
    rules.check_not_oneself(by.user, str(user.pk))
    _check_given(reason, "access.reason_missing", "reason")
    user.is_active = active
    user.save(update_fields=["is_active"])
    event = "access.user_activated" if active else "access.user_deactivated"
    record(event, f"access.user:{user.pk}", by=by, facts={"reason": tidy(reason)})
    return user


@audited
def renew_sign_in(*, by: Actor, user: User, password: str, drop_second_factor: bool, reason: str) -> User:
    """Give a holder who lost the password a new initial one, and let go of a lost second factor.

    Every session of the account ends, because sessions are bound to the password.
    """
    user = _locked(by, user)
    rules.check_not_oneself(by.user, str(user.pk))
    _check_given(reason, "access.reason_missing", "reason")
    _check_password(password, user)
    user.set_password(password)
    user.password_is_initial = True
    user.save(update_fields=["password", "password_is_initial"])
    dropped = Authenticator.objects.filter(user=user).delete()[0] if drop_second_factor else 0
    facts = {"second_factor_dropped": bool(dropped), "reason": tidy(reason)}
    record("access.sign_in_renewed", f"access.user:{user.pk}", by=by, facts=facts)
    return user


@audited
def change_password(*, by: Actor, user: User, password: str) -> User:
    """The holder sets a password of their own; the old one was asked by the form. Only for oneself."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if by.user != str(user.pk):
        raise NotFound("access.no_such_account")
    _check_password(password, user)
    user.set_password(password)
    user.password_is_initial = False
    user.save(update_fields=["password", "password_is_initial"])
    record("access.password_changed", f"access.user:{user.pk}", by=by)
    return user


@audited
def choose_language(*, by: Actor, user: User, language: str) -> User:
    """The holder chooses the language of the screens. Only for oneself."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if by.user != str(user.pk):
        raise NotFound("access.no_such_account")
    _check_language(language)
    user.language = language
    user.save(update_fields=["language"])
    record("access.language_chosen", f"access.user:{user.pk}", by=by, facts={"language": language})
    return user


@audited
def grant_post(
    *,
    by: Actor,
    user: User,
    role: Role,
    place: Place,
    from_on: date,
    to_on: date | None = None,
    decision_no: str,
    note: str = "",
) -> Post:
    """Give ``user`` the role at the place on these days, both included.

    Raises PermissionRefused outside the grantor's reach; RuleViolation where the role does not stand at such a unit,
    the unit does not stand on those days, the post is already held, or the grantor is the holder.
    """
    user = _locked(by, user, at=place)
    rules.check_not_oneself(by.user, str(user.pk))
    rules.check_role(role)
    rules.check_stands_at(role, place.kind, policy.stands_at(role))
    rules.check_days(from_on, to_on, place_from=place.valid_from, place_to=place.valid_to)
    _check_given(decision_no, "access.decision_missing", "decision_no")
    held = Post.objects.filter(user=user, role=role, place=place)
    if any(rules.overlap(from_on, to_on, other.from_on, other.to_on) for other in held):
        raise RuleViolation("access.post_overlaps", field="from_on")
    post = Post.objects.create(
        user=user,
        role=role.value,
        place=place,
        from_on=from_on,
        to_on=to_on,
        decision_no=tidy(decision_no),
        note=tidy(note),
    )
    facts = _facts(post) | {"user": str(user.pk), "from_on": from_on.isoformat(), "decision_no": post.decision_no}
    record("access.post_granted", f"access.post:{post.pk}", by=by, chain=place.chain, facts=facts)
    return post


@audited
def make_first_administrator(
    *, by: Actor, sign_in: str, full_name: str, password: str, province: str, decision_no: str, on: date
) -> Post:
    """Make an account and give it the administrator's post at a province, where nobody holds that post on ``on``.

    Further administrators are made by the first. Raises RuleViolation ``access.administrator_there``.
    """
    by.require(Permission.POSTS_GRANT)
    place = Place.objects.valid_on(on).filter(code=province, parent=None).first()
    if place is None:
        raise RuleViolation("access.no_such_place")
    if Post.objects.open_on(on).filter(role=Role.SYSTEM_ADMINISTRATOR, place=place).exists():
        raise RuleViolation("access.administrator_there", place=place.full_name)
    user = create_user(by=by, sign_in=sign_in, full_name=full_name, password=password)
    return grant_post(
        by=by, user=user, role=Role.SYSTEM_ADMINISTRATOR, place=place, from_on=on, decision_no=decision_no
    )


@audited
def end_post(*, by: Actor, post: Post, to_on: date, reason: str) -> Post:
    """Let a post end with ``to_on`` as its last day. What is ended cannot be lengthened: that is a new post."""
    post = Post.objects.select_for_update(of=("self",)).select_related("place").get(pk=post.pk)
    by.require(Permission.POSTS_GRANT, at=post.place_id)
    rules.check_not_oneself(by.user, str(post.user_id))
    rules.check_end(post.from_on, post.to_on, to_on)
    _check_given(reason, "access.reason_missing", "reason")
    post.to_on = to_on
    post.save(update_fields=["to_on"])
    facts = _facts(post) | {"reason": tidy(reason)}
    record("access.post_ended", f"access.post:{post.pk}", by=by, chain=post.place.chain, facts=facts)
    return post


@audited
def save_draft(*, by: Actor, kind: str, content: Mapping[str, object], draft: Draft | None = None) -> Draft:
    """Keep what is written so far, for the acting post; ``draft``: the one that goes on. Old ones of the post go."""
    if not by.post:
        raise PermissionRefused("access.refused")
    now = clock.now()
    Draft.objects.visible_to(by).filter(updated_at__lt=now - DRAFT_KEPT).delete()
    if draft is not None:
        draft = Draft.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=draft.pk, kind=kind).first()
        if draft is None:
            raise NotFound("access.no_such_draft")
    draft = draft or Draft(post_id=UUID(by.post), kind=kind)
    draft.content, draft.updated_at = json.dumps(content), now
    draft.save()
    record("access.draft_saved", f"access.draft:{draft.pk}", by=by, facts={"kind": kind})
    return draft


@audited
def drop_draft(*, by: Actor, draft: Draft) -> None:
    """Forget a draft: because it is finished, or because nobody wants it any more."""
    if not Draft.objects.visible_to(by).filter(pk=draft.pk).exists():
        raise NotFound("access.no_such_draft")
    Draft.objects.filter(pk=draft.pk).delete()
    record("access.draft_dropped", f"access.draft:{draft.pk}", by=by, facts={"kind": draft.kind})


def _locked(by: Actor, user: User, *, at: Place | None = None) -> User:
    """The account under a row lock, if it stands inside the actor's reach."""
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    by.require(Permission.POSTS_GRANT, at=at.pk if at else None)
    if not User.objects.visible_to(by).filter(pk=user.pk).exists():
        raise NotFound("access.no_such_account")
    return locked


def _facts(post: Post) -> dict[str, object]:
    return {
        "role": post.role,
        "place": f"{post.place.code}@{post.place.valid_from.isoformat()}",
        "to_on": post.to_on and post.to_on.isoformat(),
    }


def _check_given(words: str, code: str, field: str) -> None:
    if not tidy(words):
        raise RuleViolation(code, field=field)


def _check_language(language: str) -> None:
    if language not in Language.values:
        raise RuleViolation("access.language_unknown", field="language")


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RuleViolation("access.password_weak", field="password", reasons=" ".join(error.messages)) from error
