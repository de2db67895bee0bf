"""People of divided units: who waits, the address of one, and taking them over by the Chairman's decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.episodes import reassignment as reads
from hoanhap.casework.episodes.actions.reassigning import take_over as take
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.doors.desk import waiting
from hoanhap.doors.desk.handing_forms import PurposeForm, TakeOverForm
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def reassignment(request: ActorRequest) -> HttpResponse:
    """Who waits since their unit was divided: reference, old unit, measures, what is due. No name, no address."""
    found = waiting.list_of(by=request.actor, page=request.GET.get("page", "1"), now=clock.now(), on=clock.today())
    return render(request, "desk/reassignment.html", {"found": found})


@get_or_post
def reassignment_address(request: ActorRequest, ref: str) -> HttpResponse:
    """The address of one of them, on need: the purpose is asked and logged, and a proof to be there before."""
    person = reads.waiting_person(by=request.actor, reference=ref, on=clock.today())
    form = PurposeForm(request.POST or None, initial={"purpose": purpose_of(request.actor.role)})
    shown = None
    if form.is_valid():
        with on_form(form):
            shown = reads.show_address(
                by=request.actor, reference=person.reference, on=clock.today(), **form.cleaned_data
            )
    take_url = waiting.take_over_url(request.actor, person.reference)
    context = {"form": form, "shown": shown, "ref": person.reference, "take_url": take_url}
    return render(request, "desk/reassignment_address.html", context)


@get_or_post
def take_over(request: ActorRequest, ref: str) -> HttpResponse:
    """The Chairman of a receiving unit takes somebody over by a signed decision."""
    person = reads.waiting_person(by=request.actor, reference=ref, on=clock.today())
    units = waiting.receivers_of(by=request.actor, person=person, on=clock.today())
    form = TakeOverForm(request.POST or None, units=units, initial={"on": clock.today()})
    if form.is_valid():
        with on_form(form):
            take(by=request.actor, reference=person.reference, **form.told())
            messages.success(request, _("Taken over. Your unit answers for the person from that day."))
            return redirect("desk:person", person.reference)
    old = reads.old_unit(person, clock.today())
    return render(request, "desk/take_over.html", {"form": form, "ref": person.reference, "old": old})
