"""The progress page and the list behind its figures."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list
from hoanhap.monitoring.plans import progress_page
from hoanhap.monitoring.plans import progress_selectors as selectors
from hoanhap.monitoring.plans.progress_export import progress_workbook
from hoanhap.monitoring.plans.progress_forms import ProgressForm, UnitFilter
from hoanhap.monitoring.plans.progress_tables import UnitTable
from hoanhap.monitoring.plans.progress_units import unit_lines, units_of


@require_safe
def progress_first(request: ActorRequest) -> HttpResponse:
    """The progress of the one plan with a roll-out; asked without a plan in the address."""
    plan = selectors.rollout_plan(by=request.actor, number=selectors.FIRST_PLAN)
    return redirect("plans:progress_plan", plan.slug)


@require_safe
def progress(request: ActorRequest, slug: str) -> HttpResponse:
    """Target against actual by year and district, on a day, over the units of a day."""
    plan = selectors.rollout_plan(by=request.actor, number=slug)
    years = selectors.years_of(plan)
    form = ProgressForm(request.GET.dict(), years=years, default_day=settings.PROGRESS_AS_OF or clock.today())
    asked = form.question()
    found = selectors.progress(by=request.actor, plan=plan, as_of=asked.as_of, vintage=asked.vintage, kind=asked.kind)
    page = progress_page.page(
        by=request.actor, found=found, year=asked.year or max(found.days, default=years[0]), kind=asked.kind
    )
    if request.GET.get("export") == "xlsx":
        return progress_workbook(by=request.actor, page=page, filters=form.said())
    may_export = request.actor.may(Permission.DEPLOYMENTS_EXPORT)
    context = {"page": page, "found": found, "form": form, "may_export": may_export}
    return render(request, "plans/progress.html", context)


@require_safe
def progress_units(request: ActorRequest, slug: str) -> HttpResponse:
    """The communes behind a figure of the progress page."""
    plan = selectors.rollout_plan(by=request.actor, number=slug)
    asked = UnitFilter.question(request.GET, plan=plan, default_day=settings.PROGRESS_AS_OF or clock.today())
    lines = unit_lines(
        by=request.actor, plan=plan, day=asked.as_of, vintage=asked.vintage or plan.period_from, kind=asked.kind
    )
    return show_list(
        request,
        queryset=units_of(lines),
        filter_class=UnitFilter,
        table_class=UnitTable.over(lines),
        template="plans/progress_units.html",
        context={"plan": plan, "asked": asked},
        file_name="xa-phuong-ap-dung-mo-hinh",
        export=Permission.DEPLOYMENTS_EXPORT,
        title=_("Communes that apply the models"),
        source=plan.number,
    )
