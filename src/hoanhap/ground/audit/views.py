"""Screens of the audit log."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoanhap.ground.audit import actions, files, presenters, selectors
from hoanhap.ground.audit.filters import EntryFilter
from hoanhap.ground.audit.forms import VerificationForm
from hoanhap.ground.audit.tables import EntryTable
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form


@require_safe
def entry_list(request: ActorRequest) -> HttpResponse:
    """Who did or looked at what, when."""
    return show_list(
        request,
        queryset=selectors.entries(by=request.actor),
        filter_class=EntryFilter,
        table_class=EntryTable,
        template="audit/entry_list.html",
        context={
            "extent": selectors.extent(by=request.actor),
            "may_checkpoint": request.actor.may(Permission.AUDIT_CHECKPOINT),
        },
        file_name="audit",
        export=False,
    )


@require_POST
def checkpoint_create(request: ActorRequest) -> HttpResponse:
    """Make a checkpoint and hand it over as a file."""
    document = actions.make_checkpoint(by=request.actor)
    return HttpResponse(
        files.as_text(document),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{files.file_name(document)}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: ActorRequest) -> HttpResponse:
    """Verify the log, against a checkpoint where one is given."""
    form = VerificationForm(request.POST, request.FILES) if request.method == "POST" else VerificationForm()
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        with on_form(form):
            file = form.cleaned_data["checkpoint"]
            checkpoints = [files.parse_checkpoint(file.read(), file.name)] if file else []
            verdict = selectors.verdict(by=request.actor, checkpoints=checkpoints)
            context |= {"verdict": verdict, "finding": presenters.finding(verdict), "against": checkpoints}
    return render(request, "audit/verification.html", context)
