"""Vietnamese and English are both complete: no catalogue has a gap, no page mixes the two unmarked."""

from pathlib import Path

import pytest

from tests.meta import checks
from tests.meta.conftest import Walk
from tests.meta.crawling import english_on_vietnamese, names_pattern, read_page, vietnamese_on_english
from tools import messages


def msgids() -> set[str]:
    """English words that are written differently in Vietnamese."""
    found = set()
    for app in messages.apps():
        if messages.catalogue_of(app).exists():
            for (_context, singular, _plural), message in messages.entries_of(messages.catalogue_of(app)).items():
                if message.string != singular and len(singular) > 3:
                    found.add(singular)
    return found


def test_every_catalogue_is_complete() -> None:
    checks.nothing(messages.check())


def test_gaps_in_a_catalogue_are_noticed(tmp_path: Path) -> None:
    app = tmp_path / "planted"
    catalogue = messages.catalogue_of(app)
    catalogue.parent.mkdir(parents=True)
    (app / "apps.py").write_text('_("in the code")\n_("%(number)s units")\n_("empty")\n', encoding="utf-8")
    entries = (
        'msgid "unused"\nmsgstr "thừa"\n\nmsgid "%(number)s units"\nmsgstr "%(numbr)s đơn vị"\n\n'
        'msgid "empty"\nmsgstr ""\n\nmsgid "unused"\nmsgstr "thừa"\n'
    )
    catalogue.write_text(messages.HEADER + "\n" + entries, encoding="utf-8")
    assert messages.check(tmp_path) == [
        "planted: missing: 'in the code'",
        "planted: nobody uses: 'unused'",
        "planted: stands twice: unused",
        "planted: other places to fill in than the English: '%(number)s units'",
        "planted: not translated: 'empty'",
    ]
    assert messages.compile_all(tmp_path)
    assert not catalogue.with_suffix(".mo").exists()


def test_words_in_templates_are_found() -> None:
    text = "{% translate 'Save' %}{% blocktranslate trimmed %}\n One\n unit {% endblocktranslate %}{{ _('Open') }}"
    assert messages.words_in_template(text) == {("", "Save", ""), ("", "One unit", ""), ("", "Open", "")}


def test_an_update_keeps_translations_and_comments(tmp_path: Path) -> None:
    app = tmp_path / "planted"
    catalogue = messages.catalogue_of(app)
    catalogue.parent.mkdir(parents=True)
    (app / "apps.py").write_text('_("kept")\n_("new")\n', encoding="utf-8")
    catalogue.write_text(
        messages.HEADER + '\n# why\nmsgid "kept"\nmsgstr "giữ"\n\nmsgid "gone"\nmsgstr "bỏ"\n',
        encoding="utf-8",
    )
    assert messages.update(tmp_path) == 1
    assert catalogue.read_text(encoding="utf-8") == (
        messages.HEADER + '\n# why\nmsgid "kept"\nmsgstr "giữ"\n\nmsgid "new"\nmsgstr ""\n'
    )


@pytest.mark.xdist_group("walk")
@pytest.mark.slow
def test_english_pages_are_english(walk: Walk) -> None:
    checks.nothing({fault: 1 for page in walk.pages["en"] for fault in vietnamese_on_english(page, walk.names)})


@pytest.mark.xdist_group("walk")
@pytest.mark.slow
def test_vietnamese_pages_are_vietnamese(walk: Walk) -> None:
    known = msgids()
    checks.nothing({fault: 1 for page in walk.pages["vi"] for fault in english_on_vietnamese(page, known)})


def test_a_mixed_page_is_noticed_and_marked_words_are_not() -> None:
    english = '<html lang="en"><p>Xã <b>Đại</b></p><i lang="vi">Lưu</i><a title="Phường" href="/">in Hà Nội</a></html>'
    assert len(vietnamese_on_english(read_page("/", 200, english), names_pattern(["Hà Nội"]))) == 3
    vietnamese = '<html lang="vi"><p>Save</p><p>list of units</p><i lang="en">English</i><p>Hà Nội</p></html>'
    assert len(english_on_vietnamese(read_page("/", 200, vietnamese), {"Save"})) == 2
