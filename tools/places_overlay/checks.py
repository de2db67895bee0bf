"""Model and checks of the reference data of administrative units through time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

KNOWN_FROM, MERGER, REFORM = "2021-01-01", "2025-01-01", "2025-07-01"
HA_NOI, DA_NANG, QUANG_NAM = "01", "48", "49"
PROVINCES = (HA_NOI, DA_NANG, QUANG_NAM)
KINDS = {
    "thành phố trực thuộc trung ương": "province",
    "tỉnh": "province",
    "quận": "district",
    "huyện": "district",
    "thị xã": "district",
    "thành phố": "district",
    "xã": "commune",
    "phường": "ward",
    "thị trấn": "township",
    "đặc khu": "special_zone",
}
COMMUNE_KINDS = {"commune", "ward", "township", "special_zone"}
UNKNOWN = "successor unknown to the sources"
# Communes per district of Hà Nội in plan 270 (domain reference §6.1).
PLAN_270 = {
    "Ba Đình": 14, "Bắc Từ Liêm": 13, "Cầu Giấy": 8, "Đống Đa": 21, "Hà Đông": 17,
    "Hai Bà Trưng": 18, "Hoàn Kiếm": 18, "Hoàng Mai": 14, "Long Biên": 14,
    "Nam Từ Liêm": 10, "Tây Hồ": 8, "Thanh Xuân": 11, "Sơn Tây": 15, "Ba Vì": 31,
    "Chương Mỹ": 32, "Đan Phượng": 16, "Đông Anh": 24, "Gia Lâm": 22, "Hoài Đức": 20,
    "Mê Linh": 18, "Mỹ Đức": 22, "Phú Xuyên": 27, "Phúc Thọ": 21, "Quốc Oai": 21,
    "Sóc Sơn": 26, "Thạch Thất": 23, "Thanh Oai": 21, "Thanh Trì": 16,
    "Thường Tín": 29, "Ứng Hòa": 29,
}  # fmt: skip
# (day, province): (districts, communes); Hoàng Sa is a district without a commune.
COUNTS = {
    ("2021-01-01", HA_NOI): (30, 579),
    ("2024-12-31", HA_NOI): (30, 579),
    ("2025-01-01", HA_NOI): (30, 526),
    ("2025-06-30", HA_NOI): (30, 526),
    ("2025-07-01", HA_NOI): (0, 126),
    ("2021-01-01", DA_NANG): (8, 56),
    ("2024-12-31", DA_NANG): (8, 56),
    ("2025-01-01", DA_NANG): (8, 47),
    ("2025-06-30", DA_NANG): (8, 47),
    ("2025-07-01", DA_NANG): (0, 94),
    ("2021-01-01", QUANG_NAM): (18, 241),
    ("2024-12-31", QUANG_NAM): (18, 241),
    ("2025-01-01", QUANG_NAM): (17, 233),
    ("2025-06-30", QUANG_NAM): (17, 233),
    ("2025-07-01", QUANG_NAM): (0, 0),
}


class PlacesError(Exception):
    """The sources, the overlay or the result are not as expected."""


@dataclass
class Unit:
    """A row of ``units.csv``; ``valid_to`` is the last day, empty means still valid."""

    code: str
    name: str
    kind: str
    label: str
    parent_code: str
    parent_valid_from: str
    valid_from: str
    valid_to: str
    source: str
    verified: str
    note: str


@dataclass
class Succession:
    """A row of ``successions.csv``: what became of a unit on a day."""

    predecessor_code: str
    predecessor_valid_from: str
    successor_code: str
    successor_valid_from: str
    on: str
    extent: str
    source: str
    verified: str
    note: str


def day_before(day: str) -> str:
    """Return the ISO day before *day*."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


class Book:
    """The rows with an index by code."""

    def __init__(self, units: Iterable[Unit]) -> None:
        """Index *units*; the rows themselves stay shared."""
        self.rows: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self.add(unit)

    def add(self, unit: Unit) -> None:
        """Add one row."""
        self.rows[unit.code].append(unit)

    def all(self) -> list[Unit]:
        """Return all rows, sorted by level, code and first day."""
        rows = (u for rows in self.rows.values() for u in rows)
        return sorted(rows, key=lambda u: (len(u.code), u.code, u.valid_from))

    def at(self, code: str, day: str) -> Unit | None:
        """Return the row of *code* valid on *day*."""
        for u in self.rows.get(code, ()):
            if u.valid_from <= day and (not u.valid_to or day <= u.valid_to):
                return u
        return None

    def province(self, unit: Unit) -> str:
        """Return the province code of *unit*."""
        while unit.parent_code:
            parent = self.at(unit.parent_code, unit.valid_from)
            if parent is None:
                raise PlacesError(f"{unit.code} {unit.valid_from} has no parent row")
            unit = parent
        return unit.code


def check(units: Sequence[Unit], successions: Sequence[Succession]) -> list[str]:
    """Return every fault found; an empty list means the data hold together."""
    faults = [*_check_rows(units), *_check_successions(units, successions)]
    if not faults:
        faults = _check_counts(units)
    return faults


