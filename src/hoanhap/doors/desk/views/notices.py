"""Leaving, the notice to another commune, and coming home from rehabilitation."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.episodes import selectors
from hoanhap.casework.episodes.actions import homecoming, transfers
from hoanhap.doors.desk import notices
from hoanhap.doors.desk.file import head_of
from hoanhap.doors.desk.handing_forms import CompletionForm, LeftForm, LetterForm, PrepareForm, SignForm
from hoanhap.doors.desk.recording import Recording, carry_out, own_episode
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.web.forms import read_day
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def left_record(request: ActorRequest, ref: str, episode: UUID) -> HttpResponse:
    """The moment at which the person left the commune."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    form = LeftForm(request.POST or None)
    act = lambda: transfers.record_left(by=request.actor, episode=one.pk, moment=form.moment()).episode  # noqa: E731
    lead = _("To live in another commune. From this moment the time limit of the notice to the new place runs.")
    return carry_out(
        request, Recording(head=head, form=form, title=_("Left the commune"), lead=lead, act=act, episode=one.pk)
    )


@require_safe
def transfer_send(request: ActorRequest, ref: str, episode: UUID) -> HttpResponse:
    """The notices of a measure: what waits for a signature, what can be prepared or recorded."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    found = notices.notices_of(by=request.actor, ref=head.ref, episode=one, on=clock.today())
    plain = notices.plain_url(request.actor, head.ref, one)
    return render(request, "desk/notices.html", {"head": head, "notices": found, "plain_url": plain})


@get_or_post
def notice_prepare(request: ActorRequest, ref: str, episode: UUID, about: str) -> HttpResponse:
    """Prepare a notice for the signature of another person; what the file does not say is asked for."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    if about not in notices.abouts_of(one):
        raise NotFound("episodes.unknown_paper")
    day = clock.today()
    with suppress(ValueError):
        day = read_day(request.POST.get("on", ""))
    asked = notices.asked_for(by=request.actor, episode=one, about=about, on=day)
    units = notices.units_to_tell(request.actor, but=one.place, on=day)
    home = about == notices.END
    form = PrepareForm(request.POST or None, asked=asked, home=home, units=units, initial={"on": day})
    if form.is_valid():
        with on_form(form):
            notices.prepare(request.actor, one, about, form)
            messages.success(request, _("Prepared. It goes out when another person has signed it."))
            return redirect("desk:transfer_send", head.ref, one.pk)
    return render(request, "desk/notice_form.html", {"head": head, "episode": one, "form": form, "asked": asked})


@get_or_post
def notice_letter(request: ActorRequest, ref: str, episode: UUID, about: str) -> HttpResponse:
    """Record a notice that went out as a letter with a number of its own."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    if about not in notices.abouts_of(one):
        raise NotFound("episodes.unknown_paper")
    units = notices.units_to_tell(request.actor, but=one.place, on=clock.today())
    form = LetterForm(request.POST or None, home=about == notices.END, units=units)
    act = notices.sending_by_letter(request.actor, one, about, form)
    title = _("A letter that went out")
    return carry_out(request, Recording(head=head, form=form, title=title, act=act, episode=one.pk))


@get_or_post
def notice_sign(request: ActorRequest, ref: str, episode: UUID, paper: UUID) -> HttpResponse:
    """Sign a notice that another person prepared; it goes out."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    signing = notices.signing_of(by=request.actor, episode=one, paper=paper)
    form = SignForm(request.POST or None)
    act = notices.signed(request.actor, one, signing, form)
    recording = Recording(head=head, form=form, title=signing.title, lead=signing.lead, act=act, episode=one.pk)
    return carry_out(request, recording)


@get_or_post
def completion(request: ActorRequest, ref: str, episode: UUID) -> HttpResponse:
    """A rehabilitation is completed: the measure ends, post-rehabilitation management begins or goes on."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    units = notices.units_to_tell(request.actor, but=one.place, on=clock.today())
    form = CompletionForm(request.POST or None, units=units)
    home = selectors.going_home(by=request.actor, of=head.episodes)
    act = lambda: homecoming.complete_rehabilitation(  # noqa: E731
        by=request.actor, completions=[form.completion(one.pk)]
    )[0]
    title = _("Rehabilitation completed")
    lead = _(
        "The rehabilitation ends. Post-rehabilitation management runs from the same day, where the person returns to."
    )
    return carry_out(request, Recording(head=head, form=form, title=title, lead=lead, act=act, episode=home))
