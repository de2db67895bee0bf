"""Personal help: the first assessment, needs, the help plan, visits and counselling notes. Words are sealed."""

import uuid

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.models import Episode, FactColumns, recorded_late
from hoanhap.casework.episodes.models.facts import one_of, replaced_with_reason
from hoanhap.casework.programmes.help_choices import (
    ItemState,
    MissedBecause,
    NeedKind,
    NeedState,
    Period,
    VisitState,
    Way,
)
from hoanhap.ground.web.sealed import SealedText

LONGEST_VISIT = 600
"""Minutes; longer is a slip of the finger."""


class Assessment(FactColumns):
    """What a helper found when the help began: circumstances and wishes. Of health only that an appointment is
    wanted; anything more belongs to the health staff."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="assessments")
    assessed_on = models.DateField()
    health_appointment = models.BooleanField()
    circumstances = SealedText()
    wishes = SealedText()
    recorded_by = models.TextField()  # the account

    class Meta:
        constraints = replaced_with_reason("assessment")
        indexes = [models.Index(fields=["episode", "assessed_on"], name="assessment_of_episode")]

    @property
    def late(self) -> bool:
        """Whether it was recorded more than 72 hours after it happened."""
        return recorded_late(self.assessed_on, self.recorded_at)


class Need(models.Model):
    """One need of a person, in the order in which it is to be answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="needs")
    kind = models.TextField(choices=NeedKind)
    rank = models.PositiveSmallIntegerField()  # 1 comes first
    state = models.TextField(choices=NeedState, default=NeedState.OPEN)
    words = SealedText()
    found_on = models.DateField()
    settled_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("kind", NeedKind.values, "need_kind_known"),
            one_of("state", NeedState.values, "need_state_known"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="need_rank_from_one"),
            models.CheckConstraint(
                condition=Q(state=NeedState.OPEN, settled_on__isnull=True)
                | ~Q(state=NeedState.OPEN) & Q(settled_on__gte=F("found_on")),
                name="need_settled_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["episode", "state", "rank"], name="need_of_episode")]


class HelpPlan(models.Model):
    """A help plan, from a day; one is in force for a measure at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="help_plans")
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # the last day; NULL while it is in force
    recorded_by = models.TextField()  # the account
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(to_on__isnull=True), name="help_plan_one_in_force"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="help_plan_ends_after_start"
            ),
        ]


class PlanItem(models.Model):
    """One thing a help plan sets out to do by a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(HelpPlan, models.PROTECT, related_name="items")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="items")
    period = models.TextField(choices=Period)
    due_on = models.DateField()  # the last day of its month, quarter or year
    words = SealedText()
    state = models.TextField(choices=ItemState, default=ItemState.OPEN)
    settled_on = models.DateField(null=True)
    why = SealedText()  # why it was not done
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("period", Period.values, "plan_item_period_known"),
            one_of("state", ItemState.values, "plan_item_state_known"),
            models.CheckConstraint(
                condition=Q(state=ItemState.OPEN, settled_on__isnull=True)
                | ~Q(state=ItemState.OPEN) & Q(settled_on__isnull=False),
                name="plan_item_settled_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["plan", "due_on"], name="plan_item_of_plan")]


class Visit(FactColumns):
    """A visit that is planned, was made or was missed. ``planned``: the planned visit that this one answers."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="visits")
    state = models.TextField(choices=VisitState)
    day = models.DateField()
    planned = models.ForeignKey("self", models.PROTECT, null=True, related_name="answers")
    way = models.TextField(choices=Way, blank=True, default="")
    minutes = models.PositiveSmallIntegerField(null=True)
    did = models.JSONField(default=list)  # codes of Doing
    because = models.TextField(choices=MissedBecause, blank=True, default="")
    words = SealedText()
    recorded_by = models.TextField()  # the account

    class Meta:
        constraints = [
            *replaced_with_reason("visit"),
            one_of("state", VisitState.values, "visit_state_known"),
            one_of("way", Way.values, "visit_way_known", blank=True),
            one_of("because", MissedBecause.values, "visit_because_known", blank=True),
            models.CheckConstraint(
                condition=Q(state=VisitState.DONE, minutes__gte=1, minutes__lte=LONGEST_VISIT) & ~Q(way="")
                | ~Q(state=VisitState.DONE) & Q(minutes__isnull=True, way=""),
                name="visit_done_in_a_way",
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.MISSED) & ~Q(because="") | ~Q(state=VisitState.MISSED) & Q(because=""),
                name="visit_missed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.PLANNED) | Q(planned__isnull=True), name="visit_planned_answers_nothing"
            ),
        ]
        indexes = [
            models.Index(fields=["episode", "day"], name="visit_of_episode"),
            models.Index(fields=["state", "day"], name="visit_of_month"),  # visits of a month, fidelity
        ]

    @property
    def late(self) -> bool:
        """Whether it was recorded more than 72 hours after it happened; a planned one never is."""
        return self.state != VisitState.PLANNED and recorded_late(self.day, self.recorded_at)


class CounsellingNote(FactColumns):
    """What a helper keeps for themselves and for who follows in the same work. Never exported, never printed."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="counselling_notes")
    noted_on = models.DateField()
    words = SealedText()
    author = models.TextField()  # the account
    author_post = models.TextField()  # the post in which it was written

    class Meta:
        constraints = replaced_with_reason("counselling_note")
        indexes = [models.Index(fields=["episode", "noted_on"], name="counselling_note_of_episode")]

    @property
    def late(self) -> bool:
        """Whether it was recorded more than 72 hours after it happened."""
        return recorded_late(self.noted_on, self.recorded_at)
