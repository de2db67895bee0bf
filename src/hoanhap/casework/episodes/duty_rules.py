"""Which deadline of the rulebook runs when, and what fulfils it: one table for every measure.

``due_duties`` is a pure function of the facts: the same facts give the same duties, whenever it is asked.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from hoanhap.casework.episodes.choices import DutyState, EventKind, Measure
from hoanhap.casework.episodes.rules import Happening
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import NotFound, Refusal, RuleViolation
from hoanhap.ground.law import deadlines
from hoanhap.ground.law.choices import Unit
from hoanhap.ground.law.deadlines import Deadline, DeadlineRule

_E = EventKind
_USER, _DOSSIER, _POST = [Measure.USER_MANAGEMENT], [Measure.COMPULSORY_DOSSIER], [Measure.POST_REHAB]
_VOLUNTARY = [Measure.VOLUNTARY_HOME, Measure.VOLUNTARY_FACILITY]
_COMPULSORY = [Measure.COMPULSORY, Measure.COMPULSORY_MINOR]
_REHAB = [*_VOLUNTARY, *_COMPULSORY]
_FROM_FACILITY = [Measure.VOLUNTARY_FACILITY, *_COMPULSORY]


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """From ``trigger`` (None: counted back from the end of the term) one of ``codes`` runs until one of ``done_by``.

    The first code in force on the day it is counted from applies. ``variant`` is the rule's; where the event names one
    in its details, that. ``after``: only after one of these measures (post-rehabilitation management). ``about``: an
    event that says in its details what it is about fulfils only what is about the same. ``adults``: only of somebody
    who is surely 18 on the day of the trigger.
    """

    measures: Sequence[Measure]
    trigger: EventKind | None
    codes: Sequence[str]
    done_by: Collection[EventKind]
    variant: str = ""
    after: Sequence[Measure] = ()
    about: str = ""
    adults: bool = False


END, MOVE = "end", "move"
"""What a notice may be about: one event kind tells of both, and the one is not the other."""

DUTIES: tuple[DutyRow, ...] = (
    # post-rehabilitation management
    DutyRow(measures=_POST, trigger=_E.COMPLETED, codes=["A-RETURN"], done_by=[_E.REPORTED], after=_FROM_FACILITY),
    DutyRow(measures=_POST, trigger=_E.COMPLETED, codes=["B-PRIV-PRESENT"], done_by=[_E.REPORTED],
            after=[Measure.VOLUNTARY_FACILITY]),
    DutyRow(measures=_POST, trigger=_E.REPORTED, codes=["A-PR-DOSSIER"], done_by=[_E.PROPOSED]),
    DutyRow(measures=_POST, trigger=_E.NOTICE_RECEIVED, codes=["B-PR-PROPOSE"], done_by=[_E.PROPOSED]),
    DutyRow(measures=_POST, trigger=_E.PROPOSED, codes=["A-PR-DECIDE"], done_by=[_E.DECIDED, _E.RETURNED]),
    DutyRow(measures=_POST, trigger=_E.LEFT, codes=["A-PR-MOVE", "B-MOVE"], done_by=[_E.NOTICE_SENT], about=MOVE),
    DutyRow(measures=_POST, trigger=None, codes=["B-PR-END"], done_by=[_E.REMOVED]),
    # electronic monitoring: of adults with the measure, of minors on request alone (L120 12; D163 14–26; §2.3); the
    # age is that of the day of the decision (L120 56; D163 151; §2.4 row 3)
    DutyRow(measures=[*_POST, Measure.VOLUNTARY_HOME, Measure.SUBSTITUTION], trigger=_E.DECIDED,
            codes=["B-EM-DECIDE"], done_by=[_E.MONITORING_DECIDED], adults=True),
    DutyRow(measures=[*_POST, Measure.VOLUNTARY_HOME, Measure.SUBSTITUTION], trigger=_E.MONITORING_ASKED,
            codes=["B-EM-DECIDE"], variant="on_request", done_by=[_E.MONITORING_DECIDED]),
    DutyRow(measures=[*_POST, Measure.VOLUNTARY_HOME, Measure.SUBSTITUTION], trigger=_E.MONITORING_DECIDED,
            codes=["B-EM-FIT"], done_by=[_E.MONITORING_FITTED]),
    # rehabilitation and substitution
    DutyRow(measures=_VOLUNTARY, trigger=_E.REGISTERED, codes=["A-VOL-DECIDE", "B-VOL-DECIDE"], done_by=[_E.DECIDED]),
    DutyRow(measures=_VOLUNTARY, trigger=_E.DECIDED, codes=["A-VOL-START"], done_by=[_E.STARTED]),
    DutyRow(measures=[*_REHAB, Measure.SUBSTITUTION], trigger=_E.SERVICE_CHANGED,
            codes=["A-PROVIDER", "B-PRIV-NOTICE"], done_by=[_E.PROVIDER_NOTIFIED]),
    DutyRow(measures=[Measure.SUBSTITUTION], trigger=_E.STARTED, codes=["B-SUBST-NOTICE"],
            done_by=[_E.PROVIDER_NOTIFIED]),
    DutyRow(measures=[*_REHAB, Measure.SUBSTITUTION], trigger=_E.LEFT, codes=["B-MOVE"], done_by=[_E.NOTICE_SENT],
            about=MOVE),
    DutyRow(measures=_COMPULSORY, trigger=None, codes=["A-COMP-END", "B-END-NOTICE"], done_by=[_E.NOTICE_SENT],
            about=END),
    DutyRow(measures=_VOLUNTARY, trigger=None, codes=["B-END-NOTICE"], done_by=[_E.NOTICE_SENT], about=END),
    DutyRow(measures=_REHAB, trigger=None, codes=["B-END-CERT"], done_by=[_E.COMPLETED]),
    # determination of addiction
    DutyRow(measures=[Measure.ASSESSMENT], trigger=_E.RECEIVED_AT_FACILITY, codes=["A-DET-RESULT"],
            done_by=[_E.RESULT_GIVEN]),
    DutyRow(measures=[Measure.ASSESSMENT], trigger=_E.ADDICTION_TOLD, codes=["A-REG", "B-REG"],
            done_by=[_E.REGISTERED]),
    # management of illegal use
    DutyRow(measures=_USER, trigger=_E.USE_DETECTED, codes=["A-UM-VERIFY", "B-UM-VERIFY"],
            done_by=[_E.RESIDENCE_VERIFIED]),
    DutyRow(measures=_USER, trigger=_E.RESIDENCE_VERIFIED, codes=["A-UM-NOTICE"], done_by=[_E.NOTICE_SENT]),
    DutyRow(measures=_USER, trigger=_E.POSITIVE_RECEIVED, codes=["A-UM-DECIDE", "B-UM-DECIDE"], done_by=[_E.DECIDED]),
    DutyRow(measures=_USER, trigger=_E.DECIDED, codes=["A-UM-SERVE"], done_by=[_E.SERVED]),
    DutyRow(measures=_USER, trigger=_E.LEFT, codes=["A-UM-MOVE", "B-MOVE"], done_by=[_E.NOTICE_SENT], about=MOVE),
    DutyRow(measures=_USER, trigger=_E.ARRIVED, codes=["B-MOVE-PRESENT"], done_by=[_E.PRESENTED]),
    # dossier for compulsory rehabilitation
    DutyRow(measures=_DOSSIER, trigger=_E.VIOLATION_FOUND, codes=["A-COMP-DOSSIER", "B-COMP-DOSSIER"],
            done_by=[_E.DOSSIER_MADE]),
    DutyRow(measures=_DOSSIER, trigger=_E.DOSSIER_NOTICE, codes=["A-COMP-READ", "B-COMP-READ"],
            done_by=[_E.READING_OVER]),
    DutyRow(measures=_DOSSIER, trigger=_E.READING_OVER, codes=["A-COMP-SEND", "B-COMP-SEND"],
            done_by=[_E.DOSSIER_SENT]),
    DutyRow(measures=_DOSSIER, trigger=_E.DOSSIER_SENT, codes=["A-COMP-CHECK"],
            done_by=[_E.DOSSIER_CHECKED, _E.DOSSIER_RETURNED]),
    DutyRow(measures=_DOSSIER, trigger=_E.DOSSIER_RETURNED, codes=["A-COMP-CHECK"], variant="supplement",
            done_by=[_E.DOSSIER_SUPPLEMENTED]),
    DutyRow(measures=_DOSSIER, trigger=_E.DOSSIER_SUPPLEMENTED, codes=["A-COMP-CHECK"], variant="recheck",
            done_by=[_E.DOSSIER_CHECKED, _E.DOSSIER_RETURNED]),
    DutyRow(measures=_DOSSIER, trigger=_E.COURT_ASKED, codes=["A-COMP-REPLY", "B-COMP-REPLY"],
            done_by=[_E.COURT_ANSWERED]),
    DutyRow(measures=_DOSSIER, trigger=_E.COURT_DECIDED, codes=["A-COMP-EXEC"], done_by=[_E.BROUGHT_TO_FACILITY]),
    DutyRow(measures=_DOSSIER, trigger=_E.COURT_DECIDED, codes=["B-COMP-EXEC-1"], done_by=[_E.DIRECTOR_TOLD]),
    DutyRow(measures=_DOSSIER, trigger=_E.DIRECTOR_TOLD, codes=["B-COMP-EXEC-2"], done_by=[_E.FACILITY_NAMED]),
    DutyRow(measures=_DOSSIER, trigger=_E.FACILITY_NAMED, codes=["B-COMP-EXEC-3"],
            done_by=[_E.FACILITY_DECISION_SENT]),
    DutyRow(measures=_DOSSIER, trigger=_E.FACILITY_DECISION_SENT, codes=["B-COMP-EXEC-4"],
            done_by=[_E.BROUGHT_TO_FACILITY]),
)  # fmt: skip
"""Every deadline rule of the rulebook stands here; a test compares the two."""


@dataclass(frozen=True, kw_only=True)
class DueDuty:
    """A duty as it follows from the facts."""

    deadline: Deadline
    trigger: UUID | None
    counted_from: date
    state: DutyState
    done_by: UUID | None = None
    done_on: date | None = None
    in_time: bool | None = None

    @property
    def rule(self) -> DeadlineRule:
        """The version of the rule that set it."""
        return self.deadline.rule

    @property
    def due_on(self) -> date:
        """The last day in Viet Nam."""
        due = self.deadline.due
        return due.astimezone(LOCAL).date() if isinstance(due, datetime) else due

    @property
    def due_at(self) -> datetime | None:
        """The last moment, for rules in hours."""
        return self.deadline.due if isinstance(self.deadline.due, datetime) else None

    @property
    def opens_on(self) -> date | None:
        """The first day on which it can be done, where there is one."""
        opens = self.deadline.opens
        return opens.astimezone(LOCAL).date() if isinstance(opens, datetime) else opens


def due_duties(
    *,
    measure: str,
    after: str,
    happenings: Sequence[Happening],
    ends_on: date | None,
    ended: bool,
    kept: Collection[str] = (),
    minor_on: Callable[[date], bool] = lambda _day: False,
) -> list[DueDuty]:
    """The duties of an episode. ``happenings`` in their order; ``kept``: see ``transitions.kept_rules`` of the law;
    ``minor_on``: whether the person is, or may be, under 18 on a day.

    A deadline that the calendar cannot count yet (a year without working days) is left out until it can. Raises
    RuleViolation ``episodes.time_needed`` where a rule in hours starts from an event without a time of day.
    """
    duties = []
    for row in DUTIES:
        if measure not in row.measures or (row.after and after not in row.after):
            continue
        if row.trigger is None:
            if ends_on is not None:
                duties += _duty(row, None, datetime.combine(ends_on, time(23, 59), LOCAL), happenings, ended, kept)
            continue
        for place, one in enumerate(happenings):
            if one.kind == row.trigger and not (row.adults and minor_on(one.on)):
                duties += _duty(row, one, one.moment or one.on, happenings[place + 1 :], ended, kept)
    return duties


def _duty(
    row: DutyRow,
    trigger: Happening | None,
    start: date | datetime,
    later: Sequence[Happening],
    ended: bool,
    kept: Collection[str],
) -> list[DueDuty]:
    variant = trigger.variant if trigger and trigger.variant else row.variant
    day = start.astimezone(LOCAL).date() if isinstance(start, datetime) else start
    answer = _deadline(row, variant, start, day, kept)
    if answer is None:
        return []
    done = next((one for one in later if one.kind in row.done_by and one.about in ("", row.about)), None)
    revoked = trigger is not None and trigger.kind is EventKind.DECIDED and any(one.kind is _E.REVOKED for one in later)
    known = DueDuty(
        deadline=answer,
        trigger=trigger.key if trigger else None,
        counted_from=day,
        state=DutyState.LAPSED if ended or revoked else DutyState.OPEN,
    )
    if done is None:
        return [known]
    return [replace(known, state=DutyState.DONE, done_by=done.key, done_on=done.on, in_time=_in_time(answer, done))]


def _deadline(row: DutyRow, variant: str, start: date | datetime, day: date, kept: Collection[str]) -> Deadline | None:
    for code in row.codes:
        try:
            rule = deadlines.rule_on(code, on=day, variant=variant, kept=kept)
        except (Refusal, NotFound):
            continue
        if rule.unit is Unit.HOURS and not isinstance(start, datetime):
            raise RuleViolation("episodes.time_needed", field="happened_at", rule=code)
        try:
            return deadlines.deadline(code, start=start, variant=variant, kept=kept)
        except Refusal:  # the calendar does not reach so far yet
            return None
    return None


def _in_time(answer: Deadline, done: Happening) -> bool:
    if isinstance(answer.due, datetime):
        return done.moment <= answer.due if done.moment else done.on <= answer.due.astimezone(LOCAL).date()
    return done.on <= answer.due
