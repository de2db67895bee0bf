"""The steps of a positive, one after the other. No step ends anything; the conclusion alone tells the file of use."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hoanhap.casework.episodes.actions.evidence import TestedUse, record_tested_use
from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.evidence_rules import body_of
from hoanhap.casework.screening import rules
from hoanhap.casework.screening.choices import (
    Confirming,
    Ending,
    Found,
    NoticeWay,
    Reading,
    SettingKind,
    Verdict,
)
from hoanhap.casework.screening.holding import entry_of_test, held_test
from hoanhap.casework.screening.models import (
    Conclusion,
    Confirmation,
    Contest,
    CounterSignature,
    Notice,
    SessionMinutes,
    StripTest,
)
from hoanhap.casework.screening.paths import PathRows, paths_of
from hoanhap.casework.screening.standing import settings_on
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy


@dataclass(frozen=True, kw_only=True)
class NewConfirmation:
    """What a laboratory or facility answered, on which paper."""

    confirming: Confirming
    body: str
    paper_no: str
    result_on: date
    result: Found


def _held(by: Actor, test: UUID, permission: Permission) -> tuple[StripTest, PathRows]:
    """A positive whose minutes are closed, and its rows."""
    found = held_test(by, test, permission)
    closed = SessionMinutes.objects.filter(session=found.line.session_id).exists()
    if found.verdict != Verdict.POSITIVE or not closed:
        raise RuleViolation("screening.not_this_step")
    return found, paths_of([found.pk])[found.pk]


@audited
def record_confirmation(*, by: Actor, test: UUID, new: NewConfirmation) -> Confirmation:
    """Record the answer of a laboratory or facility: the first one, or the second where the person contests.

    Raises RuleViolation ``screening.not_this_step``, ``screening.before_last_step``, ``screening.day_ahead``,
    ``screening.paper_missing``, ``screening.body_missing``.
    """
    held, rows = _held(by, test, Permission.TESTS_RECORD)
    rules.check_step(rows.path, ["confirm", "confirm_again"], on=clock.today())
    number = 1 if rows.first is None else 2
    made = _confirmation(by, held, rows, new, number)
    record_many([entry_of_test("screening.confirmation_recorded", held, {"number": number})], by=by)
    return made


@audited
def correct_confirmation(*, by: Actor, test: UUID, new: NewConfirmation, reason: str) -> Confirmation:
    """Replace an answer that nobody has signed yet by what the paper says. Raises what recording raises."""
    held, rows = _held(by, test, Permission.TESTS_RECORD)
    rules.check_step(rows.path, ["sign", "sign_again"], on=clock.today())
    old = rows.second or rows.first
    assert old is not None  # noqa: S101 - the step says so
    made = _confirmation(by, held, rows, new, old.number, old, rules.check_reason(reason))
    record_many([entry_of_test("screening.confirmation_corrected", held, {"number": old.number})], by=by)
    return made


def _confirmation(
    by: Actor, test: StripTest, rows: PathRows, new: NewConfirmation, number: int,
    old: Confirmation | None = None, reason: str = "",
) -> Confirmation:  # fmt: skip
    since = rows.contest.contested_on if number == 2 and rows.contest else test.line.session.held_on
    rules.check_day(new.result_on, not_before=since, on=clock.today(), field="result_on")
    if not tidy(new.paper_no):
        raise RuleViolation("screening.paper_missing", field="paper_no")
    if not tidy(new.body):
        raise RuleViolation("screening.body_missing", field="body")
    made = Confirmation(
        test=test, number=number, confirming=new.confirming, body=tidy(new.body), paper_no=tidy(new.paper_no),
        result_on=new.result_on, result=new.result, recorded_by=by.user, recorded_body=body_of(by.role),
        replaces=old, act=Act.CORRECTED if old else Act.RECORDED, reason=reason, recorded_at=clock.now(),
    )  # fmt: skip
    made.save(force_insert=True)
    return made


@audited
def sign_confirmation(*, by: Actor, test: UUID, on: date) -> CounterSignature:
    """Sign a confirmation that another organisation recorded. Raises RuleViolation ``screening.own_work``,
    ``screening.same_body``, ``screening.not_this_step``."""
    held, rows = _held(by, test, Permission.TESTS_SIGN)
    rules.check_step(rows.path, ["sign", "sign_again"], on=clock.today())
    waiting = rows.second or rows.first
    assert waiting is not None  # noqa: S101 - the step says so
    recorders = (held.recorded_by, waiting.recorded_by)
    body = body_of(by.role)
    rules.check_second(signer=by.user, signer_body=body, recorders=recorders, body=waiting.recorded_body)
    rules.check_day(on, not_before=waiting.result_on, on=clock.today(), field="on")
    made = CounterSignature.objects.create(
        confirmation=waiting, signed_by=by.user, signed_body=body, signed_on=on, recorded_at=clock.now()
    )
    record_many([entry_of_test("screening.confirmation_signed", held, {"number": waiting.number})], by=by)
    return made


@audited
def record_notice(*, by: Actor, test: UUID, given_on: date, way: NoticeWay) -> Notice:
    """Record that the person was told; from then on runs the time to contest, as the unit has set it on that day."""
    held, rows = _held(by, test, Permission.TESTS_RECORD)
    rules.check_step(rows.path, ["notify"], on=clock.today())
    assert rows.first is not None  # noqa: S101 - the step says so
    assert rows.signature is not None  # noqa: S101
    rules.check_day(given_on, not_before=rows.signature.signed_on, on=clock.today(), field="given_on")
    place = held.line.session.place_id
    days = settings_on([place], given_on)[(place, SettingKind.CONTEST_DAYS.value)]
    made = Notice.objects.create(
        confirmation=rows.first, given_on=given_on, way=way, contest_days=days,
        contest_until=rules.contest_until(given_on, days), recorded_by=by.user, recorded_at=clock.now(),
    )  # fmt: skip
    record_many([entry_of_test("screening.notice_recorded", held, {"until": made.contest_until.isoformat()})], by=by)
    return made


@audited
def record_contest(*, by: Actor, test: UUID, contested_on: date, said: str = "") -> Contest:
    """Record that the person contests, in time. A second confirmation is needed then. Raises RuleViolation
    ``screening.outside_window``, ``screening.not_this_step``."""
    held, rows = _held(by, test, Permission.TESTS_RECORD)
    rules.check_contest(rows.path, contested_on)
    if contested_on > clock.today():
        raise RuleViolation("screening.day_ahead", field="contested_on", day=clock.today())
    assert rows.notice is not None  # noqa: S101 - the check says so
    made = Contest.objects.create(
        notice=rows.notice, contested_on=contested_on, said=tidy(said), recorded_by=by.user, recorded_at=clock.now()
    )
    record_many([entry_of_test("screening.contest_recorded", held)], by=by)
    return made


@audited
def conclude(*, by: Actor, test: UUID) -> Conclusion:
    """End the path today. Where everything is there, use stands confirmed in the person's file, and a determination of
    addiction may be asked for; where the answer was negative, nothing follows.

    Raises RuleViolation ``screening.window_open``, ``screening.not_this_step``; NotFound out of reach.
    """
    held, rows = _held(by, test, Permission.TESTS_SIGN)
    today = clock.today()
    rules.check_step(rows.path, ["conclude", "dismiss"], on=today)
    confirmed = rules.next_step(rows.path, on=today) == "conclude"
    first, signature = rows.first, rows.signature
    assert first is not None  # noqa: S101 - the step says so
    assert signature is not None  # noqa: S101
    rests_on = first if confirmed or first.result == Found.NEGATIVE else rows.second
    assert rests_on is not None  # noqa: S101
    made = Conclusion.objects.create(
        test=held, ending=Ending.CONFIRMED if confirmed else Ending.DISMISSED, concluded_on=today,
        paper_no=rests_on.paper_no, recorded_by=by.user, recorded_at=clock.now(),
    )  # fmt: skip
    if confirmed:
        positive = held.readings.filter(reading=Reading.POSITIVE).order_by("substance")
        use = TestedUse(
            found_on=held.line.session.held_on, recorded_by=held.recorded_by, recorded_body=held.recorded_body,
            confirmed_by=first.body, confirmed_on=first.result_on, confirmation_by=signature.signed_by,
            paper_no=first.paper_no, substance=", ".join(positive.values_list("substance", flat=True)),
        )  # fmt: skip
        record_tested_use(by=by, episode=held.line.episode_id, new=use)
    record_many([entry_of_test("screening.concluded", held)], by=by)
    return made
