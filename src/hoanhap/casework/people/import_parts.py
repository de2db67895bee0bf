"""What rooms above take from a list of people beside the people themselves.

A room says which columns it takes, what the cells of a row amount to, and how all of it is written: set-wise, in the
transaction that registers the people. It registers in its ``AppConfig.ready()``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from hoanhap.ground.exchange.reading import Column
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import Actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hoanhap.casework.people.models import Person
    from hoanhap.ground.places.models import Place


@dataclass(frozen=True, kw_only=True)
class ListedPerson:
    """A row as a room above sees it. ``birth_year`` is 0 and ``place`` None where they could not be read; ``person``
    is None for who is not on file."""

    values: "Mapping[str, object]" = field(repr=False)
    birth_on: date | None
    birth_year: int
    place: "Place | None"
    person: "Person | None"


@dataclass(kw_only=True)
class Finding:
    """What a room makes of a row: ``plan`` is what it would write (None: nothing), ``told`` says so in sentences,
    without what stands in the cells; ``problems`` are keys of columns, each with its refusal."""

    plan: object | None = None
    told: list[str] = field(default_factory=list)
    problems: list[tuple[str, Refusal]] = field(default_factory=list)


Check = Callable[[Actor, Sequence[ListedPerson], date], list[Finding]]
"""Takes who imports, the rows and the day; a finding for each row, in a few queries however many there are."""


class Write(Protocol):
    """Writes the plans of people. Raises RuleViolation to refuse the whole list."""

    def __call__(self, *, by: Actor, planned: Sequence[tuple["Person", Any]]) -> object: ...


@dataclass(frozen=True, kw_only=True)
class ImportPart:
    """What one room takes. ``columns`` stand in the template; ``left_out`` may stand in a file and are not taken,
    which ``check`` says. All of them may be missing, and their keys begin with the room's label."""

    columns: Sequence[Column]
    left_out: Sequence[Column] = ()
    check: Check
    write: Write


_PARTS: dict[str, ImportPart] = {}


def register(app: str, part: ImportPart) -> None:
    """Say what the room ``app`` (its import name) takes from a list; once, in ``AppConfig.ready()``."""
    _PARTS[app] = part


def parts() -> dict[str, ImportPart]:
    """Every room's part, by its import name."""
    return dict(_PARTS)
