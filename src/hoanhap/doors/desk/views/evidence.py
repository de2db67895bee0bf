"""Tests, reviews, findings and determinations of a person: shown to who may see them, recorded with a paper."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.episodes import evidence_reads
from hoanhap.casework.episodes.actions import evidence as actions
from hoanhap.casework.episodes.choices import EvidenceKind
from hoanhap.casework.episodes.models import Episode
from hoanhap.doors.desk.evidence_forms import FORMS, ConfirmForm
from hoanhap.doors.desk.evidence_page import kind_words, page_of
from hoanhap.doors.desk.file import Head, head_of
from hoanhap.doors.desk.forms import ReasonForm
from hoanhap.doors.desk.recording import Recording, carry_out, own_episode
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.web.http import ActorRequest

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def evidence(request: ActorRequest, ref: str) -> HttpResponse:
    """What the file holds, newest first, with what is still missing for a relapse."""
    head = head_of(by=request.actor, ref=ref, on=clock.today(), tab="evidence")
    page = page_of(by=request.actor, head=head, show=request.GET.get("show", ""), on=clock.today())
    return render(request, "desk/person_evidence.html", {"head": head, "page": page})


@get_or_post
def evidence_record(request: ActorRequest, ref: str, episode: UUID, kind: str) -> HttpResponse:
    """One fact with its paper."""
    if kind not in FORMS:
        raise NotFound("episodes.unknown_event")
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    one = own_episode(head, episode)
    form = FORMS[kind](request.POST or None)

    def act() -> Episode:
        actions.record_evidence(by=request.actor, episode=one.pk, new=form.new())
        return one

    lead = _("A fact with its paper. It changes no status by itself.")
    recording = Recording(
        head=head, form=form, title=kind_words(kind), lead=lead, act=act, episode=one.pk, back=_back(head)
    )
    return carry_out(request, recording)


@get_or_post
def evidence_correct(request: ActorRequest, ref: str, kind: str, fact: UUID) -> HttpResponse:
    """The fact as it should have been recorded; the old entry stays in the history."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = evidence_reads.fact_of(by=request.actor, person=head.file.person, kind=kind, ref=fact)
    form = FORMS[kind](request.POST or None, fact=old)

    def act() -> Episode:
        reason = form.cleaned_data["reason"]
        actions.correct_evidence(by=request.actor, fact=old.pk, corrected=form.new(), reason=reason)
        return old.episode  # type: ignore[no-any-return]

    title = _("Correct: %(what)s") % {"what": kind_words(kind)}
    lead = _("The old entry stays in the history; what follows from it is computed anew.")
    recording = Recording(
        head=head, form=form, title=title, lead=lead, act=act, episode=old.episode_id, back=_back(head)
    )
    return carry_out(request, recording)


@get_or_post
def evidence_withdraw(request: ActorRequest, ref: str, kind: str, fact: UUID) -> HttpResponse:
    """Take back what was entered by mistake."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = evidence_reads.fact_of(by=request.actor, person=head.file.person, kind=kind, ref=fact)
    form = ReasonForm(request.POST or None)

    def act() -> Episode:
        reason = form.cleaned_data["reason"]
        actions.withdraw_evidence(by=request.actor, kind=EvidenceKind(kind), fact=old.pk, reason=reason)
        return old.episode  # type: ignore[no-any-return]

    title = _("Take back: %(what)s") % {"what": kind_words(kind)}
    lead = _("The entry stays in the history, marked as taken back; it counts no more.")
    recording = Recording(
        head=head, form=form, title=title, lead=lead, act=act, episode=old.episode_id, danger=True, back=_back(head)
    )
    return carry_out(request, recording)


@get_or_post
def finding_confirm(request: ActorRequest, ref: str, fact: UUID) -> HttpResponse:
    """That another body confirmed a finding, recorded by another person of another body."""
    head = head_of(by=request.actor, ref=ref, on=clock.today())
    old = evidence_reads.fact_of(by=request.actor, person=head.file.person, kind=EvidenceKind.FINDING.value, ref=fact)
    form = ConfirmForm(request.POST or None)
    act = lambda: actions.confirm_finding(by=request.actor, finding=old.pk, **form.cleaned_data).episode  # noqa: E731
    title = _("A finding is confirmed")
    lead = _("Recorded by another person of another body than the finding. It ends nothing by itself.")
    recording = Recording(
        head=head, form=form, title=title, lead=lead, act=act, episode=old.episode_id, back=_back(head)
    )
    return carry_out(request, recording)


def _back(head: Head) -> str:
    return reverse("desk:evidence", args=[head.ref])
