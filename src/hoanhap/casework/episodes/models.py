"""Measures of the law: what happened in them fact by fact, and the state that follows."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.choices import (
    Act,
    DeterminationResult,
    DutyState,
    EventKind,
    FindingSource,
    InterruptionKind,
    Measure,
    Outcome,
    PaperKind,
    Stage,
    TransferAct,
    TransferKind,
)
from hoanhap.casework.people.models import Person, reach
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.choices import RegimeCode
from hoanhap.ground.web.sealed import SealedText

LATE_AFTER_HOURS = 72
"""A fact recorded later than this after it happened is shown as a late entry."""


def _one_of(column: str, values: list[str], name: str, *, blank: bool = False) -> models.CheckConstraint:
    known = Q(**{f"{column}__in": values})
    return models.CheckConstraint(condition=known | Q(**{column: ""}) if blank else known, name=name)


class EpisodeQuerySet(models.QuerySet["Episode"]):
    """The reading vocabulary of episodes."""

    def visible_to(self, actor: Actor, on: date) -> Self:
        """The episodes of the people in the actor's reach."""
        if not actor.may(Permission.EPISODES_VIEW):
            return self.none()
        if not actor.may(Permission.PEOPLE_VIEW):
            return self.none()
        if actor.everywhere:
            return self
        seen = reach(actor, on)
        merged = Person.objects.filter(merged_into__isnull=False, merged_into__in=seen).values_list("pk")
        return self.filter(Q(person__pk__reached=seen) | Q(person__pk__reached=merged))

    def open(self) -> Self:
        """Those that have not ended."""
        return self.exclude(stage=Stage.ENDED)

    def post_rehab(self) -> Self:
        """Post-rehabilitation management."""
        return self.filter(measure=Measure.POST_REHAB)

    def answered_for_by(self, actor: Actor) -> Self:
        """Those for which a unit of the actor's post answers today."""
        return self if actor.everywhere else self.filter(place__in=actor.units)


class Episode(models.Model):
    """One measure applied to one person. What stands here follows from the facts; ``state.follow`` alone writes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="episodes")
    measure = models.TextField(choices=Measure)
    regime = models.TextField()  # the law it was decided under, or is to be: stored, never computed from "today"
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")  # the measure before
    origin_measure = models.TextField(choices=Measure, blank=True, default="")  # what post-rehabilitation follows
    months = models.PositiveSmallIntegerField(null=True)  # the term; NULL where the measure has none
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # the unit that answers, of its day
    facility = models.TextField(blank=True, default="")  # where the measure is served, if in a facility
    stage = models.TextField(choices=Stage)
    outcome = models.TextField(choices=Outcome, blank=True, default="")
    started_on = models.DateField(null=True)  # the day from which the term runs: decision, or completion
    expected_on = models.DateField(null=True)  # post-rehabilitation: when completion is expected
    printed_from = models.DateField(null=True)  # as the decision in force prints it
    printed_to = models.DateField(null=True)
    ends_on = models.DateField(null=True)  # computed last day; NULL while it cannot be known
    seen_until = models.DateField(null=True)  # the last day of sight by a signed extension
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            _one_of("measure", Measure.values, "episode_measure_known"),
            _one_of("origin_measure", Measure.values, "episode_origin_known", blank=True),
            _one_of("regime", [code.value for code in RegimeCode], "episode_regime_known"),
            _one_of("stage", Stage.values, "episode_stage_known"),
            _one_of("outcome", Outcome.values, "episode_outcome_known", blank=True),
            models.CheckConstraint(
                condition=Q(stage=Stage.ENDED, ended_on__isnull=False) & ~Q(outcome="")
                | ~Q(stage=Stage.ENDED) & Q(ended_on__isnull=True, outcome=""),
                name="episode_ended_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(measure=Measure.POST_REHAB) | ~Q(origin_measure=""), name="episode_follows_a_measure"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(measure=Measure.POST_REHAB) & ~Q(stage=Stage.ENDED),
                name="episode_one_post_rehab_open",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="episode_of_person"),  # the person's page
            models.Index(fields=["place", "measure", "stage"], name="episode_in_place"),  # a unit's list
            models.Index(fields=["ends_on"], name="episode_ending"),  # the removal sheet
        ]


class FactColumns(models.Model):
    """What every fact says of itself: never changed; a later row may replace it, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.TextField(choices=Act, default=Act.RECORDED)
    reason = models.TextField(blank=True, default="")  # why it was corrected or withdrawn
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


def _fact(prefix: str) -> list[models.BaseConstraint]:
    return [
        _one_of("act", Act.values, f"{prefix}_act_known"),
        models.CheckConstraint(
            condition=Q(act=Act.RECORDED, replaces__isnull=True)
            | ~Q(act=Act.RECORDED) & Q(replaces__isnull=False) & ~Q(reason=""),
            name=f"{prefix}_replaced_with_reason",
        ),
    ]


