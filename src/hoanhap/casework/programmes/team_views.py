"""Screens of teams: who stands in them, and what they met about."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.programmes import team_selectors as selectors
from hoanhap.casework.programmes.actions import teams as actions
from hoanhap.casework.programmes.team_forms import (
    AppointmentForm,
    EndAppointmentForm,
    EndTeamForm,
    MeetingForm,
    TeamForm,
)
from hoanhap.casework.programmes.team_tables import TeamFilter, TeamTable
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest, file_response
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
LATEST = 12
"""Briefings on a team's page: a year of them."""


@require_safe
def team_list(request: ActorRequest) -> HttpResponse:
    """The teams of the actor's communes."""
    return show_list(
        request,
        queryset=selectors.teams(by=request.actor, on=clock.today()),
        filter_class=TeamFilter,
        table_class=TeamTable,
        template="programmes/team_list.html",
        context={"may_record": request.actor.may(Permission.TEAMS_RECORD)},
        title=_("Teams"),
    )


@require_safe
def team_detail(request: ActorRequest, ref: UUID) -> HttpResponse:
    """One team: its decision, who stands in it, its last briefings."""
    by, today = request.actor, clock.today()
    team = selectors.team(by=by, ref=ref, on=today)
    rows = selectors.appointments(by=by, team=team)
    meetings = list(selectors.meetings(by=by, team=team)[:LATEST])
    context = {
        "team": team,
        "open": [one for one in rows if one.to_on is None or one.to_on >= today],
        "left": [one for one in rows if one.to_on is not None and one.to_on < today],
        "meetings": [{"row": one, "of": len(one.present) + len(one.absent)} for one in meetings],
        "may_record": by.may(Permission.TEAMS_RECORD, at=team.place_id) and not team.to_on,
        "may_meet": selectors.may_record_meeting(by, team),
        "may_sheets": by.may(Permission.HELP_SHEETS, at=team.place_id) and team.kind == "volunteer_team",
    }
    return render(request, "programmes/team_detail.html", context)


@get_or_post
def team_found(request: ActorRequest) -> HttpResponse:
    """Record a team of the post's commune."""
    place = selectors.own_commune(by=request.actor, on=clock.today())
    form = TeamForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            made = actions.found_team(by=request.actor, new=form.new(place))
            return redirect("programmes:team_detail", made.pk)
    context = {"form": form, "title": _("Record a team"), "lead": place.full_name, "verb": _("Record")}
    return render(request, "programmes/team_form.html", context)


@get_or_post
def team_end(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Record that a team was dissolved."""
    team = selectors.team(by=request.actor, ref=ref, on=clock.today())
    form = EndTeamForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            actions.end_team(by=request.actor, team=team.pk, **form.cleaned_data)
            return redirect("programmes:team_detail", ref)
    lead = _("Everybody leaves the team on that day. Whom they help is listed for hand-over.")
    context = {"form": form, "team": team, "title": _("The team was dissolved"), "lead": lead, "verb": _("Record")}
    return render(request, "programmes/team_form.html", context)


@get_or_post
def appoint(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Appoint somebody to a team."""
    by, today = request.actor, clock.today()
    team = selectors.team(by=by, ref=ref, on=today)
    posts = selectors.posts_for(by=by, team=team, on=today)
    initial = {"decision_no": team.decision_no, "decision_on": team.decision_on, "role": "member"}
    form = AppointmentForm(request.POST or None, posts=posts, initial=initial)
    if form.is_valid():
        with on_form(form):
            actions.appoint(by=by, team=team.pk, new=form.new())
            return redirect("programmes:team_detail", ref)
    lead = _("The holder of a post of the unit, or somebody without an account: a cadre of an organisation.")
    context = {"form": form, "team": team, "title": _("Appoint a member"), "lead": lead, "verb": _("Appoint")}
    return render(request, "programmes/team_form.html", context)


@get_or_post
def appointment_end(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Record the last day of somebody in a team."""
    row = selectors.appointment(by=request.actor, ref=ref)
    form = EndAppointmentForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            actions.end_appointment(by=request.actor, appointment=row.pk, **form.cleaned_data)
            return redirect("programmes:team_detail", row.team_id)
    lead = _("Whom this member helps is listed for hand-over, and keeps the helper until then.")
    title = _("%(name)s leaves the team") % {"name": row.helper_name}
    context = {"form": form, "team": row.team, "title": title, "lead": lead, "verb": _("Record")}
    return render(request, "programmes/team_form.html", context)


@get_or_post
def meeting_record(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Write the minutes of a briefing."""
    by, today = request.actor, clock.today()
    team = selectors.team(by=by, ref=ref, on=today)
    if not selectors.may_record_meeting(by, team):
        raise NotFound("programmes.unknown_team")
    members = [one for one in selectors.appointments(by=by, team=team) if one.to_on is None or one.to_on >= today]
    form = MeetingForm(request.POST or None, members=members, initial={"met_on": today})
    if form.is_valid():
        with on_form(form):
            actions.record_meeting(by=by, team=team.pk, new=form.new())
            return redirect("programmes:team_detail", ref)
    lead = _("Once recorded they are not changed: what was wrong is said at the next meeting.")
    context = {"form": form, "team": team, "title": _("Minutes of a meeting"), "lead": lead, "verb": _("Record")}
    return render(request, "programmes/team_form.html", context)


@require_safe
def meeting_file(request: ActorRequest, ref: UUID, form: str) -> HttpResponse:
    """The minutes as a file."""
    file = selectors.minutes_file(by=request.actor, ref=ref, form=form)
    return file_response(file.content, media_type=file.media_type, name=file.name)
