"""What a helper records about one person: which form asks for what, and which action it leads to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from hoanhap.casework.programmes import help_selectors as helps
from hoanhap.casework.programmes.actions import needs, plans, reviewing, visits
from hoanhap.casework.programmes.actions.needs import NewNeed
from hoanhap.casework.programmes.models import HelpPlan
from hoanhap.doors.desk import help_forms as forms
from hoanhap.doors.desk.forms import ReasonForm
from hoanhap.doors.desk.help_page import Head
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.web.forms import Form


@dataclass(frozen=True)
class Step:
    """One thing to record: its page, and the action."""

    title: str
    form: Form
    act: Callable[[], object]
    lead: str = ""


def step_of(*, by: Actor, head: Head, what: str, data: QueryDict | None, on: date) -> Step:
    """A step that concerns the person as a whole. Raises NotFound for what is none."""
    one = head.measure
    match what:
        case "visit":
            visit = forms.VisitForm(data, initial={"day": on})
            return Step(
                _("Log a visit"), visit,
                lambda: visits.log_visit(
                    by=by, episode=one.pk, new=visit.new(), next_on=visit.cleaned_data["next_on"]
                ),
            )  # fmt: skip
        case "plan-visits":
            days = forms.PlanVisitsForm(data)
            return Step(
                _("Plan visits"), days, lambda: visits.plan_visits(by=by, episode=one.pk, days=days.days())
            )  # fmt: skip
        case "assessment":
            first = forms.AssessmentForm(data, initial={"assessed_on": on})
            return Step(
                _("First assessment"), first, lambda: needs.assess(by=by, episode=one.pk, new=first.new()),
                _("Plan 270: circumstances, needs, and what is to be answered first."),
            )  # fmt: skip
        case "need":
            need = forms.NeedForm(data)
            return Step(
                _("Add a need"), need,
                lambda: needs.add_needs(by=by, episode=one.pk, new=[NewNeed(**need.cleaned_data)], on=on),
            )  # fmt: skip
        case "talk":
            talk = forms.TalkForm(data, initial={"talked_on": on})
            return Step(
                _("The quarter's talk"), talk,
                lambda: reviewing.evaluate_oneself(by=by, episode=one.pk, new=talk.new()),
                _("Plan 270: every quarter the person looks back; you guide the talk and write it down."),
            )  # fmt: skip
        case "plan" | "item":
            return _plan(by, head, what, data, on)
    raise NotFound("programmes.unknown_help")


def _plan(by: Actor, head: Head, what: str, data: QueryDict | None, on: date) -> Step:
    form = forms.PlanForm(data, needs=helps.open_needs(by=by, episode=head.measure))
    if what == "plan":
        return Step(
            _("Write the plan"), form,
            lambda: plans.write_plan(by=by, episode=head.measure.pk, items=form.items(), on=on),
            _("What is to be done this month, this quarter and this year."),
        )  # fmt: skip
    plan: HelpPlan = helps.plan_of(by=by, episode=head.measure)
    return Step(_("Add to the plan"), form, lambda: plans.add_items(by=by, plan=plan.pk, items=form.items(), on=on))


def row_step_of(*, by: Actor, head: Head, what: str, key: UUID, data: QueryDict | None, on: date) -> Step:
    """A step that concerns one row: a need, an item, a visit. Raises NotFound."""
    one = head.measure
    match what:
        case "settle-need":
            need = helps.need_of(by=by, episode=one, ref=key)
            settle = forms.SettleNeedForm(data)
            return Step(need.get_kind_display().capitalize(), settle, lambda: _settle_need(by, key, settle, on))
        case "settle-item":
            helps.item_of(by=by, episode=one, ref=key)
            item = forms.SettleItemForm(data)
            return Step(
                _("Was it done"), item, lambda: plans.settle_item(by=by, item=key, on=on, **item.cleaned_data)
            )  # fmt: skip
    visit = helps.visit_of(by=by, episode=one, ref=key)
    match what:
        case "visit":
            made = forms.VisitForm(data, initial={"day": min(visit.day, on)})
            return Step(
                _("Log a visit"), made,
                lambda: visits.log_visit(
                    by=by, episode=one.pk, new=made.new(key), next_on=made.cleaned_data["next_on"]
                ),
            )  # fmt: skip
        case "missed":
            missed = forms.MissedForm(data)
            return Step(
                _("The visit was not made"), missed,
                lambda: visits.miss_visit(by=by, planned=key, **missed.cleaned_data),
            )  # fmt: skip
        case "correct-visit":
            right = forms.VisitCorrectionForm(data, visit=visit)
            return Step(
                _("Correct the visit"), right,
                lambda: visits.correct_visit(
                    by=by, visit=key, new=right.new(), reason=right.cleaned_data["reason"]
                ),
                _("The first entry stays in the history."),
            )  # fmt: skip
        case "withdraw-visit":
            back = ReasonForm(data)
            return Step(
                _("Take the visit back"), back,
                lambda: visits.withdraw_visit(by=by, visit=key, reason=back.cleaned_data["reason"]),
                _("The first entry stays in the history."),
            )  # fmt: skip
    raise NotFound("programmes.unknown_help")


def _settle_need(by: Actor, key: UUID, form: Form, on: date) -> object:
    state = form.cleaned_data["state"]
    if state == forms.SettleNeedForm.FIRST:
        return needs.put_need_first(by=by, need=key)
    return needs.settle_need(by=by, need=key, state=state, on=on)
