"""Sheets: many people, one step, keyboard only; and the book of the unit."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.doors.desk import book as books
from hoanhap.doors.desk import sheet
from hoanhap.doors.desk.sheet_forms import BookForm, SheetForm
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.web.http import ActorRequest, file_response
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def monthly_review(request: ActorRequest) -> HttpResponse:
    """Who is to be placed under management this month."""
    return _sheet(request, sheet.monthly_review, "desk/monthly_review.html")


@get_or_post
def removal_sheet(request: ActorRequest) -> HttpResponse:
    """Whose term ends within 60 days."""
    return _sheet(request, sheet.removal_sheet, "desk/removal_sheet.html")


def _sheet(request: ActorRequest, read: Callable[..., sheet.Sheet], template: str) -> HttpResponse:
    by, on = request.actor, clock.today()
    found = read(by=by, on=on)
    answers: list[sheet.Answer] = []
    form = SheetForm(request.POST or None)
    if form.is_valid():
        section = next((one for one in found.sections if one.key == form.cleaned_data["section"] and one.button), None)
        if section is None:
            raise NotFound("episodes.unknown_paper")
        with on_form(form):
            answers = sheet.work(by=by, section=section, chosen=form.chosen, helpers=_helpers(request.POST), on=on)
            found = read(by=by, on=on)
    return render(request, template, {"sheet": found, "answers": answers, "form": form})


@get_or_post
def sheet_sign(request: ActorRequest, what: str) -> HttpResponse:
    """Sign many papers that somebody else prepared."""
    by, on = request.actor, clock.today()
    section = sheet.papers_to_sign(by=by, what=what, on=on)
    answers: list[sheet.Answer] = []
    form = SheetForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            answers = sheet.work(by=by, section=section, chosen=form.chosen, helpers={}, on=on)
            section = sheet.papers_to_sign(by=by, what=what, on=on)
    context = {"section": section, "answers": answers, "form": form, "back": sheet.signing(what).back}
    return render(request, "desk/sheet_sign.html", context)


def _helpers(typed: QueryDict) -> dict[UUID, str]:
    """The names typed beside the lines."""
    found = {}
    for name in typed:
        if name.startswith("helper-"):
            found[UUID(name.removeprefix("helper-"))] = str(typed[name]).strip()
    return found


@require_safe
def book(request: ActorRequest) -> HttpResponse:
    """The management book and the list of the unit, to be printed whole."""
    form = BookForm(request.GET or None, today=clock.today())
    return render(request, "desk/book.html", {"form": form, "asked": form.asked() if form.is_valid() else None})


@require_safe
def book_file(request: ActorRequest, what: str, form: str) -> HttpResponse:
    """The book or the list as a file; the log says who took it, for which period, and how many people stand in it."""
    asked = BookForm(request.GET, today=clock.today())
    if not asked.is_valid():
        raise NotFound("desk.unknown_book")
    file = books.book_file(by=request.actor, what=what, form=form, **asked.cleaned_data)
    return file_response(file.content, media_type=file.media_type, name=file.name)
