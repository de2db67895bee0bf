"""``hoanhap law``: the deadline that a rule sets, and the end of a post-rehabilitation term. It knows no case."""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.core.management.base import BaseCommand

from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.law import wording
from hoanhap.ground.law.choices import Measure
from hoanhap.ground.law.deadlines import deadline
from hoanhap.ground.law.terms import Absence, Imprisonment, post_rehab_term


class Command(BaseCommand):
    """Asks the rulebooks. No transition row is applied, since no case is known."""

    help = "Computes deadlines and post-rehabilitation terms from the rulebooks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two questions: ``deadline`` and ``term``."""
        ways = parser.add_subparsers(dest="way", required=True, metavar="deadline | term")
        one = ways.add_parser("deadline", help="the deadline that a rule sets")
        one.add_argument("rule", metavar="RULE", help="for example B-PR-END")
        one.add_argument(
            "--from", dest="start", required=True, metavar="MOMENT", help="YYYY-MM-DD or YYYY-MM-DDTHH:MM, local time"
        )
        one.add_argument("--variant", default="", metavar="V", help="elsewhere, on_request, supplement, recheck")
        one.add_argument("--json", action="store_true")
        two = ways.add_parser("term", help="the end of post-rehabilitation management")
        two.add_argument("--measure", required=True, metavar="M", help=", ".join(Measure))
        two.add_argument("--completed-on", required=True, metavar="DATE")
        two.add_argument("--born-on", required=True, metavar="DATE")
        two.add_argument("--absence", action="append", default=[], metavar="FROM:TO[:reported]")
        two.add_argument("--prison", action="append", default=[], metavar="FROM:TO")
        two.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and tell."""
        document, sentence = self._deadline(options) if options["way"] == "deadline" else self._term(options)
        self.stdout.write(json.dumps(document, ensure_ascii=False) if options["json"] else sentence)

    def _deadline(self, options: dict[str, Any]) -> tuple[dict[str, object], str]:
        answer = deadline(options["rule"].upper(), start=_start(options["start"]), variant=options["variant"])
        return wording.deadline_document(answer), wording.deadline_sentence(answer)

    def _term(self, options: dict[str, Any]) -> tuple[dict[str, object], str]:
        measure = _measure(options["measure"])
        answer = post_rehab_term(
            measure,
            completed_on=_day(options["completed_on"]),
            born_on=_day(options["born_on"]),
            absences=[_absence(text) for text in options["absence"]],
            prison=[_imprisonment(text) for text in options["prison"]],
        )
        return wording.term_document(answer), wording.term_sentence(measure, answer)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date() if "/" in text else date.fromisoformat(text)  # noqa: DTZ007
    except ValueError as error:
        raise Refusal("law.not_a_day", text=text) from error


def _start(text: str) -> date | datetime:
    """A day, or a moment: local time unless it says otherwise."""
    try:
        return _day(text)
    except Refusal:
        pass
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)).astimezone(LOCAL)
    except (ValueError, OverflowError) as error:
        raise Refusal("law.not_a_moment", text=text) from error


def _measure(text: str) -> Measure:
    try:
        return Measure(text)
    except ValueError as error:
        nearest = get_close_matches(text, list(Measure), n=1, cutoff=0)[0]
        raise Refusal("law.unknown_measure", measure=text, nearest=str(nearest)) from error


def _absence(text: str) -> Absence:
    match text.split(":"):
        case [first]:
            return Absence(first=_day(first), last=None)
        case [first, last]:
            return Absence(first=_day(first), last=_last(last))
        case [first, last, "reported"]:
            return Absence(first=_day(first), last=_last(last), reported=True)
    raise Refusal("law.not_an_absence", text=text)


def _imprisonment(text: str) -> Imprisonment:
    match text.split(":"):
        case [first]:
            return Imprisonment(first=_day(first), last=None)
        case [first, last]:
            return Imprisonment(first=_day(first), last=_last(last))
    raise Refusal("law.not_a_period", text=text)


def _last(text: str) -> date | None:
    return _day(text) if text else None
