"""A paper says what its signature brings about, so that the one who signs signs just that."""

from django.db import migrations, models
from django.db.models import Q

from hoanhap.ground.web.constraints import AppendOnly

KINDS = [
    ("proposal", "proposal"),
    ("decision", "decision"),
    ("certificate", "certificate of completion"),
    ("removal", "removal from the list"),
    ("transfer_notice", "transfer notice"),
    ("helper", "assignment of a helper"),
    ("extension", "extension of sight"),
    ("team", "support team"),
    ("notice", "notice of approaching completion"),
]


class Migration(migrations.Migration):
    dependencies = [("episodes", "0002_promises")]

    operations = [
        migrations.AddField("episodepaper", "brings", models.JSONField(default=dict)),
        migrations.AlterField("episodepaper", "kind", models.TextField(choices=KINDS)),
        migrations.RemoveConstraint("episodepaper", "episode_paper_kind_known"),
        migrations.AddConstraint(
            "episodepaper",
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in KINDS]), name="episode_paper_kind_known"),
        ),
        AppendOnly("episodes_episodepaper", unique=[("id",), ("document_id",)]),
    ]
