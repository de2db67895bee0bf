"""Migrations stand in one line per app, have names that say something, and match the models."""

import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.meta import checks

NAMED = re.compile(r"\d{4}_[a-z0-9_]+")
SAYS_NOTHING = re.compile(r"\d{4}_(auto_\d|initial$|alter_|remove_.*_and_more)")


def ours() -> set[str]:
    """The labels of the project's own apps."""
    return {app.label for app in apps.get_app_configs() if app.name.startswith("hoanhap.")}


def line_faults(keys: Iterable[tuple[str, str]], parents: dict[tuple[str, str], set[tuple[str, str]]]) -> list[str]:
    """Migrations that do not continue exactly the one before, or whose name says nothing."""
    faults = []
    last: dict[str, str] = {}
    for app, name in sorted(keys):
        before = last.get(app)
        inside = {parent for parent in parents.get((app, name), set()) if parent[0] == app}
        if inside != ({(app, before)} if before else set()):
            faults.append(f"{app}.{name} does not continue {before or 'from nothing'}")
        if not NAMED.fullmatch(name) or SAYS_NOTHING.match(name):
            faults.append(f"{app}.{name}: the name says nothing")
        last[app] = name
    return faults


def test_migrations_stand_in_one_line() -> None:
    loader = MigrationLoader(None)
    found = {key: set(migration.dependencies) for key, migration in loader.disk_migrations.items() if key[0] in ours()}
    checks.nothing(line_faults(found, found))


def test_a_fork_and_an_empty_name_are_noticed() -> None:
    planted = {
        ("a", "0001_units"): set(),
        ("a", "0002_names"): {("a", "0001_units")},
        ("a", "0003_auto_20260101"): {("a", "0001_units")},
    }
    assert line_faults(planted, planted) == [
        "a.0003_auto_20260101 does not continue 0002_names",
        "a.0003_auto_20260101: the name says nothing",
    ]


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
