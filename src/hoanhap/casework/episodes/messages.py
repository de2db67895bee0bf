"""The sentences of the episodes app: refusals, and what the log says."""

from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes.choices import EventKind

MESSAGES = {
    "episodes.unknown_episode": _("There is no such measure in your reach."),
    "episodes.unknown_event": _("This entry is no longer there: it was replaced or taken back."),
    "episodes.not_possible": _(
        "“%(event)s” on %(day)s cannot follow what is recorded. Possible from there: %(possible)s. Check the day, and "
        "whether a step before it is still missing."
    ),
    "episodes.nothing_happened": _("A measure begins with an event."),
    "episodes.already_open": _("This measure is open already. Continue there, or close it as recorded twice."),
    "episodes.both_open": _(
        "Both files have the same measure open (%(measures)s). Close one of them as “recorded twice”, then merge."
    ),
    "episodes.origin_missing": _("Say which rehabilitation or treatment comes before."),
    "episodes.expected_missing": _("Say on which day the rehabilitation is expected to be completed."),
    "episodes.term_outside_law": _("The law of that day asks for %(least)s to %(most)s months."),
    "episodes.day_ahead": _("This day is still to come. What is recorded has happened, at the latest on %(day)s."),
    "episodes.end_before_start": _("The last day is before the first (%(day)s)."),
    "episodes.time_needed": _("The deadline %(rule)s runs in hours: give the time of day too."),
    "episodes.own_action": _("This step has its own page, because it needs a paper, evidence or a second person."),
    "episodes.first_event_stays": _("The first entry of a measure stays. Close the measure as “entered by mistake”."),
    "episodes.prison_removes": _(
        "Prison that begins on %(day)s takes the person off the list under the law of that day. Prepare the removal."
    ),
    "episodes.reason_missing": _("Say why, in a few words."),
}

EVENTS = {f"episodes.{kind.value}": kind.label for kind in EventKind} | {
    "episodes.event_corrected": _("corrected an entry of a measure"),
    "episodes.event_withdrawn": _("took back an entry of a measure"),
    "episodes.interruption_recorded": _("recorded days away"),
    "episodes.interruption_corrected": _("corrected days away"),
    "episodes.interruption_withdrawn": _("took back days away"),
}
