"""The end of post-rehabilitation management: reviewed, certified, taken off the list (D116 81; D163 138)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hoanhap.casework.episodes import ending_rules, papers, rules
from hoanhap.casework.episodes.choices import EventKind, Outcome, PaperKind
from hoanhap.casework.episodes.evidence import evidence_of, standing_determination, use_without_answer
from hoanhap.casework.episodes.models import Episode, EpisodeEvent, EpisodePaper, RemovalEvidence
from hoanhap.casework.episodes.paperwork import (
    appended,
    check_possible,
    current,
    prepare,
    to_be_signed,
)
from hoanhap.casework.episodes.transitions import REMOVED_FOR
from hoanhap.casework.episodes.writing import entry, locked, new_event
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law import terms

CERTIFICATE, REMOVAL = "post_rehab_certificate", "post_rehab_removal"


@audited
def review_for_end(*, by: Actor, episode: UUID, on: date) -> RemovalEvidence:
    """Review a file for its end: what it holds is counted and frozen, and kept beside the end as computed.

    Nothing is held up that the law does not hold up: what a reviewer should know, ``ending_rules.warnings_of`` says of
    the frozen evidence. Raises RuleViolation ``episodes.end_unknown``, ``episodes.not_possible``.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    check_possible(held, EventKind.REVIEWED, on=on)
    if held.ends_on is None or held.started_on is None:
        raise RuleViolation("episodes.end_unknown")
    found = evidence_of(held, on=on)
    clean = ending_rules.two_clean_years(found, started_on=held.started_on, on=held.ends_on)
    frozen = RemovalEvidence.objects.create(
        episode=held, ends_on=held.ends_on, counts=found.counts(), two_clean_years=clean, recorded_at=clock.now()
    )
    appended(by, new_event(held, EventKind.REVIEWED, on=on, details={"evidence": str(frozen.pk)}))
    return frozen


