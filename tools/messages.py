"""Translations without a gettext installation: ``python tools/messages.py {compile,check,update}``.

Words are written in English in the code and translated in each app's own ``locale/vi/LC_MESSAGES/django.po``.

``compile``  makes the ``.mo`` files Django reads; refuses a catalogue with errors
``check``    every word of the code is in its app's catalogue and the other way round
``update``   adds what is missing (empty, to be filled in), drops what nobody uses, sorts; comments stay
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "hoanhap"
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLURAL_FORMS = "nplurals=1; plural=0;"
HEADER = f"""msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {PLURAL_FORMS}\\n"
"""
IDENTITY = re.compile(r'^(?:msgctxt (?:".*"\n)+)?msgid (?:".*"\n)+', re.MULTILINE)
QUOTED = re.compile(r'msgctxt|"(.*)"')
PLACES = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")

Key = tuple[str, str, str]
"""Context, singular, plural; empty text where there is none."""


def apps(source: Path = SOURCE) -> list[Path]:
    """Every package that may have words: those with an ``apps.py``, and those with a catalogue."""
    return sorted({path.parent for name in ("apps.py", "locale") for path in source.rglob(name)})


def catalogue_of(app: Path) -> Path:
    """The Vietnamese catalogue of an app."""
    return app / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def _keys(text: str, method: str) -> Iterator[Key]:
    for _line, words, _comments, context in extract(method, io.BytesIO(text.encode()), KEYWORDS):
        singular, plural = (words[0], words[1]) if isinstance(words, tuple) else (words, "")
        if singular:
            yield context or "", singular, plural


def words_in_python(text: str) -> set[Key]:
    """What a Python module asks to have translated."""
    return set(_keys(text, "python"))


def words_in_template(text: str, name: str = "") -> set[Key]:
    """What a Django template asks to have translated."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize

    return set(_keys(templatize(text, origin=name), "python"))


def words_of(app: Path) -> set[Key]:
    """What an app asks to have translated, from its modules and its templates. Migrations have no words."""
    found: set[Key] = set()
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            found |= words_in_python(path.read_text(encoding="utf-8"))
    for path in sorted([*app.rglob("templates/**/*.html"), *app.rglob("templates/**/*.txt")]):
        found |= words_in_template(path.read_text(encoding="utf-8"), str(path))
    return found


def key_of(message: Message) -> Key:
    """The identity of a catalogue entry."""
    ids = message.id if isinstance(message.id, tuple | list) else (message.id, "")
    return message.context or "", ids[0], ids[1]


def read(path: Path) -> Catalog:
    """A catalogue as it stands in its file."""
    with path.open("rb") as file:
        return read_po(file, locale="vi", domain="django", charset="utf-8")


def entries_of(path: Path) -> dict[Key, Message]:
    """The entries of a catalogue, without its header."""
    return {key_of(message): message for message in read(path) if message.id}


def _twice(text: str) -> list[str]:
    """Words that a catalogue holds more than once; Babel and gettext would keep one of them silently."""
    seen = Counter("".join(QUOTED.findall(entry)) for entry in IDENTITY.findall(text))
    return [words for words, times in seen.items() if times > 1]


def _places(text: str) -> set[str]:
    return {found.group(0) for found in PLACES.finditer(text.replace("%%", ""))}


def faults_in(path: Path) -> list[str]:
    """What is wrong with a catalogue by itself: header, entries twice, fuzzy, empty, other places to fill."""
    text = path.read_text(encoding="utf-8")
    faults = [f"stands twice: {words}" for words in _twice(text)]
    for needed in ("charset=UTF-8", f"Plural-Forms: {PLURAL_FORMS}"):
        if needed not in text:
            faults.append(f"header lacks {needed}")
    for (_context, singular, plural), message in entries_of(path).items():
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy:
            faults.append(f"fuzzy: {singular!r}")
        if not said or not all(said):
            faults.append(f"not translated: {singular!r}")
        elif any(_places(words) != _places(plural or singular) for words in said):
            faults.append(f"other places to fill in than the English: {singular!r}")
    return faults


