"""Builds the text of a plan as its authority would publish it, with any part changed. Invented, not quoted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hoanhap.monitoring.plans import reference
from hoanhap.monitoring.plans.rules import published_share

DISTRICTS: tuple[tuple[str, int], ...] = tuple(
    (row.district, row.communes) for plan in reference.plans()[:1] for row in (plan.text.table if plan.text else ())
)
"""The thirty districts of 2021 with their number of communes, in the order of plan 270."""

SHARES = ((2021, 20, 30), (2022, 30, 40), (2023, 40, 60), (2024, 60, 80), (2025, 100, 100))


def rows_of(districts: Sequence[tuple[str, int]] = DISTRICTS) -> list[list[str]]:
    """The rows of the table with half-up figures, as cells."""
    return [
        [
            str(order),
            name,
            str(communes),
            *(str(published_share(communes, Decimal(high))) for *_, high in SHARES),
        ]
        for order, (name, communes) in enumerate(districts, start=1)
    ]


@dataclass
class PlanText:
    """A plan's text. ``head`` are the lines above the table, ``rows`` its rows, ``total`` its last line."""

    number: str = "999"
    title: str = "Một kế hoạch mẫu trên địa bàn thành phố Hà Nội giai đoạn 2021 - 2025"
    issued: str = " ngày 05 / 01/2021"
    shares: list[str] = field(
        default_factory=lambda: [
            f"- Năm {year}: {high}% số xã áp dụng mô hình."
            if low == high
            else f"- Năm {year}: Có từ {low}% đến {high}% số xã áp dụng mô hình."
            for year, low, high in SHARES
        ]
    )
    years: list[str] = field(default_factory=lambda: [f"Đến năm {year} ({high}%)" for year, _, high in SHARES])
    rows: list[list[str]] = field(default_factory=rows_of)
    total: list[str] | None = field(default=None)
    has_total: bool = True

    def __str__(self) -> str:
        columns = range(2, 3 + len(SHARES))
        figures = [[row[at] for row in self.rows if len(row) > at and row[at].isdigit()] for at in columns]
        totals = self.total or ["", "", *(str(sum(map(int, figure))) for figure in figures)]
        lines = [
            "",
            "KẾ HOẠCH",
            "",
            self.title,
            "",
            "a) Lộ trình",
            "",
            *self.shares,
            "",
            f"(Kèm theo Kế hoạch số {self.number} /KH-UBND{self.issued} của UBND Thành phố)",
            "",
            "Stt\tQuận, huyện, thị xã\tSố xã, phường, thị trấn\tKết quả tương ứng các năm\t\t\t\t",
            "\t\t\t" + "\t".join(self.years),
            *("\t".join(row) for row in self.rows),
        ]
        if self.has_total:
            lines.append("\t".join(totals))
        return "\n".join(lines)


def text_with(change: Callable[[PlanText], None]) -> PlanText:
    """A complete plan text in which ``change`` has done something."""
    text = PlanText()
    change(text)
    return text
