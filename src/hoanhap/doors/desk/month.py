"""The month of a commune: who was called, which visits were not made, who is due for the quarter's review."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.programmes import help_selectors as helps
from hoanhap.casework.programmes import review_selectors as reviews
from hoanhap.casework.programmes.help_choices import Family, Presence, Work
from hoanhap.doors.desk.addresses import served
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.documents.files import MEDIA_TYPES, RenderedFile, unsigned_file
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.web.words import day_words

LATE = 50
"""Visits not made that one page lists."""


@dataclass(frozen=True)
class Line:
    """One person of a list."""

    name: str = field(repr=False)
    url: str
    words: str
    pill: str = ""


@dataclass(frozen=True)
class Month:
    """What the month asks for, and how far it is."""

    managed: int
    called: list[Line]
    to_call: int
    not_made: list[Line]
    to_review: int
    review_url: str
    listed_url: str
    tests_url: str


def month_of(*, by: Actor, on: date) -> Month:
    """The month of the acting post's commune."""
    by.require(Permission.HELP_SHEETS)
    mine = reviews.managed(by=by, on=on)
    called = list(reviews.called(by=by, on=on))
    late = helps.visits_not_made(by=by, of=list(mine.order_by().values_list("pk", flat=True)), on=on)[:LATE]
    due = reviews.to_be_reviewed(by=by, on=on).count() if by.may(Permission.REVIEWS_HOLD) else 0
    return Month(
        managed=mine.count(),
        called=[
            Line(
                one.episode.person.name, reverse("desk:help", args=[one.episode.person.reference]),
                _("%(answer)s, %(day)s") % {
                    "answer": capital(Presence(one.presence).label), "day": day_words(one.held_on),
                },
                _("late entry") if one.late else "",
            )
            for one in called
        ],
        to_call=reviews.to_be_called(by=by, on=on).count(),
        not_made=[
            Line(
                one.episode.person.name, reverse("desk:help", args=[one.episode.person.reference]),
                _("planned for %(day)s") % {"day": day_words(one.day)},
            )
            for one in late
        ],
        to_review=due,
        review_url=served(by, "desk:review_meeting"),
        listed_url=served(by, "desk:monthly_review"),
        tests_url=served(by, "screening:schedule"),
    )  # fmt: skip


def minutes_file(*, by: Actor, meeting: UUID, form: str) -> RenderedFile:
    """The minutes of a review meeting as a file, "không theo mẫu"; one entry in the log. Raises NotFound."""
    if form not in MEDIA_TYPES:
        raise NotFound("programmes.unknown_help")
    held = reviews.meeting(by=by, ref=meeting)
    details = reviews.details_of(by=by, of=held)
    number = (held.quarter.month + 2) // 3
    content = {
        "period_words": f"Quý {['I', 'II', 'III', 'IV'][number - 1]} năm {held.quarter.year}",
        "minutes_no": held.paper_no,
        "held_on": held.held_on,
        "chaired_by": held.chaired_by,
        "attended_words": held.attended,
        "reviewed": [
            {
                "person_name": one.result.episode.person.name,
                "birth_on": str(one.result.episode.person.birth_year),
                "called_words": f"{one.answered}/{one.called}",
                "tests_words": str(one.tests),
                "work_words": str(Work(one.work).label),
                "family_words": str(Family(one.family).label),
                "health_words": _("appointment wanted") if one.health_appointment else "",
                "needs_words": str(one.open_needs),
                "grade_words": one.result.grade,
                "note": str(one.comments),
            }
            for one in details
        ],
    }
    facts = {"format": form, "people": len(details), "paper_no": held.paper_no}
    record_read(
        "desk.minutes_taken", f"programmes.reviewmeeting:{held.pk}", by=by, purpose=purpose_of(by.role),
        chain=held.place.chain, facts=facts,
    )  # fmt: skip
    return unsigned_file("O-REVIEW", form, body="committee", place=held.place, content=content, on=held.held_on)
