"""Taking in a list of people: read and checked into staging, looked at, then written whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import BinaryIO

from django.db.models import Count

from hoanhap.casework.people.actions.lists import import_people
from hoanhap.casework.people.importing import CheckedRow, Outcome, check_rows, is_person
from hoanhap.casework.people.listed_columns import file_columns
from hoanhap.casework.people.selectors import note_held_elsewhere
from hoanhap.casework.people.staging import closed
from hoanhap.ground.exchange import actions as exchange
from hoanhap.ground.exchange import selectors as staging
from hoanhap.ground.exchange.actions import COMMIT_EVERY, Problem, StagedRow
from hoanhap.ground.exchange.choices import Outcome as StagedOutcome
from hoanhap.ground.exchange.models import ImportRun
from hoanhap.ground.exchange.reading import SourceRow, digest, read_table
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.memory import circles_kept
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.refusals import words

KIND = "people.people"
"""Under which the staging keeps these lists."""
STALE_AFTER = timedelta(hours=2)
"""After which an import that somebody else began and left is cleared by the next run."""

STAGED = {Outcome.NEW: StagedOutcome.NEW, Outcome.KNOWN: StagedOutcome.SAME}


@dataclass(frozen=True)
class ListRow:
    """What the reviewer sees of a row: its number, what it amounts to, each cell with its reason, and what else is
    written (``adds``) or left out with it, in sentences."""

    number: int
    outcome: Outcome
    problems: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    adds: bool = False


def take_list(*, by: Actor, file: BinaryIO) -> ImportRun:
    """Open an import of this file; what killed imports left is cleared first.

    Raises Refusal when it is no table with our columns; nothing is kept then.
    """
    by.require(Permission.PEOPLE_IMPORT)
    exchange.clear_stale_imports(by=by, kind=KIND, before=clock.now() - STALE_AFTER)
    next(iter(read_table(file, columns=file_columns())))
    return exchange.start_import(by=by, kind=KIND, permission=Permission.PEOPLE_IMPORT, file_sha256=digest(file))


def _people_in(file: BinaryIO) -> list[SourceRow]:
    """The rows that tell of somebody: headings of groups, sums and signatures below the table do not."""
    sources = [row for row in read_table(file, columns=file_columns()) if is_person(row.values)]
    if not sources:
        raise Refusal("exchange.no_rows")
    return sources


def read_into(*, by: Actor, run: ImportRun, file: BinaryIO) -> ImportRun:
    """Read and check every row into an open import. What is wrong with the list as a whole is said in row 0."""
    try:
        return _check_into(by, run, _people_in(file), False, lambda done, of: None)[0]
    except Refusal as refusal:
        problem = Problem(cell="", value="", reason=words(refusal))
        row = StagedRow(number=0, values=closed(run.pk, 0, {}, Outcome.ERROR), problems=[problem])
        return exchange.stage_rows(by=by, run=run, rows=[row])


def counts(*, by: Actor, run: ImportRun) -> dict[str, int]:
    """How many rows amount to what; of a written import nothing is left to count but what the run itself knows."""
    found = staging.import_rows(by=by, run=run).order_by().values_list("values__outcome").annotate(Count("pk"))
    known = dict(found)
    return {outcome.value: known.get(outcome.value, 0) for outcome in Outcome}


def read_list(
    *, by: Actor, file: BinaryIO, accept_possible: bool = False, tell: Callable[[int, int], None] | None = None
) -> tuple[ImportRun, list[ListRow]]:
    """Take and read a list in one go. ``tell`` hears how many rows of how many are staged. Raises as `take_list`."""
    run = take_list(by=by, file=file)
    try:
        sources = _people_in(file)
        return _check_into(by, run, sources, accept_possible, tell or (lambda done, of: None))
    except BaseException:
        drop_list(by=by, run=run)
        raise


@circles_kept()
def write_list(*, by: Actor, run: ImportRun, accept_possible: bool = False) -> int:
    """Register everybody who is new, or nobody; returns how many. Raises RuleViolation ``people.list_has_problems``."""
    return import_people(by=by, run=run, accept_possible=accept_possible)


def drop_list(*, by: Actor, run: ImportRun) -> None:
    """Give a list up: nothing of it stays."""
    exchange.withdraw_import(by=by, run=run)


@circles_kept()
def _check_into(
    by: Actor, run: ImportRun, sources: list[SourceRow], accept_possible: bool, tell: Callable[[int, int], None]
) -> tuple[ImportRun, list[ListRow]]:
    taken = [_taken(one) for one in sources]
    rows = [(source.number, values) for source, values in zip(sources, taken, strict=True)]
    checked = check_rows(by=by, rows=rows, on=clock.today(), accept_possible=accept_possible)
    elsewhere = sum(row.outcome is Outcome.ELSEWHERE for row in checked)
    if elsewhere:
        note_held_elsewhere(by=by, number=elsewhere, at=clock.now())
    staged = list(_staged(run, sources, taken, checked))
    for start in range(0, len(staged), COMMIT_EVERY):
        exchange.stage_part(by=by, run=run, rows=staged[start : start + COMMIT_EVERY])
        tell(min(start + COMMIT_EVERY, len(staged)), len(staged))
    shown = [
        ListRow(row.number, row.outcome, [(wrong.cell, wrong.reason) for wrong in one.problems], row.told, _adds(row))
        for row, one in zip(checked, staged, strict=True)
    ]
    return exchange.close_staging(by=by, run=run), shown


def _taken(source: SourceRow) -> dict[str, object]:
    """The cells that are filled and taken."""
    filled = source.as_json().items()
    return {key: value for key, value in filled if value is not None and not key.startswith("left_")}


def _staged(
    run: ImportRun, sources: list[SourceRow], taken: list[dict[str, object]], checked: list[CheckedRow]
) -> Iterator[StagedRow]:
    for source, values, row in zip(sources, taken, checked, strict=True):
        # What stands in the cell is not kept beside the reason: it may be a number or an address.
        problems = [Problem(cell=source.cell(one.key), value="", reason=words(one.refusal)) for one in row.problems]
        yield StagedRow(
            number=source.number,
            values=closed(run.pk, source.number, values, row.outcome, row.told),
            problems=problems,
            outcome=StagedOutcome.CHANGE if _adds(row) else STAGED.get(row.outcome, StagedOutcome.NONE),
        )


def _adds(row: CheckedRow) -> bool:
    """Whether something is written about somebody on file."""
    return row.outcome is Outcome.KNOWN and bool(row.plans)
