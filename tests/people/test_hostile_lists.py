"""What hostile files put into the cells of a list becomes an error in its row, and nothing else."""

import io
import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from hoanhap.casework.people import lists
from hoanhap.casework.people.models import Person
from hoanhap.ground.audit import selectors as audit
from hoanhap.ground.exchange import reading, sources
from hoanhap.ground.exchange.models import ImportRow, ImportRun
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast
from tests.exchange import builders, hostile
from tests.exchange.payloads import PAYLOADS

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process: what the child is for is tried in ``tests/exchange``."""

    def lines(file: Any, *, largest: int, most_rows: int) -> Any:
        return sources.lines(sources.content_of(file, largest), most_rows)

    monkeypatch.setattr(reading.sandbox, "lines", lines)


@pytest.mark.usefixtures("read_here")
def test_a_hostile_cell_is_an_error_in_its_row(cast: Cast, on: date) -> None:
    by = cast.officer.actor
    answers: Counter[str] = Counter()
    for made in (hostile.cells(), hostile.payloads(), hostile.letters(), hostile.tables()):
        for file in made:
            try:
                run, rows = lists.read_list(by=by, file=io.BytesIO(file.content))
            except Refusal as refusal:
                answers[refusal.code] += 1
                continue
            answers["read"] += 1
            assert all(row.problems for row in rows if row.outcome is lists.Outcome.ERROR), file.name
            json.dumps([[row.number, row.problems] for row in rows])
            lists.drop_list(by=by, run=run)
    assert answers["read"] > 40
    assert not Person.objects.exists()
    assert not ImportRow.objects.exists()
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert audit.verdict(by=SYSTEM).ok


@pytest.mark.usefixtures("read_here")
def test_no_payload_is_taken_for_a_name_and_none_comes_back_in_a_reason(cast: Cast, on: date) -> None:
    rows = [[number, text, "Nam", "1990", "", "", text, ""] for number, text in enumerate(PAYLOADS, start=1)]
    file = io.BytesIO(builders.workbook([builders.HEADINGS, *rows]))
    _run, found = lists.read_list(by=cast.officer.actor, file=file)
    assert len(found) == len(PAYLOADS)
    assert {row.outcome for row in found} == {lists.Outcome.ERROR}
    told = " ".join(reason for row in found for _cell, reason in row.problems)
    assert "1+1" not in told