def _check_rows(units: Sequence[Unit]) -> list[str]:
    """Check that parents cover their children; rows of one code do not overlap; values are known."""
    faults: list[str] = []
    by_key = {(u.code, u.valid_from): u for u in units}
    if len(by_key) != len(units):
        faults.append("two rows with the same code and first day")
    for u in units:
        where = f"{u.code} {u.name} {u.valid_from}"
        level = {2: {"province"}, 3: {"district"}, 5: COMMUNE_KINDS}.get(len(u.code), set())
        if KINDS.get(u.label) != u.kind or u.kind not in level:
            faults.append(f"{where}: code, kind and label do not fit")
        if u.verified not in {"true", "false"} or not u.source:
            faults.append(f"{where}: no source or bad verified")
        if u.valid_to and u.valid_to < u.valid_from:
            faults.append(f"{where}: ends before it begins")
        if not u.parent_code:
            if u.kind != "province":
                faults.append(f"{where}: no parent")
            continue
        parent = by_key.get((u.parent_code, u.parent_valid_from))
        if parent is None:
            faults.append(f"{where}: parent row missing")
        elif parent.valid_from > u.valid_from or _end(parent) < _end(u):
            faults.append(f"{where}: outlives its parent row")
        elif parent.kind == "district" and u.valid_from >= REFORM:
            faults.append(f"{where}: under a district after the reform")
    for code, rows in Book(units).rows.items():
        for left, right in pairwise(sorted(rows, key=lambda u: u.valid_from)):
            if _end(left) >= right.valid_from:
                faults.append(f"{code}: rows overlap from {right.valid_from}")
    return faults


def _end(unit: Unit) -> str:
    return unit.valid_to or "9999-12-31"


def _check_successions(units: Sequence[Unit], successions: Sequence[Succession]) -> list[str]:
    """Check that both rows exist and meet; extents fit; no ended unit is forgotten."""
    faults: list[str] = []
    by_key = {(u.code, u.valid_from): u for u in units}
    extents: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    followed: set[tuple[str, str]] = set()
    for s in successions:
        where = f"{s.on} {s.predecessor_code} -> {s.successor_code}"
        old = by_key.get((s.predecessor_code, s.predecessor_valid_from))
        new = by_key.get((s.successor_code, s.successor_valid_from))
        if old is None or new is None:
            faults.append(f"{where}: a row is missing")
        elif old.valid_to != day_before(s.on) or new.valid_from != s.on:
            faults.append(f"{where}: the rows do not meet on the day")
        extents[s.predecessor_code, s.predecessor_valid_from].append(s.extent)
        followed.add((s.successor_code, s.successor_valid_from))
    for key, found in extents.items():
        if found != ["whole"] and (len(found) < 2 or set(found) != {"part"}):
            faults.append(f"{key}: extents {found}")
    twice = Counter((s.predecessor_code, s.successor_code, s.on) for s in successions)
    faults += [f"{key}: listed {n} times" for key, n in twice.items() if n > 1]
    for u in units:
        if u.kind not in COMMUNE_KINDS:
            continue
        key = (u.code, u.valid_from)
        if u.valid_to and key not in extents and UNKNOWN not in u.note:
            faults.append(f"{key} {u.name}: ended without successor or note")
        if u.valid_from > KNOWN_FROM and key not in followed:
            faults.append(f"{key} {u.name}: begun without predecessor")
    return faults


def _check_counts(units: Sequence[Unit]) -> list[str]:
    """Compare the counts per day and province, and per district of Hà Nội in plan 270."""
    faults: list[str] = []
    book = Book(units)
    for (day, province), expected in COUNTS.items():
        found = counts(book, day, province)
        if found != expected:
            faults.append(f"{province} on {day}: {found} districts/communes, not {expected}")
    for day in (KNOWN_FROM, day_before(MERGER)):
        per = Counter[str]()
        for u in units:
            if u.kind in COMMUNE_KINDS and book.at(u.code, day) is u and book.province(u) == HA_NOI:
                parent = book.at(u.parent_code, day)
                per[parent.name if parent else ""] += 1
        faults += [
            f"{day} {name}: {per[name]} communes, plan 270 says {PLAN_270.get(name)}"
            for name in sorted(set(per) | set(PLAN_270))
            if per[name] != PLAN_270.get(name)
        ]
    zones = sum(u.kind == "special_zone" for u in units)
    if zones != 1:
        faults.append(f"{zones} special zones, not 1 (Hoàng Sa)")
    return faults


def counts(book: Book, day: str, province: str) -> tuple[int, int]:
    """Return the numbers of districts and of communes of *province* on *day*."""
    valid = [u for u in book.all() if book.at(u.code, day) is u and book.province(u) == province]
    communes = sum(u.kind in COMMUNE_KINDS for u in valid)
    return sum(u.kind == "district" for u in valid), communes
