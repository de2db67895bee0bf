"""An import that is killed leaves everything or nothing, and the next run finishes the work."""

import io
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from hoanhap.casework.episodes.choices import Stage
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent
from hoanhap.casework.people import lists
from hoanhap.casework.people.importing import Outcome
from hoanhap.casework.people.listed_columns import taken_columns
from hoanhap.casework.people.models import Contact, Identifier, IdentityFact, Person, Residence, ResidenceFact, Tie
from hoanhap.ground.audit import selectors as audit
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.exchange.models import ImportRow, ImportRun
from hoanhap.ground.kernel.permissions import SYSTEM
from tests.cast import Cast
from tests.people.test_importing import book as plain_book

KILLS = 20
ROWS = 12
WORDS = ["An", "Bình", "Chi", "Dũng", "Em", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Phúc"]


def people(file: int) -> list[dict[str, Any]]:
    """The rows of one file; nobody stands in two of them."""
    return [
        {
            "name": f"Nguyễn Mẫu {WORDS[file % ROWS]} {WORDS[file // ROWS]} {word}",
            "sex": "Nam",
            "birth": f"{file + 1:02d}/{at + 1:02d}/{1960 + at}",
            "number": f"001060{file:03d}{at:03d}",
            "phone": f"0901{file:03d}{at:03d}",
            "episodes_origin": "bắt buộc",
            "episodes_completed_on": "15/03/2026",
            "episodes_decision_no": f"{at + 1}/QĐ-UBND",
            "episodes_decision_on": "19/03/2026",
            "episodes_served": "x",
        }
        for at, word in enumerate(WORDS)
    ]


def book(*rows: dict[str, Any]) -> io.BytesIO:
    """The same with the columns of a measure."""
    return plain_book(*rows, titles={column.key: column.title for column in taken_columns()})


class Moments:
    """Counts what a process does to the database, before and after each step; at one of them it is killed."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.passed = 0
        self.commit = connection._commit

    def step(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.step()
        result = execute(*arguments)
        self.step()
        return result

    def committing(self) -> None:
        self.step()
        self.commit()
        self.step()


def taking_in(path: Path, *, killed_at: int = 0) -> int:
    """Run ``hoanhap people import`` in a process of its own; how many moments it had, 0 where it was killed."""
    connection.close()
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - until the end of the process
            moments = Moments(killed_at)
            connection._commit = moments.committing  # type: ignore[method-assign]
            with connection.execute_wrapper(moments):
                call_command("people", "import", str(path), "--as", "can-bo")
            os.write(tells, str(moments.passed).encode())
        finally:
            os._exit(0)
    os.close(tells)
    _pid, status = os.waitpid(child, 0)
    with os.fdopen(told) as pipe:
        answer = pipe.read()
    assert answer or os.WIFSIGNALED(status), "the command failed"
    return int(answer or 0)


def check_whole() -> int:
    """Everybody on file is there with all that belongs to them; how many they are."""
    number = Person.objects.count()
    for model in (IdentityFact, Identifier, Contact, Residence, ResidenceFact):
        assert model._default_manager.count() == number
        assert model._default_manager.values("person").distinct().count() == number
    for held in (Tie, Episode, Charge):
        assert held._default_manager.count() == number
    assert Tie.objects.values("person").distinct().count() == Episode.objects.values("person").distinct().count()
    assert set(Episode.objects.values_list("stage", flat=True)) <= {Stage.MANAGED}
    kinds = EpisodeEvent.objects.values_list("kind").annotate(Count("pk"))
    assert dict(kinds) == dict.fromkeys(("completed", "proposed", "decided", "served"), number) if number else not kinds
    duties = Duty.objects.values_list("episode").annotate(Count("pk"))
    assert len(duties) == number
    assert len({count for _episode, count in duties}) <= 1
    assert AuditEntry.objects.filter(name="people.registered").values("subject").distinct().count() == number
    assert audit.verdict(by=SYSTEM).ok
    return number


def everything() -> list[list[Any]]:
    models = (Person, IdentityFact, Identifier, Contact, Residence, ResidenceFact, Episode, EpisodeEvent, Duty, Charge,
              Tie)  # fmt: skip
    return [list(model._default_manager.order_by("pk").values_list("pk", flat=True)) for model in models]


@pytest.mark.django_db
def test_nobody_of_these_files_looks_like_another(cast: Cast, on: date) -> None:
    rows = [row for file in range(3) for row in people(file)]
    _run, shown = lists.read_list(by=cast.officer.actor, file=book(*rows))
    assert {row.outcome for row in shown} == {Outcome.NEW}


@pytest.mark.slow
def test_an_import_killed_anywhere_leaves_all_or_nothing_and_the_next_run_completes_it(
    on: date, database_copy: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(lists, "COMMIT_EVERY", 5)
    assert Cast().officer.user
    path = tmp_path / "ds.xlsx"
    path.write_bytes(book(*people(0)).getvalue())
    moments = taking_in(path)
    assert check_whole() == ROWS
    assert moments > 3 * KILLS
    points = sorted({moments - 1, *(1 + at * (moments - 3) // (KILLS - 2) for at in range(KILLS - 1))})
    assert len(points) == KILLS
    left_behind = 0
    for file, point in enumerate(points, start=1):
        path.write_bytes(book(*people(file)).getvalue())
        assert taking_in(path, killed_at=point) == 0
        assert check_whole() in (file * ROWS, (file + 1) * ROWS)
        left_behind += ImportRow.objects.exists()
        taking_in(path)
        assert check_whole() == (file + 1) * ROWS
        assert not ImportRow.objects.exists()
        assert not ImportRun.objects.filter(state__in=["reading", "checked"]).exists()
    assert left_behind > KILLS // 4
    before = everything()
    taking_in(path)
    assert everything() == before
