"""``hoanhap places``: the document other programmes read, and refusals in one sentence with exit status 2."""

import json
import re
import sys
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound, Refusal
from hoanhap.ground.web.refusals import words
from hoanhap.project import command_line

pytestmark = pytest.mark.django_db
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KEYS = ["code", "name", "kind", "parent", "valid_from", "valid_to", "predecessors", "successors"]
KINDS = {"province", "district", "commune", "ward", "township", "special_zone"}


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("places", *arguments, stdout=out)
    return out.getvalue()


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(*arguments, "--json"))
    return found


@pytest.mark.parametrize(
    ("province", "day", "number"),
    [("01", "2021-01-01", 610), ("01", "2025-01-01", 557), ("01", "2025-07-01", 127), ("48", "2025-07-01", 95)],
)
def test_the_document_has_the_promised_shape(province: str, day: str, number: int) -> None:
    found = document("--as-of", day, "--province", province)
    assert list(found) == ["as_of", "units"]
    assert found["as_of"] == day
    assert len(found["units"]) == number
    for unit in found["units"]:
        assert list(unit) == KEYS
        assert unit["kind"] in KINDS
        assert DAY.fullmatch(unit["valid_from"])
        assert unit["valid_from"] <= day
        assert unit["valid_to"] is None or (DAY.fullmatch(unit["valid_to"]) and unit["valid_to"] >= day)
        assert (unit["parent"] is None) == (unit["kind"] == "province")
        references = [*unit["predecessors"], *unit["successors"], *filter(None, [unit["parent"]])]
        for reference in references:
            assert list(reference) == ["code", "valid_from"]
            assert DAY.fullmatch(reference["valid_from"])


def test_every_parent_stands_in_the_same_document() -> None:
    units = document("--as-of", "2021-01-01")["units"]
    keys = {(unit["code"], unit["valid_from"]) for unit in units}
    assert all((u["parent"]["code"], u["parent"]["valid_from"]) in keys for u in units if u["parent"])


def test_the_document_tells_where_a_unit_came_from_and_where_it_went() -> None:
    before = {unit["code"]: unit for unit in document("--as-of", "2021-01-01")["units"]}
    assert before["00226"]["name"] == "Trung Tự"
    assert before["00226"]["valid_to"] == "2024-12-31"
    assert {"code": "00226", "valid_from": "2025-01-01"} in before["00226"]["successors"]
    da_nang = document("--as-of", "2025-07-01", "--province", "48")["units"][0]
    assert da_nang["kind"] == "province"
    assert da_nang["predecessors"] == [
        {"code": "48", "valid_from": "1997-01-01"},
        {"code": "49", "valid_from": "1997-01-01"},
    ]


def test_without_a_day_it_answers_for_today() -> None:
    with standing_at(datetime(2026, 11, 20, 18, tzinfo=UTC)):  # already the 21st in Viet Nam
        assert document()["as_of"] == "2026-11-21"


def test_vietnamese_is_written_as_it_is_and_without_json_as_lines() -> None:
    assert "Hà Nội" in told("--as-of", "2025-07-01", "--json")
    assert "00226  Phường Trung Tự · Quận Đống Đa" in told("--as-of", "01/01/2021").splitlines()


@pytest.mark.parametrize(
    ("arguments", "kind", "sentence"),
    [
        (["--as-of", "2020-12-31"], Refusal, "từ ngày 01/01/2021"),
        (["--as-of", "2021-01-01", "--province", "99"], NotFound, "không có tỉnh, thành phố nào mang mã 99"),
        (["--as-of", "2026-01-01", "--province", "49"], Refusal, "nhập vào Thành phố Đà Nẵng"),
    ],
)
def test_what_is_not_known_is_refused_in_a_sentence(arguments: list[str], kind: type[Refusal], sentence: str) -> None:
    with pytest.raises(kind) as refused:
        told(*arguments, "--json")
    assert sentence in words(refused.value)


@pytest.mark.parametrize("day", ["2021-13-01", "yesterday"])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(CommandError, match=re.escape(day)):
        told("--as-of", day)


@pytest.mark.parametrize("arguments", [["--as-of", "2020-12-31"], ["--province", "99"], ["--as-of", "2021-13-01"]])
def test_the_entry_point_leaves_with_status_2_and_no_traceback(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["hoanhap", "places", *arguments, "--json"])
    with pytest.raises(SystemExit) as left:
        command_line.main()
    assert left.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip()
    assert "Traceback" not in told.err
