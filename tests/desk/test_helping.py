"""The helper's pages and the month's sheets: who sees what, and what stays when something is wrong."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.casework.episodes.models import Episode, ReviewResult
from hoanhap.casework.programmes.actions import notes
from hoanhap.casework.programmes.models import HelpPlan, Need, ReviewMeeting, RollCallAnswer, Visit
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast
from tests.programmes.conftest import Commune
from tests.stepping_up import confirm

SECRET = "chỉ mình tôi biết chuyện này"


@pytest.fixture
def commune(on: date, cast: Cast) -> Commune:
    """This commune."""
    return Commune(cast)


@pytest.fixture
def helped(commune: Commune, cast: Cast) -> Episode:
    """Whom the volunteer of the cast helps."""
    episode = commune.managed()
    commune.help(episode, cast.volunteer)
    return episode


def at(one: Episode, part: str = "") -> str:
    return f"/files/{one.person.reference}/help/{part}"


VISIT = {"day": "20/11/2026", "way": "home", "minutes": "30", "did": ["talk", "job"], "next_on": "04/12/2026"}


def test_a_volunteer_goes_from_today_to_their_people(helped: Episode, commune: Commune, cast: Cast, on: date) -> None:
    commune.managed(1)
    client = cast.volunteer.client
    assert "/my-people/" in client.get("/").content.decode()
    page = client.get("/my-people/").content.decode()
    assert page.count(f'href="{at(helped)}"') == 2
    assert "Trần Thị Ví Dụ" not in page
    assert "<script" not in page
    assert AuditEntry.objects.filter(name="desk.people_listed", purpose="P2").exists()


def test_a_visit_is_logged_on_one_page(helped: Episode, cast: Cast) -> None:
    answer = cast.volunteer.client.post(at(helped, "visit/"), VISIT, follow=True)
    made, planned = Visit.objects.order_by("day")
    assert (made.minutes, made.did, planned.day) == (30, ["talk", "job"], date(2026, 12, 4))
    page = answer.content.decode()
    assert "04/12/2026" in page
    assert "30 phút" in page
    assert "<script" not in page
    missing = cast.volunteer.client.post(at(helped, "visit/"), VISIT | {"minutes": ""})
    assert "Vui lòng điền" in missing.content.decode() or "hn-field--wrong" in missing.content.decode()
    assert Visit.objects.count() == 2


def test_what_a_helper_records(helped: Episode, cast: Cast) -> None:
    client = cast.volunteer.client
    first = {"assessed_on": "20/11/2026", "circumstances": "ở với mẹ", "first": "job", "second": "papers", "third": ""}
    assert client.post(at(helped, "assessment/"), first).status_code == 302
    need = Need.objects.get(kind="job")
    plan = {"words_1": "đi xin việc", "period_1": "month", "need_1": str(need.pk)}
    plan |= {f"{name}_{number}": value for number in (2, 3) for name, value in (("words", ""), ("period", "year"))}
    assert client.post(at(helped, "plan/"), plan).status_code == 302
    (item,) = HelpPlan.objects.get().items.all()
    assert item.need == need
    steps = (
        ("item/", plan), ("need/", {"kind": "loan"}), ("plan-visits/", {"day_1": "20/11/2026"}),
        ("talk/", {"talked_on": "20/11/2026", "own_words": "tôi đi làm đều"}),
        (f"settle-need/{need.pk}/", {"state": "first"}), (f"settle-need/{need.pk}/", {"state": "met"}),
        (f"settle-item/{item.pk}/", {"state": "not_done", "why": "xưởng đóng cửa"}),
    )  # fmt: skip
    for part, told in steps:
        answer = client.post(at(helped, part), told)
        assert answer.status_code == 302, (part, answer.content.decode()[:4000])
    planned = Visit.objects.get(state="planned")
    assert client.get(at(helped, f"missed/{planned.pk}/")).status_code == 200
    assert client.post(at(helped, f"missed/{planned.pk}/"), {"because": "not_home"}).status_code == 302
    made = VISIT | {"next_on": ""}
    assert client.post(at(helped, "visit/"), made).status_code == 302
    done = Visit.objects.get(state="done")
    right = made | {"way": "phone", "reason": "chỉ gọi điện"}
    assert client.post(at(helped, f"correct-visit/{done.pk}/"), right).status_code == 302
    last = Visit.objects.get(replaces=done)
    page = client.get(at(helped)).content.decode()
    assert "đính chính" in page
    assert client.post(at(helped, f"withdraw-visit/{last.pk}/"), {"reason": "nhập nhầm"}).status_code == 302
    assert client.get(at(helped, "nothing/")).status_code == 404
    assert client.get(at(helped, f"nothing/{last.pk}/")).status_code == 404


def test_nobody_else_opens_the_page(helped: Episode, commune: Commune, cast: Cast) -> None:
    for part in ("", "visit/", "notes/"):
        assert cast.volunteer.client.get(at(helped, part)).status_code == 200
        assert commune.other.client.get(at(helped, part)).status_code == 404
    for part in ("", "visit/"):
        assert cast.officer.client.get(at(helped, part)).status_code == 200
        assert cast.neighbour.client.get(at(helped, part)).status_code == 404
    for role in (Role.COMMUNE_POLICE, Role.COMMUNE_POLICE_CHIEF):
        assert cast.in_role(role).client.get(at(helped)).status_code == 403
    assert cast.officer.client.get(at(helped, "notes/")).status_code == 403


def test_a_note_stands_on_its_own_page_alone(helped: Episode, cast: Cast, on: date) -> None:
    answer = cast.volunteer.client.post(at(helped, "notes/"), {"words": SECRET}, follow=True)
    assert SECRET in answer.content.decode()
    ref = helped.person.reference
    for member in (cast.volunteer, cast.officer, cast.in_role(Role.COMMUNE_CHAIR)):
        for page in (f"/files/{ref}/", at(helped), "/files/", "/month/", "/reviews/", "/"):
            assert SECRET not in member.client.get(page, follow=True).content.decode()
    review_all(cast, [helped])
    period = "?from_on=2026-01-01&to_on=2026-11-20"
    minutes = f"/reviews/{ReviewMeeting.objects.get().pk}/minutes.docx"
    confirm(cast.officer)
    files = [
        cast.officer.client.get(path)
        for path in (minutes, "/files/?export=xlsx", "/fidelity/?export=xlsx", f"/sheets/book/book.docx{period}")
    ]
    assert [one.status_code for one in files] == [200] * 4
    for one in files:
        content = b"".join(one.streaming_content) if one.streaming else one.content  # type: ignore[attr-defined]
        with ZipFile(BytesIO(content)) as parts:
            assert all(SECRET not in parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def called(people: list[Episode]) -> dict[str, object]:
    told: dict[str, object] = {"held_on": "20/11/2026", "row": [str(one.pk) for one in people]}
    for number, one in enumerate(people):
        told[f"presence-{one.pk}"] = "phone" if number % 2 else "present"
        told[f"words-{one.pk}"] = f"lời số {number}"
    return told


def review_all(cast: Cast, people: list[Episode], **changes: str) -> object:
    told: dict[str, object] = {
        "held_on": "20/11/2026", "paper_no": "03/BB-BCĐ", "chaired_by": "Bà Mẫu, Chủ tịch", "attended": "",
        "row": [str(one.pk) for one in people],
    }  # fmt: skip
    for one in people:
        values = {"work": "steady", "family": "supports", "grade": "good", "comments": "tiến bộ"}
        told |= {f"{name}-{one.pk}": value for name, value in values.items()}
    return cast.officer.client.post("/reviews/meeting/", told | changes)


def test_one_wrong_row_of_fifteen_keeps_everything_typed(commune: Commune, cast: Cast) -> None:
    people = [commune.managed(number) for number in range(15)]
    told = called(people)
    wrong = people[7]
    told[f"presence-{wrong.pk}"], told[f"words-{wrong.pk}"] = "absent", ""
    page = cast.officer.client.post("/month/roll-call/", told).content.decode()
    assert not RollCallAnswer.objects.exists()
    for number, one in enumerate(people):
        if one is not wrong:
            assert f'value="lời số {number}"' in page
    assert len(re.findall(r'<option value="(?:present|phone|absent)" selected', page)) == 15
    assert page.count('aria-invalid="true"') == 1
    assert f'id="words-{wrong.pk}-error"' in page
    assert f'href="#words-{wrong.pk}"' in page
    told[f"words-{wrong.pk}"] = "đi làm xa"
    assert cast.officer.client.post("/month/roll-call/", told).status_code == 302
    assert RollCallAnswer.objects.count() == 15
    assert "đã điểm danh đủ" in cast.officer.client.get("/month/").content.decode()


def test_a_day_to_come_is_refused_at_its_field(commune: Commune, cast: Cast) -> None:
    people = [commune.managed()]
    page = cast.officer.client.post("/month/roll-call/", called(people) | {"held_on": "21/11/2026"})
    assert "hn-field--wrong" in page.content.decode()
    assert not RollCallAnswer.objects.exists()
    assert cast.officer.client.post("/month/roll-call/", called(people) | {"row": ["x"]}).status_code == 404
    assert cast.volunteer.client.get("/month/roll-call/").status_code == 403


def test_a_review_is_held_on_one_sheet_and_printed(commune: Commune, cast: Cast) -> None:
    people = [commune.managed(number) for number in range(2)]
    bad = review_all(cast, people, **{f"grade-{people[1].pk}": ""})
    assert bad.content.decode().count('aria-invalid="true"') == 1  # type: ignore[attr-defined]
    assert not ReviewResult.objects.exists()
    assert review_all(cast, people).status_code == 302  # type: ignore[attr-defined]
    assert list(ReviewResult.objects.values_list("grade", flat=True)) == ["Tốt", "Tốt"]
    path = f"/reviews/{ReviewMeeting.objects.get().pk}/minutes"
    for form in ("docx", "pdf"):
        assert cast.officer.client.get(f"{path}.{form}").status_code == 200
        assert cast.neighbour.client.get(f"{path}.{form}").status_code == 404
    assert cast.officer.client.get(f"{path}.txt").status_code == 404
    with ZipFile(BytesIO(cast.officer.client.get(f"{path}.docx").content)) as parts:
        text = parts.read("word/document.xml").decode()
    for words in ("Không theo mẫu", "03/BB-BCĐ", "tiến bộ", people[0].person.name):
        assert words in text
    police = cast.in_role(Role.COMMUNE_POLICE).client
    page = police.get("/reviews/").content.decode()
    assert "03/BB-BCĐ" in page
    assert "minutes." not in page
    assert police.get(f"{path}.pdf").status_code == 403


def test_fidelity_is_filtered_and_taken_out(helped: Episode, cast: Cast) -> None:
    for member in (cast.officer, cast.lead, cast.in_role(Role.COMMUNE_CHAIR)):
        assert cast.here.full_name in member.client.get("/fidelity/").content.decode()
    assert cast.here.full_name in cast.lead.client.get("/fidelity/?missing=plans").content.decode()
    assert cast.here.full_name not in cast.lead.client.get("/fidelity/?missing=assigned").content.decode()
    assert "05/2026" in cast.lead.client.get("/fidelity/?month=2026-05").content.decode()
    assert cast.lead.client.get("/fidelity/?export=xlsx").status_code == 200
    assert cast.volunteer.client.get("/fidelity/").status_code == 403


@pytest.mark.parametrize("path", ["/my-people/", "/month/", "/month/roll-call/", "/reviews/meeting/", "/fidelity/"])
def test_queries_do_not_grow_with_the_people(path: str, commune: Commune, cast: Cast) -> None:
    member = cast.volunteer if path == "/my-people/" else cast.officer
    numbers = []
    known = 0
    for size in (10, 50):
        for number in range(known, size):
            one = commune.managed(number)
            if member is cast.volunteer:
                commune.help(one, cast.volunteer)
        known = size
        member.client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert member.client.get(path).status_code == 200
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_a_helper_still_opens_their_files_only_so_often(helped: Episode, cast: Cast) -> None:
    """Every page of one person is one file: the limit of three an hour counts people, not pages."""
    for part in ("", "visit/", "talk/", "notes/", "plan/", "need/"):
        assert cast.volunteer.client.get(at(helped, part)).status_code == 200


def test_a_note_is_never_written_for_a_stranger(helped: Episode, commune: Commune, cast: Cast) -> None:
    assert commune.other.client.post(at(helped, "notes/"), {"words": SECRET}).status_code == 404
    assert not notes.CounsellingNote.objects.exists()
