"""One walk through the whole product, for every test that looks at pages."""

import re
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import models, transaction

from hoanhap.ground.access.models import User
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.places.models import Place
from tests.cast import Cast
from tests.meta.crawling import Page, crawl, names_pattern

WALKERS = (
    None,
    Role.CITY_PROGRAMME_LEAD,
    Role.SOCIAL_AFFAIRS_OFFICER,
    Role.VOLUNTEER,
    Role.LOG_AUDITOR,
    Role.SYSTEM_ADMINISTRATOR,
)
"""Between them they may open every address of the product. ``None``: a visitor."""

MAY_CHANGE_BY_LOOKING = {"audit", "sessions", "axes"}
"""Apps whose rows a GET may add: the log of reads, sessions, tries to sign in."""

Rows = dict[str, frozenset[tuple[object, ...]]]


@dataclass
class Walk:
    """What the walkers saw, by language, and the rows before and after."""

    pages: dict[str, list[Page]]
    before: Rows
    after: Rows
    names: re.Pattern[str]


def rows(found: list[type[models.Model]]) -> Rows:
    """All rows of these models."""
    return {
        model._meta.label: frozenset(tuple(str(value) for value in row) for row in model._base_manager.values_list())
        for model in found
    }


def watched() -> list[type[models.Model]]:
    """The models whose rows no GET may touch."""
    return [model for model in apps.get_models() if model._meta.app_label not in MAY_CHANGE_BY_LOOKING]


def proper_names() -> set[str]:
    """What is called the same in every language: the product, places, people."""
    found = {"Hòa Nhập", *User.objects.values_list("full_name", flat=True)}
    for place in Place.objects.all():
        found |= {place.full_name, place.name, place.full_name[:1].lower() + place.full_name[1:]}
    return found


@pytest.fixture(scope="session")
def walk(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Walk:
    """The walk: demo data, six people, two languages; undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        if "demo" in get_commands():
            call_command("demo", verbosity=0)
        cast = Cast()
        clients = [cast.visitor.client if role is None else cast.in_role(role).client for role in WALKERS]
        before = rows(watched())
        pages: dict[str, list[Page]] = {"vi": [], "en": []}
        for language, found in pages.items():
            for client in clients:
                client.cookies["language"] = language
                found += crawl(client, ["/"])
        after = rows(watched())
        names = proper_names()
        transaction.set_rollback(True)
    return Walk(pages, before, after, names_pattern(names))
