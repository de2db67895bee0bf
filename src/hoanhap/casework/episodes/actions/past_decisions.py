"""Decisions that were signed on paper before the file came into the programme: recorded, not made, here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from hoanhap.casework.episodes import papers, rules, state
from hoanhap.casework.episodes.choices import EventKind, ServedTo
from hoanhap.casework.episodes.models import Episode, EpisodeEvent
from hoanhap.casework.episodes.writing import append, locked_many, new_event
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law.regimes import regime_on


@dataclass(frozen=True, kw_only=True)
class SignedDecision:
    """A decision as it is printed: its number, day and signatory, and its term where it prints one.

    ``proposal_no``/``proposal_on`` of the proposal before it, as far as they are known; ``served_on`` and ``served_to``
    where it was served. ``signatory`` is empty where the source, such as an old list, does not name one.
    """

    episode: UUID
    number: str
    on: date
    signatory: str = field(default="", repr=False)
    printed_from: date | None = None
    printed_to: date | None = None
    moment: datetime | None = None
    proposal_no: str = ""
    proposal_on: date | None = None
    served_on: date | None = None
    served_to: str = ServedTo.PERSON.value


def record_signed_decision(*, by: Actor, decision: SignedDecision) -> EpisodeEvent:
    """Record one. Raises what :func:`record_signed_decisions` raises."""
    return record_signed_decisions(by=by, decisions=[decision])[0]


@audited
def record_signed_decisions(*, by: Actor, decisions: Sequence[SignedDecision]) -> list[EpisodeEvent]:
    """Record decisions that were signed on paper before their files were recorded here, or none of them.

    Only such: one of a later day is refused with ``episodes.decide_here``, so that nobody puts anybody under management
    alone. Where no proposal was recorded, one is, with the decision's day unless another is told. Raises RuleViolation
    with ``at`` (the number of the row): ``episodes.paper_no_missing``, ``episodes.printed_term_backwards``,
    ``episodes.not_possible``; NotFound, PermissionRefused.
    """
    held = locked_many(by, (one.episode for one in decisions), Permission.EPISODES_RECORD)
    known = state.facts_of(held)
    events: list[EpisodeEvent] = []
    decided = []
    for number, one in enumerate(decisions):
        if one.episode not in held:
            raise NotFound("episodes.unknown_episode")
        episode = held[one.episode]
        by.require(Permission.EPISODES_RECORD, at=episode.place_id)
        try:
            _check(one, episode)
            made = _events(one, episode, known[episode.pk])
        except RuleViolation as violation:
            violation.facts.setdefault("at", number)
            raise
        decided.append(next(event for event in made if event.kind == EventKind.DECIDED))
        events += made
    append(by=by, events=events)
    return decided


def _check(one: SignedDecision, episode: Episode) -> None:
    rules.check_not_ahead(one.on, on=clock.today(), name="on")
    if one.on > episode.recorded_at.astimezone(clock.LOCAL).date():
        raise RuleViolation("episodes.decide_here", field="on")
    if not tidy(one.number):
        raise RuleViolation("episodes.paper_no_missing", field="number")
    if one.printed_from and one.printed_to and one.printed_to < one.printed_from:
        raise RuleViolation("episodes.printed_term_backwards", field="printed_to", day=one.printed_from)
    if one.served_to not in ServedTo.values:
        raise RuleViolation("episodes.served_to_missing", field="served_to")


def _events(one: SignedDecision, episode: Episode, facts: state.Facts) -> list[EpisodeEvent]:
    """The proposal, where none was recorded; the decision; and that it was served, where it was."""
    made = []
    if not any(event.kind == EventKind.PROPOSED for event in facts.events):
        proposed_on = one.proposal_on or one.on
        made.append(new_event(episode, EventKind.PROPOSED, on=proposed_on, paper_no=tidy(one.proposal_no)))
    term = papers.term_of(episode, facts)
    details: dict[str, object] = {
        "printed_from": (one.printed_from or term.from_on).isoformat(),
        "printed_to": (one.printed_to or term.to_on).isoformat(),
        "months": term.months,
        "regime": regime_on(one.on).code.value,
    }
    made.append(
        new_event(
            episode,
            EventKind.DECIDED,
            on=one.on,
            moment=one.moment or _midnight(one.on),
            paper_no=tidy(one.number),
            details=details,
            note=tidy(one.signatory),
        )
    )
    if one.served_on:
        made.append(new_event(episode, EventKind.SERVED, on=one.served_on, details={"served_to": one.served_to}))
    return made


def _midnight(on: date) -> datetime:
    """A paper prints no hour: what is counted in hours runs from the end of its day."""
    return min(datetime.combine(on, time(23, 59), clock.LOCAL), clock.now())
