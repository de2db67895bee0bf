"""``--as SIGN-IN [--post N]``: who a command acts for. It rests on the server account, and the log names both."""

from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hoanhap.ground.access.models import User
from hoanhap.ground.access.selectors import actor_for, posts_open_on
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.kernel.permissions import Actor


def add_acting(parser: ArgumentParser) -> None:
    """The two arguments of every command that touches people."""
    parser.add_argument("--as", dest="acting_as", metavar="SIGN-IN", help="the account that acts; required")
    parser.add_argument("--post", type=int, metavar="N", help="its N-th post of today, from 1, where it has several")


def acting(options: Mapping[str, Any], *, on: date) -> Actor:
    """Who acts. Raises Refusal ``access.as_missing``, ``access.post_missing``; NotFound."""
    if not options["acting_as"]:
        raise Refusal("access.as_missing")
    user = User.objects.filter(sign_in=options["acting_as"]).first()
    if user is None:
        raise NotFound("access.no_such_account")
    posts = posts_open_on(user, on)
    number = options["post"]
    if number is None and len(posts) > 1:
        raise Refusal("access.post_missing", number=len(posts))
    if number is not None and not 1 <= number <= len(posts):
        raise NotFound("access.no_such_post")
    chosen = posts[(number or 1) - 1] if posts else None
    return replace(actor_for(user, str(chosen.pk) if chosen else None, on), confirmed=True)
