"""A new measure for somebody whose file has closed (docs/adr/0013): the way back."""

from datetime import UTC, date, datetime

import pytest

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.actions.ending import Ground, end_undecided
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.choices import EventKind, Measure, Outcome
from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.actions.reopening import reopen_file
from hoanhap.casework.people.choices import ReopenReason, TieKind
from hoanhap.casework.people.models import Person, Tie
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Role
from tests.cast import Cast
from tests.episodes import handing

TODAY = date(2026, 11, 20)
BACK = datetime(2028, 11, 20, 5, tzinfo=UTC)


def sees(actor: Actor, person: Person, on: date) -> bool:
    return Person.objects.visible_to(actor, on).filter(pk=person.pk).exists()


@pytest.fixture
def ended(mau: Person, cast: Cast) -> Episode:
    """Taken off the list on 20/11/2026, having moved away; back two years later."""
    home = handing.home(cast, mau)
    ground = Ground(outcome=Outcome.MOVED_AWAY, on=TODAY, paper_no="3/TB", paper_on=TODAY, paper_by="Công an xã Ví Dụ")
    end_undecided(by=handing.post(cast, Role.COMMUNE_CHAIR).actor, episode=home.pk, ground=ground, on=TODAY)
    home.refresh_from_db()
    return home


def test_a_relapse_after_two_years_finds_the_file_and_opens_it_by_the_measure(
    ended: Episode, mau: Person, cast: Cast
) -> None:
    with standing_at(BACK):
        on = BACK.date()
        officer = handing.again(cast.officer)
        new = NewEpisode(person=mau, measure=Measure.USER_MANAGEMENT, place=cast.here, kind=EventKind.OPENED, on=on)
        assert not sees(officer, mau, on)
        with pytest.raises(NotFound):
            open_episode(by=officer, new=new)
        reopen_file(by=officer, reference=mau.reference, reason=ReopenReason.USE)
        held = list(Episode.objects.select_related("person", "place"))
        state.follow(held, at=BACK, on=on)  # nothing closes again what was opened for the new measure
        assert sees(officer, mau, on)
        open_episode(by=officer, new=new)
        mau.refresh_from_db()
        assert (mau.sight_ends_on, mau.file_closed_on) == (None, None)
    for later in (on, date(2029, 6, 1)):
        assert sees(officer, mau, later)
        assert sees(handing.post(cast, Role.COMMUNE_POLICE).actor, mau, later)
        assert not sees(cast.neighbour.actor, mau, later)
    assert Tie.objects.filter(kind=TieKind.UNDER_DECISION, to_on__isnull=True).count() == 1


def test_without_a_new_measure_it_closes_by_itself(ended: Episode, mau: Person, cast: Cast) -> None:
    with standing_at(BACK):
        officer = handing.again(cast.officer)
        reopen_file(by=officer, reference=mau.reference, reason=ReopenReason.USE)
    assert sees(officer, mau, date(2028, 11, 26))
    assert not sees(officer, mau, date(2028, 11, 27))
