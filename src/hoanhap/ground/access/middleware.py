"""Who acts in this request, and whether the policy lets the request through."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hoanhap.ground.access import selectors
from hoanhap.ground.access.models import User
from hoanhap.ground.access.policy import needs_step_up, rule_for
from hoanhap.ground.access.rules import OPEN_RULES, PUBLIC, Answer, Visitor, answer
from hoanhap.ground.access.selectors import Standing
from hoanhap.ground.access.step_up import ask, has_confirmed
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import StepUpRequired
from hoanhap.ground.kernel.permissions import Permission

SESSION_KEY = "acting_post"
"""Holds the reference of the chosen post; what it allows is computed anew at every request."""

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


def set_acting_facts(request: HttpRequest, on: Standing) -> None:
    """Set who acts in this request: user, post, role, reach.

    The one and only place where these facts are set. Row-level security goes here later: the same facts become
    PostgreSQL session variables of the request's transactions.
    """
    request.standing = on  # type: ignore[attr-defined]
    request.post = on.post  # type: ignore[attr-defined]
    request.actor = on.actor  # type: ignore[attr-defined]


class ActingPost:
    """Turns the signed-in user and the chosen post into ``request.actor``; ``request.post`` is that post or None."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the facts, then answer."""
        user = request.user
        if isinstance(user, User):
            on = selectors.standing(user, request.session.get(SESSION_KEY), clock.today())
            actor = replace(on.actor, confirmed=has_confirmed(request))
            set_acting_facts(request, replace(on, actor=actor))
        else:
            set_acting_facts(request, Standing())
        return self.get_response(request)


class Policy:
    """Looks every named address up in the policy file before its view runs. What is not listed does not exist."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing here: the address is known only once it is resolved."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Serve, send to sign-in or to the page that is due first, or refuse."""
        address = (request.resolver_match and request.resolver_match.view_name) or ""
        rule = rule_for(address)
        step_up = needs_step_up(address, export="export" in request.GET)
        match answer(rule, _visitor(request, rule), address=address, step_up=step_up):
            case Answer.SERVE:
                return None
            case Answer.UNLISTED:
                # The name only: a path may hold what identifies somebody.
                log.error("address not in the access policy: %s", address or "(unnamed)")
                raise Http404
            case Answer.SIGN_IN:
                back = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
                return redirect_to_login(back, login_url=reverse("account_login"))
            case Answer.CHANGE_PASSWORD:
                return redirect("account_change_password")
            case Answer.SET_UP_SECOND_FACTOR:
                return redirect("mfa_index")
            case Answer.CHOOSE_POST:
                return redirect("access:post_choose")
            case Answer.STEP_UP:
                return ask(request)
            case Answer.REFUSE:
                raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What asks for a step-up below a view gets one, and goes on afterwards."""
        return ask(request) if isinstance(exception, StepUpRequired) else None


def _visitor(request: HttpRequest, rule: str | None) -> Visitor:
    user = request.user
    if not isinstance(user, User):
        return Visitor(signed_in=False)
    on: Standing = request.standing  # type: ignore[attr-defined]
    guarded = rule is not None and rule != PUBLIC and settings.SECOND_FACTOR_REQUIRED
    return Visitor(
        signed_in=True,
        password_is_initial=user.password_is_initial,
        lacks_second_factor=guarded and not selectors.has_second_factor(user),
        has_post=on.post is not None,
        confirmed=on.actor.confirmed,
        permitted=rule is not None and rule not in OPEN_RULES and on.actor.may(Permission(rule)),
    )
