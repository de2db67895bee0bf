"""Files that nobody should send are refused in seconds, or read as the rows they are; nothing else happens."""

import io
import json
import os
import random
import resource
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from hoanhap.ground.exchange import reading, sandbox, sources
from hoanhap.ground.exchange.reading import Column
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.web.refusals import words
from tests.exchange.builders import HEADINGS, SLIPPED, Hostile, csv, workbook
from tests.exchange.hostile import damaged, hostile_files

COLUMNS = [Column(key=f"c{at}", title=title, required=at == 1) for at, title in enumerate(HEADINGS)]
COLUMNS[1] = Column(key="c1", title="Họ và tên", aliases=("Họ tên",))
SEED = 20_260_701
SECONDS, MEMORY = 10, 512 * 1024


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Somebody who would notice if a file made anyone call."""
    with socket.create_server(("127.0.0.1", 0)) as ear:
        ear.settimeout(0.01)
        yield ear


def answer(file: Hostile) -> str:
    """The code with which a file is refused, or "read"."""
    try:
        rows = list(reading.read_table(io.BytesIO(file.content), columns=COLUMNS))
    except Refusal as refusal:
        return refusal.code if refusal.code not in words(refusal) else f"{refusal.code} without a sentence"
    json.dumps([row.as_json() for row in rows], allow_nan=False)
    return "read"


@pytest.mark.slow
def test_every_hostile_file_is_refused_or_read_in_time_and_nobody_calls(
    listener: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    files = hostile_files(SEED, f"http://127.0.0.1:{listener.getsockname()[1]}")
    assert len(files) >= 200
    assert len({file.name for file in files}) == len(files)
    answers: Counter[str] = Counter()
    wrong = []
    for file in files:
        began = time.monotonic()
        got = answer(file)
        answers[got] += 1
        took = time.monotonic() - began
        if took > SECONDS or (file.codes and got not in file.codes):
            wrong.append(f"{file.name}: {got} after {took:.1f} s")
    assert not wrong, "\n".join(wrong)
    assert answers["read"] > 20, answers
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # a child counts with it until it runs its own programme
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(MEMORY, own)
    with pytest.raises(TimeoutError):
        listener.accept()
    assert not Path(SLIPPED).exists()
    assert not list(tmp_path.iterdir())


def test_the_same_seed_makes_the_same_files() -> None:
    first, second = ([one.content for one in damaged(random.Random(SEED))] for _ in range(2))
    assert first == second
    assert first != [one.content for one in damaged(random.Random(SEED + 1))]


def read_in_child(content: bytes) -> Iterator[object]:
    return iter(sandbox.lines(io.BytesIO(content), largest=reading.LARGEST, most_rows=100))


def test_rows_come_out_of_the_child_as_they_went_in() -> None:
    cells = [None, True, 1, 2.5, "Mẫu \U0001f600", date(1990, 5, 4), datetime(1990, 5, 4, 12, 30)]  # noqa: DTZ001

    def build(book: Any, page: Any) -> None:
        form = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, cell in enumerate(cells):
            page.write(0, column, cell, form if isinstance(cell, date) else None)

    found = list(read_in_child(workbook([], build)))
    assert found == list(sources.lines(workbook([], build), 100))
    assert found == [[None, True, 1.0, 2.5, "Mẫu \U0001f600", *cells[5:]]]


@pytest.mark.parametrize(
    "behaviour",
    [
        "os.kill(os.getpid(), 9)",
        "os.abort()",
        "sys.exit(0)",
        "print('no JSON', flush=True)",
        "print('{\"rows\": [[{}]]}', flush=True)",
        "time.sleep(60)",
        "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
        "bytearray(10**9)",
        "open(WRITTEN, 'w').write('x')",
    ],
)
def test_a_child_that_fails_in_any_way_is_a_refusal_and_leaves_no_process(
    behaviour: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = tmp_path / "written"
    start = "import os, resource, sys, time; sys.path[:] = sys.argv[4:]\n"
    start += "from hoanhap.ground.exchange import parser; parser.limit(int(sys.argv[2]), 5)\n"
    start += behaviour.replace("WRITTEN", repr(str(written)))
    monkeypatch.setattr(sandbox, "_START", start)
    monkeypatch.setattr(sandbox, "PATIENCE", 2.0)
    with pytest.raises(Refusal, match=r"exchange\.(too_heavy|damaged)"):
        list(read_in_child(csv()))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert not written.exists() or not written.read_bytes()


def test_who_stops_reading_leaves_no_process() -> None:
    rows = read_in_child(csv())
    assert next(rows) == HEADINGS
    rows.close()  # type: ignore[attr-defined]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_time_spent_on_the_rows_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PATIENCE", 1.0)
    rows = read_in_child(csv())
    next(rows)
    time.sleep(1.2)
    assert len(list(rows)) == 3


def test_the_child_knows_nothing_of_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOANHAP_SECRET_KEY", "secret")
    seen = "[len(set(os.environ) - {'LC_CTYPE'}), os.getcwd(), *os.listdir('/proc/self/fd')]"
    told = f"import json, os; print(json.dumps({{'rows': [{seen}]}}))"
    monkeypatch.setattr(sandbox, "_START", f"{told}\nprint(json.dumps({{'end': True}}))")
    ((number, where, *handles),) = read_in_child(csv())  # type: ignore[misc]
    assert (number, where) == (0, "/")
    assert set(handles) <= {"0", "1", "2", "3"}


def test_without_an_interpreter_of_its_own_the_file_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.sys, "executable", "")
    monkeypatch.setattr(sandbox.subprocess, "Popen", None)
    assert len(list(read_in_child(csv()))) == 4
