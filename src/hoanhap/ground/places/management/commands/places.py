"""``hoanhap places``: the units of a province on a day."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.ground.places import selectors
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.command_line import day


class Command(BaseCommand):
    """Lists a province, its districts and its communes as they stood on a day, with what they came from."""

    help = "Lists the administrative units of a province on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=day, default=None, metavar="DATE", help="YYYY-MM-DD; default: today")
        parser.add_argument("--province", default="01", metavar="CODE", help="two digits; default: 01, Hà Nội")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or clock.today()
        units = selectors.units_on(by=SYSTEM, code=options["province"], day=as_of).select_related("parent")
        order = {"province": 0, "district": 1}
        rows = sorted(units, key=lambda unit: (order.get(unit.kind, 2), unit.code))
        if not options["json"]:
            for unit in rows:
                above = f" · {unit.parent.full_name}" if unit.parent else ""
                self.stdout.write(f"{unit.code}  {unit.full_name}{above}")
            return
        links = selectors.links_of(by=SYSTEM, units=units)
        document = {
            "as_of": as_of.isoformat(),
            "units": [
                {
                    "code": unit.code,
                    "name": unit.name,
                    "kind": unit.kind,
                    "parent": _reference(unit.parent) if unit.parent else None,
                    "valid_from": unit.valid_from.isoformat(),
                    "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
                    "predecessors": [_reference(s.predecessor) for s in links[unit.pk].predecessors],
                    "successors": [_reference(s.successor) for s in links[unit.pk].successors],
                }
                for unit in rows
            ],
        }
        self.stdout.write(json.dumps(document, ensure_ascii=False))


def _reference(unit: Place) -> dict[str, str]:
    return {"code": unit.code, "valid_from": unit.valid_from.isoformat()}
