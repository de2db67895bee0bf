"""The request as the views of this app see it: always signed in, always with the standing of today."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpResponse

from hoanhap.ground.access.models import Post, User
from hoanhap.ground.access.selectors import Standing
from hoanhap.ground.web.http import ActorRequest


class AccountRequest(ActorRequest):
    """A request that the policy let through as "account" or more: ``user`` is one of ours."""

    user: User
    post: Post | None
    standing: Standing


def step_up(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view runs only within five minutes of a fresh second factor, or password where no factor is set up.

    Source: access-and-privacy.md §3.5. What was typed is kept while the holder confirms.
    """

    @wraps(view)
    def confirmed(request: AccountRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise_if_reauthentication_required(request, app="")
        return view(request, *args, **kwargs)

    return confirmed
