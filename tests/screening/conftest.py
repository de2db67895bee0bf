"""A commune in November 2026, and somebody under management there."""

from collections.abc import Iterator
from datetime import date

import pytest

from hoanhap.casework.episodes.models import Episode
from hoanhap.ground.kernel.clock import standing_at, today
from tests.cast import Cast
from tests.screening.builders import Ward, at


@pytest.fixture
def on() -> Iterator[date]:
    """A Friday under the third regime, a week after the time to contest."""
    with standing_at(at(date(2026, 11, 20))):
        yield today()


@pytest.fixture
def ward(on: date, cast: Cast) -> Ward:
    """This commune, with everybody in their posts."""
    made = Ward(cast)
    _ = made.police, made.chief, made.nurse, made.officer, cast.neighbour, cast.volunteer
    return made


@pytest.fixture
def mau(ward: Ward) -> Episode:
    """Phạm Văn Mẫu Tư, under management."""
    return ward.managed(3)
