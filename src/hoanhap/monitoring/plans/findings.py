"""The sentences at the top of the screens: what the page found out."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoanhap.ground.web.words import number_words
from hoanhap.monitoring.plans.models import Plan
from hoanhap.monitoring.plans.rules import PlanCheck
from hoanhap.monitoring.plans.selectors import Table
from hoanhap.monitoring.plans.wording import figure_words, plan_words


def of_plans(plans: list[Plan]) -> str:
    """How many plans there are and for which years."""
    if not plans:
        return _("No plan has been loaded")
    facts = {
        "n": number_words(len(plans)),
        "first": min(plan.period_from.year for plan in plans),
        "last": max(plan.period_to.year for plan in plans),
    }
    return (
        ngettext(
            "%(n)s plan for the years %(first)s–%(last)s", "%(n)s plans for the years %(first)s–%(last)s", len(plans)
        )
        % facts
    )


def of_plan(plan: Plan, table: Table | None) -> str:
    """How far the plan's path goes; for a plan without one, its years."""
    if table is None:
        return _("Plan %(number)s") % {"number": plan_words(plan)}
    first, last = table.shares[0], table.shares[-1]
    facts = {
        "number": plan_words(plan),
        "districts": number_words(len(table.lines)),
        "low": figure_words(first.low),
        "high": figure_words(first.high),
        "first": first.year,
        "goal": figure_words(last.high),
        "last": last.year,
    }
    return (
        _(
            "Plan %(number)s: from %(low)s–%(high)s %% of the communes in %(first)s to %(goal)s %% in %(last)s, in "
            "%(districts)s districts"
        )
        % facts
    )


def of_check(check: PlanCheck) -> str:
    """Whether the totals are their sums, and how many cells are rounded otherwise."""
    facts = {"n": number_words(len(check.rounding)), "rows": number_words(check.rows)}
    right = all(total.printed == total.summed for total in check.totals)
    if right and not check.rounding:
        return _("%(rows)s rows: every total is the sum of its rows, every cell is rounded half up") % facts
    if right:
        return (
            ngettext(
                "%(rows)s rows: every total is the sum of its rows; %(n)s cell differs from half-up rounding",
                "%(rows)s rows: every total is the sum of its rows; %(n)s cells differ from half-up rounding",
                len(check.rounding),
            )
            % facts
        )
    return _("%(rows)s rows: not every total is the sum of its rows") % facts


def of_targets(total: int) -> str:
    """How many targets the plans set."""
    return ngettext("%(n)s target in the plans", "%(n)s targets in the plans", total) % {"n": number_words(total)}
