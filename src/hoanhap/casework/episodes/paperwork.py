"""How the papers of episodes are prepared by one person and signed by another, one by one or a sheet at a time.

Actions call this inside their own transaction. ``prepare`` and ``Signing`` go through ``ground.documents``, which keeps
the rule that nobody signs their own proposal, on the database too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import EventKind, PaperKind
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, EpisodePaper
from hoanhap.casework.episodes.papers import PrintedTerm, form_on
from hoanhap.casework.episodes.transitions import possible, transition
from hoanhap.casework.episodes.writing import append, locked, locked_many, new_event
from hoanhap.ground.audit.actions import SYSTEM_CHAIN, Entry, lock_number, record_many
from hoanhap.ground.documents.actions import prepare_document, sign_document
from hoanhap.ground.documents.models import Document, Edition
from hoanhap.ground.documents.selectors import DocumentState, state, states_of
from hoanhap.ground.documents.source import read
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.law.authorities import authority_for
from hoanhap.ground.law.choices import Party, Step

CHAIR_SIGNS = frozenset({"helper_assignment", "helper_assignment_moved", "sight_extension"})
"""Acts that no row of the authorities names: papers of the people's committee, which its Chairman signs."""


def check_possible(episode: Episode, kind: EventKind, *, on: date, outcome: str = "") -> None:
    """That the table lets this happen in the present stage. Raises RuleViolation ``episodes.not_possible``."""
    if transition(episode.measure, episode.stage, kind, outcome) is None:
        known = [one.label for one in possible(episode.measure, episode.stage)]
        raise RuleViolation("episodes.not_possible", event=kind.label, stage=episode.stage, day=on, possible=known)


def check_authority(by: Actor, act: str, step: Step, *, on: date) -> None:
    """That the law of the day lets the acting post take this step. Raises RuleViolation ``episodes.not_the_signer``.

    The system prepares (its own demo), and never signs: no post of it stands anywhere.
    """
    party = Party.CHAIR if act in CHAIR_SIGNS else authority_for(act, step, on=on).party
    allowed = rules.roles_of(party)
    if by.role not in allowed and not (by.role is Role.SYSTEM and step is Step.PREPARES):
        raise RuleViolation("episodes.not_the_signer", roles=sorted(role.value for role in allowed), day=on)


def prepare(
    *,
    by: Actor,
    episode: Episode,
    kind: PaperKind,
    act: str,
    on: date,
    content: Mapping[str, object],
    term: PrintedTerm | None = None,
    brings: Mapping[str, object] | None = None,
    corrects: Document | None = None,
    reason: str = "",
    permission: Permission = Permission.DOCUMENTS_PREPARE,
) -> EpisodePaper:
    """Prepare the paper of an act, on the form of the law of ``on``.

    ``brings``: what its signature will write into the event. The body is the first that the form may be a paper of.
    Raises what ``documents.prepare_document`` raises: a missing statement is named by its label.
    """
    rules.check_not_ahead(on, on=clock.today(), name="on")
    form = form_on(act, on=on)
    edition = Edition.objects.in_force(form, on).first()
    if edition is None:
        raise RuleViolation("documents.no_edition", form=form, day=on)
    document = prepare_document(
        by=by, form=form, body=read(edition.source).bodies[0], place=episode.place, content=content, on=on,
        corrects=corrects, reason=reason, permission=permission,
    )  # fmt: skip
    return EpisodePaper.objects.create(
        episode=episode,
        document=document,
        kind=kind,
        printed_from=term.from_on if term else None,
        printed_to=term.to_on if term else None,
        computed_to=term.computed_to if term else None,
        brings={"act": act, **(brings or {})},
        recorded_at=clock.now(),
    )


@dataclass(frozen=True, kw_only=True)
class Signing:
    """A paper that waits for its signature, with its episode locked and the signer's right checked."""

    paper: EpisodePaper
    episode: Episode
    act: str
    on: date
    moment: datetime | None

    def sign(self, by: Actor) -> str:
        """Sign it: the next number of its register, in words."""
        document = self.paper.document
        series = read(document.edition.source).series
        sign_document(by=by, document=document, on=self.on, series=series)
        return state(document).number_words

    def event(self, kind: EventKind, number: str, *, outcome: str = "", **details: object) -> EpisodeEvent:
        """The event that the signature brings about."""
        return new_event(
            self.episode, kind, on=self.on, moment=self.moment, outcome=outcome, paper_no=number, details=details
        )


