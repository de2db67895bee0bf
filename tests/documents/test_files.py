"""Papers as files: one text in both formats, text stays text, drafts and revoked papers say so."""

import builtins
import io
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import docx as word
import pytest
from weasyprint import HTML

from hoanhap.ground.documents import shipped
from hoanhap.ground.documents.actions import revoke_document, sign_document
from hoanhap.ground.documents.as_docx import docx
from hoanhap.ground.documents.as_pdf import html, pdf
from hoanhap.ground.documents.files import RenderedFile, document_file, sample_paper, unsigned_file
from hoanhap.ground.documents.layout import Paper
from hoanhap.ground.documents.models import Document
from hoanhap.ground.documents.printer import SCHEME, OwnFonts
from hoanhap.ground.kernel.errors import Refusal, RuleViolation
from hoanhap.ground.places.models import Place
from tests.cast import Cast, Member
from tests.documents.papers import CONTENT

DAY = date(2026, 9, 1)
Prepare = Callable[..., Document]
HOSTILE = "</w:t></w:r><script>alert(1)</script> & {{ 7*7 }} **đậm** <img src='file:///etc/passwd'> ]]>"


def words_of_docx(content: bytes) -> str:
    """All text of a Word file in its order, tables and header included."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    xml = "".join(archive.read(name).decode() for name in archive.namelist() if re.match(r"word/(doc|header)", name))
    found = re.findall(r'<w:t(?: [^>]*)?>([^<]*)</w:t>|<v:textpath style[^>]* string="([^"]*)"', xml)
    return " ".join(text or mark for text, mark in found)


def words_of_html(text: str) -> list[str]:
    """Words without marks."""
    body = text.partition("</style>")[2]
    return re.findall(r"\w+", re.sub(r"<[^>]+>", " ", body))


@pytest.fixture
def ward(cast: Cast) -> Place:
    return cast.here


@pytest.fixture
def hostile(ward: Place) -> Paper:
    """A paper whose statements try to be something else."""
    source = next(one.source for one in shipped.templates() if one.form == "B-V-53")
    paper = sample_paper(source, place=ward, year=2026)
    parts = tuple(type(part)(part.kind, (*part.runs, (False, HOSTILE))) if part.runs else part for part in paper.parts)
    return Paper(**{**vars(paper), "parts": parts, "recipients": (HOSTILE,), "signatory": HOSTILE})


def test_what_a_paper_states_stays_text_in_both_formats(hostile: Paper) -> None:
    text = html(hostile, title="B-V-53")
    assert "<script" not in text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text.replace("&#x27;", "'")
    content = docx(hostile, title="B-V-53", at=datetime(2026, 9, 1, tzinfo=UTC))
    paragraphs = [paragraph.text for paragraph in word.Document(io.BytesIO(content)).paragraphs]
    assert any(HOSTILE in paragraph for paragraph in paragraphs)
    assert pdf(hostile, title="B-V-53").startswith(b"%PDF-")


def test_a_statement_is_never_read_as_a_template(prepare: Prepare) -> None:
    document = prepare(content=CONTENT | {"occupation": HOSTILE, "person_name": "{{ head }}"})
    text = words_of_docx(document_file(document, "docx").content)
    assert "{{ HEAD }}" in text
    assert "{{ 7*7 }}" in text


def test_pdf_fetches_nothing() -> None:
    for url in ("file:///etc/passwd", "http://127.0.0.1/", f"{SCHEME}../fields.toml", f"{SCHEME}../../x.ttf"):
        with pytest.raises(ValueError, match="fetch nothing"):
            OwnFonts().fetch(url)


@pytest.mark.slow
@pytest.mark.parametrize("form", [one.form for one in shipped.templates()])
def test_every_form_prints_the_same_words_in_both_formats(form: str, ward: Place) -> None:
    source = next(one.source for one in shipped.templates() if one.form == form)
    paper = replace(sample_paper(source, place=ward, year=2026), mark="")  # in Word it stands in two headers
    in_pdf = words_of_html(html(paper, title=form))
    in_docx = re.findall(r"\w+", words_of_docx(docx(paper, title=form, at=datetime(2026, 9, 1, tzinfo=UTC))))
    assert sorted(word for word in in_pdf if word not in form) == sorted(word for word in in_docx if word not in form)
    assert ["CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM"][0] in in_pdf


def test_all_letters_are_set_in_one_face(ward: Place) -> None:
    source = next(one.source for one in shipped.templates() if one.form == "B-V-53")
    page = html(sample_paper(source, place=ward, year=2026), title="B-V-53")
    made = HTML(string=page, url_fetcher=OwnFonts()).write_pdf(uncompressed_pdf=True)
    faces = {face.split(b"-")[0] for face in re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z-]+)", made)}
    assert faces == {b"Tinos"}


def test_a_draft_a_signed_and_a_revoked_paper_look_different(chair: Member, prepare: Prepare) -> None:
    document = prepare()
    draft = words_of_docx(document_file(document, "docx").content)
    assert "DỰ THẢO" in draft
    assert "01/QĐ-UBND" not in draft
    sign_document(by=chair.actor, document=document, on=DAY, series="QĐ-UBND")
    signed = words_of_docx(document_file(document, "docx").content)
    assert "DỰ THẢO" not in signed
    assert "Số: 01/QĐ-UBND" in signed
    assert "ngày\u00a001\u00a0tháng\u00a09\u00a0năm\u00a02026" in signed
    assert "CHỦ TỊCH Nguyễn Văn Mẫu" in re.sub(r"\s+", " ", signed)
    revoke_document(by=chair.actor, document=document, on=DAY, reason="nhầm")
    assert "ĐÃ THU HỒI" in words_of_docx(document_file(document, "docx").content)


def test_a_correction_says_what_it_replaces_and_marks_the_first(chair: Member, prepare: Prepare) -> None:
    first = prepare()
    sign_document(by=chair.actor, document=first, on=DAY, series="QĐ-UBND")
    second = prepare(corrects=first, reason="sai ngày sinh")
    text = words_of_docx(document_file(second, "docx").content)
    assert "thay thế văn bản số 01/QĐ-UBND ngày 01 tháng 9 năm 2026" in text
    sign_document(by=chair.actor, document=second, on=DAY, series="QĐ-UBND")
    assert "ĐÃ THAY THẾ" in words_of_docx(document_file(first, "docx").content)


def test_file_names_hold_no_personal_data(prepare: Prepare) -> None:
    document = prepare()
    assert document_file(document, "pdf").name == f"B-V-53-{document.reference}.pdf"
    named = document_file(document, "docx", with_reference="HS-7KQ2-18")
    assert named.name == "B-V-53-HS-7KQ2-18.docx"
    assert document_file(document, "docx", with_reference="../Nguyễn Văn").name == "B-V-53-NguynVn.docx"
    core = word.Document(io.BytesIO(named.content)).core_properties
    assert (core.title, core.author, core.last_modified_by) == ("B-V-53", "", "")


def book(place: Place, people: int, **changes: object) -> dict[str, object]:
    """A management book with so many people."""
    row = {"person_name": "Nguyễn Văn Mẫu", "birth_on": date(1990, 1, 1), "file_reference": "HS-7KQ2-18"}
    content = {"people": [row] * people, "period_words": "năm 2026"}
    return {"body": "committee", "place": place, "content": content, "on": DAY} | changes


def test_the_book_is_printed_whole_and_is_no_draft(ward: Place) -> None:
    made: RenderedFile = unsigned_file("O-BOOK", "docx", **book(ward, 3))  # type: ignore[arg-type]
    text = words_of_docx(made.content)
    assert text.count("HS-7KQ2-18") == 3
    assert "Cộng: 3 người" in text
    assert "Không theo mẫu" in text
    assert "DỰ THẢO" not in text
    assert made.name == f"O-BOOK-{ward.code}-20260901.docx"


def test_what_is_signed_is_not_printed_without_a_signature(ward: Place) -> None:
    with pytest.raises(RuleViolation, match="not_of_this_body"):
        unsigned_file("B-V-53", "pdf", **book(ward, 1))  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="not_of_this_body"):
        unsigned_file("O-BOOK", "pdf", **book(ward, 1, body="facility"))  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_big_book_is_printed_in_time(ward: Place) -> None:
    began = time.monotonic()
    as_word = unsigned_file("O-BOOK", "docx", **book(ward, 2_000))  # type: ignore[arg-type]
    as_pdf = unsigned_file("O-BOOK", "pdf", **book(ward, 150))  # type: ignore[arg-type]
    assert time.monotonic() - began < 60
    assert len(as_word.content) > 10_000
    assert as_pdf.content.startswith(b"%PDF-")


def test_a_machine_without_pango_says_so_and_writes_word(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, *args: object, **kwargs: object) -> object:
        if name.startswith("hoanhap.ground.documents.printer"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return imported(name, *args, **kwargs)  # type: ignore[arg-type]

    document, imported = prepare(), builtins.__import__
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(Refusal, match="no_printer"):
        document_file(document, "pdf")
    assert document_file(document, "docx").content.startswith(b"PK")
