"""``make test``: the whole suite on SQLite, on PostgreSQL and in a browser, and an honest summary of it.

PostgreSQL is ``HOANHAP_TEST_POSTGRES`` (a URL), else a local server that lets us make databases, else a
private temporary one started from the machine's own binaries. Browser stories run once, against a served copy
of the product on SQLite: what differs between the engines is tested below the browser.
``var/test-summary.json`` keeps the result. Extra arguments go to pytest.
"""

import json
import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUMMARY = ROOT / "var" / "test-summary.json"
OLDEST_POSTGRES = 150000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LOCAL_SERVERS = (
    "postgres:///postgres",
    "postgres://postgres@localhost/postgres",
    "postgres://localhost/postgres",
)


@dataclass(kw_only=True)
class Run:
    """What one run of the suite came to."""

    name: str
    collected: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    status: int = 0
    missing: str = ""
    source_documents: dict[str, int] = field(default_factory=dict)

    def words(self) -> str:
        """The run in one line."""
        if self.missing:
            return f"{self.name}: KHÔNG CHẠY · NOT RUN ({self.missing})"
        extra = f", {self.failed} failed" if self.failed else ""
        extra += f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.name}: {self.collected} collected, {self.passed} passed{extra}"


def find_browser() -> str | None:
    """The path of a Chromium; ``CHROMIUM`` names one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest(name: str, extra: list[str], env: dict[str, str]) -> Run:
    """Run pytest in its own directory for keys and files, and read what it counted."""
    print(f"\n── {name} " + "─" * max(0, 90 - len(name)), flush=True)
    with tempfile.TemporaryDirectory(prefix="hoanhap-test-") as place:
        report = Path(place) / "report.json"
        full = {**os.environ, "HOANHAP_VAR": place, "HOANHAP_TEST_REPORT": str(report), **env}
        status = subprocess.run(
            [sys.executable, "-m", "pytest", "-rs", *extra, *sys.argv[1:]], cwd=ROOT, env=full, check=False
        ).returncode
        told = json.loads(report.read_text()) if report.exists() else {}
    return Run(name=name, status=status, **told)


def on_sqlite() -> Run:
    """Everything that needs no browser, on SQLite."""
    env = {"DATABASE_URL": os.environ.get("HOANHAP_TEST_SQLITE", "sqlite:///:memory:")}
    return pytest(f"SQLite {sqlite3.sqlite_version}", ["-n", "2", "--dist", "loadgroup", "-m", "not browser"], env)


def on_postgres() -> Run:
    """The same tests on PostgreSQL."""
    with postgres() as (url, version, reason):
        if not url:
            return Run(name="PostgreSQL", missing=reason)
        return pytest(
            f"PostgreSQL {version}", ["-n", "2", "--dist", "loadgroup", "-m", "not browser"], {"DATABASE_URL": url}
        )


def in_browser() -> Run:
    """The stories told in a browser."""
    browser = find_browser()
    if browser is None:
        return Run(name="Trình duyệt/browser", missing="không có Chromium · no Chromium found; CHROMIUM=path")
    env = {"CHROMIUM": browser, "DATABASE_URL": "sqlite:///:memory:"}
    return pytest("Trình duyệt/browser (SQLite)", ["-m", "browser"], env)


def ask(url: str) -> tuple[str, str]:
    """The server's version, or why it is no use: too old, or we may not make databases there."""
    import psycopg

    try:
        with psycopg.connect(url.replace("postgres://", "postgresql://", 1), connect_timeout=3) as connection:
            number = connection.info.server_version
            row = connection.execute(
                "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return "", str(error).strip().splitlines()[0]
    if number < OLDEST_POSTGRES:
        return "", f"PostgreSQL {number // 10000}: cần từ 15 · 15 or newer is needed"
    if not row or not row[0]:
        return "", "không được phép tạo cơ sở dữ liệu · may not make databases"
    return f"{number // 10000}.{number % 10000}", ""


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """The same server with a database of our own, so that two runs do not meet; gone afterwards."""
    import psycopg

    name = f"hoanhap_{os.getpid()}"
    server, mark, options = url.partition("?")
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        try:
            yield f"{server.rpartition('/')[0]}/{name}{mark}{options}"
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[call-overload]


@contextmanager
def postgres() -> Iterator[tuple[str, str, str]]:
    """A server to test on: its URL and version, or empty text and the reason."""
    named = os.environ.get("HOANHAP_TEST_POSTGRES")
    reason = "không có máy chủ PostgreSQL · no PostgreSQL server and no binaries to start one"
    for url in (named,) if named else LOCAL_SERVERS:
        version, refused = ask(url)
        if version:
            with own_database(url) as own:
                yield own, version, ""
            return
        reason = refused if named else reason
    folder = None if named else binaries()
    if folder is None:
        yield "", "", reason
        return
    with private_server(folder) as url:
        version, refused = ask(url) if url else ("", "không khởi động được · could not be started")
        if not version:
            yield "", "", refused
            return
        with own_database(url) as own:
            yield own, version, ""


def binaries() -> Path | None:
    """Where ``initdb`` and ``pg_ctl`` are, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(3))
    if found:
        return found[-1].parent
    in_path = shutil.which("initdb")
    return Path(in_path).resolve().parent if in_path else None


def ordinary_user() -> dict[str, object]:
    """PostgreSQL refuses to run as root: who it runs as then."""
    if os.geteuid():
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {}


@contextmanager
def private_server(folder: Path) -> Iterator[str]:
    """A temporary server on a free port, gone afterwards; empty text if it does not start."""
    who = ordinary_user()
    place = Path(tempfile.mkdtemp(prefix="hoanhap-pg-"))
    if who:
        os.chown(place, int(str(who["user"])), int(str(who["group"])))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def call(*command: str) -> int:
        with (ROOT / "var" / "test-postgres.log").open("a") as log:
            done = subprocess.run(  # type: ignore[call-overload]
                [str(folder / command[0]), *command[1:]],
                cwd=place, stdout=log, stderr=subprocess.STDOUT, check=False, **who,
            )  # fmt: skip
            return int(done.returncode)

    data = str(place / "data")
    options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    try:
        making = ("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        made = not call(*making)
        start = ("pg_ctl", "-D", data, "-w", "-l", str(place / "log"), "-o", options, "start")
        started = made and not call(*start)
        yield f"postgres://postgres@127.0.0.1:{port}/postgres" if started else ""
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)


def main() -> int:
    """Run all three and say what happened."""
    SUMMARY.parent.mkdir(parents=True, exist_ok=True)
    runs = {"sqlite": on_sqlite(), "postgres": on_postgres(), "browser": in_browser()}
    kept = {key: asdict(run) for key, run in runs.items()}
    SUMMARY.write_text(json.dumps(kept, ensure_ascii=False, indent=2))
    print(f"\nPython {platform.python_version()}")
    print(" · ".join(run.words() for run in runs.values()))
    return 1 if any(run.status for run in runs.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
