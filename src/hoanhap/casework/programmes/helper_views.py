"""Screens on which the leader chooses helpers, and the monthly sheets."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.programmes import helper_page, team_sheets
from hoanhap.casework.programmes import helper_reads as reads
from hoanhap.casework.programmes.actions import assigning
from hoanhap.casework.programmes.allowances import month_of
from hoanhap.casework.programmes.models import HelperChoice
from hoanhap.casework.programmes.team_forms import ChoiceForm, HandoverForm, MonthForm, WishForm
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web import sheets
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
BOARD = "desk:team_board"


@get_or_post
def helper_choose(request: ActorRequest, ref: str) -> HttpResponse:
    """Choose who is to help somebody: suggestions, the questions, and the leader's own decision."""
    found = helper_page.choosing(by=request.actor, reference=ref, on=clock.today())
    now = reads.present_helper(found.person.episode, clock.today())
    form = ChoiceForm(request.POST or None, choices=found.options)
    if form.is_valid():
        with on_form(form):
            new = assigning.NewChoice(episode=found.person.episode.pk, replaces=now.pk if now else None, **form.told())
            _tell(request, [assigning.choose_helper(by=request.actor, new=new)])
            return redirect(BOARD)
    return render(request, "programmes/helper_choose.html", {"form": form, "found": found, "now": now})


@get_or_post
def helper_change(request: ActorRequest, ref: str) -> HttpResponse:
    """Record that somebody asked for another helper."""
    person = reads.one_of_team(by=request.actor, reference=ref, on=clock.today())
    now = reads.present_helper(person.episode, clock.today())
    if now is None:
        raise NotFound("episodes.unknown_helper")
    form = WishForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            assigning.ask_for_another(by=request.actor, helper=now.pk, **form.cleaned_data)
            return redirect("programmes:helper_choose", ref)
    return render(request, "programmes/helper_change.html", {"form": form, "person": person, "now": now})


@get_or_post
def helpers_hand_over(request: ActorRequest) -> HttpResponse:
    """One sheet: everybody whose helper leaves goes to somebody else."""
    by, today = request.actor, clock.today()
    rows = [one for one in reads.handovers(by=by, on=today) if not one.person.proposed]
    options = helper_page.handover_options(by=by, rows=rows, on=today)
    form = HandoverForm(
        request.POST or None,
        rows=[(one.helper.pk, one.person.episode.pk, options[one.helper.pk].choices) for one in rows],
    )
    if rows and form.is_valid():
        with on_form(form):
            _tell(request, assigning.hand_over(by=by, choices=form.chosen()))
            return redirect(BOARD)
    lines = [
        {"row": one, "why": options[one.helper.pk].why} | fields for one, fields in zip(rows, form.lines(), strict=True)
    ]
    return render(request, "programmes/helpers_hand_over.html", {"form": form, "lines": lines})


def _tell(request: ActorRequest, made: Sequence[HelperChoice]) -> None:
    if any(one.paper_id for one in made):
        messages.success(request, _("Proposed. It takes effect when the Chairman has signed."))
    else:
        messages.success(request, _("Assigned. The helper sees the person from now on."))


@require_safe
def activity_sheet(request: ActorRequest) -> HttpResponse:
    """What each member did in a month."""
    form = MonthForm(request.GET or None, initial={"month": clock.today()})
    day = form.day(clock.today())
    lines = team_sheets.activity(by=request.actor, month=day)
    first, last = month_of(day)
    context = {"form": form, "lines": lines, "first": first, "last": last}
    return render(request, "programmes/activity_sheet.html", context)


@require_safe
def allowance_sheet(request: ActorRequest) -> HttpResponse:
    """What each member is owed for a month; taken out by who records teams alone."""
    form = MonthForm(request.GET or None, initial={"month": clock.today()})
    with on_form(form):
        found = team_sheets.allowances(by=request.actor, month=form.day(clock.today()))
        if request.GET.get("export") == "xlsx":
            return sheets.export(
                by=request.actor, sheet=team_sheets.as_sheet(found), purpose=_("allowances of a month"),
                file_name="phu-cap", permission=Permission.TEAMS_RECORD,
            )  # fmt: skip
        may_export = request.actor.may(Permission.TEAMS_RECORD)
        return render(
            request, "programmes/allowance_sheet.html", {"form": form, "found": found, "may_export": may_export}
        )
    return render(request, "programmes/allowance_sheet.html", {"form": form, "found": None})
