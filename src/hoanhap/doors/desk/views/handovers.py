"""Hand-overs: to us and from us, and the answers to one of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.episodes import handovers as reads
from hoanhap.casework.episodes import selectors
from hoanhap.doors.desk import answering, handing
from hoanhap.doors.desk.handing_lists import HandoverFilter, HandoverTable
from hoanhap.doors.desk.recording import carry_out
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def handovers(request: ActorRequest) -> HttpResponse:
    """Who is announced to the units of the post."""
    return _list(request, coming=True)


@require_safe
def handovers_out(request: ActorRequest) -> HttpResponse:
    """Whom others have still to accept."""
    return _list(request, coming=False)


def _list(request: ActorRequest, *, coming: bool) -> HttpResponse:
    found = reads.listed(by=request.actor, on=clock.today(), coming=coming)
    counts = selectors.handovers(by=request.actor)
    return show_list(
        request,
        queryset=found,
        filter_class=HandoverFilter,
        table_class=HandoverTable,
        template="desk/handover_list.html",
        context={"tabs": answering.tabs_of(counts, coming=coming), "counts": counts, "coming": coming},
        title=_("Hand-overs"),
        noted=lambda _filters, rows: handing.note_list(by=request.actor, coming=coming, number=rows),
    )


@require_safe
def handover(request: ActorRequest, transfer: UUID) -> HttpResponse:
    """One hand-over: who, from where, which paper, what was done, what can be done now."""
    page = handing.page_of(by=request.actor, ref=transfer, now=clock.now(), on=clock.today())
    return render(request, "desk/handover.html", {"page": page})


@get_or_post
def handover_step(request: ActorRequest, transfer: UUID, act: str) -> HttpResponse:
    """Acknowledge, accept, refuse, or take back."""
    return carry_out(request, answering.recording_of(request, transfer=transfer, act=act, on=clock.today()))
