"""``hoanhap duties``: derive stage, end and duties of all measures anew."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from hoanhap.casework.episodes.actions.rebuilding import rebuild_states
from hoanhap.ground.kernel.permissions import SYSTEM


class Command(BaseCommand):
    """After a corrected rulebook or calendar: everything that follows from the facts follows from them again."""

    help = "Derives stage, end and duties of all measures anew from their facts, and says how many changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The form of the answer."""
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Batch by batch, so that 20,000 measures take no more memory than a thousand."""
        told = {"episodes": 0, "changed": 0, "ends_moved": 0, "duties": 0}
        rebuilt = rebuild_states(by=SYSTEM)
        while rebuilt.last is not None:
            for name in told:
                told[name] += getattr(rebuilt, name)
            rebuilt = rebuild_states(by=SYSTEM, after=rebuilt.last)
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(
            _("%(episodes)d measures, %(duties)d duties; changed: %(changed)d, ends moved: %(ends_moved)d") % told
        )
