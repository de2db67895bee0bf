"""Screens of the administrative units."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal
from hoanhap.ground.places import findings, presenters, selectors
from hoanhap.ground.places.filters import filter_of
from hoanhap.ground.places.forms import DayForm, SnapshotForm
from hoanhap.ground.places.tables import UnitTable
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list


@require_safe
def unit_list(request: ActorRequest) -> HttpResponse:
    """The units of a province on a day, or at all times."""
    form, by = SnapshotForm(request.GET), request.actor
    code, day, all_times = form.code(), form.day() or clock.today(), form.all_times()
    try:
        found = selectors.snapshot(by=by, code=code, day=day)
    except (NotFound, PermissionRefused):
        raise
    except Refusal as refusal:
        return render(request, "places/unit_unknown.html", presenters.nothing_known(refusal, code))
    title = findings.of_all_times(found) if all_times else findings.of_snapshot(found)
    return show_list(
        request,
        queryset=selectors.units_to_list(by=by, found=found, all_times=all_times),
        filter_class=filter_of(found, selectors.provinces(by=by)),
        table_class=UnitTable,
        template="places/unit_list.html",
        context={"title": title, **presenters.beside_the_list(request, found, by=by, all_times=all_times)},
        file_name=f"units-{code}-{day.isoformat()}",
        export=True,
        title=strip_tags(title),
        source=_("Published data packages, not compared with the Official Gazette; see the column Source."),
    )


@require_safe
def unit_detail(request: ActorRequest, code: str, valid_from: str) -> HttpResponse:
    """One unit: what it is, what it came from, where it went, and who stands on its territory on a day."""
    unit = selectors.place(by=request.actor, code=code, valid_from=_day_in_address(code, valid_from))
    form = DayForm(request.GET)
    context = presenters.of_unit(unit, asked=form.day(), today=clock.today(), by=request.actor)
    if not form.data.get("on"):
        form = DayForm(initial={"on": context["chosen"]})
    return render(request, "places/unit_detail.html", {"form": form, **context})


def _day_in_address(code: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound("places.unknown_unit", unit=code, day=text) from None
