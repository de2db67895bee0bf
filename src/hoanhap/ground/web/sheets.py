"""What a list hands to whoever writes it to a file. The writing is in ``exchange``, which stands above this room and
registers itself here when the project starts: imports go down only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.http import HttpResponse

from hoanhap.ground.kernel.permissions import Actor, Permission


class Kind(StrEnum):
    """What stands in a column, so that a sheet gets real numbers and real days."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """One column of a sheet: its title, what stands in it, decimals shown, width in characters (None: by kind).

    ``example``: of a template, what may stand in it; written above the title.
    """

    title: str
    kind: Kind = Kind.TEXT
    places: int = 0
    width: int | None = None
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table to be written: what stands above it, its columns, its rows in the order of the columns.

    ``what`` is a short code for the export log ("programmes.deployments"); ``filters`` the filters by their labels,
    without anything that identifies a person; ``source`` and ``as_of`` are sentences for the top of the sheet.
    """

    what: str
    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    as_of: str = ""
    source: str = ""
    filters: Mapping[str, str] | None = None


class Exporter(Protocol):
    """Writes a sheet to a file, records who took it and why, and answers with the file."""

    def __call__(
        self, *, by: Actor, sheet: Sheet, purpose: str, file_name: str, permission: Permission | None
    ) -> HttpResponse: ...


_exporters: list[Exporter] = []


def exports_go_through(exporter: Exporter) -> None:
    """Name the one way out. Called once, by ``exchange``, when the project starts."""
    _exporters[:] = [exporter]


def export(*, by: Actor, sheet: Sheet, purpose: str, file_name: str, permission: Permission | None) -> HttpResponse:
    """Write ``sheet`` to a file through the one way out. Raises PermissionRefused."""
    (way_out,) = _exporters
    return way_out(by=by, sheet=sheet, purpose=purpose, file_name=file_name, permission=permission)
