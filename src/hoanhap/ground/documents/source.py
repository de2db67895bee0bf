"""The text of a template, read and checked line by line. No Django, no database.

A template is one text. Above a line ``---`` stands TOML: ``title``, ``abstract``, ``series`` (symbol of the number),
``bodies`` (whose paper it may be), ``required`` and ``optional`` (the fields it states, see ``fields.toml``),
``recipients``, and where wanted ``addressee``, ``authority`` (who decides, below the title), ``landscape``,
``own_layout``, ``unsigned`` (a book that is printed as it stands, without number and signature, and is no draft).
Below it every line is one block:

    > text            a legal basis
    = text            a line in the middle, bold
    * text            an article; "Điều 1." is set in front
    - text            an item of a list
    . text            a line without indent
    | one | two       a row of a table; the first is its head. ``|% 10 90`` before it gives the widths in per cent;
                      ``|= one | two`` is a line of totals
    text              a paragraph

``**bold**`` is bold. ``?field `` in front of a block shows it only where the field says something; ``@field ``
repeats it for each of a list, as ``item`` (in a row of a table: ``@people | {{ index }} | {{ item.person_name }}``).
``{{ field }}`` is filled in; ``{% if field %}…{% endif %}`` may stand inside one line. Filters: ``upper``, ``lower``,
``first_upper``, ``day``, ``long_day``, ``length``. Nothing else of the template language is let in: expressions are
read into a syntax tree, and a tree with any other node is refused. What is filled in is text, never markup.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hoanhap.ground.documents.fields import LINES, ROWS, fields
from hoanhap.ground.documents.wording import FILTERS
from hoanhap.ground.kernel.errors import RuleViolation

LONGEST_SOURCE = 60_000
BASIS, MIDDLE, ARTICLE, ITEM, FLUSH, PARAGRAPH, TABLE = (
    "basis",
    "middle",
    "article",
    "item",
    "flush",
    "paragraph",
    "table",
)
_MARKS = {">": BASIS, "=": MIDDLE, "*": ARTICLE, "-": ITEM, ".": FLUSH}
_PREFIX = re.compile(r"([?@])([a-z_]+) ")
_TABLE_LINE = re.compile(r"(@[a-z_]+ )?\|")
_CELL_END = re.compile(r"(?<!\S)\|(?!\S)")
_BODIES = ("committee", "police", "facility")
_KEYS: dict[str, type] = {
    "title": str,
    "abstract": str,
    "series": str,
    "bodies": list,
    "required": list,
    "optional": list,
}
_FREE_KEYS: dict[str, type] = {
    "recipients": list,
    "landscape": bool,
    "own_layout": bool,
    "unsigned": bool,
    "addressee": str,
    "authority": str,
}

AUTOMATIC = frozenset({"issuer", "head", "unit", "province", "index", "item"})
"""Names that the programme fills in: whose paper, its head, the unit and what is above it; inside a list its item."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter, nodes.If, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.Getattr,
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """Text with places to fill in: runs of (bold, template)."""

    runs: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    cells: tuple[Text, ...]
    repeat: str = ""
    total: bool = False


