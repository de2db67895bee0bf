"""What somebody needs: the first assessment, needs in their order, and what became of them (plan 270 §II.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Max

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.rules import check_reason
from hoanhap.casework.episodes.writing import entry, locked
from hoanhap.casework.programmes import help_rules as rules
from hoanhap.casework.programmes.help_choices import NeedKind, NeedState
from hoanhap.casework.programmes.models import Assessment, Need
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web import setwise

MOST_NEEDS = 20
"""Open needs of one person; more says nothing about an order."""


@dataclass(frozen=True, kw_only=True)
class NewNeed:
    """A need as it was found; the order of several is their order."""

    kind: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class NewAssessment:
    """What was found when the help began. ``health_appointment``: that one is wanted, and nothing more."""

    assessed_on: date
    circumstances: str = field(repr=False)
    wishes: str = field(default="", repr=False)
    health_appointment: bool = False
    needs: Sequence[NewNeed] = ()


@audited
def assess(*, by: Actor, episode: UUID, new: NewAssessment) -> Assessment:
    """Record the first assessment, with the needs in their order; a wanted health appointment is one of them.

    Raises RuleViolation ``programmes.assessed_already``, ``programmes.words_missing``, ``programmes.words_of_health``,
    ``programmes.day_ahead``, ``programmes.before_measure``, ``programmes.measure_over``.
    """
    held = locked(by, episode, Permission.HELP_RECORD)
    rules.check_running(held.measure, held.stage)
    if Assessment.objects.filter(episode=held, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN).exists():
        raise RuleViolation("programmes.assessed_already")
    made = Assessment.objects.create(**_columns(held, by, new))
    record_many([entry("programmes.assessed", held, on=new.assessed_on)], by=by)
    wanted = list(new.needs)
    if new.health_appointment and all(one.kind != NeedKind.HEALTH for one in wanted):
        wanted.append(NewNeed(kind=NeedKind.HEALTH))
    if wanted:
        _add(by, held, wanted, new.assessed_on)
    return made


@audited
def correct_assessment(*, by: Actor, assessment: UUID, new: NewAssessment, reason: str) -> Assessment:
    """Replace the assessment by what is right, with the reason; needs stay as they are."""
    old = Assessment.objects.filter(pk=assessment, replaced_by__isnull=True).first()
    if old is None:
        raise NotFound("programmes.unknown_help")
    held = locked(by, old.episode_id, Permission.HELP_RECORD)
    made = Assessment.objects.create(
        **_columns(held, by, new), act=Act.CORRECTED, replaces=old, reason=check_reason(reason)
    )
    record_many([entry("programmes.assessment_corrected", held, on=new.assessed_on)], by=by)
    return made


@audited
def add_needs(*, by: Actor, episode: UUID, new: Sequence[NewNeed], on: date) -> list[Need]:
    """Add needs, after those that are open already. Raises RuleViolation ``programmes.need_unknown``,
    ``programmes.too_many_needs``."""
    held = locked(by, episode, Permission.HELP_RECORD)
    rules.check_running(held.measure, held.stage)
    return _add(by, held, new, on)


@audited
def settle_need(*, by: Actor, need: UUID, state: str, on: date) -> Need:
    """A need is met, or no longer wanted. Raises RuleViolation ``programmes.settled_already``."""
    held, row = _own(by, need)
    if row.state != NeedState.OPEN:
        raise RuleViolation("programmes.settled_already")
    if state not in (NeedState.MET, NeedState.DROPPED):
        raise RuleViolation("programmes.choose_one", field="state")
    rules.check_happened(on, since=row.found_on, on=clock.today(), field="on")
    row.state, row.settled_on = state, on
    row.save(update_fields=["state", "settled_on"])
    record_many([entry(f"programmes.need_{NeedState(state).value}", held, on=on, kind=row.kind)], by=by)
    return row


@audited
def put_need_first(*, by: Actor, need: UUID) -> Need:
    """Let this need be answered first; the others keep their order behind it."""
    held, row = _own(by, need)
    others = list(Need.objects.filter(episode=held, state=NeedState.OPEN).exclude(pk=row.pk).order_by("rank", "pk"))
    rows = [row, *others]
    for rank, one in enumerate(rows, start=1):
        one.rank = rank
    setwise.change(rows, ["rank"])
    record_many([entry("programmes.need_put_first", held, kind=row.kind)], by=by)
    return row


def _own(by: Actor, key: UUID) -> tuple[Episode, Need]:
    by.require(Permission.HELP_RECORD)
    row = Need.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("programmes.unknown_help")
    held = locked(by, row.episode_id, Permission.HELP_RECORD)
    return held, Need.objects.select_for_update().get(pk=key)


def _add(by: Actor, held: Episode, new: Sequence[NewNeed], on: date) -> list[Need]:
    rules.check_happened(on, since=held.started_on, on=clock.today(), field="on")
    found = Need.objects.filter(episode=held, state=NeedState.OPEN)
    if found.count() + len(new) > MOST_NEEDS:
        raise RuleViolation("programmes.too_many_needs", most=MOST_NEEDS)
    last = found.aggregate(last=Max("rank"))["last"] or 0
    rows = []
    for rank, one in enumerate(new, start=last + 1):
        if one.kind not in NeedKind.values:
            raise RuleViolation("programmes.need_unknown", field="kind")
        words = rules.check_words(one.words, field="words")
        rows.append(Need(episode=held, kind=one.kind, rank=rank, words=words, found_on=on, recorded_at=clock.now()))
    Need.objects.bulk_create(rows)
    record_many([entry("programmes.need_found", held, on=on, kind=row.kind) for row in rows], by=by)
    return rows


def _columns(held: Episode, by: Actor, new: NewAssessment) -> dict[str, object]:
    rules.check_happened(new.assessed_on, since=held.started_on, on=clock.today(), field="assessed_on")
    return {
        "episode": held,
        "assessed_on": new.assessed_on,
        "health_appointment": new.health_appointment,
        "circumstances": rules.check_words(
            new.circumstances, field="circumstances", most=rules.LONGEST_NOTE, needed=True
        ),
        "wishes": rules.check_words(new.wishes, field="wishes", most=rules.LONGEST_NOTE),
        "recorded_by": by.user,
        "recorded_at": clock.now(),
    }
