"""Files from elsewhere: uploaded, followed on their way in, and what did not come in."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from iqa.govuk.posted import posted
from iqa.organisation.views.visible import PersonRequest
from reporting.actions import record_imports
from reporting.forms.imports import NOTHING, ImportForm
from reporting.imports.files import COLUMNS
from reporting.models import RecordImport
from reporting.policies.imports import check_may_import, files_open_to
from reporting.presenters import imports as presenters

PER_PAGE = 25
SHOWN = 100
REFRESH_AFTER = 10  # seconds


@require_safe
def import_list(request: PersonRequest) -> HttpResponse:
    check_may_import(request.user)
    found = RecordImport.objects.visible_to(request.user).select_related("uploaded_by").prefetch_related("files")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [presenters.row_of(each) for each in page]
    return render(request, "reporting/import_list.html", {"title": "Imports", "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def import_add(request: PersonRequest) -> HttpResponse:
    check_may_import(request.user)
    form, names = ImportForm(posted(request), request.FILES or None), files_open_to(request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = record_imports.upload(
                key=given["key"], files=given["records"], is_trial=given["what"] == NOTHING, by=request.user
            )
        except record_imports.NotAllowed as refusal:
            form.add_error("records", str(refusal))
        else:
            return redirect("reporting:import_detail", made.pk)
    context = {
        "form": form,
        "title": "Import files",
        "cancel_href": reverse("reporting:import_list"),
        "columns": {name: ", ".join(COLUMNS[name]) for name in names},
        "others": [name for name in COLUMNS if name not in names],
    }
    return render(request, "reporting/import_add.html", context)


@require_safe
def import_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """While it is under way the page is asked for anew by itself, without a script, unless `?refresh=no`."""
    check_may_import(request.user)
    seen = RecordImport.objects.visible_to(request.user)
    record_import = get_object_or_404(seen.select_related("uploaded_by"), pk=pk)
    refreshes = request.GET.get("refresh") != "no" and record_import.finished_at is None
    context = {
        "title": presenters.title_of(record_import),
        "import": record_import,
        "state": presenters.state_of(record_import),
        "status": presenters.status_of(record_import),
        "counts": presenters.counts_of(record_import),
        "problems": record_import.problems.all()[:SHOWN],
        "problem_count": record_import.problems.count(),
        "refreshes": refreshes,
    }
    response = render(request, "reporting/import_detail.html", context)
    if refreshes:
        response["Refresh"] = str(REFRESH_AFTER)
    return response


@require_safe
def import_errors(request: PersonRequest, pk: int) -> HttpResponse:
    check_may_import(request.user)
    record_import = get_object_or_404(RecordImport.objects.visible_to(request.user), pk=pk)
    response = HttpResponse(_lines(record_import), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-errors.txt"'
    return response


def _lines(record_import: RecordImport) -> Iterator[str]:
    for problem in record_import.problems.iterator():
        yield f"{problem}\n"
