"""What may follow what: every measure, stage and event tried; what the table does not name is refused with a reason."""

from datetime import date
from itertools import product
from uuid import uuid4

import pytest

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import REHABILITATION, EventKind, Measure, Outcome, Stage
from hoanhap.casework.episodes.transitions import REMOVED_FOR, TRANSITIONS, diagram, possible, transition
from hoanhap.ground.kernel.errors import RuleViolation

E, S = EventKind, Stage

ANY_TIME = "helper_assigned helper_ended left notice_sent transferred reassigned removed closed"
POST_TABLE: dict[Stage | None, str] = {
    None: "notice_received completed",
    S.EXPECTED: f"notice_received completed reported proposed {ANY_TIME}",
    S.LISTED: f"notice_received reported proposed {ANY_TIME}",
    S.PROPOSED: f"completed reported returned decided {ANY_TIME}",
    S.DECIDED: "completed reported served revoked corrected monitoring_asked monitoring_decided monitoring_fitted "
    + ANY_TIME,
    S.MANAGED: "reported revoked corrected monitoring_asked monitoring_decided monitoring_fitted reviewed extended "
    + ANY_TIME,
    S.REVIEWED: f"reviewed extended certified {ANY_TIME}",
    S.CERTIFIED: f"extended {ANY_TIME}",
    S.ENDED: "",
    S.PREPARED: "",
    S.RUNNING: "",
}
"""Written down by hand from the law (domain reference §1.1, §1.2, §1.9), to be compared with the table of the code."""

OWN_STEPS: dict[Measure, str] = {
    Measure.USER_MANAGEMENT: "use_detected positive_received residence_verified arrived presented",
    Measure.ASSESSMENT: "received_at_facility result_given addiction_told registered",
    **dict.fromkeys(
        REHABILITATION,
        "registered service_changed provider_notified monitoring_asked monitoring_decided monitoring_fitted",
    ),
    **dict.fromkeys(
        (Measure.COMPULSORY_DOSSIER, Measure.INTERIM),
        "violation_found dossier_made dossier_notice reading_over dossier_sent dossier_returned dossier_supplemented "
        "dossier_checked court_asked court_answered court_decided director_told facility_named facility_decision_sent "
        "brought_to_facility",
    ),
}


def allowed(measure: Measure, stage: Stage | None) -> set[str]:
    """What the law lets happen, as written down here."""
    if measure is Measure.POST_REHAB:
        return set(POST_TABLE[stage].split())
    own = set(OWN_STEPS[measure].split()) | {"left", "notice_sent", "transferred", "reassigned", "closed"}
    ended = {"completed"} if measure in REHABILITATION else set()
    return {
        None: {"opened"},
        S.PREPARED: own | {"decided", "started"},
        S.RUNNING: own | {"started", "served", "corrected"} | ended,
    }.get(stage, set())


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("stage", [None, *Stage])
def test_exactly_what_the_law_lets_happen(measure: Measure, stage: Stage | None) -> None:
    assert {kind.value for kind in possible(measure, stage)} == allowed(measure, stage)


def path_to(measure: Measure, stage: Stage) -> list[tuple[EventKind, str]]:
    """Events that bring an episode to a stage."""
    if measure is not Measure.POST_REHAB:
        closed = [(E.OPENED, ""), (E.CLOSED, Outcome.SELF_TERMINATED)]
        return {S.PREPARED: closed[:1], S.RUNNING: [closed[0], (E.DECIDED, "")], S.ENDED: closed}[stage]
    whole = [
        (E.COMPLETED, ""), (E.PROPOSED, ""), (E.DECIDED, ""), (E.SERVED, ""), (E.REVIEWED, ""), (E.CERTIFIED, ""),
        (E.REMOVED, Outcome.COMPLETED),
    ]  # fmt: skip
    steps = [S.LISTED, S.PROPOSED, S.DECIDED, S.MANAGED, S.REVIEWED, S.CERTIFIED, S.ENDED]
    return [(E.NOTICE_RECEIVED, "")] if stage is S.EXPECTED else whole[: steps.index(stage) + 1]


def happening(kind: EventKind, day: int, outcome: str = "") -> rules.Happening:
    """An event on a day of August 2026."""
    return rules.Happening(key=uuid4(), kind=kind, on=date(2026, 8, day), moment=None, place=1, outcome=outcome)


def stages_of(measure: Measure) -> list[Stage]:
    """The stages that a measure can be in."""
    if measure is Measure.POST_REHAB:
        return [stage for stage in Stage if stage not in (S.PREPARED, S.RUNNING)]
    return [S.PREPARED, S.RUNNING, S.ENDED]


@pytest.mark.parametrize("measure", list(Measure))
def test_what_the_table_does_not_name_is_refused_with_the_reason(measure: Measure) -> None:
    for stage, kind in product(stages_of(measure), EventKind):
        before = [happening(one, number, outcome) for number, (one, outcome) in enumerate(path_to(measure, stage), 1)]
        assert rules.standing(measure, before).stage is stage
        ends = {E.CLOSED: Outcome.MISTAKE, E.REMOVED: Outcome.DEAD, E.COMPLETED: Outcome.COMPLETED}
        outcome = ends.get(kind, "")
        event = happening(kind, 20, outcome)
        if kind.value in allowed(measure, stage):
            rules.standing(measure, [*before, event])
            continue
        with pytest.raises(RuleViolation) as refused:
            rules.standing(measure, [*before, event])
        facts = refused.value.facts
        assert (refused.value.code, facts["day"]) == ("episodes.not_possible", date(2026, 8, 20))
        assert facts["possible"] == [one.label for one in possible(measure, stage)]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_which_outcome_an_end_may_have(outcome: Outcome) -> None:
    completed = transition(Measure.POST_REHAB, S.CERTIFIED, E.REMOVED, outcome) is not None
    assert completed == (outcome is Outcome.COMPLETED or outcome in REMOVED_FOR)
    assert (transition(Measure.POST_REHAB, S.MANAGED, E.REMOVED, outcome) is not None) == (outcome in REMOVED_FOR)
    closed = transition(Measure.POST_REHAB, S.MANAGED, E.CLOSED, outcome) is not None
    assert closed == (outcome in (Outcome.DUPLICATE, Outcome.MISTAKE))
    other = transition(Measure.VOLUNTARY_HOME, S.RUNNING, E.COMPLETED, outcome) is not None
    assert other == (outcome is Outcome.COMPLETED)


def test_an_end_without_an_outcome_is_refused() -> None:
    assert transition(Measure.POST_REHAB, S.CERTIFIED, E.REMOVED) is None
    assert transition(Measure.VOLUNTARY_HOME, S.RUNNING, E.CLOSED) is None


def test_one_event_in_one_stage_leads_to_one_stage() -> None:
    for measure, stage, kind, outcome in product(Measure, [None, *Stage], EventKind, ["", *Outcome]):
        rows = [
            row for row in TRANSITIONS
            if measure in row.measures and stage in row.sources and row.event is kind
            and (outcome in row.outcomes or not row.outcomes)
        ]  # fmt: skip
        assert len({row.target for row in rows}) <= 1, (measure, stage, kind)


def test_every_row_but_mistakes_cites_its_basis() -> None:
    assert [row.event for row in TRANSITIONS if not row.basis] == [E.CLOSED]


def test_the_diagram_shows_the_whole_way() -> None:
    drawn = diagram([Measure.POST_REHAB])
    for arrow in ("[*] --> listed: completed", "proposed --> decided: decided", "certified --> ended: removed"):
        assert arrow in drawn
    assert "prepared" not in drawn
