"""Checkpoints as files."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hoanhap.ground.audit import rules
from hoanhap.ground.kernel.errors import Refusal


def as_text(document: Mapping[str, Any]) -> str:
    """A checkpoint as it is written to a file."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def file_name(document: Mapping[str, Any]) -> str:
    """``checkpoint-<moment in UTC>.json``."""
    moment = document["made_at"][:19].replace("-", "").replace(":", "")
    return f"checkpoint-{moment}Z-{document['number']}.json"


def write_checkpoint(document: Mapping[str, Any], path: Path) -> None:
    """Write the file whole or not at all, never over another. Raises Refusal ``audit.unwritable_checkpoint``."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(unfinished, "w", encoding="utf-8") as file:
            file.write(as_text(document))
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)  # unlike a move it never replaces: an earlier checkpoint is evidence
    except OSError as error:
        raise Refusal("audit.unwritable_checkpoint", file=str(path)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def read_checkpoint(path: Path) -> dict[str, Any]:
    """The checkpoint in a file. Raises Refusal ``audit.unreadable_checkpoint``."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise Refusal("audit.unreadable_checkpoint", file=str(path)) from error
    return parse_checkpoint(text, path.name)


def parse_checkpoint(text: bytes, name: str) -> dict[str, Any]:
    """The checkpoint in the content of a file ``name``. Raises Refusal ``audit.unreadable_checkpoint``."""
    try:
        return rules.as_checkpoint(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("audit.unreadable_checkpoint", file=name) from error
