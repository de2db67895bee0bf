"""Opening a closed file again, for a new measure."""

from datetime import timedelta

from hoanhap.casework.people import rows
from hoanhap.casework.people.actions.ties import hold_many
from hoanhap.casework.people.choices import ReopenReason, ResidenceKind, TieKind
from hoanhap.casework.people.models import Person, Residence
from hoanhap.casework.people.selectors import closed_file, whole
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission

OPEN_DAYS = 7
"""For so many days, the first included, a unit sees a file that it opened again; a new measure opens it longer."""


@audited
def reopen_file(*, by: Actor, reference: str, reason: str) -> Person:
    """Let the unit in which somebody lived last see their closed file again, so that a new measure can be opened.

    ``reason``: one of :class:`ReopenReason`; it stands in the log. The sight ends by itself after :data:`OPEN_DAYS`
    days unless a measure was opened (docs/adr/0013). Raises PermissionRefused, RuleViolation
    ``people.reopening_unclear``; NotFound where the file is open, or was closed in another unit.
    """
    by.require(Permission.PEOPLE_RECORD)
    if reason not in ReopenReason.values:
        raise RuleViolation("people.reopening_unclear", field="reason")
    today = clock.today()
    held = Person.objects.select_for_update().get(pk=closed_file(by=by, reference=reference, on=today).pk)
    closed_file(by=by, reference=reference, on=today)  # of two at once one opens it
    lived = Residence.objects.filter(person__in=whole(held), kind=ResidenceKind.CURRENT).select_related("place")
    place = max(lived, key=lambda one: (one.to_on is None, one.to_on or one.from_on, one.from_on)).place
    by.require(Permission.PEOPLE_RECORD, at=place.pk)
    last = today + timedelta(days=OPEN_DAYS - 1)
    hold_many(by=by, kind=TieKind.INCOMING, units=[(held, place)], from_on=today, to_on=last)
    record_many([rows.entry("people.file_reopened", held, place, reason=reason, to_on=last.isoformat())], by=by)
    return held
