"""Recording what happened: each page is a form, then what it will change, then it is done."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.casework.episodes import overview
from hoanhap.casework.episodes.actions import opening
from hoanhap.casework.episodes.actions import recording as actions
from hoanhap.casework.episodes.choices import EventKind
from hoanhap.casework.episodes.models import Episode
from hoanhap.doors.desk import forms
from hoanhap.doors.desk.file import head_of
from hoanhap.doors.desk.recording import Recording, carry_out, own_episode, units_for
from hoanhap.doors.desk.timeline import event_words
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.web.http import ActorRequest

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def event_record(request: ActorRequest, ref: str, episode: UUID, kind: str) -> HttpResponse:
    """One step of a measure."""
    if kind not in EventKind.values:
        raise NotFound("episodes.unknown_event")
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    form = forms.EventForm(request.POST or None, episode=one, kind=EventKind(kind))

    def act() -> Episode:
        return actions.record_event(by=request.actor, episode=one.pk, new=form.new()).episode

    title = capital(EventKind(kind).label)
    return carry_out(request, Recording(head=head, form=form, title=title, act=act, episode=one.pk))


@get_or_post
def event_correct(request: ActorRequest, ref: str, event: UUID) -> HttpResponse:
    """Another day, time or number of the paper; the old entry stays in the history."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = overview.event_of(by=request.actor, person=head.file.person, ref=event)
    form = forms.EventCorrectionForm(request.POST or None, event=old)

    def act() -> Episode:
        return actions.correct_event(by=request.actor, event=old.pk, **form.told())

    title = _("Correct: %(what)s") % {"what": event_words(old)}
    lead = _("The old entry stays in the history; what follows from it is computed anew.")
    recording = Recording(head=head, form=form, title=title, lead=lead, act=act, episode=old.episode_id)
    return carry_out(request, recording)


@get_or_post
def event_withdraw(request: ActorRequest, ref: str, event: UUID) -> HttpResponse:
    """Take back what was entered by mistake."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = overview.event_of(by=request.actor, person=head.file.person, ref=event)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Episode:
        return actions.withdraw_event(by=request.actor, event=old.pk, **form.cleaned_data)

    title = _("Take back: %(what)s") % {"what": event_words(old)}
    lead = _("The entry stays in the history, marked as taken back; it counts no more.")
    recording = Recording(head=head, form=form, title=title, lead=lead, act=act, episode=old.episode_id, danger=True)
    return carry_out(request, recording)


@get_or_post
def days_record(request: ActorRequest, ref: str, episode: UUID) -> HttpResponse:
    """Days away, in prison, in custody or on the run."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    form = forms.DaysForm(request.POST or None)

    def act() -> Episode:
        return actions.record_interruption(by=request.actor, episode=one.pk, new=form.new()).episode

    lead = _("Both the first and the last day count as away.")
    return carry_out(request, Recording(head=head, form=form, title=_("Days away"), lead=lead, act=act, episode=one.pk))


@get_or_post
def days_end(request: ActorRequest, ref: str, days: UUID) -> HttpResponse:
    """The last day of days away that were still running."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = overview.interruption_of(by=request.actor, person=head.file.person, ref=days)
    form = forms.DaysEndForm(request.POST or None)

    def act() -> Episode:
        return actions.end_interruption(by=request.actor, interruption=old.pk, **form.cleaned_data).episode

    recording = Recording(head=head, form=form, title=_("End of the days away"), act=act, episode=old.episode_id)
    return carry_out(request, recording)


@get_or_post
def days_correct(request: ActorRequest, ref: str, days: UUID) -> HttpResponse:
    """Days away as they should have been recorded."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = overview.interruption_of(by=request.actor, person=head.file.person, ref=days)
    form = forms.DaysCorrectionForm(request.POST or None, days=old)

    def act() -> Episode:
        made = actions.correct_interruption(
            by=request.actor, interruption=old.pk, new=form.new(), reason=form.cleaned_data["reason"]
        )
        return made.episode

    lead = _("The old entry stays in the history; what follows from it is computed anew.")
    title = _("Correct the days away")
    recording = Recording(head=head, form=form, title=title, lead=lead, act=act, episode=old.episode_id)
    return carry_out(request, recording)


@get_or_post
def days_withdraw(request: ActorRequest, ref: str, days: UUID) -> HttpResponse:
    """Take back days away that were entered by mistake."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = overview.interruption_of(by=request.actor, person=head.file.person, ref=days)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Episode:
        made = actions.withdraw_interruption(by=request.actor, interruption=old.pk, **form.cleaned_data)
        return made.episode

    lead = _("The entry stays in the history, marked as taken back; it counts no more.")
    title = _("Take back the days away")
    recording = Recording(head=head, form=form, title=title, lead=lead, act=act, episode=old.episode_id, danger=True)
    return carry_out(request, recording)


@get_or_post
def measure_open(request: ActorRequest, ref: str, way: str) -> HttpResponse:
    """A measure begins: home after completion, a notice that somebody will be, or another measure."""
    titles = {
        "completion": _("Home after completion"),
        "notice": _("Notice: soon to be home"),
        "other": _("Another measure begins"),
    }
    if way not in titles:
        raise NotFound("episodes.unknown_episode")
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    form = forms.OpenForm(request.POST or None, way=way, places=units_for(request.actor, head))

    def act() -> Episode:
        return opening.open_episode(by=request.actor, new=form.new(head.file.person))

    return carry_out(request, Recording(head=head, form=form, title=titles[way], act=act, episode=None))


@get_or_post
def measure_close(request: ActorRequest, ref: str, episode: UUID) -> HttpResponse:
    """End a measure that is recorded twice, or that never was."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    form = forms.CloseForm(request.POST or None)

    def act() -> Episode:
        return actions.close_recorded_twice(by=request.actor, episode=one.pk, **form.cleaned_data)

    lead = _("It counts nowhere any more: no figure, no duty, no term.")
    title = _("Recorded twice or by mistake")
    recording = Recording(head=head, form=form, title=title, lead=lead, act=act, episode=one.pk, danger=True)
    return carry_out(request, recording)
