"""Words for what the rules and readers of this room name by code."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.people.importing import Outcome
from hoanhap.casework.people.matching import Match, Reason

REASONS: Mapping[Reason, str | Promise] = {
    Reason.SAME_NUMBER: _("same number of a paper"),
    Reason.OTHER_NUMBER: _("another number of the citizen card"),
    Reason.SAME_NAME: _("same name"),
    Reason.NAME_WITHOUT_MARKS: _("same name without marks"),
    Reason.CLOSE_NAME: _("nearly the same name"),
    Reason.SAME_BIRTH: _("same birth"),
    Reason.SAME_YEAR: _("same year of birth"),
    Reason.SWAPPED_BIRTH: _("day and month of birth swapped"),
    Reason.SAME_PHONE: _("same telephone"),
    Reason.SAME_PLACE: _("same unit"),
    Reason.OTHER_SEX: _("another sex"),
}
AGAINST = {Reason.OTHER_NUMBER, Reason.OTHER_SEX}
"""What speaks against it."""

MATCHES: Mapping[Match, tuple[str | Promise, str]] = {
    Match.CERTAIN: (_("nearly certain"), "amber"),
    Match.POSSIBLE: (_("possible"), "blue"),
    Match.NONE: (_("nothing in common"), "grey"),
}
"""Words and tone."""

LINES: Mapping[str, str | Promise] = {
    "name": _("Name"),
    "other_names": _("Other names"),
    "sex": _("Sex"),
    "birth": _("Born"),
    "unit": _("Lives in"),
    "address": _("Address"),
    "papers": _("Papers"),
    "phones": _("Telephone"),
    "close": _("Family"),
}
"""What is compared side by side."""

OUTCOMES: Mapping[Outcome, tuple[str | Promise, str]] = {
    Outcome.NEW: (_("new"), "green"),
    Outcome.KNOWN: (_("known already"), "grey"),
    Outcome.POSSIBLE: (_("possible duplicate"), "amber"),
    Outcome.ELSEWHERE: (_("held elsewhere"), "blue"),
    Outcome.ERROR: (_("error"), "brick"),
}
"""What a row of a list amounts to, and the tone."""
