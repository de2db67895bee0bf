"""Facts of help and reviews are added, never changed."""

from django.db import migrations

from hoanhap.ground.web.constraints import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_help")]

    operations = [
        AppendOnly("programmes_assessment", unique=[("id",), ("replaces_id",)]),
        AppendOnly("programmes_visit", unique=[("id",), ("replaces_id",)]),
        AppendOnly("programmes_counsellingnote", unique=[("id",), ("replaces_id",)]),
        AppendOnly("programmes_rollcallanswer", unique=[("id",), ("replaces_id",)]),
        AppendOnly("programmes_selfevaluation", unique=[("id",), ("replaces_id",)]),
        AppendOnly("programmes_reviewmeeting", unique=[("id",), ("place_id", "quarter", "paper_no")]),
        AppendOnly("programmes_reviewdetail", unique=[("id",), ("result_id",)]),
    ]
