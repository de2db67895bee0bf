"""The table of the audit log. No foreign keys: an entry outlives what it speaks of."""

import json
from typing import Any, Self

from django.db import models
from django.db.models import Q

from hoanhap.ground.audit.choices import CHECKPOINTED, EntryKind
from hoanhap.ground.kernel.permissions import Actor, Permission


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Words for reading the log."""

    def visible_to(self, actor: Actor) -> Self:
        """All entries for who may view the log, none for others."""
        return self if actor.may(Permission.AUDIT_VIEW) else self.none()


class AuditEntry(models.Model):
    """One change that was made, or one look that was taken, and by whom. Append-only: see the migration."""

    chain = models.TextField()
    seq = models.BigIntegerField()
    """Counts from 1 in each chain, without gaps."""
    kind = models.TextField(choices=EntryKind)
    name = models.TextField()
    """Of an event "<app>.<what happened>", of a read the screen."""
    subject = models.TextField()
    """"<app>.<model>:<id>": whom or what it is about."""
    user = models.TextField()
    post = models.TextField(blank=True)
    role = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    """Why it was looked at. Empty for events."""
    facts = models.TextField()
    """JSON in canonical form; text, because the digest is over exactly these bytes."""
    recorded_at = models.DateTimeField()
    previous = models.TextField()
    digest = models.TextField()

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        db_table = "audit_entry"
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_entry_one_per_number"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="audit_entry_counts_from_one"),
            # SQLite shows a key that was not given as -1 to the trigger that refuses INSERT OR REPLACE.
            models.CheckConstraint(condition=Q(id__gte=1), name="audit_entry_key_positive"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.EVENT, purpose="") | (Q(kind=EntryKind.READ) & ~Q(purpose="")),
                name="audit_entry_read_has_purpose",
            ),
        ]
        indexes = [
            # The list shows the latest first, and by days.
            models.Index(fields=["recorded_at"], name="audit_entry_recorded"),
            # "Who looked", "what happened to this".
            models.Index(fields=["subject"], name="audit_entry_subject"),
            # "What did this user do".
            models.Index(fields=["user", "recorded_at"], name="audit_entry_user"),
            # The last checkpoint, without reading the system's chain backwards.
            models.Index(fields=["seq"], condition=Q(name=CHECKPOINTED), name="audit_entry_checkpoints"),
        ]

    def stated(self) -> dict[str, Any]:
        """The facts, read back from their text."""
        facts: dict[str, Any] = json.loads(self.facts)
        return facts
