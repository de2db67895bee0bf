"""Whoever points at a person says what becomes of it when two files are merged."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from hoanhap.casework.people.merging import parts
from hoanhap.casework.people.models import Person
from tests.meta import checks


def silent(found: Iterable[type[models.Model]], rooms: Iterable[str]) -> list[str]:
    """Models that point at a person, in rooms without a part in merging."""
    known = set(rooms)
    return [
        f"{model._meta.label}.{field.name}: {model.__module__.rpartition('.models')[0]} registers nothing"
        for model in found
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model is Person and model.__module__.rpartition(".models")[0] not in known
    ]


def test_every_room_that_points_at_people_has_a_part_in_merging() -> None:
    checks.nothing(silent(apps.get_models(include_auto_created=True), parts()))


def test_a_part_is_registered_only_where_people_are_pointed_at() -> None:
    assert all(silent(apps.get_models(), set(parts()) - {room}) for room in parts())


@isolate_apps("hoanhap.casework.programmes")
def test_a_room_that_says_nothing_is_noticed() -> None:
    class Planted(models.Model):
        person = models.ForeignKey(Person, models.PROTECT, related_name="+")

        class Meta:
            app_label = "programmes"

    Planted.__module__ = "hoanhap.casework.programmes.models"
    assert silent([Planted], parts()) == ["programmes.Planted.person: hoanhap.casework.programmes registers nothing"]
