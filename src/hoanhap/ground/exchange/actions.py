"""Recording what leaves, and keeping what comes in until it is written."""

import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import file_digest
from itertools import islice
from typing import cast

from django.db.models import Q
from django.http import FileResponse, HttpResponse

from hoanhap.ground.audit.actions import audited, record
from hoanhap.ground.exchange import rules, workbook
from hoanhap.ground.exchange.choices import ImportState, Outcome
from hoanhap.ground.exchange.models import ExportRun, ImportRow, ImportRun
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import PermissionRefused
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web import setwise
from hoanhap.ground.web.sheets import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2 * 1024 * 1024
"""Bytes of a workbook that stay in memory; larger ones go through a file that vanishes when closed."""
COMMIT_EVERY = 500
"""Rows staged in one transaction: small enough that nobody waits for it."""


def export_rows(
    *, by: Actor, sheet: Sheet, purpose: str, file_name: str, permission: Permission | None = None
) -> HttpResponse:
    """Write ``sheet`` to a workbook, record that it left, and answer with it.

    The workbook is finished before the record is made, and the record before the first byte leaves: no transaction
    stands open while rows are written, and nothing leaves unrecorded. ``file_name``: what the file is about, without
    the day and the ending; marks and blanks are taken out. Raises PermissionRefused.
    """
    if permission is not None:
        by.require(permission)
    code = f"XK-{secrets.token_hex(4)}".upper()
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    count = workbook.write(sheet, file, code=code)  # type: ignore[arg-type]
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()
    file.seek(0)
    run = record_export(by=by, sheet=sheet, purpose=purpose, code=code, row_count=count, file_sha256=digest)
    name = f"{rules.file_name_part(file_name)}-{run.made_at.astimezone(clock.LOCAL):%Y%m%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, response)  # streamed; our views know one kind of answer


