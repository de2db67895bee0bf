"""Deadlines: within so long after an event, not later than so long before an end, or during the last so long.

Counting (domain reference §1.13): the day of the event is not counted; hours run on without a stop; a due date that
falls on a day off stays there, unless the rule's row says that it rolls. Every deadline names the version of the rule
that set it, which is what a case stores.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache

from hoanhap.ground.kernel.clock import LOCAL
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.law import reading, working_days
from hoanhap.ground.law.choices import Kind, Party, Unit
from hoanhap.ground.law.periods import Validity, add_months, add_years
from hoanhap.ground.law.regimes import Regime, regime_on


@dataclass(frozen=True, kw_only=True)
class DeadlineRule(Validity):
    """One row of ``deadlines.csv``: who must do what within which time of what."""

    code: str
    variant: str
    """Empty for the rule's ordinary limit, else e.g. ``elsewhere``."""
    kind: Kind
    limit: int
    unit: Unit
    rolls: bool
    actor: Party
    trigger: str
    trigger_vi: str
    duty: str
    duty_vi: str
    succeeded_by: tuple[str, ...]
    source: str
    verified: bool
    note: str

    @property
    def version(self) -> str:
        """What a case stores beside a due date: code, variant and first day in force."""
        variant = f"/{self.variant}" if self.variant else ""
        return f"{self.code}{variant}@{self.valid_from.isoformat()}"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """An answer: act from ``opens`` (``None``: at once) until ``due``.

    Days, or moments in Viet Nam's time for a rule in hours. ``provisional``: the count crossed a day that the calendar
    does not know for certain. ``regime`` is the one in force on the day asked from.
    """

    rule: DeadlineRule
    regime: Regime
    opens: date | datetime | None
    due: date | datetime
    provisional: bool


@cache
def deadline_rules() -> tuple[DeadlineRule, ...]:
    """Every row, in the order of the file."""
    return tuple(
        DeadlineRule(
            code=row["code"],
            variant=row["variant"],
            kind=Kind(row["kind"]),
            limit=int(row["limit"]),
            unit=Unit(row["unit"]),
            rolls=reading.yes(row["rolls"]),
            actor=Party(row["actor"]),
            trigger=row["trigger"],
            trigger_vi=row["trigger_vi"],
            duty=row["duty"],
            duty_vi=row["duty_vi"],
            succeeded_by=tuple(row["succeeded_by"].split()),
            **reading.force(row),
        )
        for row in reading.table("deadlines")
    )


def rule_on(code: str, *, on: date, variant: str = "", kept: Collection[str] = ()) -> DeadlineRule:
    """The version of a rule in force on ``on``.

    ``kept`` are codes that a transition row keeps alive after their last day (``transitions.kept_rules``). Raises
    NotFound for a code or variant that does not exist, naming the nearest, and Refusal outside the rule's validity,
    naming the rules that govern the day.
    """
    versions = [rule for rule in deadline_rules() if rule.code == code]
    if not versions:
        raise NotFound("law.unknown_rule", rule=code, nearest=_nearest(code, {rule.code for rule in deadline_rules()}))
    of_variant = [rule for rule in versions if rule.variant == variant]
    if not of_variant:
        variants = {rule.variant for rule in versions} - {""}
        if not variants:
            raise NotFound("law.rule_without_variants", rule=code, variant=variant)
        raise NotFound("law.unknown_variant", rule=code, variant=variant, nearest=_nearest(variant, variants))
    for rule in of_variant:
        if rule.covers(on):
            return rule
    latest = max(of_variant, key=lambda rule: rule.valid_from)
    if code in kept and on > latest.valid_from:
        return latest
    governing = governing_rules(code, on=on)
    if governing:
        raise Refusal("law.other_rule_governs", rule=code, day=on, governing=list(governing))
    raise Refusal("law.no_rule_governs", rule=code, day=on)


def governing_rules(code: str, *, on: date) -> tuple[str, ...]:
    """The rules that govern the duty of ``code`` on ``on``: itself, what succeeded it, or what it succeeded."""
    rules = deadline_rules()
    later = {after for rule in rules if rule.code == code for after in rule.succeeded_by}
    akin = {code} | later | {rule.code for rule in rules if code in rule.succeeded_by}
    return tuple(dict.fromkeys(rule.code for rule in rules if rule.code in akin and rule.covers(on)))


def deadline(code: str, *, start: date | datetime, variant: str = "", kept: Collection[str] = ()) -> Deadline:
    """The deadline that a rule sets, counted from ``start``: the event, or the end for rules that stand before one.

    A rule in hours needs an aware moment, others look at its day in Viet Nam only. Validity is judged on the day of
    ``start``. Raises what :func:`rule_on` raises, and Refusal ``law.time_needed`` or ``law.year_unknown``.
    """
    moment = start.astimezone(LOCAL) if isinstance(start, datetime) else None
    day = moment.date() if moment else start
    rule = rule_on(code, on=day, variant=variant, kept=kept)
    regime = regime_on(day)
    try:
        if rule.unit is Unit.HOURS:
            if moment is None:
                raise Refusal("law.time_needed", rule=code)
            opens, due = _in_hours(rule, moment)
            return Deadline(rule=rule, regime=regime, opens=opens, due=due, provisional=False)
        first, last, provisional = _in_days(rule, day)
        return Deadline(rule=rule, regime=regime, opens=first, due=last, provisional=provisional)
    except OverflowError as error:
        raise Refusal("law.beyond_calendar") from error


def _in_hours(rule: DeadlineRule, start: datetime) -> tuple[datetime | None, datetime]:
    length = timedelta(hours=rule.limit)
    match rule.kind:
        case Kind.AFTER:
            return None, start + length
        case Kind.AT_LEAST_BEFORE:
            return None, start - length
        case Kind.WITHIN_LAST:
            return start - length, start


def _in_days(rule: DeadlineRule, start: date) -> tuple[date | None, date, bool]:
    """Opens, due, and whether the answer hangs on a provisional day."""
    forwards = rule.kind is Kind.AFTER
    reached = counted(start, rule.limit if forwards else -rule.limit, rule.unit)
    first, last = (start + timedelta(days=1), reached) if forwards else (reached, start - timedelta(days=1))
    provisional = rule.unit is Unit.WORKING_DAYS and working_days.crosses_provisional(first, last)
    if rule.kind is Kind.WITHIN_LAST:
        return reached, start, provisional
    if rule.rolls:
        rolled = working_days.next_working_day(reached, backwards=not forwards)
        passed = sorted((reached, rolled))
        return None, rolled, provisional or working_days.crosses_provisional(*passed)
    return None, reached, provisional


def counted(start: date, number: int, unit: Unit) -> date:
    """The day ``number`` units after ``start`` (before it, if negative), ``start`` itself not counted."""
    match unit:
        case Unit.DAYS:
            return start + timedelta(days=number)
        case Unit.WORKING_DAYS:
            return working_days.add_working_days(start, number)
        case Unit.MONTHS:
            return add_months(start, number)
        case Unit.YEARS:
            return add_years(start, number)
        case Unit.HOURS:
            raise ValueError("hours are counted from a moment, not from a day")


def _nearest(word: str, known: Collection[str]) -> str:
    return get_close_matches(word, sorted(known), n=1, cutoff=0)[0]
