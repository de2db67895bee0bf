"""Terms of measures, and the end of post-rehabilitation management as the days without absence make it.

The term runs from completion: 2 years after compulsory rehabilitation of an adult, else 1 year (L73 40, L120 42). A day
of unreported absence does not count (D116 79, D163 136); prison takes a person off the list under regime A (L73 43) and
suspends the term under B (L120 47.1). Domain reference §1.9, Computation.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.law import reading
from hoanhap.ground.law.choices import Measure, Outcome
from hoanhap.ground.law.periods import Validity, add_years
from hoanhap.ground.law.regimes import Regime, regime_on

ADULT = 18
"""Age in years from which rehabilitation is compulsory under the rules for adults (L73 32, L120 35)."""
YOUNGEST = 12
"""Age in years from which rehabilitation can be compulsory at all (L73 33, L120 36)."""
MINOR_DONE_BEFORE = 21
"""A measure begun under 18 is over before this age: at most 36 months under B (L120 29, 36)."""

_DAY = timedelta(days=1)
_Span = tuple[date, date | None]
"""First and last day, both counted; ``None`` while it runs."""


@dataclass(frozen=True, kw_only=True)
class TermRule(Validity):
    """One row of ``terms.csv``: how long a measure takes. ``unit`` may be ``whole_term``, without a length."""

    code: str
    subject: str
    measure: str
    case: str
    minimum: int | None
    maximum: int | None
    unit: str
    counted_from: str
    source: str
    verified: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class EffectRule(Validity):
    """One row of ``effects.csv``: what an absence or prison does to a post-rehabilitation term."""

    code: str
    event: str
    effect: str
    source: str
    verified: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Away from the place of management from ``first`` to ``last``, both days away; ``last`` is None while away."""

    first: date
    last: date | None
    reported: bool = False


@dataclass(frozen=True, kw_only=True)
class Imprisonment:
    """In prison from ``first`` to ``last``, both days counted; ``last`` is None while there."""

    first: date
    last: date | None


@dataclass(frozen=True, kw_only=True)
class Term:
    """How a post-rehabilitation term stands.

    Unless the outcome is ``open``, ``counted_days + uncounted_days`` are the days after completion through
    ``ends_on``. ``rules`` are the codes of the rows that made the answer.
    """

    regime: Regime
    years: int
    outcome: Outcome
    ends_on: date | None
    counted_days: int | None
    uncounted_days: int | None
    rules: tuple[str, ...]


@cache
def term_rules() -> tuple[TermRule, ...]:
    """Every row of ``terms.csv``."""
    return tuple(
        TermRule(
            code=row["code"],
            subject=row["subject"],
            measure=row["measure"],
            case=row["case"],
            minimum=reading.number(row["minimum"]),
            maximum=reading.number(row["maximum"]),
            unit=row["unit"],
            counted_from=row["counted_from"],
            **reading.force(row),
        )
        for row in reading.table("terms")
    )


@cache
def effect_rules() -> tuple[EffectRule, ...]:
    """Every row of ``effects.csv``."""
    return tuple(
        EffectRule(code=row["code"], event=row["event"], effect=row["effect"], **reading.force(row))
        for row in reading.table("effects")
    )


def term_rule(subject: str, measure: str, *, on: date, case: str = "") -> TermRule:
    """The length of a measure under the law of ``on``: the decision, or the completion for ``post_rehab``.

    Raises Refusal where the law of that day knows no such measure.
    """
    regime_on(on)
    for rule in term_rules():
        if (rule.subject, rule.measure, rule.case) == (subject, measure, case) and rule.covers(on):
            return rule
    raise Refusal("law.no_term", measure=measure or subject, day=on)


def effect_on(event: str, *, on: date) -> EffectRule:
    """What ``absence`` or ``prison`` beginning on ``on`` does to a term."""
    regime_on(on)
    return next(rule for rule in effect_rules() if rule.event == event and rule.covers(on))


def check_age(measure: Measure, *, born_on: date, completed_on: date) -> None:
    """Refuse a measure that the person's age at completion does not allow.

    Compulsory rehabilitation as an adult ends at 18 or later; as a minor it begins at 12 and ends before 21. Somebody
    born on 29/02 comes of age on 28/02 (Civil Code 2015 Art 148).
    """
    if born_on > completed_on:
        raise RuleViolation("law.born_after_completion", born_on=born_on, completed_on=completed_on)

    def reached(age: int) -> bool:
        return add_years(born_on, age) <= completed_on

    if measure is Measure.COMPULSORY and not reached(ADULT):
        raise RuleViolation("law.compulsory_under_age", completed_on=completed_on, adult_on=add_years(born_on, ADULT))
    if measure is Measure.COMPULSORY_MINOR and not (reached(YOUNGEST) and not reached(MINOR_DONE_BEFORE)):
        raise RuleViolation(
            "law.compulsory_minor_age",
            completed_on=completed_on,
            first=add_years(born_on, YOUNGEST),
            last=add_years(born_on, MINOR_DONE_BEFORE) - _DAY,
        )


