"""How entries are chained, how heads make a tree, how a checkpoint is signed. Pure: no database, no clock.

docs/reference/audit.md says the same for whoever wants to verify with other tools.
"""

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

START = "0" * 64
"""What the first entry of a chain names as the digest before it."""

FIELDS = (
    "previous",
    "chain",
    "seq",
    "kind",
    "name",
    "subject",
    "user",
    "post",
    "role",
    "purpose",
    "facts",
    "recorded_at",
)
"""What a digest covers, in this order. Not the technical key ``id``, which means nothing."""

_lengths = struct.Struct(f">{len(FIELDS)}I").pack
VERSION = 1


class Reason(StrEnum):
    """What can be wrong with a log. Short and lasting: other programs read them."""

    DIGEST = "digest"
    """The entry is not what its digest was made of."""
    LINK = "link"
    """The entry does not continue the one before it."""
    GAP = "gap"
    """Numbers are missing, or come twice."""
    MISSING_SINCE_CHECKPOINT = "missing_since_checkpoint"
    """The checkpoint knows an entry that is gone: the chain was cut, or an older copy put back."""
    DIFFERS_FROM_CHECKPOINT = "differs_from_checkpoint"
    """The entry is whole, but not the one that the checkpoint saw: the chain was written anew."""
    CHECKPOINT_SIGNATURE = "checkpoint_signature"
    """The checkpoint was not signed with this key, or changed after it was."""
    CHECKPOINT_TREE = "checkpoint_tree"
    """The checkpoint's chains do not give its root or its number of entries."""


@dataclass(frozen=True)
class Bad:
    """The first thing found wrong. ``chain`` and ``seq`` are ``None`` where a checkpoint itself is wrong."""

    chain: str | None
    seq: int | None
    reason: Reason


@dataclass(frozen=True)
class Verdict:
    """The result of a verification: how much was read, and what is wrong with it, if anything."""

    entries: int
    chains: int
    bad: Bad | None

    @property
    def ok(self) -> bool:
        """Whether everything is as it was written."""
        return self.bad is None


@dataclass(frozen=True)
class Head:
    """The last entry of a chain."""

    seq: int
    digest: str


def canonical(facts: Mapping[str, object]) -> str:
    """Facts as the one JSON text that is stored and digested: keys in order, no spaces, days in ISO 8601.

    Raises TypeError for what has no text of its own.

    >>> canonical({"on": date(2022, 9, 1), "count": 3})
    '{"count":3,"on":"2022-09-01"}'
    """
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in an audit entry")


