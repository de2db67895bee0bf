"""The reference page of the stages of a measure, printed from the table of transitions."""

from collections.abc import Iterable

from hoanhap.casework.episodes.choices import EventKind, Measure, Outcome, Stage
from hoanhap.casework.episodes.transitions import OTHERS, TRANSITIONS, Transition, diagram

_HEAD = """# Stages of a measure

Printed from `casework/episodes/transitions.py` by `hoanhap reference states`; do not edit.

An event that no row names for the stage is refused, with what is possible instead. "–" as a stage: before the first
event. An event without a stage it leads to leaves the stage as it is. Two things follow from the facts and are no
events: nobody is managed, or waits to be proposed, before rehabilitation is completed, though the decision may be
signed and served by then.
"""


def states_page() -> str:
    """``docs/reference/states.md``."""
    parts = [_HEAD, "## Post-rehabilitation management\n", _figure([Measure.POST_REHAB])]
    parts.append(_table(row for row in TRANSITIONS if Measure.POST_REHAB in row.measures))
    parts += ["## Every other measure\n", _figure(OTHERS)]
    parts.append(_table(row for row in TRANSITIONS if Measure.POST_REHAB not in row.measures))
    parts.append("## Words\n")
    for title, found in (("Measures", Measure), ("Stages", Stage), ("Events", EventKind), ("Outcomes", Outcome)):
        lines = [f"| `{one.value}` | {one.label} |" for one in found]
        parts.append("\n".join([f"| {title} | |", "|---|---|", *lines]) + "\n")
    return "\n".join(parts)


def _figure(measures: Iterable[Measure]) -> str:
    return f"```mermaid\n{diagram(measures)}\n```\n"


def _table(rows: Iterable[Transition]) -> str:
    lines = ["| event | from | to | outcomes | measures | basis |", "|---|---|---|---|---|---|"]
    for row in rows:
        sources = ", ".join(source.value if source else "–" for source in row.sources)
        outcomes = "any" if len(row.outcomes) == len(Outcome) else ", ".join(one.value for one in row.outcomes)
        whose = list(row.measures)
        measures = {tuple(OTHERS): "all others", (Measure.POST_REHAB,): ""}.get(
            tuple(whose), ", ".join(one.value for one in whose)
        )
        target = row.target.value if row.target else ""
        lines.append(f"| {row.event.value} | {sources} | {target} | {outcomes} | {measures} | {row.basis} |")
    return "\n".join(lines) + "\n"
