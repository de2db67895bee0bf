"""The progress page, put into words and places: what the template shows without deciding anything."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.programmes.choices import ModelKind
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.words import day_words, number_words
from hoanhap.monitoring.plans.progress import Cell
from hoanhap.monitoring.plans.progress_selectors import Progress, Row

TILES = Path(__file__).parent / "reference" / "tiles.csv"


@dataclass(frozen=True)
class Line:
    """One district: its tile and its line in the ranked table. Links are empty where no list may be opened."""

    name: str
    communes: int
    cell: Cell
    needed: Decimal | None
    tone: str
    mark: str
    column: int
    row: int
    list_url: str
    actual_url: str
    missing_url: str

    @property
    def url(self) -> str:
        """What the tile opens."""
        return self.actual_url

    @property
    def value(self) -> str:
        """Actual and target, as on the tile: "12/16"."""
        return _of(self.cell)

    @property
    def delta(self) -> str:
        """Ahead or behind with its sign."""
        return self.mark

    @property
    def against(self) -> str:
        """The same beside an icon that says "=" already."""
        return "0" if self.cell.ahead == 0 else self.mark

    @property
    def spoken(self) -> str:
        """The tile as a sentence."""
        facts = {"name": self.name, "value": self.value, "communes": self.communes}
        start = _("%(name)s: %(value)s of %(communes)s communes") % facts
        return start if self.cell.ahead is None else f"{start}, {_against(self.cell.ahead)}"

    @property
    def missing_words(self) -> str:
        """What the pill opens, as a sentence."""
        return _("%(name)s: the communes that do not apply a model") % {"name": self.name}

    @property
    def pill(self) -> tuple[str, str]:
        """Tone and icon of the pill that says ahead or behind."""
        return _pill(self.cell.ahead)


@dataclass(frozen=True)
class YearLine:
    """The city in one year: its range, its cell, and the list behind the figure."""

    cell: Cell
    low: int
    high: int
    against: str
    tone: str
    icon: str
    url: str


@dataclass(frozen=True)
class KindLine:
    """How many communes run one model."""

    label: str
    communes: int
    url: str


@dataclass(frozen=True)
class Page:
    """Everything on the progress page for one year, in the reader's language."""

    found: Progress
    year: int
    heading: str
    tiles_heading: str
    corridor_heading: str
    needed: Decimal | None
    needed_by: Sequence[Line]
    done_a_month: Decimal | None
    lines: Sequence[Line]
    total: Line
    kinds: Sequence[KindLine]
    chart: dict[str, object]
    tile_key: Sequence[tuple[str, str]]
    years: Sequence[YearLine]
    notices: Sequence[str]
    plan_url: str

    @property
    def last_year(self) -> int:
        """The last year of the path."""
        return self.found.years[-1]

    @property
    def counted_on(self) -> date:
        """The day on which the figures of the year are counted."""
        return self.found.days.get(self.year, self.found.as_of)

    @property
    def vintage_words(self) -> str:
        """Whose borders the figures are in."""
        districts = len(self.lines)
        if self.found.vintage == self.found.plan.period_from:
            return _("units as at the plan's start (%(districts)s districts)") % {"districts": districts}
        return _("units of %(day)s") % {"day": day_words(self.found.vintage)}

    @property
    def chart_caption(self) -> str:
        """Unit, source and day of the chart."""
        facts = {"plan": self.found.plan.number, "day": day_words(self.found.as_of)}
        return _("communes; path: plan %(plan)s; actual up to %(day)s") % facts

    @property
    def needed_words(self) -> str:
        """How many communes a month it takes from now on, beside what was done a month."""
        return _needed_words(self)

    @property
    def method(self) -> Sequence[str]:
        """How the figures are counted, sentence by sentence."""
        return [
            _("A commune applies the model when at least one model runs in it; it counts once however many run."),
            _("A year is counted on 31/12, the present one on the day shown; abolishing a unit ends no deployment."),
            _("The targets are the figures printed in the plan's appendix, as stock at the end of each year."),
            _(
                "Over units of another day, a deployment counts for every unit linked to its own by succession; "
                "through a divided unit that is an estimate. The target is then the year's highest percentage of those "
                "communes, rounded half up, for the city alone."
            ),
        ]

    @property
    def estimates(self) -> bool:
        """Whether some commune of the year is counted only through a divided unit."""
        return bool(self.total.cell.estimate)


