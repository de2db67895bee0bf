"""A list of people from a spreadsheet: headings and cells as officers write them, all of it or nothing."""

import io
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import call_command

from hoanhap.casework.people import lists
from hoanhap.casework.people.importing import CheckedRow, Outcome, check_rows, template_sheet
from hoanhap.casework.people.listed_columns import COLUMNS
from hoanhap.casework.people.models import Identifier, Person
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.exchange import actions as exchange
from hoanhap.ground.exchange import workbook
from hoanhap.ground.exchange.models import ImportRow, ImportRun
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, Refusal, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from tests.cast import Cast
from tests.people.builders import ADDRESS, NUMBER, PHONE, SECRETS, register

pytestmark = pytest.mark.django_db

GOOD: dict[str, Any] = {
    "name": "NGUYỄN VĂN MẪU",
    "sex": "Nam",
    "birth": "04/05/1990",
    "number": NUMBER,
    "phone": PHONE,
    "address": ADDRESS,
}
SECOND = {"name": "Trần Thị Ví Dụ", "sex": "Nữ", "birth_year": 1985, "number": "012345678"}
TITLES = {column.key: column.title for column in COLUMNS}


def book(*rows: dict[str, Any], titles: dict[str, str] = TITLES, above: int = 2) -> io.BytesIO:
    """A workbook as officers have it: a merged title above the headings, then the rows."""
    file = io.BytesIO()
    written = xlsxwriter.Workbook(file)
    sheet = written.add_worksheet()
    sheet.merge_range(0, 0, 0, 5, "DANH SÁCH NGƯỜI SAU CAI NGHIỆN")
    sheet.write(above, 0, "STT")
    for column, (key, title) in enumerate(titles.items(), start=1):
        sheet.write(above, column, title)
        for number, row in enumerate(rows, start=1):
            value = row.get(key)
            if isinstance(value, date):
                form = written.add_format({"num_format": "dd/mm/yyyy"})
                sheet.write_datetime(above + number, column, datetime(*value.timetuple()[:3]), form)  # noqa: DTZ001
            elif value is not None:
                sheet.write(above + number, column, value)
    written.close()
    file.seek(0)
    return file


def check(by: Actor, on: date, *rows: dict[str, Any], **options: bool) -> list[CheckedRow]:
    return check_rows(by=by, rows=list(enumerate(rows, start=2)), on=on, **options)


def codes(row: CheckedRow) -> list[tuple[str, str]]:
    return [(problem.key, problem.refusal.code) for problem in row.problems]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (date(1990, 5, 4), 1990, NUMBER)),
        ({"birth": date(1990, 5, 4)}, (date(1990, 5, 4), 1990, NUMBER)),
        ({"birth": "4-5-1990"}, (date(1990, 5, 4), 1990, NUMBER)),
        ({"birth": 32997}, (date(1990, 5, 4), 1990, NUMBER)),
        ({"birth": "1990"}, (None, 1990, NUMBER)),
        ({"birth": 1990}, (None, 1990, NUMBER)),
        ({"birth": "05/1990"}, (None, 1990, NUMBER)),
        ({"birth": None, "birth_year": 1990}, (None, 1990, NUMBER)),
        ({"number": 1090012345}, (date(1990, 5, 4), 1990, NUMBER)),
        ({"number": "1090012345"}, (date(1990, 5, 4), 1990, NUMBER)),
        ({"number": "001 090 012 345"}, (date(1990, 5, 4), 1990, NUMBER)),
        ({"number": None, "old_number": 12345678}, (date(1990, 5, 4), 1990, "012345678")),
        ({"phone": 901234567}, (date(1990, 5, 4), 1990, NUMBER)),
    ],
)
def test_a_good_row_is_new_however_it_is_typed(
    cast: Cast, on: date, changes: dict[str, Any], expected: tuple[date | None, int, str]
) -> None:
    (row,) = check(cast.officer.actor, on, {**GOOD, **changes})
    assert (row.outcome, codes(row)) == (Outcome.NEW, [])
    assert row.new
    identity = row.new.identity
    assert (identity.birth_on, identity.birth_year, row.new.identifiers[0].number) == expected
    assert (identity.name, row.new.contacts[0].value, row.new.lives_in) == ("Nguyễn Văn Mẫu", PHONE, cast.here)


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"name": None}, "name", "exchange.cell_missing"),
        ({"name": "Mẫu 2"}, "name", "name_form"),
        ({"sex": "khác"}, "sex", "exchange.word_unknown"),
        ({"birth": "31/02/1990"}, "birth", "not_a_birth"),
        ({"birth": "04/05/90"}, "birth", "exchange.year_short"),
        ({"birth": None}, "birth", "exchange.cell_missing"),
        ({"birth": "01/01/2030"}, "birth", "birth_in_future"),
        ({"birth": 2012}, "guardian", "guardian_missing"),
        ({"number": "12"}, "number", "number_form"),
        ({"phone": "12"}, "phone", "phone_form"),
        ({"place": "Xã Không Có"}, "place", "unit_not_in_reach"),
        ({"since": "01/01/2030"}, "since", "day_in_future"),
        ({"nationality": "Lào"}, "nationality", "nationality_form"),
    ],
)
def test_a_bad_row_names_its_cell_and_the_reason_and_not_what_stands_there(
    cast: Cast, on: date, changes: dict[str, Any], key: str, code: str
) -> None:
    (row,) = check(cast.officer.actor, on, {**GOOD, **changes})
    assert (row.outcome, codes(row)) == (Outcome.ERROR, [(key, code if "." in code else f"people.{code}")])


