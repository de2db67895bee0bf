"""The helper's pages: my people, one person's help, what is recorded, and counselling notes. No scripts needed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.programmes import help_selectors
from hoanhap.casework.programmes.actions import notes
from hoanhap.doors.desk import help_page
from hoanhap.doors.desk.help_forms import NoteForm
from hoanhap.doors.desk.help_steps import Step, row_step_of, step_of
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def my_people(request: ActorRequest) -> HttpResponse:
    """Whom the helper helps, the next visit first."""
    cards = help_page.my_people(by=request.actor, on=clock.today())
    return render(request, "desk/my_people.html", {"cards": cards})


@require_safe
def help_of(request: ActorRequest, ref: str) -> HttpResponse:
    """The plan, the needs and the visits of one person."""
    by, on = request.actor, clock.today()
    head = help_page.head_of(by=by, ref=ref, on=on)
    parts = help_page.parts_of(by=by, head=head, on=on) if head.episode else []
    return render(request, "desk/help.html", {"head": head, "parts": parts})


@get_or_post
def help_step(request: ActorRequest, ref: str, what: str) -> HttpResponse:
    """Something that concerns the person as a whole: a visit, a plan, a need, the quarter's talk."""
    head = help_page.head_of(by=request.actor, ref=ref, on=clock.today())
    step = step_of(by=request.actor, head=head, what=what, data=request.POST or None, on=clock.today())
    return _carry_out(request, head, step)


@get_or_post
def help_row(request: ActorRequest, ref: str, what: str, key: UUID) -> HttpResponse:
    """Something that concerns one need, one item of the plan, or one visit."""
    by, on = request.actor, clock.today()
    head = help_page.head_of(by=by, ref=ref, on=on)
    return _carry_out(
        request, head, row_step_of(by=by, head=head, what=what, key=key, data=request.POST or None, on=on)
    )


def _carry_out(request: ActorRequest, head: help_page.Head, step: Step) -> HttpResponse:
    if step.form.is_valid():
        with on_form(step.form):
            step.act()
            messages.success(request, _("Recorded."))
            return redirect("desk:help", head.ref)
    return render(request, "desk/help_step.html", {"head": head, "step": step, "form": step.form})


@get_or_post
def help_notes(request: ActorRequest, ref: str) -> HttpResponse:
    """Counselling notes: for their author and who follows in the same work."""
    by, on = request.actor, clock.today()
    head = help_page.head_of(by=by, ref=ref, on=on)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            notes.write_note(by=by, episode=head.measure.pk, on=on, **form.cleaned_data)
            messages.success(request, _("Recorded."))
            return redirect("desk:help_notes", head.ref)
    found = help_selectors.notes_of(by=by, episode=head.measure, on=on)
    return render(request, "desk/help_notes.html", {"head": head, "form": form, "notes": found})
