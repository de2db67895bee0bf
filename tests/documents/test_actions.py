"""Papers: prepared, signed by another, numbered in turn, served, revoked, corrected."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import Error, connection, transaction

from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.documents.actions import (
    return_document,
    revoke_document,
    serve_document,
    sign_document,
)
from hoanhap.ground.documents.models import Document, DocumentStep
from hoanhap.ground.documents.selectors import state, states_of
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.documents.papers import CONTENT

Prepare = Callable[..., Document]
DAY = date(2026, 9, 1)
SERIES = "QĐ-UBND"


def test_a_paper_is_prepared_signed_and_served(cast: Cast, chair: Member, prepare: Prepare) -> None:
    document = prepare()
    assert state(document).is_prepared
    step = sign_document(by=chair.actor, document=document, on=DAY, series=SERIES)
    serve_document(by=cast.officer.actor, document=document, on=DAY)
    now = state(document)
    assert (step.number, now.number_words, now.step) == (1, "01/QĐ-UBND", "served")
    assert (now.signed_on, now.served_on, now.signatory, now.capacity) == (DAY, DAY, "Nguyễn Văn Mẫu", "CHỦ TỊCH")
    assert now.is_in_force
    events = AuditEntry.objects.filter(subject=f"documents.document:{document.pk}").order_by("id")
    assert list(events.values_list("name", flat=True)) == [
        "documents.prepared",
        "documents.signed",
        "documents.step_taken",
    ]


def test_what_a_paper_states_is_sealed_and_stays_out_of_the_log(prepare: Prepare) -> None:
    document = prepare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM documents_document")
        stored = bytes(cursor.fetchone()[0])
    assert "Mẫu".encode() not in stored
    assert "Nguyễn Văn Mẫu" in Document.objects.get(pk=document.pk).content
    facts = AuditEntry.objects.get(name="documents.prepared").facts
    assert "Mẫu" not in str(facts)


@pytest.mark.parametrize("missing", ["person_name", "occupation", "helper", "to_on"])
def test_a_missing_statement_is_named_by_its_label(prepare: Prepare, missing: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        prepare(content={name: value for name, value in CONTENT.items() if name != missing})
    assert refused.value.code == "documents.field_missing"
    assert refused.value.facts["field"] == missing
    assert refused.value.facts["label"]


def test_only_declared_statements_are_kept(prepare: Prepare) -> None:
    document = prepare(content=CONTENT | {"religion": "Không", "anything": "else"})
    assert "religion" not in document.content
    assert "else" not in document.content


def test_a_form_is_used_on_its_days_only(prepare: Prepare) -> None:
    with pytest.raises(RuleViolation, match="no_edition"):
        prepare(on=date(2026, 6, 30))
    with pytest.raises(RuleViolation, match="form_not_in_force"):
        prepare(form="A-II-51", on=date(2026, 7, 1))
    with pytest.raises(NotFound):
        prepare(form="B-V-99")


def test_a_form_is_a_paper_of_its_body(prepare: Prepare) -> None:
    with pytest.raises(RuleViolation, match="not_of_this_body"):
        prepare(body="police")


def test_nobody_prepares_elsewhere_or_without_the_right(cast: Cast, prepare: Prepare) -> None:
    for member in (cast.neighbour, cast.volunteer, cast.nobody):
        with pytest.raises(PermissionRefused):
            prepare(by=member.actor)


def test_nobody_signs_their_own_proposal(chair: Member, prepare: Prepare) -> None:
    document = prepare(by=chair.actor)
    with pytest.raises(RuleViolation, match="own_proposal"):
        sign_document(by=chair.actor, document=document, on=DAY, series=SERIES)


def test_only_the_head_of_the_body_signs(cast: Cast, prepare: Prepare) -> None:
    document = prepare()
    with pytest.raises(PermissionRefused):
        sign_document(by=cast.neighbour.actor, document=document, on=DAY, series=SERIES)
    police = cast.member("truong-ca", Role.COMMUNE_POLICE_CHIEF, cast.here)
    with pytest.raises(RuleViolation, match="wrong_body"):
        sign_document(by=police.actor, document=document, on=DAY, series=SERIES)
    far = cast.member("chu-tich-ben", Role.COMMUNE_CHAIR, cast.next_door)
    with pytest.raises(PermissionRefused):
        sign_document(by=far.actor, document=document, on=DAY, series=SERIES)


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 8, 30), "before_the_step_before"), (date(2026, 9, 2), "day_in_future")]
)
def test_a_signature_has_a_possible_day(chair: Member, prepare: Prepare, on: date, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        sign_document(by=chair.actor, document=prepare(), on=on, series=SERIES)


def test_numbers_run_by_series_body_and_year(cast: Cast, chair: Member, prepare: Prepare) -> None:
    numbers = [sign_document(by=chair.actor, document=prepare(), on=DAY, series=SERIES).number for _ in range(3)]
    other = sign_document(by=chair.actor, document=prepare(), on=DAY, series="GXN-UBND").number
    assert numbers == [1, 2, 3]
    assert other == 1
    far = cast.member("chu-tich-ben", Role.COMMUNE_CHAIR, cast.next_door)
    next_door = prepare(by=cast.neighbour.actor, place=cast.next_door)
    assert sign_document(by=far.actor, document=next_door, on=DAY, series=SERIES).number == 1


@pytest.mark.parametrize("series", ["", "qđ-ubnd", "QĐ/UBND", "QĐ UBND", "-", "A" * 31])
def test_a_symbol_has_its_form(chair: Member, prepare: Prepare, series: str) -> None:
    with pytest.raises(RuleViolation, match="series_form"):
        sign_document(by=chair.actor, document=prepare(), on=DAY, series=series)


def test_a_returned_paper_is_not_signed(chair: Member, prepare: Prepare) -> None:
    document = prepare()
    with pytest.raises(RuleViolation, match="reason_missing"):
        return_document(by=chair.actor, document=document, on=DAY, reason=" ")
    return_document(by=chair.actor, document=document, on=DAY, reason="thiếu nơi quản lý")
    assert state(document).returned_on == DAY
    with pytest.raises(RuleViolation, match="already_returned"):
        sign_document(by=chair.actor, document=document, on=DAY, series=SERIES)


def test_a_correction_takes_the_place_once_signed(chair: Member, prepare: Prepare) -> None:
    first = prepare()
    with pytest.raises(RuleViolation, match="nothing_to_correct"):
        prepare(corrects=first, reason="sai ngày")
    sign_document(by=chair.actor, document=first, on=DAY, series=SERIES)
    with pytest.raises(RuleViolation, match="reason_missing"):
        prepare(corrects=first)
    second = prepare(corrects=first, reason="sai ngày")
    assert state(first).is_in_force
    sign_document(by=chair.actor, document=second, on=DAY, series=SERIES)
    states = states_of([first, second])
    assert states[first.pk].corrected_by == second.pk
    assert not states[first.pk].is_in_force
    assert states[second.pk].is_in_force
    revoke_document(by=chair.actor, document=second, on=DAY, reason="nhầm người")
    assert state(first).is_in_force
    assert state(second).revoked_on == DAY


def test_states_are_one_query(prepare: Prepare, django_assert_num_queries: Callable[..., object]) -> None:
    documents = [prepare(), prepare()]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert set(states_of(documents)) == {document.pk for document in documents}


def insert(**columns: object) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(columns))
        cursor.execute(f"INSERT INTO documents_documentstep ({names}) VALUES ({places})", list(columns.values()))


def signature(document: Document, number: int, **changes: object) -> dict[str, object]:
    key = "0" * 31 + str(number)
    row: dict[str, object] = {
        "id": key,
        "document_id": document.pk.hex if connection.vendor == "sqlite" else document.pk,
        "act": "signed",
        "on": "2026-09-01",
        "by": "khac",
        "reason": "",
        "recorded_at": "2026-09-01 05:00:00+00:00",
        "prepared_by": document.prepared_by,
        "register": "r",
        "series": SERIES,
        "year": 2026,
        "number": number,
        "signatory": "X",
        "capacity": "CHỦ TỊCH",
    }
    return row | changes


def test_the_database_itself_wants_another_signer_and_the_next_number(prepare: Prepare) -> None:
    document = prepare()
    refused = [
        signature(document, 1, by=document.prepared_by),
        signature(document, 1, by="a", prepared_by="b"),
        signature(document, 2),
        signature(document, 1) | {"number": None},
        signature(document, 1, act="served"),
    ]
    for row in refused:
        with pytest.raises(Error):
            insert(**row)
    insert(**signature(document, 1))
    with pytest.raises(Error):
        insert(**signature(prepare(), 1, id="0" * 31 + "9"))
    assert DocumentStep.objects.count() == 1


def test_an_edition_keeps_its_text(prepare: Prepare) -> None:
    edition = prepare().edition
    for change in ({"source": "x"}, {"form": "B-V-54"}, {"number": 7}):
        with pytest.raises(Error), transaction.atomic():
            type(edition).objects.filter(pk=edition.pk).update(**change)


def test_a_facility_names_itself_on_its_papers(cast: Cast, prepare: Prepare) -> None:
    staff = cast.member("co-so", Role.FACILITY_STAFF, cast.city)
    told = {"by": staff.actor, "form": "B-V-51", "body": "facility", "place": cast.city}
    content = CONTENT | {"addressee": "Trưởng Công an phường Ví Dụ"}
    with pytest.raises(RuleViolation, match="field_missing"):
        prepare(**told, content=content)
    document = prepare(**told, content=content | {"issuing_body": "Cơ sở cai nghiện ma túy số 1"})
    assert state(document).is_prepared
