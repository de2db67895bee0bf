"""Registering, correcting, moving, tying: what is refused and what is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hoanhap.casework.people import selectors
from hoanhap.casework.people.actions import particulars, residence, ties
from hoanhap.casework.people.actions.registration import register_people, register_person
from hoanhap.casework.people.choices import IdentifierKind, RelationKind, ResidenceKind, TieKind
from hoanhap.casework.people.models import (
    Detail,
    Identifier,
    IdentityFact,
    Person,
    Relation,
    Residence,
    ResidenceFact,
    Tie,
)
from hoanhap.casework.people.rows import NewContact, NewIdentifier, NewRelation, NewResidence
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import now, standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM, Role
from tests.cast import Cast
from tests.people.builders import ADDRESS, IDENTITY, MOTHER, NUMBER, PHONE, SECRETS, new_person, register

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OTHER_NUMBER = "001190054321"


def test_a_registered_person_has_everything_that_was_given(cast: Cast, mau: Person, on: date) -> None:
    assert mau.identifiers.get().number == NUMBER
    assert mau.contacts.get().value == PHONE
    state = mau.residences.get()
    assert (state.place, state.from_on, state.to_on, state.fact.address) == (cast.here, on, None, ADDRESS)
    assert mau.identity_facts.get().name == "Nguyễn Văn Mẫu"
    event = AuditEntry.objects.get(name="people.registered")
    assert (event.subject, event.chain) == (f"people.person:{mau.pk}", cast.here.chain)


def test_an_officer_registers_in_the_own_commune_only(cast: Cast, on: date) -> None:
    with pytest.raises(PermissionRefused):
        register(cast.officer.actor, cast.next_door, on)
    for actor in (cast.volunteer.actor, cast.lead.actor, cast.nobody.actor):
        with pytest.raises(PermissionRefused):
            register(actor, cast.here, on)


def test_many_are_registered_or_none(cast: Cast, on: date) -> None:
    good, bad = new_person(cast.here, on), new_person(cast.here, on, number=OTHER_NUMBER, name="123")
    with pytest.raises(RuleViolation) as refused:
        register_people(by=cast.officer.actor, new=[good, bad])
    assert (refused.value.code, refused.value.facts["at"]) == ("people.name_form", 1)
    assert not Person.objects.exists()
    assert len(register_people(by=cast.officer.actor, new=[good, new_person(cast.here, on, number="", phone="")])) == 2


def test_a_number_is_on_file_once_and_elsewhere_only_its_existence_is_told(cast: Cast, mau: Person, on: date) -> None:
    with pytest.raises(RuleViolation, match=r"people\.already_known"):
        register(cast.officer.actor, cast.here, on)
    with pytest.raises(RuleViolation, match=r"people\.held_elsewhere") as refused:
        register(cast.neighbour.actor, cast.next_door, on)
    assert set(refused.value.facts) == {"field", "at"}
    twice = [new_person(cast.here, on, number=OTHER_NUMBER)] * 2
    with pytest.raises(RuleViolation, match=r"people\.number_twice"):
        register_people(by=cast.officer.actor, new=twice)


def test_an_old_card_with_the_same_digits_is_the_same_number(cast: Cast, mau: Person) -> None:
    new = NewIdentifier(kind=IdentifierKind.OLD_CARD, number=NUMBER)
    with pytest.raises(RuleViolation, match=r"people\.already_known"):
        particulars.add_identifier(by=cast.officer.actor, person=mau, new=new)


def test_a_minor_needs_a_guardian(cast: Cast, on: date) -> None:
    child = new_person(cast.here, on, birth_on=None, birth_year=2008)
    with pytest.raises(RuleViolation, match=r"people\.guardian_missing"):
        register_person(by=cast.officer.actor, new=child)
    person = register_person(by=cast.officer.actor, new=replace(child, relations=[MOTHER]))
    with pytest.raises(RuleViolation, match=r"people\.guardian_missing"):
        particulars.withdraw_relation(by=cast.officer.actor, person=person, relation=person.relations.get().pk)


def test_a_residence_lies_in_a_commune_of_its_day(cast: Cast, on: date) -> None:
    with pytest.raises(RuleViolation, match=r"people\.not_a_commune"):
        register(SYSTEM, cast.city, on)
    with pytest.raises(RuleViolation, match=r"people\.unit_not_there"):
        register(SYSTEM, cast.here, cast.here.valid_from - DAY)
    with pytest.raises(RuleViolation, match=r"people\.day_in_future"):
        register(SYSTEM, cast.here, on + DAY)


def test_a_correction_keeps_what_was_known_and_the_old_name_still_finds(cast: Cast, mau: Person, on: date) -> None:
    corrected = replace(IDENTITY, name="Nguyễn Văn Mậu")
    particulars.correct_identity(by=cast.officer.actor, person=mau, corrected=corrected, reason="gõ nhầm")
    facts = IdentityFact.objects.filter(person=mau)
    assert {fact.name for fact in facts} == {"Nguyễn Văn Mẫu", "Nguyễn Văn Mậu"}
    assert [one.name for one in selectors.search(by=cast.officer.actor, words="mẫu văn", on=on)] == ["Nguyễn Văn Mậu"]
    for reason, change in (("", IDENTITY), ("gõ nhầm", corrected)):
        with pytest.raises(RuleViolation):
            particulars.correct_identity(by=cast.officer.actor, person=mau, corrected=change, reason=reason)


def test_nobody_outside_the_reach_corrects_anything(cast: Cast, mau: Person) -> None:
    with pytest.raises(NotFound):
        particulars.correct_identity(by=cast.neighbour.actor, person=mau, corrected=IDENTITY, reason="x")
    with pytest.raises(PermissionRefused):
        particulars.add_contact(by=cast.in_role(Role.COMMUNE_CHAIR).actor, person=mau, new=NewContact(value=PHONE))


def test_a_citizen_card_follows_an_old_card_and_a_mistake_is_withdrawn(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    person = register(by, cast.here, on, number="")
    old = particulars.add_identifier(
        by=by, person=person, new=NewIdentifier(kind=IdentifierKind.OLD_CARD, number="012345678")
    )
    card = NewIdentifier(kind=IdentifierKind.CITIZEN_CARD, number=NUMBER)
    new = particulars.add_identifier(by=by, person=person, new=card, succeeds=old.pk)
    assert new.succeeds == old
    for number in ("012345678", NUMBER):
        assert list(selectors.search(by=by, identifier=number, on=on)) == [person]
    particulars.withdraw_identifier(by=by, person=person, identifier=new.pk, reason="của người khác")
    assert not selectors.search(by=by, identifier=NUMBER, on=on).exists()
    assert register(by, cast.here, on).identifiers.count() == 1


def test_contacts_relations_and_particulars(cast: Cast, mau: Person) -> None:
    by = cast.officer.actor
    with pytest.raises(RuleViolation, match=r"people\.nothing_changed"):
        particulars.add_contact(by=by, person=mau, new=NewContact(value=PHONE))
    contact = particulars.add_contact(by=by, person=mau, new=NewContact(value="+84 912 345 678"))
    particulars.withdraw_contact(by=by, person=mau, contact=contact.pk)
    relation = particulars.add_relation(by=by, person=mau, new=NewRelation(kind=RelationKind.SPOUSE, name="Lê Thị Thử"))
    assert Relation.objects.get(pk=relation.pk).name == "Lê Thị Thử"
    with pytest.raises(RuleViolation, match=r"people\.relation_to_oneself"):
        particulars.add_relation(by=by, person=mau, new=NewRelation(kind=RelationKind.SPOUSE, relative=mau))
    assert not Detail.objects.exists()
    with pytest.raises(RuleViolation, match=r"people\.detail_not_needed"):
        particulars.record_detail(by=by, person=mau, kind="religion", value="không", needed_for="")
    particulars.record_detail(by=by, person=mau, kind="religion", value="không", needed_for="B:III:17")
    assert Detail.objects.get().value == "không"
    particulars.record_detail(by=by, person=mau, kind="religion", value="", needed_for="B:III:17")
    assert not Detail.objects.exists()


def test_a_move_ends_the_residence_before_and_both_facts_stay(cast: Cast, mau: Person, on: date) -> None:
    with standing_at(now() + 10 * DAY):
        new = NewResidence(place=cast.here, from_on=on + 5 * DAY, address="Số 2")
        residence.record_residence(by=cast.officer.actor, person=mau, new=new)
        states = list(mau.residences.order_by("from_on"))
        assert [(one.from_on, one.to_on) for one in states] == [(on, on + 4 * DAY), (on + 5 * DAY, None)]
        assert ResidenceFact.objects.filter(person=mau).count() == 3
        with pytest.raises(RuleViolation, match=r"people\.residence_overlaps"):
            residence.record_residence(by=cast.officer.actor, person=mau, new=replace(new, from_on=on + 2 * DAY))


def test_moving_somebody_out_of_ones_own_units_is_no_plain_entry(cast: Cast, mau: Person, on: date) -> None:
    with pytest.raises(PermissionRefused):
        residence.record_residence(
            by=cast.officer.actor, person=mau, new=NewResidence(place=cast.next_door, from_on=on)
        )
    permanent = NewResidence(place=cast.next_door, from_on=on, kind=ResidenceKind.PERMANENT)
    residence.record_residence(by=cast.officer.actor, person=mau, new=permanent)
    assert not selectors.people(by=cast.neighbour.actor, on=on).exists()


def test_a_residence_is_corrected_by_a_new_fact_and_rebuilt_from_facts(cast: Cast, mau: Person, on: date) -> None:
    by, state = cast.officer.actor, mau.residences.get()
    corrected = NewResidence(place=cast.here, from_on=on - DAY, address="Số 3")
    residence.correct_residence(by=by, person=mau, residence=state.pk, corrected=corrected, reason="ghi nhầm")
    assert mau.residences.get().fact.address == "Số 3"
    with pytest.raises(RuleViolation, match=r"people\.nothing_changed"):
        residence.correct_residence(by=by, person=mau, residence=state.pk, corrected=corrected, reason="ghi nhầm")
    with pytest.raises(RuleViolation, match=r"people\.no_current_residence"):
        residence.withdraw_residence(by=by, person=mau, residence=state.pk, reason="ghi nhầm")
    before = list(Residence.objects.order_by("pk").values())
    assert residence.rebuild_residences(by=SYSTEM) == 1
    assert list(Residence.objects.order_by("pk").values()) == before
    residence.end_residence(by=by, person=mau, residence=state.pk, to_on=on)
    with pytest.raises(RuleViolation, match=r"people\.already_ended"):
        residence.end_residence(by=by, person=mau, residence=state.pk, to_on=on)


def test_a_tie_is_open_once_at_a_time(cast: Cast, mau: Person, on: date) -> None:
    by = cast.officer.actor
    tie = ties.open_tie(by=by, person=mau, kind=TieKind.HELPER, post="p", from_on=on)
    with pytest.raises(RuleViolation, match=r"people\.tie_overlaps"):
        ties.open_tie(by=by, person=mau, kind=TieKind.HELPER, post="p", from_on=on + DAY)
    ties.close_tie(by=by, tie=tie.pk, to_on=on)
    ties.open_tie(by=by, person=mau, kind=TieKind.HELPER, post="p", from_on=on + DAY)
    with pytest.raises(RuleViolation, match=r"people\.tie_unclear"):
        ties.open_tie(by=by, person=mau, kind=TieKind.HELPER, post="p", agency="a", from_on=on)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tie.objects.create(person=mau, kind="helper", holder="post:p", from_on=on, recorded_at=now())


def test_no_secret_stands_in_the_log_an_exception_a_reference_or_the_database(
    cast: Cast, mau: Person, on: date, caplog: pytest.LogCaptureFixture
) -> None:
    by = cast.officer.actor
    refusals = []
    for change in ({}, {"number": "12"}, {"number": OTHER_NUMBER, "phone": "12"}):
        with pytest.raises(RuleViolation) as refused:
            register(by, cast.here, on, **change)
        refusals.append(f"{refused.value!r} {refused.value}")
    selectors.held_elsewhere(by=cast.neighbour.actor, identifier=NUMBER, at=now(), on=on)
    told = " ".join(
        [*refusals, mau.reference, caplog.text, repr(mau), repr(mau.identifiers.get()), repr(new_person(cast.here, on))]
    )
    told += " ".join(" ".join((entry.subject, entry.facts, entry.purpose)) for entry in AuditEntry.objects.all())
    for secret in (*SECRETS, "Nguyễn Văn Mẫu", "nguyen"):
        assert secret not in told.replace("name='Nguyễn Văn Mẫu'", "")
    if connection.vendor == "sqlite":
        whole = connection.connection.serialize()
        for secret in (NUMBER, PHONE, ADDRESS, "Thử Nghiệm"):
            assert secret.encode() not in whole
    assert Identifier.objects.get(person=mau).number == NUMBER
