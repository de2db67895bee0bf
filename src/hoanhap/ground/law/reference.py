"""The rulebooks as a page to read: docs/reference/law.md."""

from collections.abc import Iterable, Sequence
from datetime import date

from hoanhap.ground.law import working_days
from hoanhap.ground.law.alerts import alert_rules
from hoanhap.ground.law.authorities import authorities
from hoanhap.ground.law.choices import Kind
from hoanhap.ground.law.deadlines import deadline_rules
from hoanhap.ground.law.forms import forms
from hoanhap.ground.law.messages import PARTY_WORDS, STEP_WORDS, length_words
from hoanhap.ground.law.periods import Validity
from hoanhap.ground.law.regimes import regimes
from hoanhap.ground.law.terms import TermRule, effect_rules, term_rules
from hoanhap.ground.law.transitions import transitions

_HEAD = """# Law

Printed from `src/hoanhap/ground/law/rulebooks/` by `hoanhap reference law`; do not edit by hand. How a row comes in:
[add a law](../how-to/add-a-law.md).

Not legal advice: a lawyer of the customer confirms every row against the Official Gazette before go-live. "verified"
means that the row was found in a text that was read; regime B was read in unofficial copies (sources L120 and D163).
Keys of sources are those of the project's domain reference. A measure keeps the term of the regime it was decided
under; each act follows the law of its own day, unless a transition row says otherwise.

Counting: the day of the event is not counted; working days leave out Saturday, Sunday and days off, and count a
Saturday worked for another day; hours run on without a stop; a due date on a day off stays there unless the row rolls;
months and years end on the same date, or on the last day of a month without it (Civil Code 2015 Art 148).
"""

_KINDS = {Kind.AFTER: "after", Kind.AT_LEAST_BEFORE: "at least before", Kind.WITHIN_LAST: "within the last"}


def law_page() -> str:
    """The page as Markdown, in the active language (English for the documentation)."""
    parts = (
        _regimes(),
        _deadlines(),
        _terms(),
        _effects(),
        _alerts(),
        _authorities(),
        _transitions(),
        _forms(),
        _calendar(),
    )
    return "\n".join([_HEAD, *(line for part in parts for line in part)]).rstrip() + "\n"


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [f"## {title}", "", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return [*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows), ""]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _force(row: Validity) -> str:
    return f"{_day(row.valid_from)}–{_day(row.valid_to)}"


def _yes(verified: bool) -> str:
    return "yes" if verified else "**no**"


def _regimes() -> list[str]:
    rows = [
        (f"`{one.code}`", one.name, one.instruments, _force(one), one.source, _yes(one.verified), one.note)
        for one in regimes()
    ]
    return _table("Regimes", ("code", "what", "instruments", "in force", "source", "verified", "note"), rows)


def _deadlines() -> list[str]:
    rows = [
        (
            f"`{rule.code}`" + (f" `--variant {rule.variant}`" if rule.variant else ""),
            rule.trigger,
            rule.duty,
            f"{_KINDS[rule.kind]} {length_words(rule.limit, rule.unit)}" + (", rolls" if rule.rolls else ""),
            PARTY_WORDS[rule.actor],
            _force(rule),
            " ".join(f"`{code}`" for code in rule.succeeded_by),
            rule.source,
            _yes(rule.verified),
            rule.note,
        )
        for rule in deadline_rules()
    ]
    head = ("rule", "trigger", "duty", "limit", "who", "in force", "then", "source", "verified", "note")
    return _table("Deadlines", head, rows)


def _length(rule: TermRule) -> str:
    if rule.maximum is None:
        return "whole term"
    number = f"{rule.maximum}" if rule.minimum == rule.maximum else f"{rule.minimum}–{rule.maximum}"
    return f"{number} {rule.unit}"


def _terms() -> list[str]:
    rows = [
        (
            f"`{rule.code}`",
            " ".join(word for word in (rule.subject, rule.measure, rule.case) if word),
            _length(rule),
            rule.counted_from,
            _force(rule),
            rule.source,
            _yes(rule.verified),
            rule.note,
        )
        for rule in term_rules()
    ]
    return _table("Terms", ("rule", "of", "length", "from", "in force", "source", "verified", "note"), rows)


def _effects() -> list[str]:
    rows = [
        (f"`{rule.code}`", rule.event, rule.effect, _force(rule), rule.source, _yes(rule.verified), rule.note)
        for rule in effect_rules()
    ]
    head = ("rule", "event", "effect", "in force", "source", "verified", "note")
    return _table("Absence and prison in a post-rehabilitation term", head, rows)


def _alerts() -> list[str]:
    rows = [
        (f"`{rule.code}`", rule.case, str(rule.years_after), _force(rule), rule.source, _yes(rule.verified), rule.note)
        for rule in alert_rules()
    ]
    head = ("rule", "case", "years after", "in force", "source", "verified", "note")
    return _table("Periods that the police are told of", head, rows)


def _authorities() -> list[str]:
    rows = [
        (
            f"`{one.act}`",
            STEP_WORDS[one.step],
            PARTY_WORDS[one.party],
            _force(one),
            one.source,
            _yes(one.verified),
            one.note,
        )
        for one in authorities()
    ]
    return _table("Authorities", ("act", "step", "who", "in force", "source", "verified", "note"), rows)


def _transitions() -> list[str]:
    rows = [
        (
            f"`{row.code}`",
            row.condition,
            row.effect,
            " ".join(f"`{code}`" for code in row.keeps_rules),
            _force(row),
            row.source,
            _yes(row.verified),
        )
        for row in transitions()
    ]
    return _table("Transitions", ("rule", "if", "then", "keeps", "in force", "source", "verified"), rows)


def _forms() -> list[str]:
    rows = [
        (
            f"`{one.code}`",
            one.title,
            one.title_vi,
            PARTY_WORDS[one.signer] if one.signer else "",
            f"`{one.act}`" if one.act else "",
            _force(one),
            one.source,
            _yes(one.verified),
            one.note,
        )
        for one in forms()
    ]
    head = ("form", "title, abridged", "in Vietnamese, abridged", "signer or holder", "act", "in force", "source",
            "verified", "note")  # fmt: skip
    return _table("Forms", head, rows)


def _calendar() -> list[str]:
    years = working_days.calendar_years().values()
    state = {True: "decided", False: "provisional"}
    rows = [(year.year, state[year.decided], year.source, _yes(year.verified), year.note) for year in years]
    lines = _table("Calendar: years", ("year", "state", "source", "verified", "note"), rows)
    days = [
        (
            _day(day.on),
            f"{day.on:%a}",
            "worked" if day.is_working else "off",
            state[day.decided],
            day.name,
            day.source,
        )
        for year in years
        for day in sorted(working_days.special_days(year.year).values(), key=lambda day: day.on)
    ]
    return [*lines, *_table("Calendar: special days", ("day", "", "", "state", "name", "source"), days)]