@dataclass(frozen=True)
class Block:
    """One block of a paper. ``only_if`` and ``repeat`` name fields."""

    kind: str
    text: Text = Text(())
    only_if: str = ""
    repeat: str = ""
    head: Row | None = None
    rows: tuple[Row, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Template:
    """A template as read."""

    title: str
    abstract: Text
    series: str
    bodies: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    recipients: tuple[Text, ...]
    addressee: Text | None
    authority: Text | None
    landscape: bool
    own_layout: bool
    unsigned: bool
    blocks: tuple[Block, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every field it declares."""
        return self.required + self.optional


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The sandbox in which places are filled in. It makes text; whoever prints it escapes it."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    made.filters = dict(FILTERS)
    made.tests = {}
    made.globals = {}
    return made


def filled(text: str, context: dict[str, Any]) -> str:
    """Text with its places filled in."""
    made: str = _compiled(text).render(context)
    return made


@cache
def _compiled(text: str) -> Any:
    return environment().from_string(text)


@cache
def read(source: str) -> Template:
    """Read a template. Raises RuleViolation with ``line`` where it cannot be."""
    if len(source) > LONGEST_SOURCE:
        raise RuleViolation("documents.template_too_long", field="file", longest=LONGEST_SOURCE)
    front, mark, below = source.replace("\r\n", "\n").partition("\n---\n")
    if not mark:
        raise RuleViolation("documents.template_without_line", field="file")
    told = _front(front)
    reader = _Reader(frozenset(told["required"]) | frozenset(told["optional"]) | AUTOMATIC)
    first = front.count("\n") + 3
    return Template(
        title=told["title"],
        abstract=reader.text(told["abstract"], _line_of(front, "abstract")),
        series=told["series"],
        bodies=tuple(told["bodies"]),
        required=tuple(told["required"]),
        optional=tuple(told["optional"]),
        recipients=tuple(reader.text(one, _line_of(front, "recipients")) for one in told.get("recipients", [])),
        addressee=reader.text(told["addressee"], _line_of(front, "addressee")) if "addressee" in told else None,
        authority=reader.text(told["authority"], _line_of(front, "authority")) if "authority" in told else None,
        landscape=told.get("landscape", False),
        own_layout=told.get("own_layout", False),
        unsigned=told.get("unsigned", False),
        blocks=tuple(reader.blocks(below.split("\n"), first)),
    )


def _line_of(front: str, key: str) -> int:
    return next((number for number, line in enumerate(front.split("\n"), 1) if line.startswith(key)), 1)


def _front(text: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise RuleViolation("documents.template_front", field="file", line=int(found[1]) if found else 1) from None
    for key, needed in _KEYS.items():
        if not isinstance(told.get(key), needed):
            raise RuleViolation("documents.template_key_missing", field="file", key=key)
    for key, value in told.items():
        kind = (_KEYS | _FREE_KEYS).get(key)
        words = value if isinstance(value, list) else []
        if kind is None or not isinstance(value, kind) or not all(isinstance(word, str) for word in words):
            raise RuleViolation("documents.template_key", field="file", key=key, line=_line_of(text, key))
    for name in [*told["required"], *told["optional"]]:
        if name not in fields():
            raise RuleViolation("documents.template_field", field="file", name=name, line=_line_of(text, "required"))
    if not told["bodies"] or not set(told["bodies"]) <= set(_BODIES):
        raise RuleViolation("documents.template_key", field="file", key="bodies", line=_line_of(text, "bodies"))
    return told


class _Reader:
    """Reads blocks; knows which names may be used."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def text(self, text: str, line: int) -> Text:
        """Runs between the marks of bold, each checked."""
        runs = tuple((number % 2 == 1, part) for number, part in enumerate(text.split("**")) if part)
        for _bold, part in runs:
            self._check(part, line)
        return Text(runs)

    def blocks(self, lines: list[str], first: int) -> Iterator[Block]:
        """One block a line; rows of a table that follow one another are one."""
        table: list[tuple[int, str]] = []
        for number, line in enumerate([*lines, ""], first):
            line = line.strip()
            if _TABLE_LINE.match(line):
                table.append((number, line))
                continue
            if table:
                yield self._table(table)
                table = []
            if line:
                yield self._block(line, number)

    def _block(self, line: str, number: int) -> Block:
        marked = {"?": "", "@": ""}
        while found := _PREFIX.match(line):
            marked[found[1]] = self._field(found[2], number, lists=found[1] == "@")
            line = line[found.end() :]
        kind = _MARKS.get(line[:1], PARAGRAPH) if line[1:2] == " " else PARAGRAPH
        text = line[2:] if kind != PARAGRAPH else line
        return Block(kind, self.text(text, number), only_if=marked["?"], repeat=marked["@"])

    def _table(self, lines: list[tuple[int, str]]) -> Block:
        widths: tuple[int, ...] = ()
        rows = []
        for number, line in lines:
            if line.startswith("|%"):
                widths = tuple(int(one) for one in line[2:].split() if one.isdigit())
                continue
            repeat = ""
            if found := _PREFIX.match(line):
                repeat, line = self._field(found[2], number, lists=True), line[found.end() :]
            total = line.startswith("|=")
            cells = _CELL_END.split(line[2 if total else 1 :])
            rows.append(Row(tuple(self.text(cell.strip(), number) for cell in cells), repeat=repeat, total=total))
        columns = {len(row.cells) for row in rows}
        if len(columns) != 1 or rows[0].repeat or (widths and {len(widths)} != columns):
            raise RuleViolation("documents.template_table", field="file", line=lines[0][0])
        return Block(TABLE, head=rows[0], rows=tuple(rows[1:]), widths=widths)

    def _field(self, name: str, line: int, *, lists: bool) -> str:
        known = name in self.names and (not lists or (name in fields() and fields()[name].kind in (LINES, ROWS)))
        if not known:
            raise RuleViolation("documents.template_field", field="file", name=name, line=line)
        return name

    def _check(self, text: str, line: int) -> None:
        """Only filling in and conditions; only declared names."""
        try:
            tree = environment().parse(text)
        except TemplateError:
            raise RuleViolation("documents.template_syntax", field="file", line=line) from None
        for node in [tree, *tree.find_all(nodes.Node)]:
            if not isinstance(node, _ALLOWED):
                _forbidden(type(node).__name__, line)
            if isinstance(node, nodes.Getattr) and not (
                isinstance(node.node, nodes.Name) and node.node.name == "item" and node.attr in fields()
            ):
                _forbidden(node.attr, line)
            if isinstance(node, nodes.Filter) and node.name not in FILTERS:
                _forbidden(node.name, line)
            if isinstance(node, nodes.Name) and node.name not in self.names:
                raise RuleViolation("documents.template_field", field="file", name=node.name, line=line)


def _forbidden(what: str, line: int) -> NoReturn:
    raise RuleViolation("documents.template_forbidden", field="file", line=line, what=what)
