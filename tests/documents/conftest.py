"""Who prepares and who signs, on days of regime B."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from hoanhap.ground.documents.actions import prepare_document
from hoanhap.ground.documents.models import Document
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.documents.papers import CONTENT

NOW = datetime(2026, 9, 1, 5, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[datetime]:
    """A day in regime B."""
    with standing_at(NOW):
        yield NOW


@pytest.fixture
def cast(clock: datetime, db: None) -> Cast:
    """The cast of that day."""
    return Cast()


@pytest.fixture
def chair(cast: Cast) -> Member:
    """The chair of the officer's commune."""
    return cast.member("chu-tich", Role.COMMUNE_CHAIR, cast.here)


@pytest.fixture
def prepare(cast: Cast) -> Callable[..., Document]:
    """Prepares a decision of the officer's commune."""

    def prepared(**changes: object) -> Document:
        told: dict[str, object] = {
            "by": cast.officer.actor,
            "form": "B-V-53",
            "body": "committee",
            "place": cast.here,
            "content": CONTENT,
            "on": date(2026, 8, 31),
        }
        return prepare_document(**(told | changes))  # type: ignore[arg-type]

    return prepared
