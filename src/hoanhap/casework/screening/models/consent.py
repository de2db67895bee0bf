"""Whether the person lets volunteer and team leader see test results: the last row counts."""

import uuid

from django.db import models
from django.db.models import Q

from hoanhap.casework.episodes.models import Episode


class ResultConsent(models.Model):
    """The person said yes, on paper, or took it back. Asked at every request: a withdrawal counts at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="result_consents")
    given = models.BooleanField()
    on = models.DateField()
    paper_no = models.TextField(blank=True, default="")
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(given=False) | ~Q(paper_no=""), name="consent_on_paper")]
        indexes = [models.Index(fields=["episode", "recorded_at"], name="result_consent_of_episode")]
