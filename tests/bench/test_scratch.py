"""The bench works in a place of its own and leaves nothing behind."""

import os

import psycopg
import pytest

from bench.scratch import scratch

SERVER = os.environ.get("DATABASE_URL", "")


def test_a_sqlite_run_lives_in_a_directory_that_is_gone_afterwards():
    with scratch() as place:
        assert place.engine == "sqlite"
        assert place.environment()["DATABASE_URL"] == f"sqlite:///{place.var}/bench.sqlite3"
        (place.var / "empty.sqlite3").touch()
        place.make_empty()
        assert not list(place.var.iterdir())
    assert not place.var.exists()


@pytest.mark.skipif(not SERVER.startswith("postgres"), reason="needs a PostgreSQL server in DATABASE_URL")
def test_a_postgresql_run_makes_databases_and_drops_them_even_after_an_error():
    def standing() -> int:
        with psycopg.connect(SERVER) as connection:
            names = [name for (name,) in connection.execute("SELECT datname FROM pg_database")]
        return sum(name.startswith(f"hoanhap_bench_{os.getpid()}") for name in names)

    def work_and_fail() -> None:
        with scratch(SERVER) as place:
            assert place.engine == "postgresql"
            place.make_empty()
            place.make_empty()
            assert standing() == 2
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        work_and_fail()
    assert standing() == 0
