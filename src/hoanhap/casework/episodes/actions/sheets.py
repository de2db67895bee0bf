"""The monthly review and the removal sheet: the same step for many files in one call, with an answer for each row.

A row that is refused does not undo the others, unless the caller asks for all or none (``whole``). Each row is the very
action of one file: same rules, same paper, same entry of the log.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from hoanhap.casework.episodes import ending_rules
from hoanhap.casework.episodes.actions.deciding import (
    prepare_decision,
    prepare_proposal,
    sign_decision,
    sign_proposal,
)
from hoanhap.casework.episodes.actions.ending import (
    prepare_certificate,
    prepare_removal,
    review_for_end,
    sign_certificate,
    sign_removal,
)
from hoanhap.casework.episodes.models import EpisodePaper
from hoanhap.casework.episodes.paperwork import RowResult, each
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission

LONGEST_SHEET = 500


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One file of a sheet. ``content``: statements that take the place of those of the file."""

    episode: UUID
    content: Mapping[str, object] = field(default_factory=dict, repr=False)


@audited
def propose_many(*, by: Actor, rows: Sequence[SheetRow], on: date, whole: bool = False) -> list[RowResult]:
    """Monthly review: prepare the proposal of every row."""
    return _prepared(by, "proposal", rows, prepare_proposal, on, whole)


@audited
def sign_proposals(*, by: Actor, papers: Sequence[UUID], on: date, whole: bool = False) -> list[RowResult]:
    """Sign many proposals that somebody else prepared."""
    return _signed(by, "sign_proposal", papers, sign_proposal, on, whole)


@audited
def prepare_decisions(*, by: Actor, rows: Sequence[SheetRow], on: date, whole: bool = False) -> list[RowResult]:
    """Prepare the decision of every row."""
    return _prepared(by, "decision", rows, prepare_decision, on, whole)


@audited
def sign_decisions(*, by: Actor, papers: Sequence[UUID], on: date, whole: bool = False) -> list[RowResult]:
    """Sign many decisions that somebody else prepared."""
    return _signed(by, "sign_decision", papers, sign_decision, on, whole)


@audited
def review_many(*, by: Actor, episodes: Sequence[UUID], on: date, whole: bool = False) -> list[RowResult]:
    """Removal sheet: review every file for its end; ``warnings`` (``EndWarning``) say what the reviewer should know."""

    def one(number: int) -> RowResult:
        frozen = review_for_end(by=by, episode=episodes[number], on=on)
        held = frozen.episode
        assert held.started_on is not None  # noqa: S101 - reviewed only then
        found = ending_rules.Evidence.of(frozen.counts)
        said = ending_rules.warnings_of(found, started_on=held.started_on, ends_on=frozen.ends_on, on=on)
        return RowResult(key=episodes[number], warnings=tuple(warning.value for warning in said))

    rows = [(key, key) for key in _checked(episodes)]
    return each(by=by, sheet="review", rows=rows, permission=Permission.DECISIONS_PREPARE, one=one, whole=whole)


@audited
def prepare_certificates(*, by: Actor, rows: Sequence[SheetRow], on: date, whole: bool = False) -> list[RowResult]:
    """Removal sheet: prepare the certificate of every row."""
    return _prepared(by, "certificate", rows, prepare_certificate, on, whole)


@audited
def certify_many(*, by: Actor, papers: Sequence[UUID], on: date, whole: bool = False) -> list[RowResult]:
    """Removal sheet: sign many certificates that somebody else prepared."""
    return _signed(by, "sign_certificate", papers, sign_certificate, on, whole)


@audited
def prepare_removals(*, by: Actor, rows: Sequence[SheetRow], on: date, whole: bool = False) -> list[RowResult]:
    """Removal sheet: prepare the removal of every certified row."""
    return _prepared(by, "removal", rows, prepare_removal, on, whole)


@audited
def remove_many(*, by: Actor, papers: Sequence[UUID], on: date, whole: bool = False) -> list[RowResult]:
    """Removal sheet: sign many removals that somebody else prepared."""
    return _signed(by, "sign_removal", papers, sign_removal, on, whole)


def _prepared(
    by: Actor, sheet: str, rows: Sequence[SheetRow], act: Callable[..., EpisodePaper], on: date, whole: bool
) -> list[RowResult]:
    def one(number: int) -> RowResult:
        row = rows[number]
        made = act(by=by, episode=row.episode, on=on, content=row.content)
        return RowResult(key=row.episode, paper=made.pk)

    keys = [(row.episode, row.episode) for row in rows]
    _checked([row.episode for row in rows])
    return each(by=by, sheet=sheet, rows=keys, permission=Permission.DECISIONS_PREPARE, one=one, whole=whole)


def _signed(
    by: Actor, sheet: str, papers: Sequence[UUID], act: Callable[..., Any], on: date, whole: bool
) -> list[RowResult]:
    def one(number: int) -> RowResult:
        act(by=by, paper=papers[number], on=on)
        return RowResult(key=papers[number], paper=papers[number])

    known = dict(EpisodePaper.objects.filter(pk__in=_checked(papers)).values_list("pk", "episode"))
    keys = [(paper, known.get(paper, paper)) for paper in papers]
    return each(by=by, sheet=sheet, rows=keys, permission=Permission.DECISIONS_SIGN, one=one, whole=whole)


def _checked(keys: Sequence[UUID]) -> Sequence[UUID]:
    """A sheet has rows, each once, and not more than a screen can carry."""
    if not keys or len(set(keys)) != len(keys) or len(keys) > LONGEST_SHEET:
        raise RuleViolation("episodes.sheet_rows", most=LONGEST_SHEET)
    return keys
