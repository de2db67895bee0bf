"""Who is due, what the unit has set, levels, consent, and what helpers see."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.screening import looks, rules, selectors
from hoanhap.casework.screening.actions import consent as consenting
from hoanhap.casework.screening.actions import planning as actions
from hoanhap.casework.screening.forms import ConsentForm, LevelForm, MonthForm, SettingForm
from hoanhap.casework.screening.tables import DueTable
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.law.periods import add_months
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """To the schedule; helpers to their appointments."""
    return redirect("screening:schedule" if request.actor.may(Permission.TESTS_VIEW) else "screening:appointments")


@require_safe
def appointments(request: ActorRequest) -> HttpResponse:
    """When the helper's people are to come; results only by consent."""
    rows = selectors.appointments(by=request.actor, on=clock.today())
    shown = sum(1 for row in rows if row.results)
    looks.note("appointments_seen", "list:appointments", by=request.actor, people=len(rows), with_results=shown)
    return render(request, "screening/appointments.html", {"rows": rows})


@require_safe
def schedule(request: ActorRequest) -> HttpResponse:
    """Who is due by the end of a month."""
    today = clock.today()
    month = MonthForm(request.GET).chosen(today)
    found = selectors.schedule(by=request.actor, month=month, on=today)
    last = rules.last_day(month)
    table = DueTable([one for one in found if one.due_on <= last])
    table.settle(request)
    looks.note("schedule_seen", "list:schedule", by=request.actor, month=f"{month:%Y-%m}", people=len(found))
    context = {
        "table": table,
        "number": table.page.paginator.count,
        "managed": len(found),
        "month": month,
        "before": add_months(month, -1),
        "after": add_months(month, 1),
        "may_plan": request.actor.may(Permission.TESTS_SCHEDULE),
    }
    return render(request, "screening/schedule.html", context)


@get_or_post
def settings(request: ActorRequest) -> HttpResponse:
    """What the unit has set, and a further decision."""
    place = selectors.own_place(by=request.actor, on=clock.today())
    form = SettingForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            actions.record_setting(by=request.actor, new=form.new(place))
            messages.success(request, _("Recorded."))
            return redirect("screening:settings")
    rows = selectors.settings_of(by=request.actor)
    defaults = selectors.settings_now(by=request.actor, place=place, on=clock.today())
    return render(request, "screening/settings.html", {"form": form, "rows": rows, "place": place, "now": defaults})


@get_or_post
def setting_correct(request: ActorRequest, ref: UUID) -> HttpResponse:
    """A setting as it was decided; the old row stays."""
    old = selectors.settings_of(by=request.actor).filter(pk=ref, replaced_by__isnull=True).first()
    if old is None:
        raise NotFound("screening.unknown")
    form = SettingForm(request.POST or None, setting=old)
    if form.is_valid():
        with on_form(form):
            reason = form.cleaned_data["reason"]
            actions.correct_setting(by=request.actor, setting=ref, new=form.new(old.place), reason=reason)
            return redirect("screening:settings")
    title = _("Correct a setting")
    return render(request, "screening/form.html", {"form": form, "title": title, "back": "screening:settings"})


@get_or_post
def level(request: ActorRequest, ref: UUID) -> HttpResponse:
    """How often somebody is tested, from a day, on a ground of the list."""
    on = clock.today()
    episode = selectors.due_episode(by=request.actor, ref=ref, on=on, permission=Permission.TESTS_SCHEDULE)
    form = LevelForm(request.POST or None, initial={"from_on": on})
    if form.is_valid():
        with on_form(form):
            actions.record_level(by=request.actor, episode=episode.pk, **form.told())
            messages.success(request, _("Recorded."))
            return redirect("screening:schedule")
    title = _("Level of testing")
    context = {"form": form, "title": title, "back": "screening:schedule", "person": episode.person}
    return render(request, "screening/form.html", context)


@get_or_post
def consent(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Whether the person lets helpers see results: given on paper, taken back in one step."""
    by, on = request.actor, clock.today()
    episode = selectors.due_episode(by=by, ref=ref, on=on, permission=Permission.TESTS_CONSENT)
    rows = selectors.consents(by=by, episode=episode)
    given = bool(rows and rows[0].given)
    form = ConsentForm(request.POST or None, initial={"on": on})
    if form.is_valid():
        with on_form(form):
            consenting.record_consent(by=by, episode=episode.pk, given=not given, **form.cleaned_data)
            messages.success(request, _("Recorded. It holds from the next page anybody opens."))
            return redirect("screening:consent", ref)
    return render(
        request, "screening/consent.html", {"form": form, "rows": rows, "given": given, "person": episode.person}
    )
