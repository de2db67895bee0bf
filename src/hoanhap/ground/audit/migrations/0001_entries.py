"""The audit log, and that it is append-only."""

from django.db import migrations, models
from django.db.models import Q

from hoanhap.ground.web.constraints import AppendOnly


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("chain", models.TextField()),
                ("seq", models.BigIntegerField()),
                ("kind", models.TextField(choices=[("event", "Change"), ("read", "Read")])),
                ("name", models.TextField()),
                ("subject", models.TextField()),
                ("user", models.TextField()),
                ("post", models.TextField(blank=True)),
                ("role", models.TextField(blank=True)),
                ("purpose", models.TextField(blank=True)),
                ("facts", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("previous", models.TextField()),
                ("digest", models.TextField()),
            ],
            options={
                "db_table": "audit_entry",
                "constraints": [
                    models.UniqueConstraint(fields=["chain", "seq"], name="audit_entry_one_per_number"),
                    models.CheckConstraint(condition=Q(seq__gte=1), name="audit_entry_counts_from_one"),
                    models.CheckConstraint(condition=Q(id__gte=1), name="audit_entry_key_positive"),
                    models.CheckConstraint(
                        condition=Q(kind="event", purpose="") | (Q(kind="read") & ~Q(purpose="")),
                        name="audit_entry_read_has_purpose",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["recorded_at"], name="audit_entry_recorded"),
                    models.Index(fields=["subject"], name="audit_entry_subject"),
                    models.Index(fields=["user", "recorded_at"], name="audit_entry_user"),
                    models.Index(
                        fields=["seq"], condition=Q(name="audit.checkpointed"), name="audit_entry_checkpoints"
                    ),
                ],
            },
        ),
        AppendOnly("audit_entry", unique=[("id",), ("chain", "seq")]),
    ]
