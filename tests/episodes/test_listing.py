"""What a list of people says of measures: completion, decision, printed term; against the law and what is on file."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from hoanhap.casework.episodes.actions.recording import NewEvent, record_event
from hoanhap.casework.episodes.choices import EventKind, Measure, Stage
from hoanhap.casework.episodes.listed_cells import COLUMNS, FACILITY, HELPER, MeasureCells
from hoanhap.casework.episodes.models import Duty, Episode, EpisodeEvent
from hoanhap.casework.people import lists, tasks
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.people.importing import CheckedRow, Outcome, check_rows
from hoanhap.casework.people.listed_columns import file_columns
from hoanhap.casework.people.models import Person, Tie
from hoanhap.ground.exchange.models import ImportRow, ImportRun
from hoanhap.ground.exchange.reading import Column
from hoanhap.ground.exchange.rules import header_key
from hoanhap.ground.kernel.errors import PermissionRefused
from hoanhap.ground.kernel.permissions import Actor, Permission
from tests.cast import Cast
from tests.episodes.builders import expected, home, managed
from tests.people import builders
from tests.people.test_importing import GOOD, SECOND, TITLES, book, codes
from tests.stepping_up import confirm

pytestmark = pytest.mark.django_db

HEADINGS = TITLES | {column.key: column.title for column in (*COLUMNS, HELPER, FACILITY)}
HOME = {"episodes_origin": "Bắt buộc", "episodes_completed_on": "15/03/2026", "episodes_certificate_no": "45/GCN"}
DECIDED = HOME | {
    "episodes_decision_no": "12/QĐ-UBND",
    "episodes_decision_on": "19/03/2026",
    "episodes_served": "20/03/2026",
    "episodes_term_from": "15/03/2026",
    "episodes_term_to": "14/03/2028",
}
UNDECIDED = dict.fromkeys(DECIDED.keys() - HOME.keys())


def check(by: Actor, on: date, *rows: dict[str, Any]) -> list[CheckedRow]:
    return check_rows(by=by, rows=list(enumerate(rows, start=2)), on=on)


def taken(by: Actor, *rows: dict[str, Any]) -> list[lists.ListRow]:
    run, shown = lists.read_list(by=by, file=book(*rows, titles=HEADINGS))
    lists.write_list(by=by, run=run)
    return shown


def everything() -> list[list[Any]]:
    models = (Person, Episode, EpisodeEvent, Duty, Tie)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_a_list_begins_the_management_and_records_its_decision(cast: Cast, on: date) -> None:
    shown = taken(cast.officer.actor, GOOD | DECIDED, SECOND | HOME | {"episodes_origin": "Methadone"}, {
        **SECOND, "name": "Lê Thị Mẫu Ba", "number": "012345679"})  # fmt: skip
    assert [row.outcome for row in shown] == [Outcome.NEW] * 3
    first, second = Episode.objects.order_by("person__birth_year").reverse()
    assert (first.stage, first.measure, first.origin_measure) == (Stage.MANAGED, "post_rehab", "compulsory")
    assert (first.started_on, first.ends_on, first.months) == (date(2026, 3, 15), date(2028, 3, 15), 24)
    assert (first.printed_from, first.printed_to, first.regime) == (date(2026, 3, 15), date(2028, 3, 14), "A2")
    assert (second.stage, second.origin_measure) == (Stage.LISTED, "substitution")
    assert (second.ends_on, first.place) == (date(2027, 3, 15), cast.here)
    events = EpisodeEvent.objects.filter(episode=first).order_by("happened_on", "kind")
    assert list(events.values_list("kind", "happened_on", "paper_no")) == [
        ("completed", date(2026, 3, 15), "45/GCN"),
        ("decided", date(2026, 3, 19), "12/QĐ-UBND"),
        ("proposed", date(2026, 3, 19), ""),
        ("served", date(2026, 3, 20), ""),
    ]
    assert Duty.objects.filter(episode=second).exists()
    assert set(Tie.objects.values_list("person", "kind")) == {
        (first.person_id, "under_decision"),
        (second.person_id, "under_decision"),
    }


def test_the_same_file_twice_changes_nothing(cast: Cast, on: date) -> None:
    rows = (GOOD | DECIDED, SECOND | HOME)
    taken(cast.officer.actor, *rows)
    before = everything()
    shown = taken(cast.officer.actor, *rows)
    assert [(row.outcome, row.told, row.adds) for row in shown] == [(Outcome.KNOWN, [], False)] * 2
    assert everything() == before


def test_a_term_that_is_over_is_taken_and_not_taken_again(cast: Cast, on: date) -> None:
    row = GOOD | HOME | {"episodes_origin": "tự nguyện tại gia đình", "episodes_completed_on": "01/02/2024"}
    with override("en"):
        (shown,) = taken(cast.officer.actor, row)
    assert shown.told[1] == "The term is over: certificate and removal come next."
    assert Episode.objects.get().ends_on == date(2025, 2, 1)
    before = everything()
    assert taken(cast.officer.actor, row)[0].outcome is Outcome.KNOWN
    assert everything() == before


def test_somebody_on_file_gets_the_measure_and_later_its_decision(cast: Cast, mau: Person, on: date) -> None:
    by = cast.officer.actor
    (shown,) = taken(by, GOOD | HOME)
    assert (shown.outcome, shown.adds, len(shown.told)) == (Outcome.KNOWN, True, 1)
    assert ImportRun.objects.get().rows_change == 1
    assert Episode.objects.get().stage == Stage.LISTED
    (shown,) = taken(by, GOOD | DECIDED | {"episodes_helper": "Lê Văn Thử", "episodes_facility": "Cơ sở số 1"})
    assert (shown.adds, len(shown.told)) == (True, 3)
    assert Episode.objects.get().stage == Stage.MANAGED
    assert Person.objects.count() == 1
    held = " ".join(str(row) for row in EpisodeEvent.objects.values())
    assert "Lê Văn Thử" not in held


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"episodes_origin": None}, "origin", "exchange.cell_missing"),
        ({"episodes_origin": "tự nguyện"}, "origin", "exchange.word_unknown"),
        ({"episodes_completed_on": None}, "completed_on", "exchange.cell_missing"),
        ({"episodes_completed_on": "31/02/2026"}, "completed_on", "exchange.not_a_day"),
        ({"episodes_completed_on": "01/12/2026", **UNDECIDED}, "completed_on", "day_ahead"),
        ({"episodes_completed_on": "31/12/2021"}, "completed_on", "before_the_rulebooks"),
        ({"birth": "20/03/2008", "guardian": "Trần Thị Ví Dụ", "number": None}, "origin", "too_young_for"),
        ({"episodes_origin": "bắt buộc (từ 12 đến dưới 18 tuổi)"}, "origin", "age_of_another_measure"),
        ({"episodes_certificate_no": "đã có"}, "certificate_no", "not_a_number_of_a_paper"),
        ({"episodes_decision_no": None}, "decision_no", "exchange.cell_missing"),
        ({"episodes_decision_on": None, "episodes_served": None}, "decision_on", "exchange.cell_missing"),
        ({"episodes_decision_on": "14/03/2026"}, "decision_on", "decided_before_completion"),
        ({"episodes_decision_on": "01/12/2026", "episodes_served": None}, "decision_on", "day_ahead"),
        ({"episodes_decision_no": "12/QĐ-UBND ngày 18/03/2026"}, "decision_on", "days_disagree"),
        ({"episodes_served": "18/03/2026"}, "served", "served_before_decision"),
        ({"episodes_served": "mai"}, "served", "exchange.not_a_day"),
        ({"episodes_term_to": "15/03/2027"}, "term_to", "term_not_of_law"),
        ({"episodes_term_from": "14/03/2026"}, "term_from", "term_before_completion"),
        ({"episodes_term": "một thời gian"}, "term", "not_a_term"),
        ({"episodes_term": "12 tháng"}, "term", "term_not_of_law"),
    ],
)
def test_a_wrong_cell_is_named_with_the_reason(
    cast: Cast, on: date, changes: dict[str, Any], key: str, code: str
) -> None:
    (row,) = check(cast.officer.actor, on, GOOD | DECIDED | changes)
    full = code if "." in code else f"episodes.{code}"
    assert (row.outcome, codes(row)) == (Outcome.ERROR, [(f"episodes_{key}", full)])


def test_a_decision_long_after_the_term_is_an_error(cast: Cast, on: date) -> None:
    old = {"episodes_origin": "tự nguyện tại cơ sở", "episodes_completed_on": "01/02/2024"}
    (row,) = check(
        cast.officer.actor, on, GOOD | DECIDED | old | {"episodes_term_from": None, "episodes_term_to": None}
    )
    assert codes(row) == [("episodes_decision_on", "episodes.decided_after_term")]


def test_the_errors_of_person_and_measure_are_told_at_once(cast: Cast, on: date) -> None:
    rows = check(cast.officer.actor, on, GOOD | DECIDED | {"sex": "?", "episodes_completed_on": "31/02/2026"})
    assert [key for key, _code in codes(rows[0])] == ["sex", "episodes_completed_on"]
    run, shown = lists.read_list(
        by=cast.officer.actor, file=book(GOOD | DECIDED | {"episodes_origin": "?"}, titles=HEADINGS)
    )
    assert shown[0].problems[0][0] == f"{chr(ord('A') + 1 + list(HEADINGS).index('episodes_origin'))}4"
    assert "12/QĐ" not in str(list(ImportRow.objects.filter(run=run).values()))


@pytest.mark.parametrize(
    ("changes", "origin"),
    [
        ({"episodes_origin": "CAI NGHIỆN BẮT BUỘC"}, Measure.COMPULSORY),
        ({"episodes_origin": "CNBB"}, Measure.COMPULSORY),
        ({"episodes_origin": "Bắt buộc tại cơ sở cai nghiện (từ đủ 18 tuổi)"}, Measure.COMPULSORY),
        ({"episodes_origin": "tự nguyện tại cơ sở cai nghiện bắt buộc"}, Measure.VOLUNTARY_FACILITY),
        ({"episodes_origin": "Cai nghiện tự nguyện tại gia đình, cộng đồng"}, Measure.VOLUNTARY_HOME),
        ({"episodes_origin": "tại cộng đồng"}, Measure.VOLUNTARY_HOME),
        ({"episodes_origin": "Điều trị Methadone"}, Measure.SUBSTITUTION),
        ({"episodes_origin": "không bắt buộc"}, None),
        ({"episodes_origin": "cơ sở cai nghiện"}, None),
    ],
)
def test_the_form_of_rehabilitation_in_many_words(changes: dict[str, Any], origin: Measure | None) -> None:
    assert MeasureCells(changes).origin() == origin


@pytest.mark.parametrize(
    "changes",
    [
        {"episodes_decision_no": "Số 12/QĐ-UBND ngày 19/03/2026", "episodes_decision_on": None},
        {"episodes_decision_no": "12/QĐ-UBND, ngày 19/3/2026"},
        {"episodes_term": "15/03/2026 - 14/03/2028", "episodes_term_from": None, "episodes_term_to": None},
        {"episodes_term": "từ ngày 15/3/2026 đến ngày 14/3/2028", "episodes_term_from": None},
        {"episodes_completed_on": 46096, "episodes_decision_on": "2026-03-19T00:00:00"},
        {"episodes_term": "02 năm"},
        {"episodes_term": "24 tháng"},
    ],
)
def test_cells_are_read_as_offices_write_them(cast: Cast, on: date, changes: dict[str, Any]) -> None:
    (row,) = check(cast.officer.actor, on, GOOD | DECIDED | changes)
    assert (row.outcome, codes(row)) == (Outcome.NEW, [])
    (plan,) = row.plans.values()
    decision = plan.measure.decision  # type: ignore[attr-defined]
    assert (decision.number, decision.on, decision.printed_to) == (
        "12/QĐ-UBND", date(2026, 3, 19), date(2028, 3, 14),
    )  # fmt: skip


@pytest.mark.parametrize(("typed", "served"), [("x", 19), ("Đã giao", 19), ("chưa", None), (None, None)])
def test_a_word_says_that_the_decision_was_handed_over(cast: Cast, on: date, typed: str, served: int | None) -> None:
    taken(cast.officer.actor, GOOD | DECIDED | {"episodes_served": typed})
    days = list(EpisodeEvent.objects.filter(kind=EventKind.SERVED).values_list("happened_on", flat=True))
    assert days == ([date(2026, 3, served)] if served else [])


def titles_of(column: Column) -> set[str]:
    return {header_key(one) for one in (column.title, *column.aliases)}


def test_headings_in_two_lines_and_other_words(cast: Cast, on: date) -> None:
    titles = TITLES | {
        "episodes_origin": "Hình thức cai", "episodes_completed_on": "NGÀY HOÀN THÀNH", "episodes_decision_no": "Số QĐ",
        "episodes_decision_on": "Ngày ký", "episodes_term": "Thời hạn",
    }  # fmt: skip
    _run, (row,) = lists.read_list(by=cast.officer.actor, file=book(GOOD | DECIDED, titles=titles))
    assert (row.outcome, len(row.told)) == (Outcome.NEW, 2)
    two_lines = io.BytesIO()
    written = xlsxwriter.Workbook(two_lines)
    sheet = written.add_worksheet()
    for column, title in enumerate(("Họ và tên", "Giới tính", "Năm sinh", "Hình thức cai", "Ngày hoàn thành")):
        sheet.merge_range(1, column, 2, column, title)
    sheet.merge_range(1, 5, 1, 6, "Quyết định quản lý sau cai nghiện")
    sheet.merge_range(1, 7, 1, 8, "Thời hạn quản lý sau cai")
    sheet.write_row(2, 5, ["Số", "Ngày", "Từ ngày", "Đến ngày"])
    told = ["bắt buộc", "15/03/2026", "12/QĐ-UBND", "19/03/2026", "15/03/2026", "15/03/2028"]
    sheet.write_row(3, 0, ["Nguyễn Văn Mẫu", "Nam", 1990, *told])
    written.close()
    _run, (row,) = lists.read_list(by=cast.officer.actor, file=two_lines)
    assert (row.outcome, len(row.told), row.problems) == (Outcome.NEW, 2, [])


def test_no_heading_means_two_columns() -> None:
    keys = [one for column in file_columns() for one in titles_of(column)]
    assert not {key for key in keys if keys.count(key) > 1}, "two columns with one heading"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"episodes_origin": "tự nguyện tại cơ sở"}, "origin"),
        ({"episodes_completed_on": "16/03/2026"}, "completed_on"),
    ],
)
def test_a_different_measure_on_file_is_an_error(
    cast: Cast, mau: Person, on: date, changes: dict[str, Any], key: str
) -> None:
    home(cast.officer.actor, mau, cast.here, date(2026, 3, 15))
    (row,) = check(cast.officer.actor, on, GOOD | HOME | changes)
    assert (row.outcome, codes(row)) == (Outcome.ERROR, [(f"episodes_{key}", "episodes.another_on_file")])


def test_another_decision_on_file_is_an_error(cast: Cast, mau: Person, on: date) -> None:
    by = cast.officer.actor
    managed(by, home(by, mau, cast.here, date(2026, 3, 15)), date(2026, 3, 19))
    same, other = check(by, on, GOOD | DECIDED | {"episodes_decision_no": "51 /qđ-ubnd"}, GOOD | DECIDED)
    assert (same.outcome, same.plans) == (Outcome.KNOWN, {})
    assert codes(other) == [("episodes_decision_no", "episodes.another_decision")]


def test_a_decision_after_the_file_was_recorded_is_made_here(cast: Cast, mau: Person, on: date) -> None:
    home(cast.officer.actor, mau, cast.here, date(2026, 3, 15))
    Episode.objects.update(recorded_at="2026-03-18T05:00:00Z")
    (row,) = check(cast.officer.actor, on, GOOD | DECIDED)
    assert codes(row) == [("episodes_decision_on", "episodes.decide_here")]


def test_who_is_expected_home_is_completed_on_file(cast: Cast, mau: Person, on: date) -> None:
    expected(cast.officer.actor, mau, cast.here, date(2026, 3, 1), date(2026, 3, 15))
    (row,) = check(cast.officer.actor, on, GOOD | HOME)
    assert codes(row) == [("episodes_completed_on", "episodes.another_on_file")]


def test_one_person_twice_in_a_list_begins_one_measure(cast: Cast, mau: Person, on: date) -> None:
    first, second = check(cast.officer.actor, on, GOOD | HOME, GOOD | HOME)
    assert (first.outcome, second.outcome) == (Outcome.KNOWN, Outcome.ERROR)
    assert codes(second) == [("name", "people.row_twice")]


def test_a_row_that_fits_two_files_takes_no_measure(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    for number in ("", "001090099999"):
        builders.register(by, cast.here, on, number=number, phone="")
    bare = GOOD | {"number": None, "phone": None}
    (plain,) = check(by, on, bare)
    (row,) = check(by, on, bare | HOME)
    assert plain.outcome is Outcome.KNOWN
    assert codes(row) == [("name", "people.several_on_file")]


def test_measures_need_the_right_to_record_them(cast: Cast, on: date) -> None:
    less = cast.officer.actor.permissions - {Permission.EPISODES_RECORD}
    by = Actor(user=cast.officer.actor.user, permissions=less, units=cast.officer.actor.units)
    assert check(by, on, GOOD)[0].outcome is Outcome.NEW
    with pytest.raises(PermissionRefused):
        check(by, on, GOOD | HOME)


def test_the_measure_of_who_lives_elsewhere_is_recorded_there(cast: Cast, mau: Person, on: date) -> None:
    post = cast.neighbour.actor.post
    open_tie(by=cast.officer.actor, person=mau, kind=TieKind.MEMBER, from_on=on, post=post)
    (row,) = check(cast.neighbour.actor, on, GOOD | HOME)
    assert codes(row) == [("place", "episodes.lives_in_another_unit")]


def test_the_screen_shows_what_is_written(cast: Cast, on: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tasks.read_people_list.__class__, "enqueue", lambda task, *args, **kwargs: task.func(*args, **kwargs)
    )
    file = io.BytesIO(book(GOOD | DECIDED | {"episodes_helper": "Lê Văn Thử"}, titles=HEADINGS).getvalue())
    client = confirm(cast.officer)
    page = client.post(
        reverse("people:import_start"), {"file": SimpleUploadedFile("ds.xlsx", file.read())}, follow=True
    )
    content = page.content.decode()
    assert "15/03/2028" in content
    assert "Không nhập cột “Người giúp đỡ”" in content
    assert "Lê Văn Thử" not in content
    run = ImportRun.objects.get()
    assert client.post(reverse("people:import_write", args=[run.pk])).status_code == 302
    assert Episode.objects.get().stage == Stage.MANAGED


def test_a_written_measure_goes_on_like_any_other(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    taken(by, GOOD | DECIDED)
    episode = Episode.objects.get()
    record_event(by=by, episode=episode.pk, new=NewEvent(kind=EventKind.REPORTED, on=date(2026, 3, 20)))
    episode.refresh_from_db()
    assert episode.stage == Stage.MANAGED
