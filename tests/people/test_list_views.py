"""The import of a list of people on the screen: read by the worker, looked at row by row, written or given up."""

from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hoanhap.casework.people import tasks
from hoanhap.casework.people.models import Person
from hoanhap.ground.exchange.models import ImportRow, ImportRun
from tests.cast import Cast, Member
from tests.people.builders import NUMBER
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db

HEADER = "STT,Họ và tên,Giới tính,Năm sinh,Số CCCD,Nơi ở hiện tại"
NEW = "1,Trần Thị Ví Dụ,Nữ,1985,001185012345,Số 1 ngõ Thử"
TWIN = "2,Nguyễn Văn Mẫu,Nam,1990,,Số 2 ngõ Thử"
WRONG = "3,Lê Văn Thử,không rõ,1985,12,"


def body(answer: Any) -> str:
    return str(answer.content.decode()).partition("<main")[2].partition("</main>")[0]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker works as soon as it is asked."""
    monkeypatch.setattr(
        tasks.read_people_list.__class__, "enqueue", lambda task, *args, **kwargs: task.func(*args, **kwargs)
    )


def upload(member: Member, *rows: str) -> Any:
    file = SimpleUploadedFile("danh-sach.csv", "\n".join([HEADER, *rows]).encode())
    return member.client.post(reverse("people:import_start"), {"file": file})


def at(name: str) -> str:
    return reverse(f"people:{name}", args=[ImportRun.objects.latest("started_at").pk])


def test_a_list_is_shown_row_by_row_and_written_after_the_password(cast: Cast, on: date) -> None:
    client = cast.officer.client
    assert upload(cast.officer, NEW).headers["Location"] == at("import_detail")
    answer = client.get(at("import_detail"))
    assert answer.context["counts"]["new"] == 1
    assert "Trần Thị Ví Dụ" in body(answer)
    assert client.post(at("import_write")).headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not Person.objects.exists()
    assert confirm(cast.officer).post(at("import_write")).status_code == 302
    assert Person.objects.get().name == "Trần Thị Ví Dụ"
    assert not ImportRow.objects.exists()
    assert client.get(at("import_detail")).status_code == 200


def test_rows_are_filtered_by_what_they_amount_to(cast: Cast, mau: Person) -> None:
    upload(cast.officer, NEW, TWIN, WRONG)
    client = cast.officer.client
    counts = client.get(at("import_detail")).context["counts"]
    assert counts == {"new": 1, "known": 0, "possible_duplicate": 1, "held_elsewhere": 0, "error": 1}
    page = body(client.get(at("import_detail") + "?outcome=error"))
    assert "Lê Văn Thử" in page
    assert "Trần Thị Ví Dụ" not in page
    assert "không rõ" not in page  # what stands in a wrong cell is not repeated
    assert confirm(cast.officer).post(at("import_write")).context["form"].errors
    assert Person.objects.count() == 1


def test_who_only_looks_alike_is_taken_once_somebody_has_compared(cast: Cast, mau: Person) -> None:
    upload(cast.officer, TWIN)
    client = confirm(cast.officer)
    assert client.post(at("import_write")).context["form"].errors
    assert client.post(at("import_write"), {"accept_possible": "on"}).status_code == 302
    assert Person.objects.count() == 2


def test_a_list_is_given_up_and_leaves_nothing(cast: Cast, on: date) -> None:
    upload(cast.officer, NEW)
    assert cast.officer.client.get(at("import_withdraw")).status_code == 200
    assert cast.officer.client.post(at("import_withdraw")).status_code == 302
    assert not ImportRow.objects.exists()
    assert not Person.objects.exists()
    assert cast.officer.client.get(at("import_detail")).status_code == 200


def test_a_file_that_is_no_list_is_refused_at_once(cast: Cast, on: date) -> None:
    file = SimpleUploadedFile("anh.csv", b"\x89PNG not a table")
    answer = cast.officer.client.post(reverse("people:import_start"), {"file": file})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not ImportRun.objects.exists()


def test_what_is_wrong_with_the_whole_is_said_in_row_0(
    cast: Cast, mau: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hoanhap.casework.people.selectors.ASKS_AN_HOUR", 0)
    upload(cast.neighbour, f"1,Nguyễn Văn Mẫu,Nam,1990,{NUMBER},Số 1")
    answer = cast.neighbour.client.get(at("import_detail"))
    assert answer.context["counts"]["error"] == 1
    assert confirm(cast.neighbour).post(at("import_write")).context["form"].errors


def test_another_account_sees_nothing_of_it(cast: Cast, on: date) -> None:
    upload(cast.officer, NEW)
    confirm(cast.neighbour)
    for name in ("import_detail", "import_write", "import_withdraw"):
        assert cast.neighbour.client.get(at(name)).status_code == 404
        if name != "import_detail":
            assert cast.neighbour.client.post(at(name)).status_code == 404
    assert cast.lead.client.get(reverse("people:import_start")).status_code == 403


def test_the_file_waits_sealed_and_goes(cast: Cast, on: date, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[str] = []
    monkeypatch.setattr(
        tasks.read_people_list.__class__, "enqueue", lambda task, run, name, *rest: waiting.append(name)
    )
    upload(cast.officer, NEW)
    with default_storage.open(waiting[0]) as file:
        kept = file.read()
    assert "Ví Dụ".encode() not in kept
    assert b"001185012345" not in kept
    run = ImportRun.objects.get()
    assert run.state == "reading"
    assert cast.officer.client.get(at("import_detail")).status_code == 200
    tasks.read_people_list.func(str(run.pk), waiting[0], cast.officer.actor.user, cast.officer.actor.post)
    assert not default_storage.exists(waiting[0])
    run.refresh_from_db()
    assert run.state == "checked"


def test_an_empty_list_is_handed_over(cast: Cast, on: date) -> None:
    answer = cast.officer.client.get(reverse("people:import_template"))
    assert answer.headers["Content-Type"].endswith("sheet")