def page(*, by: Actor, found: Progress, year: int, kind: str = "") -> Page:
    """The page for one of the plan's years; slowest districts first."""
    opens = by.may(Permission.DEPLOYMENTS_VIEW)
    lines = [_line(by, found, row, year, kind, opens) for row in found.rows]
    lines.sort(key=lambda line: (line.cell.ahead if line.cell.ahead is not None else 0, -line.communes))
    total = _line(by, found, found.total, year, kind, opens)
    before = found.total.in_year(year - 1).actual if year - 1 in found.years else None
    now = total.cell.actual
    months = found.days[year].month if year in found.days else 0
    return Page(
        found=found,
        year=year,
        heading=_heading(found, total.cell),
        tiles_heading=_tiles_heading(lines),
        corridor_heading=_corridor_heading(found, year),
        needed=found.needed_a_month(found.total),
        needed_by=[line for line in lines if (line.cell.ahead or 0) < 0][:4],
        done_a_month=Decimal(now - before) / months if now is not None and before is not None and months else None,
        lines=lines,
        total=total,
        kinds=[
            KindLine(
                label=str(choice.label),
                communes=found.by_kind[choice.value],
                url=_list_url(found, year, kind=choice.value, applies="yes") if total.list_url else "",
            )
            for choice in ModelKind
        ]
        if not kind
        else [],
        chart=_chart(found),
        tile_key=[
            ("ahead2", _("2 or more ahead")),
            ("ahead1", _("1 ahead")),
            ("even", _("on target")),
            ("behind1", _("1–2 behind")),
            ("behind3", _("3 or more behind")),
        ],
        years=_year_lines(found, kind, bool(total.list_url)),
        notices=_notices(found, total.cell),
        plan_url=reverse("plans:plan_detail", args=[found.plan.slug]) if by.may(Permission.PLANS_VIEW) else "",
    )


def _needed_words(page: Page) -> str:
    last = page.found.total.cells[-1]
    now = page.found.total.in_year(max(page.found.days)).actual if page.found.days else None
    if now is None or last.target is None:
        return _("Nothing is counted yet.")
    missing = last.target - now
    if missing <= 0:
        return _("The target is reached.")
    facts = {"missing": number_words(missing), "year": last.year}
    if page.needed is None:
        return _("%(missing)s communes were missing when %(year)s ended.") % facts
    words = _("%(missing)s communes are missing: %(rate)s a month.") % {
        **facts,
        "rate": number_words(page.needed, 1),
    }
    if page.done_a_month is None:
        return words
    done = _("In %(year)s it was %(rate)s a month.") % {
        "year": page.year,
        "rate": number_words(page.done_a_month, 1),
    }
    return f"{words} {done}"


def _year_lines(found: Progress, kind: str, linked: bool) -> list[YearLine]:
    lines = []
    for cell in found.total.cells:
        low, high = found.corridor[cell.year]
        tone, icon = _pill(cell.ahead)
        url = _list_url(found, cell.year, kind=kind, applies="yes") if linked and cell.actual is not None else ""
        lines.append(YearLine(cell, low, high, "0" if cell.ahead == 0 else _tone(cell.ahead)[1], tone, icon, url))
    return lines


def _notices(found: Progress, cell: Cell) -> list[str]:
    """What a reader must know before believing the figures."""
    notices = []
    if cell.assumed:
        words = ngettext(
            "%(number)s of the communes counted for %(year)s rests on an assumption, not on a report: "
            "the plan for the year is taken as carried out.",
            "%(number)s of the communes counted for %(year)s rest on an assumption, not on a report: "
            "the plan for the year is taken as carried out.",
            cell.assumed,
        )
        notices.append(words % {"number": number_words(cell.assumed), "year": cell.year})
    if cell.estimate:
        notices.append(_("Some units were divided since: what is counted through them is an estimate."))
    if not found.published:
        notices.append(
            _(
                "The plan publishes targets for the communes of its start only; for these units the city's target "
                "is the year's highest percentage."
            )
        )
    return notices


def _pill(ahead: int | None) -> tuple[str, str]:
    """Tone and icon of the pill that says ahead or behind."""
    if ahead is None or ahead == 0:
        return "grey", "equal"
    if ahead > 0:
        return "green", "up"
    return ("brick" if ahead <= -3 else "amber"), "down"