class EpisodeEvent(FactColumns):
    """Something that happened in an episode."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="events")
    kind = models.TextField(choices=EventKind)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True)  # where a rule counts hours from it
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # the unit that answers after it
    outcome = models.TextField(choices=Outcome, blank=True, default="")  # of the event that ends the episode
    paper_no = models.TextField(blank=True, default="")  # of a paper of another body
    details = models.JSONField(default=dict)  # days, codes and lengths; never words about the person
    note = SealedText()

    class Meta:
        constraints = [
            *_fact("episode_event"),
            _one_of("kind", EventKind.values, "episode_event_kind_known"),
            _one_of("outcome", Outcome.values, "episode_event_outcome_known", blank=True),
            models.CheckConstraint(
                condition=~Q(kind__in=[EventKind.CLOSED, EventKind.REMOVED]) | ~Q(outcome=""),
                name="episode_event_end_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["episode", "happened_on"], name="episode_event_order"),  # the timeline, the fold
            models.Index(fields=["kind", "happened_on"], name="episode_event_of_kind"),  # indicators
        ]

    @property
    def late(self) -> bool:
        """Whether it was recorded more than 72 hours after it happened."""
        return recorded_late(self.happened_on, self.recorded_at)


class Interruption(FactColumns):
    """Days on which the person was away, in prison, in custody or on the run; both days included."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="interruptions")
    kind = models.TextField(choices=InterruptionKind)
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # NULL while it lasts
    reported = models.BooleanField(default=False)  # an absence that was reported counts
    paper_no = models.TextField(blank=True, default="")
    note = SealedText()

    class Meta:
        constraints = [
            *_fact("interruption"),
            _one_of("kind", InterruptionKind.values, "interruption_kind_known"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="interruption_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(reported=False) | Q(kind=InterruptionKind.ABSENCE),
                name="interruption_only_absence_reported",
            ),
        ]
        indexes = [models.Index(fields=["episode", "from_on"], name="interruption_of_episode")]


class Charge(models.Model):
    """Which unit answers for an episode from a day to a day: derived from the events, so that a person counts once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="charges")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="charge_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["place", "from_on"], name="charge_in_place")]  # who was where on a day


class DutyQuerySet(models.QuerySet["Duty"]):
    """The reading vocabulary of duties."""

    def open(self) -> Self:
        """Not done, and still due."""
        return self.filter(state=DutyState.OPEN)

    def overdue(self, at: datetime, on: date) -> Self:
        """Open ones whose last moment, or last day, is over."""
        return self.open().filter(Q(due_at__lt=at) | Q(due_at__isnull=True, due_on__lt=on))

    def answered_for_by(self, actor: Actor) -> Self:
        """Those of the units of the actor's post; none without the right to see duties."""
        if not actor.may(Permission.DUTIES_VIEW):
            return self.none()
        return self if actor.everywhere else self.filter(place__in=actor.units)


class Duty(models.Model):
    """Something the law wants done by a moment: derived from the facts and the rulebook by ``state.follow`` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="duties")
    rule = models.TextField()  # "B-MOVE"
    variant = models.TextField(blank=True, default="")
    version = models.TextField()  # of the rule, as it set the due moment
    party = models.TextField()  # who must act
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    trigger = models.ForeignKey(EpisodeEvent, models.PROTECT, null=True, related_name="+")  # NULL: counted from the end
    counted_from = models.DateField()
    opens_on = models.DateField(null=True)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)  # for rules in hours
    provisional = models.BooleanField(default=False)
    state = models.TextField(choices=DutyState, default=DutyState.OPEN)
    done_by = models.ForeignKey(EpisodeEvent, models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True)
    in_time = models.BooleanField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            _one_of("state", DutyState.values, "duty_state_known"),
            models.CheckConstraint(
                condition=Q(state=DutyState.DONE, done_by__isnull=False, done_on__isnull=False, in_time__isnull=False)
                | ~Q(state=DutyState.DONE) & Q(done_by__isnull=True, done_on__isnull=True, in_time__isnull=True),
                name="duty_done_by_an_event",
            ),
            models.UniqueConstraint(fields=["episode", "rule", "variant", "trigger"], name="duty_once_of_event"),
            models.UniqueConstraint(
                fields=["episode", "rule", "variant"], condition=Q(trigger__isnull=True), name="duty_once_before_end"
            ),
        ]
        indexes = [models.Index(fields=["place", "state", "due_on"], name="duty_today")]  # Today, overdue by unit


class EpisodePaper(models.Model):
    """What a paper does in an episode, with the term it prints and the term computed when it was prepared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="papers")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    kind = models.TextField(choices=PaperKind)
    printed_from = models.DateField(null=True)
    printed_to = models.DateField(null=True)
    computed_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            _one_of("kind", PaperKind.values, "episode_paper_kind_known"),
            models.CheckConstraint(
                condition=Q(printed_to__isnull=True) | Q(printed_to__gte=F("printed_from")),
                name="episode_paper_term_in_order",
            ),
        ]


