"""A commune with people who sign and a team that helps; the day each test stands on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from hoanhap.ground.kernel.clock import standing_at, today
from tests.cast import Cast
from tests.episodes.signatures import Office
from tests.programmes.teamwork import Teamwork


@pytest.fixture
def old_law() -> Iterator[date]:
    """A day under A2, on which the leader assigns with effect at once."""
    with standing_at(datetime(2026, 3, 20, 5, tzinfo=UTC)):
        yield today()


@pytest.fixture
def new_law() -> Iterator[date]:
    """A day under B, on which the Chairman signs what the leader proposes."""
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield today()


@pytest.fixture
def teamwork(cast: Cast) -> Teamwork:
    """The volunteers of this commune."""
    office = Office(cast)
    office.everybody()
    made = Teamwork(office)
    made.everybody()
    return made
