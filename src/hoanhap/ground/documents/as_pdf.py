"""A paper as PDF/A: HTML made here, printed by WeasyPrint without fetching anything."""

from html import escape

from hoanhap.ground.documents.layout import Line, Paper, Part, Runs
from hoanhap.ground.documents.source import TABLE
from hoanhap.ground.kernel.errors import Refusal

_FACES = {
    "400Regular": "400; font-style: normal",
    "400Regular_Italic": "400; font-style: italic",
    "700Bold": "700; font-style: normal",
    "700Bold_Italic": "700; font-style: italic",
}

# Decree 30/2020/NĐ-CP, Annex I: A4; margins top and bottom 20–25 mm, left 30–35, right 15–20; Times New Roman (here a
# face of the same widths), 13–14; page number above the text from the second page on.
STYLE = """
@page { size: A4; margin: 20mm 18mm 20mm 30mm;
    @top-center { content: counter(page); font: 13pt Tinos, "Times New Roman", "Noto Serif", serif;
        vertical-align: bottom; padding-bottom: 3mm } }
@page :first { @top-center { content: none } }
@page wide { size: A4 landscape; margin: 20mm 20mm 18mm 25mm }
@page wide:first { @top-center { content: none } }
html { font: 13pt/1.28 Tinos, "Times New Roman", "Noto Serif", serif; color: #000 }
body { margin: 0 }
body.wide { page: wide }
p { margin: 0 }
.upper { display: table; width: 100%; table-layout: fixed }
.upper > div { display: table-cell; text-align: center; vertical-align: top; line-height: 1.15 }
.upper .left { width: 41%; padding-right: 2mm }
.wide .upper .left { width: 38% }
.heading { font-size: 12.5pt }
.state { font-weight: bold; font-size: 12.5pt; white-space: nowrap; letter-spacing: -.1pt }
.motto { font-weight: bold; font-size: 13pt; display: inline-block; padding-bottom: 1.5pt;
    border-bottom: .75pt solid #000 }
.rule { width: 2.4cm; margin: 2pt auto 0; border-top: .75pt solid #000 }
.number { margin-top: 5pt }
.place { margin-top: 5pt; font-style: italic }
.wide .place { white-space: nowrap }
.title { margin-top: 20pt; text-align: center; font-weight: bold; font-size: 14pt }
.abstract { text-align: center; font-weight: bold }
.remark { text-align: center; font-style: italic; font-size: 12pt }
.below-title { width: 3cm; margin: 3pt auto 10pt; border-top: .75pt solid #000 }
.authority, .middle { text-align: center; font-weight: bold; margin: 8pt 0; break-after: avoid }
.addressee { text-align: center; margin: 4pt 0 8pt }
.paragraph, .article, .basis, .item { text-align: justify; text-indent: 1cm; margin-bottom: 4.5pt;
    overflow-wrap: break-word; orphans: 2; widows: 2 }
.basis { font-style: italic }
.flush { text-align: left; margin-bottom: 4.5pt }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 5pt 0 7pt;
    font-size: 12pt; line-height: 1.2 }
table.more { margin-top: -7.6pt }
.wide table { font-size: 10.5pt }
th, td { border: .6pt solid #000; padding: 2.5pt 3.5pt; vertical-align: top; text-align: left;
    overflow-wrap: anywhere }
th { text-align: center; vertical-align: middle }
tr { break-inside: avoid }
td:first-child { text-align: center }
.lower { display: table; width: 100%; table-layout: fixed; margin-top: 12pt; break-inside: avoid;
    break-before: avoid }
.lower > div { display: table-cell; vertical-align: top }
.recipients { width: 46%; font-size: 11pt; line-height: 1.2 }
.recipients .word { font-size: 12pt; font-weight: bold; font-style: italic }
.signature { text-align: center; font-weight: bold }
.space { height: 2.6cm }
.mark { position: fixed; top: 40%; left: 0; right: 0; text-align: center; transform: rotate(-32deg);
    font-size: 68pt; font-weight: bold; color: #dcdcdc; z-index: -1; white-space: nowrap }
"""

ROWS_OF_ONE_TABLE = 100
"""A longer table is set as several, one after the other: the time to set one grows with the square of its rows."""


