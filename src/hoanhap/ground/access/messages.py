"""The words of this app's refusals and events."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "access.refused": _("Your post does not allow this, or not in this place."),
    "access.no_such_account": _("There is no such account."),
    "access.no_such_post": _("There is no such post."),
    "access.no_such_draft": _("There is no such draft any more."),
    "access.as_missing": _("This command touches people: say who runs it, with --as SIGN-IN."),
    "access.post_missing": _("This account holds %(number)s posts today: choose one with --post N, from 1."),
    "access.role_not_for_people": _("Nobody can be given the system's own role."),
    "access.role_not_at_this_kind": _("This role does not stand at this kind of unit."),
    "access.ends_before_it_starts": _("The last day %(to_on)s lies before the first day %(from_on)s."),
    "access.before_its_unit": _("The unit is known only from %(place_from)s on; the post cannot begin before."),
    "access.outlives_its_unit": _("The unit ended on %(place_to)s; the post must end on that day or before."),
    "access.post_overlaps": _("The same person already holds this post on some of these days."),
    "access.already_ends": _("This post already ends on %(to_on)s; it can only be ended earlier."),
    "access.own_account": _("You cannot change the rights of your own account. Ask another administrator."),
    "access.sign_in_form": _(
        "A sign-in name has 3 to 40 characters: lower-case letters without marks, digits, dot, hyphen, underscore."
    ),
    "access.sign_in_taken": _("This sign-in name is already in use."),
    "access.name_missing": _("Write the full name."),
    "access.password_weak": _("This password is too weak: %(reasons)s"),
    "access.language_unknown": _("There is no such language."),
    "access.no_such_place": _("There is no such place."),
    "access.administrator_there": _("%(place)s already has an administrator, who makes the other accounts."),
    "access.reason_missing": _("Write the reason."),
    "access.decision_missing": _("Write the number of the decision that gives the post."),
}

EVENTS = {
    "access.user_created": _("An account was made"),
    "access.user_activated": _("An account was opened again"),
    "access.user_deactivated": _("An account was closed"),
    "access.sign_in_renewed": _("An administrator gave a new initial password"),
    "access.password_changed": _("The holder changed the password"),
    "access.language_chosen": _("The holder chose a language"),
    "access.post_granted": _("A post was granted"),
    "access.post_ended": _("A post was ended"),
    "access.draft_saved": _("A draft was saved"),
    "access.draft_dropped": _("A draft was dropped"),
}