def clashes(catalogues: dict[str, dict[Key, Message]]) -> list[str]:
    """The same English words translated differently in two apps: Django would show one of them everywhere."""
    said: dict[tuple[str, str], tuple[str, object]] = {}
    found = []
    for name, entries in catalogues.items():
        for (context, singular, _plural), message in entries.items():
            words = message.string[0] if isinstance(message.string, tuple | list) else message.string
            where, before = said.setdefault((context, singular), (name, words))
            if before != words:
                found.append(f"{singular!r} is {before!r} in {where} and {words!r} in {name}")
    return found


def compare(app: Path) -> list[str]:
    """Words of the code that the catalogue lacks, and words of the catalogue that nobody uses."""
    path = catalogue_of(app)
    used = words_of(app)
    have = set(entries_of(path)) if path.exists() else set()
    return [f"missing: {key[1]!r}" for key in sorted(used - have)] + [
        f"nobody uses: {key[1]!r}" for key in sorted(have - used)
    ]


def check(source: Path = SOURCE) -> list[str]:
    """Everything that is wrong with the translations, one line each."""
    found = []
    catalogues: dict[str, dict[Key, Message]] = {}
    for app in apps(source):
        name, path = app.relative_to(source).as_posix(), catalogue_of(app)
        found += [f"{name}: {line}" for line in compare(app)]
        if path.exists():
            found += [f"{name}: {line}" for line in faults_in(path)]
            catalogues[name] = entries_of(path)
    return found + clashes(catalogues)


def compile_all(source: Path = SOURCE) -> list[str]:
    """Make the ``.mo`` files; a catalogue with faults is not compiled. Answers with the faults."""
    found = []
    for path in sorted(source.rglob("locale/*/LC_MESSAGES/django.po")):
        faults = [f"{path.relative_to(source)}: {line}" for line in faults_in(path)]
        found += faults
        if not faults:
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(path))
    return found


def _quoted(keyword: str, words: str) -> str:
    marked = words.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    if "\n" not in words:
        return f'{keyword} "{marked}"\n'
    lines = [f'"{line}\\n"' for line in marked.split("\n")]
    lines[-1] = lines[-1].removesuffix('\\n"') + '"'
    return f'{keyword} ""\n' + "\n".join(line for line in lines if line != '""') + "\n"


def written(key: Key, message: Message | None) -> str:
    """One entry as text."""
    context, singular, plural = key
    text = "".join(f"# {line}\n" for line in (message.user_comments if message else []))
    text += _quoted("msgctxt", context) if context else ""
    text += _quoted("msgid", singular)
    said = (message.string if message else "") or ""
    first = (said[0] if said else "") if isinstance(said, tuple | list) else said
    return text + (
        _quoted("msgid_plural", plural) + _quoted("msgstr[0]", first) if plural else _quoted("msgstr", first)
    )


def update(source: Path = SOURCE) -> int:
    """Bring every catalogue in line with the code; the number of entries that wait for a translation."""
    waiting = 0
    for app in apps(source):
        path, used = catalogue_of(app), words_of(app)
        if not used and not path.exists():
            continue
        have = entries_of(path) if path.exists() else {}
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = [written(key, have.get(key)) for key in sorted(used, key=lambda key: (key[1].lower(), key))]
        path.write_text("\n".join([HEADER, *texts]), encoding="utf-8")
        waiting += sum(text.rstrip().endswith(('msgstr ""', 'msgstr[0] ""')) for text in texts)
    return waiting


def main(what: str) -> int:
    """Run one of the three; the exit status."""
    if what == "update":
        waiting = update()
        print(f"Còn {waiting} mục chờ dịch · {waiting} entries wait for a translation")
        return 0
    found = {"compile": compile_all, "check": check}[what]()
    for line in found:
        print(f"✗ {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
