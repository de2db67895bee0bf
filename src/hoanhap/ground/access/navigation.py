"""What stands at the top of every page: the main entries, the acting post in words, the account menu."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoanhap.ground.access.choices import ROLE_WORDS
from hoanhap.ground.access.models import Post, User
from hoanhap.ground.access.policy import rule_for
from hoanhap.ground.access.rules import ACCOUNT, OPEN_RULES
from hoanhap.ground.access.selectors import Standing
from hoanhap.ground.kernel.permissions import Actor, Permission, Role


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation. ``current``: the page stands under it."""

    url: str
    words: str | Promise
    current: bool = False


MAIN: tuple[tuple[str, str | Promise], ...] = (
    ("desk:home", _("Today")),
    ("desk:my_people", _("My people")),
    ("desk:people", _("People in our care")),
    ("desk:month", _("This month")),
    ("people:person_search", _("Find a person")),
    ("screening:home", _("Tests")),
    ("people:namesake_list", _("Suspected namesakes")),
    ("plans:progress", _("Progress")),
    ("programmes:deployment_list", _("Models")),
    ("desk:team_board", _("Volunteer team")),
    ("places:unit_list", _("Places")),
    ("plans:plan_list", _("Plans")),
    ("access:post_list", _("Accounts and posts")),
    ("documents:template_list", _("Templates of papers")),
    ("audit:entry_list", _("Audit log")),
)
"""Every entry in order; a visitor sees those that the policy serves to the acting post."""
ELSEWHERE = dict.fromkeys(
    (
        "desk:today", "desk:duty_list", "desk:duty_units", "desk:handovers", "desk:handovers_out", "desk:handover",
        "desk:handover_step", "desk:reassignment", "desk:reassignment_address", "desk:take_over",
        "desk:fidelity",
    ),
    "desk:home",
) | dict.fromkeys(
    (
        "programmes:team_list", "programmes:team_detail", "programmes:team_found", "programmes:team_end",
        "programmes:appoint", "programmes:appointment_end", "programmes:meeting_record", "programmes:helper_choose",
        "programmes:helper_change", "programmes:helpers_hand_over", "programmes:activity_sheet",
        "programmes:allowance_sheet",
    ),
    "desk:team_board",
) | dict.fromkeys(("desk:roll_call", "desk:reviews", "desk:review_meeting"), "desk:month")  # fmt: skip
"""Pages that stand under another entry than the last of their app."""


ONE_ROW = 7
"""So many entries stand beside brand and account on a screen of 1280."""


def context(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; works on error pages too, where the middleware may not have run.

    ``navigation``: entries. ``crowded``: whether they need a row of their own. ``account``: the user, or None.
    ``acting_post``: the post in words; empty while none is chosen. ``standing``: the open posts and the chosen one.
    ``demo``.
    """
    on: Standing = getattr(request, "standing", Standing())
    user = getattr(request, "user", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    found = entries(on.actor, here=here)
    return {
        "account": user if isinstance(user, User) else None,
        "actor": on.actor,
        "standing": on,
        "acting_post": post_words(on.post) if on.post else "",
        "navigation": found,
        "crowded": len(found) > ONE_ROW,
        "demo": settings.DEMO,
    }


def entries(actor: Actor, *, here: str) -> list[Entry]:
    """The entries that the policy serves to this actor.

    A page stands under the entry whose address begins its own ("plans:progress_units" under "plans:progress"), else
    under the last entry of its app.
    """
    here = ELSEWHERE.get(here, here)
    served = [(address, words) for address, words in MAIN if _served(address, actor)]
    addresses = [address for address, _words in served]
    app = here.partition(":")[0] + ":"
    under = next(
        (address for address in addresses if here.startswith(address)),
        next((address for address in reversed(addresses) if address.startswith(app)), ""),
    )
    if rule_for(here) == ACCOUNT:  # one's own account stands in the menu on the right
        under = ""
    return [Entry(reverse(address), words, current=address == under) for address, words in served]


def _served(address: str, actor: Actor) -> bool:
    rule = rule_for(address)
    if rule is None or not actor.post:
        return False
    return rule in OPEN_RULES or actor.may(Permission(rule))


def post_words(post: Post) -> str:
    """The post as its holder says it: "Quản lý chương trình · Hà Nội"."""
    return f"{ROLE_WORDS[Role(post.role)]} · {post.place.name}"
