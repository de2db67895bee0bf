"""The sentences of the desk: what the log says."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "desk.people_listed": _("looked at the list of people"),
    "desk.handovers_listed": _("looked at the list of hand-overs"),
    "desk.paper_taken": _("took a paper as a file"),
}
