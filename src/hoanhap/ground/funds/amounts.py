"""The base salary and the coefficients of allowances, by day. Each row says where it comes from and whether it was read
in the published text."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Row:
    """An amount in force from a day to a day, both included. ``of``: whose coefficient it is; empty for the salary."""

    valid_from: date
    valid_to: date | None
    of: str
    amount: Decimal
    source: str
    verified: bool
    note: str

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def base_salary_on(day: date) -> Row | None:
    """The base salary (mức lương cơ sở) of a day, in đồng; None before the first that is known.

    >>> str(base_salary_on(date(2024, 7, 1)).amount)
    '2340000'
    """
    return next((row for row in base_salaries() if row.covers(day)), None)


def allowance_on(role: str, day: date) -> Row | None:
    """The coefficient of a member of a volunteer team, by role; None where none is known."""
    return next((row for row in allowances() if row.of == role and row.covers(day)), None)


@cache
def base_salaries() -> tuple[Row, ...]:
    """Every base salary, the oldest first."""
    return tuple(_rows("base_salary", amount="amount", of=""))


@cache
def allowances() -> tuple[Row, ...]:
    """Every coefficient of a team's members."""
    return tuple(_rows("team_allowances", amount="coefficient", of="role"))


def _rows(name: str, *, amount: str, of: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                of=row[of] if of else "",
                amount=Decimal(row[amount]),
                source=row["source"],
                verified=row["verified"] == "yes",
                note=row["note"],
            )
            for row in csv.DictReader(lines, strict=True)
        ]
