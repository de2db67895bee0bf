"""Sight of a file after its end date: only by a reasoned extension, prepared by one and signed by another."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from hoanhap.casework.episodes import ending_rules, papers, rules
from hoanhap.casework.episodes.choices import EventKind, PaperKind
from hoanhap.casework.episodes.models import EpisodeEvent, EpisodePaper
from hoanhap.casework.episodes.paperwork import appended, check_possible, prepare, to_be_signed
from hoanhap.casework.episodes.writing import entry, locked
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel.permissions import Actor, Permission

EXTENSION = "sight_extension"


@audited
def prepare_extension(
    *, by: Actor, episode: UUID, until: date, reason: str, on: date, content: Mapping[str, object] | None = None
) -> EpisodePaper:
    """Prepare an extension of the sight of a file, to its last day, and why (own layout).

    Raises RuleViolation ``episodes.extension_days``, ``episodes.reason_missing``, ``episodes.not_possible``.
    """
    held = locked(by, episode, Permission.DECISIONS_PREPARE)
    check_possible(held, EventKind.EXTENDED, on=on)
    said = rules.check_reason(reason)
    ending_rules.check_extension(until, ends_on=held.ends_on, seen_until=held.seen_until)
    stated = papers.identity_content(held, on=on) | papers.decision_content(held)
    stated |= {"computed_to_on": held.ends_on, "seen_until": until, "reason": said} | dict(content or {})
    made = prepare(
        by=by, episode=held, kind=PaperKind.EXTENSION, act=EXTENSION, on=on, content=stated,
        brings={"seen_until": until.isoformat()},
    )  # fmt: skip
    record_many([entry("episodes.extension_prepared", held, on=on, until=until)], by=by)
    return made


@audited
def sign_extension(*, by: Actor, paper: UUID, on: date, moment: datetime | None = None) -> EpisodeEvent:
    """The Chairman signs an extension that somebody else prepared: helper and posts see the file until that day."""
    signing = to_be_signed(by=by, paper=paper, kinds=[PaperKind.EXTENSION], on=on, moment=moment)
    held = signing.episode
    check_possible(held, EventKind.EXTENDED, on=on)
    until = date.fromisoformat(str(signing.paper.brings["seen_until"]))
    ending_rules.check_extension(until, ends_on=held.ends_on, seen_until=held.seen_until)
    return appended(by, signing.event(EventKind.EXTENDED, signing.sign(by), seen_until=until.isoformat()))
