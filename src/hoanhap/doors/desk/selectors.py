"""What "Today" shows: things to do for the acting post, gathered from the rooms that know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.episodes import overview
from hoanhap.casework.episodes.models import EpisodeQuerySet
from hoanhap.casework.people import transfers
from hoanhap.casework.people.choices import Purpose
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.programmes import selectors as programmes
from hoanhap.casework.programmes.help_selectors import next_visits
from hoanhap.doors.desk.addresses import FIDELITY, MONTH, REVIEWS, served
from hoanhap.ground.access import selectors as access
from hoanhap.ground.audit import selectors as audit
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place
from hoanhap.ground.web.words import day_words, number_words

CHECKPOINT_EVERY = timedelta(days=1)
"""After so long without a checkpoint, the tail of the log is unprotected (access and privacy §0.4)."""

POST_ENDS_WITHIN = timedelta(days=30)
ASKED = 100
"""The list of requests shows so many."""


@dataclass(frozen=True)
class Task:
    """One thing to do: how pressing (a tone of the shelf), for whom or where, what, why, and the one button."""

    tone: str
    when: str
    whom: str
    what: str
    why: str
    button: str
    url: str
    icon: str = "dot"
    primary: bool = True
    whom_url: str = ""


def people_listed(*, by: Actor, on: date) -> EpisodeQuerySet:
    """The measures of the people in the acting post's care, the most pressing first."""
    return overview.listed(by=by, on=on)


def note_list(*, by: Actor, filters: Sequence[str], people: int) -> None:
    """Say in the log that the list of people was looked at, through which filters, and how many rows they gave."""
    purpose = purpose_of(by.role) or Purpose.AFTERCARE.value
    facts = {"filters": list(filters), "people": people}
    record_read("desk.people_listed", "desk.list:people", by=by, purpose=purpose, facts=facts)


def tasks(*, by: Actor, now: datetime, today: date) -> list[Task]:
    """What is due for the acting post, the most pressing first."""
    found = _files_asked_for(by, today)
    if by.may(Permission.NOTES_WRITE):
        found += _people_to_help(by, today)
    if by.may(Permission.DEPLOYMENTS_RECORD):
        found += _communes_without_model(by, today)
    if by.may(Permission.AUDIT_CHECKPOINT):
        found += _checkpoint(by, now)
    if by.may(Permission.POSTS_VIEW):
        found += _posts_ending(by, today)
    return found


def _files_asked_for(by: Actor, today: date) -> list[Task]:
    """Other units that need a file of this one (access and privacy §4, a person held elsewhere)."""
    waiting = list(transfers.waiting_for_answer(by=by, on=today)[:ASKED])
    if not waiting:
        return []
    words = ngettext("%(number)s file", "%(number)s files", len(waiting)) % {"number": number_words(len(waiting))}
    what = _("Another unit asks for the file of somebody in your care")
    why = _("the person reported there with a number that stands in your file")
    since = _("since %(day)s") % {"day": day_words(waiting[0].asked_at.astimezone(LOCAL).date())}
    return [Task("amber", since, words, what, why, _("Answer"), reverse("people:transfer_list"), icon="swap")]


def programme_links(*, by: Actor) -> list[tuple[str, str]]:
    """Pages of the month and the quarter that the acting post may open, in words."""
    pages = (
        (MONTH, _("Roll-call and visits of the month")),
        (REVIEWS, _("Quarterly reviews")),
        (FIDELITY, _("How far the volunteers' model is done")),
    )
    return [(words, url) for name, words in pages if (url := served(by, name))]


def _communes_without_model(by: Actor, today: date) -> list[Task]:
    """Plan 270 §I.2a: by the end of 2025 every commune applies a model."""
    missing = list(programmes.communes_without_model(by=by, day=today)[:4])
    if not missing:
        return []
    why = _("plan 270/KH-UBND, I.2: every commune by the end of 2025")
    if len(missing) > 3:
        number = programmes.communes_without_model(by=by, day=today).count()
        words = ngettext("%(number)s commune", "%(number)s communes", number) % {"number": number_words(number)}
        url = reverse("programmes:commune_choose") + f"?day={today.isoformat()}&runs=false"
        return [Task("amber", _("overdue"), words, _("No model is recorded there"), why, _("Open the list"), url)]
    return [_record_in(place, why) for place in missing]


def _people_to_help(by: Actor, today: date) -> list[Task]:
    """Plan 270 §II.1: a helper meets the one or two people who are theirs."""
    days = next_visits(by=by, on=today)
    if not days:
        return []
    people = ngettext("%(number)s person", "%(number)s people", len(days)) % {"number": number_words(len(days))}
    late = sum(day is not None and day < today for day in days)
    now = sum(day == today for day in days)
    unplanned = sum(day is None for day in days)
    when = _("overdue") if late else _("today") if now else _("plan a visit") if unplanned else _("on time")
    tone = "amber" if late or now or unplanned else "green"
    what = _("The people you help: visits, plan, the quarter's talk")
    why = _("plan 270/KH-UBND, II.1: a plan by month, quarter and year, and a talk every quarter")
    return [Task(tone, when, people, what, why, _("Open my people"), reverse("desk:my_people"), icon="people")]


def _record_in(place: Place, why: str) -> Task:
    url = reverse("programmes:deployment_start", args=[place.code, place.valid_from.isoformat()])
    return Task(
        "amber",
        _("overdue"),
        place.full_name,
        _("No model is recorded in this commune"),
        why,
        _("Record a model"),
        url,
    )


def _checkpoint(by: Actor, now: datetime) -> list[Task]:
    last = audit.extent(by=by).last_checkpoint_at
    if last is not None and now - last < CHECKPOINT_EVERY:
        return []
    when = _("never made") if last is None else day_words(last)
    what = _("Make a checkpoint and hold it outside")
    why = _("without one, a cut at the end of the log stays unseen")
    return [Task("amber", when, _("Audit log"), what, why, _("Open the log"), reverse("audit:entry_list"))]


def _posts_ending(by: Actor, today: date) -> list[Task]:
    ending = access.posts(by=by).open_on(today).filter(to_on__lte=today + POST_ENDS_WITHIN).order_by("to_on", "pk")[:5]
    return [
        Task(
            "grey",
            day_words(post.to_on) if post.to_on else "",
            post.user.full_name,
            _("A post ends"),
            post.place.full_name,
            _("Open"),
            reverse("access:user_detail", args=[post.user_id]),
        )
        for post in ending
    ]
