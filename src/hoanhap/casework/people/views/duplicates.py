"""Files that may be about one person: listed, laid side by side, merged or told apart."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.casework.people import duplicates, presenters, selectors
from hoanhap.casework.people.actions.merges import merge_people
from hoanhap.casework.people.actions.telling_apart import tell_apart
from hoanhap.casework.people.forms.particulars import MergeForm, TellApartForm
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.people.tables import PairTable
from hoanhap.casework.people.views.common import get_or_post, typed
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.refusals import on_form


@require_safe
def duplicate_list(request: AccountRequest) -> HttpResponse:
    """Pairs of people in one's units who may be one person."""
    table = PairTable(duplicates.pairs(by=request.actor, on=clock.today()))
    table.settle(request)
    return render(request, "people/duplicate_list.html", {"table": table, "total": table.page.paginator.count})


@require_safe
def duplicate_pair(request: AccountRequest, ref: str, other: str) -> HttpResponse:
    """Two files side by side; both openings are logged."""
    purpose = purpose_of(request.actor.role)
    both = duplicates.side_by_side(by=request.actor, refs=(ref, other), purpose=purpose, on=clock.today())
    return render(request, "people/duplicate_pair.html", presenters.pair(both))


@get_or_post
def duplicate_part(request: AccountRequest, ref: str, other: str) -> HttpResponse:
    """Say that they are two people, and why."""
    both = [selectors.person(by=request.actor, reference=one, on=clock.today()) for one in (ref, other)]
    form = TellApartForm(typed(request))
    if form.is_valid():
        with on_form(form):
            tell_apart(by=request.actor, one=both[0], other=both[1], **form.cleaned_data)
            messages.success(request, _("Recorded: two people. They are not listed together any more."))
            return redirect("people:duplicate_list")
    return render(request, "people/duplicate_part.html", {"form": form, "both": both})


@get_or_post
def person_merge(request: AccountRequest, ref: str, other: str) -> HttpResponse:
    """Make two files one. Asks for the password or second factor before."""
    both = [selectors.person(by=request.actor, reference=one, on=clock.today()) for one in (ref, other)]
    form = MergeForm(typed(request), files=[(one.reference, one.name) for one in both], initial={"keep": ref})
    if form.is_valid():
        kept, merged = sorted(both, key=lambda one: one.reference != form.cleaned_data["keep"])
        with on_form(form):
            merge_people(by=request.actor, kept=kept, merged=merged, reason=form.cleaned_data["reason"])
            messages.success(request, _("The two files are one. You can undo it on this page."))
            return redirect("people:person_particulars", kept.reference)
    return render(request, "people/person_merge.html", {"form": form, "both": both})
