"""A helper's tie names the unit of the helper's post, so that the leader of the volunteers sees the team's people."""

from uuid import UUID

from django.db import migrations


def name_units(apps, schema_editor):
    """Set the unit of open and past ties of volunteers and their leaders."""
    posts = apps.get_model("access", "Post").objects.filter(role__in=["volunteer", "team_leader"])
    units = dict(posts.values_list("pk", "place"))
    ties = apps.get_model("people", "Tie").objects.filter(kind="helper", place=None, holder__startswith="post:")
    for tie in ties.iterator():
        unit = units.get(UUID(tie.holder.removeprefix("post:")))
        if unit:
            tie.place_id = unit
            tie.save(update_fields=["place"])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_ties_taken_back"), ("access", "0003_drafts")]

    operations = [migrations.RunPython(name_units, migrations.RunPython.noop, elidable=True)]
