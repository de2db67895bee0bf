"""Screens of the administrator: templates and forms of signature."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hoanhap.ground.documents.actions import load_reference, sign_document
from hoanhap.ground.documents.models import Edition, Signatory
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return Edition.objects.get(form="B-V-53")


def upload(cast: Cast, edition: Edition, text: str | bytes, day: str = "01/10/2026") -> object:
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("mau.txt", content, content_type="text/plain")
    address = reverse("documents:template_replace", args=[edition.pk])
    return cast.administrator.client.post(address, {"file": file, "valid_from": day})


def test_the_administrator_sees_which_templates_are_not_verified(cast: Cast, edition: Edition) -> None:
    page = cast.administrator.client.get(reverse("documents:template_list"))
    assert "Còn 14 mẫu chưa được đối chiếu với Công báo" in page.content.decode()
    page = cast.administrator.client.get(reverse("documents:template_detail", args=[edition.pk]))
    assert "Họ và tên" in page.content.decode()


@pytest.mark.parametrize("name", ["officer", "lead", "volunteer", "inspector", "nobody", "visitor"])
def test_nobody_else_is_served(cast: Cast, edition: Edition, name: str) -> None:
    client = getattr(cast, name).client
    for address in (
        reverse("documents:template_list"),
        reverse("documents:template_detail", args=[edition.pk]),
        reverse("documents:template_sample", args=[edition.pk, "pdf"]),
        reverse("documents:signatory_list"),
    ):
        assert client.get(address).status_code in (302, 403)


def test_samples_and_the_text_are_handed_over(cast: Cast, edition: Edition) -> None:
    client = cast.administrator.client
    for name, begins in (("pdf", b"%PDF-"), ("docx", b"PK")):
        file = client.get(reverse("documents:template_sample", args=[edition.pk, name]))
        assert file.content.startswith(begins)
        assert f'filename="B-V-53-mau.{name}"' in file["Content-Disposition"]
    assert client.get(reverse("documents:template_sample", args=[edition.pk, "exe"])).status_code == 404
    text = client.get(reverse("documents:template_source", args=[edition.pk]))
    assert text.content.decode() == edition.source


def test_a_template_is_confirmed_once(cast: Cast, edition: Edition) -> None:
    address = reverse("documents:template_verify", args=[edition.pk])
    page = cast.administrator.client.post(address, {"on": "02/09/2026"})
    assert "còn ở phía trước" in page.content.decode() or page.status_code == 200
    assert not Edition.objects.get(pk=edition.pk).verified
    assert cast.administrator.client.post(address, {"on": "01/09/2026"}).status_code == 302
    assert Edition.objects.get(pk=edition.pk).verified_by == cast.administrator.actor.user
    assert cast.administrator.client.post(address, {"on": "01/09/2026"}).status_code == 200


def test_another_text_is_another_edition(cast: Cast, edition: Edition) -> None:
    changed = edition.source.replace("Nơi ở hiện tại", "Chỗ ở hiện nay")
    assert upload(cast, edition, changed).status_code == 302  # type: ignore[attr-defined]
    newest = Edition.objects.in_force("B-V-53", date(2026, 10, 1)).first()
    assert newest
    assert (newest.number, newest.verified) == (2, False)
    assert Edition.objects.in_force("B-V-53", date(2026, 9, 30)).first() == edition
    assert load_reference(by=SYSTEM).changed == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text, "giống hệt"),
        (lambda text: text + "{{ nobody }}\n", "không có trường “nobody”"),
        (lambda text: text + "{{ item.__class__ }}\n", "không được dùng"),
        (lambda text: text.replace('bodies = ["committee"]', 'bodies = ["police"]'), "mẫu khác"),
        (lambda text: text.replace("---", ""), "Thiếu dòng ---"),
        (lambda text: text.encode("utf-16"), "mã UTF-8"),
        (lambda text: text + "{{ person_name|length|upper|length }} {{ item.note }}\n", "Không in thử được"),
    ],
)
def test_a_text_that_cannot_be_printed_is_refused_at_the_field(
    cast: Cast, edition: Edition, change: object, words: str
) -> None:
    page = upload(cast, edition, change(edition.source))  # type: ignore[operator]
    assert page.status_code == 200  # type: ignore[attr-defined]
    assert words in page.content.decode()  # type: ignore[attr-defined]
    assert Edition.objects.filter(form="B-V-53").count() == 1


def test_a_deputy_signs_as_recorded(cast: Cast, chair: Member, prepare: object) -> None:
    assert chair.post
    client = cast.administrator.client
    address = reverse("documents:signatory_add", args=[chair.post.pk])
    page = client.post(address, {"capacity": "kt. chủ tịch\nphó chủ tịch", "from_on": "01/09/2026"})
    assert page.status_code == 302
    assert "KT. CHỦ TỊCH" in client.get(reverse("documents:signatory_list")).content.decode()
    document = prepare()  # type: ignore[operator]
    step = sign_document(by=chair.actor, document=document, on=date(2026, 9, 1), series="QĐ-UBND")
    assert step.capacity == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    assert client.post(address, {"capacity": "CHỦ TỊCH", "from_on": "01/09/2026"}).status_code == 200
    assert client.post(address, {"capacity": "CHỦ TỊCH", "from_on": "01/10/2026"}).status_code == 302
    told = Signatory.objects.filter(post=chair.post).order_by("from_on")
    assert [one.to_on for one in told] == [date(2026, 9, 30), None]


def test_who_signs_nothing_has_no_form_of_signature(cast: Cast) -> None:
    assert cast.officer.post
    page = cast.administrator.client.get(reverse("documents:signatory_add", args=[cast.officer.post.pk]))
    assert page.status_code == 404
