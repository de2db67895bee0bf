"""The law as it stands beside a duty or a term: small, in the reader's language, with its article."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoanhap.casework.episodes.models import Duty
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.text import capital
from hoanhap.ground.law.choices import Kind, Party
from hoanhap.ground.law.deadlines import DeadlineRule, deadline_rules
from hoanhap.ground.law.messages import PARTY_WORDS, length_words
from hoanhap.ground.law.regimes import regime_on
from hoanhap.ground.law.terms import effect_rules, term_rules

LAWS: Mapping[str, str] = {"L73": "73/2021", "L120": "120/2025"}
DECREES: Mapping[str, str] = {"D105": "105/2021", "D109": "109/2021", "D116": "116/2021", "D163": "163/2026"}
SOURCE = re.compile(r"(?P<code>[LD]\d+)(?P<articles>[^;]*)")


def basis(source: str) -> str:
    """A source of the rulebook as people cite it: "L120 48; D163 134" → "Luật 120/2025 Đ.48; NĐ 163/2026 Đ.134"."""
    cited = []
    for found in SOURCE.finditer(source):
        code, articles = found["code"], found["articles"].strip()
        if code in LAWS:
            words = _("Law %(number)s") % {"number": LAWS[code]}
        elif code in DECREES:
            words = _("Decree %(number)s") % {"number": DECREES[code]}
        else:
            continue
        cited.append(_("%(law)s Art. %(articles)s") % {"law": words, "articles": articles} if articles else words)
    return "; ".join(cited)


@cache
def _versions() -> dict[str, DeadlineRule]:
    return {rule.version: rule for rule in deadline_rules()}


def rule_of(duty: Duty) -> DeadlineRule:
    """The version of the rule that set a duty."""
    return _versions()[duty.version]


def duty_words(rule: DeadlineRule) -> str:
    """What has to be done, beginning with a capital."""
    words = rule.duty if get_language() == "en" else rule.duty_vi
    return capital(words)


def limit_words(rule: DeadlineRule) -> str:
    """Within which time of what: "24 giờ kể từ khi rời khỏi xã"."""
    facts = {
        "limit": length_words(rule.limit, rule.unit),
        "trigger": rule.trigger if get_language() == "en" else rule.trigger_vi,
    }
    match rule.kind:
        case Kind.AFTER:
            return _("%(limit)s from: %(trigger)s") % facts
        case Kind.AT_LEAST_BEFORE:
            return _("at least %(limit)s, %(trigger)s") % facts
        case Kind.WITHIN_LAST:
            return _("the last %(limit)s, %(trigger)s") % facts


def why_words(duty: Duty) -> str:
    """The small line under a duty: the time limit, the rule's code, the law."""
    rule = rule_of(duty)
    parts = [limit_words(rule), rule.code, basis(rule.source)]
    if duty.provisional:
        parts.append(_("provisional: the days off of that time are not settled yet"))
    return " · ".join(part for part in parts if part)


def party_words(party: str) -> str:
    """Who must act."""
    return str(PARTY_WORDS[Party(party)])


def regime_words(day: date) -> str:
    """The law in force on a day, in one line; empty before the first."""
    try:
        found = regime_on(day)
    except Refusal:
        return ""
    return found.name if get_language() == "en" else found.name_vi


def sources_of(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Rules of a term by code, each with its law."""
    known = {rule.code: rule.source for rule in term_rules()} | {rule.code: rule.source for rule in effect_rules()}
    return [(code, basis(known[code])) for code in codes if code in known]
