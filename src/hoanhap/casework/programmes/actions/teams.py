"""The only writers of teams, of who stands in them, and of what they met about."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hoanhap.casework.programmes import team_rules as rules
from hoanhap.casework.programmes.choices import AppointmentEnd, TeamKind
from hoanhap.casework.programmes.models import Appointment, Team, TeamMeeting
from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.actions import Entry, audited, record_many
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound, RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place


@dataclass(frozen=True, kw_only=True)
class NewTeam:
    """A team as its decision names it."""

    place: Place
    kind: str
    name: str
    decision_no: str
    decision_on: date
    from_on: date


@dataclass(frozen=True, kw_only=True)
class NewAppointment:
    """Who is to stand in a team: the holder of a post, or somebody by name and organisation (exactly one)."""

    role: str
    decision_no: str
    decision_on: date
    from_on: date
    to_on: date | None = None
    post: UUID | None = None
    name: str = field(default="", repr=False)
    organisation: str = ""
    area: str = ""
    sex: str = ""


@audited
def found_team(*, by: Actor, new: NewTeam) -> Team:
    """Record a team that the commune has founded by a decision. One of a kind at a time in a unit.

    Raises RuleViolation ``programmes.not_a_commune``, ``programmes.team_stands``, and what the rules raise.
    """
    by.require(Permission.TEAMS_RECORD, at=new.place.pk)
    place = Place.objects.select_for_update(no_key=True).get(pk=new.place.pk)
    name = tidy(new.name)
    if not place.is_commune_level:
        raise RuleViolation("programmes.not_a_commune", field="place")
    if new.kind not in TeamKind.values or not name:
        raise RuleViolation("programmes.team_name_missing", field="name")
    rules.check_texts(name=name)
    rules.check_decision(tidy(new.decision_no), new.decision_on, new.from_on, on=clock.today())
    rules.check_within(new.from_on, None, first=place.valid_from, last=place.valid_to)
    for other in Team.objects.filter(place=place, kind=new.kind):
        if other.to_on is None or other.to_on >= new.from_on:
            raise RuleViolation("programmes.team_stands", field="kind", since=other.from_on)
    made = Team.objects.create(
        place=place, kind=new.kind, name=name, decision_no=tidy(new.decision_no), decision_on=new.decision_on,
        from_on=new.from_on, recorded_at=clock.now(),
    )  # fmt: skip
    _said(by, "programmes.team_founded", made, kind=made.kind, from_on=made.from_on.isoformat())
    return made


@audited
def end_team(*, by: Actor, team: UUID, to_on: date, decision_no: str) -> Team:
    """Record that a team was dissolved by a decision; who still stands in it leaves with it.

    Whom its members help stays assigned until handed over: the leader's board lists them.
    """
    held = _locked(by, team)
    if held.to_on is not None:
        raise RuleViolation("programmes.team_ended", field="to_on", day=held.to_on)
    rules.check_end_day(held.from_on, to_on, on=clock.today())
    rules.check_decision(tidy(decision_no), min(to_on, clock.today()), to_on, on=clock.today())
    later = Appointment.objects.filter(team=held, from_on__gt=to_on).order_by("from_on").first()
    if later is not None:
        raise RuleViolation("programmes.end_before_start", field="to_on", day=later.from_on)
    held.to_on, held.end_decision_no = to_on, tidy(decision_no)
    held.save(update_fields=["to_on", "end_decision_no"])
    left = list(Appointment.objects.select_for_update().filter(team=held))
    for one in left:
        if one.to_on is None or one.to_on > to_on:
            one.to_on, one.end_reason = to_on, AppointmentEnd.TEAM_ENDED
    Appointment.objects.bulk_update(left, ["to_on", "end_reason"])
    _said(by, "programmes.team_dissolved", held, to_on=to_on.isoformat(), members=len(left))
    return held


@audited
def appoint(*, by: Actor, team: UUID, new: NewAppointment) -> Appointment:
    """Appoint somebody to a team. Raises RuleViolation: not of the unit, not fit for the place in the team, twice on a
    day, a second leader, days outside the team's or the post's."""
    held = _locked(by, team)
    name, organisation = tidy(new.name), tidy(new.organisation)
    rules.check_texts(name=name, organisation=organisation, area=tidy(new.area))
    rules.check_decision(tidy(new.decision_no), new.decision_on, new.from_on, on=clock.today())
    rules.check_within(new.from_on, new.to_on, first=held.from_on, last=held.to_on)
    if new.to_on is not None:
        rules.check_end_day(new.from_on, new.to_on, on=clock.today())
    post = _post(held, new, new.post) if new.post else None
    if post is None and not (name and organisation):
        raise RuleViolation("programmes.member_unclear", field="post")
    rules.check_seat(held.kind, new.role, Role(post.role) if post else None)
    seat = _seat(post.pk if post else None, name, organisation, new.role, new.from_on, new.to_on)
    rules.check_seats(seat, [_seat_of(one) for one in Appointment.objects.filter(team=held)])
    made = Appointment.objects.create(
        team=held, post=post, name=name or (post.user.full_name if post else ""), organisation=organisation,
        role=new.role, area=tidy(new.area), sex=new.sex, decision_no=tidy(new.decision_no),
        decision_on=new.decision_on, from_on=new.from_on, to_on=new.to_on,
        end_reason=AppointmentEnd.OTHER if new.to_on else "", recorded_at=clock.now(),
    )  # fmt: skip
    _said(by, "programmes.member_appointed", held, role=made.role, appointment=str(made.pk))
    return made


@audited
def end_appointment(*, by: Actor, appointment: UUID, to_on: date, reason: str) -> Appointment:
    """Set the last day of an appointment. Whom the member helps is listed for hand-over, and keeps the helper until
    handed over: nobody loses one silently."""
    found = Appointment.objects.filter(pk=appointment).first()
    if found is None:
        raise NotFound("programmes.unknown_appointment")
    held = _locked(by, found.team_id)
    row = Appointment.objects.select_for_update().get(pk=appointment)
    if row.to_on is not None and row.to_on <= clock.today():
        raise RuleViolation("programmes.appointment_ended", field="to_on", day=row.to_on)
    if reason not in AppointmentEnd.values:
        raise RuleViolation("programmes.reason_missing", field="reason")
    rules.check_end_day(row.from_on, to_on, on=clock.today())
    rules.check_within(row.from_on, to_on, first=held.from_on, last=held.to_on)
    row.to_on, row.end_reason = to_on, reason
    row.save(update_fields=["to_on", "end_reason"])
    _said(by, "programmes.appointment_ended", held, reason=reason, appointment=str(row.pk), to_on=to_on.isoformat())
    return row


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """A briefing of a team: who of it was there, and what was said and decided."""

    met_on: date
    present: Collection[UUID]
    guests: str = ""
    matters: str = field(repr=False)
    decisions: str = field(repr=False)


@audited
def record_meeting(*, by: Actor, team: UUID, new: NewMeeting) -> TeamMeeting:
    """Write the minutes of a briefing: by its leader, or by who records teams."""
    if not by.may(Permission.HELPERS_ASSIGN):
        by.require(Permission.TEAMS_RECORD)
    held = Team.objects.visible_to(by).select_for_update(of=("self",)).select_related("place").filter(pk=team).first()
    if held is None:
        raise NotFound("programmes.unknown_team")
    if new.met_on > clock.today() or new.met_on < held.from_on or (held.to_on and new.met_on > held.to_on):
        raise RuleViolation("programmes.met_outside", field="met_on", first=held.from_on)
    matters, decisions, guests = new.matters.strip(), new.decisions.strip(), tidy(new.guests)
    rules.check_texts(matters=matters, decisions=decisions, guests=guests)
    seats = [str(one.pk) for one in Appointment.objects.filter(team=held) if _seat_of(one).covers(new.met_on)]
    present = {str(key) for key in new.present}
    if not present or not present <= set(seats):
        raise RuleViolation("programmes.nobody_present", field="present")
    if not matters:
        raise RuleViolation("programmes.matters_missing", field="matters")
    made = TeamMeeting.objects.create(
        team=held, met_on=new.met_on, present=[key for key in seats if key in present],
        absent=[key for key in seats if key not in present], guests=guests, matters=matters, decisions=decisions,
        by=by.post, recorded_at=clock.now(),
    )  # fmt: skip
    _said(by, "programmes.team_met", held, met_on=new.met_on.isoformat(), present=len(present))
    return made


def _seat_of(one: Appointment) -> rules.Seat:
    """An appointment as plain values."""
    return _seat(one.post_id, one.name, one.organisation, one.role, one.from_on, one.to_on)


def _seat(post: UUID | None, name: str, organisation: str, role: str, from_on: date, to_on: date | None) -> rules.Seat:
    who = f"post:{post}" if post else f"{name}|{organisation}".casefold()
    return rules.Seat(who=who, role=role, from_on=from_on, to_on=to_on)


def _post(held: Team, new: NewAppointment, key: UUID) -> Post:
    """A post of the unit, held on the days of the appointment."""
    found = Post.objects.open_on(new.from_on).select_related("user").filter(pk=key, place=held.place).first()
    if found is None:
        raise RuleViolation("programmes.post_not_of_unit", field="post", day=new.from_on)
    rules.check_within(new.from_on, new.to_on, first=found.from_on, last=found.to_on)
    return found


def _locked(by: Actor, team: UUID) -> Team:
    """The team, held until the transaction ends, so that two who appoint take turns."""
    by.require(Permission.TEAMS_RECORD)
    held = Team.objects.visible_to(by).select_for_update(of=("self",)).select_related("place").filter(pk=team).first()
    if held is None:
        raise NotFound("programmes.unknown_team")
    by.require(Permission.TEAMS_RECORD, at=held.place_id)
    return held


def _said(by: Actor, event: str, team: Team, **facts: object) -> None:
    record_many([Entry(event=event, subject=f"programmes.team:{team.pk}", chain=team.place.chain, facts=facts)], by=by)
