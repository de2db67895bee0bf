"""The sentences of the episodes app: refusals, and what the log says."""

from django.utils.translation import gettext_lazy as _

from hoanhap.casework.episodes.choices import EventKind, EvidenceKind

MESSAGES = {
    "episodes.unknown_episode": _("There is no such measure in your reach."),
    "episodes.unknown_event": _("This entry is no longer there: it was replaced or taken back."),
    "episodes.not_possible": _(
        "“%(event)s” on %(day)s cannot follow what is recorded. Possible from there: %(possible)s. Check the day, and "
        "whether a step before it is still missing."
    ),
    "episodes.nothing_happened": _("A measure begins with an event."),
    "episodes.finding_of_tests": _(
        "Use that a test under management found is recorded by the path of that test alone."
    ),
    "episodes.path_of_tests": _(
        "Of somebody under management a positive is confirmed on the path of the test: laboratory, second "
        "organisation, notice, time to contest."
    ),
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
    "episodes.paper_no_missing": _("Give the number as the paper prints it."),
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
    "episodes.helper_by_paper": _("Since 01/07/2026 the Chairman signs who helps; propose it."),
    "episodes.helper_already": _("This helper is assigned already."),
    "episodes.helper_ended": _("This help ended on %(day)s."),
    "episodes.helper_not_of_unit": _("On %(day)s this is no post of the unit that can be assigned to help."),
    "episodes.sheet_rows": _("Choose at least one row, each once, at most %(most)s."),
    "episodes.reason_missing": _("Say why, in a few words."),
    "episodes.unknown_transfer": _("There is no such hand-over to or from your unit."),
    "episodes.other_party": _("The law of that day gives this step to another post."),
    "episodes.not_left": _("Record first when the person left: the deadline for the notice runs from then."),
    "episodes.notice_before_leaving": _("The notice is dated before the person left (%(day)s)."),
    "episodes.same_unit": _("This is the unit that answers already. Choose the unit the person moved to."),
    "episodes.outside_city": _(
        "This unit lies outside the city. Prepare the removal “moved outside the city” instead of a transfer."
    ),
    "episodes.unit_not_there": _("Choose a commune, ward or township that stood on %(day)s."),
    "episodes.unit_divided": _("The unit was divided. Take the person over from the reassignment list first."),
    "episodes.transfer_pending": _("A notice is out already. Wait for the answer, or take it back first."),
    "episodes.transfer_settled": _("This hand-over is settled already: %(state)s."),
    "episodes.police_first": _("The police of the new place acknowledge first: they keep the file."),
    "episodes.nothing_to_acknowledge": _("Nothing waits here for the police to acknowledge."),
    "episodes.before_notice": _("This day is before the step that came before (%(day)s)."),
    "episodes.refused_too_late": _(
        "The rehabilitation is completed and this commune answers. Accept, then send a transfer notice to where the "
        "person lives."
    ),
    "episodes.not_waiting": _("Nobody with this reference waits for your unit. Another unit may have been quicker."),
    "episodes.not_an_heir": _("This unit holds no part of the old one on that day."),
    "episodes.answer_before_question": _("The answer is dated before the request (%(day)s)."),
    "episodes.criteria_of_six": _("There are six criteria: give a number from 0 to 6."),
    "episodes.body_missing": _("Name the body."),
    "episodes.own_finding": _("You recorded this finding. Somebody of another body records that it is confirmed."),
    "episodes.same_body": _("Your own body recorded this finding. Another body confirms it."),
    "episodes.confirmed_already": _("This finding is confirmed already."),
    "episodes.confirmed_before_found": _("Use is found first and confirmed after that; the other day is %(day)s."),
    "episodes.paper_missing": _("Give the number of the paper."),
    "episodes.not_rehabilitation": _("This is no rehabilitation or treatment that is completed with a certificate."),
    "episodes.not_a_number_of_a_paper": _("This is no number of a paper; write it as printed, such as 12/QĐ-UBND."),
    "episodes.days_disagree": _("This day is another than the one that stands with the number."),
    "episodes.not_a_term": _("Write the first and the last day, such as 15/03/2025 - 15/03/2026, or the length."),
    "episodes.before_the_rulebooks": _(
        "The rulebooks begin on %(first)s. A completion before that day is not taken: leave the measure out."
    ),
    "episodes.decided_before_completion": _("The decision is dated before the completion. Check both days."),
    "episodes.served_before_decision": _("The decision cannot be handed over before its day."),
    "episodes.decided_after_term": _("The decision is dated after the end of the term. Check the days."),
    "episodes.too_young_for": _(
        "This person was under 18 on the day of completion. Write “bắt buộc (từ 12 đến dưới 18 tuổi)”, or check birth "
        "and day."
    ),
    "episodes.age_of_another_measure": _("The person's age on that day does not fit. Check birth, day and form."),
    "episodes.term_before_completion": _("The term cannot begin before the completion. Check both days."),
    "episodes.term_not_of_law": _(
        "By law the term lasts %(months)s months here. Check form and days; if the decision prints another term, leave "
        "the term out and have the decision corrected."
    ),
    "episodes.rehabilitation_in_course": _(
        "A rehabilitation of this person is in course on file. Record its completion there, and leave the measure out."
    ),
    "episodes.another_on_file": _(
        "Another post-rehabilitation management stands on this person's file for these days. Compare form and day of "
        "completion."
    ),
    "episodes.another_decision": _("On file this measure has another decision, or has ended. Compare the number."),
    "episodes.lives_in_another_unit": _("On file this person lives in another unit. That unit records the measure."),
    "episodes.no_home": _("No residence is recorded. Say which commune the person returns to."),
}

EVENTS = (
    {f"episodes.{kind.value}": kind.label for kind in EventKind}
    | {
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
        "episodes.transfer_prepared": _("prepared a transfer notice"),
        "episodes.transfer_announced": _("announced somebody to another commune"),
        "episodes.transfer_sent": _("sent a transfer notice"),
        "episodes.transfer_acknowledged": _("acknowledged a hand-over for the police"),
        "episodes.transfer_accepted": _("accepted somebody handed over"),
        "episodes.handed_over": _("handed somebody over"),
        "episodes.transfer_refused": _("refused a hand-over"),
        "episodes.transfer_withdrawn": _("took back a transfer notice"),
        "episodes.rebuilt": _("derived the state of measures anew"),
        "episodes.taken_over": _("took somebody over from a divided unit"),
        "episodes.address_shown": _("looked at the address of somebody who waits to be taken over"),
        "episodes.completion_notice_prepared": _("prepared a notice of approaching completion"),
    }
    | {
        f"episodes.{kind.value}_{act}": words
        for kind in EvidenceKind
        for act, words in (
            ("recorded", _("recorded evidence")),
            ("corrected", _("corrected evidence")),
            ("withdrawn", _("took back evidence")),
            ("confirmed", _("recorded that a finding is confirmed")),
        )
    }
)
