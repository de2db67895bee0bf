"""The reassignment list as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from hoanhap.casework.episodes import reassignment, units
from hoanhap.casework.episodes.choices import Measure
from hoanhap.casework.episodes.models import Duty
from hoanhap.casework.people.models import Person
from hoanhap.doors.desk.addresses import served
from hoanhap.doors.desk.today import PAGE, when_words
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place


@dataclass(frozen=True)
class Row:
    """Somebody who waits: a reference, nothing that says who it is."""

    reference: str
    old_unit: str
    until: date | None
    measures: str
    tone: str
    icon: str
    due: str
    address_url: str
    take_url: str


@dataclass(frozen=True)
class Rows:
    """A page of rows. ``page`` and ``prefixed_page_field`` are what the shelf's page numbers ask for."""

    rows: list[Row]
    page: Page[Any]
    number: int
    prefixed_page_field: str = "page"


def list_of(*, by: Actor, page: str, now: datetime, on: date) -> Rows:
    """Who waits for a unit of the actor, the most urgent first. Raises PermissionRefused."""
    found = reassignment.to_reassign(by=by, on=on)
    turned = Paginator(found, PAGE).get_page(page)
    return Rows([_row(by, one, now, on) for one in turned], turned, len(found))


def _row(by: Actor, one: reassignment.Waiting, now: datetime, on: date) -> Row:
    tone, icon, due = (
        when_words(Duty(due_on=one.due_on), now, on) if one.due_on else ("grey", "circle", _("nothing is due"))
    )
    return Row(
        reference=one.reference,
        old_unit=one.old_unit.full_name,
        until=one.old_unit.valid_to,
        measures=", ".join(str(Measure(measure).label) for measure in one.measures) or _("no measure in course"),
        tone=tone,
        icon=icon,
        due=due,
        address_url=served(by, "desk:reassignment_address", one.reference),
        take_url=take_over_url(by, one.reference),
    )


def take_over_url(by: Actor, reference: str) -> str:
    """Where the acting post takes somebody over; empty for posts that do not sign for the committee."""
    return served(by, "desk:take_over", reference) if reassignment.takes_over(by) else ""


def receivers_of(*, by: Actor, person: Person, on: date) -> list[Place]:
    """The units of the post that hold a part of the divided one."""
    return [one for one in units.heirs(reassignment.old_unit(person, on), on) if by.everywhere or one.pk in by.units]
