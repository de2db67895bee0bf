"""The month and the quarter of a commune: roll-call, review meeting, minutes, and how far the model is done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.programmes import fidelity as models
from hoanhap.casework.programmes.review_selectors import meetings
from hoanhap.doors.desk import month as months
from hoanhap.doors.desk import month_sheets
from hoanhap.doors.desk.fidelity import FidelityFilter, FidelityTable, MeetingTable, month_asked
from hoanhap.doors.desk.help_forms import MeetingForm, RollCallForm
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest, file_response
from hoanhap.ground.web.lists import show_list

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def month(request: ActorRequest) -> HttpResponse:
    """What the month asks of the commune, and how far it is."""
    found = months.month_of(by=request.actor, on=clock.today())
    return render(request, "desk/month.html", {"found": found, "today": clock.today()})


@get_or_post
def roll_call(request: ActorRequest) -> HttpResponse:
    """One sheet for everybody who has not been called this month: all rows, or none."""
    on = clock.today()
    form = RollCallForm(request.POST or None, initial={"held_on": on})
    sheet, done = month_sheets.roll_call(by=request.actor, on=on, form=form, typed=request.POST or None)
    if done:
        messages.success(request, _("The roll-call is recorded."))
        return redirect("desk:month")
    return render(request, "desk/roll_call.html", {"sheet": sheet, "form": form, "today": on})


@get_or_post
def review_meeting(request: ActorRequest) -> HttpResponse:
    """One sheet for everybody who is due in the quarter: all rows, or none."""
    on = clock.today()
    form = MeetingForm(request.POST or None, initial={"held_on": on})
    sheet, done = month_sheets.review(by=request.actor, on=on, form=form, typed=request.POST or None)
    if done:
        messages.success(request, _("The review is recorded; print its minutes here."))
        return redirect("desk:reviews")
    return render(request, "desk/review_meeting.html", {"sheet": sheet, "form": form, "today": on})


@require_safe
def reviews(request: ActorRequest) -> HttpResponse:
    """The meetings of the unit, with their minutes."""
    return show_list(
        request,
        queryset=meetings(by=request.actor),
        filter_class=None,
        table_class=MeetingTable,
        template="desk/reviews.html",
        context={"may_hold": request.actor.may(Permission.REVIEWS_HOLD)},
    )


@require_safe
def review_minutes(request: ActorRequest, meeting: UUID, form: str) -> HttpResponse:
    """The minutes as a file; the log says that they were taken."""
    made = months.minutes_file(by=request.actor, meeting=meeting, form=form)
    return file_response(made.content, media_type=made.media_type, name=made.name)


@require_safe
def fidelity(request: ActorRequest) -> HttpResponse:
    """What the volunteers' model must do in a month, and whether it did, by commune."""
    asked = month_asked(request.GET, on=clock.today())
    return show_list(
        request,
        queryset=models.fidelity(by=request.actor, month=asked),
        filter_class=FidelityFilter,
        table_class=FidelityTable,
        template="desk/fidelity.html",
        context={"month": asked},
        file_name="thuc-hien-mo-hinh",
        export=Permission.FIDELITY_VIEW,
        title=_("How far the volunteers' model is done"),
        purpose="P8",
    )
