"""``hoanhap law``: the documents that other programmes read, sentences, and refusals with exit status 2."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.law.messages import MESSAGES
from hoanhap.ground.web.refusals import words
from hoanhap.project import command_line

TERM = ["term", "--measure", "voluntary_home", "--completed-on", "2025-01-01", "--born-on", "1990-05-20"]


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("law", *arguments, stdout=out)
    return out.getvalue()


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(*arguments, "--json"))
    return found


def test_a_deadline_has_the_promised_shape() -> None:
    assert document("deadline", "B-PR-END", "--from", "2026-09-15") == {
        "rule": "B-PR-END",
        "regime": "B",
        "limit": 3,
        "unit": "working_days",
        "opens": "2026-09-10",
        "due": "2026-09-15",
        "provisional": False,
        "basis": "D163 138",
    }


@pytest.mark.parametrize("start", ["2026-02-12T09:00", "2026-02-12", "12/02/2026", "2026-02-12T02:00+00:00"])
def test_a_rule_in_days_takes_a_day_or_a_moment(start: str) -> None:
    found = document("deadline", "A-PR-DOSSIER", "--from", start)
    assert (found["regime"], found["opens"], found["due"]) == ("A2", None, "2026-02-24")


def test_a_rule_in_hours_answers_with_a_local_moment() -> None:
    found = document("deadline", "B-EM-DECIDE", "--from", "2026-08-31T18:30", "--variant", "on_request")
    assert found["due"] == "2026-09-01T18:30:00+07:00"
    assert (found["limit"], found["unit"], found["opens"]) == (24, "hours", None)
    last = document("deadline", "B-END-CERT", "--from", "2026-09-15T17:00")
    assert (last["opens"], last["due"]) == ("2026-09-14T17:00:00+07:00", "2026-09-15T17:00:00+07:00")


def test_a_term_has_the_promised_shape() -> None:
    assert document(*TERM, "--absence", "2025-05-01:2025-05-10") == {
        "regime": "A",
        "years": 1,
        "ends_on": "2026-01-11",
        "outcome": "completes",
        "counted_days": 365,
        "uncounted_days": 10,
        "rules": ["A-PR-TERM-VOL-HOME", "A-PR-ABSENCE"],
    }


@pytest.mark.parametrize(
    ("arguments", "outcome", "ends_on"),
    [
        (["--absence", "2025-05-01:2025-05-10:reported"], "completes", "2026-01-01"),
        (["--absence", "2025-05-01::reported"], "completes", "2026-01-01"),
        (["--absence", "2025-05-01:"], "open", None),
        (["--absence", "01/05/2025:10/05/2025", "--absence", "2025-05-06:2025-05-15"], "completes", "2026-01-16"),
        (["--prison", "2025-06-01:"], "removed", "2025-06-01"),
        (["--prison", "2025-06-01"], "removed", "2025-06-01"),
    ],
)
def test_absences_and_prison_are_understood(arguments: list[str], outcome: str, ends_on: str | None) -> None:
    found = document(*TERM, *arguments)
    assert (found["outcome"], found["ends_on"]) == (outcome, ends_on)


@pytest.mark.parametrize(
    ("arguments", "sentences"),
    [
        (["deadline", "B-PR-END", "--from", "2026-09-15"], ["từ 10/09/2026 đến 15/09/2026", "3 ngày làm việc"]),
        (["deadline", "B-END-NOTICE", "--from", "2026-09-15"], ["Ít nhất 30 ngày", "Chậm nhất: 16/08/2026"]),
        (["deadline", "B-UM-DECIDE", "--from", "2026-08-03T20:00"], ["20:00 04/08/2026", "Trưởng Công an cấp xã"]),
        (["deadline", "B-PR-PROPOSE", "--from", "2026-11-20"], ["25/11/2026", "Tạm tính"]),
        (["deadline", "A-VOL-DECIDE", "--from", "2025-06-10"], ["chế độ A′", "chưa được kiểm chứng"]),
        ([*TERM, "--absence", "2025-05-01:2025-05-10"], ["11/01/2026", "không được tính 10 ngày"]),
        ([*TERM, "--absence", "2025-05-01:"], ["chưa tính được ngày kết thúc"]),
        ([*TERM, "--prison", "2025-06-01:"], ["đưa ra khỏi danh sách", "01/06/2025"]),
    ],
)
def test_without_json_it_answers_in_a_vietnamese_sentence(arguments: list[str], sentences: list[str]) -> None:
    said = told(*arguments)
    assert all(sentence in said for sentence in sentences), said


def test_on_request_it_answers_in_english() -> None:
    with translation.override("en"):
        assert "certificate (form 56)" in told("deadline", "B-PR-END", "--from", "2026-09-15")


REFUSED = [
    (["deadline", "A-PR-DECIDE", "--from", "2026-08-03"], "B-END-CERT"),
    (["deadline", "A-COMP-CHECK", "--from", "2026-08-03"], "không có quy tắc nào khác"),
    (["deadline", "B-UM-DECIDE", "--from", "2026-08-03"], "cần ghi cả giờ"),
    (["deadline", "B-PR-ENDE", "--from", "2026-08-03"], "B-PR-END"),
    (["deadline", "B-UM-VERIFY", "--from", "2026-08-03T09:00", "--variant", "elswhere"], "elsewhere"),
    (["deadline", "B-PR-END", "--from", "2026-08-03", "--variant", "elsewhere"], "chỉ có một thời hạn"),
    (["deadline", "B-PR-PROPOSE", "--from", "2027-12-30"], "không có năm 2028"),
    (["deadline", "B-PR-END", "--from", "2026-02-30"], "2026-02-30"),
    (["deadline", "B-PR-END", "--from", "31/02/2026"], "31/02/2026"),
    (["deadline", "B-PR-END", "--from", "0001-01-01T00:00+14:00"], "0001"),
    (["term", "--measure", "compulsori", "--completed-on", "2025-01-01", "--born-on", "1990-01-01"], "compulsory"),
    (["term", "--measure", "compulsory", "--completed-on", "2025-01-01", "--born-on", "2008-01-01"], "01/01/2026"),
    (["term", "--measure", "compulsory_minor", "--completed-on", "2025-01-01", "--born-on", "2004-01-01"], "dưới 18"),
    (["term", "--measure", "compulsory_minor", "--completed-on", "2025-01-01", "--born-on", "2013-01-02"], "đủ 12"),
    (["term", "--measure", "substitution", "--completed-on", "2021-01-01", "--born-on", "1990-01-01"], "01/01/2022"),
    ([*TERM, "--absence", "2025-05-10:2025-05-01"], "trước khi bắt đầu"),
    ([*TERM, "--absence", "2025-05-10:2025-05-11:told"], "FROM:TO:reported"),
    ([*TERM, "--prison", "2025-05-10:2025-05-11:reported"], "FROM:TO"),
    ([*TERM, "--prison", "then:"], "then"),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_what_cannot_be_answered_is_refused_in_a_sentence(arguments: list[str], sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        told(*arguments, "--json")
    assert refused.value.code in MESSAGES
    assert sentence in words(refused.value)


@pytest.mark.parametrize("arguments", [["deadline", "B-PR-END"], ["term", "--measure", "compulsory"], ["other"], []])
def test_what_is_no_question_is_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        told(*arguments)


@pytest.mark.parametrize("arguments", [REFUSED[0][0], REFUSED[2][0], REFUSED[11][0], ["deadline", "B-PR-END"], []])
def test_the_entry_point_leaves_with_status_2_and_no_traceback(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["hoanhap", "law", *arguments])
    with pytest.raises(SystemExit) as left:
        command_line.main()
    assert left.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()
    assert "Traceback" not in said.err


@pytest.mark.parametrize("arguments", [["law", *TERM], ["law", *TERM, "--json"], ["help"]])
def test_who_reads_no_further_gets_no_traceback(arguments: list[str]) -> None:
    """As with ``| head``: the other end of the pipe is closed before anything is written."""
    other_end, pipe = os.pipe()
    os.close(other_end)
    try:
        ended = subprocess.run(
            [sys.executable, "-c", "from hoanhap.project.command_line import main; main()", *arguments],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONPATH": "src"},
            stdout=pipe,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    finally:
        os.close(pipe)
    assert (ended.returncode, ended.stderr.decode()) == (command_line.CLOSED_PIPE, "")
