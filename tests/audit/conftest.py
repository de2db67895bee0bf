"""What the tests of the audit log share."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hoanhap.ground.audit import keys
from hoanhap.ground.audit.actions import Entry, audited, record_many
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Permission, Role


@pytest.fixture
def auditor() -> Actor:
    """Somebody who may view the log and sign it."""
    return Actor(
        user="log.auditor",
        post="7",
        role=Role.LOG_AUDITOR,
        permissions=frozenset({Permission.AUDIT_VIEW, Permission.AUDIT_CHECKPOINT}),
        everywhere=True,
    )


@pytest.fixture
def signing_key(settings: Any, tmp_path: Path) -> Path:
    """Keys in a directory of the test's own, sessions sealed as before; returns the public half."""
    settings.KEYS = Path(shutil.copytree(settings.KEYS, tmp_path / "keys"))
    settings.VAR = tmp_path
    return keys.ensure_signing_key()


@pytest.fixture
def fill() -> Callable[..., None]:
    """Record ``count`` events in each of the chains."""

    @audited
    def _fill(*chains: str, count: int = 3) -> None:
        entries = [
            Entry(event="test.happened", subject=f"audit.log:{number}", chain=chain, facts={"number": number})
            for number in range(count)
            for chain in chains
        ]
        record_many(entries, by=SYSTEM)

    return _fill


@pytest.fixture
def without_triggers() -> Callable[[], None]:
    """An owner who takes the promise of the table away."""

    def drop() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
            else:
                for statement in ("insert", "update", "delete"):
                    cursor.execute(f"DROP TRIGGER audit_entry_append_only_{statement}")

    return drop
