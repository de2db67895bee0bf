"""The path of a positive: confirmation, second organisation, notice, time to contest, conclusion. No step is skipped:
the tables refuse it (migration 0002)."""

import uuid

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.models import FactColumns
from hoanhap.casework.episodes.models.facts import one_of, replaced_with_reason
from hoanhap.casework.screening.choices import Confirming, Ending, Found, NoticeWay
from hoanhap.casework.screening.models.sessions import StripTest
from hoanhap.ground.web.sealed import SealedText

BODIES = ["police", "health", "facility", "committee"]


class Confirmation(FactColumns):
    """What a laboratory or a facility found, by its paper. The second one answers a contest."""

    test = models.ForeignKey(StripTest, models.PROTECT, related_name="confirmations")
    number = models.PositiveSmallIntegerField(default=1)
    confirming = models.TextField(choices=Confirming)
    body = models.TextField()  # its name
    paper_no = models.TextField()
    result_on = models.DateField()
    result = models.TextField(choices=Found)
    recorded_by = models.TextField()
    recorded_body = models.TextField()

    class Meta:
        constraints = [
            *replaced_with_reason("confirmation"),
            one_of("confirming", Confirming.values, "confirmation_by_known"),
            one_of("result", Found.values, "confirmation_result_known"),
            one_of("recorded_body", BODIES, "confirmation_body_known"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=2), name="confirmation_first_or_second"),
            models.CheckConstraint(
                condition=~Q(paper_no="") & ~Q(body="") & ~Q(recorded_by=""), name="confirmation_with_a_paper"
            ),
        ]
        indexes = [models.Index(fields=["test", "number"], name="confirmation_of_test")]


class CounterSignature(models.Model):
    """A post of another organisation than the one that recorded a confirmation signs it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    confirmation = models.OneToOneField(Confirmation, models.PROTECT, related_name="signature")
    signed_by = models.TextField()
    signed_body = models.TextField()
    signed_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("signed_body", BODIES, "counter_signature_body_known"),
            models.CheckConstraint(condition=~Q(signed_by=""), name="counter_signature_by_somebody"),
        ]


class Notice(models.Model):
    """The person was told of a confirmed positive, and until when it can be contested."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    confirmation = models.OneToOneField(Confirmation, models.PROTECT, related_name="notice")
    given_on = models.DateField()
    way = models.TextField(choices=NoticeWay)
    contest_days = models.PositiveSmallIntegerField()  # working days, as set on the day of the notice
    contest_until = models.DateField()
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("way", NoticeWay.values, "test_notice_way_known"),
            models.CheckConstraint(
                condition=Q(contest_days__gte=5, contest_until__gt=F("given_on")), name="test_notice_leaves_time"
            ),
        ]


class Contest(models.Model):
    """The person contests the result: a second confirmation is needed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="contest")
    contested_on = models.DateField()
    said = SealedText()
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()


class Conclusion(models.Model):
    """How the path ended. Only ``confirmed`` lets the person's file know of use (UseFinding ``screening``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    test = models.OneToOneField(StripTest, models.PROTECT, related_name="conclusion")
    ending = models.TextField(choices=Ending)
    concluded_on = models.DateField()
    paper_no = models.TextField()  # of the confirmation it rests on
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("ending", Ending.values, "conclusion_known"),
            models.CheckConstraint(condition=~Q(paper_no=""), name="conclusion_with_a_paper"),
        ]
