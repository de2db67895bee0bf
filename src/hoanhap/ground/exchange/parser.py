"""The child in which an uploaded file is taken apart; started by ``sandbox.py`` and by nothing else. No Django."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice

from hoanhap.ground.exchange import sources
from hoanhap.ground.exchange.sources import MEGABYTE, Cell
from hoanhap.ground.kernel.errors import Refusal

BATCH = 500
"""Rows told at once."""
MOST_TOLD = 64 * MEGABYTE
"""Bytes of rows: what a file of a few kilobytes makes by repeating one long text."""


def main(arguments: Sequence[str]) -> None:
    """Read the file on standard input, tell its rows on standard output."""
    most_rows, memory, seconds = map(int, arguments)
    content = sys.stdin.buffer.read()
    limit(memory, seconds)
    try:
        _tell_rows(sources.lines(content, most_rows))
        _tell({"end": True})
    except Refusal as refusal:
        _tell({"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        _tell({"refused": "exchange.too_heavy", "facts": {}})
    except Exception:  # it is the file's doing, and its text may hold what stands in the file
        _tell({"refused": "exchange.damaged", "facts": {}})


def limit(memory: int, seconds: int) -> None:
    """Take away from this process what reading a table does not need; nothing where the system knows no limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _tell_rows(rows: Iterator[Sequence[Cell]]) -> None:
    told = 0
    while batch := list(islice(rows, BATCH)):
        told += _tell({"rows": batch})
        if told > MOST_TOLD:
            raise Refusal("exchange.swollen")


def _tell(what: object) -> int:
    """Tell something in a line of its own; answers how many bytes it took."""
    line = json.dumps(what, default=_day, separators=(",", ":")).encode() + b"\n"
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    return len(line)


def _day(value: object) -> list[str]:
    if isinstance(value, date):
        return [value.isoformat()]
    raise TypeError(type(value).__name__)
