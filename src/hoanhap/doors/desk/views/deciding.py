"""Papers of a measure: prepared by one, signed by another; and the steps around them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.episodes.actions import deciding as actions
from hoanhap.casework.episodes.actions.ending import review_for_end
from hoanhap.casework.episodes.actions.helping import end_helper
from hoanhap.doors.desk import paper_forms as forms
from hoanhap.doors.desk import paper_steps
from hoanhap.doors.desk.file import whole_head_of
from hoanhap.doors.desk.paper_page import page_of
from hoanhap.doors.desk.recording import Recording, carry_out, own_episode
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def paper_prepare(request: ActorRequest, ref: str, episode: UUID, what: str) -> HttpResponse:
    """Prepare a paper: what the file does not hold is asked for, then the draft can be read."""
    by, on = request.actor, clock.today()
    head = whole_head_of(by=by, ref=ref, on=on, tab="papers")
    one, chosen = own_episode(head, episode), paper_steps.way(what)
    form = paper_steps.form_of(by=by, head=head, one=one, what=what, data=request.POST or None, on=on)
    if form.is_bound and form.is_valid():
        with on_form(form):
            made = paper_steps.prepared(by=by, one=one, what=what, form=form, on=on)
            if not isinstance(made, str):
                return redirect("desk:paper", head.ref, made.document_id)
            form.ask_for(made)
    return render(request, "desk/paper_prepare.html", {"recording": chosen, "form": form, "head": head})


@require_safe
def paper(request: ActorRequest, ref: str, key: UUID) -> HttpResponse:
    """One paper: what it states, how it stands, and what can be done with it."""
    by, on = request.actor, clock.today()
    head = whole_head_of(by=by, ref=ref, on=on, tab="papers")
    found = paper_steps.paper_of(by=by, head=head, key=key)
    return render(request, "desk/paper.html", {"head": head, "paper": page_of(by=by, head=head, paper=found, on=on)})


@get_or_post
def paper_sign(request: ActorRequest, ref: str, key: UUID) -> HttpResponse:
    """Sign a paper that somebody else prepared; first what the signature will change."""
    by, on = request.actor, clock.today()
    head = whole_head_of(by=by, ref=ref, on=on, tab="papers")
    found = paper_steps.paper_of(by=by, head=head, key=key)
    form = forms.SignForm(request.POST or None, today=on)
    act = lambda: paper_steps.sign(by=by, paper=found, on=form.cleaned_data["on"])  # noqa: E731
    title = _("Sign: %(paper)s") % {"paper": found.get_kind_display()}
    lead = _("The paper takes the next number of the register of its unit and year. A signature is not taken back.")
    recording = Recording(
        head=head, form=form, title=title, lead=lead, act=act, episode=found.episode_id, verb=_("Sign")
    )
    return carry_out(request, recording)


@get_or_post
def paper_return(request: ActorRequest, ref: str, key: UUID) -> HttpResponse:
    """Give a prepared paper back unsigned."""
    by, on = request.actor, clock.today()
    head = whole_head_of(by=by, ref=ref, on=on, tab="papers")
    found = paper_steps.paper_of(by=by, head=head, key=key)
    form = forms.ReturnForm(request.POST or None, today=on)
    act = lambda: actions.return_paper(by=by, paper=found.pk, **form.cleaned_data).episode  # noqa: E731
    title = _("Return unsigned: %(paper)s") % {"paper": found.get_kind_display()}
    recording = Recording(head=head, form=form, title=title, act=act, episode=found.episode_id)
    return carry_out(request, recording)


@get_or_post
def measure_step(request: ActorRequest, ref: str, episode: UUID, what: str) -> HttpResponse:
    """Steps that need no signature: the decision is handed over, the file is reviewed for its end, help ends."""
    by, on = request.actor, clock.today()
    head = whole_head_of(by=by, ref=ref, on=on, tab="papers")
    one = own_episode(head, episode)
    helper = next((row for row in head.helpers if row.episode_id == one.pk), None)
    if what == "serve":
        form: forms.SignForm = forms.ServeForm(request.POST or None, today=on)
        act = lambda: actions.serve_decision(by=by, episode=one.pk, **form.cleaned_data).episode  # noqa: E731
        title = _("Hand the decision over")
    elif what == "review":
        form = forms.SignForm(request.POST or None, today=on)
        act = lambda: review_for_end(by=by, episode=one.pk, **form.cleaned_data).episode  # noqa: E731
        title = _("Review for the end")
    elif what == "end-help" and helper:
        form = forms.EndHelpForm(request.POST or None, today=on)
        act = lambda: end_helper(by=by, assignment=helper.pk, **form.cleaned_data).episode  # noqa: E731
        title = _("Help by this helper ends")
    else:
        raise NotFound("episodes.unknown_event")
    return carry_out(request, Recording(head=head, form=form, title=title, act=act, episode=one.pk))


@get_or_post
def measure_ruling(request: ActorRequest, ref: str, episode: UUID, what: str) -> HttpResponse:
    """What the Chairman does without a paper of its own: returns a proposal, revokes a decision."""
    by, on = request.actor, clock.today()
    head = whole_head_of(by=by, ref=ref, on=on, tab="papers")
    one = own_episode(head, episode)
    if what == "return":
        form: forms.SignForm = forms.ReturnForm(request.POST or None, today=on)
        act = lambda: actions.return_proposal(by=by, episode=one.pk, **form.cleaned_data).episode  # noqa: E731
        title = _("Return the proposal")
    elif what == "revoke":
        form = forms.RevokeForm(request.POST or None, today=on)
        act = lambda: actions.revoke_decision(by=by, episode=one.pk, **form.cleaned_data).episode  # noqa: E731
        title = _("Revoke the decision")
    else:
        raise NotFound("episodes.unknown_event")
    recording = Recording(head=head, form=form, title=title, act=act, episode=one.pk, danger=what == "revoke")
    return carry_out(request, recording)
