"""Where somebody lives and is registered: recorded, corrected, ended, withdrawn."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people import histories
from hoanhap.casework.people.actions import residence as actions
from hoanhap.casework.people.forms import particulars as forms
from hoanhap.casework.people.intake import units_of_day, units_to_correct_to
from hoanhap.casework.people.views.common import Change, change, get_or_post, opened, typed
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.kernel import clock


@get_or_post
def residence_add(request: AccountRequest, ref: str) -> HttpResponse:
    """Record where somebody lives or is registered from a day."""
    person = opened(request, ref)
    search = units_of_day(request.actor, request.POST.get("from_on", ""), clock.today())
    form = forms.ResidenceForm(typed(request), search=search, initial={"from_on": clock.today()})
    words = Change(
        title=_("Add a residence"),
        lead=_("An earlier residence of the same kind ends the day before. To another unit of yours only: elsewhere it "
               "is a hand-over."),
        verb=_("Record"),
        done=_("The residence is recorded."),
    )  # fmt: skip
    return change(
        request, person, form, words, lambda: actions.record_residence(by=request.actor, person=person, new=form.new())
    )


@get_or_post
def residence_correct(request: AccountRequest, ref: str, key: UUID) -> HttpResponse:
    """Replace what was recorded of a residence by what is right."""
    person = opened(request, ref)
    current = histories.residence(person=person, key=key)
    units = units_to_correct_to(request.actor, current)
    form = forms.ResidenceCorrectionForm(typed(request), units=units, initial=forms.ResidenceCorrectionForm.of(current))
    words = Change(
        title=_("Correct a residence"),
        lead=current.get_kind_display(),
        verb=_("Correct"),
        done=_("The residence is corrected."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: actions.correct_residence(
            by=request.actor,
            person=person,
            residence=key,
            corrected=form.new(current.kind),
            reason=form.cleaned_data["reason"],
        ),
    )


@get_or_post
def residence_end(request: AccountRequest, ref: str, key: UUID) -> HttpResponse:
    """Record the last day of a residence."""
    person = opened(request, ref)
    current = histories.residence(person=person, key=key)
    form = forms.EndForm(typed(request), initial={"to_on": clock.today()})
    words = Change(
        title=_("End a residence"),
        lead=f"{current.get_kind_display()} · {current.place.full_name}",
        verb=_("Record the end"),
        done=_("The end of the residence is recorded."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: actions.end_residence(by=request.actor, person=person, residence=key, **form.cleaned_data),
    )


@get_or_post
def residence_withdraw(request: AccountRequest, ref: str, key: UUID) -> HttpResponse:
    """Take back a residence that was entered by mistake."""
    person = opened(request, ref)
    current = histories.residence(person=person, key=key)
    form = forms.ReasonForm(typed(request))
    words = Change(
        title=_("Withdraw a residence"),
        lead=f"{current.get_kind_display()} · {current.place.full_name}",
        verb=_("Withdraw"),
        done=_("The residence is withdrawn."),
    )
    return change(
        request,
        person,
        form,
        words,
        lambda: actions.withdraw_residence(by=request.actor, person=person, residence=key, **form.cleaned_data),
    )
