"""The life of an official paper and its number. No Django, no database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.kernel.text import tidy

SIGNED, RETURNED, SERVED, REVOKED = "signed", "returned", "served", "revoked"

_ASKS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    SIGNED: (frozenset(), frozenset({SIGNED, RETURNED, REVOKED})),
    RETURNED: (frozenset(), frozenset({SIGNED, RETURNED, REVOKED})),
    SERVED: (frozenset({SIGNED}), frozenset({SERVED, REVOKED})),
    REVOKED: (frozenset({SIGNED}), frozenset({REVOKED})),
}
"""What must have happened before a step, and what must not."""

_REFUSALS = {
    SIGNED: "documents.already_signed",
    RETURNED: "documents.already_returned",
    SERVED: "documents.already_served",
    REVOKED: "documents.already_revoked",
}

SIGNERS: Mapping[str, Role] = {
    "committee": Role.COMMUNE_CHAIR,
    "police": Role.COMMUNE_POLICE_CHIEF,
    "facility": Role.FACILITY_STAFF,
}
"""Who signs the papers of a body: domain reference §2.2."""

CAPACITIES: Mapping[Role, str] = {
    Role.COMMUNE_CHAIR: "CHỦ TỊCH",
    Role.COMMUNE_POLICE_CHIEF: "TRƯỞNG CÔNG AN",
    Role.FACILITY_STAFF: "GIÁM ĐỐC",
}
"""What stands above the name where no other form of signature was recorded for the post (Decree 30/2020 Art. 13)."""

LONGEST_REASON = 500


def check_step(act: str, done: Collection[str]) -> None:
    """A paper is signed or returned once; served or revoked after signing, once. Raises RuleViolation."""
    needed, barred = _ASKS[act]
    for one in (REVOKED, RETURNED, SIGNED, SERVED):
        if one in barred and one in done:
            raise RuleViolation(_REFUSALS[one])
    if needed - set(done):
        raise RuleViolation("documents.not_signed")


def check_days(*, on: date, not_before: date, today: date) -> None:
    """A step happens on or after the day of the one before it, and not in the future."""
    if on > today:
        raise RuleViolation("documents.day_in_future", field="on", day=on)
    if on < not_before:
        raise RuleViolation("documents.before_the_step_before", field="on", day=not_before)


def check_reason(reason: str) -> None:
    """A return, a revocation, a correction says why."""
    if not reason:
        raise RuleViolation("documents.reason_missing", field="reason")
    if len(reason) > LONGEST_REASON:
        raise RuleViolation("documents.reason_too_long", field="reason", longest=LONGEST_REASON)


def check_signer(*, body: str, role: Role | None, prepared_by: str, by: str) -> None:
    """The head of the body signs its papers, and nobody signs what they prepared themselves.

    Domain reference §2.2; access-and-privacy.md §3.5: no self-approval in any role.
    """
    if prepared_by == by:
        raise RuleViolation("documents.own_proposal")
    if role is not SIGNERS[body]:
        raise RuleViolation("documents.wrong_body", body=body)


def capacity_of(text: str) -> str:
    """One or two lines in capitals, as they stand above the name: "KT. CHỦ TỊCH" over "PHÓ CHỦ TỊCH"."""
    lines = [tidy(line).upper() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= 3 or any(len(line) > 60 for line in lines):
        raise RuleViolation("documents.capacity_form", field="capacity")
    return "\n".join(lines)


def next_number(last: int | None) -> int:
    """Consecutive from 1 in each year (Decree 30/2020 Art. 15)."""
    return (last or 0) + 1


def number_words(number: int, series: str) -> str:
    """The number as printed.

    >>> number_words(7, "QĐ-UBND")
    '07/QĐ-UBND'
    """
    return f"{number:02d}/{series}"


def check_series(series: str) -> None:
    """A symbol such as "QĐ-UBND": capitals, digits and hyphens, nothing that would break the number."""
    parts = series.split("-")
    if len(series) > 30 or not all(part.isalnum() and part == part.upper() for part in parts):
        raise RuleViolation("documents.series_form", field="series")


def register_of(*, body: str, code: str, valid_from: date) -> str:
    """The register in which a body of a unit numbers its papers.

    >>> register_of(body="committee", code="00070", valid_from=date(2025, 7, 1))
    'committee 00070@2025-07-01'
    """
    return f"{body} {code}@{valid_from.isoformat()}"


ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that are mistaken for one another."""


def reference(signs: Sequence[str]) -> str:
    """A public reference out of eight chance signs: "VB-7KQ2-18MX"."""
    return f"VB-{''.join(signs[:4])}-{''.join(signs[4:])}"
