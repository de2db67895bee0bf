"""Two files of one person, room by room. Each room that points at ``Person`` says what becomes of its rows.

**No row of this room moves.** The merged person points to the kept one, and whoever reads a person reads the rows of
both (:func:`hoanhap.casework.people.selectors.whole`): so nothing is lost, undoing is exact, and figures of earlier
days stay what they were. A room above may do the same, or move rows of its own in ``merge`` and back in ``undo``.

A room registers in its ``AppConfig.ready()``; a meta test compares the registry with every model that points at
``Person``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hoanhap.ground.kernel.permissions import Actor

if TYPE_CHECKING:
    from hoanhap.casework.people.models import Person

Step = Callable[["Person", "Person", Actor], None]
"""Takes the kept person, the merged person, and who does it. Raises RuleViolation to refuse the whole."""
Changes = Callable[["Person", "Person", datetime], list[str]]
"""Takes the kept person, the merged person and a moment: the models (labels) with changes since."""


def _nothing(kept: "Person", merged: "Person", by: Actor) -> None:
    """Rows stay where they are."""


def _no_changes(kept: "Person", merged: "Person", since: datetime) -> list[str]:
    return []


@dataclass(frozen=True, kw_only=True)
class MergePart:
    """What one room does. ``check`` is asked of every room before anything is done."""

    check: Step = _nothing
    merge: Step = _nothing
    undo: Step = _nothing
    changes_since: Changes = _no_changes


_PARTS: dict[str, MergePart] = {}


def register(app: str, part: MergePart | None = None) -> None:
    """Say what the room ``app`` (its import name) does when two people are merged; once, in ``AppConfig.ready()``."""
    _PARTS[app] = part or MergePart()


def parts() -> dict[str, MergePart]:
    """Every room's part, by its import name."""
    return dict(_PARTS)
