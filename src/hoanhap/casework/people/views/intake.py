"""Search first; who is not found is entered page by page, reviewed, and only then registered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoanhap.casework.people import finding, presenters
from hoanhap.casework.people.actions.intake import finish_intake
from hoanhap.casework.people.forms.intake import ReviewForm, SearchForm
from hoanhap.casework.people.intake import KIND, REVIEW, STEPS, Intake, after, carried, drafted
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.people.views.common import get_or_post, typed
from hoanhap.ground.access import actions as access
from hoanhap.ground.access import selectors as drafts
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.refusals import on_form


@get_or_post
def person_search(request: AccountRequest) -> HttpResponse:
    """Is there a file already? The words travel in the body, never in an address."""
    form = SearchForm(typed(request))
    found = None
    if form.is_valid():
        with on_form(form):
            found = finding.find(
                by=request.actor,
                purpose=purpose_of(request.actor.role),
                at=clock.now(),
                on=clock.today(),
                **form.asked(),
            )
    context = {
        "form": form,
        "found": found,
        "asked_as": form.asked_as(),
        "drafts": drafts.drafts(by=request.actor, kind=KIND).count(),
        "may_merge": request.actor.may(Permission.PEOPLE_MERGE),
        "may_import": request.actor.may(Permission.PEOPLE_IMPORT),
    }
    return render(request, "people/person_search.html", context)


@require_safe
def intake_list(request: AccountRequest) -> HttpResponse:
    """What the post began to enter and has not finished."""
    begun = [(draft, drafted(draft)) for draft in drafts.drafts(by=request.actor, kind=KIND)]
    return render(request, "people/intake_list.html", {"begun": begun})


@require_POST
def intake_start(request: AccountRequest) -> HttpResponse:
    """None of those found: begin an intake with the words of the search."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        return redirect("people:person_search")
    content = {"steps": carried(form.asked()), "sent": []}
    draft = access.save_draft(by=request.actor, kind=KIND, content=content)
    return redirect("people:intake_step", draft.pk, next(iter(STEPS)))


@get_or_post
def intake_step(request: AccountRequest, ref: UUID, step: str) -> HttpResponse:
    """One page of an intake; what was typed is kept, right or wrong."""
    draft = drafts.draft(by=request.actor, ref=ref, kind=KIND)
    intake = Intake(by=request.actor, draft=draft, on=clock.today())
    form = intake.form(step, typed(request))
    if request.method == "POST":
        content = intake.with_step(step, request.POST)
        draft = access.save_draft(by=request.actor, kind=KIND, content=content, draft=draft)
        if "leave" in request.POST:
            messages.success(request, _("Saved. You find it again under “Begun and not finished”."))
            return redirect("people:intake_list")
        intake = Intake(by=request.actor, draft=draft, on=clock.today())
        intake.check({step: form})
        if form.is_valid():
            onward = REVIEW if "review" in request.POST else after(step)
            return redirect("people:intake_step", ref, onward)
    context = {"form": form, "draft": draft, "title": STEPS[step][0], "pages": intake.progress(step)}
    return render(request, "people/intake_step.html", context)


@get_or_post
def intake_review(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Everything once more, who on file looks alike beside it, and the file is opened."""
    draft = drafts.draft(by=request.actor, ref=ref, kind=KIND)
    intake = Intake(by=request.actor, draft=draft, on=clock.today())
    new, alike = intake.new_person(), intake.alike()
    form = ReviewForm(typed(request), alike=[(one.person.reference, one.person.name) for one in alike])
    if new and form.is_valid():
        different = {one.person: form.different()[one.person.reference] for one in alike}
        with on_form(form):
            person = finish_intake(by=request.actor, draft=draft, new=new, different=different)
            messages.success(request, _("The file is open."))
            return redirect("people:person_particulars", person.reference)
    context = {"form": form, "draft": draft, "intake": intake, "pages": intake.progress(REVIEW)}
    return render(request, "people/intake_review.html", context | presenters.review(intake, new, alike))


@get_or_post
def intake_drop(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Forget what was begun, after asking."""
    draft = drafts.draft(by=request.actor, ref=ref, kind=KIND)
    if request.method == "POST":
        access.drop_draft(by=request.actor, draft=draft)
        messages.success(request, _("The draft is gone."))
        return redirect("people:intake_list")
    return render(request, "people/intake_drop.html", {"draft": draft, "name": drafted(draft)})
