"""``hoanhap``: every command under one name. A refusal is one sentence and exit status 2, never a traceback.

Who reads the output may stop reading, as ``| head`` does: the command ends without a word, as if by SIGPIPE.
"""

import os
import sys
from pathlib import Path

NEED_A_DATABASE = {"administrator", "audit", "db_worker", "demo", "places", "plan", "progress"}
"""Commands that are refused, and leave no empty file behind, where a SQLite file is still to be made."""

NOT_MADE = "Chưa có cơ sở dữ liệu hoặc chưa đủ bảng: hãy chạy `hoanhap init`."

CLOSED_PIPE = 128 + 13
"""The exit status of what SIGPIPE ends, as the shell tells it."""


def main() -> None:
    """Run the command named on the command line."""
    try:
        try:
            _run()
        finally:
            sys.stdout.flush()  # here, where the refusal to take it is still caught, and not when the process ends
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(CLOSED_PIPE) from None


def _run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoanhap.project.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line, get_commands
    from django.db import DatabaseError

    from hoanhap.ground.kernel.errors import Refusal

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        _check_database_named(command)
        django.setup()
        if not command.startswith("-") and command not in {"help", *get_commands()}:
            _refuse(f"Không có lệnh “{command}”; `hoanhap help` liệt kê các lệnh.")
        execute_from_command_line(["hoanhap", *sys.argv[1:]])
    except Refusal as refusal:
        from hoanhap.ground.web.refusals import words

        _refuse(words(refusal))
    except DatabaseError as error:
        _refuse(_database_words(str(error)))
    except ImproperlyConfigured as error:
        _refuse(f"Cấu hình chưa đúng: {error}")


def _check_database_named(command: str) -> None:
    """Refuse a ``DATABASE_URL`` that names nothing, and a command that needs what is not there yet."""
    from django.conf import settings

    try:
        database = settings.DATABASES["default"]
    except ValueError as error:
        _refuse(f"DATABASE_URL không đọc được: {error}")
    if (
        command in NEED_A_DATABASE
        and database["ENGINE"].endswith("sqlite3")
        and not {"--help", "-h", "--list"} & set(sys.argv)
        and not Path(database["NAME"]).exists()
    ):
        _refuse(NOT_MADE)


def _database_words(error: str) -> str:
    if "no such table" in error or "no such column" in error or "does not exist" in error:
        return NOT_MADE
    return f"Không mở được cơ sở dữ liệu: {error}"


def _refuse(sentence: str) -> None:
    lines = sentence.strip().splitlines() or ["Không thực hiện được."]
    sys.stderr.write(lines[0] + "\n")
    raise SystemExit(2)
