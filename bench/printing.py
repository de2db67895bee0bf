"""What the bench prints: results as JSON and as a table."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bench.harness import VOID_SPREAD, Direction, Goal, Result, Statistic, Times, exponent


def as_json(results: Sequence[Result], run: Mapping[str, Any]) -> dict[str, Any]:
    """Everything measured, for other programs: ``{"run": …, "results": [one object each]}``. Times in seconds."""
    return {"run": dict(run), "results": [_result_json(result) for result in results]}


def _result_json(result: Result) -> dict[str, Any]:
    goal, proof = result.goal, result.proof
    return {
        "number": goal.number,
        "title": goal.title,
        "about": result.about,
        "statistic": goal.statistic.value,
        "unit": goal.unit,
        "direction": goal.direction.value,
        "must": goal.must,
        "stretch": goal.stretch,
        "verdict": result.verdict.value,
        "value": _finite(result.value),
        "ratio": _finite(result.ratio),
        "reference": _times_json(result.reference),
        "ours": _times_json(result.ours),
        "work": result.work,
        "void_attempts": result.void_attempts,
        "load": list(result.load),
        "proof": {"equal": proof.equal, "counts": dict(proof.counts), "difference": proof.difference}
        if proof
        else None,
        "error": result.error,
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _times_json(times: Times | None) -> dict[str, Any] | None:
    if times is None:
        return None
    return {
        "p50": times.p50,
        "p95": times.p95,
        "spread": times.spread,
        "rounds": list(times.rounds),
        "runs": len(times.runs),
    }


def as_growth(sizes: Sequence[int], runs: Sequence[Sequence[Mapping[str, Any]]], goals: Sequence[Goal]) -> str:
    """For each goal with a bound on its growth: the median of ours at each size, and the exponent between them."""
    rows = [("growth", "", *(f"{size:,} people" for size in sizes), "exponent", "at most", "verdict")]
    for goal in goals:
        found = [next((one for one in run if one["number"] == goal.number and one["ours"]), None) for run in runs]
        if goal.growth is None or not all(found):
            continue
        times = [one["ours"]["p50"] / one["work"] for one in found if one]
        b = exponent(sizes, times)
        void = any(one["verdict"] in ("void", "unequal") for one in found if one)
        verdict = "void" if void else "must" if b <= goal.growth else "missed"
        shown = [f"{time * 1000:.2f} ms" for time in times]
        rows.append((goal.number, goal.title, *shown, f"{b:+.3f}", f"≤ {goal.growth}", verdict))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


HEADINGS = ("goal", "", "reference", "ours", "result", "must", "stretch", "verdict", "spread", "load")


def as_table(results: Sequence[Result]) -> str:
    """The results as a text table, with each proof on a line of its own below."""
    rows = [HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS))]
    lines = []
    for row, result in zip(rows, [None, *results], strict=True):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        lines += [f"    {line}" for line in _notes(result)] if result else []
    return "\n".join(lines)


def _row(result: Result) -> tuple[str, ...]:
    goal = result.goal
    at_most = goal.direction is Direction.AT_MOST
    bounds = ["" if bound is None else f"{'≤' if at_most else '≥'} {bound:,g}" for bound in (goal.must, goal.stretch)]
    return (
        goal.number,
        goal.title,
        _time_words(result.reference, goal),
        _time_words(result.ours, goal),
        "" if result.value is None else f"{_figure(result.value, goal)} {goal.unit}",
        *bounds,
        result.verdict.value,
        f"{result.reference.spread:.0%}" if result.reference else "",
        f"{result.load[0]:.1f}–{result.load[1]:.1f}",
    )


def _figure(value: float, goal: Goal) -> str:
    if goal.statistic is Statistic.SPEED:
        return f"{value:.3f}"
    return f"{value:.2f}" if goal.statistic in (Statistic.MEDIAN, Statistic.P95) else f"{value:,.0f}"


def _time_words(times: Times | None, goal: Goal) -> str:
    if times is None:
        return ""
    if goal.statistic is Statistic.P95:
        return f"{times.p50 * 1000:.2f} / {times.p95 * 1000:.2f} ms"
    return f"{times.p50 * 1000:.2f} ms"


def _notes(result: Result) -> list[str]:
    if result.error:
        return [result.error]
    notes = [result.about] if result.about else []
    if result.ours and result.work > 1:
        notes.append(f"{result.work / result.ours.p50:,.0f} a second")
    if result.ratio is not None and result.goal.statistic in (Statistic.P95, Statistic.RATE):
        notes.append(f"medians: {result.ratio:.2f} × the reference")
    if result.proof:
        counts = ", ".join(f"{name} {number:,}" for name, number in result.proof.counts.items())
        word = "equal answers" if result.proof.equal else "ANSWERS DIFFER"
        notes.append(f"{word}: {counts}{f': {result.proof.difference}' if result.proof.difference else ''}")
    if result.void_attempts:
        notes.append(f"{result.void_attempts} attempt(s) void: the reference varied by more than {VOID_SPREAD:.0%}")
    return notes
