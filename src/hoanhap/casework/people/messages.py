"""The words of this app's refusals and events. No sentence repeats a name, a number, a telephone or an address."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "people.unknown_person": _("There is no such person in your reach."),
    "people.unknown_entry": _("There is no such entry in this file."),
    "people.not_merged": _("This file is not merged into another."),
    "people.asked_too_often": _("You have asked %(limit)s times within an hour. Try again later."),
    "people.too_many_files": _(
        "You have opened the files of %(limit)s people within an hour, far more than one's work needs. "
        "This is recorded. Go on in an hour; if it was your work, tell your supervisor."
    ),
    "people.many_files": _("You have opened the files of %(limit)s people within an hour: confirm that it is you."),
    "people.already_asked": _("Your unit has asked for this file already and has no answer yet."),
    "people.not_held_elsewhere": _("No other unit holds this number. Register the person, or check the number."),
    "people.already_answered": _("This was answered already."),
    "people.answer_missing": _("Choose an answer."),
    "people.told_apart_already": _("These two were told apart already."),
    "people.duplicates_open": _("Say for everybody who looks alike whether it is the same person."),
    "people.nothing_asked": _("Give a name, a year of birth, a number or a telephone."),
    "people.already_ended": _("This ended on %(day)s."),
    "people.already_known": _("Somebody in your reach already has this number. Open that file instead."),
    "people.held_elsewhere": _("This number is held elsewhere. Ask for a transfer instead of a second file."),
    "people.file_closed": _(
        "The file with this number is a closed one of your unit. Search for the number, and open it again."
    ),
    "people.reopening_unclear": _("Say for which new measure the file is opened again."),
    "people.number_twice": _("This number stands here twice."),
    "people.birth_disagrees": _("Day and year of birth do not agree."),
    "people.birth_in_future": _("The birth lies in the future."),
    "people.birth_too_long_ago": _("The year of birth lies too far back."),
    "people.changed_since_merge": _(
        "Something was recorded of this person after the merge (%(changed)s), so the two files cannot be parted."
    ),
    "people.contact_missing": _("Give a telephone number or another way to reach the person."),
    "people.day_in_future": _("%(day)s is still to come."),
    "people.detail_not_needed": _("Name the form that asks for this; without one it is not kept."),
    "people.end_before_start": _("The last day cannot lie before the first, %(day)s."),
    "people.guardian_missing": _("A minor needs a guardian or a parent on record."),
    "people.issued_before_birth": _("The paper cannot be older than its holder."),
    "people.name_form": _("This is no name: letters, with blanks between the words."),
    "people.name_missing": _("Give the name."),
    "people.nationality_form": _("Write the nationality with two letters, such as VN."),
    "people.no_current_residence": _("Say in which unit the person lives."),
    "people.no_succession": _("Only a citizen card takes the place of an old identity card."),
    "people.not_a_commune": _("A residence lies in a commune, ward or township; this is a higher unit."),
    "people.nothing_changed": _("Nothing was changed."),
    "people.number_form": _(
        "This number does not have the form of its paper: 12 digits for a citizen card, 9 or 12 for an old one."
    ),
    "people.phone_form": _("This is no Vietnamese telephone number."),
    "people.purpose_missing": _("Choose what you open the file for."),
    "people.reason_missing": _("Say why: the reason stays in the history."),
    "people.reference_form": _("This is no reference of a file; check every sign."),
    "people.relation_to_oneself": _("Nobody is related to themselves."),
    "people.relation_unknown": _("Say who the other one is to the person."),
    "people.residence_overlaps": _("Another residence of this kind holds on some of these days. Correct that one."),
    "people.residence_unknown": _("Say what kind of residence it is."),
    "people.same_file": _("These two are one file already."),
    "people.sex_unknown": _("Say whether male or female, as the identity paper has it."),
    "people.tie_overlaps": _("This tie is already open on some of these days."),
    "people.tie_unclear": _("Say who works with the person, and as what."),
    "people.unit_not_there": _("This unit did not exist on %(day)s. Choose the unit of that day."),
    "people.list_has_problems": _(
        "%(number)s rows cannot be written, the first is row %(first)s. Nothing was written."
    ),
    "people.file_unreadable": _("The file cannot be opened: %(reason)s."),
    "people.not_a_birth": _("This is neither a day nor a year of birth; write it like 01/12/1990 or 1990."),
    "people.unit_not_in_reach": _("No unit of your post has this name or code on that day."),
    "people.unit_not_unique": _("Several units of your post have this name; write the unit's code."),
    "people.both_sexes": _("The birth stands under both sexes; keep only one."),
    "people.number_of_another": _("This number is on file with another name or year of birth."),
    "people.row_twice": _("The same person stands in a row above."),
    "people.several_on_file": _(
        "This fits several files: %(references)s. Compare them, and merge them if they are one."
    ),
    "people.looks_like": _("This may be somebody on file: %(references)s."),
    "people.looks_like_row": _("This may be the person of a row above."),
}

EVENTS = {
    "people.registered": _("A person was registered"),
    "people.identity_corrected": _("A person's identity was corrected"),
    "people.other_name_added": _("Another name of a person was recorded"),
    "people.identifier_added": _("A paper with a number was recorded"),
    "people.identifier_withdrawn": _("A paper with a number was withdrawn"),
    "people.contact_added": _("A way to reach a person was recorded"),
    "people.contact_withdrawn": _("A way to reach a person was withdrawn"),
    "people.relation_added": _("Somebody close to a person was recorded"),
    "people.relation_withdrawn": _("Somebody close to a person was withdrawn"),
    "people.detail_recorded": _("A particular that a form asks for was recorded"),
    "people.residence_recorded": _("A residence was recorded"),
    "people.residence_ended": _("A residence ended"),
    "people.residence_corrected": _("A residence was corrected"),
    "people.residence_withdrawn": _("A residence was withdrawn"),
    "people.residences_rebuilt": _("The state of all residences was rebuilt from their facts"),
    "people.moved_away": _("A person moved away"),
    "people.tie_opened": _("Somebody began to work with a person"),
    "people.tie_closed": _("Somebody ceased to work with a person"),
    "people.merged": _("Two files of one person were merged"),
    "people.merge_undone": _("A merge of two files was undone"),
    "people.number_shown": _("The whole number of a paper was shown"),
    "people.too_many_files": _("Somebody wanted to open far more people's files than work needs"),
    "people.searched": _("People were searched"),
    "people.transfer_asked": _("A unit asked for the transfer of a file held elsewhere"),
    "people.transfer_answered": _("A request for the transfer of a file was answered"),
    "people.told_apart": _("Two files that look alike were found to be two people"),
    "people.namesakes_raised": _("The city was asked to look for namesakes of a person in other units"),
    "people.namesakes_answered": _("The city answered about two files that look alike"),
    "people.file_reopened": _("A closed file was opened again for a new measure"),
    "people.file_opened": _("A person's file was opened"),
    "people.asked_elsewhere": _("It was asked whether a number is held elsewhere"),
}
