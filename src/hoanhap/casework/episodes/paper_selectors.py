"""Reads of the papers of episodes: what was printed, what waits for a signature, what a review froze."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import EndWarning
from hoanhap.casework.episodes.ending_rules import Evidence, warnings_of
from hoanhap.casework.episodes.models import Episode, EpisodePaper, RemovalEvidence
from hoanhap.casework.episodes.papers import CHAIR_SIGNS
from hoanhap.ground.documents.models import DocumentStep
from hoanhap.ground.documents.selectors import DocumentState, states_of
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.authorities import authority_for
from hoanhap.ground.law.choices import Party, Step


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """A paper with how it stands. Printed and computed end stand side by side in ``paper``."""

    paper: EpisodePaper = field(repr=False)
    state: DocumentState

    @property
    def differs(self) -> bool:
        """Whether the end it prints is another than the one computed now."""
        ends_on = self.paper.episode.ends_on
        return bool(self.paper.printed_to and ends_on and self.paper.printed_to != ends_on)


def papers_of(*, by: Actor, episode: Episode) -> list[PaperRow]:
    """Every paper of an episode that the actor sees, the latest first."""
    by.require(Permission.EPISODES_VIEW)
    found = EpisodePaper.objects.filter(episode=episode).select_related("document__edition", "episode")
    return _rows(list(found.order_by("-recorded_at", "-pk")))


def paper(*, by: Actor, ref: UUID, on: date) -> PaperRow:
    """One paper of an episode in the actor's reach. Raises NotFound ``episodes.unknown_paper``."""
    found = EpisodePaper.objects.select_related("document__edition", "document__place", "episode__person").filter(
        pk=ref
    )
    seen = found.filter(episode__in=Episode.objects.visible_to(by, on)).first()
    if seen is None:
        raise NotFound("episodes.unknown_paper")
    return _rows([seen])[0]


def to_sign(*, by: Actor, on: date) -> list[PaperRow]:
    """The prepared papers that wait for the acting post's signature, the oldest first; not those it prepared itself.

    Of several of one kind for one file only the last.
    """
    if not by.may(Permission.DECISIONS_SIGN):
        return []
    unsigned = EpisodePaper.objects.exclude(document__in=DocumentStep.objects.values("document"))
    found = unsigned.filter(episode__in=Episode.objects.visible_to(by, on).answered_for_by(by))
    rows = found.select_related("document__edition", "episode__person", "episode__place").order_by("recorded_at", "pk")
    last = {(row.episode_id, row.kind): row for row in rows}
    mine = [row for row in last.values() if row.document.prepared_by != by.user and _signs(by, row, on)]
    return [PaperRow(paper=row, state=DocumentState()) for row in mine]


def _signs(by: Actor, row: EpisodePaper, on: date) -> bool:
    act = str(row.brings.get("act", ""))
    try:
        party = Party.CHAIR if act in CHAIR_SIGNS else authority_for(act, Step.SIGNS, on=on).party
    except Refusal:
        return False
    return by.role in rules.roles_of(party)


def _rows(found: Sequence[EpisodePaper]) -> list[PaperRow]:
    states = states_of(row.document for row in found)
    return [PaperRow(paper=row, state=states[row.document_id]) for row in found]


@dataclass(frozen=True, kw_only=True)
class Review:
    """What the last review for the end froze, and what its reader should know."""

    frozen: RemovalEvidence
    evidence: Evidence
    warnings: tuple[EndWarning, ...]


def last_review(*, by: Actor, episode: Episode) -> Review | None:
    """The last review of an episode for its end, for who prepares or signs the end; None before the first."""
    if not by.may(Permission.DECISIONS_SIGN):
        by.require(Permission.EVIDENCE_VIEW)
    frozen = RemovalEvidence.objects.filter(episode=episode).order_by("-recorded_at").first()
    if frozen is None or episode.started_on is None:
        return None
    found = Evidence.of(frozen.counts)
    said = warnings_of(found, started_on=episode.started_on, ends_on=frozen.ends_on, on=frozen.recorded_at.date())
    return Review(frozen=frozen, evidence=found, warnings=said)
