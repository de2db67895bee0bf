"""What may be granted to whom, and how a request is answered. No Django, no database."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role

_SIGN_IN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")


class Answer(Enum):
    """What the policy says to one request, before the view is called."""

    SERVE = auto()
    UNLISTED = auto()
    SIGN_IN = auto()
    CHANGE_PASSWORD = auto()
    SET_UP_SECOND_FACTOR = auto()
    CHOOSE_POST = auto()
    STEP_UP = auto()
    REFUSE = auto()


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """The facts about who asks. ``has_post``: a post is open today *and* chosen; ``confirmed``: see :class:`Actor`."""

    signed_in: bool
    password_is_initial: bool = False
    lacks_second_factor: bool = False
    has_post: bool = False
    permitted: bool = False
    confirmed: bool = False


PUBLIC, ACCOUNT, SIGNED_IN = "public", "account", "signed_in"
"""Rules of addresses beside the permissions: for everybody; the visitor's own account, served before a post is
chosen and a second factor set up; any signed-in visitor with a post."""

OPEN_RULES = frozenset({PUBLIC, ACCOUNT, SIGNED_IN})

PASSWORD_PAGES = frozenset({"account_change_password", "account_logout", "access:language"})
"""All that is served while the password is still the one an administrator has seen."""


def answer(rule: str | None, visitor: Visitor, *, address: str, step_up: bool = False) -> Answer:
    """What to do with a request for ``address``, whose rule is ``rule`` (``None``: not in the policy).

    Whatever is not allowed is refused: access-and-privacy.md §3.1 ("else deny"). ``step_up``: served only to who has
    just proved to be there, §3.5; who may not open it at all is not asked for that.
    """
    if rule is None:
        return Answer.UNLISTED
    if rule == PUBLIC:
        return Answer.SERVE
    if not visitor.signed_in:
        return Answer.SIGN_IN
    if visitor.password_is_initial and address not in PASSWORD_PAGES:
        return Answer.CHANGE_PASSWORD
    if rule == ACCOUNT:
        return Answer.SERVE
    if visitor.lacks_second_factor:
        return Answer.SET_UP_SECOND_FACTOR
    if not visitor.has_post:
        return Answer.CHOOSE_POST
    if rule != SIGNED_IN and not visitor.permitted:
        return Answer.REFUSE
    return Answer.STEP_UP if step_up and not visitor.confirmed else Answer.SERVE


def check_role(role: Role) -> None:
    """A post may have any role of the matrix; the system's own is held by nobody."""
    if role is Role.SYSTEM:
        raise RuleViolation("access.role_not_for_people", field="role")


def check_stands_at(role: Role, kind: str, stands_at: Collection[str]) -> None:
    """A role stands only at the kinds of unit that the policy names for it."""
    if kind not in stands_at:
        raise RuleViolation("access.role_not_at_this_kind", field="place", role=role.value, kind=kind)


def check_days(
    from_on: date, to_on: date | None, *, place_from: date | None = None, place_to: date | None = None
) -> None:
    """The post ends on or after its first day, and the unit stands on all of its days.

    ``to_on`` and ``place_to`` are last days; ``None`` means no end is known. Posts end with their unit:
    access-and-privacy.md §3.3, "old posts end at the merger instant".
    """
    if to_on is not None and to_on < from_on:
        raise RuleViolation("access.ends_before_it_starts", field="to_on", from_on=from_on, to_on=to_on)
    if place_from is not None and from_on < place_from:
        raise RuleViolation("access.before_its_unit", field="from_on", place_from=place_from)
    if place_to is not None and (to_on is None or to_on > place_to):
        raise RuleViolation("access.outlives_its_unit", field="to_on", place_to=place_to)


def overlap(from_on: date, to_on: date | None, other_from: date, other_to: date | None) -> bool:
    """Whether two spans of days, both ends included, share a day."""
    return (to_on is None or other_from <= to_on) and (other_to is None or from_on <= other_to)


def check_not_oneself(by: str, user: str) -> None:
    """Nobody gives or takes rights of their own: no self-approval in any role (access-and-privacy.md §3.5)."""
    if by == user:
        raise RuleViolation("access.own_account")


def check_end(from_on: date, known_end: date | None, to_on: date) -> None:
    """A post is ended once more only to end it earlier, never to lengthen it: that is a new post."""
    check_days(from_on, to_on)
    if known_end is not None and to_on >= known_end:
        raise RuleViolation("access.already_ends", field="to_on", to_on=known_end)


def check_sign_in(sign_in: str) -> None:
    """A sign-in name is 3 to 40 lower-case letters without marks, digits, dots, hyphens, underscores."""
    if not _SIGN_IN.fullmatch(sign_in):
        raise RuleViolation("access.sign_in_form", field="sign_in")
