"""Reports: which there are, one as its choices say, and the same to download."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.views.visible import PersonRequest
from iqa.organisation.models import Person
from reporting.exports.figures import as_file
from reporting.exports.sheets import Cell
from reporting.forms.choices import ChoicesForm, address_of
from reporting.links import Links
from reporting.measures import REPORTS
from reporting.measures.limits import IN_FILE, ON_PAGE, TooMuch
from reporting.measures.report import Report
from reporting.policies.access import check_may_read_reports, has_dashboard
from reporting.presenters.elsewhere import elsewhere
from reporting.presenters.report_list import sections
from reporting.presenters.report_page import page_of
from reporting.presenters.said import filters_of, narrowed_words, period_words, place_words
from reporting.presenters.tables import Read
from reporting.words import Words

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    check_may_read_reports(request.user)
    context = {
        "has_dashboard": has_dashboard(request.user),
        "sections": sections(report for report in REPORTS.values() if report.is_for(request.user)),
        "elsewhere": elsewhere(request.user),
    }
    return render(request, "reporting/report_list.html", context)


@require_safe
def detail(request: PersonRequest, name: str) -> HttpResponse:
    check_may_read_reports(request.user)
    report, form = _chosen(request, name)
    shown: dict[str, Any] = {}
    if form.is_valid():
        try:
            shown = _shown(report, form, request)
        except TooMuch as much:
            shown = {"too_much": much}
    return _page(request, report, form, **shown)


def _shown(report: Report, form: ChoicesForm, request: PersonRequest) -> dict[str, Any]:
    read = read_report(report, form, person=request.user)
    beside = report.totals_beside(form.choices, person=request.user)
    return {
        "page": page_of(read, beside, request.GET),
        "caution": report.caution(form.choices, person=request.user),
    }


@require_safe
def export(request: PersonRequest, name: str) -> HttpResponse:
    """As CSV, or with `format=xlsx` as a spreadsheet. Choices that cannot be read, or are of too much, are for the page
    to speak of."""
    check_may_read_reports(request.user)
    report, form = _chosen(request, name)
    if not form.is_valid():
        return _page(request, report, form, status=HTTPStatus.BAD_REQUEST)
    try:
        table = report.figures(form.choices, person=request.user, limit=IN_FILE)
    except TooMuch as much:
        return _page(request, report, form, status=HTTPStatus.BAD_REQUEST, too_much=much)
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    chosen: dict[str, Cell] = {
        **dict(filters_of(form.choices, Words(), form.everywhere)),
        "Made by": f"{request.user.name} ({request.user.email})",
        "Made at": timezone.now(),
    }
    content = as_file(kind, report=report, table=table, chosen=chosen, author=request.user.name)
    return download(content, kind, f"{_file_name(report, address_of(form.choices))}.{kind}")


def _page(
    request: PersonRequest, report: Report, form: ChoicesForm, *, status: HTTPStatus = HTTPStatus.OK, **shown: Any
) -> HttpResponse:
    address = address_of(form.choices).urlencode()
    context = {"form": form, "report": report, "title": report.title, "address": address, **shown}
    return render(request, "reporting/report_detail.html", context, status=status)


def read_report(report: Report, form: ChoicesForm, *, person: Person) -> Read:
    """The report as a person sees it by a form that is valid. Raises `PermissionDenied`, `Http404` and `TooMuch`."""
    choices = form.choices
    table = report.figures(choices, person=person, limit=ON_PAGE)
    words = Words(table)
    return Read(
        report=report,
        table=table,
        words=words,
        links=Links(choices, person),
        place=place_words(choices, form.everywhere),
        period=period_words(choices) + narrowed_words(choices, words),
    )


def report_for(person: Person, name: str) -> Report:
    """Raises `Http404` where there is none of that name, and `PermissionDenied`."""
    if name not in REPORTS:
        raise Http404
    REPORTS[name].check_is_for(person)
    return REPORTS[name]


def _chosen(request: PersonRequest, name: str) -> tuple[Report, ChoicesForm]:
    report = report_for(request.user, name)
    return report, ChoicesForm(request.GET, person=request.user, compared_by=report.compared_by)


def _file_name(report: Report, address: QueryDict) -> str:
    """iqa-fully-met-2017-18-Q2: no place, whose name may hold what a file name must not."""
    parts = ["iqa", report.name, *(address.get(name, "") for name in ("year", "quarter", "month"))]
    return "-".join(filter(None, parts))


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file, by its name; `kind` is csv or xlsx."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
