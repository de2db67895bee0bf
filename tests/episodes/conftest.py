"""The day on which these tests stand, and somebody on file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from hoanhap.casework.episodes.choices import Measure
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at, today
from tests.cast import Cast
from tests.episodes.signatures import Office
from tests.people import builders


@pytest.fixture
def on() -> Iterator[date]:
    """A day under the third regime, on which the clock stands."""
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield today()


@pytest.fixture
def mau(on: date, cast: Cast) -> Person:
    """Nguyễn Văn Mẫu, registered by the officer of this commune."""
    return builders.register(cast.officer.actor, cast.here, date(2025, 7, 1))


@pytest.fixture
def office(on: date, cast: Cast) -> Office:
    """The people of this commune who prepare and sign."""
    made = Office(cast)
    made.everybody()
    return made


@pytest.fixture
def crossing(office: Office, mau: Person) -> Episode:
    """Voluntary rehabilitation completed on 15/09/2025, decided on 19/09/2025 under A2 (domain reference §0)."""
    return office.managed(mau, date(2025, 9, 15), Measure.VOLUNTARY_HOME)
