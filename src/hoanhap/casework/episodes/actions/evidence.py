"""Findings, determinations, tests and reviews: dated facts with a paper. None of them changes a status by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import (
    OF_TESTS,
    UNDER_MANAGEMENT,
    Act,
    DeterminationResult,
    EvidenceKind,
    FindingSource,
)
from hoanhap.casework.episodes.evidence_rules import body_of
from hoanhap.casework.episodes.models import (
    Determination,
    DrugTest,
    Episode,
    FactColumns,
    ReviewResult,
    UseFinding,
)
from hoanhap.casework.episodes.writing import entry, locked, locked_many
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place


@dataclass(frozen=True, kw_only=True)
class NewFinding:
    """That somebody used, and on what that rests."""

    found_on: date
    source: FindingSource
    paper_no: str
    substance: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class NewDetermination:
    """The competent body's answer, asked for on a day and given on another."""

    asked_on: date
    result: DeterminationResult
    result_on: date
    facility: str
    paper_no: str
    received_at: datetime | None = None
    substances: str = field(default="", repr=False)
    criteria_met: int | None = None
    doctor: str = ""
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewTest:
    """One test. ``place``: the unit that made it; else the one that answers."""

    tested_on: date
    positive: bool
    paper_no: str
    unannounced: bool = False
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class NewReview:
    """One quarterly review. ``place``: the unit that made it; else the one that answers."""

    reviewed_on: date
    paper_no: str
    grade: str = ""
    place: Place | None = None


NewEvidence = NewFinding | NewDetermination | NewTest | NewReview
_Row = UseFinding | Determination | DrugTest | ReviewResult
MODELS: Mapping[EvidenceKind, Any] = {  # models whose rows differ in their columns alone
    EvidenceKind.FINDING: UseFinding,
    EvidenceKind.DETERMINATION: Determination,
    EvidenceKind.TEST: DrugTest,
    EvidenceKind.REVIEW: ReviewResult,
}
_KINDS: Mapping[type[NewEvidence], EvidenceKind] = {
    NewFinding: EvidenceKind.FINDING,
    NewDetermination: EvidenceKind.DETERMINATION,
    NewTest: EvidenceKind.TEST,
    NewReview: EvidenceKind.REVIEW,
}


@audited
def record_evidence(*, by: Actor, episode: UUID, new: NewEvidence) -> FactColumns:
    """Record one fact in the evidence of a measure. Raises RuleViolation ``episodes.paper_missing``,
    ``episodes.day_ahead``, ``episodes.answer_before_question``, ``episodes.criteria_of_six``."""
    held = locked(by, episode, Permission.EVIDENCE_RECORD)
    return _record(by, [(held, new)])[0]


@audited
def record_evidence_many(*, by: Actor, new: Sequence[tuple[Episode, NewEvidence]]) -> list[FactColumns]:
    """Record one fact in each of many measures, all or none of them; as a session or a sheet of reviews brings them.

    Results of reviews are also recorded by who holds the meeting.
    """
    of_meeting = by.may(Permission.REVIEWS_HOLD) and all(isinstance(one, NewReview) for _episode, one in new)
    needed = Permission.REVIEWS_HOLD if of_meeting else Permission.EVIDENCE_RECORD
    held = locked_many(by, [episode.pk for episode, _one in new], needed)
    for episode, _one in new:
        if episode.pk not in held:
            raise NotFound("episodes.unknown_episode")
        by.require(needed, at=held[episode.pk].place_id)
    return _record(by, [(held[episode.pk], one) for episode, one in new])


def _record(by: Actor, new: Sequence[tuple[Episode, NewEvidence]]) -> list[FactColumns]:
    rows: list[FactColumns] = []
    for held, one in new:
        made = MODELS[_KINDS[type(one)]](episode=held, recorded_at=clock.now(), **_columns(held, one))
        if isinstance(made, UseFinding):
            made.recorded_by, made.recorded_body = by.user, body_of(by.role)
        rows.append(made)
    for model in MODELS.values():
        model._default_manager.bulk_create([row for row in rows if isinstance(row, model)], batch_size=500)
    record_many([entry(f"episodes.{_KINDS[type(one)].value}_recorded", held) for held, one in new], by=by)
    return rows


