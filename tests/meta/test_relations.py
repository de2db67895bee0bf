"""Foreign keys point down too: a string like "plans.Plan" escapes the import linter."""

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.meta import checks

RANK = checks.ranks((checks.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_relations_point_down() -> None:
    checks.nothing(checks.relation_faults(apps.get_models(include_auto_created=True), RANK))


def test_a_wing_stands_below_another_and_a_room_below_another() -> None:
    assert checks.points_up("hoanhap.ground.places.models", "hoanhap.monitoring.plans.models", RANK)
    assert checks.points_up("hoanhap.ground.audit.models", "hoanhap.ground.access.models", RANK)
    assert not checks.points_up("hoanhap.ground.access.models", "hoanhap.ground.places.models", RANK)
    assert not checks.points_up("hoanhap.casework.programmes.models", "hoanhap.ground.places.models", RANK)


def test_rooms_joined_by_a_bracket_do_not_know_each_other() -> None:
    assert checks.points_up("hoanhap.casework.screening.models", "hoanhap.casework.support.models", RANK)


@isolate_apps("hoanhap.ground.audit", "hoanhap.ground.places")
def test_a_foreign_key_that_points_up_is_noticed() -> None:
    class Upper(models.Model):
        class Meta:
            app_label = "places"

    class Lower(models.Model):
        upper = models.ForeignKey("places.Upper", models.PROTECT)

        class Meta:
            app_label = "audit"

    Upper.__module__, Lower.__module__ = "hoanhap.ground.places.models", "hoanhap.ground.audit.models"
    assert checks.relation_faults([Upper, Lower], RANK) == ["audit.Lower.upper points up to places.Upper"]
