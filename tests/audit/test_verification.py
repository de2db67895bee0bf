"""`hoanhap audit`: what an owner of the database may do to the log, and whether it is found."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection, connections

from hoanhap.ground.audit import keys, selectors
from hoanhap.ground.audit.rules import START, digest_of
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.project.command_line import main

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def log(db: None, signing_key: Path, fill: Callable[..., None]) -> None:
    """Three entries in each of two chains, besides what is already there."""
    fill("a", "b")


@pytest.fixture
def hoanhap(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as from a shell; returns exit status and answer (JSON where asked for, else the error text)."""

    monkeypatch.setattr(connections, "close_all", lambda: None)  # a command's end is not the test's end

    def run(*words: object) -> tuple[int, Any]:
        monkeypatch.setattr(sys, "argv", ["hoanhap", *map(str, words)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        printed = capsys.readouterr()
        return status, json.loads(printed.out) if "--json" in words and printed.out else printed.err + printed.out

    return run


@pytest.fixture
def held(log: None, hoanhap: Run, tmp_path: Path) -> Path:
    """A checkpoint that somebody outside holds."""
    path = tmp_path / "held.json"
    assert hoanhap("audit", "checkpoint", "--out", path)[0] == 0
    return path


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def rewrite(chain: str) -> None:
    """Compute every digest of a chain anew, as a careful forger does."""
    previous = START
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_entry WHERE chain = %s ORDER BY seq", [chain])
        for (key,) in cursor.fetchall():
            cursor.execute("UPDATE audit_entry SET previous = %s WHERE id = %s", [previous, key])
            row = next(row for row in selectors._rows() if row[0] == previous.encode() and row[1] == chain.encode())
            previous = digest_of(row[:12])
            cursor.execute("UPDATE audit_entry SET digest = %s WHERE id = %s", [previous, key])


def test_a_whole_log_passes(held: Path, hoanhap: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT chain) FROM audit_entry")
        entries, chains = cursor.fetchone()
    expected = {"ok": True, "entries": entries, "chains": chains, "bad": None}
    assert hoanhap("audit", "verify", "--json") == (0, expected)
    assert hoanhap("audit", "verify", "--json", "--checkpoint", held) == (0, expected)
    status, words = hoanhap("audit", "verify", "--checkpoint", held)
    assert status == 0
    assert str(chains) in words


def test_an_entry_changed_behind_dropped_triggers_is_found(
    held: Path, hoanhap: Run, without_triggers: Callable[[], None]
) -> None:
    without_triggers()
    execute("UPDATE audit_entry SET facts = '{}' WHERE chain = 'a' AND seq = 2")
    status, answer = hoanhap("audit", "verify", "--json")
    assert (status, answer["ok"], answer["bad"]) == (1, False, {"chain": "a", "seq": 2, "reason": "digest"})
    assert hoanhap("audit", "verify")[0] == 1


@pytest.mark.parametrize(
    "change",
    [
        *(f'"{column}" = "{column}" || \'x\'' for column in ("name", "subject", "user", "post", "role", "facts")),
        "kind = 'read', purpose = 'x'",
        "previous = 'x'",
        "digest = 'x'",
        "chain = 'b', seq = 9",
        "seq = 9",
    ],
)
def test_any_column_changed_is_found(
    log: None, hoanhap: Run, without_triggers: Callable[[], None], change: str
) -> None:
    without_triggers()
    execute(f"UPDATE audit_entry SET {change} WHERE chain = 'a' AND seq = 2")
    assert hoanhap("audit", "verify", "--json")[0] == 1


def test_a_moment_moved_by_a_microsecond_is_found(
    log: None, hoanhap: Run, without_triggers: Callable[[], None]
) -> None:
    without_triggers()
    moved = "recorded_at + interval '1 microsecond'"
    if connection.vendor == "sqlite":
        moved = "substr(recorded_at, 1, 25) || ((substr(recorded_at || '0', 26, 1) + 1) % 10)"
    execute(f"UPDATE audit_entry SET recorded_at = {moved} WHERE chain = 'a' AND seq = 2")
    assert hoanhap("audit", "verify", "--json")[1]["bad"] == {"chain": "a", "seq": 2, "reason": "digest"}


@pytest.mark.skipif(
    "sqlite" not in configured.DATABASES["default"]["ENGINE"], reason="PostgreSQL's columns hold text only"
)
@pytest.mark.parametrize("value", ["NULL", "x'ff'", "7", "CAST(facts AS BLOB)", "CAST(x'7bff7d' AS TEXT)"])
def test_what_is_no_text_is_found_and_does_not_stop_the_verification(
    database_copy: object, fill: Callable[..., None], hoanhap: Run, without_triggers: Callable[[], None], value: str
) -> None:
    fill("a")
    without_triggers()
    execute("PRAGMA writable_schema = ON")
    execute(
        "UPDATE sqlite_master SET sql = replace(sql, '\"facts\" text NOT NULL', '\"facts\"') WHERE name = 'audit_entry'"
    )
    execute("PRAGMA writable_schema = RESET")
    execute(f"UPDATE audit_entry SET facts = {value} WHERE chain = 'a' AND seq = 2")
    status, answer = hoanhap("audit", "verify", "--json")
    assert (status, answer["bad"]) == (1, {"chain": "a", "seq": 2, "reason": "digest"})


def test_a_removed_entry_is_found(log: None, hoanhap: Run, without_triggers: Callable[[], None]) -> None:
    without_triggers()
    execute("DELETE FROM audit_entry WHERE chain = 'b' AND seq = 2")
    assert hoanhap("audit", "verify", "--json")[1]["bad"] == {"chain": "b", "seq": 2, "reason": "gap"}


@pytest.mark.parametrize(
    ("cut", "chain", "seq"),
    [
        ("chain = 'a' AND seq = 3", "a", 3),
        ("chain = 'a'", "a", 3),
        ("chain IN ('a', 'b')", "a", 3),
    ],
)
def test_a_cut_tail_is_missed_by_the_chain_and_caught_by_the_checkpoint(
    held: Path, hoanhap: Run, without_triggers: Callable[[], None], cut: str, chain: str, seq: int
) -> None:
    without_triggers()
    execute(f"DELETE FROM audit_entry WHERE {cut}")
    assert hoanhap("audit", "verify", "--json")[0] == 0
    status, answer = hoanhap("audit", "verify", "--json", "--checkpoint", held)
    assert (status, answer["bad"]) == (1, {"chain": chain, "seq": seq, "reason": "missing_since_checkpoint"})


def test_an_emptied_table_is_caught_by_the_checkpoint(
    held: Path, hoanhap: Run, without_triggers: Callable[[], None]
) -> None:
    without_triggers()
    execute("TRUNCATE audit_entry" if connection.vendor == "postgresql" else "DELETE FROM audit_entry")
    status, answer = hoanhap("audit", "verify", "--json")
    assert (status, answer) == (0, {"ok": True, "entries": 0, "chains": 0, "bad": None})
    assert hoanhap("audit", "verify", "--json", "--checkpoint", held)[0] == 1


def test_a_full_rewrite_is_missed_by_the_chain_and_caught_by_the_checkpoint(
    held: Path, hoanhap: Run, without_triggers: Callable[[], None]
) -> None:
    without_triggers()
    execute("UPDATE audit_entry SET subject = 'test.thing:forged' WHERE chain = 'a' AND seq = 1")
    rewrite("a")
    assert hoanhap("audit", "verify", "--json")[0] == 0
    status, answer = hoanhap("audit", "verify", "--json", "--checkpoint", held)
    assert (status, answer["bad"]) == (1, {"chain": "a", "seq": 3, "reason": "differs_from_checkpoint"})


def test_a_checkpoint_changed_in_its_holders_hands_is_refused(held: Path, hoanhap: Run) -> None:
    document = json.loads(held.read_text())
    document["chains"]["a"]["seq"] = 2
    held.write_text(json.dumps(document))
    status, answer = hoanhap("audit", "verify", "--json", "--checkpoint", held)
    assert (status, answer["bad"]) == (1, {"chain": None, "seq": None, "reason": "checkpoint_signature"})


def test_a_checkpoint_signed_with_a_key_put_in_its_place_is_refused(
    held: Path, hoanhap: Run, tmp_path: Path, settings: Any
) -> None:
    own = tmp_path / "own.pem"
    own.write_bytes(keys.ensure_signing_key().read_bytes())
    for name in (keys.SIGNING, keys.PUBLIC):
        (settings.KEYS / name).unlink()
    keys.ensure_signing_key()
    forged = tmp_path / "forged.json"
    hoanhap("audit", "checkpoint", "--out", forged)
    assert hoanhap("audit", "verify", "--json", "--checkpoint", forged)[0] == 0
    status, answer = hoanhap("audit", "verify", "--json", "--checkpoint", forged, "--public-key", own)
    assert (status, answer["bad"]["reason"]) == (1, "checkpoint_signature")


def test_verifying_needs_the_public_half_only(held: Path, hoanhap: Run, settings: Any) -> None:
    (settings.KEYS / keys.SIGNING).unlink()
    assert hoanhap("audit", "verify", "--json", "--checkpoint", held)[0] == 0
    status, words = hoanhap("audit", "checkpoint")
    assert status == 2
    assert "Traceback" not in words


def test_several_checkpoints_are_held_against_the_log_at_once(
    held: Path, hoanhap: Run, tmp_path: Path, fill: Callable[..., None]
) -> None:
    fill("a")
    later = tmp_path / "later.json"
    status, told = hoanhap("audit", "checkpoint", "--json", "--out", later)
    assert (status, told["file"]) == (0, str(later))
    assert hoanhap("audit", "verify", "--json", "--checkpoint", held, "--checkpoint", later)[0] == 0


def test_a_checkpoint_goes_to_its_own_directory_unless_told_otherwise(log: None, hoanhap: Run, tmp_path: Path) -> None:
    status, told = hoanhap("audit", "checkpoint", "--json")
    assert status == 0
    assert Path(told["file"]).parent == tmp_path / "checkpoints"
    assert Path(told["file"]).name.startswith("checkpoint-20")


@pytest.mark.parametrize("content", ["", "{}", "not json", "[1]"])
def test_what_is_no_checkpoint_is_refused_in_a_sentence(log: None, hoanhap: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    status, words = hoanhap("audit", "verify", "--checkpoint", path)
    assert status == 2
    assert "other.json" in words
    assert "Traceback" not in words


def test_a_missing_file_or_key_is_refused_in_a_sentence(held: Path, hoanhap: Run, tmp_path: Path) -> None:
    assert hoanhap("audit", "verify", "--checkpoint", tmp_path / "none.json")[0] == 2
    assert hoanhap("audit", "verify", "--checkpoint", held, "--public-key", tmp_path / "none.pem")[0] == 2
    assert hoanhap("audit", "checkpoint", "--out", tmp_path)[0] == 2
    assert hoanhap("audit")[0] == 2


def test_the_signing_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    public = keys.ensure_signing_key(tmp_path / "keys")
    signing = tmp_path / "keys" / keys.SIGNING
    first = signing.read_bytes()
    assert os.stat(signing).st_mode & 0o777 == 0o600
    assert b"PRIVATE" not in public.read_bytes()
    content = public.read_bytes()
    public.unlink()
    assert keys.ensure_signing_key(tmp_path / "keys").read_bytes() == content
    assert signing.read_bytes() == first


@pytest.mark.django_db
def test_reading_the_log_changes_nothing(fill: Callable[..., None]) -> None:
    fill("a")
    before = selectors.chain_heads()
    selectors.verdict(by=SYSTEM)
    assert selectors.chain_heads() == before