@audited
def record_export(*, by: Actor, sheet: Sheet, purpose: str, code: str, row_count: int, file_sha256: str) -> ExportRun:
    """Record that a file with this digest leaves."""
    run = ExportRun.objects.create(
        code=code,
        user=by.user or "system",
        post=by.post,
        role=by.role.value if by.role else "",
        what=sheet.what,
        purpose=purpose,
        filters="; ".join(f"{label}: {value}" for label, value in (sheet.filters or {}).items()),
        row_count=row_count,
        columns="; ".join(column.title for column in sheet.columns),
        file_sha256=file_sha256,
        made_at=clock.now(),
    )
    facts = {
        "what": run.what,
        "purpose": purpose,
        "filters": run.filters,
        "rows": row_count,
        "columns": run.columns,
        "sha256": file_sha256,
        "code": code,
    }
    record("exchange.exported", f"exchange.exportrun:{run.pk}", by=by, facts=facts)
    return run


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with a row: the cell, what stands in it, and the reason as a sentence."""

    cell: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StagedRow:
    """A row as the owning app has checked it: either problems, or an outcome."""

    number: int
    values: dict[str, object]
    problems: list[Problem] = field(default_factory=list)
    outcome: Outcome = Outcome.NONE


@audited
def start_import(*, by: Actor, kind: str, permission: Permission, file_sha256: str) -> ImportRun:
    """Open an import of a file. ``kind``: "<app>.<noun>" of the owning app. Raises PermissionRefused."""
    by.require(permission)
    run = ImportRun.objects.create(
        kind=kind,
        file_sha256=file_sha256,
        user=by.user or "system",
        post=by.post,
        role=by.role.value if by.role else "",
        started_at=clock.now(),
    )
    record("exchange.import_started", _subject(run), by=by, facts={"kind": kind, "sha256": file_sha256})
    return run


def stage_rows(*, by: Actor, run: ImportRun, rows: Iterable[StagedRow]) -> ImportRun:
    """Keep checked rows, in small commits whose counts are the progress bar, then mark the run as checked.

    Raises RuleViolation ``exchange.wrong_state``; what ``rows`` itself raises passes through, with the run left as
    being read: withdraw it.
    """
    source = iter(rows)
    while part := list(islice(source, COMMIT_EVERY)):
        stage_part(by=by, run=run, rows=part)
    return close_staging(by=by, run=run)


@audited
def stage_part(*, by: Actor, run: ImportRun, rows: list[StagedRow]) -> ImportRun:
    """Keep some rows and count them."""
    held = _hold(by, run)
    rules.check_step(held.state, ImportState.CHECKED)
    setwise.add(
        [
            ImportRow(
                run=held,
                number=row.number,
                values=row.values,
                problems=[{"cell": wrong.cell, "value": wrong.value, "reason": wrong.reason} for wrong in row.problems],
                outcome=Outcome.NONE if row.problems else row.outcome,
            )
            for row in rows
        ]
    )
    held.rows_read += len(rows)
    held.rows_wrong += sum(bool(row.problems) for row in rows)
    held.rows_new += sum(not row.problems and row.outcome == Outcome.NEW for row in rows)
    held.rows_same += sum(not row.problems and row.outcome == Outcome.SAME for row in rows)
    held.rows_change += sum(not row.problems and row.outcome == Outcome.CHANGE for row in rows)
    held.save(update_fields=["rows_read", "rows_wrong", "rows_new", "rows_same", "rows_change"])
    facts = {"first": rows[0].number, "last": rows[-1].number, "rows": len(rows)}
    record("exchange.rows_staged", _subject(held), by=by, facts=facts)
    return held


@audited
def close_staging(*, by: Actor, run: ImportRun) -> ImportRun:
    """Mark a run as read and checked to its end."""
    return _step(by, run, ImportState.CHECKED, "exchange.import_checked")


@audited
def finish_import(*, by: Actor, run: ImportRun, forget: bool = False) -> ImportRun:
    """Mark a checked run as written. Called by the owning app inside the action that writes.

    ``forget``: its staged rows go at once, for lists of people.
    """
    held = _step(by, run, ImportState.WRITTEN, "exchange.import_written")
    if forget:
        ImportRow.objects.filter(run=held).delete()
    return held


@audited
def refuse_import(*, by: Actor, run: ImportRun) -> ImportRun:
    """Mark a run as refused as a whole."""
    return _step(by, run, ImportState.REFUSED, "exchange.import_refused")


@audited
def withdraw_import(*, by: Actor, run: ImportRun) -> ImportRun:
    """Give up an import before it is written. Its staged rows go: nobody needs them any more."""
    held = _step(by, run, ImportState.WITHDRAWN, "exchange.import_withdrawn")
    ImportRow.objects.filter(run=held).delete()
    return held


def clear_stale_imports(*, by: Actor, kind: str, before: datetime) -> int:
    """Withdraw what killed imports of a kind have left: one's own, and anybody's begun before a moment.

    Returns how many. Called before a new import of that kind begins.
    """
    open_runs = ImportRun.objects.filter(kind=kind, state__in=[ImportState.READING, ImportState.CHECKED])
    stale = list(open_runs.filter(Q(user=by.user or "system") | Q(started_at__lt=before)))
    for run in stale:
        withdraw_stale(by=by, run=run)
    return len(stale)


@audited
def withdraw_stale(*, by: Actor, run: ImportRun) -> None:
    """Withdraw an import that nobody goes on with, whoever began it; its staged rows go."""
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    rules.check_step(held.state, ImportState.WITHDRAWN)
    held.state, held.ended_at = ImportState.WITHDRAWN, clock.now()
    held.save(update_fields=["state", "ended_at"])
    ImportRow.objects.filter(run=held).delete()
    facts = {"kind": held.kind, "rows": held.rows_read, "stale": True}
    record("exchange.import_withdrawn", _subject(held), by=by, facts=facts)


def _hold(by: Actor, run: ImportRun) -> ImportRun:
    """Lock the run; only who started it goes on with it."""
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if held.user != (by.user or "system"):
        raise PermissionRefused("exchange.not_yours")
    return held


def _step(by: Actor, run: ImportRun, state: ImportState, event: str) -> ImportRun:
    held = _hold(by, run)
    rules.check_step(held.state, state)
    held.state = state
    if not rules.NEXT[state]:
        held.ended_at = clock.now()
    held.save(update_fields=["state", "ended_at"])
    facts = {
        "kind": held.kind,
        "rows": held.rows_read,
        "wrong": held.rows_wrong,
        "new": held.rows_new,
        "same": held.rows_same,
        "change": held.rows_change,
    }
    record(event, _subject(held), by=by, facts=facts)
    return held


def _subject(run: ImportRun) -> str:
    return f"exchange.importrun:{run.pk}"
