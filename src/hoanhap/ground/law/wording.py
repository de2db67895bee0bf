"""What ``hoanhap law`` says: the documents that other programmes read, and the sentences for people."""

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoanhap.ground.law.choices import Kind, Measure, Outcome, Unit
from hoanhap.ground.law.deadlines import Deadline
from hoanhap.ground.law.messages import MEASURE_WORDS, OUTCOME_WORDS, PARTY_WORDS, REGIME_WORDS, length_words
from hoanhap.ground.law.terms import Term


def deadline_document(answer: Deadline) -> dict[str, object]:
    """The answer of ``hoanhap law deadline --json``."""
    rule = answer.rule
    return {
        "rule": rule.code,
        "regime": answer.regime.code.value,
        "limit": rule.limit,
        "unit": rule.unit.value,
        "opens": answer.opens.isoformat() if answer.opens else None,
        "due": answer.due.isoformat(),
        "provisional": answer.provisional,
        "basis": rule.source,
    }


def term_document(answer: Term) -> dict[str, object]:
    """The answer of ``hoanhap law term --json``."""
    return {
        "regime": answer.regime.code.value,
        "years": answer.years,
        "ends_on": answer.ends_on.isoformat() if answer.ends_on else None,
        "outcome": answer.outcome.value,
        "counted_days": answer.counted_days,
        "uncounted_days": answer.uncounted_days,
        "rules": list(answer.rules),
    }


def deadline_sentence(answer: Deadline) -> str:
    """The same in words."""
    rule = answer.rule
    english = get_language() == "en"
    facts = {
        "rule": rule.code,
        "regime": REGIME_WORDS[answer.regime.code],
        "duty": rule.duty if english else rule.duty_vi,
        "trigger": rule.trigger if english else rule.trigger_vi,
        "limit": length_words(rule.limit, rule.unit),
        "opens": _written(answer.opens) if answer.opens else "",
        "due": _written(answer.due),
        "actor": PARTY_WORDS[rule.actor],
        "basis": rule.source,
    }
    match rule.kind:
        case Kind.AFTER:
            words = _("%(rule)s, %(regime)s: %(duty)s. Within %(limit)s after: %(trigger)s. Last: %(due)s.")
        case Kind.AT_LEAST_BEFORE:
            words = _("%(rule)s, %(regime)s: %(duty)s. At least %(limit)s, %(trigger)s. Last: %(due)s.")
        case Kind.WITHIN_LAST:
            words = _("%(rule)s, %(regime)s: %(duty)s. In the last %(limit)s, %(trigger)s: from %(opens)s to %(due)s.")
    said = [words % facts, _("Responsible: %(actor)s. Basis: %(basis)s.") % facts]
    if answer.provisional:
        said.append(_("Provisional: the count crosses days whose days off are not settled yet."))
    if not rule.verified:
        said.append(_("This row of the rulebook is not verified."))
    return " ".join(said)


def term_sentence(measure: Measure, answer: Term) -> str:
    """The same in words."""
    facts = {
        "measure": MEASURE_WORDS[measure],
        "regime": REGIME_WORDS[answer.regime.code],
        "length": length_words(answer.years, Unit.YEARS),
        "outcome": OUTCOME_WORDS[answer.outcome],
        "ends_on": _written(answer.ends_on) if answer.ends_on else "",
        "counted": answer.counted_days,
        "uncounted": answer.uncounted_days,
        "rules": ", ".join(answer.rules),
    }
    if answer.outcome is Outcome.OPEN:
        words = _("After %(measure)s (%(regime)s), term %(length)s: %(outcome)s while an absence or prison goes on.")
    else:
        words = _(
            "After %(measure)s (%(regime)s), term %(length)s: %(outcome)s on %(ends_on)s; days counted %(counted)s, "
            "not counted %(uncounted)s."
        )
    return " ".join([words % facts, _("Rules applied: %(rules)s.") % facts])


def _written(day: date | datetime) -> str:
    if isinstance(day, datetime):
        return f"{day:%H:%M %d/%m/%Y}"
    return f"{day:%d/%m/%Y}"