class Transfer(models.Model):
    """Somebody is handed over; the sender answers until the receiver accepts. ``transfers`` alone writes ``state``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="transfers")
    kind = models.TextField(choices=TransferKind)
    from_place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    from_post = models.TextField(blank=True, default="")  # of the facility
    to_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    left_on = models.DateField()
    state = models.TextField(choices=TransferAct)
    police_must_acknowledge = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            _one_of("kind", TransferKind.values, "transfer_kind_known"),
            _one_of("state", TransferAct.values, "transfer_state_known"),
            models.CheckConstraint(condition=~Q(from_place=F("to_place")), name="transfer_to_another_place"),
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(state__in=[TransferAct.SENT, TransferAct.POLICE_ACKNOWLEDGED]),
                name="transfer_one_pending",
            ),
        ]
        indexes = [models.Index(fields=["to_place", "state"], name="transfer_waiting")]  # handovers on Today


class TransferStep(models.Model):
    """One act of a transfer. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="steps")
    act = models.TextField(choices=TransferAct)
    on = models.DateField()
    by = models.TextField()  # the account
    reason = SealedText()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            _one_of("act", TransferAct.values, "transfer_step_act_known"),
            models.UniqueConstraint(fields=["transfer", "act"], name="transfer_step_once"),
        ]


class HelperAssignment(models.Model):
    """Who helps the person, from a day to a day; opens and closes the tie through which the helper sees the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="helpers")
    post = models.ForeignKey("access.Post", models.PROTECT, null=True, related_name="+")
    agency = models.TextField(blank=True, default="")  # an organisation without an account
    tie = models.UUIDField(null=True)
    paper = models.ForeignKey(EpisodePaper, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, agency="") | Q(post__isnull=True) & ~Q(agency=""),
                name="helper_post_or_agency",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="helper_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["episode", "from_on"], name="helper_of_episode")]


class UseFinding(FactColumns):
    """That somebody used, and on what that rests. A strip alone changes no status."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="use_findings")
    found_on = models.DateField()
    source = models.TextField(choices=FindingSource)
    substance = SealedText()
    confirmed_by = models.TextField(blank=True, default="")  # the confirming body
    confirmed_on = models.DateField(null=True)
    paper_no = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            *_fact("use_finding"),
            _one_of("source", FindingSource.values, "use_finding_source_known"),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmed_by="")
                | Q(confirmed_on__gte=F("found_on")) & ~Q(confirmed_by="") & ~Q(paper_no=""),
                name="use_finding_confirmed_by_a_body",
            ),
        ]
        indexes = [models.Index(fields=["episode", "found_on"], name="use_finding_of_episode")]


class Determination(FactColumns):
    """The competent body's determination of addiction (D109; L120 31), with its dates."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="determinations")
    asked_on = models.DateField()
    received_at = models.DateTimeField(null=True)
    result = models.TextField(choices=DeterminationResult)
    result_on = models.DateField()
    substances = SealedText()
    criteria_met = models.PositiveSmallIntegerField(null=True)  # of 6
    facility = models.TextField()
    doctor = models.TextField(blank=True, default="")
    paper_no = models.TextField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            *_fact("determination"),
            _one_of("result", DeterminationResult.values, "determination_result_known"),
            models.CheckConstraint(
                condition=Q(criteria_met__isnull=True) | Q(criteria_met__lte=6), name="determination_of_six_criteria"
            ),
            models.CheckConstraint(condition=~Q(paper_no="") & ~Q(facility=""), name="determination_with_a_paper"),
            models.CheckConstraint(condition=Q(result_on__gte=F("asked_on")), name="determination_after_request"),
        ]
        indexes = [models.Index(fields=["episode", "result_on"], name="determination_of_episode")]


class TestResult(FactColumns):
    """A test as a dated fact with a paper; sessions and draws feed the same rows later."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="test_results")
    tested_on = models.DateField()
    positive = models.BooleanField()
    unannounced = models.BooleanField(default=False)
    paper_no = models.TextField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *_fact("test_result"),
            models.CheckConstraint(condition=~Q(paper_no=""), name="test_result_with_a_paper"),
        ]
        indexes = [models.Index(fields=["episode", "tested_on"], name="test_result_of_episode")]


class ReviewResult(FactColumns):
    """A quarterly review as a dated fact with a paper."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="review_results")
    reviewed_on = models.DateField()
    grade = models.TextField(blank=True, default="")
    paper_no = models.TextField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *_fact("review_result"),
            models.CheckConstraint(condition=~Q(paper_no=""), name="review_result_with_a_paper"),
        ]
        indexes = [models.Index(fields=["episode", "reviewed_on"], name="review_result_of_episode")]


class RemovalEvidence(models.Model):
    """What the file held when it was reviewed for the end: frozen, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="removal_evidence")
    ends_on = models.DateField()
    counts = models.JSONField()  # tests, positives, reviews, absences, open duties: numbers and days only
    two_clean_years = models.BooleanField()  # the city's own policy (plan 270), a warning beside the law
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["episode"], name="removal_evidence_of_episode")]


def recorded_late(happened_on: date, recorded_at: datetime) -> bool:
    """Whether a fact was recorded more than 72 hours after the end of its day."""
    from hoanhap.ground.kernel.clock import LOCAL

    return (recorded_at.astimezone(LOCAL).date() - happened_on).days > LATE_AFTER_HOURS // 24
