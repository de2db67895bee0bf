"""Use that a test under management found is a source of its own, and the only one that a positive may become there."""

from django.db import migrations, models
from django.db.models import Q

from hoanhap.ground.web.constraints import AppendOnly, Refuses

CHOICES = [
    ("strip", "urine strip"),
    ("laboratory", "laboratory confirmation"),
    ("police_record", "police record"),
    ("statement", "the person's own statement"),
    ("screening", "test under management"),
]
BY_CONFIRMATION_ALONE = """
    NEW.source IN ('strip', 'laboratory') AND NEW.confirmed_on IS NOT NULL AND NEW.act <> 'withdrawn'
    AND EXISTS (SELECT 1 FROM episodes_episode own JOIN episodes_episode held ON held.person_id = own.person_id
        WHERE own.id = NEW.episode_id AND held.stage IN ('decided', 'managed', 'reviewed', 'certified'))"""


class Migration(migrations.Migration):
    dependencies = [("episodes", "0005_drug_tests")]

    operations = [
        migrations.AlterField("usefinding", "source", models.TextField(choices=CHOICES)),
        migrations.RemoveConstraint("usefinding", "use_finding_source_known"),
        migrations.AddConstraint(
            "usefinding",
            models.CheckConstraint(
                condition=Q(source__in=[value for value, _words in CHOICES]), name="use_finding_source_known"
            ),
        ),
        AppendOnly("episodes_usefinding", unique=[("id",), ("replaces_id",)]),
        Refuses("use_finding_under_management_by_path", "episodes_usefinding", BY_CONFIRMATION_ALONE),
    ]
