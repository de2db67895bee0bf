"""A database and a directory for one run of the bench, made before and thrown away after."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Scratch:
    """Where one run works. ``empty_url`` is a second database, for migrations into nothing."""

    var: Path
    url: str
    empty_url: str
    secret: str = field(default_factory=secrets.token_urlsafe, repr=False)
    """One key for all processes of the run: sessions are signed in one and shown to another."""

    @property
    def engine(self) -> str:
        """ "postgresql" or "sqlite"."""
        return "sqlite" if self.url.startswith("sqlite") else "postgresql"

    def environment(self) -> dict[str, str]:
        """The product's settings for this run: as in production, but without HTTPS and second factor in front."""
        return {
            "HOANHAP_VAR": str(self.var),
            "HOANHAP_SECRET_KEY": self.secret,
            "DATABASE_URL": self.url,
            "HOANHAP_DEMO": "0",
            "HOANHAP_HTTPS": "0",
            "HOANHAP_SECOND_FACTOR": "0",
            "HOANHAP_HOSTS": "localhost",
        }

    def make_empty(self) -> None:
        """Make the second database, or empty it."""
        if self.engine == "sqlite":
            for file in self.var.glob("empty.sqlite3*"):
                file.unlink()
        else:
            _execute(self.url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", self.empty_url)
            _execute(self.url, "CREATE DATABASE {}", self.empty_url)


@contextmanager
def scratch(server: str = "") -> Iterator[Scratch]:
    """SQLite in a new directory, or new databases on the PostgreSQL server of the URL ``server``.

    The database that the URL names is only connected to; the role needs the right to create databases.
    Everything is removed at the end, also after an error.
    """
    with tempfile.TemporaryDirectory(prefix="hoanhap-bench-", ignore_cleanup_errors=True) as directory:
        var = Path(directory)
        if not server:
            yield Scratch(var, f"sqlite:///{var}/bench.sqlite3", f"sqlite:///{var}/empty.sqlite3")
            return
        url = _named(server, f"hoanhap_bench_{os.getpid()}")
        place = Scratch(var, url, f"{url}_empty")
        _execute(server, "CREATE DATABASE {}", url)
        try:
            yield place
        finally:
            for one in (place.url, place.empty_url):
                _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", one)


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _execute(server: str, statement: str, url: str) -> None:
    name = urlsplit(url).path.removeprefix("/")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
