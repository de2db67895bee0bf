"""The first page, put together: things to do and the programme's progress, each where the post may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.doors.desk import selectors
from hoanhap.doors.desk.selectors import Task
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import PUBLIC, Actor, Permission
from hoanhap.monitoring.plans import progress_page, progress_selectors


@dataclass(frozen=True)
class Home:
    """What stands on the first page; ``progress`` is ``None`` where the post may not see it or no plan is loaded."""

    heading: str
    tasks: list[Task]
    progress: progress_page.Page | None
    year: int


def home_of(*, by: Actor, now: datetime, today: date, as_of: date) -> Home:
    """The first page for an actor; a visitor without an account sees what the public sees."""
    viewer = by if by.user else PUBLIC
    tasks = selectors.tasks(by=by, now=now, today=today)
    page = _progress(viewer, as_of)
    return Home(heading=_heading(today, tasks), tasks=tasks, progress=page, year=page.year if page else as_of.year)


def _progress(by: Actor, as_of: date) -> progress_page.Page | None:
    if not by.may(Permission.PROGRESS_VIEW):
        return None
    try:
        plan = progress_selectors.rollout_plan(by=by, number=progress_selectors.FIRST_PLAN)
        found = progress_selectors.progress(by=by, plan=plan, as_of=as_of)
    except Refusal:  # a database without reference data: the page still opens
        return None
    return progress_page.page(by=by, found=found, year=max(found.days, default=found.years[0]))


def _heading(today: date, tasks: list[Task]) -> str:
    """The day and how much there is to do, in a sentence."""
    day = date_format(today, "l d/m")
    if not tasks:
        return _("%(day)s: nothing is due") % {"day": day}
    words = ngettext("%(number)s thing to do", "%(number)s things to do", len(tasks)) % {"number": len(tasks)}
    return f"{day}: {words}"
