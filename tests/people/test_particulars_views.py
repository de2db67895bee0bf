"""The particulars of one person: who sees what, what can be changed, and that every look is logged."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.casework.people import files, selectors
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.models import Contact, Identifier, Person, Relation, Residence
from hoanhap.ground.audit.choices import EntryKind
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.people.builders import NUMBER, PHONE
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db

IDENTITY = {"name": "Nguyễn Văn Mẫu", "sex": "male", "birth": "04/05/1990", "nationality": "VN"}
WHY = {"reason": "ghi nhầm"}


def body(answer: Any) -> str:
    """What stands between header and footer: the cast is called like the people it looks at."""
    return str(answer.content.decode()).partition("<main")[2].partition("</main>")[0]


def at(name: str, person: Person, *more: object) -> str:
    return reverse(f"people:{name}", args=[person.reference, *more])


def looks(person: Person) -> int:
    return AuditEntry.objects.filter(subject=f"people.person:{person.pk}", name=files.OPENED).count()


@pytest.fixture
def police(cast: Cast, mau: Person, on: date) -> Member:
    """Police of the commune, with the person under a decision."""
    member = cast.in_role(Role.COMMUNE_POLICE)
    assert member.post
    post = str(member.post.pk)
    open_tie(by=cast.officer.actor, person=mau, kind=TieKind.UNDER_DECISION, post=post, from_on=on)
    return member


def test_the_page_shows_what_the_post_may_see_and_is_logged(cast: Cast, mau: Person) -> None:
    page = body(cast.officer.client.get(at("person_particulars", mau)))
    assert "Nguyễn Văn Mẫu" in page
    assert PHONE in page
    assert NUMBER not in page
    assert "•••••••••345" in page
    assert looks(mau) == 1
    assert cast.neighbour.client.get(at("person_particulars", mau)).status_code == 404
    assert cast.lead.client.get(at("person_particulars", mau)).status_code == 403
    assert looks(mau) == 1


def test_the_page_leads_to_the_measures_for_who_may_see_them(cast: Cast, mau: Person, on: date) -> None:
    measures = reverse("desk:person", args=[mau.reference])
    assert measures in body(cast.officer.client.get(at("person_particulars", mau)))
    club = cast.in_role(Role.CLUB_BOARD)
    assert club.post
    open_tie(by=cast.officer.actor, person=mau, kind=TieKind.MEMBER, post=str(club.post.pk), from_on=on)
    assert measures not in body(club.client.get(at("person_particulars", mau)))
    assert club.client.get(measures).status_code == 403


def test_a_volunteer_sees_name_and_year_and_no_paper(cast: Cast, mau: Person, on: date) -> None:
    assert cast.volunteer.client.get(at("person_particulars", mau)).status_code == 404
    assert cast.volunteer.post
    post = str(cast.volunteer.post.pk)
    open_tie(by=cast.officer.actor, person=mau, kind=TieKind.HELPER, post=post, from_on=on)
    page = body(cast.volunteer.client.get(at("person_particulars", mau)))
    assert "Nguyễn Văn Mẫu" in page
    for hidden in ("•345", "04/05/1990", reverse("people:identity_correct", args=[mau.reference])):
        assert hidden not in page


CHANGES: list[tuple[str, dict[str, str], str]] = [
    ("identity_correct", IDENTITY | WHY | {"name": "Nguyễn Văn Mậu"}, "people.identity_corrected"),
    ("name_add", {"name": "Tý"}, "people.other_name_added"),
    ("identifier_add", {"kind": "old_card", "number": "012 345 678"}, "people.identifier_added"),
    ("contact_add", {"kind": "phone", "value": "0912345678"}, "people.contact_added"),
    ("relation_add", {"kind": "mother", "name": "Trần Thị Ví Dụ", "phone": ""}, "people.relation_added"),
    ("namesake_send", {}, "people.namesakes_raised"),
]


@pytest.mark.parametrize(("name", "typed", "event"), CHANGES, ids=[name for name, _typed, _event in CHANGES])
def test_a_change_is_made_by_who_answers_for_the_person_alone(
    cast: Cast, mau: Person, police: Member, name: str, typed: dict[str, str], event: str
) -> None:
    address = at(name, mau)
    assert cast.officer.client.get(address).status_code == 200
    answer = cast.officer.client.post(address, typed)
    assert answer.headers["Location"] == at("person_particulars", mau)
    assert AuditEntry.objects.filter(name=event).count() == 1
    assert cast.neighbour.client.post(address, typed).status_code == 404
    assert police.client.post(address, typed).status_code == 403
    assert AuditEntry.objects.filter(name=event).count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("identity_correct", IDENTITY | {"reason": ""}, "reason"),
        ("identity_correct", IDENTITY | WHY | {"birth": "2091"}, "birth"),
        ("identity_correct", IDENTITY | WHY, "__all__"),
        ("identifier_add", {"kind": "citizen_card", "number": "12"}, "number"),
        ("contact_add", {"kind": "phone", "value": "12"}, "value"),
        ("relation_add", {"kind": "mother", "name": "x", "phone": "12"}, "phone"),
        ("residence_add", {"kind": "current", "place_words": "", "from_on": "01/01/2026"}, "place_words"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    cast: Cast, mau: Person, name: str, typed: dict[str, str], field: str
) -> None:
    answer = cast.officer.client.post(at(name, mau), typed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_number_of_somebody_else_is_refused_without_saying_whose(cast: Cast, mau: Person, on: date) -> None:
    from tests.people.builders import register

    other = register(cast.neighbour.actor, cast.next_door, on, number="001090099999", phone="")
    typed = {"kind": "citizen_card", "number": "001090099999"}
    answer = cast.officer.client.post(at("identifier_add", mau), typed)
    assert "number" in answer.context["form"].errors
    assert other.reference not in body(answer)


def test_an_old_card_is_followed_by_a_new_one(cast: Cast, on: date) -> None:
    from tests.people.builders import register

    person = register(cast.officer.actor, cast.here, on, number="")
    client = cast.officer.client
    client.post(at("identifier_add", person), {"kind": "old_card", "number": "012345678"})
    old = Identifier.objects.get(person=person)
    new = {"kind": "citizen_card", "number": NUMBER, "succeeds": str(old.pk)}
    assert client.post(at("identifier_add", person), new).status_code == 302
    assert Identifier.objects.get(succeeds=old).kind == "citizen_card"
    assert client.post(at("identifier_withdraw", person, old.pk), WHY).status_code == 302
    assert [str(row.pk) for row in Identifier.objects.filter(withdrawn_at__isnull=False)] == [str(old.pk)]


def test_contacts_and_relations_are_withdrawn_after_asking(cast: Cast, mau: Person) -> None:
    client = cast.officer.client
    client.post(at("relation_add", mau), {"kind": "mother", "name": "Trần Thị Ví Dụ"})
    for name, model in (("contact_withdraw", Contact), ("relation_withdraw", Relation)):
        row = model._default_manager.get(person=mau)
        address = at(name, mau, row.pk)
        assert client.get(address).status_code == 200
        assert cast.neighbour.client.post(address).status_code == 404
        assert client.post(address).status_code == 302
        row.refresh_from_db()
        assert row.withdrawn_at
        assert client.post(address).status_code == 404


def test_a_residence_is_added_corrected_ended_and_withdrawn(cast: Cast, mau: Person, on: date) -> None:
    client = cast.officer.client
    words = cast.next_door.name
    typed = {"kind": "permanent", "place_words": words, "address": "Số 9", "from_on": "01/09/2026"}
    answer = client.post(at("residence_add", mau), typed)
    if answer.status_code == 200:  # several units have the name
        typed["place"] = str(cast.next_door.pk)
        answer = client.post(at("residence_add", mau), typed)
    assert answer.status_code == 302
    row = Residence.objects.get(person=mau, kind="permanent")
    corrected = {"place": str(row.place_id), "address": "Số 10", "from_on": "02/09/2026", **WHY}
    assert client.post(at("residence_correct", mau, row.pk), corrected).status_code == 302
    assert client.post(at("residence_end", mau, row.pk), {"to_on": "01/10/2026"}).status_code == 302
    assert "Số 10" in body(client.get(at("person_particulars", mau)))
    assert client.post(at("residence_withdraw", mau, row.pk), WHY).status_code == 302
    assert not Residence.objects.filter(person=mau, kind="permanent").exists()
    here = Residence.objects.get(person=mau)
    answer = client.post(at("residence_withdraw", mau, here.pk), WHY)
    assert answer.context["form"].errors


def test_somebody_is_not_moved_into_a_unit_of_somebody_else(cast: Cast, mau: Person) -> None:
    typed = {"kind": "current", "place_words": cast.next_door.name, "place": str(cast.next_door.pk)}
    answer = cast.officer.client.post(at("residence_add", mau), typed | {"from_on": "01/11/2026"})
    assert answer.status_code == 403
    assert selectors.lives_in(mau, date(2026, 11, 16)) == cast.here


def test_a_whole_number_is_shown_on_need_and_logged(cast: Cast, mau: Person, police: Member) -> None:
    paper = Identifier.objects.get(person=mau)
    address = at("identifier_show", mau, paper.pk)
    assert police.client.get(address).headers["Location"].startswith(reverse("account_reauthenticate"))
    confirm(police)
    assert NUMBER not in body(police.client.get(address))
    assert police.client.post(address, {"purpose": ""}).context["number"] == ""
    assert NUMBER in body(police.client.post(address, {"purpose": "P1"}))
    entry = AuditEntry.objects.get(name=files.SHOWN)
    assert (entry.kind, entry.purpose, entry.user) == (EntryKind.READ, "P1", police.actor.user)
    assert NUMBER not in entry.facts
    confirm(cast.officer)
    assert cast.officer.client.get(address).status_code == 403


def test_who_looked_is_told_in_words(cast: Cast, mau: Person, police: Member) -> None:
    police.client.get(at("person_particulars", mau))
    page = body(cast.officer.client.get(at("who_looked", mau)))
    assert "Nguyễn Văn Mẫu" in page
    assert cast.here.full_name in page
    assert police.actor.user not in page
    assert police.actor.post not in page
    assert police.client.get(at("who_looked", mau)).status_code == 403
    assert cast.neighbour.client.get(at("who_looked", mau)).status_code == 404


LIMITS = ((30, False, 200), (30, True, 200), (31, False, 302), (31, True, 200), (61, True, 409))


def open_others(client: Client, people: list[Person]) -> list[int]:
    return [client.get(at("person_particulars", one)).status_code for one in people]


@pytest.mark.parametrize(("number", "confirmed", "last"), LIMITS)
def test_who_opens_many_files_confirms_and_then_is_refused(
    cast: Cast, on: date, number: int, confirmed: bool, last: int
) -> None:
    from hoanhap.casework.people.actions.registration import register_people
    from tests.people.builders import new_person

    new = [new_person(cast.here, on, number="", phone="", birth_on=None, birth_year=1930 + n) for n in range(number)]
    people = register_people(by=cast.officer.actor, new=new)
    if confirmed:
        confirm(cast.officer)
    answers = open_others(cast.officer.client, people)
    assert set(answers[:-1]) == {200}
    assert answers[-1] == last
    assert AuditEntry.objects.filter(name="people.too_many_files").count() == int(last == 409)


def test_the_same_file_counts_once(cast: Cast, mau: Person) -> None:
    assert set(open_others(cast.officer.client, [mau] * 35)) == {200}
