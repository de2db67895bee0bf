"""People who do not exist."""

from dataclasses import replace
from datetime import date
from typing import Any

from hoanhap.casework.people.actions.registration import register_person
from hoanhap.casework.people.choices import IdentifierKind, RelationKind, Sex
from hoanhap.casework.people.models import Person
from hoanhap.casework.people.rows import (
    Identity,
    NewContact,
    NewIdentifier,
    NewPerson,
    NewRelation,
    NewResidence,
)
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place

NUMBER = "001090012345"
PHONE = "0901234567"
ADDRESS = "Số 12 ngõ 34 phố Thử Nghiệm"
SECRETS = (NUMBER, PHONE, "Thử Nghiệm", "012345678")
"""What must stand in no log, no exception and no address."""

IDENTITY = Identity(name="Nguyễn Văn Mẫu", sex=Sex.MALE, birth_year=1990, birth_on=date(1990, 5, 4))
MOTHER = NewRelation(kind=RelationKind.MOTHER, name="Trần Thị Ví Dụ", phone=PHONE)


def new_person(place: Place, on: date, *, number: str = NUMBER, phone: str = PHONE, **changes: Any) -> NewPerson:
    """Nguyễn Văn Mẫu, who lives in ``place`` since ``on``; ``changes`` to his identity."""
    return NewPerson(
        identity=replace(IDENTITY, **changes),
        residences=[NewResidence(place=place, from_on=on, address=ADDRESS)],
        identifiers=[NewIdentifier(kind=IdentifierKind.CITIZEN_CARD, number=number)] if number else [],
        contacts=[NewContact(value=phone)] if phone else [],
    )


def register(by: Actor, place: Place, on: date, **changes: Any) -> Person:
    """The same, registered."""
    return register_person(by=by, new=new_person(place, on, **changes))
