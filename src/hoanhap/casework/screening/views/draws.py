"""Draws: opened, made, shown with everything needed to compute them again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoanhap.casework.screening import looks, printing, selectors
from hoanhap.casework.screening.actions import drawing as actions
from hoanhap.casework.screening.forms import DrawForm
from hoanhap.casework.screening.tables import DrawTable
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest, file_response
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form


@require_safe
def draw_list(request: ActorRequest) -> HttpResponse:
    """The draws of the unit."""
    return show_list(
        request,
        queryset=selectors.draws(by=request.actor),
        filter_class=None,
        table_class=DrawTable,
        template="screening/draw_list.html",
        context={"may_plan": request.actor.may(Permission.TESTS_SCHEDULE)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draw_open(request: ActorRequest) -> HttpResponse:
    """Seed and list are recorded; nobody is drawn yet."""
    on = clock.today()
    place = selectors.own_place(by=request.actor, on=on)
    form = DrawForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            made = actions.open_draw(by=request.actor, place=place, on=on, **form.cleaned_data)
            return redirect("screening:draw_detail", made.pk)
    return render(request, "screening/draw_open.html", {"form": form, "place": place})


@require_safe
def draw_detail(request: ActorRequest, ref: UUID) -> HttpResponse:
    """A draw as it is printed: references alone."""
    page = selectors.draw(by=request.actor, ref=ref)
    may_plan = request.actor.may(Permission.TESTS_SCHEDULE, at=page.draw.place_id)
    return render(request, "screening/draw_detail.html", {"page": page, "may_plan": may_plan})


@require_POST
def draw_make(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Draw from what was frozen."""
    actions.make_draw(by=request.actor, draw=ref)
    return redirect("screening:draw_detail", ref)


@require_safe
def draw_file(request: ActorRequest, ref: UUID, form: str) -> HttpResponse:
    """The list as a file."""
    page = selectors.draw(by=request.actor, ref=ref)
    made = printing.draw_file(page, form, clock.today())
    looks.note("draw_taken", f"draw:{ref}", by=request.actor, place=page.draw.place, format=form)
    return file_response(made.content, media_type=made.media_type, name=made.name)
