"""The particulars of one person, and everything that changes them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hoanhap.casework.people import files, histories, presenters, transfers
from hoanhap.casework.people.actions import merges, particulars
from hoanhap.casework.people.forms import particulars as forms
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.people.views.common import Change, change, get_or_post, opened, typed
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.refusals import on_form


@require_safe
def person_particulars(request: AccountRequest, ref: str) -> HttpResponse:
    """Who somebody is, how to reach them, where they live, and what was changed. Opening it is logged."""
    by, on = request.actor, clock.today()
    file = files.open_file(by=by, ref=ref, purpose=purpose_of(by.role), on=on)
    context = presenters.particulars(file, histories.history(by=by, person=file.person), by=by, on=on)
    if by.may(Permission.PEOPLE_RECORD):
        context["namesakes"] = transfers.namesakes_of(by=by, person=file.person)
    return render(request, "people/person_particulars.html", context)


@get_or_post
def identity_correct(request: AccountRequest, ref: str) -> HttpResponse:
    """Replace what is known of an identity by what is right."""
    person = opened(request, ref)
    form = forms.IdentityForm(typed(request), initial=forms.IdentityForm.of(person))
    words = Change(
        title=_("Correct the identity"),
        lead=_("The old entry stays in the history, and the old name still finds the file."),
        verb=_("Correct"),
        done=_("The identity is corrected."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: particulars.correct_identity(
            by=request.actor, person=person, corrected=form.identity(), reason=form.cleaned_data["reason"]
        ),
    )


@get_or_post
def name_add(request: AccountRequest, ref: str) -> HttpResponse:
    """Record another name."""
    person = opened(request, ref)
    form = forms.NameForm(typed(request))
    words = Change(
        title=_("Add another name"),
        lead=_("A name by which the person is called too; the search finds the file by it."),
        verb=_("Add"),
        done=_("The name is recorded."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: particulars.add_other_name(by=request.actor, person=person, **form.cleaned_data),
    )


@get_or_post
def identifier_add(request: AccountRequest, ref: str) -> HttpResponse:
    """Record a paper with a number."""
    person = opened(request, ref)
    form = forms.IdentifierForm(typed(request), old_cards=files.old_cards(person))
    words = Change(
        title=_("Add a paper"),
        lead=_("The number is kept sealed and shown masked. A citizen card may follow an old card."),
        verb=_("Add"),
        done=_("The paper is recorded."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: particulars.add_identifier(by=request.actor, person=person, new=form.new(), succeeds=form.followed()),
    )


@get_or_post
def identifier_withdraw(request: AccountRequest, ref: str, key: UUID) -> HttpResponse:
    """Take back a paper that was entered by mistake."""
    person = opened(request, ref)
    paper = files.paper(person, key)
    form = forms.ReasonForm(typed(request))
    words = Change(
        title=_("Withdraw a paper"),
        lead=paper.get_kind_display(),
        verb=_("Withdraw"),
        done=_("The paper is withdrawn."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: particulars.withdraw_identifier(by=request.actor, person=person, identifier=key, **form.cleaned_data),
    )


@get_or_post
def identifier_show(request: AccountRequest, ref: str, key: UUID) -> HttpResponse:
    """Show a whole number, on need: the purpose is asked and logged, and the password or second factor before."""
    form = forms.PurposeForm(typed(request), initial={"purpose": purpose_of(request.actor.role)})
    number = ""
    if form.is_valid():
        with on_form(form):
            number = files.show_number(by=request.actor, ref=ref, identifier=key, on=clock.today(), **form.cleaned_data)
    return render(request, "people/identifier_show.html", {"form": form, "number": number, "ref": ref})


@get_or_post
def contact_add(request: AccountRequest, ref: str) -> HttpResponse:
    """Record a way to reach somebody."""
    person = opened(request, ref)
    form = forms.ContactForm(typed(request))
    words = Change(title=_("Add a way to reach the person"), verb=_("Add"), done=_("The contact is recorded."))
    return change(
        request, person, form, words, lambda: particulars.add_contact(by=request.actor, person=person, new=form.new())
    )


@get_or_post
def contact_withdraw(request: AccountRequest, ref: str, key: UUID) -> HttpResponse:
    """Say that somebody can no longer be reached this way."""
    person = opened(request, ref)
    form = forms.ConfirmForm(typed(request))
    words = Change(
        title=_("Can the person no longer be reached this way?"),
        lead=_("It is no longer shown and no longer finds the person; that it was there stays in the log."),
        verb=_("Withdraw"),
        done=_("The contact is withdrawn."),
    )
    return change(
        request, person, form, words, lambda: particulars.withdraw_contact(by=request.actor, person=person, contact=key)
    )


@get_or_post
def relation_add(request: AccountRequest, ref: str) -> HttpResponse:
    """Record somebody close."""
    person = opened(request, ref)
    form = forms.RelationForm(typed(request))
    words = Change(
        title=_("Add somebody close"),
        lead=_("A guardian or parent where the person is a minor; else who is to be told."),
        verb=_("Add"),
        done=_("The relation is recorded."),
    )
    return change(
        request, person, form, words, lambda: particulars.add_relation(by=request.actor, person=person, new=form.new())
    )


@get_or_post
def relation_withdraw(request: AccountRequest, ref: str, key: UUID) -> HttpResponse:
    """Take back a relation."""
    person = opened(request, ref)
    form = forms.ConfirmForm(typed(request))
    words = Change(
        title=_("Take this relation out of the file?"),
        lead=_("A minor keeps at least a guardian or a parent."),
        verb=_("Withdraw"),
        done=_("The relation is withdrawn."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: particulars.withdraw_relation(by=request.actor, person=person, relation=key),
    )


@get_or_post
def merge_undo(request: AccountRequest, ref: str, merged: str) -> HttpResponse:
    """Part two files again that were merged by mistake."""
    person = opened(request, ref)
    fact = histories.merge(by=request.actor, person=person, ref=merged)
    form = forms.UndoForm(typed(request))
    words = Change(
        title=_("Part the two files again"),
        lead=_("Possible only while nothing was recorded since: nobody could say to whom it belongs."),
        verb=_("Part them"),
        done=_("The two files stand by themselves again."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: merges.undo_merge(by=request.actor, merged=fact.merged_id, **form.cleaned_data),
    )
