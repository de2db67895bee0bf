"""Writing the log: in the transaction of the change it tells of, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

from hoanhap.ground.audit import keys, rules, selectors
from hoanhap.ground.audit.choices import CHECKPOINTED, SYSTEM_CHAIN, EntryKind
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor, Permission

__all__ = [
    "SYSTEM_CHAIN",
    "Entry",
    "UnrecordedChange",
    "audited",
    "make_checkpoint",
    "record",
    "record_many",
    "record_read",
]

P = ParamSpec("P")
T = TypeVar("T")

_recorded: ContextVar[int] = ContextVar("recorded", default=0)
"""How many events the actions that are running have recorded so far."""

_FEW = 5
"""Up to so many rows, PostgreSQL is quicker with an INSERT than with a COPY."""


class UnrecordedChange(RuntimeError):
    """An action came to its end without saying what it did. A mistake of the programme, not of the user."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry to be recorded: see :func:`record`."""

    event: str
    subject: str
    chain: str = SYSTEM_CHAIN
    facts: Mapping[str, object] | None = None


def audited(action: Callable[P, T]) -> Callable[P, T]:
    """Run an action in one transaction, and undo it all unless it has recorded at least one event.

    Inside another audited action it joins that one's transaction: its own refusal, if the outer action
    catches it, undoes its own part; the outer one's undoes both. Raises :class:`UnrecordedChange`.
    """

    @wraps(action)
    def in_one_transaction(*args: P.args, **kwargs: P.kwargs) -> T:
        before = _recorded.get()
        try:
            with transaction.atomic():
                result = action(*args, **kwargs)
                if _recorded.get() == before:
                    raise UnrecordedChange(f"{action.__module__}.{action.__qualname__} has recorded nothing")
                return result
        except BaseException:
            _recorded.set(before)
            raise

    return in_one_transaction


def record(
    event: str,
    subject: str,
    *,
    by: Actor,
    chain: str = SYSTEM_CHAIN,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Say that ``event`` ("<app>.<what happened>") happened to ``subject`` ("<app>.<model>:<id>").

    ``chain``: ``place.chain`` where it belongs to a unit. ``facts``: what a reader of the log needs, by name;
    text, numbers, days, lists of them; never a name, number or address of a person.
    """
    record_many([Entry(event=event, subject=subject, chain=chain, facts=facts)], by=by)


def record_many(entries: Sequence[Entry], *, by: Actor) -> None:
    """Record several events at once, in their order. An action that touches several chains records here once.

    (Chains are locked in one order for all; locked one by one, two actions could wait for each other.)
    """
    _append(entries, EntryKind.EVENT, "", by)


def record_read(
    screen: str,
    subject: str,
    *,
    by: Actor,
    purpose: str,
    chain: str = SYSTEM_CHAIN,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Say that ``by`` looked at ``subject`` on ``screen``, for ``purpose``. Needs no action around it."""
    if not purpose:
        raise ValueError("a read has a purpose")
    _append([Entry(event=screen, subject=subject, chain=chain, facts=facts)], EntryKind.READ, purpose, by)


@audited
def make_checkpoint(*, by: Actor) -> dict[str, Any]:
    """Sign the heads of all chains as they stand now. The document is worth something once it is held outside.

    Raises PermissionRefused, and Refusal ``audit.no_signing_key`` before ``hoanhap init`` has made the key.
    """
    _lock([SYSTEM_CHAIN])  # one checkpoint at a time
    by.require(Permission.AUDIT_CHECKPOINT)
    key = keys.signing_key()
    last = selectors.last_checkpoint()
    known: dict[str, Any] = last.stated() if last else {"number": 0, "root": ""}
    document = rules.build_checkpoint(
        selectors.chain_heads(),
        number=known["number"] + 1,
        previous_root=known["root"],
        made_at=clock.now(),
        key=key,
    )
    stated = {name: document[name] for name in ("number", "root", "entries", "key_id")}
    record(CHECKPOINTED, f"audit.checkpoint:{document['number']}", by=by, facts=stated)
    return document


def _append(entries: Sequence[Entry], kind: EntryKind, purpose: str, by: Actor) -> None:
    """Continue the chains. The entries of one call share one moment."""
    if not entries:
        return
    now = clock.now()
    moment, stored_moment = rules.moment_text(now), connection.ops.adapt_datetimefield_value(now)
    shared = (by.user, by.post, by.role.value if by.role else "", purpose)
    rows = []
    with transaction.atomic(savepoint=False):  # an entry that fails takes the change with it, caught or not
        heads = _lock(sorted({entry.chain for entry in entries}))
        for entry in entries:
            seq, previous = heads[entry.chain]
            facts = rules.canonical(entry.facts or {})
            texts = (
                previous,
                entry.chain,
                str(seq + 1),
                kind.value,
                entry.event,
                entry.subject,
                *shared,
                facts,
            )
            digest = rules.digest_of([text.encode() for text in (*texts, moment)])
            heads[entry.chain] = seq + 1, digest
            rows.append((*texts, stored_moment, digest))
        _insert(rows)
    if kind is EntryKind.EVENT:
        _recorded.set(_recorded.get() + len(rows))


def _insert(rows: Sequence[Sequence[Any]]) -> None:
    """Add rows without the ORM: an import writes one for each row of its own, and this is 2-4 times as fast."""
    columns = ", ".join(f'"{name}"' for name in (*rules.FIELDS, "digest"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > _FEW:
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY audit_entry ({columns}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * (len(rules.FIELDS) + 1))
            cursor.executemany(f"INSERT INTO audit_entry ({columns}) VALUES ({places})", rows)  # noqa: S608


def _lock(chains: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Hold the chains until the end of the transaction, and return number and digest of their last entries.

    On SQLite the transaction itself, being IMMEDIATE, is the lock.
    """
    heads = {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for number in sorted(lock_number(chain) for chain in chains):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        for chain in chains:
            cursor.execute("SELECT seq, digest FROM audit_entry WHERE chain = %s ORDER BY seq DESC LIMIT 1", [chain])
            heads[chain] = cursor.fetchone() or (0, rules.START)
    return heads


def lock_number(chain: str) -> int:
    """The advisory lock of a chain on PostgreSQL: 64 bits, signed. Two may share one by chance: no harm."""
    return int.from_bytes(sha256(f"audit {chain}".encode()).digest()[:8], signed=True)
