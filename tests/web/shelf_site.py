"""Settings and addresses of a site that is the component shelf and nothing else: no database, a borrowed actor.

``python -m django runserver --settings tests.web.shelf_site`` shows the shelf while one works on the look.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from hoanhap.project.settings_test import *  # noqa: F403

DEBUG = True
VAR = Path(gettempdir())
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "hoanhap.ground.web",
]
MIDDLEWARE = [
    "hoanhap.ground.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.web.shelf_site.borrowed_actor",
    "hoanhap.ground.web.middleware.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tests.web.shelf_site.frame",
            ],
            "builtins": ["hoanhap.ground.web.templatetags.shelf", "django.templatetags.i18n"],
        },
    }
]
DATABASES: dict[str, Any] = {}
AUTH_USER_MODEL = "auth.User"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
FORM_RENDERER = "hoanhap.ground.web.forms.HouseRenderer"
CSRF_FAILURE_VIEW = "hoanhap.ground.web.views.csrf_failed"
ROOT_URLCONF = "tests.web.shelf_site"


def borrowed_actor(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the system look at its own shelf."""
    from hoanhap.ground.kernel.permissions import SYSTEM

    def with_actor(request: HttpRequest) -> HttpResponse:
        request.actor = SYSTEM  # type: ignore[attr-defined]
        return answer(request)

    return with_actor


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page asks for."""
    words = ["Hôm nay", "Tiến độ", "Mô hình", "Địa bàn", "Kế hoạch", "Nhật ký"]
    return {
        "navigation": [SimpleNamespace(words=word, url="#", current=word == "Tiến độ") for word in words],
        "acting_post": "Quản lý chương trình · Hà Nội",
        "account": SimpleNamespace(full_name="Trần Thị Ví Dụ"),
        "standing": SimpleNamespace(posts=[]),
        "demo": True,
    }


urlpatterns = [path("shelf/", include("hoanhap.ground.web.urls"))]
