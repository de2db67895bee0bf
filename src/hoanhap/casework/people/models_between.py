"""What lies between two files, or between two units about one file."""

import uuid

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.people.choices import MergeAct, NamesakesAnswer, TransferAnswer
from hoanhap.ground.web.sealed import SealedText


class Distinction(models.Model):
    """Somebody looked at two files that look alike and found two people. The smaller key stands first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    second = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    reason = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinction_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinction_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="distinction_with_reason"),
        ]
        indexes = [models.Index(fields=["second"], name="distinction_of_second")]


class TransferRequest(models.Model):
    """A unit needs the file of somebody whom another unit holds. The asker is never told which."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asking = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    asked_by = models.TextField()  # the post, as text: it outlives the account
    asked_as = SealedText()  # what the asker wrote, so that they know their request again
    asked_at = models.DateTimeField()
    answer = models.TextField(choices=TransferAnswer, default=TransferAnswer.OPEN)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=TransferAnswer.values), name="transfer_answer_known"),
            models.CheckConstraint(
                condition=Q(answer=TransferAnswer.OPEN, answered_at__isnull=True)
                | (~Q(answer=TransferAnswer.OPEN) & Q(answered_at__isnull=False)),
                name="transfer_answered_at",
            ),
            models.UniqueConstraint(
                fields=["person", "asking"], condition=Q(answer=TransferAnswer.OPEN), name="transfer_asked_once"
            ),
        ]
        indexes = [models.Index(fields=["asking", "asked_at"], name="transfer_of_asker")]


class Namesakes(models.Model):
    """Two files of two units that may be about one person: the city compares them, by code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    own = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # of the unit that suspects
    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    raised_in = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    reasons = models.JSONField()  # values of matching.Reason
    raised_at = models.DateTimeField()
    answer = models.TextField(choices=NamesakesAnswer, default=NamesakesAnswer.OPEN)
    note = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["own", "other"], name="namesakes_once"),
            models.CheckConstraint(condition=~Q(own=F("other")), name="namesakes_two_files"),
            models.CheckConstraint(condition=Q(answer__in=NamesakesAnswer.values), name="namesakes_answer_known"),
            models.CheckConstraint(
                condition=Q(answer=NamesakesAnswer.OPEN, answered_at__isnull=True)
                | (~Q(answer=NamesakesAnswer.OPEN) & Q(answered_at__isnull=False)),
                name="namesakes_answered_at",
            ),
        ]
        indexes = [models.Index(fields=["raised_at"], name="namesakes_by_day")]


class MergeFact(models.Model):
    """Two files were found to be about one person, or not to be after all. Never changed; no row moves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.TextField(choices=MergeAct)
    kept = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    merged = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    reason = models.TextField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(act=MergeAct.MERGED, replaces__isnull=True)
                | Q(act=MergeAct.UNDONE, replaces__isnull=False),
                name="merge_fact_undone_replaces_merged",
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_fact_two_people"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_fact_with_reason"),
        ]
