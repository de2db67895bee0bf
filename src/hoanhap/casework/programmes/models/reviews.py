"""The month's roll-call, the quarter's self-evaluation and the quarter's review meeting."""

import uuid

from django.db import models
from django.db.models import Q

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.episodes.models import Episode, FactColumns, ReviewResult, recorded_late
from hoanhap.casework.episodes.models.facts import one_of, replaced_with_reason
from hoanhap.casework.programmes.help_choices import Family, Grade, Presence, Work
from hoanhap.ground.web.sealed import SealedText


class RollCallAnswer(FactColumns):
    """How one person answered the roll-call of a month."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="roll_calls")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    held_on = models.DateField()
    presence = models.TextField(choices=Presence)
    words = SealedText()

    class Meta:
        constraints = [
            *replaced_with_reason("roll_call"),
            one_of("presence", Presence.values, "roll_call_presence_known"),
            models.UniqueConstraint(
                fields=["episode", "month"], condition=Q(act=Act.RECORDED), name="roll_call_once_a_month"
            ),
        ]
        indexes = [models.Index(fields=["month", "episode"], name="roll_call_of_month")]

    @property
    def late(self) -> bool:
        """Whether it was recorded more than 72 hours after it happened."""
        return recorded_late(self.held_on, self.recorded_at)


class SelfEvaluation(FactColumns):
    """How somebody sees their own quarter, in their own words; the helper guides and writes down."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="self_evaluations")
    quarter = models.DateField()  # its first day
    talked_on = models.DateField()
    own_words = SealedText()
    wishes = SealedText()
    own_grade = models.TextField(choices=Grade, blank=True, default="")
    recorded_by = models.TextField()  # the account

    class Meta:
        constraints = [
            *replaced_with_reason("self_evaluation"),
            one_of("own_grade", Grade.values, "self_evaluation_grade_known", blank=True),
            models.UniqueConstraint(
                fields=["episode", "quarter"], condition=Q(act=Act.RECORDED), name="self_evaluation_once_a_quarter"
            ),
        ]

    @property
    def late(self) -> bool:
        """Whether it was recorded more than 72 hours after it happened."""
        return recorded_late(self.talked_on, self.recorded_at)


class ReviewMeeting(models.Model):
    """One meeting of the steering committee that reviews the people due in a quarter. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    quarter = models.DateField()  # its first day
    held_on = models.DateField()
    paper_no = models.TextField()  # of the minutes
    chaired_by = models.TextField()  # as staff are named
    attended = models.TextField(blank=True, default="")  # as staff are named
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(paper_no=""), name="review_meeting_with_minutes"),
            models.UniqueConstraint(fields=["place", "quarter", "paper_no"], name="review_meeting_minutes_once"),
        ]
        indexes = [models.Index(fields=["place", "held_on"], name="review_meeting_in_place")]


class ReviewDetail(models.Model):
    """What a meeting said of one person beside the result. Never changed; counts are as they stood that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(ReviewMeeting, models.PROTECT, related_name="details")
    result = models.OneToOneField(ReviewResult, models.PROTECT, related_name="+")
    called = models.PositiveSmallIntegerField()  # roll-calls of the quarter
    answered = models.PositiveSmallIntegerField()  # of them present or by telephone
    tests = models.PositiveSmallIntegerField()  # tests made in the quarter; what they showed is not told here
    open_needs = models.PositiveSmallIntegerField()
    work = models.TextField(choices=Work)
    family = models.TextField(choices=Family)
    health_appointment = models.BooleanField()
    comments = SealedText()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("work", Work.values, "review_detail_work_known"),
            one_of("family", Family.values, "review_detail_family_known"),
        ]
