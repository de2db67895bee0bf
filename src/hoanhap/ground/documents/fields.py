"""What papers state: the declared fields, and content brought to their form. No Django, no database."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from hoanhap.ground.kernel.errors import RuleViolation

TEXT, DAY, LINES, ROWS = "text", "day", "lines", "rows"
LONGEST_TEXT = 4_000
MOST_ROWS = 20_000

_NOT_PRINTABLE = re.compile("[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[ \t\u00a0]+")

Value = str | list[str] | list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that papers state. ``label`` as the papers say it, in Vietnamese."""

    name: str
    label: str
    kind: str = TEXT
    columns: tuple[str, ...] = ()
    sample: str | list[str] = ""


@cache
def fields() -> Mapping[str, Field]:
    """Every field by name, from ``fields.toml``."""
    path = Path(__file__).parent / "fields.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Field(name=name, **row | {"columns": tuple(row.get("columns", ()))}) for name, row in told.items()}


def checked_content(
    content: Mapping[str, object], *, required: Iterable[str], optional: Iterable[str]
) -> dict[str, Value]:
    """What a paper is to state, in its form: only the fields that the form declares; days as ISO text.

    Raises RuleViolation ``documents.field_missing`` or ``documents.field_form``, naming the field by its label.
    """
    needed = list(required)
    found: dict[str, Value] = {}
    for name in dict.fromkeys([*needed, *optional]):
        field = fields()[name]
        value = _value(field, content.get(name))
        if value:
            found[name] = value
        elif name in needed and not (field.kind == ROWS and name in content):
            raise RuleViolation("documents.field_missing", field=name, label=field.label)
        else:
            found[name] = value
    return found


def sample_content(names: Iterable[str]) -> dict[str, Value]:
    """Content for a preview; nobody real."""
    return {name: _sample(fields()[name]) for name in names}


def _sample(field: Field) -> Value:
    if field.kind == ROWS:
        row = {column: str(fields()[column].sample) for column in field.columns}
        names = [column for column in field.columns if column.endswith("_name")]
        return [row, row | dict.fromkeys(names, "Phạm Thị Thử Nghiệm")]
    return field.sample


def _value(field: Field, given: object) -> Value:
    if field.kind == LINES:
        return [_text(field, one) for one in _many(field, given)]
    if field.kind == ROWS:
        return [_row(field, one) for one in _many(field, given)]
    return _text(field, given)


def _many(field: Field, given: object) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list | tuple) or len(given) > MOST_ROWS:
        raise RuleViolation("documents.field_form", field=field.name, label=field.label)
    return list(given)


def _row(field: Field, given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise RuleViolation("documents.field_form", field=field.name, label=field.label)
    return {name: _text(fields()[name], given.get(name)) for name in field.columns}


def _text(field: Field, given: object) -> str:
    if given is None:
        return ""
    if isinstance(given, date):
        return date(given.year, given.month, given.day).isoformat()
    if not isinstance(given, str | int) or len(str(given)) > LONGEST_TEXT:
        raise RuleViolation("documents.field_form", field=field.name, label=field.label)
    lines = _NOT_PRINTABLE.sub(" ", normalize("NFC", str(given)).replace("\r\n", "\n")).split("\n")
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in lines).strip()
