"""``hoanhap people import`` and ``hoanhap people template``."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from hoanhap.casework.people import lists
from hoanhap.casework.people.importing import Outcome, template_sheet
from hoanhap.ground.access.command_line import acting, add_acting
from hoanhap.ground.exchange import workbook
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal, RuleViolation


class Command(BaseCommand):
    """People from the command line. It says row, cell and reason, and never what stands in the cell."""

    help = "Import a list of people from .xlsx or .csv, or write an empty list to fill in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        take = verbs.add_parser("import", help="all rows or none; exit status 2 when something is wrong")
        take.add_argument("file", type=Path)
        take.add_argument("--dry-run", action="store_true", help="check every row and write nothing")
        take.add_argument(
            "--accept-possible", action="store_true", help="who only looks like somebody on file is somebody else"
        )
        take.add_argument("--json", action="store_true", help="print JSON")
        add_acting(take)
        template = verbs.add_parser("template", help="write an empty list")
        template.add_argument("file", type=Path)

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        {"import": self._import, "template": self._template}[verb](options)

    def _template(self, options: dict[str, Any]) -> None:
        with options["file"].open("xb") as file:
            workbook.write(template_sheet(), file)
        self.stdout.write(str(options["file"]))

    def _import(self, options: dict[str, Any]) -> None:
        by, accept = acting(options, on=clock.today()), options["accept_possible"]
        try:
            file = options["file"].open("rb")
        except OSError as error:
            raise Refusal("people.file_unreadable", reason=error.strerror) from None
        with file:
            run, rows = lists.read_list(by=by, file=file, accept_possible=accept, tell=self._tell)
        wrong = [row for row in rows if row.outcome not in (Outcome.NEW, Outcome.KNOWN)]
        written = 0
        if options["dry_run"] or wrong:
            lists.drop_list(by=by, run=run)
        else:
            written = lists.write_list(by=by, run=run, accept_possible=accept)
        self._show(rows, written, options)
        if wrong and not options["dry_run"]:
            raise RuleViolation("people.list_has_problems", number=len(wrong), first=wrong[0].number)

    def _tell(self, done: int, of: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(_("%(done)s of %(of)s rows checked") % {"done": done, "of": of})

    def _show(self, rows: list[lists.ListRow], written: int, options: dict[str, Any]) -> None:
        counts = {outcome.value: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
        if options["json"]:
            told = [
                {
                    "row": row.number,
                    "outcome": row.outcome.value,
                    "problems": [{"cell": cell, "reason": reason} for cell, reason in row.problems],
                }
                for row in rows
            ]
            answer = {"dry_run": options["dry_run"], "written": written, "counts": counts, "rows": told}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        outcomes = {
            Outcome.NEW: _("new person"),
            Outcome.KNOWN: _("known person"),
            Outcome.POSSIBLE: _("possible duplicate"),
            Outcome.ELSEWHERE: _("held elsewhere"),
            Outcome.ERROR: _("error in the row"),
        }
        for row in rows if options["dry_run"] else [row for row in rows if row.problems]:
            reasons = "; ".join(f"{cell}: {reason}" for cell, reason in row.problems)
            line = _("Row %(number)s: %(outcome)s") % {"number": row.number, "outcome": outcomes[row.outcome]}
            self.stdout.write(f"{line}. {reasons}".rstrip(" .") + ".")
        summary = ", ".join(f"{words}: {counts[outcome.value]}" for outcome, words in outcomes.items())
        self.stdout.write(summary)
        self.stdout.write(_("People registered: %(number)s") % {"number": written})
