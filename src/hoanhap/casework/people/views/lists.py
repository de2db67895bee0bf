"""Taking in a list of people: choose the file, look at what it would do row by row, write all of it or nothing."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.casework.people import importing, lists, tasks
from hoanhap.casework.people.filters import RowFilter
from hoanhap.casework.people.forms.particulars import ConfirmForm, ImportForm, WriteForm
from hoanhap.casework.people.tables import RowTable
from hoanhap.casework.people.views.common import get_or_post, typed
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.exchange import selectors as staged
from hoanhap.ground.exchange import workbook
from hoanhap.ground.exchange.actions import XLSX
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form


@get_or_post
def import_start(request: AccountRequest) -> HttpResponse:
    """Choose the file; the worker reads it."""
    form = ImportForm(typed(request), request.FILES or None)
    if form.is_valid():
        with on_form(form):
            run = tasks.take(by=request.actor, file=form.cleaned_data["file"].file)
            return redirect("people:import_detail", run.pk)
    return render(request, "people/import_start.html", {"form": form, "columns": importing.column_notes()})


@require_safe
def import_detail(request: AccountRequest, ref: UUID) -> HttpResponse:
    """What the list would do, row by row, and the way on."""
    run = staged.import_run(by=request.actor, pk=ref, kind=lists.KIND)
    same_file = staged.written_before(by=request.actor, kind=run.kind, file_sha256=run.file_sha256)
    counts = lists.counts(by=request.actor, run=run)
    return show_list(
        request,
        queryset=staged.import_rows(by=request.actor, run=run),
        filter_class=RowFilter,
        table_class=RowTable,
        template="people/import_detail.html",
        context={
            "run": run,
            "counts": counts,
            "written_before": same_file if same_file and same_file.pk != ref else None,
        },
    )


@get_or_post
def import_write(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Register everybody who is new, in one step. Asks for the password or second factor before."""
    run = staged.import_run(by=request.actor, pk=ref, kind=lists.KIND)
    form = WriteForm(typed(request))
    if form.is_valid():
        with on_form(form):
            number = lists.write_list(by=request.actor, run=run, **form.cleaned_data)
            messages.success(request, _("%(number)s people are registered.") % {"number": number})
            return redirect("people:import_detail", ref)
    context = {"form": form, "run": run, "counts": lists.counts(by=request.actor, run=run)}
    return render(request, "people/import_write.html", context)


@get_or_post
def import_withdraw(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Give the list up; nothing of it stays."""
    run = staged.import_run(by=request.actor, pk=ref, kind=lists.KIND)
    form = ConfirmForm(typed(request))
    if form.is_valid():
        with on_form(form):
            lists.drop_list(by=request.actor, run=run)
            messages.success(request, _("The import is given up; nothing was written."))
            return redirect("people:import_start")
    return render(request, "people/import_withdraw.html", {"form": form, "run": run})


@require_safe
def import_template(request: AccountRequest) -> HttpResponse:
    """An empty list with its titles. It holds no data: nothing is logged."""
    file = BytesIO()
    workbook.write(importing.template_sheet(), file)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-danh-sach-nguoi.xlsx"'
    return response
