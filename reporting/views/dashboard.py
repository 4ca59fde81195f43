"""What a manager answers for, in a quarter: their team, their Area, the country."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.views.visible import PersonRequest
from iqa.organisation.models import Person
from reporting.choices import Choices
from reporting.forms.dashboard import DashboardForm
from reporting.links import Links
from reporting.measures import REPORTS
from reporting.measures.volumes import Volumes
from reporting.periods import Period, month_after, quarter_period, quarter_text
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
    choices, all_quarters = form.choices, form.everything.but(compare=("quarter",))
    now, before, shown = f"{choices.year} {choices.quarter}", *_quarters_before(choices)
    by_quarter = all_quarters.but(within=shown)
    quarters = {
        name: words.Quarter(REPORTS[name].figures(by_quarter, person=person), now, before) for name in BY_QUARTER
    }
    is_empty = not any(row.get("iqas") for row in quarters["volumes"].rows_now)
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
    fell, rose = words.moved(read, quarters["fully-met"], choices)
    return {
        "title": f"{read.place}: {now}",
        "figures": words.figures_of(
            quarters,
            choices,
            without_target=Volumes().without_target(choices, person=person),
            open_iqas=REPORTS["open"].figures(form.everything, person=person),
        ),
        "is_empty": is_empty,
        "now": now,
        "last": is_empty and words.last_quarter_with_iqas(REPORTS["volumes"].figures(all_quarters, person=person)),
        "chart": chart,
        "grid": grid,
        "fell": fell,
        "rose": rose,
    }


def _quarters_before(choices: Choices) -> tuple[str, Period]:
    """The quarter before the one chosen; and the time of all that the trend shows, up to that one."""
    chosen = quarter_period(choices.year, choices.quarter)
    assert chosen.first is not None  # noqa: S101  (a quarter begins on a day)
    before = quarter_text(month_after(chosen.first, -3))
    return before, Period(month_after(chosen.first, -3 * (words.QUARTERS_SHOWN - 1)), chosen.last)
