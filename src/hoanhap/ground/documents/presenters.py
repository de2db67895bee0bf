"""Templates and forms of signature as the screens show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from hoanhap.ground.access.models import Post
from hoanhap.ground.documents.fields import Field, fields
from hoanhap.ground.documents.models import Edition
from hoanhap.ground.documents.rules import CAPACITIES
from hoanhap.ground.documents.shipped import form_title
from hoanhap.ground.documents.source import read
from hoanhap.ground.kernel.permissions import Role


@dataclass(frozen=True)
class Row:
    """One form with its newest edition."""

    edition: Edition
    title: str
    editions: int


@dataclass(frozen=True)
class Shown:
    """What an edition states."""

    title: str
    series: str
    required: list[Field]
    optional: list[Field]


@dataclass(frozen=True)
class Signing:
    """One post that signs, and as what."""

    post: Post
    lines: list[str]
    by_role: bool


def newest(editions: Iterable[Edition]) -> list[Row]:
    """The newest edition of each form; ``editions`` in their order."""
    rows = []
    for form, group in groupby(editions, lambda one: one.form):
        found = list(group)
        rows.append(Row(found[0], form_title(form), len(found)))
    return rows


def shown(edition: Edition) -> Shown:
    """Title and statements."""
    template = read(edition.source)
    required, optional = ([fields()[name] for name in names] for names in (template.required, template.optional))
    return Shown(form_title(edition.form), template.series, required, optional)


def signing(posts: Iterable[Post]) -> list[Signing]:
    """As what each post signs: as recorded, else as its role says. ``posts`` with ``capacity``."""
    rows = []
    for post in posts:
        recorded: str | None = getattr(post, "capacity", None)
        words = recorded or CAPACITIES[Role(post.role)]
        rows.append(Signing(post, words.split("\n"), by_role=recorded is None))
    return rows
