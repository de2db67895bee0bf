"""Sessions: planned, recorded line by line, closed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.screening import looks, printing, selectors
from hoanhap.casework.screening.actions import sessions as actions
from hoanhap.casework.screening.forms import AddForm, CorrectForm, MinutesForm, SessionForm, draw_key
from hoanhap.casework.screening.sheets import forms_of, record_typed, shown
from hoanhap.casework.screening.tables import SessionFilter, SessionTable
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest, file_response
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
EXPORTED = 200
"""Rows in one file of a commune (access and privacy §3.5)."""


@require_safe
def session_list(request: ActorRequest) -> HttpResponse:
    """The sessions of the unit; days and numbers only."""
    return show_list(
        request,
        queryset=selectors.sessions(by=request.actor),
        filter_class=SessionFilter,
        table_class=SessionTable,
        template="screening/session_list.html",
        context={"may_plan": request.actor.may(Permission.TESTS_SCHEDULE)},
        file_name="buoi-xet-nghiem",
        export=Permission.PEOPLE_EXPORT,
        most=EXPORTED,
        title=_("Test sessions"),
        purpose="P3",
    )


@get_or_post
def session_open(request: ActorRequest) -> HttpResponse:
    """Plan a session: for a draw, or for everybody who is due in its month."""
    by, on = request.actor, clock.today()
    place = selectors.own_place(by=by, on=on)
    key = draw_key(request.GET.get("draw"))
    draw = selectors.draw(by=by, ref=key).draw if key else None
    police = selectors.posts_present(by=by, place=place, roles=actions.POLICE, on=on)
    health = selectors.posts_present(by=by, place=place, roles=actions.HEALTH, on=on)
    form = SessionForm(request.POST or None, police=police, health=health, initial={"held_on": on})
    if form.is_valid():
        with on_form(form):
            new = actions.NewSession(place=place, draw=draw, **form.told())
            made = actions.open_session(by=by, new=new)
            return redirect("screening:session_detail", made.pk)
    context = {"form": form, "place": place, "draw": draw, "lacking": not police or not health}
    return render(request, "screening/session_open.html", context)


@require_safe
def session_detail(request: ActorRequest, ref: UUID) -> HttpResponse:
    """A session with its sheet as it stands."""
    by = request.actor
    page = selectors.sheet(by=by, ref=ref)
    looks.note("sheet_seen", f"session:{ref}", by=by, place=page.session.place, people=len(page.rows))
    return render(request, "screening/session_detail.html", shown(by, page, clock.today()))


@get_or_post
def session_sheet(request: ActorRequest, ref: UUID) -> HttpResponse:
    """The lines that wait, one after the other; a wrong one keeps what was typed and holds up no other."""
    by = request.actor
    page = selectors.sheet(by=by, ref=ref)
    forms = forms_of(page, request.POST if request.method == "POST" else None)
    done = record_typed(by, page, forms) if request.method == "POST" else 0
    wrong = [form for _row, form in forms if form.errors]
    if request.method == "POST" and not wrong:
        messages.success(request, _("%(number)s lines recorded.") % {"number": done})
        return redirect("screening:session_detail", ref)
    looks.note("sheet_seen", f"session:{ref}", by=by, place=page.session.place, people=len(page.rows))
    open_forms = [(row, form) for row, form in forms if (form not in wrong and not form.filled) or form in wrong]
    context = {"page": page, "forms": open_forms, "done": done, "wrong": len(wrong)}
    return render(request, "screening/session_sheet.html", context)


@get_or_post
def line_add(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Put somebody on the sheet, and why."""
    session = selectors.session(by=request.actor, ref=ref)
    people = selectors.candidates_to_add(by=request.actor, one=session)
    form = AddForm(request.POST or None, people=people)
    if form.is_valid():
        with on_form(form):
            told = form.cleaned_data
            actions.add_line(by=request.actor, session=ref, episode=UUID(told["episode"]), reason=told["reason"])
            return redirect("screening:session_detail", ref)
    context = {"form": form, "title": _("Add somebody to the sheet"), "back": "screening:session_detail", "key": ref}
    return render(request, "screening/form.html", context)


@get_or_post
def line_correct(request: ActorRequest, ref: UUID) -> HttpResponse:
    """A line as it should have been recorded."""
    test = selectors.answered_test(by=request.actor, ref=ref)
    session = test.line.session_id
    form = CorrectForm(request.POST or None, test=test)
    if form.is_valid():
        with on_form(form):
            reason = form.cleaned_data["reason"]
            actions.correct_line(by=request.actor, test=ref, answer=form.answer(), reason=reason)
            return redirect("screening:session_detail", session)
    context = {"form": form, "title": _("Correct a line"), "back": "screening:session_detail", "key": session}
    return render(request, "screening/line_correct.html", context | {"person": test.line.episode.person})


@get_or_post
def session_close(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Close the minutes; every finished test reaches its file."""
    page = selectors.sheet(by=request.actor, ref=ref)
    form = MinutesForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            actions.close_session(by=request.actor, session=ref, **form.cleaned_data)
            messages.success(request, _("The minutes are closed. The tests stand in the files."))
            return redirect("screening:session_detail", ref)
    return render(request, "screening/session_close.html", {"form": form, "page": page})


@require_safe
def session_minutes(request: ActorRequest, ref: UUID, form: str) -> HttpResponse:
    """The minutes as a file, to be signed by everybody present."""
    page = selectors.sheet(by=request.actor, ref=ref)
    made = printing.minutes_file(page, form)
    people = len(page.rows)
    looks.note(
        "minutes_taken", f"session:{ref}", by=request.actor, place=page.session.place, format=form, people=people
    )
    return file_response(made.content, media_type=made.media_type, name=made.name)
