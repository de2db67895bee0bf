"""Chains, the tree, checkpoints: no database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.ground.audit import rules
from hoanhap.ground.audit.rules import Bad, Head, Reason

KEY = Ed25519PrivateKey.generate()
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
Log = list[list[bytes]]


def chained(bodies: list[tuple[str, str]]) -> Log:
    """A log from pairs of chain and facts, in the order in which it is read."""
    rows: Log = []
    last: dict[str, tuple[int, str]] = {}
    for chain, facts in bodies:
        seq, previous = last.get(chain, (0, rules.START))
        texts = [previous, chain, str(seq + 1), "event", "x.done", "x.y:1", "officer", "3", "", "", facts]
        fields = [text.encode() for text in (*texts, rules.moment_text(NOON))]
        digest = rules.digest_of(fields)
        last[chain] = (seq + 1, digest)
        rows.append([*fields, digest.encode()])
    return in_order(rows)


def in_order(rows: Log) -> Log:
    return sorted(rows, key=lambda row: (row[1], int(row[2])))


def checkpoint_of(log: Log) -> dict[str, Any]:
    heads = {row[1].decode(): Head(int(row[2]), row[12].decode()) for row in log}
    return rules.build_checkpoint(heads, number=1, previous_root="", made_at=NOON, key=KEY)


chain_names = st.sampled_from(["00001@2021-01-01", "00001@2025-07-01", "system"])
logs = st.lists(st.tuples(chain_names, st.text(max_size=5)), min_size=2, max_size=25).map(chained)
positions = st.integers(min_value=0, max_value=10_000)


@given(st.lists(st.tuples(chain_names, st.text(max_size=5)), max_size=25))
def test_an_untouched_log_is_whole(bodies: list[tuple[str, str]]) -> None:
    log = chained(bodies)
    verdict = rules.verify(log, [checkpoint_of(log)])
    assert verdict == rules.Verdict(len(bodies), len({chain for chain, _ in bodies}), None)


@given(logs, positions, positions, positions)
def test_a_changed_byte_in_any_field_is_found(log: Log, where: int, column: int, place: int) -> None:
    row = log[where % len(log)]
    column %= len(row)
    text = bytearray(row[column] or b"?")
    text[place % len(text)] ^= 1
    row[column] = bytes(text)
    if column == 2 and not row[2].isdigit():
        row[2] = b"999"
    verdict = rules.verify(in_order(log))
    assert not verdict.ok
    assert verdict.entries == len(log)


@given(logs, positions)
def test_a_field_that_is_no_text_any_more_is_found(log: Log, where: int) -> None:
    log[where % len(log)][6] = rules.NOT_TEXT
    assert not rules.verify(log).ok


@given(logs, positions, positions)
def test_contents_moved_over_the_border_of_two_fields_are_found(log: Log, where: int, column: int) -> None:
    row = log[where % len(log)]
    column = 3 + column % 3
    row[column], row[column + 1] = row[column] + row[column + 1][:1], row[column + 1][1:]
    assert not rules.verify(log).ok


@given(logs, positions)
def test_a_removed_entry_is_found_unless_it_is_the_last_of_its_chain(log: Log, where: int) -> None:
    row = log.pop(where % len(log))
    last = not any(other[1] == row[1] and int(other[2]) > int(row[2]) for other in log)
    verdict = rules.verify(log)
    if last:
        assert verdict.ok
    else:
        assert verdict.bad == Bad(row[1].decode(), int(row[2]), Reason.GAP)


@given(logs, positions, positions)
def test_two_entries_with_exchanged_contents_are_found(log: Log, one: int, other: int) -> None:
    first, second = log[one % len(log)], log[other % len(log)]
    if first is second:
        return
    first[1], first[2], second[1], second[2] = second[1], second[2], first[1], first[2]
    assert not rules.verify(in_order(log)).ok


@given(logs, positions)
def test_an_entry_put_in_between_is_found(log: Log, where: int) -> None:
    where %= len(log)
    new = [*log[where]]
    new[10] = b'{"forged":true}'
    new[12] = rules.digest_of(new[:12]).encode()
    log.insert(where, new)
    assert not rules.verify(log).ok


@given(logs, positions)
def test_a_cut_tail_passes_the_chain_and_is_caught_by_the_checkpoint(log: Log, where: int) -> None:
    held = checkpoint_of(log)
    victim = log[where % len(log)]
    left = [row for row in log if row[1] != victim[1] or int(row[2]) < int(victim[2])]
    last = max(int(row[2]) for row in log if row[1] == victim[1])
    assert rules.verify(left).ok
    assert rules.verify(left, [held]).bad == Bad(victim[1].decode(), last, Reason.MISSING_SINCE_CHECKPOINT)


@given(logs, positions, st.booleans())
def test_a_full_rewrite_passes_the_chain_and_is_caught_by_the_checkpoint(log: Log, where: int, longer: bool) -> None:
    held = checkpoint_of(log)
    victim = log[where % len(log)]
    bodies = [(row[1].decode(), "forged" * 2 if row is victim else row[10].decode()) for row in log]
    forged = chained(bodies + [("system", "more"), ("00001@2021-01-01", "more")] * longer)
    assert rules.verify(forged).ok
    bad = rules.verify(forged, [held]).bad
    assert bad is not None
    assert bad.reason == Reason.DIFFERS_FROM_CHECKPOINT
    assert bad.chain == victim[1].decode()


def test_a_vanished_chain_is_named() -> None:
    held = checkpoint_of(chained([("a", ""), ("b", ""), ("b", "")]))
    assert rules.verify(chained([("a", "")]), [held]).bad == Bad("b", 2, Reason.MISSING_SINCE_CHECKPOINT)


def test_checkpoints_that_saw_different_pasts_cannot_both_be_true() -> None:
    one, other = chained([("a", "1")]), chained([("a", "2")])
    bad = rules.verify(one, [checkpoint_of(one), checkpoint_of(other)]).bad
    assert bad == Bad("a", 1, Reason.DIFFERS_FROM_CHECKPOINT)


def test_a_log_that_has_grown_since_the_checkpoint_is_whole() -> None:
    held = checkpoint_of(chained([("a", "1")]))
    assert rules.verify(chained([("a", "1"), ("a", "2"), ("b", "1")]), [held]).ok


@given(logs)
def test_a_checkpoint_agrees_with_itself_and_with_its_key(log: Log) -> None:
    assert rules.check_checkpoint(checkpoint_of(log), KEY.public_key()) is None
    stranger = Ed25519PrivateKey.generate().public_key()
    bad = rules.check_checkpoint(checkpoint_of(log), stranger)
    assert bad == Bad(None, None, Reason.CHECKPOINT_SIGNATURE)


@pytest.mark.parametrize("field", ["number", "made_at", "entries", "root", "previous_root", "key_id"])
def test_every_field_of_a_checkpoint_is_signed(field: str) -> None:
    document = checkpoint_of(chained([("a", "1")]))
    document[field] = "0"
    bad = rules.check_checkpoint(document, KEY.public_key())
    assert bad is not None
    assert bad.reason == Reason.CHECKPOINT_SIGNATURE


def test_a_signed_checkpoint_whose_chains_do_not_give_its_root_is_refused() -> None:
    document = checkpoint_of(chained([("a", "1")]))
    del document["signature"]
    document["root"] = "0" * 64
    document["signature"] = KEY.sign(rules.canonical(document).encode()).hex()
    assert rules.check_checkpoint(document, KEY.public_key()) == Bad(None, None, Reason.CHECKPOINT_TREE)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"version": 1, "chains": {"a": 1}}',
        b'{"version": 1, "chains": {}}',
        b'{"version": 1, "chains": {}, "signature": "xx", "root": "", "made_at": "", "entries": 0}',
        b'{"version": 1, "chains": {"a": {"seq": -1, "digest": ""}}}',
        b'{"version": 1, "chains": {}, "signature": "", "root": "", "made_at": "\\ud800", "entries": 0}',
        b'{"version": 1, "chains": {}, "signature": "", "root": "", "made_at": "", "entries": NaN}',
    ],
)
def test_what_is_no_checkpoint_is_not_read_as_one(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        rules.as_checkpoint(text)


def test_the_tree_is_that_of_rfc_6962() -> None:
    def leaf(chain: str) -> bytes:
        return sha256(b"\x00" + f'{{"chain":"{chain}","digest":"d","seq":1}}'.encode()).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return sha256(b"\x01" + left + right).digest()

    a, b, c, d, e = (leaf(chain) for chain in "abcde")
    expected = {
        "": sha256(b"").digest(),
        "a": a,
        "ab": node(a, b),
        "abc": node(node(a, b), c),
        "abcde": node(node(node(a, b), node(c, d)), e),
    }
    for chains, root in expected.items():
        assert rules.tree_root({chain: Head(1, "d") for chain in reversed(chains)}) == root.hex()


def test_the_digest_is_the_documented_one() -> None:
    fields = [b"p", "xã".encode(), *[b""] * 9, b"m"]
    lengths = b"".join(len(field).to_bytes(4) for field in fields)
    assert rules.digest_of(fields) == sha256(lengths + b"px\xc3\xa3m").hexdigest()


def test_facts_have_one_text() -> None:
    facts = {"b": Decimal("1.50"), "a": date(2022, 9, 1), "c": {"y", "x"}, "d": Reason.GAP, "e": "xã"}
    assert rules.canonical(facts) == '{"a":"2022-09-01","b":"1.50","c":["x","y"],"d":"gap","e":"xã"}'


@pytest.mark.parametrize("value", [object(), float("nan"), b"bytes"])
def test_facts_without_a_text_are_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        rules.canonical({"fact": value})


def test_a_verdict_is_ok_exactly_when_nothing_is_bad() -> None:
    verdict = rules.Verdict(1, 1, None)
    assert verdict.ok
    assert not replace(verdict, bad=Bad("a", 1, Reason.LINK)).ok
