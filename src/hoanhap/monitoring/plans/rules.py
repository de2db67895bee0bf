"""What a plan says, and the cross-check of its table. Plain values only."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hoanhap.ground.kernel.text import fold, half_up

UNKNOWN_NUMBER = "?"
"""A plan whose number no source tells (the plan of 2023)."""


@dataclass(frozen=True)
class RolloutShare:
    """From ``low`` to ``high`` per cent of the communes apply the model in ``year``; equal for one figure."""

    year: int
    low: Decimal
    high: Decimal
    quote: str = ""


@dataclass(frozen=True)
class RolloutRow:
    """One district of the appendix table: its number of communes and the published figure of each year."""

    order: int
    district: str
    communes: int
    values: Mapping[int, int]
    quote: str = ""


@dataclass(frozen=True)
class PlanText:
    """A plan as its text reads. Figures stand as published, whatever a computation says."""

    number: str
    issuer: str
    title: str
    period_from: date
    period_to: date
    issued_on: date | None
    rollout: tuple[RolloutShare, ...]
    table: tuple[RolloutRow, ...]
    printed_totals: Mapping[int, int]
    printed_communes: int
    sha256: str
    totals_quote: str = ""
    issued_quote: str = ""


@dataclass(frozen=True)
class PlanDate:
    """A date under which a plan appears, and where it does."""

    on: date
    document: str
    likely: bool = False


@dataclass(frozen=True)
class Rounding:
    """A published cell that differs from half-up rounding of its row."""

    place: str
    year: int
    printed: int
    computed: int


@dataclass(frozen=True)
class Total:
    """The city's figure of a year: as printed, as the sum of the rows, as the sum of half-up roundings."""

    year: int
    printed: int
    summed: int
    computed: int


@dataclass(frozen=True)
class Remark:
    """Something a reader should know, as a code and the facts of its sentence."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanCheck:
    """The cross-check of a plan's table. Nothing in it changes a published figure."""

    rows: int
    totals: tuple[Total, ...]
    rounding: tuple[Rounding, ...]
    remarks: tuple[Remark, ...]


def canonical(text: str) -> str:
    """The text without a byte order mark and with plain line ends: what the fingerprint is made of."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def fingerprint(text: str) -> str:
    """SHA-256 of the canonical text in UTF-8, in hexadecimal. Two texts are identical when these are."""
    return hashlib.sha256(canonical(text).encode()).hexdigest()


def slug_of(number: str, year: int) -> str:
    """How a plan is addressed: ``270/KH-UBND`` → ``270-KH-UBND``; a plan without a number by its year.

    >>> slug_of("270/KH-UBND", 2021), slug_of("?", 2023)
    ('270-KH-UBND', 'khong-ro-so-2023')
    """
    if number == UNKNOWN_NUMBER:
        return f"khong-ro-so-{year}"
    return fold(number).upper().replace("/", "-").replace(" ", "")


def published_share(communes: int, percent: Decimal) -> int:
    """``percent`` of ``communes``, rounded half up: what the plan's table follows but for two cells."""
    return half_up(communes * percent / 100)


def check(
    *,
    rollout: Iterable[RolloutShare],
    table: Sequence[RolloutRow],
    printed_totals: Mapping[int, int],
    printed_communes: int,
    dates: Sequence[PlanDate] = (),
    communes_listed: Mapping[str, int] | None = None,
) -> PlanCheck:
    """Compare the printed table with itself, with half-up rounding and with the list of places.

    ``communes_listed`` gives the number of communes of each district on the plan's first day, where known.
    """
    shares = sorted(rollout, key=lambda share: share.year)
    computed = {
        (row.district, share.year): published_share(row.communes, share.high) for row in table for share in shares
    }
    rounding = tuple(
        Rounding(row.district, share.year, row.values[share.year], computed[row.district, share.year])
        for row in table
        for share in shares
        if row.values[share.year] != computed[row.district, share.year]
    )
    totals = tuple(
        Total(
            year=share.year,
            printed=printed_totals[share.year],
            summed=sum(row.values[share.year] for row in table),
            computed=sum(computed[row.district, share.year] for row in table),
        )
        for share in shares
    )
    remarks = (
        *_about_dates(dates),
        *_about_totals(totals, table, printed_communes),
        *_about_shares(shares, totals, printed_communes),
        *_about_rows(table),
        *_about_places(table, communes_listed or {}),
    )
    return PlanCheck(rows=len(table), totals=totals, rounding=rounding, remarks=remarks)


def _about_dates(dates: Sequence[PlanDate]) -> list[Remark]:
    """A plan has one date of issue; where sources differ, all are kept and shown (C3)."""
    in_order = sorted(dates, key=lambda one: (one.on, one.document))
    if len({one.on for one in in_order}) < 2:
        return []
    return [Remark("several_dates", {"dates": tuple(in_order)})]


def _about_totals(totals: Iterable[Total], table: Iterable[RolloutRow], printed_communes: int) -> list[Remark]:
    remarks = []
    communes = sum(row.communes for row in table)
    if communes != printed_communes:
        remarks.append(Remark("communes_total_differs", {"printed": printed_communes, "summed": communes}))
    for total in totals:
        facts = {"year": total.year, "printed": total.printed}
        if total.printed != total.summed:
            remarks.append(Remark("total_differs", {**facts, "summed": total.summed}))
        if total.printed != total.computed:
            remarks.append(Remark("rounded_total_differs", {**facts, "computed": total.computed}))
    return remarks


def _about_shares(shares: Sequence[RolloutShare], totals: Iterable[Total], communes: int) -> list[Remark]:
    remarks = []
    for share, total in zip(shares, totals, strict=True):
        facts = {"year": share.year, "printed": total.printed, "communes": communes}
        if communes and total.printed * 100 > share.high * communes:
            percent = Decimal(total.printed * 100) / communes
            remarks.append(Remark("above_the_range", {**facts, "percent": percent, "high": share.high}))
        elif communes and total.printed * 100 < share.low * communes:
            percent = Decimal(total.printed * 100) / communes
            remarks.append(Remark("below_the_range", {**facts, "percent": percent, "low": share.low}))
    shared = [(one.year, next_.year, one.high) for one, next_ in pairwise(shares) if one.high == next_.low]
    if shared:  # C4: such a share satisfies both years
        remarks.append(Remark("ranges_touch", {"bounds": tuple(shared)}))
    return remarks


def _about_rows(table: Iterable[RolloutRow]) -> list[Remark]:
    """Figures that cannot be right, but were published so."""
    remarks = []
    for row in table:
        years = sorted(row.values)
        for year in years:
            if row.values[year] > row.communes:
                facts = {
                    "place": row.district,
                    "year": year,
                    "printed": row.values[year],
                    "communes": row.communes,
                }
                remarks.append(Remark("more_than_there_are", facts))
        for before, year in pairwise(years):
            if row.values[year] < row.values[before]:
                facts = {
                    "place": row.district,
                    "year": year,
                    "printed": row.values[year],
                    "before": row.values[before],
                }
                remarks.append(Remark("falls", facts))
    return remarks


def _about_places(table: Iterable[RolloutRow], communes_listed: Mapping[str, int]) -> list[Remark]:
    return [
        Remark(
            "communes_differ_from_places",
            {"place": row.district, "printed": row.communes, "listed": communes_listed[row.district]},
        )
        for row in table
        if communes_listed.get(row.district, row.communes) != row.communes
    ]
