"""Taking in a list of deployments: read and checked into staging, looked at, then written whole or not at all."""

from collections.abc import Iterator
from typing import BinaryIO

from hoanhap.casework.programmes.actions.deployments import import_deployments
from hoanhap.casework.programmes.importing import (
    KEYS,
    REQUIRED,
    TITLES,
    CheckedRow,
    Outcome,
    check_rows,
)
from hoanhap.ground.audit.actions import audited
from hoanhap.ground.exchange import actions as exchange
from hoanhap.ground.exchange import selectors as staged
from hoanhap.ground.exchange.actions import Problem, StagedRow
from hoanhap.ground.exchange.choices import Outcome as StagedOutcome
from hoanhap.ground.exchange.models import ImportRun
from hoanhap.ground.exchange.reading import Column, SourceRow, digest, read_table
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web.refusals import words

KIND = "programmes.deployments"
"""Under which the staging keeps these lists."""

COLUMNS = [Column(key=key, title=TITLES[key], required=key in REQUIRED) for key in KEYS]

STAGED = {
    Outcome.NEW: StagedOutcome.NEW,
    Outcome.SAME: StagedOutcome.SAME,
    Outcome.END: StagedOutcome.CHANGE,
    Outcome.REFUSED: StagedOutcome.NONE,
}


def check_file(*, by: Actor, file: BinaryIO) -> None:
    """Raise Refusal when a file is no table with our columns. Takes seconds: call it outside of a transaction."""
    by.require(Permission.DEPLOYMENTS_IMPORT)
    next(iter(read_table(file, columns=COLUMNS)))


def take_list(*, by: Actor, file: BinaryIO) -> ImportRun:
    """Open an import of a file that :func:`check_file` has looked at."""
    return exchange.start_import(by=by, kind=KIND, permission=Permission.DEPLOYMENTS_IMPORT, file_sha256=digest(file))


def read_list(*, by: Actor, run: ImportRun, file: BinaryIO) -> ImportRun:
    """Read and check every row into staging. What is wrong with the file as a whole becomes the problem of row 0."""
    try:
        rows = list(read_table(file, columns=COLUMNS))
    except Refusal as refusal:
        problem = Problem(cell="", value="", reason=words(refusal))
        return exchange.stage_rows(by=by, run=run, rows=[StagedRow(number=0, values={}, problems=[problem])])
    checked = check_rows(by=by, rows=[(row.number, row.values) for row in rows], on=clock.today())
    return exchange.stage_rows(by=by, run=run, rows=_staged(rows, checked))


@audited
def write_list(*, by: Actor, run: ImportRun) -> int:
    """Write a checked list, all of it, in one transaction; returns how many rows changed something.

    Everything is checked again as it stands now. Raises RuleViolation ``programmes.list_has_problems`` where a row
    cannot be written (any more); then nothing is.
    """
    by.require(Permission.DEPLOYMENTS_IMPORT)
    rows = [(row.number, row.values) for row in staged.import_rows(by=by, run=run)]
    checked = check_rows(by=by, rows=rows, on=clock.today())
    wrong = [row for row in checked if row.outcome is Outcome.REFUSED]
    if wrong:
        raise RuleViolation("programmes.list_has_problems", number=len(wrong), first=wrong[0].number)
    new = [row.new for row in checked if row.outcome is Outcome.NEW and row.new]
    ended = [(row.deployment, row.new) for row in checked if row.outcome is Outcome.END and row.deployment and row.new]
    exchange.finish_import(by=by, run=run)
    return import_deployments(by=by, new=new, ended=ended) if new or ended else 0


def _staged(rows: list[SourceRow], checked: list[CheckedRow]) -> Iterator[StagedRow]:
    for source, row in zip(rows, checked, strict=True):
        problems = [
            Problem(cell=source.cell(problem.key), value=problem.found, reason=words(problem.refusal))
            for problem in row.problems
        ]
        yield StagedRow(number=source.number, values=source.as_json(), problems=problems, outcome=STAGED[row.outcome])
