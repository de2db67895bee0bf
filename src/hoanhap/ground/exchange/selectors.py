"""Reading the export log and the staging."""

from uuid import UUID

from django.db.models import QuerySet

from hoanhap.ground.exchange.choices import ImportState
from hoanhap.ground.exchange.models import ExportRun, ImportRow, ImportRun
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor


def export_runs(*, by: Actor) -> QuerySet[ExportRun]:
    """What left, latest first: everything for who may view the log, else one's own."""
    return ExportRun.objects.visible_to(by).order_by("-made_at", "pk")


def import_run(*, by: Actor, pk: UUID, kind: str) -> ImportRun:
    """One import of one's own. Raises NotFound ``exchange.no_such_import``."""
    run = ImportRun.objects.visible_to(by).filter(pk=pk, kind=kind).first()
    if run is None:
        raise NotFound("exchange.no_such_import")
    return run


def import_rows(*, by: Actor, run: ImportRun, wrong: bool | None = None) -> QuerySet[ImportRow]:
    """The rows of one's own import in the file's order; ``wrong``: only those with, or only those without problems."""
    rows = ImportRow.objects.filter(run=import_run(by=by, pk=run.pk, kind=run.kind)).order_by("number")
    if wrong is None:
        return rows
    return rows.filter(outcome="") if wrong else rows.exclude(outcome="")


def written_before(*, by: Actor, kind: str, file_sha256: str) -> ImportRun | None:
    """The earlier import of the very same file by the same user, if it was written."""
    same = ImportRun.objects.visible_to(by).filter(kind=kind, file_sha256=file_sha256, state=ImportState.WRITTEN)
    return same.order_by("-started_at", "pk").first()
