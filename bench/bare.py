"""The reference: pages as a bare Django project would make them, over the same tables.

What ``django-admin startproject`` gives (its middleware, its context processors, plain templates), and nothing else:
no sign-in, no scope, no count, no navigation, no translations, no layout. The rows come from SQL written by hand
or, for the list, from the plainest ORM query.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates
from django.test.utils import override_settings
from django.urls import path

from bench import statements

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""Those of a new project of Django 5.2."""

TEMPLATES = DjangoTemplates(
    {
        "NAME": "bare",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
)

PAGE = 50


class BareApplication(WSGIHandler):
    """The WSGI application of the bare project, living beside the product in the same process."""

    def load_middleware(self, is_async: bool = False) -> None:
        """The middleware of a new project instead of the product's."""
        with override_settings(MIDDLEWARE=MIDDLEWARE):
            super().load_middleware(is_async=is_async)

    def get_response(self, request: HttpRequest) -> Any:
        """Answer from the addresses below."""
        request.urlconf = __name__
        return super().get_response(request)


def _page(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    return HttpResponse(TEMPLATES.get_template(template).render(dict(context), request))


def progress(request: HttpRequest) -> HttpResponse:
    """Every district of a plan with its figures of every year."""
    table = statements.progress(request.GET["plan"], date.fromisoformat(request.GET["as_of"]))
    return _page(
        request, "progress.html", {"years": list(table.days), "rows": table.rows.values(), "kinds": table.kinds}
    )


def units(request: HttpRequest) -> HttpResponse:
    """The units whose folded name contains the words, on all days."""
    with connection.cursor() as cursor:
        cursor.execute(statements.UNITS, [f"%{request.GET['q']}%", request.GET["province"], PAGE])
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return _page(request, "units.html", {"units": rows})


def deployments(request: HttpRequest) -> HttpResponse:
    """The newest deployments below one unit."""
    from hoanhap.casework.programmes.models import Deployment

    found = (
        Deployment.objects.filter(place__reached_from__root=int(request.GET["root"]))
        .select_related("place", "place__parent")
        .order_by("-from_on", "pk")[:PAGE]
    )
    return _page(request, "deployments.html", {"deployments": found})


def people(request: HttpRequest) -> HttpResponse:
    """The people of one unit, the most pressing first."""
    from django.db.models import OuterRef, Subquery

    from hoanhap.casework.episodes.models import Duty, Episode

    due = Duty.objects.filter(episode=OuterRef("pk"), state="open").order_by("due_on").values("due_on")[:1]
    found = Episode.objects.filter(place=int(request.GET["unit"])).annotate(next_due=Subquery(due))
    found = found.select_related("person").order_by("next_due", "ends_on", "person__sort_key", "pk")
    return _page(request, "people.html", {"people": found[:PAGE]})


def duties(request: HttpRequest) -> HttpResponse:
    """The open duties of one unit, the earliest first, and how many there are."""
    from hoanhap.casework.episodes.models import Duty

    found = Duty.objects.filter(place=int(request.GET["unit"]), state="open").select_related("episode__person")
    return _page(request, "duties.html", {"number": found.count(), "duties": found.order_by("due_on", "pk")[:25]})


urlpatterns = [
    path("progress/", progress),
    path("units/", units),
    path("deployments/", deployments),
    path("people/", people),
    path("duties/", duties),
]
