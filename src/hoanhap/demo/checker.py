"""Proves over the database that no file is impossible: plain SQL and a law of its own (``checker_law``).

It calls no action, no folding rule and no selector. Each check names what it found by the public reference of the file
or the number of the paper, never by a name.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from struct import pack
from typing import Any

from django.db import connection

from hoanhap.demo import checker_law as law
from hoanhap.ground.kernel.clock import LOCAL

SHOWN = 20
"""So many findings of a check are told; all are counted."""
CLOSED_AS_ERROR = ("duplicate", "mistake")


@dataclass(frozen=True)
class Fault:
    """Something that cannot be. ``subject``: the reference of the file, or what else was looked at."""

    check: str
    subject: str
    what: str


@dataclass
class Findings:
    """What all checks came to."""

    looked_at: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing impossible was found."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """For programs: how much was looked at, how many faults each check found, and the first of them."""
        counts = {name: sum(1 for fault in self.faults if fault.check == name) for name in self.looked_at}
        shown = [
            vars(fault) for name in self.looked_at for fault in [f for f in self.faults if f.check == name][:SHOWN]
        ]
        return {"ok": self.ok, "looked_at": self.looked_at, "faults": counts, "first": shown}


@dataclass
class _Episode:
    """One measure as the tables have it."""

    key: str
    reference: str
    root: str
    measure: str
    origin: str
    stage: str
    outcome: str
    started: date | None
    ends: date | None
    ended: date | None
    born: date
    only_year: bool
    events: list[dict[str, Any]] = field(default_factory=list)
    away: list[tuple[str, date, date | None, bool]] = field(default_factory=list)
    charges: list[tuple[date, date | None, Any]] = field(default_factory=list)


Faults = Iterator[tuple[str, str]]


def check() -> Findings:
    """Look at everything."""
    findings = Findings()
    episodes = _episodes()
    for name, one_by_one in EPISODE_CHECKS.items():
        findings.looked_at[name] = len(episodes)
        for episode in episodes:
            findings.faults += [Fault(name, episode.reference, what) for what in one_by_one(episode)]
    for name, whole in WHOLE_CHECKS.items():
        number = 0
        for subject, what in whole():
            if what:
                findings.faults.append(Fault(name, subject, what))
            number += 1
        findings.looked_at[name] = number
    return findings


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while part := cursor.fetchmany(5000):
            yield from part


def _day(value: Any) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    return date.fromisoformat(str(value)[:10])


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.astimezone(LOCAL) if moment.tzinfo else moment.replace(tzinfo=_utc()).astimezone(LOCAL)


def _utc() -> Any:
    from datetime import UTC

    return UTC


def _episodes() -> list[_Episode]:
    """Every measure with its standing facts: neither replaced nor withdrawn."""
    found: dict[str, _Episode] = {}
    for row in _rows(
        "SELECT e.id, p.reference, COALESCE(p.merged_into_id, p.id), e.measure, e.origin_measure, e.stage, e.outcome,"
        " e.started_on, e.ends_on, e.ended_on, p.birth_on, p.birth_year"
        " FROM episodes_episode e JOIN people_person p ON p.id = e.person_id ORDER BY p.reference, e.id"
    ):
        key, reference, root, measure, origin, stage, outcome, started, ends, ended, born, year = row
        found[str(key)] = _Episode(
            str(key), reference, str(root), measure, origin, stage, outcome, _day(started), _day(ends), _day(ended),
            _day(born) or date(year, 1, 1), born is None,
        )  # fmt: skip
    for key, kind, on, at, recorded, place, outcome, details, sealed_order in _rows(
        "SELECT f.episode_id, f.kind, f.happened_on, f.happened_at, f.recorded_at, f.place_id, f.outcome, f.details,"
        " f.id FROM episodes_episodeevent f WHERE f.act <> 'withdrawn' AND NOT EXISTS"
        " (SELECT 1 FROM episodes_episodeevent r WHERE r.replaces_id = f.id)"
    ):
        said = json.loads(details) if isinstance(details, str) else details
        moment, told = _moment(at), _moment(recorded)
        found[str(key)].events.append(
            {"kind": kind, "on": _day(on), "at": moment, "told": told, "place": place, "outcome": outcome,
             "details": said, "key": str(sealed_order)}
        )  # fmt: skip
    for key, kind, first, last, reported in _rows(
        "SELECT f.episode_id, f.kind, f.from_on, f.to_on, f.reported FROM episodes_interruption f"
        " WHERE f.act <> 'withdrawn' AND NOT EXISTS"
        " (SELECT 1 FROM episodes_interruption r WHERE r.replaces_id = f.id)"
    ):
        first_on = _day(first)
        assert first_on  # noqa: S101 - the column is never empty
        found[str(key)].away.append((kind, first_on, _day(last), bool(reported)))
    for key, first, last, place in _rows("SELECT episode_id, from_on, to_on, place_id FROM episodes_charge"):
        first_on = _day(first)
        assert first_on  # noqa: S101 - the column is never empty
        found[str(key)].charges.append((first_on, _day(last), place))
    for one in found.values():
        one.events.sort(key=lambda event: (event["on"], event["at"] or event["told"]))
        one.charges.sort(key=lambda charge: charge[0])
    return list(found.values())


# ── checks of one measure ────────────────────────────────────────────────────────────────────────────────────


def _order(one: _Episode) -> Iterator[str]:
    fault = law.order_fault(one.measure, [event["kind"] for event in one.events], one.outcome)
    if fault:
        yield f"{one.measure}: {fault}"


def _recorded(one: _Episode) -> Iterator[str]:
    for event in one.events:
        if event["told"].date() < event["on"] or (event["at"] and event["at"] > event["told"]):
            yield f"{event['kind']} recorded before it happened"
        if event["on"] < one.born:
            yield f"{event['kind']} before birth"


def _end(one: _Episode) -> Iterator[str]:
    if one.measure != "post_rehab":
        return
    completed = next((event["on"] for event in one.events if event["kind"] == "completed"), None)
    if completed != one.started:
        yield f"the term runs from {one.started}, completed on {completed}"
    elif completed is not None and (counted := law.last_day(one.origin, completed, one.away)) != one.ends:
        yield f"ends on {one.ends}, counted {counted}"


def _charged(one: _Episode) -> Iterator[str]:
    if not one.charges:
        yield "nobody answers for it"
        return
    if one.charges[0][0] != one.events[0]["on"]:
        yield "not answered for from its first day"
    for (first, last, _place), (after, _to, _other) in zip(one.charges, one.charges[1:], strict=False):
        if last is None or last + law.DAY != after or last < first:
            yield f"a gap or an overlap of who answers around {after}"
    if one.charges[-1][1] != one.ended:
        yield "answered for after the end, or not up to it"


def _age(one: _Episode) -> Iterator[str]:
    if one.measure != "post_rehab" or one.started is None:
        return
    if fault := law.age_fault(one.origin, one.born, one.started, only_year=one.only_year):
        yield fault


def _jailed(one: _Episode) -> Iterator[str]:
    for kind, first, last, _reported in one.away:
        if kind == "prison" and one.measure == "post_rehab" and first < law.SUSPENDS_FROM:
            yield "in prison under a law by which that ends the management"
        if last is not None and last < first:
            yield "back before leaving"


EPISODE_CHECKS: dict[str, Callable[[_Episode], Iterator[str]]] = {
    "order_of_events": _order,
    "recorded_after": _recorded,
    "end_of_term": _end,
    "who_answers": _charged,
    "age": _age,
    "prison": _jailed,
}


# ── checks over tables ───────────────────────────────────────────────────────────────────────────────────────


def _one_open() -> Faults:
    for reference, number in _rows(
        "SELECT r.reference, COUNT(*) FROM episodes_episode e JOIN people_person p ON p.id = e.person_id"
        " JOIN people_person r ON r.id = COALESCE(p.merged_into_id, p.id)"
        " WHERE e.measure = 'post_rehab' AND e.stage <> 'ended' GROUP BY r.reference"
    ):
        yield reference, "" if number == 1 else f"{number} managements at once"


def _residences() -> Faults:
    rows = _rows(
        "SELECT p.reference, s.from_on, s.to_on, u.valid_from, u.valid_to FROM people_residence s"
        " JOIN people_person p ON p.id = s.person_id JOIN places_place u ON u.id = s.place_id"
        " WHERE s.kind = 'current' ORDER BY p.reference, s.from_on"
    )
    for reference, group in groupby(rows, key=lambda row: row[0]):
        until: date | None = date.min
        fault = ""
        for _reference, first, last, stood, ended in group:
            begins, unit_ended = _day(first), _day(ended)
            assert begins  # noqa: S101 - the column is never empty
            if begins < (_day(stood) or date.max) or (unit_ended and begins > unit_ended):
                fault = "lives in a unit that did not stand then"
            if until is None or begins <= until:
                fault = "lives in two places at once"
            until = _day(last)
        yield reference, fault


def _duties() -> Faults:
    for reference, version, counted, due_on, due_at, moment, state, done_on, done, in_time in _rows(
        "SELECT p.reference, d.version, d.counted_from, d.due_on, d.due_at, t.happened_at, d.state, d.done_on,"
        " b.happened_at, d.in_time FROM episodes_duty d JOIN episodes_episode e ON e.id = d.episode_id"
        " JOIN people_person p ON p.id = e.person_id LEFT JOIN episodes_episodeevent t ON t.id = d.trigger_id"
        " LEFT JOIN episodes_episodeevent b ON b.id = d.done_by_id"
    ):
        yield reference, _duty_fault(version, _day(counted), _day(due_on), _moment(due_at), _moment(moment), state,
                                     _day(done_on), _moment(done), in_time)  # fmt: skip


def _duty_fault(
    version: str, counted: date | None, due_on: date | None, due_at: datetime | None, moment: datetime | None,
    state: str, done_on: date | None, done: datetime | None, in_time: Any,
) -> str:  # fmt: skip
    limit = law.limits().get(version)
    if limit is None or counted is None:
        return f"{version}: no such rule"
    if counted < limit.since:
        return f"{version}: counted from a day before the rule"
    due = law.due_of(limit, counted, moment)
    if due is None:
        return f"{version}: hours from a day without an hour"
    if isinstance(due, datetime):
        if due != due_at or due.date() != due_on:
            return f"{version}: due {due_at}, counted {due}"
    elif due != due_on:
        return f"{version}: due on {due_on}, counted {due}"
    if state != "done":
        return ""
    last = due_at if due_at and done else due_on
    right = (done if due_at and done else done_on) <= last  # type: ignore[operator]
    return "" if bool(in_time) == right else f"{version}: said to be {'' if in_time else 'not '}in time"


def _papers() -> Faults:
    numbers: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for reference, prepared, signed, register, series, year, number, posts in _rows(
        "SELECT d.reference, d.prepared_by, s.by, s.register, s.series, s.year, s.number,"
        ' (SELECT COUNT(*) FROM access_post o WHERE o.from_on <= s."on" AND (o.to_on IS NULL OR o.to_on >= s."on")'
        "  AND s.by = @account) FROM documents_documentstep s JOIN documents_document d ON d.id = s.document_id"
        " WHERE s.act = 'signed'".replace("@account", _as_text("o.user_id"))
    ):
        numbers[register, series, year].append(number)
        fault = "signed by who prepared it" if prepared == signed else ""
        yield reference, fault or ("" if posts else "signed by somebody without a post that day")
    for (register, series, year), given in numbers.items():
        wrong = sorted(given) != list(range(1, len(given) + 1))
        yield f"{register} {series} {year}", "numbers with a gap" if wrong else ""


def _as_text(column: str) -> str:
    """A key as accounts are written in papers: with hyphens on either engine."""
    if connection.vendor == "postgresql":
        return f"CAST({column} AS text)"
    parts = [f"SUBSTR({column}, {start}, {length})" for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
    return " || '-' || ".join(parts)


def _helpers() -> Faults:
    for reference, first, last, given, ended in _rows(
        "SELECT p.reference, h.from_on, COALESCE(h.to_on, t.to_on, e.ended_on), o.from_on, o.to_on"
        " FROM episodes_helperassignment h"
        " JOIN episodes_episode e ON e.id = h.episode_id JOIN people_person p ON p.id = e.person_id"
        " JOIN access_post o ON o.id = h.post_id LEFT JOIN people_tie t ON t.id = h.tie"
    ):
        post_ended, helped_to = _day(ended), _day(last)
        begins, post_from = _day(first), _day(given)
        assert begins is not None  # noqa: S101 - the column is never empty
        assert post_from is not None  # noqa: S101 - the column is never empty
        early = begins < post_from or (post_ended is not None and begins > post_ended)
        late = post_ended is not None and (helped_to is None or helped_to > post_ended)
        yield reference, "helped by a post that was not held" if early or late else ""


def _relapses() -> Faults:
    for reference, number in _rows(
        "SELECT p.reference, (SELECT COUNT(*) FROM episodes_determination d WHERE d.episode_id = e.id"
        "  AND d.result = 'addicted' AND d.result_on <= e.ended_on)"
        " FROM episodes_episode e JOIN people_person p ON p.id = e.person_id"
        " WHERE e.measure = 'post_rehab' AND e.outcome = 'addicted'"
    ):
        yield reference, "" if number else "a relapse without a determination"


def _handovers() -> Faults:
    for reference, state, steps, taken in _rows(
        "SELECT p.reference, t.state, (SELECT COUNT(*) FROM episodes_transferstep s WHERE s.transfer_id = t.id"
        "  AND s.act = t.state), (SELECT COUNT(*) FROM episodes_charge c WHERE c.episode_id = t.episode_id"
        "  AND c.place_id = t.to_place_id)"
        " FROM episodes_transfer t JOIN episodes_episode e ON e.id = t.episode_id"
        " JOIN people_person p ON p.id = e.person_id"
    ):
        missing = "a handover without the step of its state" if not steps else ""
        yield reference, missing or ("accepted, but not answered for" if state == "accepted" and not taken else "")


def _log() -> Faults:
    columns = "previous, chain, seq, kind, name, subject, {}, post, role, purpose, facts, recorded_at, digest"
    user = connection.ops.quote_name("user")
    rows = _rows(f"SELECT {columns.format(user)} FROM audit_entry ORDER BY chain, seq")  # noqa: S608 - own names only
    for chain, group in groupby(rows, key=lambda row: row[1]):
        last, fault = "0" * 64, ""
        for number, row in enumerate(group, start=1):
            moment = _moment(row[11])
            assert moment  # noqa: S101 - the column is never empty
            written = moment.astimezone(_utc()).replace(tzinfo=None).isoformat(" ", "microseconds")
            texts = [str(text).encode() for text in (*row[:11], written)]
            digest = sha256(pack(f">{len(texts)}I", *map(len, texts)) + b"".join(texts)).hexdigest()
            if row[2] != number or row[0] != last or digest != row[12]:
                fault = fault or f"broken at {number}"
            last = row[12]
        yield chain, fault


WHOLE_CHECKS: dict[str, Callable[[], Faults]] = {
    "one_management": _one_open,
    "residence": _residences,
    "duty": _duties,
    "paper": _papers,
    "helper": _helpers,
    "relapse": _relapses,
    "handover": _handovers,
    "log": _log,
}


def of_check(findings: Findings, name: str) -> list[Fault]:
    """The faults of one check."""
    return [fault for fault in findings.faults if fault.check == name]
