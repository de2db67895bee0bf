"""The board of the volunteers' team."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoanhap.doors.desk.board import board_of
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.http import ActorRequest


@require_safe
def team_board(request: ActorRequest) -> HttpResponse:
    """Who has no helper today, whose helper leaves, who asked for another, and how many each member helps."""
    found = board_of(by=request.actor, now=clock.now(), today=clock.today(), pages=request.GET.dict())
    return render(request, "desk/team_board.html", {"found": found})
