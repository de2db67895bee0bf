"""Taking over people of a unit that was divided: each by a decision of the receiving Chair."""

from datetime import date

from hoanhap.casework.episodes import rules
from hoanhap.casework.episodes.choices import EventKind
from hoanhap.casework.episodes.handovers import check_acts_for
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.episodes.reassignment import waiting_person
from hoanhap.casework.episodes.tying import release_ties
from hoanhap.casework.episodes.units import divided, heirs
from hoanhap.casework.episodes.writing import append, new_event
from hoanhap.casework.people.actions.residence import move_in
from hoanhap.casework.people.actions.ties import hold_many
from hoanhap.casework.people.choices import ResidenceKind, TieKind
from hoanhap.casework.people.models import Person, Residence, open_on
from hoanhap.casework.people.rows import NewResidence
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.audit.actions import Entry, audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.law.choices import Party
from hoanhap.ground.places.models import Place


@audited
def take_over(
    *, by: Actor, reference: str, place: Place, on: date, decision_no: str, address: str = ""
) -> list[Episode]:
    """The Chair of a receiving unit takes over somebody of the reassignment list from ``on``, by a signed decision.

    ``address``: where the person lives; the old one, in the words of the new unit, where nothing is said. All open
    measures of the divided unit go along; figures of earlier days stay with the old unit. Of two units at once one
    succeeds. Returns the measures. Raises NotFound ``episodes.not_waiting``, RuleViolation ``episodes.not_an_heir``
    (the unit holds no part of the old one), ``episodes.paper_missing``, PermissionRefused.
    """
    by.require(Permission.TRANSFERS_HANDLE, at=place.pk)
    by.require(Permission.DECISIONS_SIGN, at=place.pk)
    check_acts_for(by, Party.CHAIR)
    today = clock.today()
    rules.check_not_ahead(on, on=today, name="on")
    if not tidy(decision_no):
        raise RuleViolation("episodes.paper_missing", field="decision_no")
    found = waiting_person(by=by, reference=reference, on=today)
    Person.objects.select_for_update().get(pk=found.pk)
    person = waiting_person(by=by, reference=reference, on=today)  # again: another may have been quicker
    old = set(divided(today).values_list("pk", flat=True))
    lives = _lives(person, today, old)
    measures = Episode.objects.open().filter(person__in=whole(person), place__in=old)
    held = list(measures.select_for_update(of=("self",)).select_related("person", "place").order_by("pk"))
    units = [one.place for one in held] + ([lives.place] if lives else [])
    if place not in heirs(units[-1], today) or on < place.valid_from:
        raise RuleViolation("episodes.not_an_heir", field="place")
    facts = {"on": on.isoformat(), "decision_no": tidy(decision_no)}
    chains = sorted({place.chain, *(unit.chain for unit in units)})
    record_many(
        [Entry(event="episodes.taken_over", subject=f"people.person:{person.pk}", chain=one, facts=facts)
         for one in chains],
        by=by,
    )  # fmt: skip
    if lives is not None:
        new = NewResidence(place=place, from_on=on, address=tidy(address) or lives.fact.address)
        move_in(by=by, person=person, new=new)
    append(
        by=by,
        events=[new_event(one, EventKind.REASSIGNED, on=on, place=place, paper_no=tidy(decision_no)) for one in held],
    )
    release_ties(by=by, person=person, kinds=[TieKind.UNDER_DECISION], places=old, to_on=on)
    if held:
        hold_many(by=by, kind=TieKind.UNDER_DECISION, units=[(person, place)], from_on=on)
    return held


def _lives(person: Person, on: date, old: set[int]) -> Residence | None:
    lives = Residence.objects.filter(open_on(on), person__in=whole(person), kind=ResidenceKind.CURRENT, place__in=old)
    return lives.select_related("place", "fact").order_by("-from_on").first()
