"""The screens of the tests, as each post meets them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.casework.episodes.models import Episode, UseFinding
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.screening.actions import drawing, sessions
from hoanhap.casework.screening.models import Draw, StripTest, TestSession
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Member
from tests.episodes import handing
from tests.screening.builders import SESSION_ON, TOLD_ON, Ward, at
from tests.stepping_up import confirm


def post(ward: Ward, role: Role) -> Member:
    return handing.post(ward.cast, role)


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, answer.headers.get("Location")
    return answer.content.decode()


def test_a_draw_is_opened_made_and_printed_without_a_name(ward: Ward, mau: Episode) -> None:
    client = ward.cast.officer.client
    answer = client.post(reverse("screening:draw_open"), {"how_many": "1"})
    draw = Draw.objects.get()
    assert answer.headers["Location"] == reverse("screening:draw_detail", args=[draw.pk])
    text = page(client, "screening:draw_detail", draw.pk)
    assert draw.seed in text
    assert "chưa chọn ai" in text
    client.post(reverse("screening:draw_make", args=[draw.pk]))
    text = page(client, "screening:draw_detail", draw.pk)
    assert mau.person.reference in text
    assert mau.person.name not in text
    assert "trùng khớp" in text
    for form in ("pdf", "docx"):
        answer = client.get(reverse("screening:draw_file", args=[draw.pk, form]))
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    assert page(client, "screening:draw_file", draw.pk, "exe", status=404)
    assert page(ward.cast.neighbour.client, "screening:draw_detail", draw.pk, status=404)


def test_a_session_is_planned_recorded_and_closed_from_the_screens(ward: Ward, mau: Episode) -> None:
    other = ward.managed(1)
    police, nurse = post(ward, Role.COMMUNE_POLICE), post(ward, Role.HEALTH_STATION)
    officer = ward.cast.officer.client
    assert police.post is not None
    assert nurse.post is not None
    told = {"held_on": "20/11/2026", "venue": "Trạm Y tế", "police": str(police.post.pk), "health": str(nurse.post.pk)}
    officer.post(reverse("screening:session_open"), told)
    session = TestSession.objects.get()
    sheet = reverse("screening:session_sheet", args=[session.pk])
    one, two = (session.lines.get(episode=episode).pk.hex for episode in (mau, other))
    typed = {
        f"{one}-taking": "clean", f"{one}-identified_1": "card", f"{one}-identified_2": "birth",
        f"{two}-taking": "refused", f"{two}-told": "ốm",
    }  # fmt: skip
    answer = nurse.client.post(sheet, typed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "1 dòng chưa ghi được" in text
    assert f'name="{two}-told" value="ốm"' in text  # what was typed stands
    assert f"{one}-taking" not in text
    assert StripTest.objects.get().verdict == "negative"
    answer = nurse.client.post(sheet, {f"{two}-taking": "refused", f"{two}-told": "không đồng ý lấy mẫu"})
    assert answer.status_code == 302
    close = reverse("screening:session_close", args=[session.pk])
    assert police.client.get(close).headers["Location"].startswith(reverse("account_reauthenticate"))
    confirm(police)
    police.client.post(close, {"paper_no": "7/BB-XN"})
    text = page(police.client, "screening:session_detail", session.pk)
    assert "đã chốt biên bản" in text
    for form in ("pdf", "docx"):
        assert police.client.get(reverse("screening:session_minutes", args=[session.pk, form])).status_code == 200
    assert page(ward.cast.neighbour.client, "screening:session_detail", session.pk, status=404)
    assert AuditEntry.objects.filter(name="screening.sheet_seen", purpose="P3").exists()


def test_the_page_of_a_path_says_who_comes_next_and_offers_it_to_them(ward: Ward, mau: Episode) -> None:
    test = ward.positive(mau)
    police, nurse = post(ward, Role.COMMUNE_POLICE), post(ward, Role.HEALTH_STATION)
    address = reverse("screening:positive_detail", args=[test.pk])
    record = reverse("screening:positive_record", args=[test.pk, "confirmation"])
    assert record in nurse.client.get(address).content.decode()
    assert record not in ward.cast.officer.client.get(address).content.decode()
    typed = {
        "confirming": "laboratory", "body": "Trung tâm Ví Dụ", "paper_no": "88/XN", "result_on": "04/11/2026",
        "result": "positive",
    }  # fmt: skip
    assert nurse.client.post(record, typed).headers["Location"] == address
    sign = reverse("screening:positive_sign", args=[test.pk])
    assert sign not in nurse.client.get(address).content.decode()
    assert sign in police.client.get(address).content.decode()
    confirm(police)
    police.client.post(sign, {"on": "05/11/2026"})
    notice = reverse("screening:positive_record", args=[test.pk, "notice"])
    nurse.client.post(notice, {"given_on": "06/11/2026", "way": "in_hand"})
    conclude = reverse("screening:positive_conclude", args=[test.pk])
    with standing_at(at(TOLD_ON)):
        text = police.client.get(address).content.decode()
        assert "13/11/2026" in text
        assert conclude not in text
    assert police.client.post(conclude).headers["Location"] == address
    assert UseFinding.objects.get().source == "screening"
    assert page(ward.cast.officer.client, "screening:positive_record", test.pk, "notice", status=403)
    assert page(nurse.client, "screening:positive_record", test.pk, "else", status=404)


def test_settings_levels_and_consent_are_recorded(ward: Ward, mau: Episode) -> None:
    client = ward.cast.officer.client
    typed = {
        "kind": "contest_days", "value": "3", "from_on": "01/11/2026", "decision_no": "5/QĐ-UBND",
        "decided_on": "30/10/2026",
    }  # fmt: skip
    assert "Từ 5 đến 30" in client.post(reverse("screening:settings"), typed).content.decode()
    assert client.post(reverse("screening:settings"), typed | {"value": "7"}).status_code == 302
    assert "5/QĐ-UBND" in page(client, "screening:settings")
    level = reverse("screening:level", args=[mau.pk])
    client.post(level, {"level": "at_risk", "ground": "review", "from_on": "01/11/2026"})
    assert "có nguy cơ tái nghiện: 1 tháng một lần" in page(client, "screening:schedule")
    consent = reverse("screening:consent", args=[mau.pk])
    assert "Hãy ghi số" in client.post(consent, {"on": "20/11/2026"}).content.decode()
    client.post(consent, {"on": "20/11/2026", "paper_no": "1/ĐY"})
    assert "Người giúp đỡ được xem kết quả" in client.get(consent).content.decode()
    for address in (level, consent):
        assert ward.cast.neighbour.client.get(address).status_code == 404


def test_a_volunteer_sees_the_appointment_and_no_result(ward: Ward, mau: Episode) -> None:
    volunteer = ward.cast.volunteer
    assert volunteer.post is not None
    ward.positive(mau)
    assert mau.person.name not in page(volunteer.client, "screening:appointments")
    with standing_at(at(date(2026, 5, 20))):
        open_tie(
            by=ward.officer, person=mau.person, kind=TieKind.HELPER, post=str(volunteer.post.pk),
            from_on=date(2026, 5, 20),
        )  # fmt: skip
    text = page(volunteer.client, "screening:appointments")
    assert mau.person.name in text
    assert "dương tính" not in text
    answer = volunteer.client.get(reverse("screening:home"))
    assert answer.headers["Location"] == reverse("screening:appointments")
    for name in ("schedule", "session_list", "draw_list", "positive_list"):
        assert page(volunteer.client, f"screening:{name}", status=403)


def test_lists_are_shown_filtered_and_exported_without_names(ward: Ward, mau: Episode) -> None:
    ward.positive(mau)
    client = ward.cast.officer.client
    text = page(client, "screening:session_list")
    assert "02/11/2026" in text
    assert mau.person.name not in text
    assert "02/11/2026" not in client.get(reverse("screening:session_list") + "?state=open").content.decode()
    assert client.get(reverse("screening:session_list") + "?export=xlsx").status_code == 200
    assert mau.person.name in page(client, "screening:positive_list")
    assert mau.person.name not in page(ward.cast.neighbour.client, "screening:positive_list")


@pytest.mark.parametrize("what", ["add", "correct"])
def test_adding_and_correcting_need_a_reason(ward: Ward, mau: Episode, what: str) -> None:
    other = ward.managed(1)
    police = post(ward, Role.COMMUNE_POLICE)
    confirm(police)
    with standing_at(at(SESSION_ON)):
        draw = drawing.open_draw(by=ward.officer, place=ward.cast.here, how_many=1, on=SESSION_ON)
        drawing.make_draw(by=ward.officer, draw=draw.pk)
        session = ward.session(draw)
        line = session.lines.get()
        left = other if line.episode_id == mau.pk else mau
        test = ward.strips(session, line.episode)
    if what == "add":
        address = reverse("screening:line_add", args=[session.pk])
        assert left.person.reference in police.client.get(address).content.decode()
        assert police.client.post(address, {"episode": str(left.pk), "reason": " "}).status_code == 200
        assert police.client.post(address, {"episode": str(left.pk), "reason": "nghi vấn"}).status_code == 302
        assert session.lines.count() == 2
        return
    address = reverse("screening:line_correct", args=[test.pk])
    typed = {"taking": "clean", "identified_1": "card", "identified_2": "birth"}
    assert police.client.post(address, typed).status_code == 200
    assert police.client.post(address, typed | {"reason": "đọc nhầm vạch"}).status_code == 302
    assert StripTest.objects.get(replaced_by__isnull=True).verdict == "negative"
    sessions.close_session(by=ward.police, session=session.pk, paper_no="7/BB")
