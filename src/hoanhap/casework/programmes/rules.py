"""When a deployment may be recorded, ended and corrected: pure rules over plain values."""

import re
from dataclasses import dataclass
from datetime import date

from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.text import tidy

DECISION_NUMBER = re.compile(r"^\d{1,6}[a-zA-Z]?/[0-9A-ZĐ][0-9A-ZĐ./&-]*$")
"""Number and symbol of an administrative paper: ``51/QĐ-UBND`` (Decree 30/2020/NĐ-CP, Article 8 and Annex I)."""


LONGEST = {"name": 200, "decision_no": 60, "note": 500}
"""Characters that a column holds, on the screen, in an import and in the database."""

END_REASONS = ("decision_revoked", "replaced", "no_need", "no_staff", "other")
"""Why a model stops running in a commune; the last one needs a note."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """The facts of one deployment of one model in one commune; ``to_on`` is its last day, ``None`` while it runs."""

    kind: str
    name: str
    decision_no: str
    decision_on: date
    from_on: date
    to_on: date | None = None

    def overlaps(self, other: "Running") -> bool:
        """Whether both run the same model on some common day."""
        return (
            (self.kind, self.name.casefold()) == (other.kind, other.name.casefold())
            and (self.to_on is None or other.from_on <= self.to_on)
            and (other.to_on is None or self.from_on <= other.to_on)
        )


def check_running(facts: Running, *, unit_from: date, unit_to: date | None, on: date) -> None:
    """A model runs by a decision, from a day on which its commune stood, and never from a day to come.

    ``unit_from`` and ``unit_to`` are the commune's first and last day; ``on`` is today. The commune may be abolished
    while the model runs: that ends no deployment. Raises RuleViolation with the fact ``field``.
    """
    if facts.kind == "other" and not tidy(facts.name):
        raise RuleViolation("programmes.name_missing", field="name")
    if not DECISION_NUMBER.match(facts.decision_no):
        raise RuleViolation("programmes.decision_number_form", field="decision_no", found=facts.decision_no)
    if facts.decision_on > on:
        raise RuleViolation("programmes.decision_in_future", field="decision_on", day=facts.decision_on)
    if facts.from_on > on:
        raise RuleViolation("programmes.start_in_future", field="from_on", day=facts.from_on)
    if facts.from_on < facts.decision_on:
        raise RuleViolation("programmes.start_before_decision", field="from_on", day=facts.decision_on)
    if facts.from_on < unit_from or (unit_to is not None and facts.from_on > unit_to):
        raise RuleViolation("programmes.unit_not_there", field="place", day=facts.from_on)
    if facts.to_on is not None:
        check_end(from_on=facts.from_on, to_on=facts.to_on, on=on)


def check_end(*, from_on: date, to_on: date, on: date) -> None:
    """A deployment ends on or after the day it began, and not on a day to come."""
    if to_on < from_on:
        raise RuleViolation("programmes.end_before_start", field="to_on", day=from_on)
    if to_on > on:
        raise RuleViolation("programmes.end_in_future", field="to_on", day=to_on)


def check_end_reason(reason: str, note: str, *, field: str) -> None:
    """An end has a reason from the list; "another reason" has a note as well. ``field`` asked for the reason."""
    if reason not in END_REASONS:
        raise RuleViolation("programmes.reason_missing", field=field)
    if reason == "other" and not note:
        raise RuleViolation("programmes.reason_missing", field="note")


def check_lengths(**texts: str) -> None:
    """No text is longer than its column (see LONGEST)."""
    for field, text in texts.items():
        if len(text) > LONGEST[field]:
            raise RuleViolation("programmes.too_long", field=field, most=LONGEST[field], found=len(text))


def check_no_overlap(facts: Running, others: list[Running]) -> None:
    """One model runs once in a commune at a time; a commune may run several models."""
    for other in others:
        if facts.overlaps(other):
            raise RuleViolation(
                "programmes.already_running", field="from_on", since=other.from_on, decision=other.decision_no
            )
