"""``hoanhap progress``: target against actual of a roll-out."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.ground.web.command_line import day
from hoanhap.monitoring.plans import progress_selectors as selectors
from hoanhap.monitoring.plans.progress import Cell


class Command(BaseCommand):
    """Counts the communes that apply the models of a plan, by district and year, beside the published targets."""

    help = "Target against actual of a plan's roll-out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", default=selectors.FIRST_PLAN, metavar="NUMBER")
        parser.add_argument("--as-of", type=day, default=None, metavar="DATE", help="default: today")
        parser.add_argument(
            "--vintage", type=day, default=None, metavar="DATE", help="units of this day; default: the plan's first"
        )
        parser.add_argument("--by", choices=["district"], default="district")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = selectors.rollout_plan(by=SYSTEM, number=options["plan"])
        found = selectors.progress(
            by=SYSTEM, plan=plan, as_of=options["as_of"] or clock.today(), vintage=options["vintage"]
        )
        if options["json"]:
            self.stdout.write(json.dumps(document(found), ensure_ascii=False))
            return
        for row in [*found.rows, found.total]:
            figures = "  ".join(_words(cell) for cell in row.cells)
            self.stdout.write(f"{row.place.name:<16}{row.communes:>4}  {figures}")


def document(found: selectors.Progress) -> dict[str, Any]:
    """The figures as the command prints them with ``--json``."""
    return {
        "plan": found.plan.number,
        "as_of": found.as_of.isoformat(),
        "vintage": found.vintage.isoformat(),
        "rows": [
            {
                "place": row.place.name,
                "code": row.place.code,
                "communes": row.communes,
                "year": cell.year,
                "target": cell.target,
                "actual": cell.actual,
                "ahead": cell.ahead,
                "estimate": cell.estimate,
            }
            for row in found.rows
            for cell in row.cells
        ],
        "total": [
            {"year": cell.year, "target": cell.target, "actual": cell.actual, "ahead": cell.ahead}
            for cell in found.total.cells
        ],
    }


def _words(cell: Cell) -> str:
    actual = "–" if cell.actual is None else str(cell.actual)
    return f"{cell.year}: {actual}/{'–' if cell.target is None else cell.target}"
