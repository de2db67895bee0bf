"""The first page, and Today."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoanhap.doors.desk.home import Home, home_of
from hoanhap.doors.desk.overdue import overdue_of
from hoanhap.doors.desk.selectors import programme_links
from hoanhap.doors.desk.today import today_of
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """For a post that sees duties Today; for others what is due to them; for a visitor the programme's progress."""
    if request.actor.may(Permission.DUTIES_VIEW):
        return _today(request)
    found: Home = home_of(
        by=request.actor, now=clock.now(), today=clock.today(), as_of=settings.PROGRESS_AS_OF or clock.today()
    )
    template = "desk/home.html" if request.user.is_authenticated else "desk/welcome.html"
    return render(request, template, {"home": found, "tasks": found.tasks})


@require_safe
def today(request: ActorRequest) -> HttpResponse:
    """What is due, the most pressing first; for a supervisor where it is late."""
    return _today(request)


def _today(request: ActorRequest) -> HttpResponse:
    if not request.actor.may(Permission.PEOPLE_VIEW):
        over = overdue_of(by=request.actor, now=clock.now(), today=clock.today(), as_of=settings.PROGRESS_AS_OF)
        return render(request, "desk/today_units.html", {"found": over, "links": programme_links(by=request.actor)})
    page = request.GET.get("page", "1")
    found = today_of(by=request.actor, now=clock.now(), today=clock.today(), page=page)
    return render(request, "desk/today.html", {"found": found, "links": programme_links(by=request.actor)})
