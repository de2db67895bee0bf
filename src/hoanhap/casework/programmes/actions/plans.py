"""The help plan: what is set out to be done by the end of the month, the quarter and the year (plan 270 §II.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.writing import entry, locked
from hoanhap.casework.programmes import help_rules as rules
from hoanhap.casework.programmes.help_choices import ItemState
from hoanhap.casework.programmes.models import HelpPlan, Need, PlanItem
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """One thing to do, for this month, this quarter or this year; ``need``: the need that it answers."""

    period: str
    words: str = field(repr=False)
    need: UUID | None = None


@audited
def write_plan(*, by: Actor, episode: UUID, items: Sequence[NewItem], on: date) -> HelpPlan:
    """Write the help plan; one that is in force ends the day before, with what was not done in it.

    Raises RuleViolation ``programmes.plan_empty``, ``programmes.plan_today_already``, ``programmes.words_missing``,
    ``programmes.words_of_health``, ``programmes.measure_over``; NotFound for a need of somebody else.
    """
    held = locked(by, episode, Permission.HELP_RECORD)
    rules.check_running(held.measure, held.stage)
    rules.check_happened(on, since=held.started_on, on=clock.today(), field="on")
    if not items:
        raise RuleViolation("programmes.plan_empty")
    before = HelpPlan.objects.select_for_update().filter(episode=held, to_on__isnull=True).first()
    if before is not None:
        if before.from_on >= on:
            raise RuleViolation("programmes.plan_today_already")
        before.to_on = on - timedelta(days=1)
        before.save(update_fields=["to_on"])
    plan = HelpPlan.objects.create(episode=held, from_on=on, recorded_by=by.user, recorded_at=clock.now())
    _add(plan, items, on)
    record_many([entry("programmes.plan_written", held, on=on, items=len(items))], by=by)
    return plan


@audited
def add_items(*, by: Actor, plan: UUID, items: Sequence[NewItem], on: date) -> list[PlanItem]:
    """Set out more in the plan that is in force."""
    held, row = _own(by, plan)
    if row.to_on is not None:
        raise RuleViolation("programmes.plan_ended", day=row.to_on)
    made = _add(row, items, on)
    record_many([entry("programmes.plan_extended", held, on=on, items=len(made))], by=by)
    return made


@audited
def settle_item(*, by: Actor, item: UUID, state: str, on: date, why: str = "") -> PlanItem:
    """An item was done, or was not, with the reason. Raises RuleViolation ``programmes.settled_already``,
    ``programmes.words_missing``."""
    by.require(Permission.HELP_RECORD)
    found = PlanItem.objects.select_related("plan").filter(pk=item).first()
    if found is None:
        raise NotFound("programmes.unknown_help")
    held = locked(by, found.plan.episode_id, Permission.HELP_RECORD)
    row = PlanItem.objects.select_for_update(of=("self",)).get(pk=item)
    if row.state != ItemState.OPEN:
        raise RuleViolation("programmes.settled_already")
    if state not in (ItemState.DONE, ItemState.NOT_DONE):
        raise RuleViolation("programmes.choose_one", field="state")
    rules.check_happened(on, since=found.plan.from_on, on=clock.today(), field="on")
    row.why = rules.check_words(why, field="why", needed=state == ItemState.NOT_DONE)
    row.state, row.settled_on = state, on
    row.save(update_fields=["state", "settled_on", "why"])
    record_many([entry(f"programmes.item_{ItemState(state).value}", held, on=on, period=row.period)], by=by)
    return row


def _own(by: Actor, plan: UUID) -> tuple[Episode, HelpPlan]:
    by.require(Permission.HELP_RECORD)
    row = HelpPlan.objects.filter(pk=plan).first()
    if row is None:
        raise NotFound("programmes.unknown_help")
    held = locked(by, row.episode_id, Permission.HELP_RECORD)
    return held, HelpPlan.objects.select_for_update().get(pk=plan)


def _add(plan: HelpPlan, items: Sequence[NewItem], on: date) -> list[PlanItem]:
    wanted = {one.need for one in items if one.need}
    if Need.objects.filter(pk__in=wanted, episode=plan.episode_id).count() != len(wanted):
        raise NotFound("programmes.unknown_help")
    rows = [
        PlanItem(
            plan=plan, need_id=one.need, period=one.period, due_on=rules.due_of(one.period, on=on),
            words=rules.check_words(one.words, field="words", needed=True), recorded_at=clock.now(),
        )
        for one in items
    ]  # fmt: skip
    return PlanItem.objects.bulk_create(rows)
