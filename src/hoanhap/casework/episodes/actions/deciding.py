"""Post-rehabilitation management is proposed, decided, served, corrected, revoked (D116 77–78; D163 134)."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from hoanhap.casework.episodes import papers
from hoanhap.casework.episodes.choices import EventKind, PaperKind, ServedTo
from hoanhap.casework.episodes.models import EpisodeEvent, EpisodePaper
from hoanhap.casework.episodes.paperwork import (
    appended,
    check_authority,
    check_possible,
    current,
    moment_of,
    prepare,
    to_be_signed,
)
from hoanhap.casework.episodes.rules import check_reason
from hoanhap.casework.episodes.writing import entry, locked, new_event
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.documents.actions import return_document, revoke_document, serve_document
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.law.choices import Step
from hoanhap.ground.law.regimes import regime_on

PROPOSAL, DECISION = "post_rehab_proposal", "post_rehab_decision"


@audited
def prepare_proposal(
    *, by: Actor, episode: UUID, on: date, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Prepare the proposal (A-II-50, B-V-52). ``content``: statements that take the place of those of the file.

    The commune police prepares it (§2.2). Raises RuleViolation ``episodes.not_possible``, ``episodes.not_the_signer``,
    ``episodes.expected_missing``, ``documents.field_missing``; NotFound, PermissionRefused.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    check_authority(by, PROPOSAL, Step.PREPARES, on=on)
    check_possible(held, EventKind.PROPOSED, on=on)
    term = papers.term_of(held)
    stated = papers.identity_content(held, on=on) | papers.management_content(held, term) | dict(content or {})
    made = prepare(by=by, episode=held, kind=PaperKind.PROPOSAL, act=PROPOSAL, on=on, content=stated, term=term)
    record_many([entry("episodes.proposal_prepared", held, on=on)], by=by)
    return made


@audited
def sign_proposal(*, by: Actor, paper: UUID, on: date, moment: datetime | None = None) -> EpisodeEvent:
    """The head of the commune police signs a proposal that somebody else prepared; it goes to the Chairman."""
    signing = to_be_signed(by=by, paper=paper, kinds=[PaperKind.PROPOSAL], on=on, moment=moment)
    check_possible(signing.episode, EventKind.PROPOSED, on=on)
    return appended(by, signing.event(EventKind.PROPOSED, signing.sign(by)))


@audited
def return_proposal(*, by: Actor, episode: UUID, on: date, reason: str) -> EpisodeEvent:
    """The Chairman gives a signed proposal back to the police, and says why; it is then prepared anew."""
    held = locked(by, episode, Permission.DECISIONS_SIGN)
    check_authority(by, DECISION, Step.SIGNS, on=on)
    check_possible(held, EventKind.RETURNED, on=on)
    return appended(by, new_event(held, EventKind.RETURNED, on=on, note=check_reason(reason)))


@audited
def return_paper(*, by: Actor, paper: UUID, on: date, reason: str) -> EpisodePaper:
    """Give a prepared paper of any kind back unsigned, and why. Who would sign it returns it."""
    by.require(Permission.DECISIONS_SIGN)
    found = EpisodePaper.objects.select_related("document__place").filter(pk=paper).first()
    if found is None:
        raise NotFound("episodes.unknown_paper")
    held = locked(by, found.episode_id, Permission.DECISIONS_SIGN)
    check_authority(by, str(found.brings["act"]), Step.SIGNS, on=on)
    return_document(by=by, document=found.document, on=on, reason=check_reason(reason))
    record_many([entry("episodes.paper_returned", held, kind=found.kind, on=on)], by=by)
    return found


@audited
def prepare_decision(
    *, by: Actor, episode: UUID, on: date, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Prepare the decision (A-II-51, B-V-53): from completion or the day it is expected on, to the computed end.

    ``content``: statements that take the place of those of the file; B-V-53 needs ``helper``. The paper keeps the term
    it prints and the computed end side by side. Raises what :func:`prepare_proposal` raises.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    check_possible(held, EventKind.DECIDED, on=on)
    term = papers.term_of(held)
    stated = papers.identity_content(held, on=on) | papers.management_content(held, term)
    stated |= papers.proposal_content(held) | dict(content or {})
    brings = {"months": term.months}
    made = prepare(
        by=by, episode=held, kind=PaperKind.DECISION, act=DECISION, on=on, content=stated, term=term, brings=brings
    )
    record_many([entry("episodes.decision_prepared", held, on=on)], by=by)
    return made


@audited
def prepare_correction(
    *, by: Actor, episode: UUID, on: date, reason: str, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Prepare a decision that takes the place of the one in force, with the term as it is computed now, and why.

    Signed with :func:`sign_decision`. The first decision stays as it was signed.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    check_possible(held, EventKind.CORRECTED, on=on)
    said = check_reason(reason)
    term = papers.term_of(held)
    stated = papers.identity_content(held, on=on) | papers.management_content(held, term)
    stated |= papers.proposal_content(held) | dict(content or {})
    before = current(held, PaperKind.DECISION)
    made = prepare(
        by=by, episode=held, kind=PaperKind.DECISION, act=DECISION, on=on, content=stated, term=term,
        brings={"months": term.months, "corrects": True},
        corrects=before[0].document if before else None, reason=said if before else "",
    )  # fmt: skip
    record_many([entry("episodes.correction_prepared", held, on=on, reason=said)], by=by)
    return made


@audited
def sign_decision(*, by: Actor, paper: UUID, on: date, moment: datetime | None = None) -> EpisodeEvent:
    """The Chairman signs a decision, or a correction, that somebody else prepared.

    ``moment``: the hour of the signature, from which electronic monitoring counts under regime B; today's is now.
    """
    signing = to_be_signed(by=by, paper=paper, kinds=[PaperKind.DECISION], on=on, moment=moment)
    kind = EventKind.CORRECTED if signing.paper.brings.get("corrects") else EventKind.DECIDED
    check_possible(signing.episode, kind, on=on)
    made = signing.paper
    assert made.printed_from is not None  # noqa: S101 - a decision prints a term
    assert made.printed_to is not None  # noqa: S101
    number = signing.sign(by)
    details = {
        "printed_from": made.printed_from.isoformat(),
        "printed_to": made.printed_to.isoformat(),
        "months": made.brings["months"],
    }
    if kind is EventKind.DECIDED:
        details["regime"] = regime_on(on).code.value
    return appended(by, signing.event(kind, number, **details))


@audited
def serve_decision(
    *, by: Actor, episode: UUID, on: date, to: str, moment: datetime | None = None, paper_no: str = ""
) -> EpisodeEvent:
    """Record that the decision was handed to the person, the family, or who represents a minor (``ServedTo``).

    ``paper_no``: of the record of handing over (B-V-23). From then on, and from completion, the person is managed.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    if to not in ServedTo.values:
        raise RuleViolation("episodes.served_to_missing", field="to")
    check_possible(held, EventKind.SERVED, on=on)
    found = current(held, PaperKind.DECISION)
    if found is not None and found[1].served_on is None:
        serve_document(by=by, document=found[0].document, on=on)
    event = new_event(
        held, EventKind.SERVED, on=on, moment=moment_of(on, moment), paper_no=paper_no, details={"served_to": to}
    )
    return appended(by, event)


@audited
def revoke_decision(*, by: Actor, episode: UUID, on: date, reason: str) -> EpisodeEvent:
    """The Chairman revokes the decision, and says why. The proposal stands; its number stays used."""
    held = locked(by, episode, Permission.DECISIONS_SIGN)
    check_authority(by, DECISION, Step.SIGNS, on=on)
    check_possible(held, EventKind.REVOKED, on=on)
    said = check_reason(reason)
    found = current(held, PaperKind.DECISION)
    if found is not None:
        revoke_document(by=by, document=found[0].document, on=on, reason=said)
    return appended(by, new_event(held, EventKind.REVOKED, on=on, moment=moment_of(on, None), note=said))
