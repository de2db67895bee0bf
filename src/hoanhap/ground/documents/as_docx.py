"""A paper as a Word file: paragraphs and tables written as WordprocessingML, every text escaped."""

import io
from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

import docx as word
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from hoanhap.ground.documents.layout import Line, Paper, Part, Runs
from hoanhap.ground.documents.source import BASIS, FLUSH, ITEM, MIDDLE, TABLE

FONT = "Times New Roman"
_SPACE = ' xml:space="preserve"'
_TWIPS_OF_MM = 56.7


def docx(paper: Paper, *, title: str, at: datetime) -> bytes:
    """The paper as a Word file. ``title`` and ``at`` become its metadata and name no person."""
    made = word.Document()
    _set_up(made, paper, title, at)
    width = _text_width(paper)
    section = made.element.body.sectPr.xml
    blocks = (_upper(paper, width), _title(paper), *_parts(paper, width), _lower(paper, width), section)
    # As one document: to move a long table from one tree into another takes the square of its rows.
    made.part._element = parse_xml(f"<w:document {nsdecls('w', 'r')}><w:body>{''.join(blocks)}</w:body></w:document>")
    stream = io.BytesIO()
    made.part.save(stream)
    return stream.getvalue()


def _text_width(paper: Paper) -> int:
    return round((252 if paper.landscape else 162) * _TWIPS_OF_MM)


def _set_up(made: WordDocument, paper: Paper, title: str, at: datetime) -> None:
    section = made.sections[0]
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    wide, high = (Mm(297), Mm(210)) if paper.landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = wide, high
    left, right = (25, 20) if paper.landscape else (30, 18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    fonts = style.element.rPr.rFonts
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_after = Pt(0)
    known = made.core_properties
    known.title, known.author, known.language, known.comments = title, "", "vi-VN", ""
    known.created = known.modified = at.replace(tzinfo=None)
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    number = f"{field.format('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{field.format('end')}"
    for header, text in ((section.header, number), (section.first_page_header, "")):
        paragraph = header.paragraphs[0]._p
        spaces = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        inner = f'<w:pPr><w:jc w:val="center"/></w:pPr>{text}{_mark(paper.mark)}'
        paragraph.getparent().replace(paragraph, parse_xml(f"<w:p {nsdecls('w')} {spaces}>{inner}</w:p>"))


def _mark(mark: str) -> str:
    """The mark across the page, behind the text, as Word itself makes it."""
    if not mark:
        return ""
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:430pt;height:86pt;rotation:328;z-index:-251;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
        'path="m0,0l21600,0m0,21600l21600,21600e">'
        '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="mark" type="#_x0000_t136" style="{place}" fillcolor="#dcdcdc" stroked="f">'
        f'<v:textpath style="font-family:&quot;{FONT}&quot;;font-weight:bold" string={quoteattr(mark)}/></v:shape>'
        "</w:pict></w:r>"
    )


def _upper(paper: Paper, width: int) -> str:
    left_width = round(width * (0.38 if paper.landscape else 0.42))
    left = [_p(((bold, text),), align="center", size=12.5) for bold, text in paper.heading]
    left.append(_rule(left_width, round(24 * _TWIPS_OF_MM)))
    if paper.number_line:
        left.append(_p(((False, paper.number_line),), align="center", before=3))
    right = [
        _p(((True, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),), align="center", size=12.5, tight=True),
        _p(((True, "Độc lập - Tự do - Hạnh phúc"),), align="center"),
        _rule(width - left_width, round(58 * _TWIPS_OF_MM)),
    ]
    if paper.place_line:
        right.append(_p(((False, paper.place_line),), align="center", before=3, italic=True))
    return _columns(left, right, left_width, width) + _p((), size=8)


def _title(paper: Paper) -> str:
    lines = [_p(((True, paper.title),), align="center", size=14, before=4)]
    if paper.abstract:
        lines.append(_p(tuple((True, text) for _bold, text in paper.abstract), align="center"))
    if paper.remark:
        lines.append(_p(((False, paper.remark),), align="center", size=12, italic=True))
    lines.append(_rule(_text_width(paper), round(30 * _TWIPS_OF_MM)))
    if paper.authority:
        lines.append(_p(tuple((True, text) for _bold, text in paper.authority), align="center", before=4, after=6))
    if paper.addressee:
        lines.append(_p(((False, "Kính gửi: "), *paper.addressee), align="center", before=4, after=8))
    return "".join(lines)


