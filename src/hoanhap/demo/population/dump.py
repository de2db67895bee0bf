"""What two databases with the same population have in common: one line a fact, without keys, references and seals.

People are known by the number of their first paper, opened; whoever has none, by name and birth and the unit.
"""

from collections.abc import Iterator
from hashlib import sha256

from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent, Interruption, Transfer
from hoanhap.casework.people.models import Identifier, Person, Residence


def digest() -> str:
    """SHA-256 over the lines of the whole population, in order."""
    total = sha256()
    for line in sorted(lines()):
        total.update(line.encode() + b"\n")
    return total.hexdigest()


def lines() -> Iterator[str]:
    """Every fact and state of the population as a line."""
    cards = {row.person_id: row.number for row in Identifier.objects.order_by("-kind")}
    who = {}
    for person in Person.objects.all():
        who[person.pk] = (
            f"{cards.get(person.pk, '-')} {person.name} {person.sex} {person.birth_on or person.birth_year}"
        )
        yield f"person {who[person.pk]} {person.sight_ends_on} {person.file_closed_on} {bool(person.merged_into_id)}"
    for lives in Residence.objects.select_related("place"):
        yield f"lives {who[lives.person_id]} {_unit(lives)} {lives.from_on} {lives.to_on}"
    measure = {}
    for one in Episode.objects.select_related("place"):
        measure[one.pk] = f"{who[one.person_id]} {one.measure}"
        term = f"{one.started_on} {one.ends_on} {one.months}"
        yield f"measure {measure[one.pk]} {one.stage} {one.outcome} {_unit(one)} {term}"
    for event in EpisodeEvent.objects.select_related("place"):
        yield f"event {measure[event.episode_id]} {event.kind} {event.happened_on} {event.happened_at} {_unit(event)}"
    for away in Interruption.objects.all():
        yield f"away {measure[away.episode_id]} {away.kind} {away.act} {away.from_on} {away.to_on} {away.reported}"
    for charge in Charge.objects.select_related("place"):
        yield f"charge {measure[charge.episode_id]} {_unit(charge)} {charge.from_on} {charge.to_on}"
    for duty in Duty.objects.select_related("place"):
        yield f"duty {measure[duty.episode_id]} {duty.version} {duty.due_on} {duty.due_at} {duty.state} {duty.in_time}"
    for handed in Transfer.objects.select_related("to_place"):
        yield f"handover {measure[handed.episode_id]} {handed.to_place.code} {handed.left_on} {handed.state}"


def _unit(row: Residence | Episode | EpisodeEvent | Charge | Duty) -> str:
    return f"{row.place.code}@{row.place.valid_from}"
