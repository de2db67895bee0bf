"""Duplicates in the unit, requests to other units, namesakes that the city compares."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from hoanhap.casework.people import duplicates, transfers
from hoanhap.casework.people.actions import transfers as actions
from hoanhap.casework.people.models import Distinction, Namesakes, Person, TransferRequest
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.errors import PermissionRefused, Refusal, RuleViolation
from tests.cast import Cast
from tests.people.builders import NUMBER, register
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db
WHY = {"reason": "đã gặp cả hai"}


def body(answer: Any) -> str:
    """What stands between header and footer: the cast is called like the people it looks at."""
    return str(answer.content.decode()).partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def twin(cast: Cast, mau: Person, on: date) -> Person:
    """A second file that looks like the first, in the same unit."""
    return register(cast.officer.actor, cast.here, on, number="", phone="")


@pytest.fixture
def elsewhere(cast: Cast, mau: Person, on: date) -> Person:
    """A namesake with the same birth in the next unit."""
    return register(cast.neighbour.actor, cast.next_door, on, number="001090054321", phone="")


def pair(name: str, one: Person, other: Person) -> str:
    return reverse(f"people:{name}", args=[one.reference, other.reference])


# ── duplicates ──


def test_who_looks_alike_is_listed_once_and_laid_side_by_side(cast: Cast, mau: Person, twin: Person) -> None:
    client = cast.officer.client
    page = body(client.get(reverse("people:duplicate_list")))
    assert mau.reference in page
    assert twin.reference in page
    answer = client.get(pair("duplicate_pair", mau, twin))
    assert {line["label"] for line in answer.context["lines"] if line["differs"]} == set()
    assert AuditEntry.objects.filter(name="people.file_opened").count() == 2
    assert cast.neighbour.client.get(pair("duplicate_pair", mau, twin)).status_code == 404
    assert mau.reference not in body(cast.neighbour.client.get(reverse("people:duplicate_list")))


def test_what_differs_is_marked(cast: Cast, mau: Person, on: date) -> None:
    other = register(cast.officer.actor, cast.here, on, number="", phone="0912345678", name="Nguyen Van Mau")
    lines = cast.officer.client.get(pair("duplicate_pair", mau, other)).context["lines"]
    assert [line["values"] for line in lines if line["differs"]] == [("0901234567", "0912345678")]


def test_two_people_are_told_apart_and_not_asked_again(cast: Cast, mau: Person, twin: Person, on: date) -> None:
    client, address = cast.officer.client, pair("duplicate_part", mau, twin)
    assert "reason" in client.post(address, {"reason": " "}).context["form"].errors
    assert cast.neighbour.client.post(address, WHY).status_code == 404
    assert client.post(address, WHY).status_code == 302
    assert duplicates.pairs(by=cast.officer.actor, on=on) == []
    assert client.post(address, WHY).context["form"].errors
    assert Distinction.objects.count() == 1


def test_two_files_are_merged_with_a_reason_and_parted_again(cast: Cast, mau: Person, twin: Person) -> None:
    client, address = confirm(cast.officer), pair("person_merge", mau, twin)
    assert "reason" in client.post(address, {"keep": mau.reference}).context["form"].errors
    answer = client.post(address, {"keep": twin.reference} | WHY)
    assert answer.headers["Location"].endswith(f"/{twin.reference}/particulars/")
    mau.refresh_from_db()
    assert mau.merged_into == twin
    undo = reverse("people:merge_undo", args=[twin.reference, mau.reference])
    assert undo in body(client.get(answer.headers["Location"]))
    assert confirm(cast.neighbour).post(undo, WHY).status_code == 404
    assert client.post(undo, WHY).status_code == 302
    mau.refresh_from_db()
    assert mau.merged_into is None
    assert client.get(undo).status_code == 404


def test_a_merge_waits_for_the_password_and_keeps_what_was_typed(cast: Cast, mau: Person, twin: Person) -> None:
    client, address = cast.officer.client, pair("person_merge", mau, twin)
    asked = client.post(address, {"keep": mau.reference} | WHY).headers["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert Person.objects.filter(merged_into__isnull=False).count() == 0
    confirm_with = {"password": "một mật khẩu chỉ để thử", "next": address}
    assert client.post(asked, confirm_with).status_code == 302
    assert Person.objects.get(pk=twin.pk).merged_into == mau


# ── transfers ──


def ask(cast: Cast, **typed: str) -> Any:
    data = {"number": NUMBER, "asked_as": "Nguyễn Văn Mẫu, 1990"} | typed
    return cast.neighbour.client.post(reverse("people:transfer_ask"), data)


def test_a_unit_asks_and_the_holder_answers_without_being_named(cast: Cast, mau: Person) -> None:
    assert ask(cast).status_code == 302
    listed = reverse("people:transfer_list")
    asker, holder = body(cast.neighbour.client.get(listed)), body(cast.officer.client.get(listed))
    assert "Nguyễn Văn Mẫu, 1990" in asker
    for told in (cast.here.full_name, mau.reference):
        assert told not in asker
    assert cast.next_door.full_name in holder
    assert mau.reference in holder
    request = TransferRequest.objects.get()
    answer = reverse("people:transfer_answer", args=[request.pk])
    assert cast.neighbour.client.post(answer, {"answer": "agreed"}).status_code == 404
    assert "answer" in cast.officer.client.post(answer, {"answer": "open"}).context["form"].errors
    assert cast.officer.client.post(answer, {"answer": "stays"}).status_code == 302
    assert cast.officer.client.get(answer).status_code == 404
    asker = body(cast.neighbour.client.get(listed))
    assert request.get_answer_display() not in asker
    request.refresh_from_db()
    assert request.get_answer_display() in asker
    assert cast.here.full_name not in asker


def test_a_request_is_logged_without_the_number_and_made_once(cast: Cast, mau: Person) -> None:
    ask(cast)
    entry = AuditEntry.objects.get(name="people.transfer_asked")
    assert NUMBER not in entry.facts
    assert mau.reference not in entry.facts
    assert str(mau.pk) not in entry.subject
    assert ask(cast).context["form"].errors["number"]
    assert TransferRequest.objects.count() == 1


def test_what_nobody_holds_or_oneself_holds_is_not_asked_for(cast: Cast, mau: Person) -> None:
    assert ask(cast, number="001090000000").context["form"].errors["number"]
    data = {"number": NUMBER, "asked_as": "x"}
    assert cast.officer.client.post(reverse("people:transfer_ask"), data).context["form"].errors["number"]


def test_requests_are_limited(cast: Cast, on: date) -> None:
    numbers = [f"0010900{number:05}" for number in range(21)]
    for number in numbers:
        register(cast.officer.actor, cast.here, on, number=number, phone="")
    by = cast.neighbour.actor
    for number in numbers[:20]:
        actions.ask_for_transfer(by=by, identifier=number, at=cast.next_door, asked_as="x")
    with pytest.raises(Refusal, match=r"people\.asked_too_often"):
        actions.ask_for_transfer(by=by, identifier=numbers[20], at=cast.next_door, asked_as="x")


def test_nobody_asks_for_another_unit(cast: Cast, mau: Person) -> None:
    with pytest.raises(PermissionRefused):
        actions.ask_for_transfer(by=cast.neighbour.actor, identifier=NUMBER, at=cast.here, asked_as="x")


# ── the city's queue ──


def test_the_answer_is_the_same_whether_there_is_a_namesake_or_not(cast: Cast, mau: Person, on: date) -> None:
    lonely = register(cast.officer.actor, cast.here, on, number="", phone="", name="Trần Thị Ví Dụ")
    register(cast.neighbour.actor, cast.next_door, on, number="001090054321", phone="")
    pages = []
    for person in (mau, lonely):
        address = reverse("people:namesake_send", args=[person.reference])
        answer = cast.officer.client.post(address, follow=True)
        pages.append([str(message) for message in answer.context["messages"]])
    assert pages[0] == pages[1]
    assert Namesakes.objects.count() == 1


def test_the_city_sees_codes_alone_and_its_finding_reaches_the_unit(cast: Cast, mau: Person, elsewhere: Person) -> None:
    send = reverse("people:namesake_send", args=[mau.reference])
    cast.officer.client.post(send)
    cast.officer.client.post(send)
    row = Namesakes.objects.get()
    answer = reverse("people:namesake_answer", args=[row.pk])
    for address in (reverse("people:namesake_list"), answer):
        page = body(cast.lead.client.get(address))
        assert mau.reference in page
        assert elsewhere.reference in page
        for told in ("Nguyễn Văn Mẫu", "1990", NUMBER):
            assert told not in page
        assert cast.officer.client.get(address).status_code == 403
    own = reverse("people:person_particulars", args=[mau.reference])
    assert not cast.officer.client.get(own).context["namesakes"]
    assert "answer" in cast.lead.client.post(answer, {"answer": ""}).context["form"].errors
    assert cast.lead.client.post(answer, {"answer": "same"}).status_code == 302
    assert cast.officer.client.get(own).context["namesakes"]
    assert elsewhere.reference not in body(cast.officer.client.get(own))
    row.refresh_from_db()
    with pytest.raises(RuleViolation, match=r"people\.already_answered"):
        actions.answer_namesakes(by=cast.lead.actor, namesakes=row, answer="different")


def test_who_only_comes_close_is_no_namesake(cast: Cast, mau: Person, on: date) -> None:
    register(cast.neighbour.actor, cast.next_door, on, number="", phone="", birth_on=date(1990, 6, 4))
    register(cast.neighbour.actor, cast.next_door, on, number="", phone="", name="Nguyễn Văn Mậu")
    assert transfers.likenesses_outside(by=cast.officer.actor, person=mau, on=on) == []
