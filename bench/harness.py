"""Fair comparisons on a noisy machine: ours against a reference, interleaved, with proof that both answer the same.

Pure: no Django, no database. What is compared stands in ``bench/measures``, the goals in ``bench/goals.py``.

A *round* runs the reference a few times and then ours as often. A round's time is the median of its runs, so that
one hiccup does not count; a measurement's time is the median of its rounds. Where a goal is about the 95th percentile,
that is taken over all runs of all rounds. A measurement in which the reference's own rounds lie further apart than
``VOID_SPREAD`` is void: the machine was not quiet enough to say anything. It is taken again, up to ``attempts`` times.
"""

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from time import perf_counter

VOID_SPREAD = 0.25
"""How far apart the reference's rounds may lie, as a share of their median: (slowest − fastest) / median."""
LEAST_ROUNDS = 5


class Direction(StrEnum):
    """On which side of its bounds a goal is reached."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class Statistic(StrEnum):
    """What is compared."""

    MEDIAN = "p50"
    P95 = "p95"
    RATE = "rate"
    """Our own units of work a second; the ratio to the reference is shown beside it."""
    SPEED = "speed"
    """How fast ours is as a share of the reference: its time divided by ours."""
    COUNT = "count"
    """A number that is counted, not timed."""


class Verdict(StrEnum):
    """What a measurement says about its goal."""

    STRETCH = "stretch"
    """The stretch goal is reached."""
    MUST = "must"
    """The goal that must be reached is reached."""
    MISSED = "missed"
    VOID = "void"
    """The reference itself was too unsteady: measured, but nothing follows."""
    UNEQUAL = "unequal"
    """The two sides did not answer the same: a time means nothing."""
    FAILED = "failed"
    """It could not be measured."""


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One goal of performance.md, by its number. ``must`` is ``None`` where equal answers are all that is asked."""

    number: str
    title: str
    must: float | None
    stretch: float | None = None
    direction: Direction = Direction.AT_MOST
    statistic: Statistic = Statistic.MEDIAN
    unit: str = "×"
    growth: float | None = None
    """The largest exponent b in t = a·N^b between two sizes of the database; None where it is not asked."""

    def reached(self, value: float, bound: float | None) -> bool:
        """Whether ``value`` keeps ``bound``; without a bound, always."""
        if bound is None:
            return True
        return value <= bound if self.direction is Direction.AT_MOST else value >= bound


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Whether both sides answered the same, the numbers that show it, and the first difference in words."""

    equal: bool
    counts: Mapping[str, int]
    difference: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Something to be timed. ``before_each`` prepares one run of either side and is not timed.

    ``proof`` is asked once, after the rounds. ``work`` is how many units of work one run of ours does.
    """

    goal: Goal
    reference: Callable[[], object]
    ours: Callable[[], object]
    proof: Callable[[], Proof]
    runs: int = 10
    """Runs of each side in one round."""
    work: int = 1
    before_each: Callable[[], object] | None = None
    about: str = ""
    """What the two sides are."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Something to be counted: ``count`` answers with the number for the goal and the proof."""

    goal: Goal
    count: Callable[[], tuple[float, Proof]]
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Times:
    """One side's times in seconds: every round's median, and all runs together."""

    rounds: Sequence[float]
    runs: Sequence[float] = field(repr=False)

    @property
    def p50(self) -> float:
        """The median of the rounds' medians."""
        return median(self.rounds)

    @property
    def p95(self) -> float:
        """The 95th percentile of all runs."""
        return percentile(self.runs, 95)

    @property
    def spread(self) -> float:
        """(slowest − fastest round) / median of the rounds."""
        return spread(self.rounds)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One measurement. ``value`` is what the goal is about; ``reference`` and ``ours`` are empty for a tally."""

    goal: Goal
    verdict: Verdict
    value: float | None = None
    ratio: float | None = None
    """Ours to the reference, by median."""
    reference: Times | None = None
    ours: Times | None = None
    proof: Proof | None = None
    work: int = 1
    void_attempts: int = 0
    """Attempts thrown away because the reference was unsteady; the last one is shown even if it was."""
    load: tuple[float, float] = (0.0, 0.0)
    """The machine's load average (one minute) before and after."""
    about: str = ""
    error: str = ""


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that ``share`` per cent of the values do not exceed.

    >>> percentile([10, 20, 30, 40], 50)
    20
    """
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share / 100), 1) - 1]


def spread(rounds: Sequence[float]) -> float:
    """How far the slowest round lies from the fastest, as a share of the median; 0 where nothing took any time."""
    middle = median(rounds)
    return (max(rounds) - min(rounds)) / middle if middle else 0.0


def compare(
    measure: Measure,
    *,
    rounds: int = LEAST_ROUNDS,
    attempts: int = 3,
    clock: Callable[[], float] = perf_counter,
    load: Callable[[], float] = lambda: os.getloadavg()[0],
) -> Result:
    """Warm both sides up once, take the rounds, ask for the proof, and say what follows.

    Raises ValueError for fewer than ``LEAST_ROUNDS`` rounds or no attempt at all.
    """
    if rounds < LEAST_ROUNDS or attempts < 1:
        raise ValueError(f"at least {LEAST_ROUNDS} rounds and one attempt")
    before = load()
    for side in (measure.reference, measure.ours):
        _timed(side, 1, measure.before_each, clock)
    voids = 0
    while True:
        reference, ours = _rounds(measure, rounds, clock)
        void = reference.spread > VOID_SPREAD
        voids += void
        if not void or voids == attempts:
            break
    proof = measure.proof()
    value = _value(measure, reference, ours)
    return Result(
        goal=measure.goal,
        verdict=_verdict(measure.goal, value, proof, void=void),
        value=value,
        ratio=_share(ours.p50, reference.p50),
        reference=reference,
        ours=ours,
        proof=proof,
        work=measure.work,
        void_attempts=voids,
        load=(before, load()),
        about=measure.about,
    )


def tally(counted: Tally, *, load: Callable[[], float] = lambda: os.getloadavg()[0]) -> Result:
    """Count, and say what follows."""
    before = load()
    value, proof = counted.count()
    return Result(
        goal=counted.goal,
        verdict=_verdict(counted.goal, value, proof, void=False),
        value=value,
        proof=proof,
        load=(before, load()),
        about=counted.about,
    )


def failed(goal: Goal, error: Exception) -> Result:
    """A measurement that broke off."""
    return Result(goal=goal, verdict=Verdict.FAILED, error=f"{type(error).__name__}: {error}")


def _rounds(measure: Measure, rounds: int, clock: Callable[[], float]) -> tuple[Times, Times]:
    reference: list[list[float]] = []
    ours: list[list[float]] = []
    for _ in range(rounds):
        reference.append(_timed(measure.reference, measure.runs, measure.before_each, clock))
        ours.append(_timed(measure.ours, measure.runs, measure.before_each, clock))
    return _times(reference), _times(ours)


def _timed(
    side: Callable[[], object], runs: int, before_each: Callable[[], object] | None, clock: Callable[[], float]
) -> list[float]:
    times = []
    for _ in range(runs):
        if before_each:
            before_each()
        began = clock()
        side()
        times.append(clock() - began)
    return times


def _times(rounds: Sequence[Sequence[float]]) -> Times:
    return Times(rounds=[median(runs) for runs in rounds], runs=[time for runs in rounds for time in runs])


def _value(measure: Measure, reference: Times, ours: Times) -> float:
    if measure.goal.statistic is Statistic.RATE:
        return _share(measure.work, ours.p50)
    if measure.goal.statistic is Statistic.SPEED:
        return _share(reference.p50, ours.p50)
    if measure.goal.statistic is Statistic.P95:
        return _share(ours.p95, reference.p95)
    return _share(ours.p50, reference.p50)


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """b of t = a·N^b through the first and the last of some sizes.

    >>> exponent([100, 10_000], [1.0, 10.0])
    0.5
    """
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.inf


def _verdict(goal: Goal, value: float, proof: Proof, *, void: bool) -> Verdict:
    if not proof.equal:
        return Verdict.UNEQUAL
    if void:
        return Verdict.VOID
    if not goal.reached(value, goal.must):
        return Verdict.MISSED
    return Verdict.STRETCH if goal.stretch is not None and goal.reached(value, goal.stretch) else Verdict.MUST


# ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────


def chosen(only: str, numbers: Sequence[str]) -> list[str]:
    """The numbers named in ``only`` (separated by commas, capitals do not matter) in the order of ``numbers``.

    Everything where ``only`` is empty. Raises ValueError for a number that does not exist.
    """
    wanted = {word.strip().casefold() for word in only.split(",") if word.strip()}
    unknown = wanted - {number.casefold() for number in numbers}
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(numbers)}")
    return [number for number in numbers if not wanted or number.casefold() in wanted]


# ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────
