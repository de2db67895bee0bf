"""Notices from one unit to another, of a move and of an approaching completion, and what can be done about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.episodes import handovers, overview
from hoanhap.casework.episodes.actions import homecoming, transfers
from hoanhap.casework.episodes.choices import REHABILITATION, EventKind, Measure, PaperKind
from hoanhap.casework.episodes.models import Episode, EpisodePaper
from hoanhap.casework.episodes.notice_content import completion_content, transfer_content
from hoanhap.doors.desk.handing_forms import LetterForm, PrepareForm, SignForm
from hoanhap.ground.documents import selectors as documents
from hoanhap.ground.documents.fields import Field, fields
from hoanhap.ground.documents.source import read
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.law.authorities import authority_for
from hoanhap.ground.law.choices import Party, Step
from hoanhap.ground.law.forms import form_for
from hoanhap.ground.places.models import Place
from hoanhap.ground.places.selectors import places
from hoanhap.ground.web.words import day_words

MOVE, END = "move", "end"
KINDS = {MOVE: PaperKind.TRANSFER_NOTICE, END: PaperKind.NOTICE}
ACTS = {MOVE: transfers.NOTICE, END: homecoming.NOTICE}


@dataclass(frozen=True)
class Prepared:
    """A notice that waits for a signature."""

    key: UUID
    form: str
    on: str
    sign_url: str


@dataclass(frozen=True)
class Notice:
    """One kind of notice, with what can be done about it."""

    title: str
    lead: str
    blocked: str
    """Why nothing can be done yet; empty where something can."""
    link: str
    link_words: str
    prepared: list[Prepared]
    prepare_url: str
    letter_url: str


def notices_of(*, by: Actor, ref: str, episode: Episode, on: date) -> list[Notice]:
    """The notices that a measure of an opened file may need."""
    waits = handovers.waiting_of(by=by, of=[episode])
    papers = overview.papers_of(by=by, of=[episode])
    states = documents.states_of([one.document for one in papers])
    unsigned = [one for one in papers if states[one.document_id].is_prepared]
    found = []
    for about in abouts_of(episode):
        blocked, link, words = _blocked(by, ref, episode, about, [one.pk for one in waits])
        may_send = _may_send(by, episode, about, on)
        found.append(
            Notice(
                title=_title(about),
                lead=_lead(about),
                blocked=blocked,
                link=link,
                link_words=words,
                prepared=[] if blocked else _prepared(by, ref, episode, about, unsigned, may_send=may_send),
                prepare_url=""
                if blocked or not _may_prepare(by, episode, about, on)
                else _url("prepare", ref, episode, about),
                letter_url="" if blocked or not may_send else _url("letter", ref, episode, about),
            )
        )
    return found


def has_work(by: Actor, ref: str, episode: Episode, on: date) -> bool:
    """Whether the page of notices holds anything that the acting post can do: who prepares or signs one also sends."""
    return bool(plain_url(by, ref, episode)) or any(_may_send(by, episode, about, on) for about in abouts_of(episode))


def abouts_of(episode: Episode) -> list[str]:
    """What a notice of this measure may be about: who is in a facility does not move, and comes home at its end."""
    if episode.measure in homecoming.AWAY:
        return [END]
    return [END, MOVE] if episode.measure in REHABILITATION else [MOVE]


def plain_url(by: Actor, ref: str, episode: Episode) -> str:
    """The plain form of a notice that starts no hand-over: other measures know such notices (A-UM-NOTICE)."""
    if episode.measure in (*REHABILITATION, Measure.POST_REHAB) or not by.may(
        Permission.EPISODES_RECORD, at=episode.place_id
    ):
        return ""
    return reverse("desk:event_record", args=[ref, episode.pk, EventKind.NOTICE_SENT.value])


def _url(name: str, ref: str, episode: Episode, about: str) -> str:
    return reverse(f"desk:notice_{name}", args=[ref, episode.pk, about])


def _title(about: str) -> str:
    return _("Notice to the new place") if about == MOVE else _("Notice of approaching completion")


def _lead(about: str) -> str:
    if about == MOVE:
        return _("The person moved to another commune or ward of the city. We answer until the new place accepts.")
    return _("The commune to which the person returns is told, sees the person, and prepares the management.")


def _blocked(by: Actor, ref: str, episode: Episode, about: str, waits: list[UUID]) -> tuple[str, str, str]:
    if waits:
        return (
            _("A notice is out already and waits for an answer."),
            reverse("desk:handover", args=[waits[0]]),
            _("Open the hand-over"),
        )
    if about == MOVE and handovers.leaving_of(episode) is None:
        return (
            _("First record when the person left: the time limit of the notice runs from then."),
            reverse("desk:left_record", args=[ref, episode.pk]),
            _("Record the leaving"),
        )
    return "", "", ""


def _may_prepare(by: Actor, episode: Episode, about: str, on: date) -> bool:
    rights = (Permission.DECISIONS_PREPARE, Permission.DOCUMENTS_PREPARE)
    if not all(by.may(right, at=episode.place_id) for right in rights) or not has_form(about, on):
        return False
    if about == END:
        return handovers.acts_for(by, Party.FACILITY_OR_POLICE)
    return episode.measure == Measure.POST_REHAB and _may_send(by, episode, about, on)


def _may_send(by: Actor, episode: Episode, about: str, on: date) -> bool:
    if about == END:
        return by.may(Permission.EPISODES_RECORD, at=episode.place_id)
    if not by.may(Permission.TRANSFERS_HANDLE, at=episode.place_id):
        return False
    party = authority_for(ACTS[MOVE], Step.SIGNS, on=on).party
    return episode.measure != Measure.POST_REHAB or handovers.acts_for(by, party)


def has_form(about: str, on: date) -> bool:
    """Whether the law of the day has a form for this notice; without one a letter is sent."""
    try:
        form_for(ACTS[about], on=on)
    except Refusal:
        return False
    return True


def _prepared(
    by: Actor, ref: str, episode: Episode, about: str, unsigned: list[EpisodePaper], *, may_send: bool
) -> list[Prepared]:
    found = []
    for one in unsigned:
        if one.kind != KINDS[about]:
            continue
        may = may_send and by.may(Permission.DOCUMENTS_SIGN) and one.document.prepared_by != by.user
        url = reverse("desk:notice_sign", args=[ref, episode.pk, one.pk]) if may else ""
        found.append(Prepared(one.document_id, one.document.form, day_words(one.document.prepared_on), url))
    return found


def units_to_tell(by: Actor, *, but: Place, on: date) -> list[Place]:
    """The communes and wards of the city that stand on a day."""
    found = places(by=by).valid_on(on).commune_level().of_province(_province(but)).in_order()
    return list(found)


def _province(place: Place) -> str:
    while place.parent is not None:
        place = place.parent
    return place.code


def asked_for(*, by: Actor, episode: Episode, about: str, on: date) -> list[Field]:
    """What the paper cannot do without and the file does not say, as the paper calls it."""
    form = form_for(ACTS[about], on=on).code
    template = read(documents.edition_for(form, on).source)
    if about == MOVE:
        stated = transfer_content(episode, episode.place, on=on, moved_on=on)
    else:
        stated = completion_content(episode, episode.place, on=on, expected_on=on)
    needed = [*template.required, *(["issuing_body"] if by.role is Role.FACILITY_STAFF else [])]
    return [fields()[name] for name in needed if not stated.get(name)]


def prepare(by: Actor, episode: Episode, about: str, form: PrepareForm) -> EpisodePaper:
    """Prepare the notice that the form describes."""
    place = form.unit()
    assert place is not None  # noqa: S101 - the form asks for it
    told = form.cleaned_data
    if about == MOVE:
        return transfers.prepare_transfer_notice(
            by=by, episode=episode.pk, to_place=place, on=told["on"], content=form.content()
        )
    return homecoming.prepare_completion_notice(
        by=by,
        episode=episode.pk,
        to_place=place,
        expected_on=told["expected_on"],
        on=told["on"],
        content=form.content(),
    )


def sending_by_letter(by: Actor, episode: Episode, about: str, form: LetterForm) -> Callable[[], Episode]:
    """The action that records a letter that went out."""
    if about == MOVE:
        return lambda: transfers.send_transfer(by=by, episode=episode.pk, new=form.transfer()).episode

    def told() -> Episode:
        homecoming.send_completion_notice(by=by, episode=episode.pk, new=form.notice())
        return episode

    return told


@dataclass(frozen=True)
class Signing:
    """A prepared notice with the unit that it tells."""

    paper: EpisodePaper
    place: Place
    about: str

    @property
    def title(self) -> str:
        """What is signed."""
        return _("Sign and send the notice")

    @property
    def lead(self) -> str:
        """To whom it goes, and what the signature does."""
        told = {"form": self.paper.document.form, "unit": self.place.full_name}
        return _("%(form)s to %(unit)s. It gets the next number of the register and goes out at once.") % told


def signing_of(*, by: Actor, episode: Episode, paper: UUID) -> Signing:
    """A prepared notice of a measure of an opened file. Raises NotFound."""
    found = next((one for one in overview.papers_of(by=by, of=[episode]) if one.pk == paper), None)
    about = next((about for about, kind in KINDS.items() if found and found.kind == kind), "")
    place = places(by=by).filter(pk=found.brings.get("to_place")).first() if found and about else None
    if found is None or place is None:
        raise NotFound("episodes.unknown_paper")
    return Signing(found, place, about)


def signed(by: Actor, episode: Episode, signing: Signing, form: SignForm) -> Callable[[], Episode]:
    """The action that signs and sends."""
    if signing.about == MOVE:
        return lambda: (
            transfers.send_transfer(
                by=by, episode=episode.pk, new=form.transfer(signing.paper.pk, signing.place)
            ).episode
        )

    def told() -> Episode:
        expected = date.fromisoformat(signing.paper.brings["expected_on"])
        new = form.notice(signing.paper.pk, signing.place, expected)
        homecoming.send_completion_notice(by=by, episode=episode.pk, new=new)
        return episode

    return told
