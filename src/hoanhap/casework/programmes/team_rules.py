"""Teams, who stands in them and whom they help: pure rules over plain values.

Sources: plan 270/KH-UBND II.1 and III.2–3 (decision of the commune, one or two people to each volunteer right after
completion); B-V-55 of Decree 163/2026/NĐ-CP (who leads a support team); access-and-privacy.md §3.3 (conflicts, wish).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from hoanhap.casework.programmes.choices import ConflictQuestion, TeamKind, TeamRole
from hoanhap.casework.programmes.rules import DECISION_NUMBER
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Role

USUAL_LOAD = 2
"""People whom a volunteer helps without a word; a third and more needs the leader's approval with a reason."""
SHORTEST_REASON = 5
LONGEST_TEXT = {"name": 200, "organisation": 200, "area": 300, "guests": 500, "matters": 5000, "decisions": 5000}
TEAM_ROLES: Mapping[str, frozenset[Role]] = {
    TeamKind.VOLUNTEER_TEAM: frozenset({Role.VOLUNTEER, Role.TEAM_LEADER}),
    TeamKind.SUPPORT_TEAM: frozenset(
        {
            Role.COMMUNE_POLICE_CHIEF,
            Role.COMMUNE_POLICE,
            Role.HEALTH_STATION,
            Role.SOCIAL_AFFAIRS_OFFICER,
            Role.FATHERLAND_FRONT,
            Role.TEAM_LEADER,
            Role.VOLUNTEER,
        }
    ),
}
"""Posts that may stand in a team of a kind."""
LEADING: Mapping[str, Mapping[str, frozenset[Role]]] = {
    TeamKind.VOLUNTEER_TEAM: {TeamRole.LEADER: frozenset({Role.TEAM_LEADER})},
    TeamKind.SUPPORT_TEAM: {
        TeamRole.LEADER: frozenset({Role.COMMUNE_POLICE_CHIEF, Role.COMMUNE_POLICE}),
        TeamRole.DEPUTY: frozenset({Role.HEALTH_STATION}),
    },
}
"""Posts that alone may be what is named: the police lead a support team, the health station is its deputy (B-V-55)."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who stands in a team, from a day to a day: by post, or by name and organisation."""

    who: str
    role: str
    from_on: date
    to_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def overlaps(self, other: "Seat") -> bool:
        """Whether both share a day."""
        return (self.to_on is None or other.from_on <= self.to_on) and (
            other.to_on is None or self.from_on <= other.to_on
        )


def check_decision(decision_no: str, decision_on: date, from_on: date, *, on: date) -> None:
    """By a numbered decision of a day that has come, and not before it. Raises RuleViolation with ``field``."""
    if not DECISION_NUMBER.match(decision_no):
        raise RuleViolation("programmes.decision_number_form", field="decision_no", found=decision_no)
    if decision_on > on:
        raise RuleViolation("programmes.decision_in_future", field="decision_on", day=decision_on)
    if from_on < decision_on:
        raise RuleViolation("programmes.before_its_decision", field="from_on", day=decision_on)


def check_within(from_on: date, to_on: date | None, *, first: date, last: date | None) -> None:
    """That the days lie inside those of a unit, a team or a post."""
    if from_on < first or (last is not None and (from_on > last or (to_on is not None and to_on > last))):
        raise RuleViolation("programmes.outside_the_days", field="from_on", first=first, last=last or first)


def check_seat(kind: str, role: str, post_role: Role | None) -> None:
    """That somebody of this post may be this in a team of this kind. Without an account nobody leads volunteers."""
    wanted = LEADING[kind].get(role)
    if post_role is None:
        if wanted is not None:
            raise RuleViolation("programmes.leads_with_a_post", field="post")
        return
    if post_role not in (wanted or TEAM_ROLES[kind]):
        raise RuleViolation("programmes.post_not_of_team", field="post")


def check_seats(new: Seat, others: Collection[Seat]) -> None:
    """One leader at a time, and nobody twice on one day."""
    for other in others:
        if not new.overlaps(other):
            continue
        if new.who == other.who:
            raise RuleViolation("programmes.stands_there_already", field="from_on", since=other.from_on)
        if new.role == other.role == TeamRole.LEADER:
            raise RuleViolation("programmes.one_leader", field="role", since=other.from_on)


def check_answers(answers: Mapping[str, str]) -> None:
    """All questions answered, and none with yes. Raises RuleViolation, naming the question as ``field``."""
    for question in ConflictQuestion.values:
        if answers.get(question) not in ("yes", "no"):
            raise RuleViolation("programmes.question_open", field=question)
    for question in ConflictQuestion.values:
        if answers[question] == "yes":
            raise RuleViolation("programmes.conflict", field=question)


def check_load(load: int, reason: str) -> bool:
    """Whether this is a third person or more, which the leader approves with a reason."""
    if load < USUAL_LOAD:
        return False
    if len(reason) < SHORTEST_REASON:
        raise RuleViolation("programmes.third_needs_approval", field="beyond_reason", load=load)
    return True


def check_wish(earlier: int, reason: str) -> None:
    """The first wish for another helper needs no reason, the next ones do."""
    if earlier and len(reason) < SHORTEST_REASON:
        raise RuleViolation("programmes.wish_needs_reason", field="reason")


def check_end_day(from_on: date, to_on: date, *, on: date) -> None:
    """A last day that is not before the first one, and has come or comes within the year."""
    if to_on < from_on:
        raise RuleViolation("programmes.end_before_start", field="to_on", day=from_on)
    if (to_on - on).days > 366:
        raise RuleViolation("programmes.end_in_future", field="to_on", day=to_on)


def check_texts(**texts: str) -> None:
    """No text is longer than LONGEST_TEXT says."""
    for field, text in texts.items():
        if len(text) > LONGEST_TEXT[field]:
            raise RuleViolation("programmes.too_long", field=field, most=LONGEST_TEXT[field], found=len(text))