def moment_text(moment: datetime) -> str:
    """A moment as it is digested: UTC, microseconds.

    >>> moment_text(datetime(2022, 9, 1, 7, tzinfo=UTC))
    '2022-09-01 07:00:00.000000'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def digest_of(fields: Sequence[bytes]) -> str:
    """SHA-256 over the lengths of the FIELDS (4 bytes each, high byte first) and then the fields in UTF-8."""
    return sha256(_lengths(*map(len, fields)) + b"".join(fields)).hexdigest()


Row = Sequence[bytes]
"""An entry as it stands in the table: its FIELDS in UTF-8, and then its digest."""

NOT_TEXT = b"\xff"
"""In a Row: a field that holds no text any more. No honest field is equal to it, so no digest fits."""


def verify(rows: Iterable[Row], checkpoints: Iterable[Mapping[str, Any]] = ()) -> Verdict:
    """Read a whole log, chain by chain in the order of numbers, and say the first thing that is wrong.

    ``checkpoints`` are trusted here: :func:`check_checkpoint` comes first. Rows after a bad one are counted only.
    """
    awaited: dict[bytes, dict[int, bytes]] = {}
    bad = _gather(checkpoints, awaited)
    entries = chains = number = 0
    chain, last = b"", START.encode()
    heads: dict[int, bytes] = {}
    for row in rows:
        entries += 1
        if row[1] != chain or entries == 1:
            bad = bad or _unmet(chain, heads)
            chain, last, number = row[1], START.encode(), 0
            heads = awaited.pop(chain, {})
            chains += 1
        if bad:
            continue
        number += 1
        digest = row[12]
        reason = None
        if row[2] != b"%d" % number:
            reason = Reason.GAP
        elif row[0] != last:
            reason = Reason.LINK
        elif digest_of(row[:12]).encode() != digest:
            reason = Reason.DIGEST
        elif heads and heads.pop(number, digest) != digest:
            reason = Reason.DIFFERS_FROM_CHECKPOINT
        if reason:
            bad = _bad(chain, number, reason)
        last = digest
    bad = bad or _unmet(chain, heads)
    for name in sorted(awaited):
        bad = bad or _unmet(name, awaited[name])
    return Verdict(entries, chains, bad)


def _gather(checkpoints: Iterable[Mapping[str, Any]], awaited: dict[bytes, dict[int, bytes]]) -> Bad | None:
    """Fill in the heads of all checkpoints; two that saw different entries in one place contradict each other."""
    for checkpoint in checkpoints:
        for chain, head in checkpoint["chains"].items():
            known, digest = awaited.setdefault(chain.encode(), {}), head["digest"].encode()
            if known.setdefault(head["seq"], digest) != digest:
                return Bad(chain, head["seq"], Reason.DIFFERS_FROM_CHECKPOINT)
    return None


def _unmet(chain: bytes, heads: Mapping[int, bytes]) -> Bad | None:
    return _bad(chain, min(heads), Reason.MISSING_SINCE_CHECKPOINT) if heads else None


def _bad(chain: bytes, seq: int, reason: Reason) -> Bad:
    return Bad(chain.decode(errors="replace"), seq, reason)


# ── the tree and the checkpoint ───────────────────────────────────────────────────────────────────────────


def tree_root(heads: Mapping[str, Head]) -> str:
    """The Merkle root (RFC 6962, section 2.1) over the heads in the order of their chains' UTF-8 names."""
    leaves = [
        sha256(b"\x00" + canonical({"chain": chain, "seq": head.seq, "digest": head.digest}).encode()).digest()
        for chain, head in sorted(heads.items(), key=lambda item: item[0].encode())
    ]
    return _root(leaves).hex()


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def build_checkpoint(
    heads: Mapping[str, Head], *, number: int, previous_root: str, made_at: datetime, key: Ed25519PrivateKey
) -> dict[str, Any]:
    """The signed document of all chain heads at one moment."""
    document: dict[str, Any] = {
        "version": VERSION,
        "number": number,
        "made_at": made_at.astimezone(UTC).isoformat(),
        "entries": sum(head.seq for head in heads.values()),
        "chains": {chain: asdict(head) for chain, head in sorted(heads.items())},
        "root": tree_root(heads),
        "previous_root": previous_root,
        "key_id": key_id(key.public_key()),
    }
    return document | {"signature": key.sign(canonical(document).encode()).hex()}


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a key: the first 16 digits of its SHA-256."""
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def check_checkpoint(document: Mapping[str, Any], key: Ed25519PublicKey) -> Bad | None:
    """What is wrong with a checkpoint (of the shape that ``as_checkpoint`` makes sure of), if anything."""
    signed = {name: value for name, value in document.items() if name != "signature"}
    try:
        key.verify(bytes.fromhex(document["signature"]), canonical(signed).encode())
    except InvalidSignature:
        return Bad(None, None, Reason.CHECKPOINT_SIGNATURE)
    heads = {chain: Head(head["seq"], head["digest"]) for chain, head in document["chains"].items()}
    if tree_root(heads) != document["root"] or sum(head.seq for head in heads.values()) != document["entries"]:
        return Bad(None, None, Reason.CHECKPOINT_TREE)
    return None


def as_checkpoint(text: str | bytes) -> dict[str, Any]:
    """A checkpoint read from a file. Raises ValueError where the text has not the shape of one."""
    document = json.loads(text, parse_constant=_refuse)
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ValueError("not a checkpoint of this version")
    chains = document.get("chains")
    if not isinstance(chains, dict) or not all(_is_head(head) for head in chains.values()):
        raise ValueError("no chain heads")
    texts = all(isinstance(document.get(name), str) for name in ("signature", "root", "made_at"))
    if not texts or not isinstance(document.get("entries"), int):
        raise ValueError("incomplete")
    bytes.fromhex(document["signature"])
    canonical(document).encode()  # halves of surrogate pairs have no bytes to be signed
    return document


def _is_head(head: object) -> bool:
    return (
        isinstance(head, dict)
        and isinstance(head.get("seq"), int)
        and head["seq"] > 0
        and isinstance(head.get("digest"), str)
    )


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} has no place in a checkpoint")