@audited
def correct_evidence(*, by: Actor, fact: UUID, corrected: NewEvidence, reason: str) -> FactColumns:
    """Replace a fact by what is right; the first stays in the history. A confirmation stays with the finding.

    Raises what :func:`record_evidence` raises, ``episodes.confirmed_before_found``, ``episodes.reason_missing``.
    """
    kind = _KINDS[type(corrected)]
    held, old = _own(by, kind, fact)
    columns = _columns(held, corrected)
    if isinstance(old, UseFinding):
        if old.source == FindingSource.SCREENING:
            raise RuleViolation("episodes.finding_of_tests", field="source")
        if old.confirmed_on is not None:
            _check_path(held, columns["source"])
        columns |= {name: getattr(old, name) for name in _CONFIRMATION}
        if old.confirmed_on is not None:
            columns["paper_no"] = old.paper_no
            if old.confirmed_on < columns["found_on"]:
                raise RuleViolation("episodes.confirmed_before_found", field="found_on", day=old.confirmed_on)
    return _replace(by, held, old, kind, Act.CORRECTED, reason, columns)


@audited
def withdraw_evidence(*, by: Actor, kind: EvidenceKind, fact: UUID, reason: str) -> FactColumns:
    """Take back a fact that was entered by mistake; it stays in the history, and counts nowhere."""
    held, old = _own(by, kind, fact)
    columns = {one.attname: getattr(old, one.attname) for one in old._meta.concrete_fields if one.name not in _OF_ROW}
    return _replace(by, held, old, kind, Act.WITHDRAWN, reason, columns)


@audited
def confirm_finding(*, by: Actor, finding: UUID, confirmed_by: str, confirmed_on: date, paper_no: str) -> UseFinding:
    """Record that another body confirmed a finding, by its paper.

    Two people of two bodies: who recorded the finding does not record its confirmation, and neither does a colleague
    of the same body (access-and-privacy §3.5). A confirmed finding alone ends nothing either. Raises RuleViolation
    ``episodes.own_finding``, ``episodes.same_body``, ``episodes.confirmed_already``, ``episodes.path_of_tests``,
    ``episodes.confirmed_before_found``, ``episodes.body_missing``, ``episodes.paper_missing``.
    """
    held, row = _own(by, EvidenceKind.FINDING, finding)
    old = cast(UseFinding, row)
    if old.confirmed_on is not None:
        raise RuleViolation("episodes.confirmed_already")
    if old.recorded_by == by.user:
        raise RuleViolation("episodes.own_finding")
    if old.recorded_body == body_of(by.role):
        raise RuleViolation("episodes.same_body")
    _check_path(held, old.source)
    body = tidy(confirmed_by)
    if not body:
        raise RuleViolation("episodes.body_missing", field="confirmed_by")
    rules.check_not_ahead(confirmed_on, on=clock.today(), name="confirmed_on")
    if confirmed_on < old.found_on:
        raise RuleViolation("episodes.confirmed_before_found", field="confirmed_on", day=old.found_on)
    columns = {
        "found_on": old.found_on, "source": old.source, "substance": old.substance, "recorded_by": old.recorded_by,
        "recorded_body": old.recorded_body, "confirmed_by": body, "confirmed_on": confirmed_on,
        "confirmation_by": by.user, "paper_no": _paper(paper_no),
    }  # fmt: skip
    made = _replace(by, held, old, EvidenceKind.FINDING, Act.CORRECTED, body, columns, said="confirmed")
    return cast(UseFinding, made)


