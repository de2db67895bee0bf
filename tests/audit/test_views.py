"""The screens of the log, with the cast."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from hoanhap.ground.audit.actions import make_checkpoint, record
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.audit.tables import EntryTable
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LIST, CHECKPOINT, VERIFICATION = "audit:entry_list", "audit:checkpoint_create", "audit:verification"


@pytest.mark.parametrize("who", ["officer", "lead", "volunteer", "inspector", "administrator", "nobody", "visitor"])
@pytest.mark.parametrize("address", [LIST, VERIFICATION])
def test_only_the_auditor_sees_the_log(cast: Cast, who: str, address: str, signing_key: Path) -> None:
    before = AuditEntry.objects.filter(name="audit.checkpointed").count()
    client = getattr(cast, who).client
    assert client.get(reverse(address)).status_code in (302, 403, 404)
    assert client.post(reverse(CHECKPOINT)).status_code in (302, 403, 404)
    assert AuditEntry.objects.filter(name="audit.checkpointed").count() == before


def test_the_auditor_reads_the_log(cast: Cast, fill: Callable[..., None]) -> None:
    record("audit.checkpointed", "audit.checkpoint:<b>1</b>", by=SYSTEM, facts={"root": "<i>"})
    fill("00001@2021-01-01")
    answer = cast.auditor.client.get(reverse(LIST))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "00001@2021-01-01" in page
    assert "<code>test.happened</code>" in page
    assert "&lt;b&gt;1&lt;/b&gt;" in page
    assert "<i>" not in page
    with translation.override("vi"):
        from hoanhap.ground.audit.presenters import sentence_for

        assert sentence_for("audit.checkpointed") in page


def rows(answer: object) -> list[AuditEntry]:
    return [row.record for row in answer.context["table"].page.object_list]  # type: ignore[attr-defined]


def test_the_list_is_narrowed_by_its_filters(cast: Cast, fill: Callable[..., None]) -> None:
    fill("a", "b")
    client, url = cast.auditor.client, reverse(LIST)
    chosen = rows(client.get(url, {"chain": "a", "kind": "event", "user": "system", "subject": "audit.log:1"}))
    assert [(row.chain, row.seq) for row in chosen] == [("a", 2)]
    assert rows(client.get(url, {"chain": "a", "kind": "read"})) == []
    assert rows(client.get(url, {"chain": "a", "until": "01/01/2001"})) == []
    assert rows(client.get(url, {"chain": "a", "since": "31/12/2099"})) == []
    assert len(rows(client.get(url, {"chain": "a", "since": "01/01/2001", "until": "31/12/2099"}))) == 3


def test_an_unreadable_filter_is_no_accident(cast: Cast) -> None:
    assert cast.auditor.client.get(reverse(LIST), {"since": "x", "name": "x", "page": "x"}).status_code == 200


def test_a_checkpoint_is_made_by_posting_only(cast: Cast, signing_key: Path) -> None:
    assert cast.auditor.client.get(reverse(CHECKPOINT)).status_code == 405
    answer = cast.auditor.client.post(reverse(CHECKPOINT))
    document = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith('attachment; filename="checkpoint-')
    assert (
        AuditEntry.objects.get(name="audit.checkpointed", user=cast.auditor.actor.user).stated()["root"]
        == document["root"]
    )


def test_without_a_key_the_screen_says_so(cast: Cast, signing_key: Path) -> None:
    signing_key.with_name("audit_signing_key.pem").unlink()
    answer = cast.auditor.client.post(reverse(CHECKPOINT))
    assert answer.status_code in (400, 409, 422)
    assert "hoanhap init" in answer.content.decode()


def test_the_auditor_verifies_the_log(cast: Cast, signing_key: Path) -> None:
    client, url = cast.auditor.client, reverse(VERIFICATION)
    assert client.get(url).status_code == 200
    document = make_checkpoint(by=SYSTEM)
    answer = client.post(url)
    assert answer.context["verdict"].ok
    assert not answer.context["against"]
    file = SimpleUploadedFile("held.json", json.dumps(document).encode())
    answer = client.post(url, {"checkpoint": file})
    assert answer.context["verdict"].ok
    assert answer.context["against"]
    assert answer.context["finding"] in answer.content.decode()


def test_a_cut_is_told_in_a_sentence(
    cast: Cast, signing_key: Path, fill: Callable[..., None], without_triggers: Callable[[], None]
) -> None:
    fill("a")
    document = make_checkpoint(by=SYSTEM)
    without_triggers()
    AuditEntry.objects.filter(chain="a", seq=3).delete()
    file = SimpleUploadedFile("held.json", json.dumps(document).encode())
    answer = cast.auditor.client.post(reverse(VERIFICATION), {"checkpoint": file})
    assert answer.status_code == 200
    assert answer.context["verdict"].bad.reason == "missing_since_checkpoint"
    assert "hn-notice--brick" in answer.content.decode()


@pytest.mark.parametrize("content", [b"not a checkpoint", b"", b" " * (2 * 1024 * 1024 + 1)])
def test_what_is_no_checkpoint_is_an_error_of_the_form(cast: Cast, signing_key: Path, content: bytes) -> None:
    answer = cast.auditor.client.post(reverse(VERIFICATION), {"checkpoint": SimpleUploadedFile("x.json", content)})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "verdict" not in answer.context


@pytest.mark.parametrize("facts", ["no json", "[1]", "<b>"])
def test_damaged_facts_are_shown_as_they_stand(facts: str) -> None:
    shown = EntryTable([]).render_facts(AuditEntry(facts=facts))
    assert escape(facts) in shown
