"""Facts are never updated: whatever can be replaced by a later row stands in an append-only table."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from hoanhap.ground.web.constraints import AppendOnly, declared_promises
from tests.meta import checks


def loose(found: Iterable[type[models.Model]], kept: set[str]) -> list[str]:
    """Models whose rows replace one another but whose table lets rows be changed, or that do not say when."""
    faults = []
    for model in found:
        names = {field.name for field in model._meta.local_fields}
        if "replaces" in names and model._meta.db_table not in kept:
            faults.append(f"{model._meta.label}: not append-only")
        if "replaces" in names and "recorded_at" not in names:
            faults.append(f"{model._meta.label}: does not say when a row was recorded")
    return faults


def test_facts_stand_in_append_only_tables() -> None:
    kept = {promise.table for promise in declared_promises() if isinstance(promise, AppendOnly)}
    checks.nothing(loose(apps.get_models(), kept))


@isolate_apps("hoanhap.ground.places")
def test_a_fact_that_can_be_changed_is_noticed() -> None:
    class Planted(models.Model):
        replaces = models.ForeignKey("self", models.PROTECT, null=True)

        class Meta:
            app_label = "places"

    assert loose([Planted], set()) == [
        "places.Planted: not append-only",
        "places.Planted: does not say when a row was recorded",
    ]
