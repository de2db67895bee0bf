"""A target, a percentage or a remark in words, in the reader's language."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hoanhap.ground.web.words import day_words, number_words
from hoanhap.ground.web.words import share_words as percent_words
from hoanhap.monitoring.plans import reference
from hoanhap.monitoring.plans.choices import Comparison, Unit
from hoanhap.monitoring.plans.messages import REMARKS
from hoanhap.monitoring.plans.models import Plan, PlanEdition, PlanRemark, RolloutShare, Target
from hoanhap.monitoring.plans.rules import PlanCheck, PlanDate, Remark


def plan_words(plan: Plan) -> str:
    """The plan's number, or that no source tells it, with its year."""
    if plan.has_number:
        return plan.number
    return _("number unknown (%(year)s)") % {"year": plan.period_from.year}


def edition_words(edition: PlanEdition) -> str:
    """The plan's number and, from the second on, the number of the edition."""
    words = plan_words(edition.plan)
    if edition.number == 1:
        return words
    return _("%(plan)s, edition %(edition)s") % {"plan": words, "edition": edition.number}


def state_words(is_in_force: bool) -> str:
    """Whether a target still stands."""
    return _("in force") if is_in_force else _("superseded")


def figure_words(value: Decimal) -> str:
    """A published figure without empty decimals: 1.200 · 99,5."""
    places = 0 if value == value.to_integral_value() else -int(value.normalize().as_tuple().exponent)
    return number_words(value, places)


def value_words(target: Target) -> str:
    """Comparison, figure and unit: "trên 80 %", "20 – 30 %", "6.500 bệnh nhân"."""
    unit = str(Unit(target.unit).label)
    figure = figure_words(target.value)
    match target.comparison:
        case Comparison.AT_LEAST:
            figure = _("at least %(figure)s") % {"figure": figure}
        case Comparison.MORE_THAN:
            figure = _("more than %(figure)s") % {"figure": figure}
        case Comparison.MAINTAIN:
            figure = _("keep %(figure)s") % {"figure": figure}
        case Comparison.RANGE if target.value_to is not None:
            figure = f"{figure} – {figure_words(target.value_to)}"
    return f"{figure}\u00a0{unit}"


def share_words(share: RolloutShare) -> str:
    """A year's percentages: "20–30 %", or one figure."""
    if share.low == share.high:
        return f"{figure_words(share.high)}\u00a0%"
    return f"{figure_words(share.low)}–{figure_words(share.high)}\u00a0%"


def quote_words(quote: str) -> str:
    """A quotation for the screen: the cells of a printed line are told apart by bars."""
    return " | ".join(cell.strip() for cell in quote.split("\t") if cell.strip()) if "\t" in quote else quote


@dataclass(frozen=True)
class DateLine:
    """A date of issue, the title of the document that says so, its words, and whether it is the likely one."""

    on: date
    title: str
    quote: str
    likely: bool


@dataclass(frozen=True)
class RemarkLine:
    """A reviewed remark, with the words it is about and the title of their document."""

    text: str
    quote: str
    title: str


@dataclass(frozen=True)
class TargetLine:
    """A target in a line: what, how much, which plan, and where it is shown."""

    indicator: str
    value: str
    plan: str
    edition: int
    slug: str
    code: str


def date_lines(plan: Plan) -> list[DateLine]:
    """The dates of a plan in their order."""
    rows = plan.dates.order_by("on", "document")
    return [DateLine(row.on, reference.document_title(row.document), row.quote, row.likely) for row in rows]


def remark_lines(remarks: Iterable[PlanRemark]) -> list[RemarkLine]:
    """The reviewed remarks of a plan."""
    return [
        RemarkLine(row.text, row.quote, reference.document_title(row.document) if row.document else "")
        for row in remarks
    ]


def target_lines(targets: Iterable[Target]) -> list[TargetLine]:
    """Targets as links."""
    return [
        TargetLine(
            indicator=target.indicator.name,
            value=value_words(target),
            plan=plan_words(target.edition.plan),
            edition=target.edition.number,
            slug=target.edition.plan.slug,
            code=target.code,
        )
        for target in targets
    ]


def remark_words(remark: Remark) -> str:
    """The sentence of a computed remark."""
    facts: dict[str, object] = {}
    for name, value in remark.facts.items():
        facts[name] = _fact_words(name, value)
    return str(REMARKS[remark.code]) % facts


def _fact_words(name: str, value: object) -> object:
    match value:
        case int() if name == "year":
            return str(value)
        case int():
            return number_words(value)
        case Decimal() if name == "percent":
            return percent_words(value / 100)
        case Decimal():
            return f"{figure_words(value)}\u00a0%"
        case tuple() if name == "dates":
            return "; ".join(_date_words(one) for one in value)
        case tuple() if name == "bounds":
            return "; ".join(
                _("%(percent)s ends %(year)s and begins %(next)s")
                % {"percent": f"{figure_words(bound)}\u00a0%", "year": year, "next": following}
                for year, following, bound in value
            )
        case _:
            return value


def _date_words(one: PlanDate) -> str:
    facts = {"day": day_words(one.on), "document": reference.document_title(one.document)}
    if one.likely:
        return _("%(day)s (in “%(document)s”; the likely one)") % facts
    return _("%(day)s (in “%(document)s”)") % facts


def check_document(check: PlanCheck, reviewed: list[PlanRemark]) -> dict[str, Any]:
    """The cross-check as the command prints it with ``--json``; reviewed remarks follow the computed ones."""
    return {
        "rows": check.rows,
        "totals": {str(one.year): {"printed": one.printed, "summed": one.summed} for one in check.totals},
        "rounding": [
            {"place": one.place, "year": one.year, "printed": one.printed, "computed": one.computed}
            for one in check.rounding
        ],
        "remarks": [
            *({"code": one.code, "text": remark_words(one), **_plain(one.facts)} for one in check.remarks),
            *({"code": one.code, "text": one.text, "quote": one.quote} for one in reviewed),
        ],
    }


def _plain(facts: Any) -> dict[str, Any]:
    """The facts of a remark as JSON values; days as ISO text, decimals with one place."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(facts), default=_json_value))
    if "bounds" in plain:
        plain["bounds"] = [{"year": one, "next": two, "percent": bound} for one, two, bound in plain["bounds"]]
    return plain


def _json_value(value: object) -> Any:
    match value:
        case Decimal():
            return float(round(value, 1))
        case PlanDate():
            return {
                "on": value.on.isoformat(),
                "shown": day_words(value.on),
                "document": value.document,
                "likely": value.likely,
            }
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form here")
