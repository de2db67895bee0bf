"""Any sequence of what may be done, by anybody of the cast, keeps what must always hold."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoanhap.casework.episodes import state
from hoanhap.casework.episodes.actions.homecoming import (
    Completion,
    NewNotice,
    complete_rehabilitation,
    send_completion_notice,
)
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
from hoanhap.casework.episodes.actions.recording import (
    NewEvent,
    NewInterruption,
    close_recorded_twice,
    record_event,
    record_interruption,
)
from hoanhap.casework.episodes.actions.transfers import (
    NewTransfer,
    accept_transfer,
    acknowledge_transfer,
    record_left,
    refuse_transfer,
    send_transfer,
    withdraw_transfer,
)
from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure, Outcome
from hoanhap.casework.episodes.models import Charge, Duty, Episode, Transfer
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import PermissionRefused, Refusal
from hoanhap.ground.kernel.permissions import Actor, Role
from hoanhap.ground.places.models import Place
from tests.cast import Cast
from tests.episodes import handing
from tests.people import builders

FIRST = date(2026, 7, 6)
BEGIN, COMPLETE, LEAVE, SEND = 0, 2, 5, 6


class Play:
    """One person, two communes, a day that goes on; each step is tried by somebody and may be refused."""

    def __init__(self, cast: Cast, person: Person) -> None:
        self.cast, self.person, self.on = cast, person, FIRST
        self.figures: dict[date, list[int]] = {}
        self.done: set[str] = set()
        far = Place.objects.of_province("01").commune_level().valid_on(FIRST).in_order()[5]
        self.actors = [
            cast.officer.actor, cast.neighbour.actor, cast.volunteer.actor, cast.lead.actor,
            *(handing.post(cast, role, where).actor for where in ("here", "next_door")
              for role in (Role.COMMUNE_POLICE, Role.COMMUNE_CHAIR)),
        ]  # fmt: skip
        self.stranger = cast.member("nguoi-ngoai", Role.SOCIAL_AFFAIRS_OFFICER, far).actor

    def act(self, number: int, actor: int, days: int) -> None:
        """Let the day go on, and try one step."""
        self.count()
        self.on += timedelta(days=days)
        steps: list[Callable[[Actor], object]] = [
            self.begin, self.notice, self.complete, self.report, self.away, self.leave, self.send, self.acknowledge,
            self.accept, self.accept, self.refuse, self.withdraw, self.mistake,
        ]  # fmt: skip
        moment = datetime(self.on.year, self.on.month, self.on.day, 5, tzinfo=UTC)
        with standing_at(moment):
            for by in self.actors[actor:] + self.actors[:actor]:
                try:
                    with transaction.atomic():
                        steps[number](by)
                except (Refusal, PermissionRefused):
                    continue
                self.done.add(steps[number].__name__)
                self.check(moment)
                return

    def count(self) -> None:
        """Who counts where today: what no later day may change."""
        self.figures[self.on] = self._units(self.on)

    def _units(self, day: date) -> list[int]:
        open_then = Charge.objects.filter(from_on__lte=day).exclude(to_on__lt=day)
        real = open_then.exclude(episode__outcome__in=[Outcome.MISTAKE, Outcome.DUPLICATE])
        return sorted(real.values_list("place", flat=True))

    def check(self, moment: datetime) -> None:
        """What always holds."""
        assert Episode.objects.post_rehab().open().count() <= 1
        for episode in Episode.objects.all():
            charges = list(episode.charges.order_by("from_on"))
            for one, after in pairwise(charges):
                assert one.to_on == after.from_on - timedelta(days=1)
            assert charges[-1].place_id == episode.place_id
            assert charges[-1].to_on == (episode.ended_on and max(episode.ended_on, charges[-1].from_on))
        derived = self._derived()
        held = list(Episode.objects.select_related("person", "place"))
        assert state.follow(held, at=moment, on=self.on) == []
        assert self._derived() == derived
        assert not Person.objects.visible_to(self.stranger, self.on).exists()
        seen = [actor for actor in self.actors[:2] if Person.objects.visible_to(actor, self.on).exists()]
        assert seen or not Episode.objects.open().exists()

    def _derived(self) -> tuple[list[Any], ...]:
        columns = ("episode", "place", "from_on", "to_on")
        return (
            list(Episode.objects.order_by("pk").values()),
            list(Duty.objects.order_by("pk").values()),
            list(Charge.objects.order_by("episode", "from_on").values_list(*columns)),
            list(Person.objects.values_list("sight_ends_on", "file_closed_on")),
        )

    def _one(self, *measures: Measure) -> UUID:
        found = Episode.objects.open().filter(measure__in=measures or Measure.values).order_by("pk").first()
        return found.pk if found else UUID(int=0)

    def _pending(self) -> UUID:
        found = Transfer.objects.order_by("-recorded_at", "pk").first()
        return found.pk if found else UUID(int=0)

    def _moment(self) -> datetime:
        return datetime(self.on.year, self.on.month, self.on.day, 4, tzinfo=UTC)

    def begin(self, by: Actor) -> object:
        new = NewEpisode(
            person=self.person, measure=Measure.VOLUNTARY_HOME, place=self.cast.here, kind=EventKind.OPENED, on=self.on
        )
        made = open_episode(by=by, new=new)
        decided = NewEvent(kind=EventKind.DECIDED, on=self.on, details={"months": 24})
        return record_event(by=by, episode=made.pk, new=decided)

    def notice(self, by: Actor) -> object:
        new = NewNotice(
            to_place=self.cast.next_door, expected_on=self.on + timedelta(days=30), on=self.on, paper_no="1/TB"
        )
        return send_completion_notice(by=by, episode=self._one(Measure.VOLUNTARY_HOME), new=new)

    def complete(self, by: Actor) -> object:
        done = Completion(episode=self._one(Measure.VOLUNTARY_HOME), on=self.on, certificate_no="2/GXN")
        return complete_rehabilitation(by=by, completions=[done])

    def report(self, by: Actor) -> object:
        return record_event(
            by=by, episode=self._one(Measure.POST_REHAB), new=NewEvent(kind=EventKind.REPORTED, on=self.on)
        )

    def away(self, by: Actor) -> object:
        new = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=self.on - timedelta(days=1), to_on=self.on)
        return record_interruption(by=by, episode=self._one(Measure.POST_REHAB), new=new)

    def leave(self, by: Actor) -> object:
        return record_left(by=by, episode=self._one(Measure.POST_REHAB), moment=self._moment())

    def send(self, by: Actor) -> object:
        held = Episode.objects.filter(pk=self._one(Measure.POST_REHAB)).first()
        to_place = self.cast.here if held and held.place_id == self.cast.next_door.pk else self.cast.next_door
        new = NewTransfer(to_place=to_place, moment=self._moment(), paper_no="3/TB")
        return send_transfer(by=by, episode=self._one(Measure.POST_REHAB), new=new)

    def acknowledge(self, by: Actor) -> object:
        return acknowledge_transfer(by=by, transfer=self._pending(), on=self.on)

    def accept(self, by: Actor) -> object:
        return accept_transfer(by=by, transfer=self._pending(), on=self.on)

    def refuse(self, by: Actor) -> object:
        return refuse_transfer(by=by, transfer=self._pending(), on=self.on, reason="không cư trú tại đây")

    def withdraw(self, by: Actor) -> object:
        return withdraw_transfer(by=by, transfer=self._pending(), on=self.on, reason="người này ở lại")

    def mistake(self, by: Actor) -> object:
        return close_recorded_twice(by=by, episode=self._one(), outcome=Outcome.MISTAKE, reason="nhập nhầm")


@pytest.fixture
def play(cast: Cast) -> Play:
    with standing_at(datetime(2026, 7, 5, 5, tzinfo=UTC)):
        person = builders.register(cast.officer.actor, cast.here, date(2025, 7, 1))
        return Play(cast, person)


STEP = st.tuples(st.integers(0, 12), st.integers(0, 7), st.integers(0, 9))


@settings(
    max_examples=4, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(STEP, min_size=6, max_size=10))
def test_whatever_is_done_some_things_hold(play: Play, steps: list[tuple[int, int, int]]) -> None:
    point = transaction.savepoint()
    try:
        begun = Play.__new__(Play)
        begun.__dict__ = dict(play.__dict__) | {"on": FIRST, "figures": {}}
        for actor, number in ((0, 0), (0, 2)):  # a rehabilitation, completed: the rest is chance
            begun.act(number, actor, 1)
        for number, actor, days in steps:
            begun.act(number, actor, days)
        real = Episode.objects.filter(outcome__in=[Outcome.MISTAKE, Outcome.DUPLICATE]).exists()
        for day, units in begun.figures.items():
            assert real or begun._units(day) == units or day >= begun.on, day
        assert {"begin", "complete", "leave", "send"} <= begun.done
    finally:
        transaction.savepoint_rollback(point)
