"""Where duties are late, unit by unit and by code."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.doors.desk.filters import DutyFilter, UnitFilter
from hoanhap.doors.desk.overdue import duties_by_code, units_of
from hoanhap.doors.desk.tables import DutyTable, UnitTable
from hoanhap.ground.kernel import clock
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list


@require_safe
def duty_units(request: ActorRequest) -> HttpResponse:
    """Every unit with open duties: what is late there, since when."""
    return show_list(
        request,
        queryset=units_of(by=request.actor, now=clock.now(), today=clock.today()),
        filter_class=UnitFilter,
        table_class=UnitTable,
        template="desk/duty_units.html",
        file_name="viec-den-han",
        export=True,
        title=_("Duties by unit"),
        source=_("Counted from the duties that the law sets; no person stands in this list."),
    )


@require_safe
def duty_list(request: ActorRequest) -> HttpResponse:
    """Open duties by reference and day; no names."""
    return show_list(
        request,
        queryset=duties_by_code(by=request.actor, on=clock.today()),
        filter_class=DutyFilter,
        table_class=DutyTable,
        template="desk/duty_list.html",
    )
