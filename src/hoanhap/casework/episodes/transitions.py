"""What may follow what in an episode: one table. Anything that is not in it is refused.

The table answers for every measure (domain reference §1.1, §1.2); docs/reference/states.md is printed from it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hoanhap.casework.episodes.choices import REHABILITATION, EventKind, Measure, Outcome, Stage

POST = (Measure.POST_REHAB,)
OTHERS = tuple(measure for measure in Measure if measure is not Measure.POST_REHAB)
BEFORE_DECISION = (Stage.EXPECTED, Stage.LISTED)
IN_FORCE = (Stage.DECIDED, Stage.MANAGED)
UNDER_WAY = (*BEFORE_DECISION, Stage.PROPOSED, *IN_FORCE, Stage.REVIEWED, Stage.CERTIFIED)
OPEN = (Stage.PREPARED, Stage.RUNNING)

REMOVED_FOR = (
    Outcome.PRISON,
    Outcome.EDUCATION_CENTRE,
    Outcome.REFORM_SCHOOL,
    Outcome.ADDICTED,
    Outcome.MOVED_AWAY,
    Outcome.DEAD,
    Outcome.MISSING,
)
"""Why somebody is taken off the list before the term is over (D116 81; D163 138, L120 48)."""


@dataclass(frozen=True)
class Transition:
    """In these stages of these measures (none: before the first event) this may happen, and leads to ``target``.

    ``target`` is None where the stage stays. ``outcomes`` are those the event may carry.
    """

    measures: Sequence[Measure]
    sources: Sequence[Stage | None]
    event: EventKind
    target: Stage | None
    basis: str
    outcomes: Sequence[Outcome] = ()


def _stay(measures: Sequence[Measure], sources: Sequence[Stage], basis: str, *events: EventKind) -> list[Transition]:
    return [Transition(measures, sources, event, None, basis) for event in events]


_E = EventKind
TRANSITIONS: tuple[Transition, ...] = (
    # ── post-rehabilitation management (L73 40, 43; D116 77–82 · L120 42, 48; D163 134–139) ──
    Transition(POST, [None, *BEFORE_DECISION], _E.NOTICE_RECEIVED, Stage.EXPECTED, "D116 40–53; D163 93, 94, 97, 123"),
    Transition(POST, [None], _E.COMPLETED, Stage.LISTED, "L73 40; L120 42"),
    Transition(POST, [Stage.EXPECTED], _E.COMPLETED, Stage.LISTED, "L73 40; L120 42"),
    *_stay(POST, [Stage.PROPOSED, Stage.DECIDED], "L73 40; L120 42", _E.COMPLETED),
    *_stay(POST, [*BEFORE_DECISION, Stage.PROPOSED, *IN_FORCE], "D116 77; L120 33", _E.REPORTED),
    Transition(POST, BEFORE_DECISION, _E.PROPOSED, Stage.PROPOSED, "D116 77; D163 134"),
    Transition(POST, [Stage.PROPOSED], _E.RETURNED, Stage.LISTED, "D116 78; D163 134"),
    Transition(POST, [Stage.PROPOSED], _E.DECIDED, Stage.DECIDED, "D116 78; D163 134"),
    Transition(POST, [Stage.DECIDED], _E.SERVED, Stage.MANAGED, "D116 78; D163 134"),
    Transition(POST, IN_FORCE, _E.REVOKED, Stage.PROPOSED, "D116 78; D163 134"),
    *_stay(POST, IN_FORCE, "D116 78; D163 134", _E.CORRECTED),
    *_stay(POST, IN_FORCE, "L120 12; D163 14–26", _E.MONITORING_ASKED, _E.MONITORING_DECIDED, _E.MONITORING_FITTED),
    *_stay(POST, UNDER_WAY, "D116 77; D163 134–135", _E.HELPER_ASSIGNED, _E.HELPER_ENDED),
    *_stay(POST, UNDER_WAY, "D116 79; L120 48", _E.LEFT, _E.NOTICE_SENT, _E.TRANSFERRED, _E.REASSIGNED),
    Transition(POST, [Stage.MANAGED, Stage.REVIEWED], _E.REVIEWED, Stage.REVIEWED, "D116 81; D163 138"),
    *_stay(POST, [Stage.MANAGED, Stage.REVIEWED, Stage.CERTIFIED], "D116 81; D163 138", _E.EXTENDED),
    Transition(POST, [Stage.REVIEWED], _E.CERTIFIED, Stage.CERTIFIED, "D116 81; D163 138"),
    Transition(POST, [Stage.CERTIFIED], _E.REMOVED, Stage.ENDED, "D116 81; D163 138", [Outcome.COMPLETED]),
    Transition(POST, UNDER_WAY, _E.REMOVED, Stage.ENDED, "L73 43; D116 81; L120 48; D163 138", REMOVED_FOR),
    Transition(POST, UNDER_WAY, _E.CLOSED, Stage.ENDED, "", [Outcome.DUPLICATE, Outcome.MISTAKE]),
    # ── every other measure: enough to begin and to end it ──
    Transition(OTHERS, [None], _E.OPENED, Stage.PREPARED, "§1.1"),
    Transition(OTHERS, [Stage.PREPARED], _E.DECIDED, Stage.RUNNING, "§1.4, §1.6, §1.7"),
    Transition(OTHERS, [Stage.PREPARED], _E.STARTED, Stage.RUNNING, "§1.7, §1.8"),
    *_stay(OTHERS, [Stage.RUNNING], "§1.7", _E.STARTED),
    *_stay(OTHERS, [Stage.RUNNING], "§1.4", _E.SERVED, _E.CORRECTED),
    *_stay(OTHERS, OPEN, "§1.10", _E.LEFT, _E.NOTICE_SENT, _E.TRANSFERRED, _E.REASSIGNED),
    Transition(REHABILITATION, [Stage.RUNNING], _E.COMPLETED, Stage.ENDED, "§1.6–1.8", [Outcome.COMPLETED]),
    Transition(OTHERS, OPEN, _E.CLOSED, Stage.ENDED, "§1.2, §1.10", list(Outcome)),
    *_stay([Measure.USER_MANAGEMENT], OPEN, "§1.4", _E.USE_DETECTED, _E.POSITIVE_RECEIVED, _E.RESIDENCE_VERIFIED,
           _E.ARRIVED, _E.PRESENTED),
    *_stay([Measure.ASSESSMENT], OPEN, "§1.5", _E.RECEIVED_AT_FACILITY, _E.RESULT_GIVEN, _E.ADDICTION_TOLD,
           _E.REGISTERED),
    *_stay(REHABILITATION, OPEN, "§1.6–1.8", _E.REGISTERED, _E.SERVICE_CHANGED, _E.PROVIDER_NOTIFIED,
           _E.MONITORING_ASKED, _E.MONITORING_DECIDED, _E.MONITORING_FITTED),
    *_stay([Measure.COMPULSORY_DOSSIER, Measure.INTERIM], OPEN, "§1.6", _E.VIOLATION_FOUND, _E.DOSSIER_MADE,
           _E.DOSSIER_NOTICE, _E.READING_OVER, _E.DOSSIER_SENT, _E.DOSSIER_RETURNED, _E.DOSSIER_SUPPLEMENTED,
           _E.DOSSIER_CHECKED, _E.COURT_ASKED, _E.COURT_ANSWERED, _E.COURT_DECIDED, _E.DIRECTOR_TOLD,
           _E.FACILITY_NAMED, _E.FACILITY_DECISION_SENT, _E.BROUGHT_TO_FACILITY),
)  # fmt: skip
"""The whole table. The same event from one stage of one measure stands twice only with different outcomes."""


def transition(measure: str, stage: str | None, event: str, outcome: str = "") -> Transition | None:
    """The row that allows this, if any."""
    for row in TRANSITIONS:
        fits = row.event == event and measure in row.measures and stage in row.sources
        if fits and (outcome in row.outcomes or not row.outcomes):
            return row
    return None


def possible(measure: str, stage: str | None) -> list[EventKind]:
    """What may happen now, in the order of the table."""
    return list(dict.fromkeys(row.event for row in TRANSITIONS if measure in row.measures and stage in row.sources))


def diagram(measures: Iterable[Measure]) -> str:
    """The stages of these measures as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    seen = set()
    for row in TRANSITIONS:
        if row.target is None or not set(measures) & set(row.measures):
            continue
        for source in row.sources:
            arrow = f"    {source.value if source else '[*]'} --> {row.target.value}: {row.event.value}"
            if arrow not in seen and source is not row.target:
                seen.add(arrow)
                lines.append(arrow)
    lines.append(f"    {Stage.ENDED.value} --> [*]")
    return "\n".join(lines)
