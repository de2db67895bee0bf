"""What a measure rests on: findings, determinations, tests and reviews, and what was frozen at the end."""

import uuid

from django.db import models
from django.db.models import F, Q

from hoanhap.casework.episodes.choices import DeterminationResult, FindingSource
from hoanhap.casework.episodes.models.facts import FactColumns, one_of, replaced_with_reason
from hoanhap.casework.episodes.models.measures import Episode
from hoanhap.ground.web.sealed import SealedText


class UseFinding(FactColumns):
    """That somebody used, and on what that rests. A strip alone changes no status."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="use_findings")
    found_on = models.DateField()
    source = models.TextField(choices=FindingSource)
    substance = SealedText()
    recorded_by = models.TextField()  # the account that recorded it first
    recorded_body = models.TextField()  # the body of that post: police, health, committee, facility
    confirmed_by = models.TextField(blank=True, default="")  # the confirming body
    confirmed_on = models.DateField(null=True)
    confirmation_by = models.TextField(blank=True, default="")  # the account that recorded the confirmation
    paper_no = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            *replaced_with_reason("use_finding"),
            one_of("source", FindingSource.values, "use_finding_source_known"),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmed_by="")
                | Q(confirmed_on__gte=F("found_on")) & ~Q(confirmed_by="") & ~Q(paper_no=""),
                name="use_finding_confirmed_by_a_body",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmation_by="")
                | Q(confirmed_on__isnull=False) & ~Q(confirmation_by="") & ~Q(confirmation_by=F("recorded_by")),
                name="use_finding_confirmed_by_another",
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
            *replaced_with_reason("determination"),
            one_of("result", DeterminationResult.values, "determination_result_known"),
            models.CheckConstraint(
                condition=Q(criteria_met__isnull=True) | Q(criteria_met__lte=6), name="determination_of_six_criteria"
            ),
            models.CheckConstraint(condition=~Q(paper_no="") & ~Q(facility=""), name="determination_with_a_paper"),
            models.CheckConstraint(condition=Q(result_on__gte=F("asked_on")), name="determination_after_request"),
        ]
        indexes = [models.Index(fields=["episode", "result_on"], name="determination_of_episode")]


class DrugTest(FactColumns):
    """A drug test as a dated fact with a paper; sessions and draws feed the same rows later."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="drug_tests")
    tested_on = models.DateField()
    positive = models.BooleanField()
    unannounced = models.BooleanField(default=False)
    paper_no = models.TextField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *replaced_with_reason("drug_test"),
            models.CheckConstraint(condition=~Q(paper_no=""), name="drug_test_with_a_paper"),
        ]
        indexes = [models.Index(fields=["episode", "tested_on"], name="drug_test_of_episode")]


class ReviewResult(FactColumns):
    """A quarterly review as a dated fact with a paper."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="review_results")
    reviewed_on = models.DateField()
    grade = models.TextField(blank=True, default="")
    paper_no = models.TextField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *replaced_with_reason("review_result"),
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
