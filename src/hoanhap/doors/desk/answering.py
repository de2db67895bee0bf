"""Answering a hand-over: which form asks for what, and which action it leads to."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.episodes import handovers
from hoanhap.casework.episodes.actions import transfers as actions
from hoanhap.casework.episodes.models import Transfer
from hoanhap.casework.episodes.selectors import Handovers
from hoanhap.doors.desk.file import Tab, head_of
from hoanhap.doors.desk.handing import sender_words
from hoanhap.doors.desk.handing_forms import ANSWERS
from hoanhap.doors.desk.recording import Recording
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.web.http import ActorRequest

ACTIONS: Mapping[str, Callable[..., Transfer]] = {
    "acknowledge": actions.acknowledge_transfer,
    "accept": actions.accept_transfer,
    "refuse": actions.refuse_transfer,
    "withdraw": actions.withdraw_transfer,
}


def tabs_of(counts: Handovers, *, coming: bool) -> list[Tab]:
    """Both lists, with what waits in each."""
    return [
        Tab(_("To us"), reverse("desk:handovers"), coming, counts.incoming),
        Tab(_("From us"), reverse("desk:handovers_out"), not coming, counts.outgoing),
    ]


def recording_of(request: ActorRequest, *, transfer: UUID, act: str, on: date) -> Recording:
    """The form of one answer with its action. Raises NotFound for what is no answer, or not open to the actor."""
    by = request.actor
    one = handovers.transfer(by=by, ref=transfer)
    possible = handovers.possible(by=by, transfer=one)
    if act not in ACTIONS or not getattr(possible, act):
        raise NotFound("episodes.unknown_transfer")
    head = head_of(by=by, ref=one.episode.person.reference, on=on)
    form = ANSWERS[act](request.POST or None)
    title, lead = _words(one, act)
    return Recording(
        head=head,
        form=form,
        title=title,
        lead=lead,
        act=lambda: ACTIONS[act](by=by, transfer=one.pk, **form.cleaned_data).episode,
        episode=one.episode_id,
        danger=act in ("refuse", "withdraw"),
        back=reverse("desk:handover", args=[one.pk]),
    )


def _words(one: Transfer, act: str) -> tuple[str, str]:
    units = {"from": sender_words(one), "to": one.to_place.full_name}
    match act:
        case "acknowledge":
            return (
                _("Acknowledge the notice"),
                _("The police of %(to)s have received notice and file. The committee accepts after that.") % units,
            )
        case "accept":
            return (
                _("Accept the person"),
                _("From this day %(to)s answers, and %(from)s no longer. The old helper's work ends the day before.")
                % units,
            )
        case "refuse":
            return _("Refuse the hand-over"), _("%(from)s keeps the person, and reads why.") % units
        case _:
            return _("Take the notice back"), _("%(to)s no longer sees the person; nothing changes hands.") % units
