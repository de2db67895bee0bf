"""Reference pages: ``python tools/reference.py check`` compares ``docs/reference``, ``write`` prints it anew."""

import sys
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def main(what: str) -> int:
    """Compare or write every page that ``hoanhap reference`` can print; the exit status."""
    django.setup()
    from django.utils import translation

    from hoanhap.project.management.commands.reference import PAGES

    old = []
    with translation.override("en"):
        for name, page in PAGES.items():
            path, text = FOLDER / f"{name}.md", page()
            if what == "write":
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                old.append(path.name)
    for name in old:
        print(f"✗ docs/reference/{name}: cũ, hãy chạy `make fix` / out of date, run `make fix`", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
