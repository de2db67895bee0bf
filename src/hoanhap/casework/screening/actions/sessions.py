"""Sessions: opened with police and health, recorded line by line, closed by minutes that reach the files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from hoanhap.casework.episodes.actions.evidence import (
    NewTest,
    correct_evidence,
    record_evidence_many,
    withdraw_evidence,
)
from hoanhap.casework.episodes.choices import Act, EvidenceKind
from hoanhap.casework.episodes.evidence_rules import body_of
from hoanhap.casework.episodes.models import DrugTest, Episode
from hoanhap.casework.screening import rules
from hoanhap.casework.screening.choices import Identifier, LineWhy, SessionKind, Taking, Verdict
from hoanhap.casework.screening.holding import entry, entry_of_test, held_session, held_test
from hoanhap.casework.screening.models import (
    Confirmation,
    Draw,
    SessionMinutes,
    SheetLine,
    StripReading,
    StripTest,
    TestSession,
)
from hoanhap.casework.screening.planned import due_in
from hoanhap.casework.screening.rules import Strip
from hoanhap.casework.screening.standing import managed_in, units_of
from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.actions import Entry, audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place

POLICE = (Role.COMMUNE_POLICE.value, Role.COMMUNE_POLICE_CHIEF.value)
HEALTH = (Role.HEALTH_STATION.value,)
AHEAD, LATE = timedelta(days=60), timedelta(days=30)
COUNTED = (Verdict.POSITIVE, Verdict.NEGATIVE)
"""What reaches the file as a test; invalid strips prove nothing."""


@dataclass(frozen=True, kw_only=True)
class NewSession:
    """Where and when tests are held, and who is present. ``draw``: whose people are tested unannounced."""

    place: Place
    held_on: date
    venue: str
    police: Post
    health: Post
    draw: Draw | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one line."""

    taking: Taking
    identified: tuple[Identifier | str, Identifier | str] = ("", "")
    strips: Sequence[Strip] = ()
    told: str = field(default="", repr=False)


@audited
def open_session(*, by: Actor, new: NewSession) -> TestSession:
    """Open a session: for everybody who was drawn, or for everybody who is due in the month of its day.

    Raises RuleViolation ``screening.session_far``, ``screening.post_not_there``, ``screening.not_drawn_yet``,
    ``screening.session_of_draw``, ``screening.nobody_on_sheet``, ``screening.body_missing``.
    """
    by.require(Permission.TESTS_SCHEDULE, at=new.place.pk)
    Place.objects.select_for_update(no_key=True).get(pk=new.place.pk)
    today = clock.today()
    if not today - LATE <= new.held_on <= today + AHEAD:
        raise RuleViolation("screening.session_far", field="held_on")
    if not tidy(new.venue):
        raise RuleViolation("screening.body_missing", field="venue")
    units = units_of(new.place)
    for name, post, wanted in (("police", new.police, POLICE), ("health", new.health, HEALTH)):
        there = post.from_on <= new.held_on and (post.to_on is None or post.to_on >= new.held_on)
        if post.role not in wanted or post.place_id not in units or not there:
            raise RuleViolation("screening.post_not_there", field=name)
    if new.police.user_id == new.health.user_id:
        raise RuleViolation("screening.post_not_there", field="health")
    lines = _lines(new, units)
    session = TestSession.objects.create(
        place=new.place, held_on=new.held_on, venue=tidy(new.venue), draw=new.draw, police=new.police,
        health=new.health, kind=SessionKind.UNANNOUNCED if new.draw else SessionKind.SCHEDULED, opened_by=by.user,
        recorded_at=clock.now(),
    )  # fmt: skip
    for line in lines:
        line.session = session
    SheetLine.objects.bulk_create(lines, batch_size=500)
    facts = {"on": new.held_on.isoformat(), "kind": session.kind, "people": len(lines)}
    record_many([_entry("screening.session_opened", session, facts)], by=by)
    return session


def _lines(new: NewSession, units: Sequence[int]) -> list[SheetLine]:
    at = clock.now()
    if new.draw is None:
        due = due_in(managed_in(units), month=new.held_on)
        rows = [SheetLine(episode=one.episode, why=LineWhy.SCHEDULED, recorded_at=at) for one in due]
    else:
        if TestSession.objects.filter(draw=new.draw).exists():
            raise RuleViolation("screening.session_of_draw")
        picks = list(new.draw.picks.select_related("candidate__episode").order_by("rank"))
        if not picks:
            raise RuleViolation("screening.not_drawn_yet")
        rows = [SheetLine(episode=one.candidate.episode, why=LineWhy.DRAWN, recorded_at=at) for one in picks]
    if not rows:
        raise RuleViolation("screening.nobody_on_sheet")
    return rows


@audited
def add_line(*, by: Actor, session: UUID, episode: UUID, reason: str) -> SheetLine:
    """Put somebody on the sheet who was neither drawn nor due, and why. Raises RuleViolation, NotFound."""
    held = held_session(by, session, Permission.TESTS_RECORD)
    _check_open(held)
    said = rules.check_reason(reason)
    found: Episode | None = managed_in(units_of(held.place)).filter(pk=episode).first()
    if found is None:
        raise RuleViolation("screening.not_under_management", field="episode")
    if held.lines.filter(episode=found).exists():
        raise RuleViolation("screening.on_sheet_already", field="episode")
    line = SheetLine.objects.create(
        session=held, episode=found, why=LineWhy.ADDED, reason=said, recorded_at=clock.now()
    )
    record_many([_entry("screening.line_added", held, {"line": str(line.pk)})], by=by)
    return line


