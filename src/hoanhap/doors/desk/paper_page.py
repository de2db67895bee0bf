"""One paper on its page: what it states, how it stands, what can be done with it."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hoanhap.casework.episodes.models import EpisodePaper
from hoanhap.casework.episodes.waiting import signers_of
from hoanhap.doors.desk.addresses import served
from hoanhap.doors.desk.file import Fact, Head
from hoanhap.doors.desk.paper_steps import SIGNATURES
from hoanhap.doors.desk.papers import PaperRow, row_of
from hoanhap.ground.access.choices import ROLE_WORDS
from hoanhap.ground.access.selectors import names_of
from hoanhap.ground.documents import selectors as documents
from hoanhap.ground.documents.fields import DAY, fields
from hoanhap.ground.documents.selectors import DocumentState
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.web.words import day_words


@dataclass(frozen=True)
class PaperPage:
    """The page. Addresses are empty where the acting post cannot go there."""

    row: PaperRow
    stated: list[Fact]
    prepared_by: str
    waits_for: str
    own: bool
    sign_url: str
    return_url: str
    differs: bool
    """Whether the printed and the computed end are two days."""


def page_of(*, by: Actor, head: Head, paper: EpisodePaper, on: date) -> PaperPage:
    """One paper of a person whose file is open."""
    document = paper.document
    state = documents.state(document)
    signers = signers_of(paper, on)
    mine = document.prepared_by == by.user
    may_sign = state.is_prepared and not mine and by.role in signers and paper.kind in SIGNATURES
    arguments = (head.ref, paper.document_id)
    return PaperPage(
        row=row_of(paper, state),
        stated=_stated(document.content),
        prepared_by=names_of([document.prepared_by]).get(document.prepared_by, ""),
        waits_for=_waits_for(state, sorted(str(ROLE_WORDS[role]) for role in signers)),
        own=mine,
        sign_url=served(by, "desk:paper_sign", *arguments) if may_sign else "",
        return_url=served(by, "desk:paper_return", *arguments) if may_sign else "",
        differs=bool(paper.computed_to and paper.computed_to != paper.printed_to),
    )


def _waits_for(state: DocumentState, roles: list[str]) -> str:
    if not state.is_prepared or not roles:
        return ""
    return _("Waits for the signature of: %(roles)s.") % {"roles": ", ".join(roles)}


def _stated(content: str) -> list[Fact]:
    """What the paper says, field by field, in its own order."""
    found = []
    for name, value in json.loads(content).items():
        if not value or name not in fields():
            continue
        words = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        if fields()[name].kind == DAY and len(words) == len("2026-01-01"):
            words = day_words(date.fromisoformat(words))
        found.append(Fact(fields()[name].label, words))
    return found
