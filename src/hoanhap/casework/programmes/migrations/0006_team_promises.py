"""One team of a kind in a unit, one leader in a team, nobody twice in it; choices, wishes and minutes are never changed."""

from django.db import migrations

from hoanhap.ground.web.constraints import AppendOnly, NoOverlap

_APPOINTMENT = "programmes_appointment"


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_teams")]

    operations = [
        NoOverlap(
            "team_one_of_a_kind", "programmes_team", keys=["place_id", "kind"], start="from_on", end="to_on"
        ),
        NoOverlap(
            "appointment_one_leader", _APPOINTMENT, keys=["team_id"], start="from_on", end="to_on",
            condition="\"role\" = 'leader'",
        ),
        NoOverlap(
            "appointment_post_once", _APPOINTMENT, keys=["team_id", "post_id"], start="from_on", end="to_on",
            condition='"post_id" IS NOT NULL',
        ),
        NoOverlap(
            "appointment_name_once", _APPOINTMENT, keys=["team_id", "name", "organisation"], start="from_on",
            end="to_on", condition='"post_id" IS NULL',
        ),
        AppendOnly("programmes_helperchoice", unique=[("id",), ("helper_id",), ("paper_id",)]),
        AppendOnly("programmes_changewish", unique=[("id",), ("helper_id",)]),
        AppendOnly("programmes_teammeeting", unique=[("id",)]),
    ]  # fmt: skip
