"""What the table itself refuses, in raw SQL, on whichever engine the suite runs."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.web.constraints import missing_promises

pytestmark = pytest.mark.django_db

COLUMNS = '(id, chain, seq, kind, name, subject, "user", post, role, purpose, facts, recorded_at, previous, digest)'
VALUES = "VALUES ({id}, 'a', {seq}, 'event', 'forged', '', '', '', '', '', '{{}}', '2024-01-01 00:00:00', '', 'forged')"


@pytest.fixture
def last(fill: Callable[..., None]) -> AuditEntry:
    """The last of three entries in chain "a"."""
    fill("a")
    return AuditEntry.objects.get(chain="a", seq=3)


def run(sql: str, **values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(columns=COLUMNS, values=VALUES.format(**values) if values else ""))


def refused(sql: str, **values: object) -> None:
    before = list(AuditEntry.objects.order_by("id").values())
    with pytest.raises(IntegrityError, match="audit_entry_append_only"):
        run(sql, **values)
    assert list(AuditEntry.objects.order_by("id").values()) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET facts = 'forged'",
        "UPDATE audit_entry SET id = id + 1000 WHERE chain = 'a'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE chain = 'a' AND seq = 3",
    ],
)
def test_changing_and_removing_are_refused(last: AuditEntry, sql: str) -> None:
    refused(sql)


def test_the_orm_is_refused_too(last: AuditEntry) -> None:
    last.facts = "forged"
    for attempt in (last.save, last.delete, AuditEntry.objects.all().delete):
        with pytest.raises(IntegrityError, match="audit_entry_append_only"), transaction.atomic():
            attempt()


def test_truncate_is_refused(last: AuditEntry) -> None:
    if connection.vendor == "postgresql":
        refused("TRUNCATE audit_entry")
        refused("TRUNCATE audit_entry CASCADE")
    else:
        refused("DELETE FROM audit_entry WHERE true")


@pytest.mark.parametrize("target", ["id", "chain, seq"])
def test_an_upsert_is_refused(last: AuditEntry, target: str) -> None:
    taken = {"id": last.pk, "seq": 9} if target == "id" else {"id": last.pk + 1000, "seq": 3}
    refused(f"INSERT INTO audit_entry {{columns}} {{values}} ON CONFLICT ({target}) DO UPDATE SET facts = 'x'", **taken)


def test_doing_nothing_on_a_conflict_does_nothing(last: AuditEntry) -> None:
    before = list(AuditEntry.objects.order_by("id").values())
    try:
        run("INSERT INTO audit_entry {columns} {values} ON CONFLICT DO NOTHING", id=last.pk, seq=3)
    except IntegrityError:
        assert connection.vendor == "sqlite"
    assert list(AuditEntry.objects.order_by("id").values()) == before


def test_sqlite_replaces_nothing(last: AuditEntry) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR … is SQLite's own")  # the same suite runs on both engines
    for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL", "INSERT OR ROLLBACK"):
        for taken in ({"id": last.pk, "seq": 9}, {"id": last.pk + 1000, "seq": 3}, {"id": "NULL", "seq": 3}):
            if verb != "INSERT OR ROLLBACK":
                refused(f"{verb} INTO audit_entry {{columns}} {{values}}", **taken)
    refused("UPDATE OR REPLACE audit_entry SET seq = 2 WHERE chain = 'a' AND seq = 3")


def test_a_key_of_minus_one_cannot_block_the_log(last: AuditEntry, fill: Callable[..., None]) -> None:
    with pytest.raises(IntegrityError, match="audit_entry_key_positive"):
        run("INSERT INTO audit_entry {columns} {values}", id=-1, seq=9)
    fill("a")


def test_postgresql_refuses_where_ordinary_triggers_are_off(last: AuditEntry) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("session_replication_role is PostgreSQL's own")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    refused("UPDATE audit_entry SET facts = 'forged'")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"seq": 0}, "audit_entry_counts_from_one"),
        ({"purpose": "P1"}, "audit_entry_read_has_purpose"),
        ({"kind": "read"}, "audit_entry_read_has_purpose"),
        ({"kind": "other"}, "audit_entry_read_has_purpose"),
    ],
)
def test_an_impossible_entry_is_refused(last: AuditEntry, change: dict[str, object], constraint: str) -> None:
    values = {**AuditEntry.objects.filter(pk=last.pk).values().get(), "id": None, "seq": 9, **change}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AuditEntry(**values).save(force_insert=True)


def test_every_declared_promise_stands(db: None) -> None:
    assert missing_promises(connection) == set()


def test_a_lost_promise_is_named(without_triggers: Callable[[], None]) -> None:
    without_triggers()
    assert all(name.startswith("audit_entry_append_only") for name in missing_promises(connection))
    assert missing_promises(connection)
