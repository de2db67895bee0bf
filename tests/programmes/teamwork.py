"""A team that never was: a leader and volunteers of a commune, and people who come home."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hoanhap.casework.episodes.models import Episode
from hoanhap.casework.people.models import Person
from hoanhap.casework.programmes.actions import assigning, teams
from hoanhap.casework.programmes.choices import ConflictQuestion, TeamKind, TeamRole
from hoanhap.casework.programmes.models import Appointment, HelperChoice, Team
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.places.models import Place
from tests.cast import Member
from tests.episodes import builders
from tests.episodes.signatures import Office

SINCE = date(2025, 7, 1)
NO: Mapping[str, str] = dict.fromkeys(ConflictQuestion.values, "no")


@dataclass
class Teamwork:
    """The volunteers of this commune, and whom they help."""

    office: Office

    @cached_property
    def leader(self) -> Member:
        """Who leads them."""
        return self.office.cast.member("to-truong", Role.TEAM_LEADER, self.office.cast.here)

    @cached_property
    def other_leader(self) -> Member:
        """Who leads those of the next commune."""
        return self.office.cast.member("to-truong-ben-canh", Role.TEAM_LEADER, self.office.cast.next_door)

    @cached_property
    def second(self) -> Member:
        """Another volunteer of this commune."""
        return self.office.cast.member("tinh-nguyen-hai", Role.VOLUNTEER, self.office.cast.here)

    @property
    def volunteer(self) -> Member:
        """The volunteer of the cast."""
        return self.office.cast.volunteer

    def everybody(self) -> None:
        """Make all of them now, so that their posts do not hang on the day a test stands on."""
        _ = self.leader, self.other_leader, self.second, self.volunteer

    @cached_property
    def team(self) -> Team:
        """The volunteer team of this commune, since July 2025."""
        return found(self.office.cast.officer, self.office.cast.here)

    @cached_property
    def seats(self) -> dict[str, Appointment]:
        """Leader and two members."""
        people = {"leader": self.leader, "first": self.volunteer, "second": self.second}
        return {
            name: self.seat(member, TeamRole.LEADER if name == "leader" else TeamRole.MEMBER)
            for name, member in people.items()
        }

    def seat(self, member: Member, role: TeamRole = TeamRole.MEMBER, **told: object) -> Appointment:
        """Somebody appointed to the team."""
        assert member.post is not None
        new: dict[str, object] = {
            "role": role, "decision_no": "12/QĐ-UBND", "decision_on": SINCE, "from_on": SINCE, "post": member.post.pk,
        }  # fmt: skip
        appointment = teams.NewAppointment(**(new | told))  # type: ignore[arg-type]
        return teams.appoint(by=self.office.cast.officer.actor, team=self.team.pk, new=appointment)

    def home(self, number: int, day: date) -> Episode:
        """Somebody of this commune, home on a day."""
        here, officer = self.office.cast.here, self.office.cast.officer.actor
        person = builders.somebody(officer, here, date(2026, 1, 1), number)
        return builders.home(officer, person, here, day)

    def choose(self, episode: Episode, seat: str = "first", **told: object) -> HelperChoice:
        """The leader chooses a member for somebody."""
        new = {"episode": episode.pk, "appointment": self.seats[seat].pk, "answers": NO} | told
        return assigning.choose_helper(by=self.leader.actor, new=assigning.NewChoice(**new))  # type: ignore[arg-type]


def found(by: Member, place: Place, kind: TeamKind = TeamKind.VOLUNTEER_TEAM, since: date = SINCE) -> Team:
    """A team founded by a decision."""
    new = teams.NewTeam(
        place=place, kind=kind, name="Đội công tác xã hội tình nguyện mẫu", decision_no="11/QĐ-UBND",
        decision_on=since, from_on=since,
    )  # fmt: skip
    return teams.found_team(by=by.actor, new=new)


def seen_by(member: Member, day: date) -> set[object]:
    """Whose files somebody may open on a day."""
    return set(Person.objects.visible_to(member.actor, day).values_list("pk", flat=True))
