"""The volunteers' team of the demo commune: its leader, its volunteer, and a cadre without an account."""

from datetime import timedelta
from typing import Any

from hoanhap.casework.programmes.actions.teams import NewAppointment, NewMeeting, NewTeam, appoint, found_team
from hoanhap.casework.programmes.actions.teams import record_meeting as write_minutes
from hoanhap.casework.programmes.choices import TeamKind, TeamRole
from hoanhap.casework.programmes.models import Team
from hoanhap.demo.cast import COMMUNE
from hoanhap.ground.access.models import Post
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor
from hoanhap.ground.places.models import Place

DECISION = "15/QĐ-UBND"
AREAS = {"to-truong": "toàn phường", "tinh-nguyen": "Trúc Bạch, Quán Thánh"}


def make_team(*, by: Actor) -> int:
    """Found the team and appoint its members, where that is not done. Returns how many stand in it."""
    place = Place.objects.get(code=COMMUNE[0], valid_from=COMMUNE[1])
    if Team.objects.filter(place=place).exists():
        return 0
    since = COMMUNE[1] + timedelta(days=14)
    decided: dict[str, Any] = {"decision_no": DECISION, "decision_on": since, "from_on": since}
    name = f"Đội công tác xã hội tình nguyện {place.full_name[:1].lower()}{place.full_name[1:]}"
    team = found_team(by=by, new=NewTeam(place=place, kind=TeamKind.VOLUNTEER_TEAM, name=name, **decided))
    seats = []
    for sign_in, role in (("to-truong", TeamRole.LEADER), ("tinh-nguyen", TeamRole.MEMBER)):
        post = Post.objects.get(user__sign_in=sign_in, place=place)
        new = NewAppointment(role=role, post=post.pk, area=AREAS[sign_in], **decided)
        seats.append(appoint(by=by, team=team.pk, new=new))
    cadre = NewAppointment(
        role=TeamRole.MEMBER, name="Lại Thị Mẫu", organisation="Hội Liên hiệp Phụ nữ phường", area="Kim Mã",
        sex="female", **decided,
    )  # fmt: skip
    seats.append(appoint(by=by, team=team.pk, new=cadre))
    minutes = NewMeeting(
        met_on=max(since, clock.today() - timedelta(days=20)), present=[one.pk for one in seats],
        matters="Kết quả gặp gỡ, giúp đỡ trong tháng\nKhó khăn, vướng mắc",
        decisions="Phân công người giúp đỡ trước ngày 30",
    )  # fmt: skip
    write_minutes(by=by, team=team.pk, new=minutes)
    return len(seats)