def to_be_signed(*, by: Actor, paper: UUID, kinds: Iterable[PaperKind], on: date, moment: datetime | None) -> Signing:
    """A paper of these kinds, ready to be signed by the acting post.

    Raises NotFound ``episodes.unknown_paper``; RuleViolation ``episodes.paper_superseded`` (a later one was prepared),
    ``episodes.form_of_another_day`` (the law changed since), ``episodes.not_the_signer``, ``documents.own_proposal``.
    """
    by.require(Permission.DECISIONS_SIGN)
    found = EpisodePaper.objects.select_related("document__edition", "document__place").filter(pk=paper).first()
    if found is None or found.kind not in set(kinds):
        raise NotFound("episodes.unknown_paper")
    held = locked(by, found.episode_id, Permission.DECISIONS_SIGN)
    rules.check_not_ahead(on, on=clock.today(), name="on")
    act = str(found.brings["act"])
    check_authority(by, act, Step.SIGNS, on=on)
    if form_on(act, on=on) != found.document.form:
        raise RuleViolation("episodes.form_of_another_day", form=found.document.form, day=on)
    later = EpisodePaper.objects.filter(episode=held, kind=found.kind, recorded_at__gt=found.recorded_at)
    if later.exists():
        raise RuleViolation("episodes.paper_superseded")
    return Signing(paper=found, episode=held, act=act, on=on, moment=moment_of(on, moment))


def moment_of(on: date, moment: datetime | None) -> datetime | None:
    """When it was signed: as told, else now where that is the day."""
    return moment or (clock.now() if on == clock.today() else None)


def current(episode: Episode, kind: PaperKind) -> tuple[EpisodePaper, DocumentState] | None:
    """The paper of a kind that is in force, with how it stands; None where there is none in this register."""
    papers = EpisodePaper.objects.filter(episode=episode, kind=kind).select_related("document__edition")
    rows = list(papers.order_by("-recorded_at"))
    states = states_of(row.document for row in rows)
    return next(((row, states[row.document_id]) for row in rows if states[row.document_id].is_in_force), None)


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """What became of one row of a sheet: done, or refused and why. ``warnings`` do not hold it up."""

    key: UUID
    refusal: Refusal | None = None
    paper: UUID | None = None
    warnings: tuple[str, ...] = field(default=())

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return self.refusal is None


def each(
    *,
    by: Actor,
    sheet: str,
    rows: Sequence[tuple[UUID, UUID]],
    permission: Permission,
    one: Callable[[int], RowResult],
    whole: bool,
) -> list[RowResult]:
    """Do the same for every row of a sheet, and answer for each, in the order given.

    ``rows``: (key of the row, its episode); ``one`` does the row with this number. A refused row undoes nothing but
    itself, unless ``whole``: then the first refusal, with ``at`` its number, undoes all. Episodes are locked first and
    units are gone through in one order, so that two sheets never wait for each other. The log says how many were done.
    """
    held = locked_many(by, (episode for _key, episode in rows), permission)
    chains = [held[episode].place.chain if episode in held else SYSTEM_CHAIN for _key, episode in rows]
    results: dict[int, RowResult] = {}
    for number in sorted(range(len(rows)), key=lambda at: (lock_number(chains[at]), at)):
        try:
            with transaction.atomic():
                results[number] = one(number)
        except Refusal as refusal:
            results[number] = RowResult(key=rows[number][0], refusal=refusal)
    for number in range(len(rows)):
        refused = results[number].refusal
        if whole and refused is not None:
            refused.facts.setdefault("at", number)
            raise refused
    done = sum(result.done for result in results.values())
    facts = {"sheet": sheet, "done": done, "refused": len(rows) - done}
    chain = max(chains, key=lock_number, default=SYSTEM_CHAIN)
    record_many(
        [Entry(event="episodes.sheet_worked", subject=f"episodes.sheet:{sheet}", chain=chain, facts=facts)], by=by
    )
    return [results[number] for number in range(len(rows))]


def appended(by: Actor, event: EpisodeEvent) -> EpisodeEvent:
    """Append one event."""
    append(by=by, events=[event])
    return event
