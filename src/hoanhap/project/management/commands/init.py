"""``hoanhap init``: keys, tables, reference data. No people."""

import os
import secrets
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, OperationalError

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import SYSTEM


class Command(BaseCommand):
    """Makes what is missing and says so; a second run finds nothing to do. Exit 2 where it cannot."""

    help = "Tạo khóa, bảng, dữ liệu tham chiếu (địa bàn, kế hoạch, mẫu văn bản); không tạo người nào. Chạy lại được."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing to choose: ``DATABASE_URL`` and ``HOANHAP_VAR`` say where."""

    def handle(self, *args: object, **options: Any) -> None:
        """Keys first, so that nothing is signed with a key of the moment; then tables; then reference data."""
        from hoanhap.ground.audit.keys import ensure_signing_key
        from hoanhap.ground.documents.actions import load_reference as load_templates
        from hoanhap.ground.places.actions import load_reference as load_places
        from hoanhap.ground.web.sealed import INDEXING, KEY_BYTES, SEALING
        from hoanhap.monitoring.plans.actions import load_reference as load_plans

        try:
            settings.KEYS.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = [
                _make(settings.KEYS / "secret_key", lambda: secrets.token_urlsafe(50).encode()),
                _make(settings.KEYS / "second_factor_key", Fernet.generate_key),
                _make(settings.KEYS / SEALING, lambda: secrets.token_bytes(KEY_BYTES)),
                _make(settings.KEYS / INDEXING, lambda: secrets.token_bytes(KEY_BYTES)),
            ]
            before = set(settings.KEYS.iterdir())
            ensure_signing_key()
            made.append(set(settings.KEYS.iterdir()) != before)
        except OSError as error:
            raise Refusal("project.var_not_writable", path=str(settings.VAR), reason=error.strerror) from error
        self._say("Khóa", "đã tạo" if any(made) else "đã có", settings.KEYS)
        try:
            if _make_database():
                self._say("Cơ sở dữ liệu", "đã tạo", connection.settings_dict["NAME"])
            waiting = _waiting_migrations()
        except DatabaseError as error:
            raise Refusal("project.database_unreachable", reason=str(error).splitlines()[0]) from error
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
        self._say("Bảng dữ liệu", f"đã áp dụng {waiting} bước" if waiting else "đã đủ", _database_words())
        for words, load in (("Địa bàn", load_places), ("Kế hoạch", load_plans), ("Mẫu văn bản", load_templates)):
            changed = _changes(load(by=SYSTEM))
            self._say(words, f"đã nạp {changed} dòng" if changed else "không có gì thay đổi")

    def _say(self, what: str, state: str, where: object = "") -> None:
        self.stdout.write(f"{what}: {state}{f' ({where})' if where else ''}.")


def _make(path: Path, content: Callable[[], bytes]) -> bool:
    """Write a key that only this account may read, unless it is there. Returns whether it was made."""
    if path.exists():
        return False
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content())
    return True


def _make_database() -> bool:
    """Make the PostgreSQL database that ``DATABASE_URL`` names, if the server has none of that name."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        name = str(connection.settings_dict["NAME"])
        if connection.vendor != "postgresql" or f'database "{name}" does not exist' not in str(error):
            raise
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
        return True
    return False


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _changes(loaded: object) -> int:
    """How many rows a load of reference data made or changed: ``changed`` where it says so, else all its counts."""
    counts = vars(loaded)
    return int(counts.get("changed", sum(counts.values())))


def _database_words() -> str:
    """Engine and name, never the password that may stand in ``DATABASE_URL``."""
    return f"{connection.display_name} {connection.settings_dict['NAME']}"
