"""Reading the audit log."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from hoanhap.ground.audit import keys, rules
from hoanhap.ground.audit.choices import CHECKPOINTED, SYSTEM_CHAIN, EntryKind
from hoanhap.ground.audit.models import AuditEntry, AuditEntryQuerySet
from hoanhap.ground.audit.rules import Head, Row, Verdict
from hoanhap.ground.kernel.permissions import Actor, Permission

_BATCH = 2000

# One index probe a chain, however long the chains are.
_HEADS = """
    WITH RECURSIVE every(chain) AS (
        SELECT min(chain) FROM audit_entry
        UNION ALL
        SELECT (SELECT min(chain) FROM audit_entry WHERE chain > every.chain)
        FROM every WHERE chain IS NOT NULL
    )
    SELECT entry.chain, entry.seq, entry.digest FROM every JOIN audit_entry AS entry
    ON entry.chain = every.chain AND entry.seq = (SELECT max(seq) FROM audit_entry WHERE chain = every.chain)
"""

_TEXTS = tuple(name for name in (*rules.FIELDS, "digest") if name not in ("seq", "recorded_at"))


@dataclass(frozen=True)
class Extent:
    """How large the log is, and when it was last checkpointed."""

    entries: int
    chains: int
    last_checkpoint_at: datetime | None


def entries(*, by: Actor) -> AuditEntryQuerySet:
    """The log, for who may view it."""
    return AuditEntry.objects.visible_to(by)


def read_entries_about(subject: str, *, by: Actor) -> AuditEntryQuerySet:
    """Who looked at ``subject``, latest first."""
    looks = entries(by=by).filter(subject=subject, kind=EntryKind.READ)
    return looks.order_by("-recorded_at", "chain", "-seq")


def extent(*, by: Actor) -> Extent:
    """The log in figures. Raises PermissionRefused for who may not view it."""
    by.require(Permission.AUDIT_VIEW)
    heads, last = chain_heads(), last_checkpoint()
    return Extent(sum(head.seq for head in heads.values()), len(heads), last.recorded_at if last else None)


def chain_heads() -> dict[str, Head]:
    """The last entry of every chain, at one moment."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        return {chain: Head(seq, digest) for chain, seq, digest in cursor.fetchall()}


def last_checkpoint() -> AuditEntry | None:
    """The event of the latest checkpoint, or ``None`` before the first."""
    made = AuditEntry.objects.filter(chain=SYSTEM_CHAIN, name=CHECKPOINTED)
    return made.order_by("-seq").first()


def verdict(
    *, by: Actor, checkpoints: Sequence[Mapping[str, Any]] = (), key: Ed25519PublicKey | None = None
) -> Verdict:
    """Verify the whole log, against ``checkpoints`` where there are any. ``key``: by default the one kept here.

    Reads every entry (minutes for millions). Raises PermissionRefused for who may not view the log, and
    Refusal ``audit.no_public_key`` where there is a checkpoint and no key to try its signature with.
    """
    by.require(Permission.AUDIT_VIEW)
    wrong = None
    if checkpoints:
        key = key or keys.public_key()
        wrong = next(filter(None, (rules.check_checkpoint(document, key) for document in checkpoints)), None)
    verdict = rules.verify(_rows(), [] if wrong else checkpoints)
    return replace(verdict, bad=verdict.bad or wrong)


def _rows() -> Iterator[Row]:
    """The log chain by chain, straight from the driver; as bytes: a broken table may hold no honest text."""
    return _rows_on_postgresql() if connection.vendor == "postgresql" else _rows_on_sqlite()


def _rows_on_sqlite() -> Iterator[Row]:
    columns = {
        name: f"CASE typeof(\"{name}\") WHEN 'text' THEN CAST(\"{name}\" AS BLOB) ELSE x'ff' END" for name in _TEXTS
    }
    columns["seq"] = "CASE typeof(seq) WHEN 'integer' THEN CAST(CAST(seq AS TEXT) AS BLOB) ELSE x'ff' END"
    columns["recorded_at"] = (
        "CASE typeof(recorded_at) WHEN 'text' THEN CAST(CASE length(recorded_at) WHEN 19 "
        "THEN recorded_at || '.000000' ELSE recorded_at END AS BLOB) ELSE x'ff' END"
    )
    wanted = ", ".join(columns[name] for name in (*rules.FIELDS, "digest"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted} FROM audit_entry ORDER BY audit_entry.chain, audit_entry.seq")  # noqa: S608
        while batch := cursor.fetchmany(_BATCH):
            yield from batch


def _rows_on_postgresql() -> Iterator[Row]:
    columns = {name: f'"{name}"' for name in _TEXTS}
    columns["seq"] = "seq::text"
    columns["recorded_at"] = (
        "to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        " || CASE WHEN recorded_at < '0001-01-01' THEN ' BC' ELSE '' END"
    )
    wanted = ", ".join(columns[name] for name in (*rules.FIELDS, "digest"))
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {wanted} FROM audit_entry ORDER BY audit_entry.chain, audit_entry.seq")  # noqa: S608
        while batch := cursor.fetchmany(_BATCH):
            for row in batch:
                yield [rules.NOT_TEXT if field is None else field.encode() for field in row]
