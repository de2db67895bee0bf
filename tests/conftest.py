"""What every test stands on: a closed network, own keys, a database with reference data, the cast."""

import importlib.util
import json
import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from pytest_django import DjangoDbBlocker

from hoanhap.ground.web.sealed import INDEXING, KEY_BYTES, SEALING
from tests.cast import Cast

NOON = datetime(2023, 12, 31, 5, tzinfo=UTC)
"""Noon in Viet Nam on the last day of the demo's roll-out: where the ``clock`` fixture lets time stand."""


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """No test talks to another machine."""
    connect = socket.socket.connect
    near = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - compared, not bound

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in near:
            raise AssertionError(f"a test reached out to {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Every test begins in Vietnamese, whatever the one before it left switched on or off."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True, scope="session")
def own_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keys and files of this test session, not those of a database somebody works with."""
    var = tmp_path_factory.mktemp("var")
    keys, static = var / "keys", var / "static"
    keys.mkdir(mode=0o700)
    static.mkdir()
    for name in (SEALING, INDEXING):
        (keys / name).write_bytes(os.urandom(KEY_BYTES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "VAR", var)
        patch.setattr(settings, "KEYS", keys)
        patch.setattr(settings, "STATIC_ROOT", static)
        yield var


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in life: in memory there is no WAL, and no second connection to wait for."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The database of the session, with the reference data loaded once, as ``hoanhap init`` does."""
    from hoanhap.ground.kernel.permissions import SYSTEM

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for app in ("hoanhap.ground.places", "hoanhap.ground.documents", "hoanhap.monitoring.plans"):
            if importlib.util.find_spec(f"{app}.actions"):
                load = getattr(importlib.import_module(f"{app}.actions"), "load_reference", None)
                if load:
                    load(by=SYSTEM)


@pytest.fixture
def clock() -> Iterator[datetime]:
    """Time stands still at ``NOON``."""
    from hoanhap.ground.kernel.clock import standing_at

    with standing_at(NOON):
        yield NOON


@pytest.fixture
def cast(db: None) -> Cast:
    """The people that screens and actions are tried with; see ``tests/cast.py``."""
    return Cast()


@pytest.fixture
def database_copy(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Callable[[], BaseDatabaseWrapper]]:
    """Real commits without a flush (the triggers would refuse it): the default database is a copy in here.

    The value opens a further connection to the copy, for a thread to set as its own default.
    """
    with django_db_blocker.unblock():
        original = connections["default"]
        original_name = original.settings_dict["NAME"]
        if original.vendor == "sqlite":
            name = str(tmp_path / "copy.sqlite3")
            original.ensure_connection()
            file = sqlite3.connect(name)
            original.connection.backup(file)
            file.close()
        else:
            name = f"{original_name}_copy"
            original.close()
            with original._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original_name}"')
        opened = []

        def another() -> BaseDatabaseWrapper:
            copy = original.copy()
            copy.settings_dict["NAME"] = name
            copy.inc_thread_sharing()
            opened.append(copy)
            return copy

        connections["default"] = another()
        try:
            yield another
        finally:
            for copy in opened:
                copy.close()
            connections["default"] = original
            if original.vendor == "postgresql":
                with original._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# ── counting, for tools/test.py ──────────────────────────────────────────────────────────────────────────


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write down what was run, where ``HOANHAP_TEST_REPORT`` asks for it."""
    path = os.environ.get("HOANHAP_TEST_REPORT")
    if not path:
        return
    reports = terminalreporter.stats
    counts = {name: len(reports.get(name, [])) for name in ("passed", "failed", "error", "skipped", "xfailed")}
    documents = {
        name: sum("source_documents" in getattr(report, "keywords", {}) for report in reports.get(name, []))
        for name in ("passed", "failed", "error", "skipped")
    }
    told = {
        "collected": sum(counts.values()),
        "passed": counts["passed"],
        "failed": counts["failed"] + counts["error"],
        "skipped": counts["skipped"],
        "source_documents": documents,
    }
    Path(path).write_text(json.dumps(told), encoding="utf-8")
