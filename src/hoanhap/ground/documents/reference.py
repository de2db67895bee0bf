"""What official papers state, as a page to read: docs/reference/papers.md."""

from collections.abc import Sequence

from hoanhap.ground.documents import shipped
from hoanhap.ground.documents.fields import ROWS, fields
from hoanhap.ground.documents.source import read

_HEAD = """# Papers

Printed from `src/hoanhap/ground/documents/` (`fields.toml`, `editions/`) by `hoanhap reference papers`; do not edit by
hand. How a template is written stands at the top of `source.py`.

Each paper is printed from one text, as PDF and as Word, in the layout of Decree 30/2020/NĐ-CP. The words are our own;
what they state follows the articles that name it (domain reference §1.9, §1.12). No shipped template counts as
compared with the Official Gazette until an administrator has confirmed it. Layouts for which the sources show no form
(`O-…`) say so on the paper.

Whoever prepares a paper passes what it states by these names (`prepare_document(content=…)`); names that a form does
not declare are left out. A day is a date, or text where only the year is known.
"""


def papers_page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *_forms(), *_fields()]).rstrip() + "\n"


def _forms() -> list[str]:
    lines = [
        "## Forms",
        "",
        "| form | title | issued by | symbol | must state | may state |",
        "|---|---|---|---|---|---|",
    ]
    for one in shipped.templates():
        template = read(one.source)
        title = shipped.form_title(one.form) + (" (không theo mẫu)" if template.own_layout else "")
        series = f"`{template.series}`" if template.series else "printed without number"
        cells = (f"`{one.form}`", title, ", ".join(template.bodies), series)
        lines.append(f"| {' | '.join(cells)} | {_names(template.required)} | {_names(template.optional)} |")
    return [*lines, ""]


def _fields() -> list[str]:
    lines = ["## Fields", "", "| name | label on the papers | kind |", "|---|---|---|"]
    for field in fields().values():
        kind = f"rows of {_names(field.columns)}" if field.kind == ROWS else field.kind
        lines.append(f"| `{field.name}` | {field.label} | {kind} |")
    return [*lines, ""]


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
