"""What one unit asks of another whose people it cannot see, and what the city answers."""

from hoanhap.casework.people import rows, transfers
from hoanhap.casework.people.choices import NamesakesAnswer, TransferAnswer
from hoanhap.casework.people.locking import locked
from hoanhap.casework.people.models import Namesakes, Person, TransferRequest
from hoanhap.casework.people.selectors import ASKS_AN_HOUR, closed_files, holder_outside, lives_in, people
from hoanhap.ground.audit.actions import Entry, audited, record, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place


@audited
def ask_for_transfer(*, by: Actor, identifier: str, at: Place, asked_as: str) -> TransferRequest:
    """Ask the unit that holds the person with this number to hand the file over; the asker is not told which it is.

    ``asked_as``: what the asker calls the request, shown to the asker again. Raises RuleViolation
    ``people.not_held_elsewhere``, ``people.file_closed``, ``people.already_asked``; Refusal ``people.asked_too_often``.
    """
    by.require(Permission.PEOPLE_RECORD, at=at.pk)
    if transfers.asks_within_a_day(by=by, at=clock.now()) >= ASKS_AN_HOUR:
        raise Refusal("people.asked_too_often", limit=ASKS_AN_HOUR)
    person = holder_outside(by=by, identifier=identifier, on=clock.today())
    if person is None:
        raise RuleViolation("people.not_held_elsewhere", field="number")
    if closed_files(by=by, on=clock.today()).filter(pk=person.pk).exists():
        raise RuleViolation("people.file_closed", field="number")
    if TransferRequest.objects.filter(person=person, asking=at, answer=TransferAnswer.OPEN).exists():
        raise RuleViolation("people.already_asked", field="number")
    row = TransferRequest.objects.create(
        person=person, asking=at, asked_by=by.post, asked_as=tidy(asked_as), asked_at=clock.now()
    )
    record("people.transfer_asked", f"people.transferrequest:{row.pk}", by=by, chain=at.chain)
    return row


@audited
def answer_transfer(*, by: Actor, request: TransferRequest, answer: str) -> TransferRequest:
    """Answer another unit's request for somebody in one's own reach; the hand-over itself is a step of its own."""
    by.require(Permission.PEOPLE_RECORD)
    row = TransferRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    person = people(by=by, on=clock.today()).filter(pk=row.person.merged_into_id or row.person_id).first()
    if person is None:
        raise NotFound("people.unknown_entry")
    place = lives_in(person, clock.today())
    if place is not None:
        by.require(Permission.PEOPLE_RECORD, at=place.pk)
    if row.answer != TransferAnswer.OPEN:
        raise RuleViolation("people.already_answered")
    if answer not in TransferAnswer.values or answer == TransferAnswer.OPEN:
        raise RuleViolation("people.answer_missing", field="answer")
    row.answer, row.answered_at = answer, clock.now()
    row.save(update_fields=["answer", "answered_at"])
    record_many([rows.entry("people.transfer_answered", person, place, answer=answer)], by=by)
    return row


@audited
def raise_namesakes(*, by: Actor, person: Person) -> None:
    """Ask the city to look whether another unit holds somebody who looks like this person.

    The asker is answered the same whether there is anybody or not. Raises Refusal ``people.asked_too_often``.
    """
    held, place = locked(by, person, Permission.PEOPLE_RECORD)
    found = transfers.likenesses_outside(by=by, person=held, on=clock.today()) if place else []
    if place is not None:
        known = set(Namesakes.objects.filter(own=held).values_list("other", flat=True))
        known |= set(Namesakes.objects.filter(other=held).values_list("own", flat=True))
        Namesakes.objects.bulk_create(
            Namesakes(
                own=held, other=one.other, raised_in=place, reasons=[*map(str, one.reasons)], raised_at=clock.now()
            )
            for one in found
            if one.other.pk not in known
        )
    record_many([rows.entry("people.namesakes_raised", held, place)], by=by)


@audited
def answer_namesakes(*, by: Actor, namesakes: Namesakes, answer: str, note: str = "") -> Namesakes:
    """The city's finding about two files: one person or two. Who goes on with the file, the two units settle."""
    by.require(Permission.PEOPLE_NAMESAKES)
    row = Namesakes.objects.select_for_update(of=("self",)).get(pk=namesakes.pk)
    if row.answer != NamesakesAnswer.OPEN:
        raise RuleViolation("people.already_answered")
    if answer not in NamesakesAnswer.values or answer == NamesakesAnswer.OPEN:
        raise RuleViolation("people.answer_missing", field="answer")
    row.answer, row.note, row.answered_at = answer, tidy(note), clock.now()
    row.save(update_fields=["answer", "note", "answered_at"])
    both = [f"people.person:{key}" for key in (row.own_id, row.other_id)]
    record_many(
        [Entry(event="people.namesakes_answered", subject=one, facts={"answer": answer}) for one in both], by=by
    )
    return row
