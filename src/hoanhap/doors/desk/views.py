"""The first page."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoanhap.doors.desk.home import Home, home_of
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.http import ActorRequest


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """For a visitor the programme's progress and the way in; for a post what is due today."""
    found: Home = home_of(
        by=request.actor, now=clock.now(), today=clock.today(), as_of=settings.PROGRESS_AS_OF or clock.today()
    )
    template = "desk/today.html" if request.user.is_authenticated else "desk/welcome.html"
    return render(request, template, {"home": found, "tasks": found.tasks})