@audited
def record_line(*, by: Actor, session: UUID, line: UUID, answer: Answer) -> StripTest:
    """Record what became of one line. Raises RuleViolation ``screening.recorded_already``,
    ``screening.session_ahead``, ``screening.session_closed``, ``screening.two_identifiers``,
    ``screening.reason_missing`` and what :func:`rules.verdict` raises."""
    held = held_session(by, session, Permission.TESTS_RECORD)
    _check_open(held)
    if held.held_on > clock.today():
        raise RuleViolation("screening.session_ahead", day=held.held_on)
    row = SheetLine.objects.filter(pk=line, session=held).first()
    if row is None:
        raise NotFound("screening.unknown")
    if row.tests.exists():
        raise RuleViolation("screening.recorded_already")
    test = _write(by, row, answer)
    record_many([_entry("screening.line_recorded", held, {"line": str(row.pk)})], by=by)
    return test


@audited
def correct_line(*, by: Actor, test: UUID, answer: Answer, reason: str) -> StripTest:
    """Replace the answer of a line by what is right; the file follows where the minutes are closed. Once a confirmation
    stands on it, it stays. Raises RuleViolation ``screening.path_begun``, ``screening.reason_missing``."""
    old = held_test(by, test, Permission.TESTS_RECORD)
    session = old.line.session
    by.require(Permission.TESTS_RECORD, at=session.place_id)
    said = rules.check_reason(reason)
    if Confirmation.objects.filter(test=old).exists():
        raise RuleViolation("screening.path_begun")
    made = _write(by, old.line, answer, old, said)
    minutes = SessionMinutes.objects.filter(session=session).first()
    if minutes is not None:
        try:
            _correct_file(by, old, made, minutes.paper_no, said)
        except NotFound:
            raise RuleViolation("screening.minutes_by_police") from None
    record_many([entry_of_test("screening.line_corrected", made)], by=by)
    return made


def _write(by: Actor, line: SheetLine, answer: Answer, old: StripTest | None = None, reason: str = "") -> StripTest:
    tested = answer.taking is Taking.TESTED
    first, second = answer.identified if tested else ("", "")
    if tested:
        rules.check_identified(first, second)
    verdict = rules.verdict(answer.strips) if tested else ""
    told = tidy(answer.told)
    if answer.taking in (Taking.REFUSED, Taking.SKIPPED):
        told = rules.check_reason(told, "told")
    test = StripTest(
        line=line, taking=answer.taking, verdict=verdict, identified_1=first, identified_2=second, told=told,
        recorded_by=by.user, recorded_body=body_of(by.role), recorded_at=clock.now(), replaces=old, reason=reason,
        act=Act.CORRECTED if old else Act.RECORDED,
    )  # fmt: skip
    test.save(force_insert=True)
    readings = [
        StripReading(test=test, substance=one.substance, attempt=one.attempt, reading=one.reading)
        for one in (answer.strips if tested else ())
    ]
    StripReading.objects.bulk_create(readings)
    return test


def _new_test(session: TestSession, verdict: str, paper_no: str) -> NewTest:
    return NewTest(
        tested_on=session.held_on,
        positive=verdict == Verdict.POSITIVE,
        paper_no=paper_no,
        unannounced=session.kind == SessionKind.UNANNOUNCED,
        place=session.place,
    )


def _correct_file(by: Actor, old: StripTest, new: StripTest, paper_no: str, reason: str) -> None:
    """The test in the file follows the corrected line."""
    session, episode = old.line.session, old.line.episode
    facts = DrugTest.objects.filter(
        episode=episode, tested_on=session.held_on, paper_no=paper_no, replaced_by__isnull=True
    )
    fact = facts.exclude(act=Act.WITHDRAWN).first()
    told = _new_test(session, new.verdict, paper_no)
    if fact is None and new.verdict in COUNTED:
        record_evidence_many(by=by, new=[(episode, told)])
    elif fact is not None and new.verdict not in COUNTED:
        withdraw_evidence(by=by, kind=EvidenceKind.TEST, fact=fact.pk, reason=reason)
    elif fact is not None and new.verdict != old.verdict:
        correct_evidence(by=by, fact=fact.pk, corrected=told, reason=reason)


@audited
def close_session(*, by: Actor, session: UUID, paper_no: str) -> SessionMinutes:
    """Close the minutes: every line has an answer, and every finished test reaches its file with the number of the
    minutes. Nothing else follows from them. Raises RuleViolation ``screening.lines_open``,
    ``screening.session_closed``, ``screening.paper_missing``, ``screening.minutes_by_police``."""
    held = held_session(by, session, Permission.TESTS_SIGN)
    _check_open(held)
    number = tidy(paper_no)
    if not number:
        raise RuleViolation("screening.paper_missing", field="paper_no")
    lines = held.lines.count()
    tests = list(
        StripTest.objects.filter(line__session=held, replaced_by__isnull=True).select_related(
            "line__episode__place", "line__episode__person"
        )
    )
    if lines > len(tests):
        raise RuleViolation("screening.lines_open", number=lines - len(tests))
    minutes = SessionMinutes.objects.create(session=held, paper_no=number, closed_by=by.user, recorded_at=clock.now())
    counted = [(one.line.episode, _new_test(held, one.verdict, number)) for one in tests if one.verdict in COUNTED]
    if counted:
        try:
            record_evidence_many(by=by, new=counted)
        except NotFound:
            raise RuleViolation("screening.minutes_by_police") from None
    facts = {"paper_no": number, "lines": lines, "tested": len(counted)}
    record_many([_entry("screening.session_closed", held, facts)], by=by)
    return minutes


def _check_open(session: TestSession) -> None:
    if SessionMinutes.objects.filter(session=session).exists():
        raise RuleViolation("screening.session_closed")


def _entry(name: str, session: TestSession, facts: Mapping[str, object]) -> Entry:
    return entry(name, f"screening.session:{session.pk}", session.place, facts)
