"""Any sequence of what may be done, by anybody of the cast, keeps what must always hold."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

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
from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent, Transfer
from hoanhap.casework.people.models import Person
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import PermissionRefused, Refusal
from hoanhap.ground.kernel.permissions import Actor, Role
from hoanhap.ground.places.models import Place
from tests.cast import Cast
from tests.episodes import handing
from tests.people import builders

FIRST = date(2026, 7, 6)
STEPS = (
    "begin", "notice", "complete", "report", "away", "leave", "leave", "send", "send", "acknowledge", "accept",
    "accept", "refuse", "refuse", "withdraw", "withdraw", "mistake",
)  # fmt: skip
"""Some stand twice, so that a few runs get far."""
BEFORE = ("begin", "complete", "leave", "send", "acknowledge")


class Play:
    """One person, two communes, a day that goes on; each step is tried by somebody and may be refused."""

    def __init__(self, cast: Cast, person: Person) -> None:
        self.cast, self.person, self.on, self.number = cast, person, FIRST, 0
        self.figures: dict[date, list[int]] = {}
        self.done: set[str] = set()
        far = Place.objects.of_province("01").commune_level().valid_on(FIRST).in_order()[5]
        self.actors = [
            cast.officer.actor, cast.neighbour.actor, cast.volunteer.actor, cast.lead.actor,
            *(handing.post(cast, role, where).actor for where in ("here", "next_door")
              for role in (Role.COMMUNE_POLICE, Role.COMMUNE_CHAIR)),
        ]  # fmt: skip
        self.stranger = cast.member("nguoi-ngoai", Role.SOCIAL_AFFAIRS_OFFICER, far).actor

    def anew(self) -> "Play":
        """The same people, at the beginning."""
        made = Play.__new__(Play)
        made.__dict__ = self.__dict__ | {"on": FIRST, "number": 0, "figures": {}, "done": set()}
        return made

    def act(self, step: str, actor: int, days: int) -> None:
        """Let the day go on, and let everybody try one step until somebody may."""
        self.count()
        self.on += timedelta(days=days)
        self.number += 1
        moment = self._moment() + timedelta(minutes=1)
        with standing_at(moment):
            for by in self.actors[actor:] + self.actors[:actor]:
                try:
                    with transaction.atomic():
                        getattr(self, step)(by)
                except (Refusal, PermissionRefused):
                    continue
                self.done.add(step)
                self.check(moment)
                return

    def count(self) -> None:
        """Who counts where today: what no later day may change."""
        self.figures[self.on] = self._units(self.on)

    def _units(self, day: date) -> list[int]:
        open_then = Charge.objects.filter(from_on__lte=day).exclude(to_on__lt=day)
        real = open_then.exclude(episode__outcome__in=[Outcome.MISTAKE, Outcome.DUPLICATE])
        return sorted(real.values_list("place", flat=True))

    def check_figures(self) -> None:
        """No later event has changed who counted where on an earlier day, unless it said that there was nobody."""
        if not Episode.objects.filter(outcome__in=[Outcome.MISTAKE, Outcome.DUPLICATE]).exists():
            for day, units in self.figures.items():
                assert day >= self.on or self._units(day) == units, day

    def check(self, moment: datetime) -> None:
        """What always holds."""
        assert Episode.objects.post_rehab().open().count() <= 1
        for episode in Episode.objects.all():
            charges = list(episode.charges.order_by("from_on"))
            first = EpisodeEvent.objects.filter(episode=episode).order_by("happened_on")[0]
            assert charges[0].from_on == first.happened_on
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
        """After whatever was done before, on the same day too."""
        morning = datetime(self.on.year, self.on.month, self.on.day, 1, tzinfo=UTC)
        return morning + timedelta(minutes=10 * self.number)

    def begin(self, by: Actor) -> object:
        new = NewEpisode(
            person=self.person, measure=Measure.VOLUNTARY_HOME, place=self.cast.here, kind=EventKind.OPENED, on=self.on
        )
        made = open_episode(by=by, new=new)
        decided = NewEvent(kind=EventKind.DECIDED, on=self.on, moment=self._moment(), details={"months": 24})
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


def machine_of(play: Play) -> type[RuleBasedStateMachine]:
    """A machine that plays on; whatever one run has done is taken back after it."""
    who, days = st.integers(0, len(play.actors) - 1), st.integers(0, 9)

    class Course(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.point = transaction.savepoint()
            self.play = play.anew()

        @initialize(number=st.integers(1, len(BEFORE)))
        def a_rehabilitation(self, number: int) -> None:
            """In course, or further, up to somebody who waits to be accepted: the rest is chance."""
            for step in BEFORE[:number]:
                self.play.act(step, 0, 1)
                assert step in self.play.done, step

        @rule(step=st.sampled_from(STEPS), actor=who, later=days)
        def somebody_acts(self, step: str, actor: int, later: int) -> None:
            self.play.act(step, actor, later)

        def teardown(self) -> None:
            self.play.check_figures()
            transaction.savepoint_rollback(self.point)
            tried.update(self.play.done)

    return Course


@pytest.mark.slow
def test_whatever_is_done_some_things_hold(play: Play) -> None:
    tried.clear()
    bounded = settings(
        max_examples=10, stateful_step_count=12, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate],  # a failure is told as it was found: shrinking takes hours
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(machine_of(play), settings=bounded)
    assert {*BEFORE, "accept"} <= tried
    assert {"refuse", "withdraw"} & tried


tried: set[str] = set()
"""What succeeded at least once: a machine whose every step is refused would prove nothing."""
