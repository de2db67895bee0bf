"""Facts are added, never changed; one unit answers for an episode on any day."""

from django.db import migrations

from hoanhap.ground.web.constraints import AppendOnly, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("episodes", "0001_measures")]

    operations = [
        AppendOnly("episodes_episodeevent", unique=[("id",), ("replaces_id",)]),
        AppendOnly("episodes_interruption", unique=[("id",), ("replaces_id",)]),
        AppendOnly("episodes_usefinding", unique=[("id",), ("replaces_id",)]),
        AppendOnly("episodes_determination", unique=[("id",), ("replaces_id",)]),
        AppendOnly("episodes_testresult", unique=[("id",), ("replaces_id",)]),
        AppendOnly("episodes_reviewresult", unique=[("id",), ("replaces_id",)]),
        AppendOnly("episodes_transferstep", unique=[("id",), ("transfer_id", "act")]),
        AppendOnly("episodes_removalevidence", unique=[("id",)]),
        AppendOnly("episodes_episodepaper", unique=[("id",), ("document_id",)]),
        NoOverlap("charge_one_unit_at_a_time", "episodes_charge", keys=["episode_id"], start="from_on", end="to_on"),
    ]
