"""Reading places: on a day, upwards, downwards, forwards and backwards in time."""

from datetime import date
from typing import Any

import pytest

from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal
from hoanhap.ground.kernel.permissions import NOBODY, SYSTEM
from hoanhap.ground.places import selectors
from hoanhap.ground.places.choices import UnitKind
from hoanhap.ground.places.models import Place

pytestmark = pytest.mark.django_db
START, MERGER, REFORM = date(2021, 1, 1), date(2025, 1, 1), date(2025, 7, 1)
TODAY = date(2026, 11, 21)


def unit(code: str, day: date) -> Place:
    return selectors.place(by=SYSTEM, code=code, valid_from=day)


@pytest.mark.parametrize(
    ("code", "day", "units"),
    [
        ("01", START, 1 + 30 + 579),
        ("01", date(2024, 12, 31), 1 + 30 + 579),
        ("01", MERGER, 1 + 30 + 526),
        ("01", REFORM, 1 + 126),
        ("48", date(2025, 6, 30), 1 + 8 + 47),
        ("48", REFORM, 1 + 94),
        ("49", START, 1 + 18 + 241),
    ],
)
def test_a_province_has_the_units_of_the_day(code: str, day: date, units: int) -> None:
    assert selectors.units_on(by=SYSTEM, code=code, day=day).count() == units


