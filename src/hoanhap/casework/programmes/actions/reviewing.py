"""The month and the quarter: roll-call, self-evaluation, review meeting. A sheet is written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import UUID

from hoanhap.casework.episodes.actions.evidence import NewReview, record_evidence_many
from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.models import Episode, ReviewResult
from hoanhap.casework.episodes.rules import check_reason
from hoanhap.casework.episodes.writing import entry, locked, locked_many
from hoanhap.casework.programmes import help_rules, review_rules
from hoanhap.casework.programmes.help_choices import Grade, Presence
from hoanhap.casework.programmes.models import ReviewDetail, ReviewMeeting, RollCallAnswer, SelfEvaluation
from hoanhap.casework.programmes.review_rules import Called, Reviewed
from hoanhap.casework.programmes.review_selectors import counts_of
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place

GRADE_WORDS = {Grade.GOOD: "Tốt", Grade.FAIR: "Khá", Grade.AVERAGE: "Trung bình", Grade.WEAK: "Yếu"}
"""A grade as minutes and evidence state it."""


@dataclass(frozen=True, kw_only=True)
class NewSelfEvaluation:
    """How somebody sees their own quarter."""

    talked_on: date
    own_words: str = field(repr=False)
    wishes: str = field(default="", repr=False)
    own_grade: str = ""


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """A meeting that was held, with the number of its minutes."""

    place: Place
    held_on: date
    paper_no: str
    chaired_by: str
    attended: str = ""


@audited
def hold_roll_call(*, by: Actor, held_on: date, rows: Sequence[Called]) -> list[RollCallAnswer]:
    """Record the roll-call of the month that holds ``held_on``: all rows, or none of them.

    Raises SheetRefused with every wrong cell; RuleViolation ``programmes.day_ahead``, ``programmes.called_already``;
    NotFound for somebody out of reach.
    """
    month, _last = help_rules.month_of(held_on)
    review_rules.check_held(held_on, first=month, on=clock.today())
    held = _held(by, [row.episode for row in rows], Permission.HELP_SHEETS)
    review_rules.check_sheet([wrong for row in rows for wrong in review_rules.wrong_called(row)])
    again = RollCallAnswer.objects.filter(episode__in=held, month=month)
    if again.exists():
        raise RuleViolation("programmes.called_already", number=again.values("episode").distinct().count())
    made = [
        RollCallAnswer(
            episode=held[row.episode], place=held[row.episode].place, month=month, held_on=held_on,
            presence=row.presence, words=help_rules.check_words(row.words, field="words"), recorded_at=clock.now(),
        )
        for row in rows
    ]  # fmt: skip
    RollCallAnswer.objects.bulk_create(made, batch_size=500)
    record_many(
        [entry("programmes.called", one.episode, on=held_on, presence=str(one.presence)) for one in made], by=by
    )
    return made


@audited
def correct_roll_call(*, by: Actor, answer: UUID, presence: str, words: str, reason: str) -> RollCallAnswer:
    """Replace one answer of a roll-call, with the reason; the first stays."""
    by.require(Permission.HELP_SHEETS)
    old = RollCallAnswer.objects.filter(pk=answer, replaced_by__isnull=True).select_related("place").first()
    if old is None:
        raise NotFound("programmes.unknown_help")
    held = locked(by, old.episode_id, Permission.HELP_SHEETS)
    if presence not in Presence.values:
        raise RuleViolation("programmes.choose_one", field="presence")
    made = RollCallAnswer.objects.create(
        episode=held, place=old.place, month=old.month, held_on=old.held_on, presence=presence, act=Act.CORRECTED,
        words=help_rules.check_words(words, field="words"), replaces=old, reason=check_reason(reason),
        recorded_at=clock.now(),
    )  # fmt: skip
    record_many([entry("programmes.call_corrected", held, on=old.held_on, presence=presence)], by=by)
    return made


@audited
def evaluate_oneself(*, by: Actor, episode: UUID, new: NewSelfEvaluation) -> SelfEvaluation:
    """Write down how somebody sees their quarter; a second talk in it replaces the first, which stays.

    Plan 270 §II.1: every quarter the volunteer guides the person to evaluate their own progress. Raises RuleViolation
    ``programmes.words_missing``, ``programmes.words_of_health``, ``programmes.day_ahead``,
    ``programmes.before_measure``, ``programmes.measure_over``.
    """
    held = locked(by, episode, Permission.HELP_RECORD)
    help_rules.check_running(held.measure, held.stage)
    help_rules.check_happened(new.talked_on, since=held.started_on, on=clock.today(), field="talked_on")
    if new.own_grade and new.own_grade not in Grade.values:
        raise RuleViolation("programmes.choose_one", field="own_grade")
    quarter, _last = help_rules.quarter_of(new.talked_on)
    before = SelfEvaluation.objects.filter(episode=held, quarter=quarter, replaced_by__isnull=True).first()
    again = {"act": Act.CORRECTED, "replaces": before, "reason": "another talk in the quarter"} if before else {}
    made = SelfEvaluation.objects.create(
        episode=held, quarter=quarter, talked_on=new.talked_on, own_grade=new.own_grade, recorded_by=by.user,
        own_words=help_rules.check_words(
            new.own_words, field="own_words", most=help_rules.LONGEST_NOTE, needed=True
        ),
        wishes=help_rules.check_words(new.wishes, field="wishes", most=help_rules.LONGEST_NOTE),
        recorded_at=clock.now(), **again,
    )  # fmt: skip
    record_many([entry("programmes.self_evaluated", held, on=new.talked_on)], by=by)
    return made


@audited
def hold_review(*, by: Actor, meeting: NewMeeting, rows: Sequence[Reviewed]) -> ReviewMeeting:
    """Record a review meeting: the result of every person in their evidence, by the number of the minutes, and what
    was said beside it; all rows, or none of them.

    Raises SheetRefused with every wrong cell; RuleViolation ``programmes.minutes_missing``,
    ``programmes.chair_missing``, ``programmes.minutes_twice``, ``programmes.nobody_reviewed``,
    ``programmes.reviewed_already``; NotFound for somebody out of reach.
    """
    by.require(Permission.REVIEWS_HOLD, at=meeting.place.pk)
    paper_no = review_rules.check_minutes_no(meeting.paper_no)
    first, last = help_rules.quarter_of(meeting.held_on)
    review_rules.check_held(meeting.held_on, first=first, on=clock.today())
    chaired_by = tidy(meeting.chaired_by)
    if not chaired_by:
        raise RuleViolation("programmes.chair_missing", field="chaired_by")
    if not rows:
        raise RuleViolation("programmes.nobody_reviewed")
    held = _held(by, [row.episode for row in rows], Permission.REVIEWS_HOLD)
    if ReviewMeeting.objects.filter(place=meeting.place, quarter=first, paper_no=paper_no).exists():
        raise RuleViolation("programmes.minutes_twice", field="paper_no")
    review_rules.check_sheet([wrong for row in rows for wrong in review_rules.wrong_reviewed(row)])
    counts = counts_of(held.values(), first=first, last=last)
    if any(counts[row.episode].reviewed for row in rows):
        raise RuleViolation("programmes.reviewed_already")
    made = ReviewMeeting.objects.create(
        place=meeting.place, quarter=first, held_on=meeting.held_on, paper_no=paper_no, chaired_by=chaired_by,
        attended=tidy(meeting.attended), recorded_at=clock.now(),
    )  # fmt: skip
    new = [(held[row.episode], _result(row, meeting.held_on, paper_no)) for row in rows]
    results = cast(list[ReviewResult], record_evidence_many(by=by, new=new))
    ReviewDetail.objects.bulk_create(
        [
            ReviewDetail(
                meeting=made, result=result, work=row.work, family=row.family, recorded_at=clock.now(),
                health_appointment=row.health_appointment, called=counts[row.episode].called,
                answered=counts[row.episode].answered, tests=counts[row.episode].tests,
                open_needs=counts[row.episode].open_needs,
                comments=help_rules.check_words(row.comments, field="comments"),
            )
            for row, result in zip(rows, results, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip
    facts = {"on": meeting.held_on, "paper_no": paper_no}
    record_many([entry("programmes.reviewed", held[row.episode], **facts) for row in rows], by=by)
    return made


def _result(row: Reviewed, on: date, paper_no: str) -> NewReview:
    return NewReview(reviewed_on=on, paper_no=paper_no, grade=GRADE_WORDS[Grade(row.grade)])


def _held(by: Actor, keys: Sequence[UUID], permission: Permission) -> dict[UUID, Episode]:
    """The measures of a sheet, locked; each in reach, answered for here, and only once."""
    if len(set(keys)) != len(keys):
        raise RuleViolation("programmes.row_twice")
    held = locked_many(by, keys, permission)
    for key in keys:
        if key not in held:
            raise NotFound("episodes.unknown_episode")
        by.require(permission, at=held[key].place_id)
    return held
