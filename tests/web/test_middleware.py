"""Headers stand on every answer; refusals become pages that say enough and no more."""

import pytest
from django.test import Client

from hoanhap.ground.web.middleware import CONTENT_POLICY


@pytest.mark.parametrize("address", ["/fine/", "/refuse/lost/", "/refuse/forbidden/", "/refuse/crash/", "/nowhere/"])
def test_every_answer_carries_the_security_headers(site: Client, address: str) -> None:
    answer = site.get(address)
    assert answer["Content-Security-Policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_of_a_session_are_kept_nowhere(site: Client) -> None:
    assert "Cache-Control" not in site.get("/fine/")
    assert site.get("/in/")["Cache-Control"] == "no-store", "already on the answer that opens the session"
    assert site.get("/fine/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("lost", 404, "Không tìm thấy trang này"),
        ("forbidden", 403, "Ngoài phạm vi vị trí của bạn"),
        ("wrong", 409, "Đây là một lời từ chối"),
        ("crash", 500, "Có trục trặc"),
    ],
)
def test_what_no_view_caught_becomes_a_page(site: Client, kind: str, status: int, words: str) -> None:
    answer = site.get(f"/refuse/{kind}/")
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_not_there_and_out_of_reach_look_the_same(site: Client) -> None:
    assert site.get("/refuse/lost/").content == site.get("/nowhere/").content.replace(b"/nowhere/", b"/refuse/lost/")


def test_a_crash_tells_nothing_of_what_happened(site: Client) -> None:
    assert "Mẫu" not in site.get("/refuse/crash/").content.decode()


def test_a_form_without_its_token_is_told_to_reload(site: Client) -> None:
    answer = site.post("/shelf/", {})
    assert answer.status_code == 403
    assert "Hãy quay lại, tải lại trang" in answer.content.decode()


def test_no_template_holds_an_inline_style_or_script(site: Client) -> None:
    page = site.get("/shelf/").content.decode()
    assert " style=" not in page
    assert " onclick" not in page
    assert page.count("<script>") == 0
    assert 'lang="vi"' in page[:200]


def test_the_shelf_shows_in_english_too(site: Client) -> None:
    site.cookies["language"] = "en"
    page = site.get("/shelf/").content.decode()
    assert "Every part in every state" in page


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_the_refusing_pages_can_be_looked_at(site: Client, status: int) -> None:
    assert site.get(f"/shelf/refusals/{status}/").status_code == status
