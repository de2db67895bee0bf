"""Pages that refuse: each says what happened and what one can do, and none says more than that."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal, RuleViolation
from hoanhap.ground.web import refusals, samples
from hoanhap.ground.web.http import ActorRequest


def _page(request: HttpRequest | None, status: int, title: str, words: str) -> HttpResponse:
    """The page in the full frame where somebody is known, else in the plain one, which needs neither session nor
    database."""
    facts: dict[str, Any] = {"status": status, "title": title, "words": words}
    framed = request is not None and hasattr(request, "actor")
    facts["frame"] = "base.html" if framed else "web/plain.html"
    html = render_to_string("web/refusal.html", facts, request=request if framed else None)
    return HttpResponse(html, status=status)


def refusal(request: HttpRequest, why: Refusal) -> HttpResponse:
    """The page of a refusal that nobody caught."""
    if isinstance(why, NotFound):
        return not_found(request, why)
    if isinstance(why, PermissionRefused):
        return refused(request, why)
    return _page(request, 409, _("This cannot be done now"), refusals.words(why))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request makes no sense. Plain frame: it may have failed before anybody was known."""
    return _page(None, 400, _("The request could not be understood"), _("Go back, reload the page and try once more."))


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    words = _("Your post does not include this. If it should, ask whoever grants posts in your unit.")
    return _page(request, 403, _("Not within your post"), words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what is not there and what is out of reach look the same."""
    words = _("It does not exist, has been moved, or lies outside your area.")
    return _page(request, 404, _("This page was not found"), words)


def broken(request: HttpRequest) -> HttpResponse:
    """500: works without session and database."""
    words = _("It is our mistake and has been recorded. Nothing was saved; please try again in a few minutes.")
    return _page(None, 500, _("Something went wrong"), words)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page had grown too old: what Django calls a CSRF failure."""
    words = _("The page had been open for too long or cookies are switched off. Go back, reload it and send it again.")
    return _page(None, 403, _("The form could not be accepted"), words)


@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: ActorRequest) -> HttpResponse:
    """Every component in every state. The figures are invented; nothing is saved."""
    form = samples.SampleForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals.on_form(form):
            raise RuleViolation("web.example", field="happened_on")
    table = samples.SampleTable(samples.ROWS)
    table.settle(request, per_page=6)
    empty = samples.SampleTable([])
    context = {"form": form, "table": table, "empty": empty, **samples.context()}
    return render(request, "web/shelf.html", context)


def shelf_refusal(request: HttpRequest, status: int) -> HttpResponse:
    """The refusing pages, to be looked at."""
    pages = {403: refused, 404: not_found, 400: bad_request}
    if status == 500:
        return broken(request)
    if status == 409:
        return refusal(request, Refusal("web.example"))
    if status not in pages:
        raise Http404
    return pages[status](request, Refusal("web.example"))
