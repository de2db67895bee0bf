"""Facts are added, never changed; one model runs once in a commune at a time."""

from django.db import migrations

from hoanhap.ground.web.constraints import AppendOnly, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_deployments")]

    operations = [
        AppendOnly("programmes_deploymentfact", unique=[("id",), ("replaces_id",)]),
        NoOverlap(
            "deployment_runs_once_at_a_time",
            "programmes_deployment",
            keys=["place_id", "kind", "name"],
            start="from_on",
            end="to_on",
        ),
    ]
