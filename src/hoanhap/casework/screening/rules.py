"""When somebody is due, how a draw is made, what strips come to, and the path of a positive. Pure: no Django.

No law sets a frequency of tests (D116 77–82; L120 42; domain reference §4.1): plan 270 asks for periodic and
unannounced ones with police and health present; monthly for those at risk is the practice of other cities. Nobody's
status follows from a strip (access-and-privacy, decision 3; C27).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import log
from typing import Literal

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law.periods import add_months
from hoanhap.ground.law.working_days import add_working_days

DEFAULTS: Mapping[str, int] = {"months_at_risk": 1, "months_other": 3, "contest_days": 5}
"""What holds where a unit has set nothing."""
LIMITS: Mapping[str, tuple[int, int]] = {"months_at_risk": (1, 12), "months_other": (1, 12), "contest_days": (5, 30)}
"""Least and most. A unit may give more time to contest, never less."""
WEIGHTS: Mapping[str, int] = {"at_risk": 3, "other": 1}
"""How many times likelier somebody of a level is drawn first; printed with every draw."""
LONGEST_REASON = 300


# ── schedule ─────────────────────────────────────────────────────────────────────────────────────────────────


def check_setting(*, kind: str, value: int, from_on: date, decided_on: date) -> None:
    """A setting lies within its limits and holds from the day of its decision at the earliest."""
    least, most = LIMITS[kind]
    if not least <= value <= most:
        raise RuleViolation("screening.setting_outside", field="value", least=least, most=most)
    if from_on < decided_on:
        raise RuleViolation("screening.before_decision", field="from_on", day=decided_on)


def last_day(month: date) -> date:
    """The last day of the month of a day."""
    return date.fromordinal(add_months(month.replace(day=1), 1).toordinal() - 1)


def due_on(*, last: date | None, started_on: date, months: int) -> date:
    """The day by which somebody is to be tested: so many months after the last test, else after completion."""
    return add_months(max(last, started_on) if last else started_on, months)


# ── draw ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be drawn: the public reference of the file and a stated weight."""

    reference: str
    weight: int


def priority(seed: str, reference: str, weight: int) -> float:
    """The smaller, the earlier drawn: ``-ln(u) / weight``, where ``u`` in (0, 1) comes from SHA-256 of
    ``seed:reference``, of which the first 13 hexadecimal digits are taken (exponential keys: Efraimidis and Spirakis
    2006). Whoever has seed, references and weights computes the same.
    """
    u = (int(sha256(f"{seed}:{reference}".encode()).hexdigest()[:13], 16) + 0.5) / 2**52
    return -log(u) / weight


def drawn(seed: str, candidates: Iterable[Candidate], number: int) -> list[str]:
    """The references that are drawn, first to last. The order of the candidates is of no importance."""
    keyed = sorted((priority(seed, one.reference, one.weight), one.reference) for one in candidates)
    return [reference for _key, reference in keyed[:number]]


def digest(candidates: Iterable[Candidate]) -> str:
    """What the frozen list comes to: SHA-256 of ``reference weight`` by line, sorted by reference."""
    lines = sorted(f"{one.reference} {one.weight}" for one in candidates)
    return sha256("\n".join(lines).encode()).hexdigest()


def check_draw(*, how_many: int, candidates: int, number: int, reason: str) -> None:
    """At least one is drawn, of as many as there are; a second draw of a month says why."""
    if candidates == 0:
        raise RuleViolation("screening.nobody_to_draw")
    if not 1 <= how_many <= candidates:
        raise RuleViolation("screening.draw_number", field="how_many", most=candidates)
    if number > 1:
        check_reason(reason)


def check_reason(reason: str, field: str = "reason") -> str:
    """The reason, tidied; some words, not too many."""
    said = tidy(reason)
    if len(said) < 5:
        raise RuleViolation("screening.reason_missing", field=field)
    if len(said) > LONGEST_REASON:
        raise RuleViolation("screening.too_long", field=field, most=LONGEST_REASON)
    return said


# ── strips ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One strip for one substance. ``attempt``: 2 repeats an invalid first one."""

    substance: str
    reading: str
    attempt: int = 1


