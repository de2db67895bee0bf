"""The sheet of a session as a page: forms for the lines that wait, words for those that are recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from hoanhap.casework.screening.actions.sessions import record_line
from hoanhap.casework.screening.choices import LineWhy, Verdict
from hoanhap.casework.screening.forms import LineForm
from hoanhap.casework.screening.selectors import SheetPage, SheetRow
from hoanhap.casework.screening.wording import TONES, identified_words, result_words, strips_words
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.refusals import on_form


def forms_of(page: SheetPage, typed: QueryDict | None) -> list[tuple[SheetRow, LineForm]]:
    """A form for every line that waits."""
    return [(row, LineForm(typed, prefix=row.key.hex)) for row in page.open_rows]


def record_typed(by: Actor, page: SheetPage, forms: Sequence[tuple[SheetRow, LineForm]]) -> int:
    """Record every line in which something was typed; a refusal stays with its own line. How many were recorded."""
    done = 0
    for row, form in forms:
        if form.filled and form.is_valid():
            with on_form(form):
                record_line(by=by, session=page.session.pk, line=row.key, answer=form.answer())
            done += form.is_valid()
    return done


@dataclass(frozen=True)
class Shown:
    """A line in words."""

    key: UUID
    name: str
    reference: str
    birth_year: int
    why: str
    namesakes: int
    result: str
    tone: str
    strips: str
    identified: str
    correct_url: str
    path_url: str


def shown(by: Actor, page: SheetPage, on: date) -> dict[str, Any]:
    """What the page of a session shows, and what the post may do there."""
    at = page.session.place_id
    closed = page.minutes is not None
    records = by.may(Permission.TESTS_RECORD, at=at)
    return {
        "page": page,
        "lines": [_shown(row, records, closed) for row in page.rows],
        "waiting": len(page.open_rows),
        "may_record": records and not closed and bool(page.open_rows) and page.session.held_on <= on,
        "may_add": records and not closed,
        "may_close": by.may(Permission.TESTS_SIGN, at=at) and not closed and not page.open_rows,
    }


def _shown(row: SheetRow, records: bool, closed: bool) -> Shown:
    person, test = row.line.episode.person, row.test
    begun = row.path is not None and row.path.first is not None
    positive = test is not None and test.verdict == Verdict.POSITIVE and closed
    return Shown(
        key=row.key,
        name=person.name,
        reference=person.reference,
        birth_year=person.birth_year,
        why=row.line.reason if row.line.why == LineWhy.ADDED else str(LineWhy(row.line.why).label),
        namesakes=row.namesakes,
        result=result_words(test) if test else "",
        tone=TONES[test.verdict] if test else "grey",
        strips=strips_words(test) if test else "",
        identified=identified_words(test) if test else "",
        correct_url=reverse("screening:line_correct", args=[test.pk]) if test and records and not begun else "",
        path_url=reverse("screening:positive_detail", args=[test.pk]) if test and positive else "",
    )
