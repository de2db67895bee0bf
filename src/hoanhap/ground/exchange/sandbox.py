"""An uploaded file is taken apart in a process of its own, which may be killed without harm.

The child (``parser.py``) gets the bytes through memory and nothing else: no environment, no open files, no database,
no keys. It limits itself before it looks at the first byte: ``MEMORY`` of address space, ``CPU`` seconds, no core, no
file to write, no further process. Rows come back as JSON in batches, so that a child that was taken over can hand
over values, never code. Waiting for it, not working on its rows, counts against ``PATIENCE``.

What the child cannot be given here is a network of its own (that needs rights that a web process should not have):
nothing in it opens a connection. Where there is no ``resource`` module (not on Linux or macOS) the child runs without
limits of its own and only ``PATIENCE`` holds; where Python cannot name its own interpreter (embedded in another
server) the file is taken apart in this process, after the same checks.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from hoanhap.ground.exchange import sources
from hoanhap.ground.exchange.sources import MEGABYTE, Cell
from hoanhap.ground.kernel.errors import Refusal

MEMORY = 512 * MEGABYTE
"""Bytes of address space of the child."""
CPU = 7
"""Seconds of computing of the child."""
PATIENCE = 9.0
"""Seconds that anybody waits for the child, all its batches together."""

_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
_SOURCE = Path(__file__).resolve().parents[3]
_START = "import sys; sys.path[:] = sys.argv[4:]; from hoanhap.ground.exchange.parser import main; main(sys.argv[1:4])"


def lines(file: BinaryIO, *, largest: int, most_rows: int) -> Iterator[Sequence[Cell]]:
    """What :func:`sources.lines` answers, read in a child. Raises Refusal; ``exchange.too_heavy`` if it was killed."""
    content = sources.content_of(file, largest)
    if not sys.executable or os.name != "posix":
        return sources.lines(content, most_rows)
    return _from_child(content, most_rows)


def _from_child(content: bytes, most_rows: int) -> Iterator[Sequence[Cell]]:
    limits = [str(most_rows), str(MEMORY), str(CPU)]
    with _in_memory(content) as handed:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-I", "-S", "-B", "-c", _START, *limits, str(_SOURCE), *sys.path],
            stdin=handed,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            bufsize=0,
        )
    try:
        yield from _batches(child)
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _in_memory(content: bytes) -> BinaryIO:
    """The content as a file that has no place on a disk (on Linux; elsewhere one that has no name)."""
    with suppress(AttributeError, OSError):
        file = os.fdopen(os.memfd_create("upload"), "w+b")
        file.write(content)
        file.seek(0)
        return file
    nameless: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    nameless.write(content)
    nameless.seek(0)
    return nameless


def _batches(child: subprocess.Popen[bytes]) -> Iterator[Sequence[Cell]]:
    """The rows of all batches. A batch is a line; the last one says that all is told, or why not."""
    pipe = _Pipe(child)
    while True:
        told = pipe.line()
        match told:
            case {"rows": list(rows)}:
                for row in rows:
                    yield [cell if type(cell) in _AS_THEY_ARE else _day(cell) for cell in row]
            case {"refused": str(code), "facts": dict(facts)}:
                raise Refusal(code, **facts)
            case {"end": True}:
                return
            case _:
                raise Refusal("exchange.too_heavy")


class _Pipe:
    """What the child writes, line by line; a child that dies or dawdles is refused."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        if child.stdout is None:
            raise ValueError("the child has no pipe")
        self.number = child.stdout.fileno()
        self.left = PATIENCE
        self.poll = select.poll()
        self.poll.register(self.number, select.POLLIN)
        self.seen = b""

    def line(self) -> object:
        """The next line. Raises Refusal ``exchange.too_heavy``."""
        parts = [self.seen]
        while b"\n" not in parts[-1]:
            began = time.monotonic()
            ready = self.poll.poll(max(self.left, 0) * 1000)
            self.left -= time.monotonic() - began
            piece = os.read(self.number, MEGABYTE) if ready else b""
            if not piece:
                raise Refusal("exchange.too_heavy")
            parts.append(piece)
        whole = b"".join(parts)
        line, _, self.seen = whole.partition(b"\n")
        try:
            return json.loads(line)
        except ValueError:
            raise Refusal("exchange.too_heavy") from None


def _day(cell: object) -> Cell:
    """A day or a moment: it comes as its text in a list of one."""
    match cell:
        case [str(day)] if len(day) == 10:
            return date.fromisoformat(day)
        case [str(moment)]:
            return datetime.fromisoformat(moment)
        case _:
            raise Refusal("exchange.damaged")
