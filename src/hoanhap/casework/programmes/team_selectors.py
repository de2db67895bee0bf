"""Reads of teams, always within the actor's units."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hoanhap.casework.people.choices import Purpose
from hoanhap.casework.people.models import open_on
from hoanhap.casework.programmes.models import Appointment, Team, TeamMeeting, TeamQuerySet
from hoanhap.casework.programmes.team_rules import TEAM_ROLES
from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.actions import record_read
from hoanhap.ground.documents.files import MEDIA_TYPES, RenderedFile, unsigned_file
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Actor, Permission
from hoanhap.ground.places.models import Place

MINUTES = "O-MINUTES"
"""The form of the minutes: a layout of our own, for the sources show none."""


def teams(*, by: Actor, on: date) -> TeamQuerySet:
    """The teams of the actor's units, with ``size``: who stands in each on a day."""
    here = Q(appointments__from_on__lte=on) & (Q(appointments__to_on__isnull=True) | Q(appointments__to_on__gte=on))
    found = Team.objects.visible_to(by).select_related("place", "place__parent")
    return found.annotate(size=Count("appointments", filter=here))


def team(*, by: Actor, ref: UUID, on: date) -> Team:
    """One team of the actor's units. Raises NotFound."""
    found = teams(by=by, on=on).filter(pk=ref).first()
    if found is None:
        raise NotFound("programmes.unknown_team")
    return found


def appointments(*, by: Actor, team: Team) -> list[Appointment]:
    """Who stands or stood in a team, those who left last, the leader first."""
    by.require(Permission.TEAMS_VIEW)
    rows = Appointment.objects.filter(team=team).select_related("post__user", "team").order_by("from_on", "name", "pk")
    return sorted(rows, key=lambda one: (one.to_on is not None, ("leader", "deputy", "member").index(one.role)))


def appointment(*, by: Actor, ref: UUID) -> Appointment:
    """One appointment in a team of the actor's units. Raises NotFound."""
    mine = Team.objects.visible_to(by).values("pk")
    found = Appointment.objects.filter(pk=ref, team__in=mine).select_related("team__place", "post__user").first()
    if found is None:
        raise NotFound("programmes.unknown_appointment")
    return found


def posts_for(*, by: Actor, team: Team, on: date) -> QuerySet[Post]:
    """The posts of the unit that may stand in a team, with their holders."""
    by.require(Permission.TEAMS_RECORD, at=team.place_id)
    found = Post.objects.open_on(on).filter(place=team.place, role__in=TEAM_ROLES[team.kind])
    return found.select_related("user").order_by("role", "user__sort_key", "pk")


def own_commune(*, by: Actor, on: date) -> Place:
    """The commune of the post, as it stands on a day. Raises NotFound for a post at another level."""
    found = Place.objects.valid_on(on).commune_level().reached_by(by).in_order().first()
    if found is None:
        raise NotFound("programmes.unknown_team")
    return found


def meetings(*, by: Actor, team: Team) -> QuerySet[TeamMeeting]:
    """The briefings of a team, the latest first; what was said stays sealed."""
    by.require(Permission.TEAMS_VIEW)
    return TeamMeeting.objects.filter(team=team).defer("matters", "decisions").order_by("-met_on", "-recorded_at")


def may_record_meeting(by: Actor, team: Team) -> bool:
    """Who writes minutes: the leader of the volunteers, and who records teams; both of the unit."""
    return any(by.may(one, at=team.place_id) for one in (Permission.HELPERS_ASSIGN, Permission.TEAMS_RECORD))


def minutes_file(*, by: Actor, ref: UUID, form: str) -> RenderedFile:
    """The minutes of a briefing as a file, for who may write them; taking them is logged. Raises NotFound."""
    mine = Team.objects.visible_to(by).values("pk")
    found = TeamMeeting.objects.filter(pk=ref, team__in=mine).select_related("team__place__parent").first()
    if found is None or form not in MEDIA_TYPES or not may_record_meeting(by, found.team):
        raise NotFound("programmes.unknown_team")
    seats = {str(one.pk): one for one in Appointment.objects.filter(team=found.team).select_related("team")}
    place = found.team.place
    content = {
        "team_name": found.team.name,
        "met_on": found.met_on,
        "present_members": [_line(seats[key]) for key in found.present],
        "absent_members": [_line(seats[key]) for key in found.absent],
        "guests": found.guests,
        "meeting_matters": _lines(found.matters),
        "meeting_decisions": _lines(found.decisions),
    }
    subject = f"programmes.team:{found.team_id}"
    record_read(
        "programmes.minutes_taken",
        subject,
        by=by,
        purpose=Purpose.HELP.value,
        chain=place.chain,
        facts={"format": form},
    )
    return unsigned_file(MINUTES, form, body="committee", place=place, content=content, on=found.met_on)


_TITLES = {
    "volunteer_team": {"leader": "Đội trưởng", "deputy": "Đội phó", "member": "Thành viên"},
    "support_team": {"leader": "Tổ trưởng", "deputy": "Tổ phó", "member": "Thành viên"},
}
"""As the paper prints them: papers are in Vietnamese, whatever the page speaks."""


def _line(one: Appointment) -> str:
    return f"{one.helper_name} – {_TITLES[one.team.kind][one.role]}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def volunteer_team(*, by: Actor, on: date) -> Team | None:
    """The volunteers' team of the post's own units on a day, if one stands."""
    found = teams(by=by, on=on).filter(open_on(on), kind="volunteer_team")
    return found.order_by("place__sort_key", "pk").first()
