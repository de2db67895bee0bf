"""Recording in two steps: the form, then what it will change, then it is done. One way for every kind of fact."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.trial import tried
from hoanhap.doors.desk.consequences import lines_of
from hoanhap.doors.desk.file import Head
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place
from hoanhap.ground.places.selectors import places
from hoanhap.ground.web.forms import Form
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

MOST_UNITS = 200


@dataclass(frozen=True, kw_only=True)
class Recording:
    """Something to be recorded about a person: the form, and the action that records what the form says."""

    head: Head
    form: Form
    title: str
    lead: str = ""
    act: Callable[[], Episode]
    episode: UUID | None
    """The measure it changes; None where one begins."""
    danger: bool = False
    verb: str = ""
    """What the last button says; "Record" where nothing is said."""
    back: str = ""
    """Where it goes on afterwards, if not at the person's page: who hands over may no longer open that."""

    @property
    def where(self) -> str:
        """Where it goes on afterwards, or when nothing is recorded."""
        return self.back or reverse("desk:person", args=[self.head.ref])


def carry_out(request: ActorRequest, recording: Recording) -> HttpResponse:
    """Show the form; then what it would change; then do it and go to the person's page."""
    form = recording.form
    context = {"recording": recording, "form": form, "head": recording.head}
    if form.is_bound and "change" not in request.POST and form.is_valid():
        with on_form(form):
            if "confirmed" in request.POST:
                recording.act()
                messages.success(request, _("Recorded."))
                return redirect(recording.where)
            lines = lines_of(tried(recording.act, episode=recording.episode))
            return render(request, "desk/record_review.html", {**context, "lines": lines, "told": told(form)})
    return render(request, "desk/record_form.html", context)


@dataclass(frozen=True)
class Told:
    """One answer of the form, to be read over."""

    label: str
    words: str


def told(form: Form) -> list[Told]:
    """What was typed, label by label, as the form understood it."""
    found = []
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        choices = {str(key): label for key, label in getattr(field.field, "choices", ())}
        if value in (None, "", False) and not (choices and field.value()):
            continue
        words = str(choices.get(str(field.value()), "")) or (_("yes") if value is True else str(field.value() or value))
        found.append(Told(str(field.label), words))
    return found


def own_episode(head: Head, ref: UUID) -> Episode:
    """A measure of the person whose file is open. Raises NotFound."""
    for one in head.episodes:
        if one.pk == ref:
            return one
    raise NotFound("episodes.unknown_episode")


def units_for(by: Actor, head: Head) -> list[Place]:
    """The units that may answer: where the person lives, if the post records there; else the post's own."""
    lives = {
        one.place.pk: one.place
        for one in head.file.dwellings
        if one.residence.to_on is None and by.may(Permission.EPISODES_RECORD, at=one.place.pk)
    }
    if lives:
        return list(lives.values())
    return list(places(by=by).reached_by(by).commune_level().filter(valid_to__isnull=True).in_order()[:MOST_UNITS])
