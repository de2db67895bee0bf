"""Pages of other rooms that the desk leads to, in one place.

They are looked up when a page is drawn: what is not built yet, or not open to the acting post, is left out.
"""

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

from hoanhap.casework.episodes.choices import EventKind
from hoanhap.ground.access.policy import rule_for
from hoanhap.ground.access.rules import OPEN_RULES
from hoanhap.ground.kernel.permissions import Actor, Permission

SEARCH = "people:person_search"
INTAKE = "people:intake_list"
PARTICULARS = "people:person_particulars"
WHO_LOOKED = "people:who_looked"
HANDOVERS = "desk:handovers"
HANDOVERS_OUT = "desk:handovers_out"
REASSIGNMENT = "desk:reassignment"
EVIDENCE = "desk:evidence"
HELP = "desk:help"
MONTH = "desk:month"
REVIEWS = "desk:reviews"
FIDELITY = "desk:fidelity"

SHEETS: Mapping[str, str] = {
    "A-PR-DOSSIER": "desk:monthly_review",
    "B-PR-PROPOSE": "desk:monthly_review",
    "B-PR-END": "desk:removal_sheet",
}
"""Duties that many people share: one sheet does them all. By rule."""

PREPARE, STEP, RULING = "desk:paper_prepare", "desk:measure_step", "desk:measure_ruling"
STEPS: Mapping[EventKind, tuple[str, str]] = {
    EventKind.PROPOSED: (PREPARE, "proposal"),
    EventKind.RETURNED: (RULING, "return"),
    EventKind.DECIDED: (PREPARE, "decision"),
    EventKind.SERVED: (STEP, "serve"),
    EventKind.CORRECTED: (PREPARE, "correction"),
    EventKind.REVOKED: (RULING, "revoke"),
    EventKind.HELPER_ASSIGNED: (PREPARE, "helper"),
    EventKind.HELPER_ENDED: (STEP, "end-help"),
    EventKind.REVIEWED: (STEP, "review"),
    EventKind.EXTENDED: (PREPARE, "extension"),
    EventKind.CERTIFIED: (PREPARE, "certificate"),
    EventKind.REMOVED: (PREPARE, "removal"),
}
"""Steps of post-rehabilitation management that have a page of their own: its address, and what is done there."""

MOVES: Mapping[EventKind, str] = {EventKind.LEFT: "desk:left_record", EventKind.NOTICE_SENT: "desk:transfer_send"}
"""Steps of handing over, the same for every measure."""
OF_REHABILITATION: Mapping[EventKind, str] = {EventKind.COMPLETED: "desk:completion"}
"""Steps that end one measure and begin another, where the measure is a rehabilitation."""


def served_at(by: Actor, unit: int, name: str, *args: object) -> str:
    """The same for work on a measure for which the unit with this key answers: the post's right must hold there."""
    rule = rule_for(name)
    return served(by, name, *args) if rule in OPEN_RULES or (rule and by.may(Permission(rule), at=unit)) else ""


def served(by: Actor, name: str, *args: object) -> str:
    """The address, if there is one and the policy lets the acting post in; else empty."""
    rule = rule_for(name)
    if rule is None or (rule not in OPEN_RULES and not by.may(Permission(rule))):
        return ""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
