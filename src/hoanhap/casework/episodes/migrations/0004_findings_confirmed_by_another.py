"""A finding is confirmed by another person than who recorded it: the database keeps that, too."""

from django.db import migrations, models
from django.db.models import F, Q

from hoanhap.ground.web.constraints import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("episodes", "0003_papers_bring_about")]

    operations = [
        migrations.AddField("usefinding", "recorded_by", models.TextField(default=""), preserve_default=False),
        migrations.AddField("usefinding", "recorded_body", models.TextField(default=""), preserve_default=False),
        migrations.AddField("usefinding", "confirmation_by", models.TextField(blank=True, default="")),
        migrations.AddConstraint(
            "usefinding",
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmation_by="")
                | Q(confirmed_on__isnull=False) & ~Q(confirmation_by="") & ~Q(confirmation_by=F("recorded_by")),
                name="use_finding_confirmed_by_another",
            ),
        ),
        AppendOnly("episodes_usefinding", unique=[("id",), ("replaces_id",)]),
    ]
