"""Reads of personal help. What a post may not read in words leaves this module without them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from hoanhap.casework.episodes.choices import Act, Stage
from hoanhap.casework.episodes.models import Episode, EpisodeQuerySet, HelperAssignment, ReviewResult
from hoanhap.casework.episodes.selectors import episode as one_episode
from hoanhap.casework.episodes.selectors import episodes
from hoanhap.casework.people.choices import Purpose
from hoanhap.casework.programmes import help_rules as rules
from hoanhap.casework.programmes.help_choices import NeedState, VisitState
from hoanhap.casework.programmes.models import (
    Assessment,
    CounsellingNote,
    HelpPlan,
    Need,
    PlanItem,
    SelfEvaluation,
    Visit,
)
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission

_LATER_FIRST = F("replaces").asc(nulls_last=True)  # of two recorded in one moment
RECENT = 20
"""Visits on a page."""


def standing_visits() -> QuerySet[Visit]:
    """Visits that count: neither replaced nor taken back."""
    return Visit.objects.filter(replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)


def open_visits() -> QuerySet[Visit]:
    """Visits that are planned and neither made nor missed."""
    answered = standing_visits().filter(planned=OuterRef("pk"))
    return standing_visits().filter(~Exists(answered), state=VisitState.PLANNED)


def helped(*, by: Actor, on: date) -> EpisodeQuerySet:
    """The open management of everybody in the actor's reach, with ``next_visit``, ``last_visit``, ``planned_help``,
    ``assessed`` and ``evaluated`` (in this quarter), the next visit first."""
    by.require(Permission.HELP_VIEW)
    mine = {"episode": OuterRef("pk")}
    quarter, _last = rules.quarter_of(on)
    next_visit = open_visits().filter(**mine).order_by().values("episode").annotate(day=Min("day")).values("day")
    made = standing_visits().filter(**mine, state=VisitState.DONE).order_by()
    found = episodes(by=by, on=on).post_rehab().exclude(stage=Stage.ENDED)
    return found.annotate(
        next_visit=Subquery(next_visit),
        last_visit=Subquery(made.values("episode").annotate(day=Max("day")).values("day")),
        planned_help=Exists(HelpPlan.objects.filter(**mine, to_on__isnull=True)),
        assessed=Exists(_standing(Assessment).filter(**mine)),
        evaluated=Exists(_standing(SelfEvaluation).filter(**mine, quarter=quarter)),
    ).order_by(F("next_visit").asc(nulls_last=True), "person__sort_key", "pk")


def next_visits(*, by: Actor, on: date) -> list[date | None]:
    """The day of the next visit of everybody in the actor's reach; None where none is planned."""
    return [getattr(one, "next_visit", None) for one in helped(by=by, on=on)]