@audited
def prepare_certificate(
    *, by: Actor, episode: UUID, on: date, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Prepare the certificate of completion (A-II-54, B-V-56), once the window of the law is open.

    Raises RuleViolation ``episodes.end_too_early`` naming the first day, ``episodes.end_unknown``,
    ``episodes.use_found_in_term`` (regime A: the term completes without use), ``episodes.not_possible``.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    _check_end(held, on=on)
    term = papers.term_of(held)
    lost = evidence_of(held, on=on).uncounted_days
    stated = papers.identity_content(held, on=on) | papers.decision_content(held)
    stated |= papers.end_content(held, uncounted=lost) | dict(content or {})
    made = prepare(by=by, episode=held, kind=PaperKind.CERTIFICATE, act=CERTIFICATE, on=on, content=stated, term=term)
    record_many([entry("episodes.certificate_prepared", held, on=on)], by=by)
    return made


@audited
def sign_certificate(*, by: Actor, paper: UUID, on: date, moment: datetime | None = None) -> EpisodeEvent:
    """The Chairman signs a certificate that somebody else prepared, within the window of the law."""
    signing = to_be_signed(by=by, paper=paper, kinds=[PaperKind.CERTIFICATE], on=on, moment=moment)
    _check_end(signing.episode, on=on)
    return appended(by, signing.event(EventKind.CERTIFIED, signing.sign(by)))


def _check_end(held: Episode, *, on: date) -> None:
    check_possible(held, EventKind.CERTIFIED, on=on)
    ending_rules.check_window(held.ends_on, on=on)
    assert held.ends_on is not None  # noqa: S101 - the window has a day
    if ending_rules.asks_for_no_use(held.ends_on) and use_without_answer(held):
        raise RuleViolation("episodes.use_found_in_term")


@audited
def prepare_removal(*, by: Actor, episode: UUID, on: date, content: Mapping[str, object] | None = None) -> EpisodePaper:
    """Prepare the removal of somebody whose completion is certified (B-V-57; under A an own note)."""
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    check_possible(held, EventKind.REMOVED, on=on, outcome=Outcome.COMPLETED)
    if held.ends_on is None:
        raise RuleViolation("episodes.end_unknown")
    certificate = current(held, PaperKind.CERTIFICATE)
    stated = _removal_content(held, Outcome.COMPLETED, held.ends_on, on=on)
    if certificate is not None:
        stated |= {"certificate_no": certificate[1].number_words, "certificate_on": certificate[1].signed_on}
    brings = {"outcome": Outcome.COMPLETED.value, "ended_on": held.ends_on.isoformat()}
    return _prepared_removal(by, held, on, stated | dict(content or {}), brings)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why somebody is taken off the list before the term is over, from which day, and the paper that says so.

    ``on``: the day from which it holds. ``paper_by``: who issued the paper (a registry, a Court, a prison). For the
    outcome ``addicted`` the paper is the determination on file.
    """

    outcome: Outcome
    on: date
    paper_no: str = ""
    paper_on: date | None = None
    paper_by: str = ""


@audited
def prepare_removal_for(
    *, by: Actor, episode: UUID, ground: Ground, on: date, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Prepare the removal before the term is over (L73 43, D116 81; L120 48, D163 138). Another person signs it.

    Raises RuleViolation: ``episodes.ground_unknown``; ``episodes.ground_paper_missing`` (a death certificate, a Court's
    decision, …: losing contact ends nothing); ``episodes.prison_suspends`` where the law of that day suspends instead;
    ``episodes.not_determined`` without a standing determination of addiction and a confirmed finding of use;
    ``episodes.day_ahead``; ``episodes.no_decision_yet``, see :func:`end_undecided`.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    checked = _checked(held, ground, on=on)
    stated = _removal_content(held, checked.outcome, checked.on, on=on)
    if "decision_no" not in stated:
        raise RuleViolation("episodes.no_decision_yet")
    named = f"{papers.GROUND_WORDS[checked.outcome]} số {checked.paper_no}"
    issued = f" của {checked.paper_by}" if checked.paper_by else ""
    assert checked.paper_on is not None  # noqa: S101 - checked
    stated["evidence"] = [f"{named} ngày {checked.paper_on:%d/%m/%Y}{issued}"]
    brings = {"outcome": checked.outcome.value, "ended_on": checked.on.isoformat()}
    return _prepared_removal(by, held, on, stated | dict(content or {}), brings)


@audited
def sign_removal(*, by: Actor, paper: UUID, on: date, moment: datetime | None = None) -> EpisodeEvent:
    """Sign a removal that somebody else prepared: the head of the commune police under B, the Chairman under A.

    From the next request on nobody opens the file whose last day is over.
    """
    signing = to_be_signed(by=by, paper=paper, kinds=[PaperKind.REMOVAL], on=on, moment=moment)
    outcome = Outcome(str(signing.paper.brings["outcome"]))
    ended_on = date.fromisoformat(str(signing.paper.brings["ended_on"]))
    check_possible(signing.episode, EventKind.REMOVED, on=on, outcome=outcome)
    if outcome is Outcome.COMPLETED and signing.episode.ends_on != ended_on:
        raise RuleViolation("episodes.end_moved", day=signing.episode.ends_on or ended_on)
    if outcome is Outcome.ADDICTED:
        _determined(signing.episode, ended_on)
    number = signing.sign(by)
    return appended(by, signing.event(EventKind.REMOVED, number, outcome=outcome, ended_on=ended_on.isoformat()))


@audited
def end_undecided(*, by: Actor, episode: UUID, ground: Ground, on: date) -> EpisodeEvent:
    """End a file before any decision was signed: nobody stands on the list yet, so no removal is printed.

    A post that signs (the Chairman, the head of the police) does it, on the same grounds and papers.
    """
    held = locked(by, episode, Permission.DECISIONS_SIGN)
    checked = _checked(held, ground, on=on)
    if papers.decision_event(held) is not None:
        raise RuleViolation("episodes.removal_needs_paper")
    details = {"ended_on": checked.on.isoformat()}
    return appended(
        by,
        new_event(held, EventKind.REMOVED, on=on, outcome=checked.outcome, paper_no=checked.paper_no, details=details),
    )


def _checked(held: Episode, ground: Ground, *, on: date) -> Ground:
    """The ground with its paper in its form, or why it is none."""
    rules.check_not_ahead(on, on=clock.today(), name="on")
    rules.check_not_ahead(ground.on, on=on, name="effective_on")
    if ground.outcome not in REMOVED_FOR:
        raise RuleViolation("episodes.ground_unknown", field="outcome")
    check_possible(held, EventKind.REMOVED, on=on, outcome=ground.outcome)
    if ground.outcome is Outcome.PRISON and terms.effect_on("prison", on=ground.on).effect != "removes":
        raise RuleViolation("episodes.prison_suspends", field="effective_on", day=ground.on)
    if ground.outcome is Outcome.ADDICTED:
        return _determined(held, ground.on)
    number, body = tidy(ground.paper_no), tidy(ground.paper_by)
    if not number or ground.paper_on is None or not body:
        missing = "paper_no" if not number else "paper_on" if ground.paper_on is None else "paper_by"
        raise RuleViolation("episodes.ground_paper_missing", field=missing, outcome=ground.outcome.label)
    rules.check_not_ahead(ground.paper_on, on=on, name="paper_on")
    return Ground(outcome=ground.outcome, on=ground.on, paper_no=number, paper_on=ground.paper_on, paper_by=body)


def _determined(held: Episode, from_on: date) -> Ground:
    """The determination of addiction on file as a ground. A strip alone never is one."""
    found = standing_determination(held)
    if found is None or found.result_on > from_on:
        raise RuleViolation("episodes.not_determined", field="outcome")
    return Ground(
        outcome=Outcome.ADDICTED, on=from_on, paper_no=found.paper_no, paper_on=found.result_on, paper_by=found.facility
    )


def _removal_content(held: Episode, outcome: Outcome, ended_on: date, *, on: date) -> dict[str, object]:
    stated = papers.identity_content(held, on=on) | papers.decision_content(held)
    return stated | {"reason": papers.REASON_WORDS[outcome], "removed_on": ended_on}


def _prepared_removal(
    by: Actor, held: Episode, on: date, content: Mapping[str, object], brings: Mapping[str, object]
) -> EpisodePaper:
    made = prepare(by=by, episode=held, kind=PaperKind.REMOVAL, act=REMOVAL, on=on, content=content, brings=brings)
    record_many([entry("episodes.removal_prepared", held, on=on, outcome=brings["outcome"])], by=by)
    return made
