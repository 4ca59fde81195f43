"""What a manager answers for, in a quarter: their team, their Area, the country."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.views.visible import PersonRequest
from iqa.organisation.models import Person
from reporting.forms.dashboard import DashboardForm
from reporting.links import Links
from reporting.measures import REPORTS
from reporting.periods import month_after, quarter_period, quarter_text
from reporting.policies.access import check_has_dashboard
from reporting.presenters import dashboard as words
from reporting.presenters.said import place_words
from reporting.presenters.tables import Read
from reporting.words import Words

BY_QUARTER = ("volumes", "fully-met", "dip-samples", "feedback")


@require_safe
def dashboard(request: PersonRequest) -> HttpResponse:
    check_has_dashboard(request.user)
    form = DashboardForm(request.GET, person=request.user)
    context: dict[str, Any] = {"form": form, "title": "Dashboard"}
    if form.is_valid():
        context |= _figures(form, request.user)
    return render(request, "reporting/dashboard.html", context)


def _figures(form: DashboardForm, person: Person) -> dict[str, Any]:
    choices, by_quarter = form.choices, form.everything.but(compare=("quarter",))
    now = f"{choices.year} {choices.quarter}"
    quarters = {
        name: words.Quarter(
            REPORTS[name].figures(by_quarter, person=person), now, _before(choices.year, choices.quarter)
        )
        for name in BY_QUARTER
    }
    table = quarters["fully-met"].table
    read = Read(
        report=REPORTS["fully-met"],
        table=table,
        words=Words(table),
        links=Links(by_quarter, person),
        place=place_words(choices, form.everywhere),
        period=now,
    )
    chart, grid = words.trend_of(read, now)
    return {
        "title": f"{read.place}: {now}",
        "figures": words.figures_of(
            quarters, choices, open_iqas=REPORTS["open"].figures(form.everything, person=person)
        ),
        "is_empty": not any(row.get("iqas") for row in quarters["volumes"].rows_now),
        "now": now,
        "last": words.last_quarter_with_iqas(quarters["volumes"].table),
        "chart": chart,
        "grid": grid,
        "fell": words.moved(read, quarters["fully-met"], choices, up=False),
        "rose": words.moved(read, quarters["fully-met"], choices, up=True),
    }


def _before(year: str, quarter: str) -> str:
    first = quarter_period(year, quarter).first
    assert first is not None  # noqa: S101  (a quarter begins on a day)
    return quarter_text(month_after(first, -3))
