"""What every fact of a measure says of itself."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from hoanhap.casework.episodes.choices import Act
from hoanhap.ground.kernel.clock import LOCAL

LATE_AFTER_HOURS = 72
"""A fact recorded later than this after it happened is shown as a late entry."""


def one_of(column: str, values: list[str], name: str, *, blank: bool = False) -> models.CheckConstraint:
    """That a column holds one of the values of a closed list, or, if ``blank``, nothing."""
    known = Q(**{f"{column}__in": values})
    return models.CheckConstraint(condition=known | Q(**{column: ""}) if blank else known, name=name)


class FactColumns(models.Model):
    """What every fact says of itself: never changed; a later row may replace it, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.TextField(choices=Act, default=Act.RECORDED)
    reason = models.TextField(blank=True, default="")  # why it was corrected or withdrawn
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


def replaced_with_reason(prefix: str) -> list[models.BaseConstraint]:
    """What every table of facts keeps: a known act, and a reason wherever an earlier fact is replaced."""
    return [
        one_of("act", Act.values, f"{prefix}_act_known"),
        models.CheckConstraint(
            condition=Q(act=Act.RECORDED, replaces__isnull=True)
            | ~Q(act=Act.RECORDED) & Q(replaces__isnull=False) & ~Q(reason=""),
            name=f"{prefix}_replaced_with_reason",
        ),
    ]


def recorded_late(happened_on: date, recorded_at: datetime) -> bool:
    """Whether a fact was recorded more than 72 hours after the end of its day."""
    return (recorded_at.astimezone(LOCAL).date() - happened_on).days > LATE_AFTER_HOURS // 24