def post_rehab_term(
    measure: Measure,
    *,
    completed_on: date,
    born_on: date,
    absences: Sequence[Absence] = (),
    prison: Sequence[Imprisonment] = (),
) -> Term:
    """The term of post-rehabilitation management after a measure, and the day it ends on.

    Only what lies after completion and inside the term matters; days that are absent twice count once; an absence
    inside the extension extends again. Prison goes by the law of its first day inside the term. Raises RuleViolation
    for an age that the measure does not allow, Refusal for a period that ends before it begins and for a completion
    before the first regime.
    """
    check_age(measure, born_on=born_on, completed_on=completed_on)
    rule = term_rule("post_rehab", measure.value, on=completed_on)
    regime, years = regime_on(completed_on), rule.maximum or 0
    asked = (add_years(completed_on, years) - completed_on).days

    away = [span for a in absences if (span := _inside(a.first, a.last, completed_on)) and not a.reported]
    jailed = [span for p in prison if (span := _inside(p.first, p.last, completed_on))]
    removing = [span for span in jailed if effect_on("prison", on=span[0]).effect == "removes"]
    gaps = _merged([*away, *(span for span in jailed if span not in removing)])
    ends_on = _end(completed_on, asked, gaps)

    removed_on = min((first for first, _last in removing), default=None)
    if removed_on and (ends_on is None or removed_on <= ends_on):
        outcome, ends_on = Outcome.REMOVED, removed_on
    else:
        outcome = Outcome.COMPLETES if ends_on else Outcome.OPEN
    codes = (rule.code, *_effects("absence", away, ends_on), *_effects("prison", jailed, ends_on))
    uncounted = counted = None
    if ends_on:
        lost = [*gaps, (ends_on, ends_on)] if outcome is Outcome.REMOVED else gaps
        uncounted = _days(_merged(lost), ends_on)
        counted = (ends_on - completed_on).days - uncounted
    return Term(
        regime=regime,
        years=years,
        outcome=outcome,
        ends_on=ends_on,
        counted_days=counted,
        uncounted_days=uncounted,
        rules=codes,
    )


def _inside(first: date, last: date | None, completed_on: date) -> _Span | None:
    """The part of a period that lies after completion."""
    if last and last < first:
        raise Refusal("law.period_backwards", first=first, last=last)
    if last and last <= completed_on:
        return None
    return max(first, completed_on + _DAY), last


def _merged(spans: Collection[_Span]) -> list[_Span]:
    """The same days as periods that neither overlap nor touch, in order of time."""
    merged: list[_Span] = []
    for first, last in sorted(spans, key=lambda span: span[0]):
        if merged:
            before_first, before_last = merged[-1]
            if before_last is None:
                break
            if first <= before_last or first - before_last == _DAY:
                merged[-1] = (before_first, None if last is None else max(before_last, last))
                continue
        merged.append((first, last))
    return merged


def _end(completed_on: date, asked: int, gaps: Sequence[_Span]) -> date | None:
    """The day on which ``asked`` days outside the gaps are served; None if a running gap comes first."""
    served_until, left = completed_on, asked
    for first, last in gaps:
        free = (first - served_until).days - 1
        if left <= free:
            break
        if last is None:
            return None
        left -= free
        served_until = last
    try:
        return served_until + timedelta(days=left)
    except OverflowError as error:
        raise Refusal("law.beyond_calendar") from error


def _days(spans: Sequence[_Span], until: date) -> int:
    """How many days of the periods lie on or before ``until``."""
    return sum((min(last or until, until) - first).days + 1 for first, last in spans if first <= until)


def _effects(event: str, spans: Collection[_Span], ends_on: date | None) -> tuple[str, ...]:
    """The codes of the rows that the periods inside the term called for, each once."""
    codes = (effect_on(event, on=first).code for first, _last in sorted(spans, key=lambda span: span[0])
             if ends_on is None or first <= ends_on)  # fmt: skip
    return tuple(dict.fromkeys(codes))
