"""What recording something will change, line by line, before it is recorded."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hoanhap.casework.episodes.choices import Outcome, Stage
from hoanhap.casework.episodes.models import Duty
from hoanhap.casework.episodes.trial import Consequences, Derived
from hoanhap.doors.desk import law_words
from hoanhap.ground.web.words import day_words, moment_words


@dataclass(frozen=True)
class Line:
    """One thing that changes. ``before`` is empty where there was nothing."""

    label: str
    before: str
    after: str
    note: str = ""
    tone: str = "blue"


def lines_of(found: Consequences) -> list[Line]:
    """Unit, stage and end first, then the duties."""
    lines = _dates(found.before, found.after)
    lines += [Line(_("A duty is fulfilled"), "", _what(one), _done_note(one), "green") for one in found.done]
    lines += [Line(_("A new duty"), "", _what(one), _due_note(one), "amber") for one in found.new]
    lines += [
        Line(_("A duty moves"), day_words(before.due_on), day_words(after.due_on), _what(after), "amber")
        for before, after in found.moved
    ]
    lines += [Line(_("A duty is no longer due"), "", _what(one), "", "grey") for one in found.gone]
    return lines


def _dates(before: Derived | None, after: Derived) -> list[Line]:
    lines = []
    if before and before.unit != after.unit:
        lines.append(Line(_("Unit that answers"), before.unit, after.unit))
    old_stage = _stage(before) if before else ""
    if old_stage != _stage(after):
        lines.append(Line(_("Stage"), old_stage, _stage(after)))
    told = [
        (_("Term runs from"), before.started_on if before else None, after.started_on),
        (_("Computed end"), before.ends_on if before else None, after.ends_on),
        (_("Ended on"), before.ended_on if before else None, after.ended_on),
    ]
    for label, old, new in told:
        if old != new:
            lines.append(Line(label, _day(old), _day(new) or _("cannot be computed while it lasts")))
    return lines


def _stage(one: Derived) -> str:
    words = str(Stage(one.stage).label)
    return f"{words}: {Outcome(one.outcome).label}" if one.outcome else words


def _day(day: date | None) -> str:
    return day_words(day) if day else ""


def _what(duty: Duty) -> str:
    return law_words.duty_words(law_words.rule_of(duty))


def _due_note(duty: Duty) -> str:
    due = moment_words(duty.due_at) if duty.due_at else day_words(duty.due_on)
    facts = {"due": due, "who": law_words.party_words(duty.party)}
    return _("due %(due)s · %(who)s") % facts + " · " + law_words.why_words(duty)


def _done_note(duty: Duty) -> str:
    return _("in time") if duty.in_time else _("after its last day, %(day)s") % {"day": day_words(duty.due_on)}
