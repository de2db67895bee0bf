"""``hoanhap reference <page>``: reference pages printed from the sources that the program itself reads."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from hoanhap.casework.episodes.reference import states_page
from hoanhap.ground.access.reference import access_page
from hoanhap.ground.documents.reference import papers_page
from hoanhap.ground.law.reference import law_page

PAGES: Mapping[str, Callable[[], str]] = {
    "access": access_page,
    "law": law_page,
    "papers": papers_page,
    "states": states_page,
}
"""Every page by name; whoever adds one adds a line here and prints it to docs/reference/<name>.md."""


class Command(BaseCommand):
    """Prints one page as Markdown, in English like all documentation for developers."""

    help = "In một trang tham chiếu (Markdown) ra màn hình; dùng: hoanhap reference access > docs/reference/access.md"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The page."""
        parser.add_argument("page", choices=sorted(PAGES))

    def handle(self, *args: object, **options: Any) -> None:
        """Print the page."""
        with translation.override("en"):
            self.stdout.write(PAGES[options["page"]](), ending="")
