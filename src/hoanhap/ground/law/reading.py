"""Reads the rulebooks. Pure: files in, text rows out; each module makes its own frozen rows of them."""

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("rulebooks")


def table(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of ``<name>.csv`` in the order of the file."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def document(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """The content of ``<name>.toml``."""
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def day(text: str) -> date | None:
    """A day as the rulebooks write it; empty is "not set"."""
    return date.fromisoformat(text) if text else None


def number(text: str) -> int | None:
    """A whole number; empty is "not set"."""
    return int(text) if text else None


def yes(text: str) -> bool:
    """``yes`` or ``no``; anything else is a slip of the pen and raises ValueError."""
    if text not in ("yes", "no"):
        raise ValueError(f"neither yes nor no: {text!r}")
    return text == "yes"


def force(row: Mapping[str, str]) -> dict[str, Any]:
    """The columns that every rulebook has: days in force, source, whether it was read, note."""
    return {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
        "source": row["source"],
        "verified": yes(row["verified"]),
        "note": row["note"],
    }
