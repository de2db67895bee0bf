"""Screens of the import of a list of deployments: choose the file, look at what it would do, write it."""

from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.programmes import importing, list_actions
from hoanhap.casework.programmes.forms import ImportForm
from hoanhap.casework.programmes.tables import ImportProblemTable
from hoanhap.casework.programmes.tasks import read_deployment_list
from hoanhap.ground.exchange import actions as exchange
from hoanhap.ground.exchange import selectors as staged
from hoanhap.ground.exchange import workbook
from hoanhap.ground.web.http import ActorRequest
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form


@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: ActorRequest) -> HttpResponse:
    """Choose the file; the worker reads it."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with on_form(form):
            list_actions.check_file(by=request.actor, file=file.file)
            with transaction.atomic():
                run = list_actions.take_list(by=request.actor, file=file.file)
                name = default_storage.save(f"lists/{uuid4().hex}", file)
                read_deployment_list.enqueue(str(run.pk), name, request.actor.user, request.actor.post)
            return redirect("programmes:import_detail", run.pk)
    return render(request, "programmes/import_start.html", {"form": form, "columns": importing.column_notes()})


@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: ActorRequest, ref: UUID) -> HttpResponse:
    """What the list would do, and the decision about it."""
    run = staged.import_run(by=request.actor, pk=ref, kind=list_actions.KIND)
    if request.method == "POST":
        if request.POST.get("step") == "withdraw":
            exchange.withdraw_import(by=request.actor, run=run)
            return redirect("programmes:import_start")
        list_actions.write_list(by=request.actor, run=run)
        return redirect("programmes:import_detail", ref)
    same_file = staged.written_before(by=request.actor, kind=run.kind, file_sha256=run.file_sha256)
    return show_list(
        request,
        queryset=staged.import_rows(by=request.actor, run=run, wrong=True),
        filter_class=None,
        table_class=ImportProblemTable,
        template="programmes/import_detail.html",
        context={"run": run, "written_before": same_file if same_file and same_file.pk != run.pk else None},
    )


@require_safe
def import_template(request: ActorRequest) -> HttpResponse:
    """An empty list with its titles and the words that may stand in it. It holds no data: nothing is logged."""
    file = BytesIO()
    workbook.write(importing.template_sheet(), file)
    response = HttpResponse(file.getvalue(), content_type=exchange.XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-danh-sach-mo-hinh.xlsx"'
    return response