def pdf(paper: Paper, *, title: str) -> bytes:
    """The paper as PDF/A-2b. ``title`` becomes its metadata and names no person.

    Raises Refusal ``documents.no_printer`` on a machine without Pango.
    """
    try:
        from hoanhap.ground.documents.printer import printed
    except OSError:  # the machine has no Pango: everything else works without it
        raise Refusal("documents.no_printer") from None
    return printed(html(paper, title=title))


def _letters() -> str:
    """The faces: from our own files, so that every machine prints the same."""
    return "".join(
        f'@font-face {{ font-family: Tinos; font-weight: {words}; src: url("letters:///Tinos_{face}.ttf") }}\n'
        for face, words in _FACES.items()
    )


def html(paper: Paper, *, title: str) -> str:
    """The paper as a page of HTML."""
    mark = f'<div class="mark">{escape(paper.mark)}</div>' if paper.mark else ""
    wide = ' class="wide"' if paper.landscape else ""
    parts = "".join(_part(part) for part in paper.parts)
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_letters()}{STYLE}</style><body{wide}>{mark}"
        f"{_upper(paper)}{_title(paper)}{parts}{_lower(paper)}</body></html>"
    )


def _upper(paper: Paper) -> str:
    heading = "".join(f"<p class=heading>{_bold(text) if bold else escape(text)}</p>" for bold, text in paper.heading)
    number = f"<p class=number>{escape(paper.number_line)}</p>" if paper.number_line else ""
    place = f"<p class=place>{escape(paper.place_line)}</p>" if paper.place_line else ""
    return (
        f"<div class=upper><div class=left>{heading}<div class=rule></div>{number}</div><div>"
        "<p class=state>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>"
        f"<p><span class=motto>Độc lập - Tự do - Hạnh phúc</span></p>{place}</div></div>"
    )


def _title(paper: Paper) -> str:
    lines = [f"<p class=title>{escape(paper.title)}</p>"]
    if paper.abstract:
        lines.append(f"<p class=abstract>{_runs(paper.abstract)}</p>")
    if paper.remark:
        lines.append(f"<p class=remark>{escape(paper.remark)}</p>")
    lines.append("<div class=below-title></div>")
    if paper.authority:
        lines.append(f"<p class=authority>{_runs(paper.authority)}</p>")
    if paper.addressee:
        lines.append(f"<p class=addressee>Kính gửi: {_runs(paper.addressee)}</p>")
    return "".join(lines)


def _part(part: Part) -> str:
    if part.kind != TABLE:
        dash = "- " if part.kind == "item" else ""
        return f"<p class={part.kind}>{dash}{_runs(part.runs)}</p>"
    columns = "".join(f'<col style="width:{width}%">' for width in part.widths)
    head = f"<thead>{_row(part.head, 'th')}</thead>" if part.head else ""
    chunks = range(0, max(len(part.lines), 1), ROWS_OF_ONE_TABLE)
    return "".join(
        f"<table{' class=more' if first else ''}>{columns}{head}"
        + "".join(_row(line, "td") for line in part.lines[first : first + ROWS_OF_ONE_TABLE])
        + "</table>"
        for first in chunks
    )


def _row(line: Line, cell: str) -> str:
    cells = (_bold_runs(runs) if line.total else _runs(runs) for runs in line.cells)
    return "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in cells) + "</tr>"


def _lower(paper: Paper) -> str:
    if not paper.signed:
        return ""
    recipients = "".join(f"<p>- {_lines(one)}</p>" for one in paper.recipients)
    word = "<p class=word>Nơi nhận:</p>" if paper.recipients else ""
    capacity = "".join(f"<p>{escape(line)}</p>" for line in paper.capacity)
    return (
        f"<div class=lower><div class=recipients>{word}{recipients}</div>"
        f"<div class=signature>{capacity}<div class=space></div><p>{escape(paper.signatory)}</p></div></div>"
    )


def _runs(runs: Runs) -> str:
    return "".join(_bold(text) if bold else _lines(text) for bold, text in runs)


def _bold_runs(runs: Runs) -> str:
    return "".join(_bold(text) for _any, text in runs)


def _bold(text: str) -> str:
    return f"<b>{_lines(text)}</b>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
