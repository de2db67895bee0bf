"""Screens of the models that run in the communes."""

from uuid import UUID

from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.programmes import selectors
from hoanhap.casework.programmes.actions import deployments as actions
from hoanhap.casework.programmes.filters import CommuneFilter, DeploymentFilter
from hoanhap.casework.programmes.forms import CorrectionForm, DeploymentForm, EndForm, WithdrawalForm
from hoanhap.casework.programmes.tables import CommuneTable, DeploymentTable
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form


@require_safe
def deployment_list(request: ActorRequest) -> HttpResponse:
    """The models that run in the actor's communes."""
    return show_list(
        request,
        queryset=selectors.deployments(by=request.actor),
        filter_class=DeploymentFilter,
        table_class=DeploymentTable,
        template="programmes/deployment_list.html",
        context={
            "may_record": request.actor.may(Permission.DEPLOYMENTS_RECORD),
            "may_import": request.actor.may(Permission.DEPLOYMENTS_IMPORT),
        },
        file_name="mo-hinh",
        export=Permission.DEPLOYMENTS_EXPORT,
        title=_("Models in the communes"),
    )


@require_safe
def deployment_detail(request: ActorRequest, ref: UUID) -> HttpResponse:
    """One deployment with its whole history."""
    facts = list(selectors.history(by=request.actor, ref=ref))
    newest = facts[0]
    withdrawn = newest.act == "withdrawn"
    context = {
        "ref": ref,
        "newest": newest,
        "facts": facts,
        "withdrawn": withdrawn,
        "may_change": not withdrawn and request.actor.may(Permission.DEPLOYMENTS_RECORD, at=newest.place_id),
    }
    return render(request, "programmes/deployment_detail.html", context)


@require_safe
def commune_choose(request: ActorRequest) -> HttpResponse:
    """First step of recording: which commune, of which days."""
    return show_list(
        request,
        queryset=selectors.communes_to_choose(by=request.actor),
        filter_class=CommuneFilter,
        table_class=CommuneTable,
        template="programmes/commune_choose.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def deployment_start(request: ActorRequest, code: str, valid_from: str) -> HttpResponse:
    """Second step: which model, by which decision, since when."""
    place = selectors.commune_to_record(by=request.actor, code=code, valid_from=valid_from)
    form = DeploymentForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            started = actions.start_deployment(by=request.actor, new=form.new(place))
            return redirect("programmes:deployment_detail", started.pk)
    return render(request, "programmes/deployment_start.html", {"form": form, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
def deployment_correct(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Replace what was recorded by what is right."""
    deployment = selectors.deployment(by=request.actor, ref=ref)
    form = CorrectionForm(request.POST or None, initial=model_to_dict(deployment))
    if form.is_valid():
        with on_form(form):
            actions.correct_deployment(
                by=request.actor,
                deployment=deployment,
                corrected=form.corrected(deployment),
                reason=form.cleaned_data["reason"],
            )
            return redirect("programmes:deployment_detail", ref)
    return render(request, "programmes/deployment_correct.html", {"form": form, "deployment": deployment})


@require_http_methods(["GET", "HEAD", "POST"])
def deployment_end(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Record the last day."""
    deployment = selectors.deployment(by=request.actor, ref=ref)
    form = EndForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            actions.end_deployment(by=request.actor, deployment=deployment, **form.cleaned_data)
            return redirect("programmes:deployment_detail", ref)
    return render(request, "programmes/deployment_end.html", {"form": form, "deployment": deployment})


@require_http_methods(["GET", "HEAD", "POST"])
def deployment_withdraw(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Take back what was entered by mistake."""
    deployment = selectors.deployment(by=request.actor, ref=ref)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            actions.withdraw_deployment(by=request.actor, deployment=deployment, **form.cleaned_data)
            return redirect("programmes:deployment_detail", ref)
    return render(request, "programmes/deployment_withdraw.html", {"form": form, "deployment": deployment})