def _standing(model: Any) -> Any:
    """The standing rows of a table of facts."""
    return model._default_manager.filter(replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class NeedLine:
    """One need, as far as the actor may see."""

    key: UUID
    kind: str
    state: str
    words: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One item of the plan in force, as far as the actor may see."""

    key: UUID
    period: str
    due_on: date
    state: str
    words: str = field(repr=False)
    why: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class VisitLine:
    """One visit, as far as the actor may see; ``replaced``: a later entry stands for it."""

    key: UUID
    state: str
    day: date
    way: str
    minutes: int | None
    did: list[str]
    because: str
    recorded_at: datetime
    late: bool
    replaced: bool
    withdrawn: bool
    words: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Help:
    """The help that somebody is given in one measure, as far as the actor may see."""

    episode: Episode
    sees: rules.Sees
    assessment: Assessment | None
    """Only for posts that read words; its words stay sealed until they are looked at."""
    assessed_on: date | None
    needs: list[NeedLine]
    plan: HelpPlan | None
    items: list[ItemLine]
    planned: list[VisitLine]
    visits: list[VisitLine]
    evaluations: list[SelfEvaluation]
    reviews: list[ReviewResult]


def help_of(*, by: Actor, episode: Episode, on: date) -> Help:
    """The help given in a measure of somebody in the actor's reach. Raises PermissionRefused, NotFound.

    Who opens the page has opened the file, with purpose; a Chairman learns how far it is and reads no words.
    """
    by.require(Permission.HELP_VIEW)
    held = one_episode(by=by, ref=episode.pk, on=on)
    sees = rules.sees(by.role)
    assessment = _standing(Assessment).filter(episode=held).first()
    plan = HelpPlan.objects.filter(episode=held, to_on__isnull=True).first()
    evaluations = _standing(SelfEvaluation).filter(episode=held).order_by("-quarter") if sees.words else []
    return Help(
        episode=held,
        sees=sees,
        assessment=assessment if sees.words else None,
        assessed_on=assessment.assessed_on if assessment else None,
        needs=[_need(row, sees) for row in Need.objects.filter(episode=held).order_by("state", "rank", "pk")],
        plan=plan,
        items=[_item(row, sees) for row in PlanItem.objects.filter(plan=plan).order_by("due_on", "recorded_at", "pk")],
        planned=[_visit(row, sees) for row in open_visits().filter(episode=held).order_by("day")],
        visits=_visits(held, sees),
        evaluations=list(evaluations),
        reviews=_reviews(by, held),
    )


def _need(row: Need, sees: rules.Sees) -> NeedLine:
    words = str(row.words) if sees.words else ""
    return NeedLine(key=row.pk, kind=row.kind, state=row.state, words=words)


def _item(row: PlanItem, sees: rules.Sees) -> ItemLine:
    goals = (str(row.words), str(row.why)) if sees.goals else ("", "")
    return ItemLine(
        key=row.pk, period=row.period, due_on=row.due_on, state=row.state, words=goals[0], why=goals[1]
    )  # fmt: skip


def _visits(held: Episode, sees: rules.Sees) -> list[VisitLine]:
    """What was made and missed, and what was taken back, the latest first."""
    found = Visit.objects.filter(episode=held).filter(Q(act=Act.WITHDRAWN) | ~Q(state=VisitState.PLANNED))
    rows = found.select_related("replaced_by").order_by("-day", "-recorded_at", _LATER_FIRST, "pk")[:RECENT]
    return [
        _visit(row, sees) for row in rows if not (hasattr(row, "replaced_by") and row.replaced_by.act == "withdrawn")
    ]


def _visit(row: Visit, sees: rules.Sees) -> VisitLine:
    return VisitLine(
        key=row.pk, state=row.state, day=row.day, way=row.way, minutes=row.minutes, did=list(row.did),
        because=row.because, recorded_at=row.recorded_at, late=row.late, replaced=hasattr(row, "replaced_by"),
        withdrawn=row.act == Act.WITHDRAWN, words=str(row.words) if sees.words else "",
        reason=row.reason if sees.words else "",
    )  # fmt: skip


def _reviews(by: Actor, held: Episode) -> list[ReviewResult]:
    if not by.may(Permission.REVIEWS_VIEW):
        return []
    found = ReviewResult.objects.filter(episode=held, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)
    return list(found.order_by("-reviewed_on", "-recorded_at"))


def need_of(*, by: Actor, episode: Episode, ref: UUID) -> Need:
    """An open need of a measure in reach. Raises NotFound."""
    return _found(by, Need.objects.filter(pk=ref, episode=episode, state=NeedState.OPEN).first())


def item_of(*, by: Actor, episode: Episode, ref: UUID) -> PlanItem:
    """An item, of the plan in force, of a measure in reach. Raises NotFound."""
    return _found(by, PlanItem.objects.filter(pk=ref, plan__episode=episode, plan__to_on__isnull=True).first())


def visit_of(*, by: Actor, episode: Episode, ref: UUID) -> Visit:
    """A standing visit of a measure in reach. Raises NotFound."""
    return _found(by, standing_visits().filter(pk=ref, episode=episode).first())


Row = TypeVar("Row", Need, PlanItem, Visit)


def _found(by: Actor, row: Row | None) -> Row:
    by.require(Permission.HELP_RECORD)
    if row is None:
        raise NotFound("programmes.unknown_help")
    return row


def open_needs(*, by: Actor, episode: Episode) -> list[Need]:
    """The open needs, in their order."""
    by.require(Permission.HELP_RECORD)
    return list(Need.objects.filter(episode=episode, state=NeedState.OPEN).order_by("rank", "pk"))


@dataclass(frozen=True)
class Note:
    """One counselling note, opened for its author or for who follows in the same work."""

    key: UUID
    noted_on: date
    recorded_at: datetime
    late: bool
    own: bool
    replaced: bool
    words: str = field(repr=False)
    reason: str = field(repr=False)


def notes_of(*, by: Actor, episode: Episode, on: date) -> list[Note]:
    """The counselling notes of a measure that the actor may read, the latest first; the log says that they were read.

    Nothing but the notes' own page calls this: no list, paper or export holds them.
    """
    by.require(Permission.NOTES_WRITE)
    held = one_episode(by=by, ref=episode.pk, on=on)
    rows = HelperAssignment.objects.filter(episode=held, post__isnull=False).select_related("post")
    assigned = [
        rules.Assigned(post=str(row.post_id), role=row.post.role, from_on=row.from_on, to_on=row.to_on)
        for row in rows
        if row.post
    ]
    posts = rules.authors_before(assigned, post=by.post, on=on)
    found = CounsellingNote.objects.filter(Q(author=by.user) | Q(author_post__in=posts), episode=held)
    notes = [
        _note(row, by)
        for row in found.select_related("replaced_by").order_by("-noted_on", "-recorded_at", _LATER_FIRST, "pk")
    ]
    record_read(
        "programmes.notes_read", f"episodes.episode:{held.pk}", by=by, purpose=Purpose.HELP, chain=held.place.chain,
        facts={"notes": len(notes)},
    )  # fmt: skip
    return notes


def _note(row: CounsellingNote, by: Actor) -> Note:
    return Note(
        row.pk, row.noted_on, row.recorded_at, row.late, row.author == by.user, hasattr(row, "replaced_by"),
        str(row.words), row.reason,
    )  # fmt: skip


def visits_not_made(*, by: Actor, of: Collection[UUID], on: date) -> QuerySet[Visit]:
    """Planned visits of these measures whose day is over and that were neither made nor missed, the oldest first."""
    by.require(Permission.HELP_VIEW)
    late = open_visits().filter(episode__in=of, day__lt=on).select_related("episode__person").defer("words")
    return late.order_by("day", "pk")


def plan_of(*, by: Actor, episode: Episode) -> HelpPlan:
    """The plan in force of a measure in reach. Raises NotFound."""
    by.require(Permission.HELP_RECORD)
    found = HelpPlan.objects.filter(episode=episode, to_on__isnull=True).first()
    if found is None:
        raise NotFound("programmes.unknown_help")
    return found
