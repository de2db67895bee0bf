"""Rows of a list of people while they wait: sealed, because staging is a table like any other."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from uuid import UUID

from hoanhap.ground.web.sealed import seal, unseal


def _bound_to(run: UUID, number: int) -> str:
    return f"exchange.importrow.values:{run}:{number}"


def closed(run: UUID, number: int, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a row as they are staged."""
    return {"sealed": b64encode(seal(json.dumps(values), bound_to=_bound_to(run, number))).decode()}


def opened(run: UUID, number: int, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a staged row. Raises Refusal ``web.seal_broken``."""
    text = unseal(b64decode(str(values["sealed"])), bound_to=_bound_to(run, number))
    found: dict[str, object] = json.loads(text)
    return found
