"""Reads the shipped reference files. Pure: files in, rows out."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"

PlaceKey = tuple[str, date]
"""(code, first day): what names a unit, since codes are used again."""


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One row of ``units.csv``; ``valid_to`` is the last day, ``None`` while the unit stands."""

    key: PlaceKey
    name: str
    kind: str
    label: str
    parent: PlaceKey | None
    valid_to: date | None
    source: str
    verified: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class SuccessionRow:
    """One row of ``successions.csv``: ``extent`` is ``whole`` or ``part``."""

    predecessor: PlaceKey
    successor: PlaceKey
    on: date
    extent: str
    source: str
    verified: bool
    note: str


def units(folder: Path = REFERENCE) -> list[UnitRow]:
    """Every unit of the shipped reference."""
    return [
        UnitRow(
            key=(row["code"], date.fromisoformat(row["valid_from"])),
            name=row["name"],
            kind=row["kind"],
            label=row["label"],
            parent=_key(row["parent_code"], row["parent_valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            verified=row["verified"] == "true",
            note=row["note"],
        )
        for row in _rows(folder / "units.csv")
    ]


def successions(folder: Path = REFERENCE) -> list[SuccessionRow]:
    """Every succession of the shipped reference."""
    return [
        SuccessionRow(
            predecessor=(row["predecessor_code"], date.fromisoformat(row["predecessor_valid_from"])),
            successor=(row["successor_code"], date.fromisoformat(row["successor_valid_from"])),
            on=date.fromisoformat(row["on"]),
            extent=row["extent"],
            source=row["source"],
            verified=row["verified"] == "true",
            note=row["note"],
        )
        for row in _rows(folder / "successions.csv")
    ]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _key(code: str, valid_from: str) -> PlaceKey | None:
    return (code, date.fromisoformat(valid_from)) if code else None
