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
    "episodes.unknown_paper": _("There is no such paper in your reach."),
    "episodes.paper_superseded": _("A later paper of the same kind was prepared. Sign that one."),
    "episodes.form_of_another_day": _(
        "The form %(form)s is not the one for %(day)s: the law has changed. Prepare the paper anew."
    ),
    "episodes.not_the_signer": _("Under the law of %(day)s another post takes this step."),
    "episodes.served_to_missing": _("Say to whom the decision was handed."),
    "episodes.decide_here": _(
        "This file was here before that day. Prepare the decision here and let the Chairman sign it."
    ),
    "episodes.paper_no_missing": _("Give the number and the signatory as the paper prints them."),
    "episodes.printed_term_backwards": _("The printed term ends before it begins (%(day)s)."),
    "episodes.end_unknown": _("The end cannot be computed: the term has not begun, or an absence is still running."),
    "episodes.end_too_early": _("The term ends on %(end)s. It can be certified from %(day)s on."),
    "episodes.end_moved": _("The computed end is now %(day)s. Prepare the paper anew."),
    "episodes.use_found_in_term": _(
        "Use was confirmed in the term. Have addiction determined first: the result decides what follows."
    ),
    "episodes.ground_unknown": _("This is no ground for taking somebody off the list before the term is over."),
    "episodes.ground_paper_missing": _(
        "“%(outcome)s” needs its paper: number, day and who issued it. Losing contact alone ends nothing."
    ),
    "episodes.prison_suspends": _(
        "Prison that begins on %(day)s suspends the term under the law of that day. Record the days in prison instead."
    ),
    "episodes.not_determined": _(
        "This needs a standing determination of addiction, and a finding of use confirmed before it. A test alone is "
        "not enough."
    ),
    "episodes.no_decision_yet": _("No decision was signed yet."),
    "episodes.removal_needs_paper": _("A decision is in force. Prepare the removal, and let another person sign it."),
    "episodes.extension_days": _("Choose a day after %(first)s, at the latest %(last)s."),
    "episodes.unknown_helper": _("There is no such helper in your reach."),
    "episodes.helper_unclear": _("Choose either a person with a post, or an organisation."),
    "episodes.helper_after_end": _("The measure ends on %(day)s. Nobody is assigned after that."),
    "episodes.helper_already": _("This helper is assigned already."),
    "episodes.helper_ended": _("This help ended on %(day)s."),
    "episodes.helper_not_of_unit": _("On %(day)s this is no post of the unit that can be assigned to help."),
    "episodes.sheet_rows": _("Choose at least one row, each once, at most %(most)s."),
    "episodes.reason_missing": _("Say why, in a few words."),
}

EVENTS = {f"episodes.{kind.value}": kind.label for kind in EventKind} | {
    "episodes.proposal_prepared": _("prepared a proposal of management"),
    "episodes.decision_prepared": _("prepared a decision on management"),
    "episodes.correction_prepared": _("prepared a correction of a decision"),
    "episodes.certificate_prepared": _("prepared a certificate of completion"),
    "episodes.removal_prepared": _("prepared a removal from the list"),
    "episodes.extension_prepared": _("prepared an extension of sight"),
    "episodes.helper_proposed": _("proposed a helper"),
    "episodes.paper_returned": _("gave a prepared paper back"),
    "episodes.sheet_worked": _("worked through a sheet of many files"),
    "episodes.event_corrected": _("corrected an entry of a measure"),
    "episodes.event_withdrawn": _("took back an entry of a measure"),
    "episodes.interruption_recorded": _("recorded days away"),
    "episodes.interruption_corrected": _("corrected days away"),
    "episodes.interruption_withdrawn": _("took back days away"),
}