def _heading(found: Progress, cell: Cell) -> str:
    """The finding, in a sentence."""
    if cell.actual is None:
        return _("%(year)s had not begun on %(day)s") % {"year": cell.year, "day": day_words(found.as_of)}
    facts = {"actual": number_words(cell.actual), "communes": number_words(found.total.communes)}
    start = _("%(actual)s of %(communes)s communes apply a model") % facts
    if cell.ahead is None:
        return start
    return f"{start}: {_against(cell.ahead)}"


def _against(ahead: int) -> str:
    if ahead == 0:
        return _("exactly on the path")
    if ahead > 0:
        return ngettext("%(number)s unit ahead of the path", "%(number)s units ahead of the path", ahead) % {
            "number": number_words(ahead)
        }
    return ngettext("%(number)s unit behind the path", "%(number)s units behind the path", -ahead) % {
        "number": number_words(-ahead)
    }


def _tiles_heading(lines: Sequence[Line]) -> str:
    behind = [line for line in lines if (line.cell.ahead or 0) < 0]
    if not behind:
        return _("No district is behind its target")
    names = ", ".join(line.name for line in behind[:3])
    if len(behind) <= 3:
        return _("Behind their targets: %(names)s") % {"names": names}
    return _("%(number)s districts are behind, most of all %(names)s") % {
        "number": len(behind),
        "names": names,
    }


def _corridor_heading(found: Progress, year: int) -> str:
    low, high = found.corridor[year]
    actual = found.total.in_year(year).actual
    if actual is None:
        return _("The path of the whole city")
    if actual > high:
        return _("The city stands above its path of %(low)s–%(high)s") % {"low": low, "high": high}
    if actual < low:
        return _("The city stands below its path of %(low)s–%(high)s") % {"low": low, "high": high}
    return _("The city stands within its path of %(low)s–%(high)s") % {"low": low, "high": high}


def _line(by: Actor, found: Progress, row: Row, year: int, kind: str, opens: bool) -> Line:
    cell = row.in_year(year)
    column, tile_row = _tiles().get(row.place.code, (0, 0))
    linked = opens and (by.everywhere or row.place.pk in by.units)
    tone, mark = _tone(cell.ahead)
    district = row.place.code if row.place.kind == "district" else ""

    def url(applies: str) -> str:
        return _list_url(found, year, district=district, kind=kind, applies=applies) if linked else ""

    return Line(
        name=row.place.name,
        communes=row.communes,
        cell=cell,
        needed=found.needed_a_month(row),
        tone=tone,
        mark=mark,
        column=column,
        row=tile_row,
        list_url=url(""),
        actual_url=url("yes"),
        missing_url=url("no"),
    )


def _of(cell: Cell) -> str:
    actual = "–" if cell.actual is None else number_words(cell.actual)
    return actual if cell.target is None else f"{actual}/{number_words(cell.target)}"


def _tone(ahead: int | None) -> tuple[str, str]:
    """How far ahead or behind, as a tile's tone and a sign that does not need colour."""
    if ahead is None:
        return "none", ""
    if ahead == 0:
        return "even", "="
    if ahead > 0:
        return ("ahead2" if ahead >= 2 else "ahead1"), f"+{ahead}"
    return ("behind3" if ahead <= -3 else "behind1"), f"−{-ahead}"


def _list_url(found: Progress, year: int, **filters: str) -> str:
    chosen = {name: value for name, value in filters.items() if value}
    as_of: date = found.days.get(year, found.as_of)
    query = {"as_of": as_of.isoformat(), "vintage": found.vintage.isoformat(), **chosen}
    return _units_address(found.plan.slug) + "?" + urlencode(query)


def _chart(found: Progress) -> dict[str, object]:
    """The corridor chart's numbers; the contract is described in assets/charts.js."""
    return {
        "years": found.years,
        "from": [found.corridor[year][0] for year in found.years],
        "to": [found.corridor[year][1] for year in found.years],
        "actual": [cell.actual for cell in found.total.cells],
        "total": found.total.communes,
        "unit": _("communes"),
        "labels": {"actual": _("actual"), "corridor": _("path"), "target": _("target"), "total": "100 %"},
    }


@cache
def _units_address(slug: str) -> str:
    """The address of the list behind the figures; asked for a hundred times a page."""
    return reverse("plans:progress_units", args=[slug])


@cache
def _tiles() -> dict[str, tuple[int, int]]:
    with TILES.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(lines)}