@pytest.mark.parametrize(
    ("code", "day", "reason", "facts"),
    [
        ("01", date(2020, 12, 31), "places.before_the_sources", {"since": START}),
        ("01", date(1990, 1, 1), "places.before_the_sources", {"since": START}),
        ("48", date(2000, 1, 1), "places.before_the_sources", {"since": START}),
        ("49", TODAY, "places.province_ended", {"last": date(2025, 6, 30), "successor": "Thành phố Đà Nẵng"}),
        ("99", TODAY, "places.unknown_province", {"province": "99"}),
        ("00226", TODAY, "places.unknown_province", {"province": "00226"}),
    ],
)
def test_a_day_of_which_nothing_is_known_is_refused_with_the_reason(
    code: str, day: date, reason: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        selectors.units_on(by=SYSTEM, code=code, day=day)
    assert refused.value.code == reason
    assert facts.items() <= refused.value.facts.items()


def test_who_may_not_see_places_is_refused() -> None:
    for read in (
        lambda: selectors.places(by=NOBODY),
        lambda: selectors.units_on(by=NOBODY, code="01", day=TODAY),
        lambda: selectors.links_of(by=NOBODY, units=Place.objects.none()),
        lambda: selectors.where_it_went(by=NOBODY, unit=Place(), day=TODAY),
        lambda: selectors.where_it_came_from(by=NOBODY, unit=Place(), day=TODAY),
        lambda: selectors.stations(by=NOBODY, unit=Place()),
    ):
        with pytest.raises(PermissionRefused):
            read()


def test_a_unit_is_named_by_its_code_and_its_first_day() -> None:
    assert unit("00226", START).name == "Trung Tự"
    assert unit("00226", MERGER).name == "Phương Liên - Trung Tự"
    with pytest.raises(NotFound):
        unit("00226", date(2022, 1, 1))


def test_a_snapshot_counts_kinds_and_says_since_when_there_are_no_districts() -> None:
    now = selectors.snapshot(by=SYSTEM, code="01", day=TODAY)
    assert (now.communes, now.kinds[UnitKind.WARD], now.kinds[UnitKind.COMMUNE]) == (126, 51, 75)
    assert (now.districts, now.no_districts_since) == ([], REFORM)
    then = selectors.snapshot(by=SYSTEM, code="01", day=START)
    assert (then.communes, len(then.districts), then.no_districts_since) == (579, 30, None)
    assert then.days_of_change == [START, MERGER, REFORM]
    assert selectors.count_on_days(by=SYSTEM, code="01", days=(START, MERGER, REFORM)) == [579, 526, 126]


def test_ancestors_stand_above_and_descendants_below() -> None:
    ward = unit("00226", START)
    assert [place.name for place in selectors.ancestors(ward)] == ["Hà Nội", "Đống Đa"]
    district, city = ward.parent, ward.parent and ward.parent.parent
    assert district
    assert city
    assert ward in selectors.descendants_on(by=SYSTEM, unit=district, day=START)
    assert ward in selectors.descendants_on(by=SYSTEM, unit=city, day=date(2024, 12, 31))
    assert ward not in selectors.descendants_on(by=SYSTEM, unit=city, day=MERGER)
    assert len(selectors.children_on(by=SYSTEM, unit=district, day=START)) == 21


def test_where_a_divided_unit_went_is_an_estimate() -> None:
    lines = selectors.where_it_went(by=SYSTEM, unit=unit("00226", START), day=MERGER)
    assert {(line.later.name, line.through_split) for line in lines} == {
        ("Kim Liên", True),
        ("Phương Liên - Trung Tự", True),
    }


def test_where_a_unit_came_from_goes_back_over_two_mergers() -> None:
    now = unit("00226", REFORM)
    before = selectors.where_it_came_from(by=SYSTEM, unit=now, day=date(2025, 6, 30))
    first = selectors.where_it_came_from(by=SYSTEM, unit=now, day=START)
    assert len(before) == 11
    assert {"Khâm Thiên", "Trung Phụng"} <= {line.earlier.name for line in first if not line.through_split}
    assert {"Phương Liên", "Trung Tự"} <= {line.earlier.name for line in first if line.through_split}


def test_da_nang_came_from_two_provinces() -> None:
    da_nang = unit("48", REFORM)
    links = selectors.links_of(by=SYSTEM, units=Place.objects.filter(pk=da_nang.pk))[da_nang.pk]
    assert {(link.predecessor.code, link.predecessor.valid_from) for link in links.predecessors} == {
        ("48", date(1997, 1, 1)),
        ("49", date(1997, 1, 1)),
    }
    assert Place.objects.below(da_nang).filter(code="49").exists()
    assert Place.objects.within([da_nang.pk]).filter(name="Tam Kỳ", kind=UnitKind.DISTRICT).exists()


def test_a_post_reaches_earlier_units_that_came_to_it_whole_and_no_others() -> None:
    now = unit("00226", REFORM)
    reached = set(Place.objects.within([now.pk]).values_list("name", flat=True))
    assert {"Văn Miếu - Quốc Tử Giám", "Khâm Thiên", "Thổ Quan"} <= reached
    assert not {"Trung Tự", "Phương Liên - Trung Tự", "Cửa Nam"} & reached


def test_the_stations_of_a_ward_lead_from_the_first_known_day_to_today() -> None:
    stations = selectors.stations(by=SYSTEM, unit=unit("00226", MERGER))
    assert [(station.day, station.here) for station in stations] == [
        (START, False),
        (MERGER, True),
        (REFORM, False),
    ]
    assert [holder.unit.name for holder in stations[1].holders] == ["Phương Liên - Trung Tự"]
    later = selectors.station_on(stations, TODAY)
    assert later
    assert [(holder.unit.name, holder.estimate) for holder in later.holders] == [
        ("Kim Liên", True),
        ("Văn Miếu - Quốc Tử Giám", True),
    ]
    assert selectors.station_on(stations, date(2020, 1, 1)) is None


def test_a_district_without_a_successor_goes_on_through_its_communes() -> None:
    stations = selectors.stations(by=SYSTEM, unit=unit("006", START))
    last = stations[-1]
    assert last.through_communes
    assert {"Đống Đa", "Kim Liên", "Láng", "Ô Chợ Dừa"} <= {holder.unit.name for holder in last.holders}
    assert all(holder.estimate for holder in last.holders)


def test_a_district_that_joined_another_goes_on_through_that_one() -> None:
    (nong_son,) = Place.objects.filter(name="Nông Sơn", kind=UnitKind.DISTRICT)
    stations = selectors.stations(by=SYSTEM, unit=nong_son)
    assert [station.through_communes for station in stations] == [False, False, True]
    assert "Quế Sơn" in {holder.unit.name for holder in stations[1].holders}


def test_the_district_hoang_sa_became_a_special_zone() -> None:
    (hoang_sa,) = Place.objects.filter(name="Hoàng Sa", kind=UnitKind.DISTRICT)
    last = selectors.stations(by=SYSTEM, unit=hoang_sa)[-1]
    assert [(holder.unit.kind, holder.estimate) for holder in last.holders] == [("special_zone", False)]


def test_other_lives_of_a_code_are_told() -> None:
    names = [place.name for place in selectors.same_code(by=SYSTEM, unit=unit("00226", MERGER))]
    assert names == ["Trung Tự", "Văn Miếu - Quốc Tử Giám"]


def test_the_search_finds_old_names_only_among_all_times() -> None:
    everywhen = selectors.search(by=SYSTEM, words="trung tu")
    assert {"Trung Tự", "Phương Liên - Trung Tự"} <= {place.name for place in everywhen}
    assert "Trung Tự" not in {place.name for place in selectors.search(by=SYSTEM, words="trung tu", day=TODAY)}


def test_the_links_of_many_units_take_two_queries(django_assert_num_queries: Any) -> None:
    for day in (START, REFORM):
        with django_assert_num_queries(2):
            selectors.links_of(by=SYSTEM, units=Place.objects.valid_on(day).commune_level())


def test_provinces_are_listed_with_those_that_ended_last() -> None:
    assert [(place.code, place.valid_to is None) for place in selectors.provinces(by=SYSTEM)] == [
        ("01", True),
        ("48", True),
        ("49", False),
    ]