def _parts(paper: Paper, width: int) -> Iterator[str]:
    """Every block; the last stays with the signature."""
    last = len(paper.parts) - 1
    for number, part in enumerate(paper.parts):
        yield _part(part, width, paper, keep=number == last and paper.signed)


def _part(part: Part, width: int, paper: Paper, *, keep: bool) -> str:
    if part.kind == TABLE:
        return _table(part, width, 10.5 if paper.landscape else 12) + _p((), size=4)
    if part.kind == MIDDLE:
        return _p(tuple((True, text) for _bold, text in part.runs), align="center", before=6, after=6, keep=True)
    if part.kind == FLUSH:
        return _p(part.runs, after=4, keep=keep)
    runs = ((False, "- "), *part.runs) if part.kind == ITEM else part.runs
    return _p(runs, align="both", indent=True, after=4, italic=part.kind == BASIS, spread=True, keep=keep)


def _lower(paper: Paper, width: int) -> str:
    if not paper.signed:
        return ""
    left_width = round(width * 0.46)
    left = [_p(((True, "Nơi nhận:"),), size=12, italic=True)] if paper.recipients else []
    left += [_p(((False, f"- {one}"),), size=11) for one in paper.recipients]
    right = [_p(((True, line),), align="center", keep=True) for line in paper.capacity]
    right += [_p((), keep=True) for _line in range(5)]
    right.append(_p(((True, paper.signatory),), align="center"))
    return _p((), size=6, keep=True) + _columns(left or [_p(())], right, left_width, width, whole=True) + _p((), size=2)


def _columns(left: list[str], right: list[str], left_width: int, width: int, *, whole: bool = False) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>{"".join(inside)}</w:tc>'
        for inside, size in ((left, left_width), (right, width - left_width))
    )
    row = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{left_width}"/><w:gridCol w:w="{width - left_width}"/></w:tblGrid>'
        f"<w:tr>{row}{cells}</w:tr></w:tbl>"
    )


def _table(part: Part, width: int, size: float) -> str:
    whole = sum(part.widths)
    widths = [round(width * one / whole) for one in part.widths]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = _row(part.head, widths, size, head=True) if part.head else ""
    rows = "".join(_row(line, widths, size) for line in part.lines)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(line: Line, widths: list[int], size: float, *, head: bool = False) -> str:
    bold = head or line.total
    middle = '<w:vAlign w:val="center"/>' if head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{middle}</w:tcPr>'
        + _p(
            tuple((bold or heavy, text) for heavy, text in runs),
            align="center" if head or number == 0 else "left",
            size=size,
        )
        + "</w:tc>"
        for number, (runs, width) in enumerate(zip(line.cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def _rule(width: int, length: int) -> str:
    """A short line in the middle of a column."""
    side = max(0, (width - length) // 2)
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="20" w:after="0" w:line="80" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}"/>'
        "</w:pPr></w:p>"
    )


def _p(
    runs: Runs,
    *,
    align: str = "left",
    size: float = 13,
    before: float = 0,
    after: float = 0,
    italic: bool = False,
    indent: bool = False,
    keep: bool = False,
    spread: bool = False,
    tight: bool = False,
) -> str:
    """One paragraph; sizes and distances in points."""
    line = ' w:line="288" w:lineRule="auto"' if spread else ""
    setting = (
        ("<w:keepNext/>" if keep else "")
        + f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{line}/>'
        + ('<w:ind w:firstLine="567"/>' if indent else "")
        + f'<w:jc w:val="{align}"/>'
    )
    inner = "".join(_r(text, bold=bold, italic=italic, size=size, tight=tight) for bold, text in runs)
    mark = f"<w:rPr><w:sz w:val='{round(size * 2)}'/></w:rPr>"
    return f"<w:p><w:pPr>{setting}{mark}</w:pPr>{inner}</w:p>"


def _r(text: str, *, bold: bool, italic: bool, size: float, tight: bool) -> str:
    setting = (
        ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + ('<w:spacing w:val="-6"/>' if tight else "")
        + f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/><w:lang w:val="vi-VN"/>'
    )
    pieces = "<w:br/>".join(f"<w:t{_SPACE}>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:r><w:rPr>{setting}</w:rPr>{pieces}</w:r>"
