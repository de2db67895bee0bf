"""What the database itself refuses, on both engines."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hoanhap.ground.places.models import Lineage, Place, Reach, Succession

DAY = date(2025, 7, 1)
pytestmark = pytest.mark.django_db


def unit(**changes: Any) -> Place:
    facts: dict[str, Any] = {
        "code": "99999",
        "valid_from": DAY,
        "valid_to": None,
        "kind": "ward",
        "label": "phường",
        "name": "Thử Nghiệm",
        "search_key": "phuong thu nghiem",
        "sort_key": "1",
        "source": "test",
        "verified": False,
    }
    return Place.objects.create(**facts | changes)


def test_a_code_may_be_used_again_from_another_day() -> None:
    unit(valid_to=date(2025, 12, 31))
    assert unit(valid_from=date(2026, 1, 1)).pk


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": date(2025, 6, 30)},
        {"kind": "village"},
        {"verified": True, "source": ""},
        {"code": ""},
        {"name": ""},
    ],
    ids=["ends before it starts", "unknown kind", "verified without a source", "no code", "no name"],
)
def test_a_unit_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        unit(**changes)


def test_a_unit_may_stand_for_a_single_day() -> None:
    assert unit(valid_to=DAY).valid_to == DAY


def test_the_same_code_from_the_same_day_is_refused() -> None:
    unit()
    with pytest.raises(IntegrityError), transaction.atomic():
        unit()


def link(predecessor: Place, successor: Place, **changes: Any) -> Succession:
    facts = {"on": DAY, "extent": "whole", "source": "test", "verified": False}
    return Succession.objects.create(predecessor=predecessor, successor=successor, **facts | changes)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda a, b: link(a, a),
        lambda a, b: (link(a, b), link(a, b)),
        lambda a, b: link(a, b, extent="half"),
        lambda a, b: link(a, b, verified=True, source=""),
        lambda a, b: (Reach.objects.create(root=a, unit=b), Reach.objects.create(root=a, unit=b)),
        lambda a, b: [Lineage.objects.create(earlier=a, later=b, through_split=s) for s in (True, False)],
    ],
    ids=["to itself", "twice", "unknown extent", "verified without a source", "reach twice", "lineage twice"],
)
def test_a_succession_that_makes_no_sense_is_refused(attempt: Callable[[Place, Place], object]) -> None:
    one, other = unit(), unit(code="99998")
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt(one, other)


def test_only_units_of_commune_level_have_an_audit_chain_of_their_own() -> None:
    assert unit().chain == "99999@2025-07-01"
    assert unit(code="999", kind="district", label="quận").chain == "system"


@pytest.mark.parametrize(
    ("day", "stands"),
    [(date(2025, 6, 30), False), (DAY, True), (date(2025, 12, 31), True), (date(2026, 1, 1), False)],
)
def test_the_first_and_the_last_day_belong_to_a_unit(day: date, stands: bool) -> None:
    place = unit(valid_to=date(2025, 12, 31))
    assert Place.objects.valid_on(day).filter(pk=place.pk).exists() is stands


@pytest.mark.parametrize("words", ["văn miếu", "VAN MIEU", "van mieu quoc tu", "phường văn miếu", "00226", "  "])
def test_a_unit_is_found_by_what_people_type(words: str) -> None:
    assert Place.objects.found(words).filter(code="00226", valid_from=DAY).exists()


@pytest.mark.parametrize("words", ["van mieux", "%", "trung tu", "00227"])
def test_a_unit_is_not_found_by_something_else(words: str) -> None:
    found = Place.objects.found(words).filter(code="00226", valid_from=DAY)
    assert found.exists() is (words == "%")  # nothing but signs is no search


def test_the_search_reads_the_stored_key_and_not_the_name() -> None:
    condition = str(Place.objects.found("Bát Tràng").query).partition("WHERE")[2]
    assert condition.count('"search_key"') == 2  # one for each word
    assert '"name"' not in condition


def index_on_parts() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'place_search_part'")
        return cursor.fetchone() is not None


def test_only_postgresql_gets_an_index_on_parts_of_names_and_no_refusal_stops_the_migration() -> None:
    migration = import_module("hoanhap.ground.places.migrations.0002_find_by_part_of_a_name")
    elsewhere = SimpleNamespace(connection=SimpleNamespace(vendor="sqlite"))  # has nothing else to ask
    migration.add_trigram_index(None, elsewhere)
    migration.remove_trigram_index(None, elsewhere)
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        assert index_on_parts() is (cursor.fetchone() is not None)
        with connection.schema_editor() as editor:
            migration.remove_trigram_index(None, editor)
        assert not index_on_parts()
        cursor.execute("CREATE ROLE places_without_rights NOLOGIN")
        cursor.execute("SET LOCAL ROLE places_without_rights")
        with connection.schema_editor() as editor:
            migration.add_trigram_index(None, editor)  # refused by the server
        cursor.execute("RESET ROLE")
        assert not index_on_parts()


def test_units_stand_in_the_order_of_a_vietnamese_dictionary() -> None:
    wards = Place.objects.of_province("01").valid_on(DAY).commune_level().in_order()
    names = [place.name for place in wards]
    assert names.index("Ba Đình") < names.index("Bát Tràng") < names.index("Bất Bạt") < names.index("Bồ Đề")
    assert names.index("Dương Nội") < names.index("Đan Phượng")
