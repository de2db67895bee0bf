"""A drug test is called one: model and table, and what the table keeps."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from hoanhap.ground.web.constraints import AppendOnly, Lifted

KEYS = [("id",), ("replaces_id",)]
KNOWN = Q(act__in=["recorded", "corrected", "withdrawn"])
REPLACED = Q(act="recorded", replaces__isnull=True) | ~Q(act="recorded") & Q(replaces__isnull=False) & ~Q(reason="")


class Migration(migrations.Migration):
    dependencies = [("episodes", "0004_findings_confirmed_by_another")]

    operations = [
        Lifted(AppendOnly("episodes_testresult", unique=KEYS)),
        migrations.RenameModel("TestResult", "DrugTest"),
        migrations.AlterField(
            "drugtest",
            "episode",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="drug_tests", to="episodes.episode"
            ),
        ),
        migrations.RemoveConstraint("drugtest", "test_result_act_known"),
        migrations.RemoveConstraint("drugtest", "test_result_replaced_with_reason"),
        migrations.RemoveConstraint("drugtest", "test_result_with_a_paper"),
        migrations.AddConstraint("drugtest", models.CheckConstraint(condition=KNOWN, name="drug_test_act_known")),
        migrations.AddConstraint(
            "drugtest", models.CheckConstraint(condition=REPLACED, name="drug_test_replaced_with_reason")
        ),
        migrations.AddConstraint(
            "drugtest", models.CheckConstraint(condition=~Q(paper_no=""), name="drug_test_with_a_paper")
        ),
        migrations.RenameIndex("drugtest", old_name="test_result_of_episode", new_name="drug_test_of_episode"),
        AppendOnly("episodes_drugtest", unique=KEYS),
    ]
