"""The product's frame without the rooms above it: a borrowed actor instead of sign-in and policy."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import translation

from hoanhap.ground.kernel.permissions import SYSTEM

MIDDLEWARE = [
    "hoanhap.ground.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.web.conftest.borrowed_actor",
    "hoanhap.ground.web.middleware.Refusals",
]
CONTEXT = ["django.template.context_processors.request", "django.contrib.messages.context_processors.messages"]


def borrowed_actor(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the system ask."""

    def with_actor(request: HttpRequest) -> HttpResponse:
        request.actor = SYSTEM  # type: ignore[attr-defined]
        return answer(request)

    return with_actor


@pytest.fixture
def site(settings: pytest.FixtureRequest) -> Client:
    """A browser in front of the frame."""
    settings.ROOT_URLCONF = "tests.web.urls"  # type: ignore[attr-defined]
    settings.MIDDLEWARE = MIDDLEWARE  # type: ignore[attr-defined]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"  # type: ignore[attr-defined]
    settings.FORM_RENDERER = "hoanhap.ground.web.forms.HouseRenderer"  # type: ignore[attr-defined]
    settings.CSRF_FAILURE_VIEW = "hoanhap.ground.web.views.csrf_failed"  # type: ignore[attr-defined]
    templates = [dict(engine) for engine in settings.TEMPLATES]  # type: ignore[attr-defined]
    templates[0]["OPTIONS"] = {**templates[0]["OPTIONS"], "context_processors": CONTEXT}
    settings.TEMPLATES = templates  # type: ignore[attr-defined]
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def english() -> Iterator[None]:
    """English pages."""
    with translation.override("en"):
        yield
