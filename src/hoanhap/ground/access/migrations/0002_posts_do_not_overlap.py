"""The same user never holds the same role at the same place twice on one day."""

from django.db import migrations

from hoanhap.ground.web.constraints import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("access", "0001_users_and_posts")]

    operations = [
        NoOverlap(
            "post_once_at_a_time",
            table="access_post",
            keys=["user_id", "role", "place_id"],
            start="from_on",
            end="to_on",
        )
    ]
