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
REASSIGNMENT = "desk:reassignment"
EVIDENCE = "desk:evidence"

SHEETS: Mapping[str, str] = {
    "A-PR-DOSSIER": "desk:monthly_review",
    "B-PR-PROPOSE": "desk:monthly_review",
    "B-PR-END": "desk:removal_sheet",
}
"""Duties that many people share: one sheet does them all. By rule."""

STEPS: Mapping[EventKind, str] = {
    EventKind.PROPOSED: "desk:proposal",
    EventKind.RETURNED: "desk:proposal_return",
    EventKind.DECIDED: "desk:decision",
    EventKind.SERVED: "desk:decision_serve",
    EventKind.CORRECTED: "desk:decision_correct",
    EventKind.REVOKED: "desk:decision_revoke",
    EventKind.HELPER_ASSIGNED: "desk:helper_assign",
    EventKind.HELPER_ENDED: "desk:helper_end",
    EventKind.LEFT: "desk:left_record",
    EventKind.NOTICE_SENT: "desk:transfer_send",
    EventKind.REVIEWED: "desk:end_review",
    EventKind.EXTENDED: "desk:sight_extend",
    EventKind.CERTIFIED: "desk:certificate",
    EventKind.REMOVED: "desk:removal",
}
"""Steps that have a page of their own; it takes the reference of the person and the key of the measure."""

OF_REHABILITATION: Mapping[EventKind, str] = {EventKind.COMPLETED: "desk:completion"}
"""Steps that end one measure and begin another, where the measure is a rehabilitation."""


def served(by: Actor, name: str, *args: object) -> str:
    """The address, if there is one and the policy lets the acting post in; else empty."""
    rule = rule_for(name)
    if rule is None or (rule not in OPEN_RULES and not by.may(Permission(rule))):
        return ""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
