"""The path of a positive as a page: its steps, who takes the next one, and the forms of each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.screening import looks, selectors
from hoanhap.casework.screening.actions import path as actions
from hoanhap.casework.screening.choices import NoticeWay
from hoanhap.casework.screening.forms import ConfirmationForm, ContestForm, NoticeForm, SignForm
from hoanhap.casework.screening.rules import next_step
from hoanhap.casework.screening.wording import buttons_of, step_words, steps_of, who_next
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.web.forms import Form
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def positive_list(request: ActorRequest) -> HttpResponse:
    """The paths that have not ended, the oldest first."""
    on = clock.today()
    found = selectors.positives(by=request.actor)
    looks.note("positives_seen", "list:positives", by=request.actor, people=len(found))
    rows = [
        {"page": one, "step": step_words(one, on), "who": who_next(one.rows, next_step(one.rows.path, on=on))}
        for one in found
    ]
    return render(request, "screening/positive_list.html", {"rows": rows})


@require_safe
def positive_detail(request: ActorRequest, ref: UUID) -> HttpResponse:
    """One path: what was done, what comes next, and by whom."""
    by, on = request.actor, clock.today()
    page = selectors.positive(by=by, ref=ref)
    looks.note("positive_seen", f"strip_test:{ref}", by=by, place=page.test.line.session.place)
    context = {
        "page": page,
        "person": page.test.line.episode.person,
        "steps": steps_of(page, on),
        "step": step_words(page, on),
        "buttons": buttons_of(by, page, on),
        "confirmed": page.rows.conclusion is not None and page.rows.conclusion.ending == "confirmed",
    }
    return render(request, "screening/positive_detail.html", context)


def _confirmation(by: Actor, ref: UUID, form: Any) -> None:
    actions.record_confirmation(by=by, test=ref, new=form.new())


def _correction(by: Actor, ref: UUID, form: Any) -> None:
    actions.correct_confirmation(by=by, test=ref, new=form.new(), reason=form.cleaned_data["reason"])


def _notice(by: Actor, ref: UUID, form: Any) -> None:
    told = form.cleaned_data
    actions.record_notice(by=by, test=ref, given_on=told["given_on"], way=NoticeWay(told["way"]))


def _contest(by: Actor, ref: UUID, form: Any) -> None:
    actions.record_contest(by=by, test=ref, **form.cleaned_data)


RECORDS: dict[str, tuple[Any, Callable[[Any], Form], Callable[[Actor, UUID, Any], None]]] = {
    "confirmation": (gettext_lazy("Answer of a laboratory or facility"), ConfirmationForm, _confirmation),
    "correction": (
        gettext_lazy("Correct the answer"),
        lambda data: ConfirmationForm(data, correcting=True),
        _correction,
    ),
    "notice": (gettext_lazy("Notice to the person"), NoticeForm, _notice),
    "contest": (gettext_lazy("The person contests"), ContestForm, _contest),
}
"""By the word that stands in the address."""


@get_or_post
def positive_record(request: ActorRequest, ref: UUID, what: str) -> HttpResponse:
    """One step that is recorded with its day and paper."""
    page = selectors.positive(by=request.actor, ref=ref)
    if what not in RECORDS:
        raise NotFound("screening.unknown")
    title, make, act = RECORDS[what]
    return _step(request, page, title, make(request.POST or None), lambda form: act(request.actor, ref, form))


@get_or_post
def positive_sign(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Sign what another organisation recorded."""
    page = selectors.positive(by=request.actor, ref=ref)
    form = SignForm(request.POST or None, today=clock.today())

    def act(signed: Any) -> None:
        actions.sign_confirmation(by=request.actor, test=ref, on=signed.cleaned_data["on"])

    return _step(request, page, _("Sign the confirmation"), form, act, verb=_("Sign"))


@get_or_post
def positive_conclude(request: ActorRequest, ref: UUID) -> HttpResponse:
    """End the path; the file learns of use only if every step is there."""
    page = selectors.positive(by=request.actor, ref=ref)
    form = Form(request.POST if request.method == "POST" else None)

    def act(_form: Any) -> None:
        actions.conclude(by=request.actor, test=ref)

    return _step(request, page, _("Conclude the path"), form, act, verb=_("Conclude"))


def _step(
    request: ActorRequest, page: selectors.PositivePage, title: Any, form: Form, act: Callable[[Any], None],
    verb: str = "",
) -> HttpResponse:  # fmt: skip
    if form.is_valid():
        with on_form(form):
            act(form)
            messages.success(request, _("Recorded."))
            return redirect("screening:positive_detail", page.test.pk)
    person = page.test.line.episode.person
    context = {"form": form, "title": title, "back": "screening:positive_detail", "key": page.test.pk, "verb": verb}
    steps = steps_of(page, clock.today())
    return render(request, "screening/form.html", context | {"person": person, "steps": steps})
