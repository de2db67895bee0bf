"""``hoanhap plan``: load the text of a plan, check its table, list the plans."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.monitoring.plans import actions, reading, selectors
from hoanhap.monitoring.plans.models import Plan
from hoanhap.monitoring.plans.wording import check_document, plan_words


class Command(BaseCommand):
    """Plans are public papers: the command runs as the recorded system actor."""

    help = "Loads, checks and lists plans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="load | check | list")
        load = ways.add_parser("load", help="reads the text of a plan into a new edition")
        load.add_argument("file", metavar="FILE", type=Path)
        check = ways.add_parser("check", help="compares a plan's table with itself and with half-up rounding")
        check.add_argument("number", metavar="NUMBER", help="for example 270/KH-UBND")
        check.add_argument("--json", action="store_true")
        every = ways.add_parser("list", help="lists the plans")
        every.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["way"]:
            case "load":
                self._load(options["file"])
            case "check":
                self._check(options["number"], as_json=options["json"])
            case "list":
                self._list(as_json=options["json"])

    def _load(self, file: Path) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise Refusal("plans.file_unreadable", file=str(file), reason=error.strerror or "") from error
        loaded = actions.load_plan_text(by=SYSTEM, text=reading.decode(content), source=file.stem)
        facts = {"number": plan_words(loaded.edition.plan), "edition": loaded.edition.number}
        if loaded.created:
            self.stdout.write(_("Plan %(number)s: loaded as edition %(edition)s.") % facts)
        else:
            self.stdout.write(_("Plan %(number)s: already loaded (edition %(edition)s).") % facts)
            newest = selectors.editions(by=SYSTEM, plan=loaded.edition.plan)[0].number
            if newest != loaded.edition.number:
                self.stdout.write(_("In force is edition %(newest)s, which was loaded later.") % {"newest": newest})

    def _check(self, number: str, *, as_json: bool) -> None:
        plan = selectors.plan(by=SYSTEM, number=number)
        check = selectors.plan_check(by=SYSTEM, plan=plan)
        document = check_document(check, list(plan.remarks.order_by("pk")))
        if as_json:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        self.stdout.write(_("Plan %(number)s: %(rows)s rows.") % {"number": plan_words(plan), "rows": check.rows})
        for total in check.totals:
            facts = {"year": total.year, "printed": total.printed, "summed": total.summed}
            self.stdout.write(_("%(year)s: printed %(printed)s, summed %(summed)s") % facts)
        for cell in check.rounding:
            words = _("%(place)s %(year)s: printed %(printed)s, half-up %(computed)s")
            self.stdout.write(words % vars(cell))
        for remark in document["remarks"]:
            self.stdout.write(f"– {remark['text']}")

    def _list(self, *, as_json: bool) -> None:
        plans = list(selectors.plans(by=SYSTEM).prefetch_related("dates").in_order())
        if as_json:
            self.stdout.write(json.dumps([_document(plan) for plan in plans], ensure_ascii=False))
            return
        for plan in plans:
            self.stdout.write(f"{plan_words(plan)}  {plan.period_from.year}–{plan.period_to.year}  {plan.title}")


def _document(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.number,
        "slug": plan.slug,
        "issuer": plan.issuer,
        "title": plan.title,
        "period_from": plan.period_from.isoformat(),
        "period_to": plan.period_to.isoformat(),
        "dates": sorted({date.on.isoformat() for date in plan.dates.all()}),
        "editions": plan.edition_count,  # type: ignore[attr-defined]
        "targets": plan.target_count,  # type: ignore[attr-defined]
    }
