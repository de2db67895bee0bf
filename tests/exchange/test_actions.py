"""What leaves is recorded; what comes in is kept in small steps, by whoever started it."""

import io
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import FileResponse

from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.exchange import actions, selectors
from hoanhap.ground.exchange.actions import Problem, StagedRow
from hoanhap.ground.exchange.choices import ImportState, Outcome
from hoanhap.ground.exchange.models import ExportRun, ImportRow, ImportRun
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import NOBODY, Actor, Permission, Role
from hoanhap.ground.web.sheets import Sheet, SheetColumn

pytestmark = pytest.mark.django_db

IMPORT = Permission.DEPLOYMENTS_IMPORT
OFFICER = Actor(
    user="u-1", post="p-1", role=Role.DISTRICT_DESK, permissions=frozenset({IMPORT, Permission.DEPLOYMENTS_EXPORT})
)
OTHER = Actor(user="u-2", post="p-2", role=Role.DISTRICT_DESK, permissions=frozenset({IMPORT}))


def sheet() -> Sheet:
    rows = [["Thường Tín"], ["Đại Nghĩa"]]
    return Sheet(what="t.units", title="Bảng", columns=[SheetColumn(title="Tên")], rows=rows, filters={"Năm": "2023"})


def start(by: Actor = OFFICER) -> ImportRun:
    return actions.start_import(by=by, kind="t.units", permission=IMPORT, file_sha256="ab")


def row(number: int, outcome: Outcome = Outcome.NEW) -> StagedRow:
    return StagedRow(number=number, values={"unit": "Thường Tín"}, outcome=outcome)


WRONG = StagedRow(number=9, values={"unit": "?"}, problems=[Problem(cell="A9", value="?", reason="không rõ")])


def test_an_export_is_recorded_with_the_digest_of_the_very_file() -> None:
    response = actions.export_rows(
        by=OFFICER,
        sheet=sheet(),
        purpose="giao ban",
        file_name="Đơn vị áp dụng",
        permission=Permission.DEPLOYMENTS_EXPORT,
    )
    assert isinstance(response, FileResponse)
    content = b"".join(response)  # type: ignore[arg-type]
    run = ExportRun.objects.get()
    assert run.file_sha256 == sha256(content).hexdigest()
    assert (run.row_count, run.columns, run.filters, run.purpose) == (2, "Tên", "Năm: 2023", "giao ban")
    assert (run.user, run.post, run.role) == ("u-1", "p-1", "district_desk")
    assert response["Content-Disposition"].startswith('attachment; filename="don-vi-ap-dung-')
    entry = AuditEntry.objects.get(name="exchange.exported")
    assert entry.subject == f"exchange.exportrun:{run.pk}"
    assert entry.stated()["sha256"] == run.file_sha256


def test_who_may_not_export_gets_nothing_and_nothing_is_recorded() -> None:
    with pytest.raises(PermissionRefused):
        actions.export_rows(
            by=OTHER, sheet=sheet(), purpose="x", file_name="x", permission=Permission.DEPLOYMENTS_EXPORT
        )
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exchange_exportrun SET purpose = 'khác'",
        "DELETE FROM exchange_exportrun",
    ],
)
def test_the_export_log_only_grows(statement: str) -> None:
    actions.export_rows(by=OFFICER, sheet=sheet(), purpose="x", file_name="x")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_one_sees_ones_own_exports_and_the_auditor_all() -> None:
    actions.export_rows(by=OFFICER, sheet=sheet(), purpose="x", file_name="x")
    auditor = Actor(user="u-9", permissions=frozenset({Permission.AUDIT_VIEW}))
    counts = [selectors.export_runs(by=actor).count() for actor in (OFFICER, OTHER, auditor, NOBODY)]
    assert counts == [1, 0, 1, 0]


def test_rows_are_staged_in_parts_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "COMMIT_EVERY", 2)
    rows = [row(2), row(3, Outcome.SAME), row(4, Outcome.CHANGE), WRONG]
    run = actions.stage_rows(by=OFFICER, run=start(), rows=iter(rows))
    assert run.state == ImportState.CHECKED
    assert (run.rows_read, run.rows_wrong, run.rows_new, run.rows_same, run.rows_change) == (4, 1, 1, 1, 1)
    assert AuditEntry.objects.filter(name="exchange.rows_staged").count() == 2
    (wrong,) = selectors.import_rows(by=OFFICER, run=run, wrong=True)
    assert wrong.problems == [{"cell": "A9", "value": "?", "reason": "không rõ"}]
    assert selectors.import_rows(by=OFFICER, run=run, wrong=False).count() == 3


def test_an_import_is_written_once() -> None:
    run = actions.stage_rows(by=OFFICER, run=start(), rows=[row(2)])
    run = actions.finish_import(by=OFFICER, run=run)
    assert run.ended_at is not None
    assert selectors.written_before(by=OFFICER, kind="t.units", file_sha256="ab") == run
    with pytest.raises(RuleViolation, match="wrong_state"):
        actions.finish_import(by=OFFICER, run=run)


def test_an_import_without_permission_is_refused() -> None:
    with pytest.raises(PermissionRefused):
        start(by=Actor(user="u-3"))


def test_nobody_goes_on_with_somebody_elses_import() -> None:
    run = start()
    with pytest.raises(PermissionRefused):
        actions.stage_rows(by=OTHER, run=run, rows=[row(2)])
    with pytest.raises(NotFound):
        selectors.import_run(by=OTHER, pk=run.pk, kind="t.units")


def test_withdrawing_takes_the_staged_rows_away() -> None:
    run = actions.stage_rows(by=OFFICER, run=start(), rows=[row(2)])
    assert actions.withdraw_import(by=OFFICER, run=run).state == ImportState.WITHDRAWN
    assert not ImportRow.objects.exists()


def test_a_file_refused_as_a_whole_is_over() -> None:
    assert actions.refuse_import(by=OFFICER, run=start()).ended_at is not None


def test_a_row_has_either_problems_or_an_outcome() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRow.objects.create(run=start(), number=2, values={}, problems=[], outcome="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRow.objects.create(run=start(), number=2, values={}, problems=[{"cell": "A1"}], outcome="new")


def test_the_counts_of_a_run_add_up() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.filter(pk=start().pk).update(rows_read=5)


def test_a_written_file_can_be_read_back() -> None:
    from hoanhap.ground.exchange import reading, workbook

    into = io.BytesIO()
    workbook.write(sheet(), into, code="XK-1")
    (first, second) = reading.read_table(into, columns=[reading.Column(key="name", title="Tên")])
    assert (first.values["name"], second.values["name"]) == ("Thường Tín", "Đại Nghĩa")
