"""Loading the shipped reference: once to fill, again to find nothing, again after a change to mend it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db.models import Q

from hoanhap.ground.kernel.errors import PermissionRefused
from hoanhap.ground.kernel.permissions import NOBODY, SYSTEM, Actor, Permission
from hoanhap.ground.places import actions, reading
from hoanhap.ground.places.models import Lineage, Place, Reach, Succession

pytestmark = pytest.mark.django_db
LINE = ("00226", date(2025, 7, 1))


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the log was told."""
    told: list[tuple[object, ...]] = []
    record = actions.record

    def listening(*args: object, **facts: object) -> None:
        told.append((*args, facts["facts"]))
        record(*args, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "record", listening)
    return told


@pytest.fixture
def loaded() -> None:
    """Usually the session has loaded it already."""
    actions.load_reference(by=SYSTEM)


@pytest.mark.usefixtures("loaded")
def test_a_second_run_changes_and_records_nothing(recorded: list[object]) -> None:
    before = set(Place.objects.values_list("pk", flat=True))
    reach = set(Reach.objects.values_list("pk", flat=True))
    again = actions.load_reference(by=SYSTEM)
    assert (again.units, again.successions, again.changed) == (1244, 1240, 0)
    assert recorded == []
    assert set(Place.objects.values_list("pk", flat=True)) == before
    assert set(Reach.objects.values_list("pk", flat=True)) == reach


@pytest.mark.usefixtures("loaded")
def test_missing_rows_are_filled_in_and_recorded_once(recorded: list[tuple[object, ...]]) -> None:
    before = (Place.objects.count(), Succession.objects.count(), Reach.objects.count(), Lineage.objects.count())
    lost = Place.objects.filter(Q(code__in=("48", "49")) | Q(parent__code__in=("48", "49")))
    lost |= Place.objects.filter(parent__parent__code__in=("48", "49"))
    keys = set(lost.values_list("pk", flat=True))
    links = Succession.objects.filter(Q(predecessor__in=keys) | Q(successor__in=keys))
    gone = {"units": len(keys), "successions": links.count(), "successions_removed": 0}
    links.delete()
    for kinds in reversed(actions.LEVELS):
        Place.objects.filter(pk__in=keys, kind__in=kinds).delete()
    assert actions.load_reference(by=SYSTEM).changed == gone["units"] + gone["successions"] > 800
    assert before == (
        *(Place.objects.count(), Succession.objects.count()),
        *(Reach.objects.count(), Lineage.objects.count()),
    )
    assert recorded == [("places.reference_loaded", "places.place:reference", gone)]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Tên Sai"},
        {"valid_to": date(2025, 12, 31)},
        {"verified": False},
        {"note": "changed"},
        {"search_key": "khac"},
        {"parent": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_mended_in_place_and_recorded(
    change: dict[str, object], recorded: list[tuple[object, ...]]
) -> None:
    place = Place.objects.get(code=LINE[0], valid_from=LINE[1])
    Place.objects.filter(pk=place.pk).update(**change)
    assert actions.load_reference(by=SYSTEM).changed == 1
    mended = Place.objects.get(pk=place.pk)
    assert (mended.code, mended.valid_from) == LINE
    (name,) = change
    assert getattr(mended, name) == getattr(place, name)
    assert len(recorded) == 1


@pytest.mark.usefixtures("loaded")
def test_a_succession_that_left_the_reference_leaves_the_table_and_reach_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = reading.successions()
    quang_nam = next(row for row in rows if row.predecessor[0] == "49")
    monkeypatch.setattr(reading, "successions", lambda: [row for row in rows if row is not quang_nam])
    da_nang = Place.objects.get(code="48", valid_to=None)
    assert Reach.objects.filter(root=da_nang, unit__code="49").exists()
    assert actions.load_reference(by=SYSTEM).changed == 1
    assert not Succession.objects.filter(predecessor__code="49").exists()
    assert not Reach.objects.filter(root=da_nang, unit__code="49").exists()


@pytest.mark.usefixtures("loaded")
def test_a_unit_that_left_the_reference_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = reading.units()
    monkeypatch.setattr(reading, "units", lambda: [row for row in rows if row.key != LINE])
    assert actions.load_reference(by=SYSTEM).changed == 0
    assert Place.objects.filter(code=LINE[0], valid_from=LINE[1]).exists()


@pytest.mark.usefixtures("loaded")
def test_a_new_unit_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = reading.units()
    model = next(row for row in rows if row.key == LINE)
    fresh = replace(model, key=("99999", LINE[1]), name="Thử Nghiệm")
    monkeypatch.setattr(reading, "units", lambda: [*rows, fresh])
    assert actions.load_reference(by=SYSTEM).changed == 1
    added = Place.objects.get(code="99999")
    assert added.search_key == "phuong thu nghiem"
    assert Reach.objects.filter(root=added.parent, unit=added).exists()


@pytest.mark.usefixtures("loaded")
def test_what_is_derived_is_derived_again_if_it_is_not_whole(recorded: list[object]) -> None:
    reaches, lines = Reach.objects.count(), Lineage.objects.count()
    Reach.objects.filter(unit__code="00226").delete()
    Lineage.objects.update(through_split=False)
    actions.load_reference(by=SYSTEM)
    assert (Reach.objects.count(), Lineage.objects.count()) == (reaches, lines)
    assert Lineage.objects.filter(through_split=True).exists()
    assert len(recorded) == 1


@pytest.mark.parametrize(
    "actor", [NOBODY, Actor(user="x", post="y", permissions=frozenset({Permission.PLACES_VIEW}), everywhere=True)]
)
def test_loading_without_the_permission_is_refused(actor: Actor) -> None:
    with pytest.raises(PermissionRefused):
        actions.load_reference(by=actor)
