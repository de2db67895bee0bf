"""Any sequence of assigning, ending, handing over, leaving: a volunteer sees exactly whom they help (C3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from hoanhap.casework.episodes.actions.helping import end_helper
from hoanhap.casework.episodes.models import Episode, HelperAssignment
from hoanhap.casework.programmes import helper_reads
from hoanhap.casework.programmes.actions import assigning, teams
from hoanhap.casework.programmes.models import Appointment
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import Refusal
from tests.cast import Cast, Member
from tests.episodes.signatures import Office
from tests.programmes.teamwork import NO, Teamwork, seen_by

FIRST = date(2026, 3, 2)
STEPS = ("assign", "assign", "assign", "replace", "end", "wish", "leave", "sheet", "sheet", "tomorrow")
PEOPLE = 4


class Play:
    """Four people, three helpers, a day that goes on; a step may be refused, and then changes nothing."""

    def __init__(self, teamwork: Teamwork, episodes: list[Episode]) -> None:
        self.teamwork, self.episodes, self.day = teamwork, episodes, FIRST
        self.helps: dict[UUID, Member] = {}
        self.done: list[str] = []
        self.volunteers = {"first": teamwork.volunteer, "second": teamwork.second, "leader": teamwork.leader}

    def at(self) -> Any:
        """Noon of the day."""
        return standing_at(datetime(self.day.year, self.day.month, self.day.day, 5, tzinfo=UTC))

    def take(self, step: str, whom: int, who: str) -> None:
        """Try a step, and see that what must hold does."""
        with self.at():
            try:
                with transaction.atomic():
                    getattr(self, step)(self.episodes[whom], who)
                self.done.append(step)
            except Refusal:
                pass
        with self.at():
            self.holds()

    def assign(self, episode: Episode, who: str) -> None:
        self._choose(episode, who, None)

    def replace(self, episode: Episode, who: str) -> None:
        self._choose(episode, who, self._now(episode))

    def _choose(self, episode: Episode, who: str, now: HelperAssignment | None) -> None:
        new = assigning.NewChoice(
            episode=episode.pk, appointment=self._seat(who), answers=NO, beyond_reason="gần nhà nhau",
            replaces=now.pk if now else None,
        )  # fmt: skip
        if now is None and self._now(episode):
            return  # two at once are possible in law; this play has one
        assigning.choose_helper(by=self.teamwork.leader.actor, new=new)
        self.helps[episode.pk] = self.volunteers[who]

    def end(self, episode: Episode, who: str) -> None:
        now = self._now(episode)
        if now and now.from_on < self.day:
            end_helper(
                by=self.teamwork.leader.actor, assignment=now.pk, on=self.day - timedelta(days=1), reason="ốm lâu ngày"
            )
            del self.helps[episode.pk]

    def wish(self, episode: Episode, who: str) -> None:
        now = self._now(episode)
        if now:
            assigning.ask_for_another(by=self.teamwork.leader.actor, helper=now.pk, reason="không hợp giờ giấc")

    def leave(self, episode: Episode, who: str) -> None:
        if who != "leader":
            officer = self.teamwork.office.cast.officer.actor
            teams.end_appointment(by=officer, appointment=self._seat(who), to_on=self.day, reason="moved")

    def sheet(self, episode: Episode, who: str) -> None:
        rows = helper_reads.handovers(by=self.teamwork.leader.actor, on=self.day)
        choices = [
            assigning.NewChoice(
                episode=row.person.episode.pk, appointment=self._seat(who), answers=NO, beyond_reason="gần nhà nhau",
                replaces=row.helper.pk,
            )
            for row in rows
        ]  # fmt: skip
        assigning.hand_over(by=self.teamwork.leader.actor, choices=choices)
        for row in rows:
            self.helps[row.person.episode.pk] = self.volunteers[who]

    def tomorrow(self, episode: Episode, who: str) -> None:
        self.day += timedelta(days=1)

    def _now(self, episode: Episode) -> HelperAssignment | None:
        return helper_reads.present_helper(episode, self.day)

    def _seat(self, who: str) -> UUID:
        post = self.volunteers[who].post
        return Appointment.objects.filter(post=post).order_by("-from_on").values_list("pk", flat=True)[0]

    def holds(self) -> None:
        """Sight follows help at once, and nobody who is not helped is missing from the leader's lists."""
        leader = self.teamwork.leader
        for member in (self.teamwork.volunteer, self.teamwork.second):
            assert seen_by(member, self.day) == {
                one.person_id for one in self.episodes if self.helps.get(one.pk) is member
            }
        assert seen_by(leader, self.day) == {one.person_id for one in self.episodes if one.pk in self.helps}
        assert seen_by(self.teamwork.other_leader, self.day) == set()
        alone = {one.episode.pk for one in helper_reads.unassigned(by=leader.actor, on=self.day)}
        assert alone == {one.pk for one in self.episodes} - set(self.helps)
        gone = {post for post, last in Appointment.objects.values_list("post", "to_on") if last is not None} - set(
            Appointment.objects.filter(to_on__isnull=True).values_list("post", flat=True)
        )
        waiting = {row.person.episode.pk for row in helper_reads.handovers(by=leader.actor, on=self.day)}
        assert waiting == {key for key, member in self.helps.items() if member.post and member.post.pk in gone}


@pytest.mark.slow
def test_a_volunteer_sees_exactly_whom_they_help(cast: Cast, old_law: date) -> None:
    office = Office(cast)
    office.everybody()
    teamwork = Teamwork(office)
    teamwork.everybody()
    _ = teamwork.seats
    with standing_at(datetime(2026, 3, 2, 5, tzinfo=UTC)):
        episodes = [teamwork.home(number, FIRST) for number in range(PEOPLE)]
    seen: set[str] = set()

    class Machine(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.point = transaction.atomic()
            self.point.__enter__()
            self.play = Play(teamwork, episodes)

        @rule(
            step=st.sampled_from(STEPS),
            whom=st.integers(0, PEOPLE - 1),
            who=st.sampled_from(["first", "second", "leader"]),
        )
        def step(self, step: str, whom: int, who: str) -> None:
            self.play.take(step, whom, who)

        def teardown(self) -> None:
            if hasattr(self, "point"):
                seen.update(self.play.done)
                transaction.set_rollback(True)
                self.point.__exit__(None, None, None)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
        ),
    )  # type: ignore[no-untyped-call]  # fmt: skip
    assert seen >= {"assign", "replace", "end", "wish", "leave", "sheet", "tomorrow"}
