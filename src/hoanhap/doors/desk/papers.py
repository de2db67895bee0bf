"""The papers of a person: their state, and the files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from hoanhap.casework.episodes import overview
from hoanhap.casework.episodes import selectors as measures
from hoanhap.casework.episodes.choices import PaperKind
from hoanhap.casework.episodes.models import Episode, EpisodePaper
from hoanhap.casework.people import selectors as people
from hoanhap.casework.people.purposes import purpose_of
from hoanhap.casework.people.rows import subject
from hoanhap.doors.desk.file import sees_all
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.documents import selectors as documents
from hoanhap.ground.documents.files import RenderedFile, document_file
from hoanhap.ground.documents.selectors import DocumentState
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import capital

FORMATS = ("pdf", "docx")
TAKEN = "desk.paper_taken"


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """One paper in the list."""

    key: UUID
    title: str
    form: str
    own_layout: bool
    number: str
    signatory: str
    state: str
    tone: str
    prepared_on: date
    signed_on: date | None
    served_on: date | None
    printed_from: date | None
    printed_to: date | None
    computed_to: date | None
    reason: str


def papers_of(*, by: Actor, episodes: Collection[Episode]) -> list[PaperRow]:
    """The papers of these measures with their states; for posts that see decisions whole. Raises PermissionRefused."""
    _check_sees(by)
    found = overview.papers_of(by=by, of=episodes)
    states = documents.states_of([one.document for one in found])
    return [row_of(one, states[one.document_id]) for one in found]


def _check_sees(by: Actor) -> None:
    if not sees_all(by):
        raise PermissionRefused("access.refused", permission=Permission.EPISODES_RECORD.value)


def paper_file(*, by: Actor, ref: str, key: UUID, form: str, on: date) -> RenderedFile:
    """One paper of a person as a file (``pdf`` or ``docx``); the log says who took it, and for what.

    Raises NotFound outside the actor's reach and for papers of others, PermissionRefused.
    """
    _check_sees(by)
    person = people.person(by=by, reference=ref, on=on)
    found = overview.papers_of(by=by, of=measures.episodes_of(by=by, person=person))
    paper = next((one for one in found if one.document_id == key), None)
    if paper is None or form not in FORMATS:
        raise NotFound("episodes.unknown_event")
    facts = {"paper": paper.document.reference, "format": form}
    chain = paper.episode.place.chain
    record_read(TAKEN, subject(person), by=by, purpose=purpose_of(by.role), chain=chain, facts=facts)
    return document_file(paper.document, form, with_reference=person.reference)


def row_of(one: EpisodePaper, state: DocumentState) -> PaperRow:
    """One paper as lists and its own page show it."""
    words, tone = _state(state)
    return PaperRow(
        key=one.document_id,
        title=capital(PaperKind(one.kind).label),
        form=one.document.form,
        own_layout=one.document.edition.own_layout,
        number=state.number_words,
        signatory=state.signatory,
        state=words,
        tone=tone,
        prepared_on=one.document.prepared_on,
        signed_on=state.signed_on,
        served_on=state.served_on,
        printed_from=one.printed_from,
        printed_to=one.printed_to,
        computed_to=one.computed_to,
        reason=state.reason,
    )


def _state(state: DocumentState) -> tuple[str, str]:
    if state.revoked_on:
        return _("revoked"), "grey"
    if state.returned_on:
        return _("returned unsigned"), "amber"
    if state.corrected_by:
        return _("replaced by another paper"), "grey"
    if state.served_on:
        return _("signed and served"), "green"
    if state.signed_on:
        return _("signed"), "green"
    return _("waits for a signature"), "amber"
