"""The words of this app: its refusals, and the names of its closed lists."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hoanhap.ground.law.choices import Measure, Outcome, Party, RegimeCode, Step, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

MESSAGES: "Mapping[str, StrPromise]" = {
    "law.no_regime": _("The rulebooks begin on %(first)s; the law of %(day)s is not in them."),
    "law.year_unknown": _(
        "The working-day calendar knows the years %(first)s to %(last)s; %(year)s is not among them."
    ),
    "law.beyond_calendar": _("That day lies beyond the calendar."),
    "law.unknown_rule": _("There is no deadline rule %(rule)s; the nearest is %(nearest)s."),
    "law.rule_without_variants": _("Rule %(rule)s has one limit only, so no variant “%(variant)s”."),
    "law.unknown_variant": _("Rule %(rule)s has no variant “%(variant)s”; the nearest is “%(nearest)s”."),
    "law.other_rule_governs": _("Rule %(rule)s is not in force on %(day)s; that day is governed by %(governing)s."),
    "law.no_rule_governs": _("Rule %(rule)s is not in force on %(day)s, and the rulebook has no other for that day."),
    "law.time_needed": _("Rule %(rule)s is counted in hours: give the time of day as well."),
    "law.not_a_day": _("“%(text)s” is not a day; write YYYY-MM-DD or dd/mm/yyyy."),
    "law.not_a_moment": _("“%(text)s” is neither a day nor a moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM."),
    "law.not_a_period": _("“%(text)s” is not a period; write FROM:TO."),
    "law.not_an_absence": _("“%(text)s” is not an absence; write FROM:TO or FROM:TO:reported."),
    "law.period_backwards": _("The period ends on %(last)s, before it begins on %(first)s."),
    "law.unknown_measure": _("There is no measure “%(measure)s”; the nearest is “%(nearest)s”."),
    "law.no_term": _("The rulebook has no term for “%(measure)s” on %(day)s."),
    "law.born_after_completion": _("The birth on %(born_on)s lies after the completion on %(completed_on)s."),
    "law.compulsory_under_age": _(
        "A person who turns 18 on %(adult_on)s cannot complete compulsory rehabilitation as an adult on "
        "%(completed_on)s; use compulsory_minor."
    ),
    "law.compulsory_minor_age": _(
        "Born on this day, a person can complete compulsory rehabilitation as a minor from %(first)s to %(last)s, "
        "not on %(completed_on)s."
    ),
    "law.unknown_act": _("The rulebooks know no act “%(act)s”."),
    "law.nobody_acts": _("The rulebook names nobody for the step “%(step)s” of “%(act)s” on %(day)s."),
    "law.unknown_form": _("There is no form %(form)s; forms are named by regime, annex and number, as in B-V-53."),
    "law.no_form": _("The rulebook has no form for “%(act)s” on %(day)s."),
}

REGIME_WORDS: "Mapping[RegimeCode, StrPromise]" = {
    RegimeCode.A: _("regime A"),
    RegimeCode.A2: _("regime A′"),
    RegimeCode.B: _("regime B"),
}

MEASURE_WORDS: "Mapping[Measure, StrPromise]" = {
    Measure.COMPULSORY: _("compulsory rehabilitation from 18 years"),
    Measure.COMPULSORY_MINOR: _("compulsory rehabilitation from 12 to under 18 years"),
    Measure.VOLUNTARY_HOME: _("voluntary rehabilitation at home and in the community"),
    Measure.VOLUNTARY_FACILITY: _("voluntary rehabilitation in a facility"),
    Measure.SUBSTITUTION: _("substitution treatment"),
}

OUTCOME_WORDS: "Mapping[Outcome, StrPromise]" = {
    Outcome.COMPLETES: _("the term ends"),
    Outcome.OPEN: _("no end can be computed"),
    Outcome.REMOVED: _("off the list because of prison"),
}

STEP_WORDS: "Mapping[Step, StrPromise]" = {
    Step.PREPARES: _("prepares"),
    Step.DECIDES: _("decides"),
    Step.SIGNS: _("signs"),
    Step.KEEPS: _("keeps"),
    Step.RECEIVES: _("receives"),
}

PARTY_WORDS: "Mapping[Party, StrPromise]" = {
    Party.CHAIR: _("Chair of the commune People's Committee"),
    Party.CHAIR_OR_POLICE: _("Chair of the commune People's Committee or the police"),
    Party.CHAIR_AND_POLICE: _("Chair of the commune People's Committee and the commune police chief"),
    Party.COMMUNE_PC: _("commune People's Committee"),
    Party.COMMUNE_POLICE: _("commune police"),
    Party.COMMUNE_POLICE_CHIEF: _("commune police chief"),
    Party.DISTRICT_POLICE: _("district police"),
    Party.DISTRICT_LABOUR: _("district labour office"),
    Party.PROVINCIAL_LABOUR: _("provincial labour department"),
    Party.PROVINCIAL_POLICE: _("provincial police"),
    Party.PROVINCIAL_POLICE_DIRECTOR: _("director of the provincial police"),
    Party.PROVINCIAL_PC: _("provincial People's Committee"),
    Party.POLICE: _("the police in charge"),
    Party.DISTRICT_COURT: _("district People's Court"),
    Party.REGIONAL_COURT: _("regional People's Court"),
    Party.FACILITY: _("rehabilitation facility"),
    Party.FACILITY_DIRECTOR: _("director of the facility"),
    Party.FACILITY_OR_HELPER: _("head of the facility or the assigned helper"),
    Party.FACILITY_OR_POLICE: _("rehabilitation facility or the police"),
    Party.PRIVATE_FACILITY: _("private rehabilitation facility"),
    Party.HEALTH_FACILITY: _("health facility"),
    Party.CLINIC: _("substitution clinic"),
    Party.PROVIDER: _("provider of rehabilitation services"),
    Party.DOSSIER_MAKER: _("the body that compiles the dossier"),
    Party.PERSON: _("the person concerned"),
    Party.PERSON_OR_FAMILY: _("the person concerned or the family"),
    Party.PERSON_OR_GUARDIAN: _("the person concerned or the guardian"),
    Party.GUARDIAN: _("parent or guardian"),
}


def length_words(number: int, unit: Unit) -> str:
    """A length of time in the reader's language: "3 working days"."""
    match unit:
        case Unit.HOURS:
            words = ngettext("%(number)s hour", "%(number)s hours", number)
        case Unit.DAYS:
            words = ngettext("%(number)s day", "%(number)s days", number)
        case Unit.WORKING_DAYS:
            words = ngettext("%(number)s working day", "%(number)s working days", number)
        case Unit.MONTHS:
            words = ngettext("%(number)s month", "%(number)s months", number)
        case Unit.YEARS:
            words = ngettext("%(number)s year", "%(number)s years", number)
    return words % {"number": number}
