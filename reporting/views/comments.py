"""Comments, taken out as a file: only by who may, for a purpose, and never without a trace (HMCPSI 2018 §4.26)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.views.visible import PersonRequest
from reporting.actions.comments import export_comments
from reporting.exports.comma_separated import csv_lines
from reporting.exports.comments import about_sheet, comments_sheet
from reporting.exports.spreadsheet import xlsx_bytes
from reporting.forms.comments import CommentsForm
from reporting.models import CommentsExport
from reporting.policies.access import check_may_export_comments
from reporting.presenters.said import filters_of
from reporting.querysets.comments import commented
from reporting.views.reports import download
from reporting.words import Words

# More than anyone reads; and what is made at once has an end.
MOST_IQAS = 10_000


def export(request: PersonRequest) -> HttpResponse:
    check_may_export_comments(request.user)
    form = CommentsForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        pks = list(commented(form.choices, request.user).order_by("pk").values_list("pk", flat=True)[: MOST_IQAS + 1])
        if 0 < len(pks) <= MOST_IQAS:
            said = form.cleaned_data
            made = export_comments(pks=pks, purpose=said["purpose"], choices=form.choices.as_strings(), by=request.user)
            return _file(made, pks, form)
        form.add_error(None, _refusal(len(pks)))
    context = {
        "form": form,
        "title": "Export comments",
        "button": "Export",
        "back_href": reverse("reporting:report_list"),
    }
    return render(request, "reporting/comments_export.html", context)


def _refusal(count: int) -> str:
    if not count:
        return "No IQAs match these choices"
    return f"An export holds {MOST_IQAS:,} IQAs at most: choose a shorter period, a place or an activity"


def _file(made: CommentsExport, pks: list[int], form: CommentsForm) -> HttpResponse:
    sheet, kind = comments_sheet(made, pks), form.cleaned_data["file_format"]
    if kind == "csv":
        content = "".join(csv_lines(sheet)).encode()
    else:
        about = about_sheet(made, filters_of(form.choices, Words(), form.everywhere))
        content = xlsx_bytes([about, sheet], title="Comments on IQAs", author=made.by.name)
    return download(content, kind, f"iqa-comments-{made.pk}.{kind}")