@dataclass(frozen=True, kw_only=True)
class TestedUse:
    """Use that a test under management found: who recorded the strip, whose confirmation it rests on, who signed it."""

    found_on: date
    recorded_by: str
    recorded_body: str
    confirmed_by: str
    confirmed_on: date
    confirmation_by: str
    paper_no: str
    substance: str = field(default="", repr=False)


@audited
def record_tested_use(*, by: Actor, episode: UUID, new: TestedUse) -> UseFinding:
    """Record use that a test found once its path has ended. Only the room of the tests calls this: the table refuses
    the row without a conclusion there. It ends nothing by itself; a determination of addiction may be asked for."""
    held = locked(by, episode, Permission.EVIDENCE_RECORD)
    columns: dict[str, Any] = dict(vars(new)) | {"paper_no": _paper(new.paper_no)}
    made = UseFinding(episode=held, source=FindingSource.SCREENING, recorded_at=clock.now(), **columns)
    made.save(force_insert=True)
    record_many([entry("episodes.finding_recorded", held)], by=by)
    return made


def _check_path(held: Episode, source: str) -> None:
    """Of people under management a positive is confirmed on the path of the tests alone (C27)."""
    if source in OF_TESTS and Episode.objects.filter(person=held.person_id, stage__in=UNDER_MANAGEMENT).exists():
        raise RuleViolation("episodes.path_of_tests")


_OF_ROW = ("id", "act", "reason", "replaces", "recorded_at", "episode")
_CONFIRMATION = ("recorded_by", "recorded_body", "confirmed_by", "confirmed_on", "confirmation_by")


def _own(by: Actor, kind: EvidenceKind, key: UUID) -> tuple[Episode, _Row]:
    rows = MODELS[kind]._default_manager.filter(pk=key, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)
    old = rows.first()
    if old is None:
        raise NotFound("episodes.unknown_event")
    return locked(by, old.episode_id, Permission.EVIDENCE_RECORD), old


def _replace(
    by: Actor, held: Episode, old: _Row, kind: EvidenceKind, act: Act, reason: str, columns: Mapping[str, Any],
    said: str = "",
) -> FactColumns:  # fmt: skip
    if len(tidy(reason)) < 5 and not said:
        raise RuleViolation("episodes.reason_missing", field="reason")
    made: FactColumns = MODELS[kind](
        episode=held, act=act, replaces=old, reason=tidy(reason), recorded_at=clock.now(), **columns
    )  # fmt: skip
    made.save(force_insert=True)
    record_many([entry(f"episodes.{kind.value}_{said or act.value}", held)], by=by)
    return made


def _paper(number: str) -> str:
    if not tidy(number):
        raise RuleViolation("episodes.paper_missing", field="paper_no")
    return tidy(number)


def _columns(held: Episode, new: NewEvidence) -> dict[str, Any]:
    """The columns of a fact in their form."""
    today = clock.today()
    columns = dict(vars(new)) | {"paper_no": _paper(new.paper_no)}
    if isinstance(new, NewFinding):
        if new.source == FindingSource.SCREENING:
            raise RuleViolation("episodes.finding_of_tests", field="source")
        rules.check_not_ahead(new.found_on, on=today, name="found_on")
    elif isinstance(new, NewDetermination):
        rules.check_not_ahead(new.result_on, on=today, name="result_on")
        if new.result_on < new.asked_on:
            raise RuleViolation("episodes.answer_before_question", field="result_on", day=new.asked_on)
        if new.criteria_met is not None and not 0 <= new.criteria_met <= 6:
            raise RuleViolation("episodes.criteria_of_six", field="criteria_met")
        columns |= {"facility": tidy(new.facility), "doctor": tidy(new.doctor)}
        if not columns["facility"]:
            raise RuleViolation("episodes.body_missing", field="facility")
    else:
        day, name = (new.tested_on, "tested_on") if isinstance(new, NewTest) else (new.reviewed_on, "reviewed_on")
        rules.check_not_ahead(day, on=today, name=name)
        columns["place"] = new.place or held.place
    return columns
