"""A list of deployments from a spreadsheet: what each row amounts to, and that all of it is written or nothing."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hoanhap.casework.programmes import importing, list_actions
from hoanhap.casework.programmes.actions import deployments as actions
from hoanhap.casework.programmes.importing import Outcome, check_rows
from hoanhap.casework.programmes.models import Deployment, DeploymentFact
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.exchange.models import ImportRun
from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import SYSTEM, Actor, Permission
from hoanhap.ground.places.models import Place
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ON = date(2023, 12, 31)
GOOD: dict[str, Any] = {
    "code": "00001",
    "place": "Phường Phúc Xá",
    "kind": "Tình nguyện viên",
    "decision_no": "51/QĐ-UBND",
    "decision_on": date(2022, 3, 1),
    "from_on": "08/03/2022",
}


def check(*rows: Mapping[str, Any], by: Actor = SYSTEM) -> list[importing.CheckedRow]:
    return check_rows(by=by, rows=list(enumerate(rows, start=2)), on=ON)


def workbook(*rows: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [importing.TITLES[key] for key in importing.KEYS])
    for number, row in enumerate(rows, start=1):
        for column, key in enumerate(importing.KEYS):
            value = row.get(key)
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001
            elif value is not None:
                sheet.write(number, column, value)
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(
    "row",
    [
        GOOD,
        {**GOOD, "code": 1.0, "place": None},
        {**GOOD, "place": "phuc xa", "kind": "CLB B93"},
        {**GOOD, "kind": "Mô hình khác", "name": "Nhóm tự lực"},
        {**GOOD, "from_on": datetime(2022, 3, 8)},  # noqa: DTZ001 - as spreadsheets give it
        {**GOOD, "to_on": "31/12/2022", "end_reason": "không còn người cần giúp đỡ"},
    ],
)
def test_a_good_row_is_new_however_it_is_typed(row: dict[str, Any]) -> None:
    (checked,) = check(row)
    assert (checked.outcome, checked.problems) == (Outcome.NEW, [])


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"code": "99999"}, "code", "unknown_unit"),
        ({"code": None}, "code", "exchange.cell_missing"),
        ({"place": "Phường Trúc Bạch"}, "place", "name_differs"),
        ({"kind": "Mô hình lạ"}, "kind", "exchange.word_unknown"),
        ({"kind": "Mô hình khác"}, "name", "name_missing"),
        ({"decision_no": "51"}, "decision_no", "decision_number_form"),
        ({"from_on": "31/02/2022"}, "from_on", "exchange.not_a_day"),
        ({"from_on": "08/03/2024"}, "from_on", "start_in_future"),
        ({"from_on": "28/02/2022"}, "from_on", "start_before_decision"),
        ({"to_on": "31/12/2022"}, "end_reason", "exchange.cell_missing"),
        ({"to_on": "31/12/2022", "end_reason": "lý do khác"}, "note", "reason_missing"),
        ({"note": "x" * 501}, "note", "too_long"),
    ],
)
def test_a_bad_row_names_its_cell_its_value_and_the_reason(changes: dict[str, Any], key: str, code: str) -> None:
    row = {**GOOD, **changes}
    (checked,) = check(row)
    assert checked.outcome is Outcome.REFUSED
    assert [(problem.key, problem.refusal.code) for problem in checked.problems] == [
        (key, code if "." in code else f"programmes.{code}")
    ]


def test_every_problem_of_a_row_is_told_at_once() -> None:
    (checked,) = check({**GOOD, "kind": "?", "from_on": "hôm qua", "decision_no": None})
    assert {problem.key for problem in checked.problems} == {"kind", "from_on", "decision_no"}


def test_the_same_row_twice_in_one_file_is_refused_the_second_time() -> None:
    first, second = check(GOOD, GOOD)
    assert first.outcome is Outcome.NEW
    assert [problem.refusal.code for problem in second.problems] == ["programmes.already_running"]


def test_a_row_that_is_recorded_is_the_same_and_with_a_last_day_it_ends() -> None:
    (new,) = check(GOOD)
    assert new.new is not None
    actions.start_deployment(by=SYSTEM, new=new.new)
    ended = {**GOOD, "to_on": "31/12/2022", "end_reason": "lý do khác", "note": "chuyển trụ sở"}
    assert [row.outcome for row in check(GOOD)] == [Outcome.SAME]
    assert [row.outcome for row in check(ended)] == [Outcome.END]


def test_a_commune_outside_ones_post_is_refused_in_its_row() -> None:
    mine = Place.objects.get(code="00004", valid_from=date(2021, 1, 1))
    permissions = frozenset({Permission.DEPLOYMENTS_IMPORT, Permission.DEPLOYMENTS_RECORD})
    (checked,) = check(GOOD, by=Actor(user="u", permissions=permissions, units=frozenset({mine.pk})))
    assert [problem.refusal.code for problem in checked.problems] == ["access.refused"]


def run_of(*rows: Mapping[str, Any]) -> ImportRun:
    content = workbook(*rows)
    run = list_actions.take_list(by=SYSTEM, file=io.BytesIO(content))
    return list_actions.read_list(by=SYSTEM, run=run, file=io.BytesIO(content))


def test_a_checked_list_is_written_whole_and_a_second_time_changes_nothing(clock: datetime) -> None:
    rows = [GOOD, {**GOOD, "kind": "Câu lạc bộ B93"}]
    run = run_of(*rows)
    assert (run.rows_read, run.rows_new, run.rows_wrong) == (2, 2, 0)
    assert not Deployment.objects.exists()
    assert list_actions.write_list(by=SYSTEM, run=run) == 2
    facts, entries = DeploymentFact.objects.count(), AuditEntry.objects.filter(name__startswith="programmes.").count()
    again = run_of(*rows)
    assert (again.rows_same, again.rows_new) == (2, 0)
    assert list_actions.write_list(by=SYSTEM, run=again) == 0
    assert DeploymentFact.objects.count() == facts
    assert AuditEntry.objects.filter(name__startswith="programmes.").count() == entries


def test_a_list_with_a_bad_row_is_not_written_at_all(clock: datetime) -> None:
    run = run_of(GOOD, {**GOOD, "code": "99999"})
    assert run.rows_wrong == 1
    with pytest.raises(RuleViolation, match="list_has_problems"):
        list_actions.write_list(by=SYSTEM, run=run)
    assert not Deployment.objects.exists()


def test_what_has_changed_since_the_check_is_seen_when_it_is_written(clock: datetime) -> None:
    run = run_of(GOOD)
    (row,) = check({**GOOD, "decision_no": "99/QĐ-UBND"})
    assert row.new is not None
    actions.start_deployment(by=SYSTEM, new=row.new)
    with pytest.raises(RuleViolation, match="list_has_problems"):
        list_actions.write_list(by=SYSTEM, run=run)
    assert Deployment.objects.count() == 1


def test_a_file_that_is_no_such_table_is_refused_before_anything_is_kept() -> None:
    with pytest.raises(Refusal):
        list_actions.check_file(by=SYSTEM, file=io.BytesIO(b"a;b;c\n1;2;3\n"))
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_city_lead_reads_looks_and_writes(cast: Cast, kind: str) -> None:
    client = cast.lead.client
    if kind == "xlsx":
        content = workbook(GOOD)
    else:
        content = (
            "Mã xã;Mô hình;Số quyết định;Ngày quyết định;Hoạt động từ\n00001;B93;1/QĐ-UBND;1/3/2022;8/3/2022\n".encode()
        )
    file = SimpleUploadedFile(f"danh-sach.{kind}", content)
    answer = client.post(reverse("programmes:import_start"), {"file": file}, follow=True)
    assert "Mọi dòng đều ghi được" in answer.content.decode()
    answer = client.post(answer.request["PATH_INFO"], {"step": "write"}, follow=True)
    assert "Đã ghi 1 dòng" in answer.content.decode()
    assert Deployment.objects.count() == 1


def test_a_bad_cell_is_shown_with_its_address_and_can_be_given_up(cast: Cast) -> None:
    file = SimpleUploadedFile("a.xlsx", workbook(GOOD, {**GOOD, "code": "99999"}))
    answer = cast.lead.client.post(reverse("programmes:import_start"), {"file": file}, follow=True)
    page = answer.content.decode()
    assert "A3" in page
    assert "99999" in page
    assert 'value="write"' not in page
    answer = cast.lead.client.post(answer.request["PATH_INFO"], {"step": "withdraw"}, follow=True)
    assert answer.status_code == 200
    assert not Deployment.objects.exists()


def test_a_wrong_file_is_refused_at_its_field_and_an_officer_may_not_import(cast: Cast) -> None:
    file = SimpleUploadedFile("a.xlsx", b"%PDF-1.4 not a table")
    page = cast.lead.client.post(reverse("programmes:import_start"), {"file": file})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert cast.officer.client.get(reverse("programmes:import_start")).status_code == 403
    assert cast.lead.client.get(reverse("programmes:import_template")).status_code == 200


def test_a_reading_that_breaks_leaves_a_page_that_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**asked: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(list_actions, "read_list", breaks)
    file = SimpleUploadedFile("a.xlsx", workbook(GOOD))
    answer = cast.lead.client.post(reverse("programmes:import_start"), {"file": file}, follow=True)
    assert "Không đọc được hết tệp" in answer.content.decode()
    assert not Deployment.objects.exists()
