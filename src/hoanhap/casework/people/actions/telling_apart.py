"""Two files that look alike are about two people: said once, with the reason, and not asked again."""

from hoanhap.casework.people import rows, rules
from hoanhap.casework.people.locking import locked
from hoanhap.casework.people.models import Distinction, Person
from hoanhap.ground.audit.actions import audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission


@audited
def tell_apart(*, by: Actor, one: Person, other: Person, reason: str) -> Distinction:
    """Record that these are two people, and why. Both must be in the actor's reach. Raises RuleViolation, NotFound."""
    said = rules.check_reason(reason)
    first, second = sorted((one, other), key=lambda person: person.pk)
    (held, place), (also, there) = (locked(by, person, Permission.PEOPLE_RECORD) for person in (first, second))
    if held.pk == also.pk:
        raise RuleViolation("people.same_file", field="reason")
    first, second = sorted((held, also), key=lambda person: person.pk)
    if Distinction.objects.filter(first=first, second=second).exists():
        raise RuleViolation("people.told_apart_already", field="reason")
    row = Distinction.objects.create(first=first, second=second, reason=said, recorded_at=clock.now())
    events = [rows.entry("people.told_apart", held, place), rows.entry("people.told_apart", also, there)]
    record_many(events, by=by)
    return row
