"""Today for who supervises units and sees no people: where what is late."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.casework.episodes import overview, selectors
from hoanhap.casework.episodes.models import DutyQuerySet
from hoanhap.doors.desk import today as days
from hoanhap.doors.desk.counting import few
from hoanhap.doors.desk.home import home_of
from hoanhap.doors.desk.selectors import Task
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place, PlaceQuerySet

SHOWN = 12
"""Units on the first page; the list has all."""


@dataclass(frozen=True)
class Overdue:
    """The page of a supervisor."""

    heading: str
    units: list[Place]
    number: int
    quarter: days.Quarter
    tasks: list[Task]
    progress_heading: str


def units_of(*, by: Actor, now: datetime, today: date) -> PlaceQuerySet:
    """The units with open duties, the latest first."""
    return overview.units_with_duties(by=by, on=today, overdue=days.overdue(now, today), soon=days.due_soon(today))


def overdue_of(*, by: Actor, now: datetime, today: date, as_of: date | None) -> Overdue:
    """Where duties are late, and how the quarter goes."""
    units = units_of(by=by, now=now, today=today)
    late = days.overdue(now, today)
    told = (
        selectors.duties(by=by, on=today)
        .open()
        .aggregate(
            late=Count("pk", filter=late),
            units=Count("place", distinct=True),
            late_units=Count("place", distinct=True, filter=late),
        )
    )
    home = home_of(by=by, now=now, today=today, as_of=as_of or today)
    return Overdue(
        heading=_heading(today, told["late"], told["late_units"]),
        units=list(units[:SHOWN]),
        number=told["units"],
        quarter=days.quarter_of(by=by, today=today),
        tasks=home.tasks,
        progress_heading=home.progress.heading if home.progress else "",
    )


def _heading(today: date, late: int, units: int) -> str:
    day = date_format(today, "l d/m")
    if not late:
        return _("%(day)s: nothing is late in any unit") % {"day": day}
    duties = ngettext("%(number)s duty overdue", "%(number)s duties overdue", late) % {"number": few(late)}
    where = ngettext("in %(number)s commune", "in %(number)s communes", units) % {"number": few(units)}
    return f"{day}: {duties} {where}"


def duties_by_code(*, by: Actor, on: date) -> DutyQuerySet:
    """Open duties by reference and day, the most pressing first."""
    return selectors.duties(by=by, on=on).open().order_by("due_on", "pk")
