"""The reviewed data that the product ships: plan 270, the plans known from articles, indicators and targets.

Read once from ``reference/``; plain values. A test compares every line with the published documents.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hoanhap.monitoring.plans.rules import PlanText, RolloutRow, RolloutShare, slug_of

FOLDER = Path(__file__).with_name("reference")


@dataclass(frozen=True)
class ShippedDate:
    """A date of issue, the document it stands in, and its words there."""

    on: date
    document: str
    quote: str
    likely: bool


@dataclass(frozen=True)
class ShippedRemark:
    """A reviewed remark in both languages; ``quote`` are the words of the document it is about."""

    code: str
    text_vi: str
    text_en: str
    document: str
    quote: str


@dataclass(frozen=True)
class ShippedPlan:
    """A plan with everything the review says about it; ``text`` only for plan 270, which ships whole."""

    number: str
    issuer: str
    title: str
    period_from: date
    period_to: date
    document: str
    sha256: str
    issued_on: date | None
    dates: tuple[ShippedDate, ...]
    remarks: tuple[ShippedRemark, ...]
    text: PlanText | None = None

    @property
    def slug(self) -> str:
        """The plan's address, also its key in targets.csv."""
        return slug_of(self.number, self.period_from.year)


@dataclass(frozen=True)
class ShippedIndicator:
    """One line of indicators.csv."""

    code: str
    name_vi: str
    name_en: str
    unit: str
    definition_vi: str
    definition_en: str


@dataclass(frozen=True)
class ShippedTarget:
    """One line of targets.csv. ``supersedes`` is "<plan's address> <code>" of an earlier target, or empty."""

    code: str
    plan: str
    indicator: str
    scope: str
    year: int
    value: Decimal
    value_to: Decimal | None
    unit: str
    comparison: str
    measure: str
    document: str
    quote: str
    remark_vi: str
    remark_en: str
    supersedes: str


@cache
def plans() -> tuple[ShippedPlan, ...]:
    """Every shipped plan, plan 270 first."""
    with (FOLDER / "plan_270.toml").open("rb") as file:
        head = tomllib.load(file)
    others = _toml()["plans"]
    return (_plan(head, _plan_270_text(head)), *(_plan(other, None) for other in others))


@cache
def indicators() -> tuple[ShippedIndicator, ...]:
    """Every shipped indicator."""
    return tuple(ShippedIndicator(**row) for row in _rows("indicators.csv"))


@cache
def targets() -> tuple[ShippedTarget, ...]:
    """The targets quoted from articles. Those of plan 270 follow from its text."""
    return tuple(_target(row) for row in _rows("targets.csv"))


def document_title(document: str) -> str:
    """The title of a quoted document; its own key where it has none."""
    titles: Mapping[str, str] = _toml()["documents"]
    return titles.get(document, document)


@cache
def _toml() -> dict[str, Any]:
    with (FOLDER / "plans.toml").open("rb") as file:
        return tomllib.load(file)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _plan(head: Mapping[str, Any], text: PlanText | None) -> ShippedPlan:
    return ShippedPlan(
        number=head["number"],
        issuer=head["issuer"],
        title=head["title"],
        period_from=head["period_from"],
        period_to=head["period_to"],
        document=head["document"],
        sha256=head["sha256"],
        issued_on=head.get("issued_on"),
        dates=tuple(ShippedDate(**row) for row in head.get("dates", ())),
        remarks=tuple(ShippedRemark(**row) for row in head.get("remarks", ())),
        text=text,
    )


def _plan_270_text(head: Mapping[str, Any]) -> PlanText:
    """Plan 270 as ``reading.read`` reads the published text; a test holds the two against each other."""
    rollout = tuple(
        RolloutShare(row["year"], Decimal(row["low"]), Decimal(row["high"]), row["quote"]) for row in head["shares"]
    )
    years = [share.year for share in rollout]
    own_date = next(row for row in head["dates"] if row["document"] == head["document"])
    return PlanText(
        number=head["number"],
        issuer=head["issuer"],
        title=head["title"],
        period_from=head["period_from"],
        period_to=head["period_to"],
        issued_on=head["issued_on"],
        rollout=rollout,
        table=tuple(
            RolloutRow(
                order=int(row["order"]),
                district=row["district"],
                communes=int(row["communes"]),
                values={year: int(row[str(year)]) for year in years},
                quote=row["quote"],
            )
            for row in _rows("plan_270.csv")
        ),
        printed_totals={int(year): value for year, value in head["total"]["values"].items()},
        printed_communes=head["total"]["communes"],
        sha256=head["sha256"],
        totals_quote=head["total"]["quote"],
        issued_quote=own_date["quote"],
    )


def _target(row: Mapping[str, str]) -> ShippedTarget:
    return ShippedTarget(
        code=row["code"],
        plan=row["plan"],
        indicator=row["indicator"],
        scope=row["scope"],
        year=int(row["year"]),
        value=Decimal(row["value"]),
        value_to=Decimal(row["value_to"]) if row["value_to"] else None,
        unit=row["unit"],
        comparison=row["comparison"],
        measure=row["measure"],
        document=row["document"],
        quote=row["quote"],
        remark_vi=row["remark_vi"],
        remark_en=row["remark_en"],
        supersedes=row["supersedes"],
    )
