"""What the plan of a life holds: plain values, dated; no Django models. Every step says when it was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure, TransferAct
from hoanhap.demo.population.territory import Unit


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that is recorded at ``at``. In one life no two steps share a moment."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Registered(Step):
    """The file is opened."""

    unit: Unit
    since: date
    address: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Moved(Step):
    """Another residence from a day."""

    unit: Unit
    since: date
    address: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Began(Step):
    """A measure begins; ``nth`` counts the measures of the life from 0."""

    nth: int
    measure: Measure
    kind: EventKind
    on: date
    moment: datetime | None
    unit: Unit
    origin: int | None = None
    origin_measure: str = ""
    expected_on: date | None = None
    months: int | None = None
    again: bool = False
    facility: str = ""
    paper_no: str = ""


@dataclass(frozen=True, kw_only=True)
class Happened(Step):
    """An event in a measure. ``unit``: the one that answers from then on, where it changes."""

    nth: int
    kind: EventKind
    on: date
    moment: datetime | None
    unit: Unit | None = None
    outcome: str = ""
    paper_no: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    corrected_to: date | None = None
    """First recorded with the day ``on``, then corrected to this one, half an hour later."""


@dataclass(frozen=True, kw_only=True)
class Away(Step):
    """Days away, in prison, on the run; both days included, ``last`` None while it lasts."""

    nth: int
    kind: InterruptionKind
    first: date
    last: date | None
    reported: bool = False
    paper_no: str = ""


@dataclass(frozen=True, kw_only=True)
class CameBack(Step):
    """The last day of the days away that were running in a measure."""

    nth: int
    last: date


@dataclass(frozen=True, kw_only=True)
class Tested(Step):
    """A test."""

    nth: int
    on: date
    positive: bool
    unannounced: bool
    paper_no: str
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Reviewed(Step):
    """A quarterly review."""

    nth: int
    on: date
    grade: str
    paper_no: str
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Found(Step):
    """Use was found; ``confirmed_on`` None: a strip alone."""

    nth: int
    on: date
    confirmed_on: date | None
    paper_no: str


@dataclass(frozen=True, kw_only=True)
class Determined(Step):
    """The competent body's answer."""

    nth: int
    asked_on: date
    result_on: date
    addicted: bool
    paper_no: str


@dataclass(frozen=True, kw_only=True)
class Helped(Step):
    """Somebody helps from a day: the volunteer of the demo cast, or an organisation without an account."""

    nth: int
    since: date
    cast: str = ""
    agency: str = ""


@dataclass(frozen=True, kw_only=True)
class HandedOver(Step):
    """One act of handing over to another unit. ``number`` counts the handovers of the life."""

    nth: int
    number: int
    act: TransferAct
    on: date
    to: Unit
    from_unit: Unit | None
    facility: str = ""
    left_on: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Guardian:
    """Who answers for a minor."""

    kind: str
    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Life:
    """Somebody and everything that is recorded of them, in the order in which it was."""

    index: int
    name: str = field(repr=False)
    sex: str
    birth_year: int
    birth_on: date | None
    card: str = field(repr=False)
    old_card: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    guardian: Guardian | None = None
    steps: tuple[Step, ...] = ()
    same_as: int | None = None
    """The index of the file that is about the same person; the two are merged on ``merged_at``."""
    merged_at: datetime | None = None
