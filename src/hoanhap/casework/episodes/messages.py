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
    "episodes.unknown_transfer": _("There is no such hand-over to or from your unit."),
    "episodes.unknown_paper": _("There is no such prepared paper for this measure."),
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
    "episodes.confirmed_before_found": _(
        "The day does not fit: found and confirmed must follow one another (%(day)s)."
    ),
    "episodes.paper_missing": _("Give the number of the paper."),
    "episodes.not_rehabilitation": _("This is no rehabilitation or treatment that is completed with a certificate."),
    "episodes.no_home": _("No residence is recorded. Say which commune the person returns to."),
} | {
    f"episodes.{kind.value}_{act}": words
    for kind in EvidenceKind
    for act, words in (
        ("recorded", _("recorded evidence")),
        ("corrected", _("corrected evidence")),
        ("withdrawn", _("took back evidence")),
        ("confirmed", _("recorded that a finding is confirmed")),
    )
}

EVENTS = (
    {f"episodes.{kind.value}": kind.label for kind in EventKind}
    | {
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
