"""Every field of every model has a data class; what is no longer there has none."""

import tomllib

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.meta import checks

POLICY = tomllib.loads((checks.SOURCE / "ground/access/policy.toml").read_text(encoding="utf-8"))


def test_every_model_field_has_a_data_class() -> None:
    found = [model for model in apps.get_models() if model._meta.managed]
    checks.nothing(checks.field_faults(found, POLICY.get("fields", {})))


@isolate_apps("hoanhap.ground.places")
def test_models_and_classes_that_do_not_match_are_noticed() -> None:
    class Planted(models.Model):
        name = models.TextField()

        class Meta:
            app_label = "places"

    assert checks.field_faults([Planted], {}) == ["places.Planted: no data class"]
    tables = {"places.Planted": {"class": "D0", "other": {"gone": "D1"}}, "places.Gone": {"class": "D0"}}
    assert checks.field_faults([Planted], tables) == [
        "places.Planted.gone: no such field",
        "places.Gone: no such model",
    ]
