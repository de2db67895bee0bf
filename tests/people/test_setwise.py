"""Many rows written at once keep what single ones keep."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hoanhap.casework.people import rows
from hoanhap.casework.people.models import Contact, Person
from hoanhap.ground.kernel import clock
from hoanhap.ground.web import setwise

pytestmark = pytest.mark.django_db


def somebody(number: int) -> Person:
    identity = rows.Identity(name=f"Lê Thị Mẫu {'Ba' * number}", sex="female", birth_year=1990)
    return rows.person_row(identity, reference=f"HS-{number}", names=[], at=clock.now())


@pytest.mark.parametrize("number", [0, 1, setwise.FEW + 1])
def test_rows_arrive_whole_and_sealed(number: int):
    people = [somebody(one) for one in range(number)]
    contacts = [
        rows.contact_row(person, rows.NewContact(value=f"090000000{at}"), at=clock.now())
        for at, person in enumerate(people)
    ]
    setwise.add(people)
    setwise.add(contacts)
    assert set(Person.objects.values_list("name", "birth_on")) == {(one.name, None) for one in people}
    assert sorted(one.value for one in Contact.objects.all()) == [f"090000000{at}" for at in range(number)]


@pytest.mark.parametrize("number", [0, 1, setwise.FEW + 1])
def test_only_the_rows_and_columns_named_are_changed(number: int):
    people = [somebody(one) for one in range(number)]
    other = somebody(99)
    setwise.add([*people, other])
    for at, person in enumerate(people):
        person.sight_ends_on = date(2026, 5, 1 + at) if at % 2 else None
        person.name = "Không ghi"
    setwise.change(people, ["sight_ends_on"])
    for person in people:
        held = Person.objects.get(pk=person.pk)
        assert (held.sight_ends_on, held.name != "Không ghi") == (person.sight_ends_on, True)
    assert Person.objects.get(pk=other.pk).sight_ends_on is None


def test_constraints_hold():
    people = [somebody(one) for one in range(setwise.FEW + 1)]
    people[-1].sex = "?"
    with pytest.raises(IntegrityError), transaction.atomic():
        setwise.add(people)
    setwise.add(people[:-1])
    twice = somebody(0)  # the same reference
    with pytest.raises(IntegrityError), transaction.atomic():
        setwise.add([twice, *[somebody(one) for one in range(50, 60)]])
