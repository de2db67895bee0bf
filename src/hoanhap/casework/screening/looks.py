"""That somebody looked at results, said in the log with the purpose P3."""

from hoanhap.casework.people.choices import Purpose
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place


def note(name: str, subject: str, *, by: Actor, place: Place | None = None, **facts: object) -> None:
    """One entry of the log: which page or paper, and of how many people."""
    chain = {"chain": place.chain} if place else {}
    record_read(f"screening.{name}", f"screening.{subject}", by=by, purpose=Purpose.TESTING.value, facts=facts, **chain)
