"""A tie whose sight ends on its first day ends before it begins: it gave sight for hours, and gives none any more."""

from django.db import migrations, models
from django.db.models import F, Q

from hoanhap.ground.web.constraints import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("people", "0004_between_files")]

    operations = [
        migrations.RemoveConstraint("tie", "tie_ends_after_start"),
        migrations.AddConstraint(
            "tie",
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")) | Q(closed_at__isnull=False),
                name="tie_ends_after_start",
            ),
        ),
        NoOverlap(
            "tie_once_at_a_time",
            "people_tie",
            keys=["person_id", "holder", "kind"],
            start="from_on",
            end="to_on",
            condition='"to_on" IS NULL OR "to_on" >= "from_on"',
        ),
    ]
