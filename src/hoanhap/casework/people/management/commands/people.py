"""``hoanhap people import`` and ``hoanhap people template``."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
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
from hoanhap.ground.web.words import number_words


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
            self._progress(_("Reading the file"))
            run, rows = lists.read_list(by=by, file=file, accept_possible=accept, tell=self._tell)
        wrong = [row for row in rows if row.outcome not in (Outcome.NEW, Outcome.KNOWN)]
        written = 0
        if options["dry_run"] or wrong:
            lists.drop_list(by=by, run=run)
        else:
            self._progress(_("Writing"))
            written = lists.write_list(by=by, run=run, accept_possible=accept)
        self._progress("")
        self._show(rows, written, options)
        if wrong and not options["dry_run"]:
            raise RuleViolation("people.list_has_problems", number=len(wrong), first=wrong[0].number)

    def _tell(self, done: int, of: int) -> None:
        self._progress(_("%(done)s of %(of)s rows checked") % {"done": number_words(done), "of": number_words(of)})

    def _progress(self, line: str) -> None:
        """A line that the next one replaces; only where somebody looks on."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{line}", str, ending="")
            self.stderr.flush()

    def _show(self, rows: list[lists.ListRow], written: int, options: dict[str, Any]) -> None:
        counts = {outcome.value: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
        completed = sum(row.adds for row in rows)
        if options["json"]:
            told = [
                {
                    "row": row.number,
                    "outcome": row.outcome.value,
                    "problems": [{"cell": cell, "reason": reason} for cell, reason in row.problems],
                    "told": row.told,
                }
                for row in rows
            ]
            answer = {
                "dry_run": options["dry_run"],
                "written": written,
                "counts": counts,
                "completed": completed,
                "rows": told,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        outcomes = {
            Outcome.NEW: _("new person"),
            Outcome.KNOWN: _("known person"),
            Outcome.POSSIBLE: _("possible duplicate"),
            Outcome.ELSEWHERE: _("held elsewhere"),
            Outcome.ERROR: _("error in the row"),
        }
        shown = rows if options["dry_run"] else [row for row in rows if row.problems]
        for line in _table(
            [(row.number, outcomes[row.outcome], [*row.problems, *(("", one) for one in row.told)]) for row in shown]
        ):
            self.stdout.write(line)
        summary = ", ".join(f"{words}: {number_words(counts[one.value])}" for one, words in outcomes.items())
        self.stdout.write(summary)
        if completed:
            self.stdout.write(_("On file, with something added: %(number)s") % {"number": number_words(completed)})
        self.stdout.write(_("People registered: %(number)s") % {"number": number_words(written)})


def _table(rows: list[tuple[int, str, list[tuple[str, str]]]]) -> Iterator[str]:
    """Row, finding, cell, reason; one line for each reason, under titles that stand where there is anything to tell."""
    if not rows:
        return
    lines = [(_("Row"), _("What it is"), _("Cell"), _("Reason, or what is written too"))]
    for number, outcome, problems in rows:
        cells = problems or [("", "")]
        lines += [
            (str(number) if not at else "", outcome if not at else "", cell, reason)
            for at, (cell, reason) in enumerate(cells)
        ]
    wide = [max(len(line[column]) for line in lines) for column in range(3)]
    for row, outcome, cell, reason in lines:
        yield f"{row:>{wide[0]}}  {outcome:<{wide[1]}}  {cell:<{wide[2]}}  {reason}".rstrip()
    yield ""