def verdict(strips: Sequence[Strip]) -> str:
    """What all strips of one person come to: one positive makes it positive, else one that stayed invalid makes it
    invalid. Raises RuleViolation for no strip, one substance twice, a repeat of a valid strip, an invalid one that was
    not repeated."""
    if not strips:
        raise RuleViolation("screening.no_strip", field="strips")
    first = {one.substance: one.reading for one in strips if one.attempt == 1}
    again = {one.substance: one.reading for one in strips if one.attempt == 2}
    if len(first) + len(again) != len(strips) or not set(again) <= set(first):
        raise RuleViolation("screening.strip_twice", field="strips")
    if any(first[substance] != "invalid" for substance in again):
        raise RuleViolation("screening.repeat_of_valid", field="strips")
    if any(reading == "invalid" and substance not in again for substance, reading in first.items()):
        raise RuleViolation("screening.repeat_missing", field="strips")
    last = set((first | again).values())
    return "positive" if "positive" in last else "invalid" if "invalid" in last else "negative"


def check_identified(first: str, second: str) -> None:
    """Somebody who is tested was identified by two different things (access-and-privacy, T12)."""
    if not first or not second or first == second:
        raise RuleViolation("screening.two_identifiers", field="identified_2")


# ── the path of a positive ───────────────────────────────────────────────────────────────────────────────────


def contest_until(given_on: date, days: int) -> date:
    """The last day on which the person may contest: so many working days after the day of the notice."""
    return add_working_days(given_on, days)


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """A standing confirmation, and when a second organisation signed it."""

    positive: bool
    result_on: date
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Path:
    """How far the path of a positive is: plain values."""

    first: Confirmed | None = None
    given_on: date | None = None
    until: date | None = None
    contested_on: date | None = None
    second: Confirmed | None = None
    ended: bool = False


Step = Literal[
    "confirm", "sign", "notify", "wait", "confirm_again", "sign_again", "conclude", "dismiss", "ended"
]  # fmt: skip


def next_step(path: Path, *, on: date) -> Step:
    """What the path waits for on a day. The order is the law of this room: confirmation, second organisation, notice,
    time to contest; where the person contests, a second confirmation and its signature; only then the conclusion."""
    if path.ended:
        return "ended"
    if path.first is None:
        return "confirm"
    if path.first.signed_on is None:
        return "sign"
    if not path.first.positive:
        return "dismiss"
    if path.given_on is None or path.until is None:
        return "notify"
    if path.contested_on is not None:
        if path.second is None:
            return "confirm_again"
        if path.second.signed_on is None:
            return "sign_again"
        if not path.second.positive:
            return "dismiss"
    return "conclude" if on > path.until else "wait"


def check_step(path: Path, wanted: Sequence[Step], *, on: date) -> None:
    """That the path waits for one of these steps now. Raises RuleViolation ``screening.not_this_step``."""
    found = next_step(path, on=on)
    if found == "wait" and "conclude" in wanted and path.until is not None:
        raise RuleViolation("screening.window_open", day=path.until)
    if found not in wanted:
        raise RuleViolation("screening.not_this_step")


def check_contest(path: Path, contested_on: date) -> None:
    """The person contests a notified positive, once, from the day of the notice to the last day of the time."""
    if path.ended or path.given_on is None or path.until is None or path.contested_on is not None:
        raise RuleViolation("screening.not_this_step")
    if not path.given_on <= contested_on <= path.until:
        raise RuleViolation("screening.outside_window", field="contested_on", first=path.given_on, last=path.until)


def check_day(day: date, *, not_before: date, on: date, field: str) -> None:
    """A step happens on or after the one before it, and not in the future."""
    if day < not_before:
        raise RuleViolation("screening.before_last_step", field=field, day=not_before)
    if day > on:
        raise RuleViolation("screening.day_ahead", field=field, day=on)


def check_second(*, signer: str, signer_body: str, recorders: Iterable[str], body: str) -> None:
    """Who signs is another person than who recorded test and confirmation, of another organisation than the latter
    (access-and-privacy §3.5)."""
    if signer in set(recorders):
        raise RuleViolation("screening.own_work")
    if signer_body == body:
        raise RuleViolation("screening.same_body")
