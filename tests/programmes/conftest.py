"""The days on which the tests of help and of teams stand, people under management, and who helps whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

import pytest

from hoanhap.casework.episodes.choices import EventKind
from hoanhap.casework.episodes.models import Episode, HelperAssignment
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.clock import standing_at, today
from hoanhap.ground.kernel.permissions import Role
from tests.cast import Cast, Member
from tests.episodes import builders
from tests.episodes.signatures import Office
from tests.programmes.teamwork import Teamwork

HOME = date(2026, 5, 10)


@dataclass
class Commune:
    """People under management in this commune, and who helps them."""

    cast: Cast

    def managed(self, number: int = 0) -> Episode:
        """Somebody home since 10/05/2026, under management since 18/05/2026."""
        by = self.cast.officer.actor
        person = builders.somebody(by, self.cast.here, date(2025, 7, 1), number)
        episode = builders.home(by, person, self.cast.here, HOME)
        builders.happens(by, episode, EventKind.REPORTED, date(2026, 5, 14))
        builders.managed(by, episode, date(2026, 5, 18))
        episode.refresh_from_db()
        return episode

    def help(self, episode: Episode, member: Member, from_on: date = date(2026, 5, 10)) -> HelperAssignment:
        """Somebody helps from a day on."""
        by = self.cast.officer.actor
        tie = open_tie(
            by=by, person=episode.person, kind=TieKind.HELPER, from_on=from_on, post=member.actor.post
        )  # fmt: skip
        return HelperAssignment.objects.create(
            episode=episode, post=member.post, tie=tie.pk, from_on=from_on, recorded_at=clock.now()
        )

    @cached_property
    def other(self) -> Member:
        """Another volunteer of this commune."""
        return self.cast.member("tinh-nguyen-khac", Role.VOLUNTEER, self.cast.here)


@pytest.fixture
def on() -> Iterator[date]:
    """A Friday under the third regime, noon, on which the clock stands."""
    with standing_at(datetime(2026, 11, 20, 5, tzinfo=UTC)):
        yield clock.today()


@pytest.fixture
def commune(on: date, cast: Cast) -> Commune:
    """This commune."""
    return Commune(cast)


@pytest.fixture
def helped(commune: Commune, cast: Cast) -> Episode:
    """Whom the volunteer of the cast helps."""
    episode = commune.managed()
    commune.help(episode, cast.volunteer)
    return episode


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
