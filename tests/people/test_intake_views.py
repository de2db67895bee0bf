"""Search first; then page by page; then a review; then a file."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.casework.people.models import Distinction, Person
from hoanhap.ground.access.models import Draft
from hoanhap.ground.audit.models import AuditEntry
from tests.cast import Cast
from tests.people.builders import NUMBER, PHONE, register

pytestmark = pytest.mark.django_db

IDENTITY = {"name": "Lê Thị Mẫu Ba", "sex": "female", "birth": "1991", "nationality": "VN", "other_name": ""}
PAPERS = {"number": "001191012345", "phone": "0912 000 111", "old_number": "", "issued_on": "", "issued_by": ""}
FAMILY = {"guardian_kind": "", "guardian_name": "", "close_kind": "", "close_name": ""}


def body(answer: Any) -> str:
    """What stands between header and footer: the cast is called like the people it looks for."""
    return str(answer.content.decode()).partition("<main")[2].partition("</main>")[0]


def search(client: Client, **words: str) -> Any:
    return client.post(reverse("people:person_search"), words)


def begin(client: Client, **words: str) -> Draft:
    """Search, find nobody, and begin."""
    client.post(reverse("people:intake_start"), words)
    return Draft.objects.latest("updated_at")


def send(client: Client, draft: Draft, step: str, typed: dict[str, str], **more: str) -> Any:
    return client.post(reverse("people:intake_step", args=[draft.pk, step]), typed | more)


def fill(client: Client, cast: Cast, draft: Draft, **identity: str) -> None:
    """All pages of an intake."""
    residence = {"place": str(cast.here.pk), "address": "Số 1 ngõ Thử", "since": "", "permanent_words": ""}
    assert send(client, draft, "identity", IDENTITY | identity).status_code == 302
    assert send(client, draft, "papers", PAPERS).status_code == 302
    assert send(client, draft, "residence", residence).status_code == 302
    assert send(client, draft, "family", FAMILY).headers["Location"].endswith("/review/")


def review(client: Client, draft: Draft, **typed: str) -> Any:
    return client.post(reverse("people:intake_review", args=[draft.pk]), typed)


@pytest.mark.parametrize(
    "words", [{"name": "mau nguyen"}, {"birth_year": "1990"}, {"number": NUMBER}, {"phone": "090 123 45 67"}]
)
def test_somebody_is_found_in_reach_with_little_shown(cast: Cast, mau: Person, words: dict[str, str]) -> None:
    page = body(search(cast.officer.client, **words))
    assert mau.reference in page
    assert "Nguyễn Văn Mẫu" in page
    assert "Thử Nghiệm" not in page
    assert "04/05/1990" not in page
    assert mau.reference not in body(search(cast.neighbour.client, **words))


def test_a_search_is_logged_without_its_words(cast: Cast, mau: Person) -> None:
    search(cast.officer.client, name="Mẫu", number=NUMBER)
    entry = AuditEntry.objects.filter(name="people.searched").latest("recorded_at")
    assert entry.stated() == {"by": ["name", "number"], "found": 1}


@pytest.mark.parametrize(
    ("words", "field"), [({}, "__all__"), ({"number": "12"}, "number"), ({"phone": "12"}, "phone")]
)
def test_a_search_that_cannot_be_says_why(cast: Cast, on: date, words: dict[str, str], field: str) -> None:
    answer = search(cast.officer.client, **words)
    assert field in answer.context["form"].errors
    assert answer.context["found"] is None


def test_held_elsewhere_tells_existence_and_nothing_else(cast: Cast, mau: Person) -> None:
    page = body(search(cast.neighbour.client, number=NUMBER))
    for told in (mau.reference, "Nguyễn Văn Mẫu", cast.here.full_name):
        assert told not in page
    assert reverse("people:transfer_ask") in page
    assert reverse("people:intake_start") not in page


def test_whom_nobody_has_is_not_held_elsewhere(cast: Cast, mau: Person) -> None:
    page = body(search(cast.neighbour.client, number="001091055555"))
    assert reverse("people:transfer_ask") not in page
    assert reverse("people:intake_start") in page


def test_the_words_of_the_search_are_carried_over(cast: Cast, on: date) -> None:
    client = cast.officer.client
    draft = begin(client, name="Lê Thị Mẫu Ba", birth_year="1991", number="001191012345", phone=PHONE)
    page = body(client.get(reverse("people:intake_step", args=[draft.pk, "identity"])))
    assert 'value="Lê Thị Mẫu Ba"' in page
    assert 'value="1991"' in page
    assert 'value="001191012345"' in body(client.get(reverse("people:intake_step", args=[draft.pk, "papers"])))


def test_an_intake_ends_in_a_file_and_its_draft_goes(cast: Cast, on: date) -> None:
    client = cast.officer.client
    draft = begin(client, name="Lê Thị Mẫu Ba")
    fill(client, cast, draft)
    answer = review(client, draft)
    person = Person.objects.get(name="Lê Thị Mẫu Ba")
    assert answer.headers["Location"] == reverse("people:person_particulars", args=[person.reference])
    assert not Draft.objects.exists()
    assert "Số 1 ngõ Thử" in body(client.get(answer.headers["Location"]))


def test_what_is_wrong_is_kept_and_said_at_its_field(cast: Cast, on: date) -> None:
    client = cast.officer.client
    draft = begin(client, name="x")
    answer = send(client, draft, "identity", IDENTITY | {"birth": "31/02/1991", "name": "Số 7"})
    assert set(answer.context["form"].errors) == {"birth"}
    answer = send(client, draft, "identity", IDENTITY | {"name": "Số 7"})
    assert set(answer.context["form"].errors) == {"name"}
    assert 'value="Số 7"' in body(client.get(reverse("people:intake_step", args=[draft.pk, "identity"])))


def test_one_may_save_mistakes_and_leave(cast: Cast, on: date) -> None:
    client = cast.officer.client
    draft = begin(client, name="Lê Thị Mẫu Ba")
    answer = send(client, draft, "papers", {"number": "khong phai"}, leave="1")
    assert answer.headers["Location"] == reverse("people:intake_list")
    assert "Lê Thị Mẫu Ba" in body(client.get(reverse("people:intake_list")))
    page = client.get(reverse("people:intake_review", args=[draft.pk]))
    assert not page.context["ready"]
    assert "#id_number" in body(page)
    assert review(client, draft).status_code == 200
    assert not Person.objects.exists()


def test_a_minor_needs_a_guardian(cast: Cast, on: date) -> None:
    client = cast.officer.client
    draft = begin(client, name="Lê Thị Mẫu Ba")
    residence = {"place": str(cast.here.pk)}
    send(client, draft, "identity", IDENTITY | {"birth": "01/02/2012"})
    send(client, draft, "papers", {"number": ""})
    send(client, draft, "residence", residence)
    assert "guardian_kind" in send(client, draft, "family", FAMILY).context["form"].errors
    assert review(client, draft).status_code == 200
    guardian = {"guardian_kind": "mother", "guardian_name": "Trần Thị Ví Dụ"}
    assert send(client, draft, "family", FAMILY | guardian).status_code == 302
    assert review(client, draft).status_code == 302


def test_who_looks_alike_stands_beside_and_needs_a_reason(cast: Cast, mau: Person) -> None:
    client = cast.officer.client
    draft = begin(client, name="Nguyễn Văn Mẫu")
    fill(client, cast, draft, name="Nguyễn Văn Mẫu", sex="male", birth="04/05/1990")
    page = client.get(reverse("people:intake_review", args=[draft.pk]))
    assert mau.reference in body(page)
    assert [line["label"] for line in page.context["lines"] if line["differs"]] == []
    assert review(client, draft).status_code == 200
    assert Person.objects.count() == 1
    assert review(client, draft, different_0="mẹ khác, đã gặp cả hai").status_code == 302
    assert Distinction.objects.get().reason == "mẹ khác, đã gặp cả hai"


def test_a_number_held_elsewhere_opens_no_second_file(cast: Cast, mau: Person) -> None:
    client = cast.neighbour.client
    draft = begin(client, name="Lê Thị Mẫu Ba")
    residence = {"place": str(cast.next_door.pk)}
    for step, typed in (
        ("identity", IDENTITY),
        ("papers", PAPERS | {"number": NUMBER}),
        ("residence", residence),
        ("family", FAMILY),
    ):
        send(client, draft, step, typed)
    answer = review(client, draft)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert Person.objects.count() == 1


def test_a_permanent_residence_is_found_by_name_and_chosen(cast: Cast, on: date) -> None:
    client = cast.officer.client
    draft = begin(client, name="Lê Thị Mẫu Ba")
    typed = {"place": str(cast.here.pk), "permanent_words": "khong co xa nay"}
    assert "permanent_words" in send(client, draft, "residence", typed).context["form"].errors
    answer = send(client, draft, "residence", typed | {"permanent_words": "dong"})
    choices = answer.context["form"].fields["permanent"].choices
    assert len(choices) > 1
    chosen = {"permanent_words": "dong", "permanent": choices[1][0]}
    assert send(client, draft, "residence", typed | chosen).status_code == 302


def test_a_draft_belongs_to_its_post_alone(cast: Cast, on: date) -> None:
    draft = begin(cast.officer.client, name="Lê Thị Mẫu Ba")
    other = cast.neighbour.client
    for address in (
        reverse("people:intake_step", args=[draft.pk, "identity"]),
        reverse("people:intake_review", args=[draft.pk]),
        reverse("people:intake_drop", args=[draft.pk]),
    ):
        assert other.get(address).status_code == 404
        assert other.post(address, IDENTITY).status_code == 404
    assert Draft.objects.exists()
    assert cast.officer.client.post(reverse("people:intake_drop", args=[draft.pk])).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_is_sealed(cast: Cast, on: date) -> None:
    draft = begin(cast.officer.client, name="Lê Thị Mẫu Ba", number=NUMBER)
    stored = bytes(Draft.objects.filter(pk=draft.pk).values_list("content", flat=True).get())
    assert NUMBER.encode() not in stored
    assert "Mẫu".encode() not in stored


def test_no_address_of_the_intake_says_who_it_is(cast: Cast, on: date) -> None:
    client = cast.officer.client
    draft = begin(client, name="Lê Thị Mẫu Ba", number=NUMBER)
    fill(client, cast, draft)
    for address in ("people:intake_list", "people:person_search"):
        for link in re.findall(r'(?:href|action)="([^"]+)"', body(client.get(reverse(address)))):
            assert not re.search(r"mau|0011", urlsplit(link).path + urlsplit(link).query, re.IGNORECASE)


@pytest.mark.parametrize("name", ["person_search", "intake_list", "transfer_list", "duplicate_list", "import_start"])
def test_who_may_not_record_sees_none_of_these_pages(cast: Cast, on: date, name: str) -> None:
    address = reverse(f"people:{name}")
    assert cast.officer.client.get(address).status_code == 200
    for member in (cast.volunteer, cast.lead, cast.inspector):
        assert member.client.get(address).status_code == 403


def test_more_hits_than_help_are_not_shown(cast: Cast, on: date) -> None:
    for number in range(32):
        register(cast.officer.actor, cast.here, on, number="", phone="", birth_on=None, birth_year=1960 + number)
    answer = search(cast.officer.client, name="mẫu")
    assert (len(answer.context["found"].hits), answer.context["found"].more) == (30, True)
