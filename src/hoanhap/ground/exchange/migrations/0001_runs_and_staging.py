"""Exports and imports; the export log is append-only."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from hoanhap.ground.web.constraints import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ExportRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("user", models.TextField()),
                ("post", models.TextField(blank=True)),
                ("role", models.TextField(blank=True)),
                ("what", models.TextField()),
                ("purpose", models.TextField()),
                ("filters", models.TextField(blank=True)),
                ("row_count", models.PositiveIntegerField()),
                ("columns", models.TextField()),
                ("file_sha256", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "exchange_exportrun",
                "indexes": [models.Index(fields=["made_at"], name="exchange_exportrun_made")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="exchange_exportrun_has_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", ""), _negated=True), name="exchange_exportrun_has_user"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("reading", "being read"),
                            ("checked", "checked, not written yet"),
                            ("refused", "refused"),
                            ("written", "written"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="reading",
                    ),
                ),
                ("file_sha256", models.TextField()),
                ("user", models.TextField()),
                ("post", models.TextField(blank=True)),
                ("role", models.TextField(blank=True)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("rows_wrong", models.PositiveIntegerField(default=0)),
                ("rows_new", models.PositiveIntegerField(default=0)),
                ("rows_same", models.PositiveIntegerField(default=0)),
                ("rows_change", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["user", "started_at"], name="exchange_importrun_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state__in", ["reading", "checked"])),
                            models.Q(("ended_at__isnull", False), ("state__in", ["refused", "written", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="exchange_importrun_ended_when_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows_read",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("rows_wrong"), "+", models.F("rows_new")
                                        ),
                                        "+",
                                        models.F("rows_same"),
                                    ),
                                    "+",
                                    models.F("rows_change"),
                                ),
                            )
                        ),
                        name="exchange_importrun_counts_add_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("values", models.JSONField()),
                ("problems", models.JSONField(default=list)),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "nothing: it has problems"),
                            ("new", "new"),
                            ("same", "already there"),
                            ("change", "change"),
                        ],
                        default="",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="exchange.importrun"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="exchange_importrow_one_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), models.Q(("problems", []), _negated=True)),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("problems", [])),
                            _connector="OR",
                        ),
                        name="exchange_importrow_outcome_or_problems",
                    ),
                ],
            },
        ),
        AppendOnly("exchange_exportrun", unique=[("id",), ("code",)]),
    ]
