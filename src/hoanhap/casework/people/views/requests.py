"""Files that a unit has not at hand: its own closed ones, those held elsewhere, namesakes that the city compares."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.casework.people import presenters, selectors, transfers
from hoanhap.casework.people.actions import transfers as actions
from hoanhap.casework.people.actions.reopening import reopen_file
from hoanhap.casework.people.choices import TransferAnswer
from hoanhap.casework.people.filters import NamesakesFilter
from hoanhap.casework.people.forms.particulars import ConfirmForm
from hoanhap.casework.people.forms.requests import AskForm, NamesakesForm, ReopenForm, TransferAnswerForm
from hoanhap.casework.people.tables import NamesakesTable
from hoanhap.casework.people.views.common import Change, change, get_or_post, opened, typed
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form


@get_or_post
def file_reopen(request: AccountRequest, ref: str) -> HttpResponse:
    """Open a closed file of the unit again, for a new measure; nothing of it is shown before."""
    closed = selectors.closed_file(by=request.actor, reference=ref, on=clock.today())
    form = ReopenForm(typed(request))
    if form.is_valid():
        with on_form(form):
            reopen_file(by=request.actor, reference=closed.reference, **form.cleaned_data)
            messages.success(request, _("The file is open to your unit for 7 days. Open the new measure by then."))
            return redirect("people:person_particulars", closed.reference)
    return render(request, "people/file_reopen.html", {"form": form, "ref": closed.reference})


@require_safe
def transfer_list(request: AccountRequest) -> HttpResponse:
    """What other units ask of this one, and what this one has asked."""
    context = {
        "incoming": presenters.incoming(transfers.asked_of(by=request.actor, on=clock.today())[:100]),
        "outgoing": presenters.outgoing(transfers.asked_by(by=request.actor)[:100]),
    }
    return render(request, "people/transfer_list.html", context)


@get_or_post
def transfer_ask(request: AccountRequest) -> HttpResponse:
    """Ask for the file of somebody held elsewhere; where it is held is not told."""
    form = AskForm(typed(request))
    if form.is_valid() and request.post:
        asked = {"identifier": form.cleaned_data["number"], "asked_as": form.cleaned_data["asked_as"]}
        with on_form(form):
            actions.ask_for_transfer(by=request.actor, at=request.post.place, **asked)
            messages.success(request, _("Asked. The unit that holds the file sees your request and answers here."))
            return redirect("people:transfer_list")
    return render(request, "people/transfer_ask.html", {"form": form})


@get_or_post
def transfer_answer(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Answer a unit that needs a file of this one."""
    asked = transfers.asked(by=request.actor, ref=ref, on=clock.today())
    form = TransferAnswerForm(typed(request))
    if form.is_valid():
        with on_form(form):
            answered = actions.answer_transfer(by=request.actor, request=asked, **form.cleaned_data)
            if answered.answer == TransferAnswer.AGREED:
                messages.success(request, _("Answered. Now record in the file that the person has left, and send it."))
                return redirect("people:person_particulars", (asked.person.merged_into or asked.person).reference)
            messages.success(request, _("Answered."))
            return redirect("people:transfer_list")
    return render(request, "people/transfer_answer.html", {"form": form, "asked": asked})


@get_or_post
def namesake_send(request: AccountRequest, ref: str) -> HttpResponse:
    """Ask the city to look for a namesake in other units; the answer is the same whether there is one or not."""
    person = opened(request, ref)
    words = Change(
        title=_("Ask the city to look for a namesake elsewhere?"),
        lead=_("The city compares by code, without names. You hear of it here only if it is one person."),
        verb=_("Ask the city"),
        done=_("The city will look. If it is one person, it is said on this page."),
    )
    form = ConfirmForm(typed(request))
    return change(request, person, form, words, lambda: actions.raise_namesakes(by=request.actor, person=person))


@require_safe
def namesake_list(request: AccountRequest) -> HttpResponse:
    """The city's queue of files that may be about one person, by code alone."""
    return show_list(
        request,
        queryset=transfers.namesakes(by=request.actor),
        filter_class=NamesakesFilter,
        table_class=NamesakesTable,
        template="people/namesake_list.html",
    )


@get_or_post
def namesake_answer(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Two files by code, and what the city finds."""
    pair = transfers.namesake_pair(by=request.actor, ref=ref, on=clock.today())
    form = NamesakesForm(typed(request))
    if form.is_valid():
        with on_form(form):
            actions.answer_namesakes(by=request.actor, namesakes=pair.row, **form.cleaned_data)
            messages.success(request, _("Answered."))
            return redirect("people:namesake_list")
    return render(request, "people/namesake_answer.html", {"form": form, **presenters.namesake(pair)})
