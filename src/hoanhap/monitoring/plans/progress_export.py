"""The progress table as a workbook, exactly as the page shows it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.web import sheets
from hoanhap.ground.web.sheets import Kind, Sheet, SheetColumn
from hoanhap.ground.web.words import day_words
from hoanhap.monitoring.plans.progress_page import Line, Page


def progress_workbook(*, by: Actor, page: Page, filters: dict[str, str]) -> HttpResponse:
    """The lines of the page in its order, the city last. Raises PermissionRefused."""
    columns = [
        SheetColumn(title=_("District")),
        *(
            SheetColumn(title=title, kind=Kind.NUMBER)
            for title in (
                _("Communes"),
                _("Target %(year)s") % {"year": page.year},
                _("Actual"),
                _("Against the target"),
            )
        ),
        SheetColumn(title=_("Estimate")),
        SheetColumn(title=_("Needed a month for %(year)s") % {"year": page.last_year}, kind=Kind.NUMBER, places=1),
    ]
    sheet = Sheet(
        what="plans.progress",
        title=page.heading,
        columns=columns,
        rows=[_row(line) for line in [*page.lines, page.total]],
        as_of=day_words(page.counted_on),
        source=f"{page.found.plan.number}; {page.vintage_words}",
        filters=filters,
    )
    return sheets.export(
        by=by,
        sheet=sheet,
        purpose="plans.progress",
        file_name="tien-do",
        permission=Permission.DEPLOYMENTS_EXPORT,
    )


def _row(line: Line) -> list[object]:
    cell = line.cell
    estimate = _("yes") if cell.estimate else ""
    return [line.name, line.communes, cell.target, cell.actual, cell.ahead, estimate, line.needed]
