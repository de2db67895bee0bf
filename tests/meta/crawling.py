"""Going through the product as a reader does: from the first page along every link, in one language."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from django.urls.converters import get_converters

SAMPLES = ("1", "x", "00000000-0000-4000-8000-000000000000", "2025-07-01", "2025", "00001@2025-07-01")
"""One of these fits every converter of the product's addresses."""
PLACE_IN_ROUTE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
PER_ADDRESS = 3
"""How many different pages of one address are looked at."""
NOT_FOLLOWED = ("/static/", "/account/logout", "/account/language")
SPOKEN = ("title", "aria-label", "placeholder", "alt", "label", "data-title")
"""Attributes that are read or read out."""
SILENT = {"script", "style", "template"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
ENGLISH = re.compile(
    r"\b(the|of|and|with|from|this|that|are|is|was|were|has|have|been|not|for|which|your|you|please|must|only)\b",
    re.IGNORECASE,
)


def sample_path(route: str) -> str:
    """A path that matches a route of ``path()``, with made-up values that lead to nothing."""

    def value(found: re.Match[str]) -> str:
        converter = get_converters()[found["kind"] or "str"]
        return next(sample for sample in SAMPLES if re.fullmatch(converter.regex, sample))

    return "/" + PLACE_IN_ROUTE.sub(value, route)


@dataclass
class Page:
    """What a page says: pieces of text with their language, and where it leads."""

    url: str
    status: int
    said: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.open[-1][1]
        self.page.said += [(language, given[name] or "") for name in SPOKEN if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button") and given.get("value"):
            self.page.said.append((language, given["value"] or ""))
        if tag == "a" and given.get("href"):
            self.page.links.append(given["href"] or "")
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _language in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if data.strip() and tag not in SILENT:
            self.page.said.append((language, " ".join(data.split())))


def read_page(url: str, status: int, html: str) -> Page:
    """A page as its reader gets it."""
    page = Page(url, status)
    _Reader(page).feed(html)
    return page


def crawl(client: Client, starts: Iterable[str]) -> Iterator[Page]:
    """Every page along the links from ``starts``, a few of each address; files are skipped."""
    client.raise_request_exception = False  # a page that breaks is told like every other
    waiting, seen, counted = deque(starts), set(), Counter[str]()
    while waiting:
        url = waiting.popleft()
        if url in seen or url.startswith(NOT_FOLLOWED) or "export=" in url:
            continue
        seen.add(url)
        try:
            name = resolve(urlsplit(url).path).view_name
        except Resolver404:
            name = url
        counted[name] += 1
        if counted[name] > PER_ADDRESS:
            continue
        answer = client.get(url)
        if answer.status_code in (301, 302):
            waiting.append(urljoin(url, answer.headers["Location"]))
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = read_page(url, answer.status_code, answer.content.decode())
        for link in page.links:
            whole = urljoin(url, link)
            if whole.startswith("/"):
                waiting.append(whole.partition("#")[0])
        yield page


QUOTED = re.compile("“[^”]*”")
PAPER_NUMBER = re.compile(r"\b\d+/[\w/-]+")


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Any of these proper names, the longest first."""
    return re.compile("|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True)) or "(?!)")


def vietnamese_on_english(page: Page, names: re.Pattern[str]) -> list[str]:
    """Pieces with Vietnamese letters that are not marked as Vietnamese.

    Proper names, numbers of papers and what stands between quotation marks need no mark (WCAG 3.1.2).
    """
    found = []
    for language, text in page.said:
        rest = names.sub("", QUOTED.sub("", PAPER_NUMBER.sub("", text)))
        if language != "vi" and VIETNAMESE.search(rest):
            found.append(f"{page.url}: {text[:110]!r}")
    return found


def english_on_vietnamese(page: Page, msgids: Iterable[str]) -> list[str]:
    """Pieces that are still English, or hold English words, and are not marked as English."""
    known = set(msgids)
    return [
        f"{page.url}: {text[:110]!r}"
        for language, text in page.said
        if language != "en" and (text in known or ENGLISH.search(text))
    ]
