"""Screens of plans and their targets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list
from hoanhap.monitoring.plans import findings, selectors, wording
from hoanhap.monitoring.plans.filters import TargetFilter
from hoanhap.monitoring.plans.tables import TargetTable


@require_safe
def plan_list(request: ActorRequest) -> HttpResponse:
    """Every plan, the newest period first."""
    plans = list(selectors.plans(by=request.actor).prefetch_related("dates").in_order())
    rows = [(plan, wording.plan_words(plan)) for plan in plans]
    return render(request, "plans/plan_list.html", {"rows": rows, "title": findings.of_plans(plans)})


@require_safe
def plan_detail(request: ActorRequest, slug: str) -> HttpResponse:
    """Head, editions, percentages, the printed table and its marks, remarks."""
    plan = selectors.plan(by=request.actor, number=slug)
    editions = selectors.editions(by=request.actor, plan=plan)
    table = selectors.table(by=request.actor, edition=editions[0])
    remarks = list(plan.remarks.order_by("pk"))
    context = {
        "plan": plan,
        "number": wording.plan_words(plan),
        "title": findings.of_plan(plan, table),
        "editions": editions,
        "dates": wording.date_lines(plan),
        "table": table,
        "shares": [wording.share_words(share) for share in table.shares] if table else [],
        "remarks": wording.remark_lines(remarks),
        "targets": [] if table else wording.target_lines(selectors.targets_of(by=request.actor, edition=editions[0])),
        "may_see_progress": table is not None and request.actor.may(Permission.PROGRESS_VIEW),
    }
    return render(request, "plans/plan_detail.html", context)


@require_safe
def plan_check(request: ActorRequest, slug: str) -> HttpResponse:
    """The cross-check of the printed table, in words."""
    plan = selectors.plan(by=request.actor, number=slug)
    check = selectors.plan_check(by=request.actor, plan=plan)
    context = {
        "plan": plan,
        "number": wording.plan_words(plan),
        "title": findings.of_check(check),
        "check": check,
        "computed": [wording.remark_words(remark) for remark in check.remarks],
        "remarks": wording.remark_lines(list(plan.remarks.order_by("pk"))),
    }
    return render(request, "plans/plan_check.html", context)


@require_safe
def target_list(request: ActorRequest) -> HttpResponse:
    """Every target of every plan, in force or superseded."""
    return show_list(
        request,
        queryset=selectors.targets(by=request.actor).in_order(),
        filter_class=TargetFilter,
        table_class=TargetTable,
        template="plans/target_list.html",
        context={"title": findings.of_targets(selectors.targets(by=request.actor).count())},
        file_name="chi-tieu",
        export=True,
        title=_("Targets"),
    )


@require_safe
def target_detail(request: ActorRequest, plan: str, edition: int, code: str) -> HttpResponse:
    """One target with the sentence it comes from, what it supersedes and what supersedes it."""
    target = selectors.target(by=request.actor, plan=plan, edition=edition, code=code)
    later = selectors.superseded_by(by=request.actor, target=target)
    context = {
        "target": target,
        "plan_number": wording.plan_words(target.edition.plan),
        "value": wording.value_words(target),
        "quote": wording.quote_words(target.quote),
        "earlier": wording.target_lines([target.supersedes] if target.supersedes else []),
        "later": wording.target_lines(later),
    }
    return render(request, "plans/target_detail.html", context)
