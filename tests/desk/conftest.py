"""The day on which the desk's tests stand, and somebody under management."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from hoanhap.casework.episodes.choices import EventKind
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at, today
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.episodes import builders


@pytest.fixture
def on() -> Iterator[date]:
    """A Friday under the third regime, noon, on which the clock stands."""
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield today()


@pytest.fixture
def mau(on: date, cast: Cast) -> Person:
    """Somebody on file in this commune."""
    return builders.somebody(cast.officer.actor, cast.here, date(2025, 7, 1), name="Lê Thị Mẫu Ba")


@pytest.fixture
def home(mau: Person, cast: Cast) -> Episode:
    """Home since 10/05/2026, of which nobody knew more since."""
    return builders.home(cast.officer.actor, mau, cast.here, date(2026, 5, 10))


@pytest.fixture
def managed(home: Episode, cast: Cast) -> Episode:
    """Reported, decided, served: under management."""
    builders.happens(cast.officer.actor, home, EventKind.REPORTED, date(2026, 5, 14))
    builders.managed(cast.officer.actor, home, date(2026, 5, 18))
    home.refresh_from_db()
    return home


@pytest.fixture
def chief(cast: Cast) -> Member:
    """Police chief of this commune."""
    return cast.in_role(Role.COMMUNE_POLICE_CHIEF)


@pytest.fixture
def chair(cast: Cast) -> Member:
    """Chair of this commune."""
    return cast.in_role(Role.COMMUNE_CHAIR)
