"""``make check`` looks, ``make fix`` mends: format, lint, types, layers, translations, migrations, settings.

Every step runs even if an earlier one failed; the last lines say which steps failed.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
HOANHAP = str(BIN / "hoanhap")
PYTHON = str(BIN / "python")
CONCISE = ["--output-format", "concise"]
Step = tuple[str, list[str], dict[str, str]]


def production(var: str) -> dict[str, str]:
    """The environment of a real installation, for the questions that only make sense there."""
    return {
        "DJANGO_SETTINGS_MODULE": "hoanhap.project.settings",
        "HOANHAP_DEMO": "0",
        "HOANHAP_HOSTS": "hoanhap.example",
        "HOANHAP_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "HOANHAP_VAR": var,
    }


def looking(var: str) -> list[Step]:
    """What ``make check`` runs."""
    real = production(var)
    warnings = ["--deploy", "--fail-level", "WARNING"]
    return [
        ("Quy tắc viết · lint", [str(BIN / "ruff"), "check", "--quiet", *CONCISE, "."], {}),
        ("Định dạng · format", [str(BIN / "ruff"), "format", "--check", "--quiet", *CONCISE, "."], {}),
        ("Tầng · layers", [str(BIN / "lint-imports"), "--no-cache"], {}),
        ("Bản dịch · translations", [PYTHON, "tools/messages.py", "check"], {}),
        ("Migration · migrations", [HOANHAP, "makemigrations", "--check", "--dry-run"], real),
        ("Cấu hình thật · deployment", [HOANHAP, "check", *warnings], real),
        ("Tài liệu · reference pages", [PYTHON, "tools/reference.py", "check"], real),
        ("Kiểu · types", [str(BIN / "mypy")], real),
    ]


def mending(var: str) -> list[Step]:
    """What ``make fix`` runs."""
    return [
        ("Quy tắc viết · lint", [str(BIN / "ruff"), "check", "--fix", "--quiet", "."], {}),
        ("Định dạng · format", [str(BIN / "ruff"), "format", "--quiet", "."], {}),
        ("Bản dịch · translations", [PYTHON, "tools/messages.py", "update"], {}),
        ("Tài liệu · reference pages", [PYTHON, "tools/reference.py", "write"], production(var)),
    ]


def run(step: Step) -> bool:
    """Run one step; its output is shown only if it failed."""
    name, command, env = step
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    mark = "✗" if done.returncode else "✓"
    print(f"{mark} {name} ({time.monotonic() - began:.0f} s)", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr).rstrip(), flush=True)
    return not done.returncode


def main() -> int:
    """Run all steps; 1 if any failed."""
    with tempfile.TemporaryDirectory(prefix="hoanhap-check-") as var:
        steps = mending(var) if "--fix" in sys.argv else looking(var)
        failed = [step[0] for step in steps if not run(step)]
    if failed:
        print(f"✗ Chưa đạt · failed: {'; '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
