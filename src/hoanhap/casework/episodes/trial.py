"""What an action would change: it is carried out, looked at, and taken back whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from hoanhap.casework.episodes.choices import DutyState
from hoanhap.casework.episodes.models import Duty, Episode
from hoanhap.ground.documents.fields import LINES, fields
from hoanhap.ground.kernel.errors import RuleViolation


@dataclass(frozen=True)
class Derived:
    """What follows from the facts of one measure. ``unit``: the one that answers, by its full name."""

    unit: str
    stage: str
    outcome: str
    started_on: date | None
    ends_on: date | None
    ended_on: date | None
    duties: dict[tuple[str, str, date], Duty]
    """By rule, variant and the day counted from."""


@dataclass(frozen=True)
class Consequences:
    """Before and after; ``before`` is None where the measure begins."""

    before: Derived | None
    after: Derived

    @property
    def done(self) -> list[Duty]:
        """Duties that are fulfilled."""
        known = self.before.duties if self.before else {}
        return [
            one
            for key, one in self.after.duties.items()
            if one.state == DutyState.DONE and (key not in known or known[key].state != DutyState.DONE)
        ]

    @property
    def moved(self) -> list[tuple[Duty, Duty]]:
        """Open duties of the same rule with another last day: before, after."""
        return [(gone[0], new[0]) for gone, new in self._changed().values() if gone and new]

    @property
    def new(self) -> list[Duty]:
        """Duties that arise."""
        return [one for gone, new in self._changed().values() for one in new[1 if gone else 0 :]]

    @property
    def gone(self) -> list[Duty]:
        """Open duties that are no longer due."""
        return [one for gone, new in self._changed().values() for one in gone[1 if new else 0 :]]

    def _changed(self) -> dict[tuple[str, str], tuple[list[Duty], list[Duty]]]:
        """By rule: what was open before and is neither open nor done now; what is open now and was not."""
        known = self.before.duties if self.before else {}
        changed: dict[tuple[str, str], tuple[list[Duty], list[Duty]]] = {}
        for key, one in known.items():
            after = self.after.duties.get(key)
            if one.state == DutyState.OPEN and (after is None or after.state == DutyState.LAPSED):
                changed.setdefault(key[:2], ([], []))[0].append(one)
        for key, one in self.after.duties.items():
            if one.state == DutyState.OPEN and (key not in known or known[key].state != DutyState.OPEN):
                changed.setdefault(key[:2], ([], []))[1].append(one)
        return changed


class _TakenBack(Exception):
    """Nothing of the trial stays."""


def tried(act: Callable[[], Episode], *, episode: UUID | None) -> Consequences:
    """What ``act`` would change in the measure it answers with; ``episode`` is that measure, if it exists before.

    Raises what the action raises.
    """
    before = _derived(episode) if episode else None
    found: list[Derived] = []
    try:
        with transaction.atomic():
            found.append(_derived(act().pk))
            raise _TakenBack
    except _TakenBack:
        return Consequences(before, found[0])


def _derived(key: UUID) -> Derived:
    one = Episode.objects.select_related("place").get(pk=key)
    duties = Duty.objects.filter(episode=key).order_by("due_on", "rule")
    return Derived(
        unit=one.place.full_name,
        stage=one.stage,
        outcome=one.outcome,
        started_on=one.started_on,
        ends_on=one.ends_on,
        ended_on=one.ended_on,
        duties={(duty.rule, duty.variant, duty.counted_from): duty for duty in duties},
    )


PLACEHOLDER = "…"


def missing_statements(prepare: Callable[[dict[str, object]], object]) -> list[str]:
    """The statements, by field name, that a paper needs and the file does not hold.

    ``prepare`` prepares the paper with the content it is given; whatever it prepares is taken back. Raises what the
    action raises for any other reason.
    """
    content: dict[str, object] = {}
    while True:
        try:
            with transaction.atomic():
                prepare(content)
                raise _TakenBack
        except _TakenBack:
            return list(content)
        except RuleViolation as violation:
            name = str(violation.facts.get("field"))
            if violation.code != "documents.field_missing" or name in content:
                raise
            content[name] = [PLACEHOLDER] if fields()[name].kind == LINES else PLACEHOLDER
