"""The sentences of the desk: refusals, and what the log says."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "desk.unknown_book": _("There is no such book. Choose a period first."),
    "desk.book_too_long": _("More than %(most)s people stand in this book. Choose a shorter period."),
}

EVENTS = {
    "desk.people_listed": _("looked at the list of people"),
    "desk.team_board_read": _("looked at the board of the volunteer team"),
    "desk.handovers_listed": _("looked at the list of hand-overs"),
    "desk.paper_taken": _("took a paper as a file"),
    "desk.roll_call_opened": _("opened the sheet of a roll-call"),
    "desk.review_opened": _("opened the sheet of a review meeting"),
    "desk.minutes_taken": _("took the minutes of a review as a file"),
    "desk.book_taken": _("took the book or list of a unit as a file"),
}
