"""What left, and what is coming in. Text ids only: a log outlives accounts and posts."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from hoanhap.ground.exchange.choices import ImportState, Outcome
from hoanhap.ground.kernel.permissions import Actor, Permission


class ExportRunQuerySet(models.QuerySet["ExportRun"]):
    """Words for reading the export log."""

    def visible_to(self, actor: Actor) -> Self:
        """All for who may view the log; one's own for everybody else."""
        if actor.may(Permission.AUDIT_VIEW):
            return self
        return self.filter(user=actor.user) if actor.user else self.none()


class ExportRun(models.Model):
    """One file that left: who took what, why, and how to recognise the file. Append-only: see the migration."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.TextField(unique=True)
    """Printed at the top of the file, so that a stray sheet can be traced."""
    user = models.TextField()
    post = models.TextField(blank=True)
    role = models.TextField(blank=True)
    what = models.TextField()
    purpose = models.TextField()
    filters = models.TextField(blank=True)
    """The filters by their labels. Never the words somebody searched for."""
    row_count = models.PositiveIntegerField()
    columns = models.TextField()
    """Titles, separated by semicolons."""
    file_sha256 = models.TextField()
    made_at = models.DateTimeField()

    objects = ExportRunQuerySet.as_manager()

    class Meta:
        db_table = "exchange_exportrun"
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="exchange_exportrun_has_purpose"),
            models.CheckConstraint(condition=~Q(user=""), name="exchange_exportrun_has_user"),
        ]
        indexes = [models.Index(fields=["made_at"], name="exchange_exportrun_made")]


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Words for reading imports."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own: what is staged has not been checked for anybody else's reach."""
        return self.filter(user=actor.user) if actor.user else self.none()


class ImportRun(models.Model):
    """One file that is coming in. The file itself and its name are not kept: a name may tell of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.TextField()
    """"<app>.<noun>": who checks and writes it."""
    state = models.TextField(choices=ImportState, default=ImportState.READING)
    file_sha256 = models.TextField()
    user = models.TextField()
    post = models.TextField(blank=True)
    role = models.TextField(blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_change = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ImportState.READING, ImportState.CHECKED], ended_at__isnull=True)
                | Q(
                    state__in=[ImportState.REFUSED, ImportState.WRITTEN, ImportState.WITHDRAWN],
                    ended_at__isnull=False,
                ),
                name="exchange_importrun_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(
                    rows_read=models.F("rows_wrong")
                    + models.F("rows_new")
                    + models.F("rows_same")
                    + models.F("rows_change")
                ),
                name="exchange_importrun_counts_add_up",
            ),
        ]
        indexes = [models.Index(fields=["user", "started_at"], name="exchange_importrun_user")]


class ImportRow(models.Model):
    """One row of the file: what it says, what is wrong with it, what writing it would do."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    """As the spreadsheet counts."""
    values = models.JSONField()
    """By column key, word for word."""
    problems = models.JSONField(default=list)
    """List of {cell, value, reason}; reason is a sentence."""
    outcome = models.TextField(choices=Outcome, blank=True, default=Outcome.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="exchange_importrow_one_per_number"),
            models.CheckConstraint(
                condition=(Q(outcome="") & ~Q(problems=[])) | (~Q(outcome="") & Q(problems=[])),
                name="exchange_importrow_outcome_or_problems",
            ),
        ]