def test_a_row_is_known_possible_or_held_elsewhere(cast: Cast, mau: Person, on: date) -> None:
    by = cast.officer.actor
    bare = {**GOOD, "number": None, "phone": None}
    rows = [
        GOOD,
        bare,
        {**bare, "name": "Nguyen Van Mau"},
        {**GOOD, "name": "Lê Văn Khác"},
        {**SECOND, "name": "Lê Văn Khác"},
    ]
    assert [row.outcome for row in check(by, on, *rows)] == [
        Outcome.KNOWN,
        Outcome.KNOWN,
        Outcome.POSSIBLE,
        Outcome.ERROR,
        Outcome.NEW,
    ]
    assert check(by, on, rows[2], accept_possible=True)[0].outcome is Outcome.NEW
    (elsewhere,) = check(cast.neighbour.actor, on, GOOD)
    assert (elsewhere.outcome, codes(elsewhere)) == (Outcome.ELSEWHERE, [("number", "people.held_elsewhere")])


def test_the_same_person_twice_in_a_file_is_noticed(cast: Cast, on: date) -> None:
    bare = {**GOOD, "number": None, "phone": None}
    rows = check(cast.officer.actor, on, GOOD, GOOD, {**bare, "birth": "1990"}, SECOND)
    assert [row.outcome for row in rows] == [Outcome.NEW, Outcome.ERROR, Outcome.POSSIBLE, Outcome.NEW]


def test_only_who_may_import_imports(cast: Cast, on: date) -> None:
    for actor in (cast.volunteer.actor, cast.lead.actor, cast.in_role(Role.COMMUNE_CHAIR).actor):
        with pytest.raises(PermissionRefused):
            lists.read_list(by=actor, file=book(GOOD))


def test_headings_may_stand_in_any_order_and_spelling(cast: Cast, on: date) -> None:
    titles = {"number": "CMND/CCCD", "birth": "NGÀY, THÁNG, NĂM SINH", "name": "HỌ TÊN", "phone": "SĐT",
              "sex": "Nam/Nữ", "address": "Chỗ ở hiện nay"}  # fmt: skip
    _run, rows = lists.read_list(by=cast.officer.actor, file=book(GOOD, titles=titles, above=4))
    assert [row.outcome for row in rows] == [Outcome.NEW]


def official(*rows: list[Any]) -> io.BytesIO:
    """A workbook as offices draw them up: two lines of headings, numbered columns, a sum and a signature below."""
    file = io.BytesIO()
    written = xlsxwriter.Workbook(file)
    sheet = written.add_worksheet()
    sheet.merge_range(0, 0, 0, 8, "DANH SÁCH NGƯỜI SAU CAI NGHIỆN")
    for column, title in {0: "Số TT", 1: "HỌ VÀ TÊN", 4: "Nơi ở hiện nay", 5: "Số CMND/ CCCD", 6: "Điện thoại"}.items():
        sheet.merge_range(2, column, 3, column, title)
    sheet.merge_range(2, 2, 2, 3, "Năm sinh")
    sheet.write_row(3, 2, ["Nam", "Nữ"])
    sheet.write_row(4, 0, [f"({number})" for number in range(1, 8)])
    for number, row in enumerate(rows, start=5):
        sheet.write_row(number, 0, row)
    sheet.write(5 + len(rows), 1, f"Tổng cộng: {len(rows)} người")
    sheet.write(7 + len(rows), 6, "NGƯỜI LẬP BIỂU")
    written.close()
    file.seek(0)
    return file


