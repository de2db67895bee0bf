"""Rows of a list of people while they wait: sealed, because staging is a table like any other."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from uuid import UUID

from hoanhap.ground.web.sealed import seal, unseal


def _bound_to(run: UUID, number: int) -> str:
    return f"exchange.importrow.values:{run}:{number}"


def closed(
    run: UUID, number: int, values: Mapping[str, object], outcome: str = "", told: Sequence[str] = ()
) -> dict[str, object]:
    """The values of a row as they are staged, and what is told of it; what it amounts to stands open, to filter by."""
    kept: dict[str, object] = {"sealed": _sealed(run, number, values), "outcome": outcome}
    return kept | {"told": _sealed(run, number, told)} if told else kept


def _sealed(run: UUID, number: int, content: object) -> str:
    return b64encode(seal(json.dumps(content), bound_to=_bound_to(run, number))).decode()


def opened(run: UUID, number: int, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a staged row. Raises Refusal ``web.seal_broken``."""
    text = unseal(b64decode(str(values["sealed"])), bound_to=_bound_to(run, number))
    found: dict[str, object] = json.loads(text)
    return found


def told(run: UUID, number: int, values: Mapping[str, object]) -> list[str]:
    """What is told of a staged row beside its values. Raises Refusal ``web.seal_broken``."""
    if "told" not in values:
        return []
    found: list[str] = json.loads(unseal(b64decode(str(values["told"])), bound_to=_bound_to(run, number)))
    return found


def sealed_file(name: str, content: bytes) -> bytes:
    """An uploaded list while it waits for its reader."""
    return seal(b64encode(content).decode(), bound_to=f"people.list:{name}")


def opened_file(name: str, content: bytes) -> bytes:
    """The list again. Raises Refusal ``web.seal_broken``."""
    return b64decode(unseal(content, bound_to=f"people.list:{name}"))