def test_the_form_with_births_by_sex_is_read(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    men, women = (
        [1, "NGUYỄN VĂN MẪU", 1990, None, "Số 1", 1090012345, 901234567],
        [2, "Trần Thị Ví Dụ", None, "15/08/1985"],
    )
    run, rows = lists.read_list(by=by, file=official(men, women))
    assert [(row.number, row.outcome) for row in rows] == [(6, Outcome.NEW), (7, Outcome.NEW)]
    assert lists.write_list(by=by, run=run) == 2
    found = Person.objects.order_by("birth_year").values_list("name", "sex", "birth_year", "birth_on")
    assert list(found) == [
        ("Trần Thị Ví Dụ", "female", 1985, date(1985, 8, 15)),
        ("Nguyễn Văn Mẫu", "male", 1990, None),
    ]


def test_a_birth_under_both_sexes_and_a_short_year_are_errors(cast: Cast, on: date) -> None:
    _run, rows = lists.read_list(
        by=cast.officer.actor, file=official([1, "Lê Thị Mẫu Ba", None, "05/6/79"], [2, "Phạm Văn Mẫu", 1979, 1979])
    )
    assert [[cell for cell, _reason in row.problems] for row in rows] == [["D6"], ["D7"]]


def test_a_list_with_nobody_in_it_is_refused(cast: Cast, on: date) -> None:
    with pytest.raises(Refusal, match=r"exchange\.no_rows"):
        lists.read_list(by=cast.officer.actor, file=official())


@pytest.mark.parametrize("typed", ["X. {0}", "xã {0}", "{0}, Hà Nội", "{0}"])
def test_a_unit_is_known_by_its_short_class_word_and_with_what_stands_above_it(
    cast: Cast, on: date, typed: str
) -> None:
    assert cast.here.label == "xã"
    (row,) = check(cast.officer.actor, on, {**GOOD, "place": typed.format(cast.here.name)})
    assert (row.outcome, codes(row)) == (Outcome.NEW, [])


def test_a_list_is_written_whole_and_the_same_file_twice_changes_nothing(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    run, _rows = lists.read_list(by=by, file=book(GOOD, SECOND))
    assert not Person.objects.exists()
    assert lists.write_list(by=by, run=run) == 2
    assert set(Person.objects.values_list("name", flat=True)) == {"Nguyễn Văn Mẫu", "Trần Thị Ví Dụ"}
    before = list(Person.objects.order_by("pk").values())
    run, rows = lists.read_list(by=by, file=book(GOOD, SECOND))
    assert {row.outcome for row in rows} == {Outcome.KNOWN}
    assert lists.write_list(by=by, run=run) == 0
    assert list(Person.objects.order_by("pk").values()) == before
    assert not ImportRow.objects.exists()


def test_a_wrong_row_refuses_all(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    run, rows = lists.read_list(by=by, file=book(GOOD, {**SECOND, "birth_year": "xưa"}))
    assert [(row.number, row.outcome) for row in rows] == [(4, Outcome.NEW), (5, Outcome.ERROR)]
    ((cell, reason),) = rows[1].problems
    assert cell == "F5"
    assert reason
    with pytest.raises(RuleViolation, match=r"people\.list_has_problems"):
        lists.write_list(by=by, run=run)
    assert not Person.objects.exists()


def test_what_changed_between_checking_and_writing_is_noticed(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    run, _rows = lists.read_list(by=by, file=book({**GOOD, "name": "Lê Văn Khác"}))
    register(by, cast.here, on)
    with pytest.raises(RuleViolation, match=r"people\.list_has_problems"):
        lists.write_list(by=by, run=run)


def test_a_killed_import_leaves_no_person_and_its_staging_goes_with_the_next(
    cast: Cast, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = cast.officer.actor
    lists.read_list(by=by, file=book(GOOD))  # killed before it was written

    def killed(**_ignored: object) -> ImportRun:
        raise KeyboardInterrupt

    assert (ImportRow.objects.count(), Person.objects.count()) == (1, 0)
    run, _rows = lists.read_list(by=by, file=book(SECOND))
    assert set(ImportRow.objects.values_list("run", flat=True)) == {run.pk}
    monkeypatch.setattr(exchange, "close_staging", killed)
    with pytest.raises(KeyboardInterrupt):
        lists.read_list(by=by, file=book(SECOND))
    assert not ImportRow.objects.exists()
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_staging_and_log_hold_no_secret(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    lists.read_list(by=by, file=book(GOOD, {**GOOD, "number": "12"}))
    told = json.dumps([[row.values, row.problems] for row in ImportRow.objects.all()], ensure_ascii=False)
    told += " ".join(f"{entry.subject} {entry.facts} {entry.purpose}" for entry in AuditEntry.objects.all())
    for secret in (*SECRETS, "NGUYỄN VĂN MẪU", "1990"):
        assert secret not in told


def test_many_numbers_held_elsewhere_are_not_asked_by_a_list(cast: Cast, on: date) -> None:
    rows = []
    for number in range(21):
        text = f"0010900{number:05d}"
        register(cast.officer.actor, cast.here, on, number=text, phone="", name="Lê Văn Mẫu")
        rows.append({**GOOD, "number": text, "phone": None})
    with pytest.raises(Refusal, match=r"people\.asked_too_often"):
        lists.read_list(by=cast.neighbour.actor, file=book(*rows))
    assert not ImportRow.objects.exists()


def run(path: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("people", "import", str(path), *arguments)
    return capsys.readouterr().out


def test_the_command_checks_writes_and_tells_rows_without_their_content(
    cast: Cast, on: date, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ds.xlsx"
    path.write_bytes(book(GOOD, SECOND).getvalue())
    assert cast.officer.user
    told = json.loads(run(path, "--dry-run", "--json", "--as", "can-bo", capsys=capsys))
    assert (told["written"], told["counts"]["new"]) == (0, 2)
    assert not Person.objects.exists()
    assert not ImportRow.objects.exists()
    assert "2" in run(path, "--as", "can-bo", "--post", "1", capsys=capsys)
    assert Identifier.objects.count() == 2
    again = run(path, "--dry-run", "--as", "can-bo", capsys=capsys)
    assert re.search(r"^ +4  đã có hồ sơ$", again, re.MULTILINE)
    for secret in (*SECRETS, "Mẫu", "MẪU"):
        assert secret not in again
    path.write_bytes(book({**GOOD, "sex": "?"}).getvalue())
    with pytest.raises(RuleViolation, match=r"people\.list_has_problems"):
        run(path, "--as", "can-bo", capsys=capsys)
    assert Person.objects.count() == 2
    assert not ImportRow.objects.exists()


def test_the_command_says_for_whom_it_runs(cast: Cast, on: date, tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    path.write_bytes(book(GOOD).getvalue())
    assert cast.officer.user
    assert cast.nobody.user
    for arguments, code in (
        ([], "access.as_missing"),
        (["--as", "ai-do"], "access.no_such_account"),
        (["--as", "can-bo", "--post", "2"], "access.no_such_post"),
        (["--as", "khong-ai"], "access.refused"),
    ):
        with pytest.raises(Refusal, match=code):
            call_command("people", "import", str(path), *arguments)
    with pytest.raises(Refusal, match=r"people\.file_unreadable"):
        call_command("people", "import", str(tmp_path / "khong-co"), "--as", "can-bo")


def test_the_template_is_read_back(cast: Cast, on: date, tmp_path: Path) -> None:
    call_command("people", "template", str(tmp_path / "mau.xlsx"))
    file = io.BytesIO()
    workbook.write(template_sheet(), file)
    with pytest.raises(Refusal, match=r"exchange\.no_rows"):
        lists.read_list(by=cast.officer.actor, file=file)


def test_an_import_needs_the_right_to_register_there(cast: Cast, on: date) -> None:
    less = cast.officer.actor.permissions - {Permission.PEOPLE_RECORD}
    actor = Actor(user=cast.officer.actor.user, permissions=less, units=cast.officer.actor.units)
    begun, _rows = lists.read_list(by=actor, file=book(GOOD))
    with pytest.raises(PermissionRefused):
        lists.write_list(by=actor, run=begun)
    with pytest.raises(NotFound):
        lists.write_list(by=cast.neighbour.actor, run=begun)
