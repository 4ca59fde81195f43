"""One list finds every IQA that a person may see; another shows a prosecutor those on their own work."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.filters import NEWEST, ORDERS, AssessmentFilter
from assessments.models import Assessment, State
from assessments.pagination import Page, page_of
from assessments.policies.access import check_may_find
from assessments.presenters import finding
from assessments.presenters.rows import Row, row_of
from assessments.querysets.counts import marks_of
from assessments.querysets.own_work import came_of
from assessments.views.visible import PersonRequest
from iqa.calendar import today
from iqa.organisation.models import Person


@require_safe
def find(request: PersonRequest) -> HttpResponse:
    check_may_find(request.user)
    here = reverse("assessments:assessment_list")
    found = AssessmentFilter(request.GET, Assessment.objects.visible_to(request.user), request=request)
    page = page_of(found.qs.with_facts(), order=found.order, address=request.GET, total=found.total)
    answer = found.form.cleaned_data.get("answer", "")
    labels = {"state": dict(State.choices), "answer": {answer: finding.answer_words(answer)}}
    context = {
        "form": found.form,
        "title": finding.title_of("IQAs", page),
        "heading": f"IQAs ({page.total:,})",
        "results": finding.count_words(page.total),
        "shown": finding.shown_words(page),
        "list_href": here,
        "chosen": finding.chosen_filters(found.form, request.GET, page=here, labels=labels),
        "rows": _rows(page, request.user),
        "links": finding.links_of(page, request.GET),
    }
    return render(request, "assessments/assessment_list.html", context)


@require_safe
def of_person(request: PersonRequest, pk: int) -> HttpResponse:
    if pk != request.user.pk:
        raise Http404  # whoever manages them has the list of all IQAs
    own = Assessment.objects.visible_to(request.user).on_work_of(request.user)
    page = page_of(own.with_facts(), order=ORDERS[NEWEST], address=request.GET, total=own.count())
    context = {
        "title": finding.title_of("Your IQAs", page),
        "year": finding.year_words(came_of(own, on=today()), on=today()),
        "rows": _rows(page, request.user),
        "links": finding.links_of(page, request.GET),
    }
    return render(request, "assessments/person_assessments.html", context)


def _rows(page: Page[Assessment], person: Person) -> list[Row]:
    marks = marks_of(page.rows)
    return [row_of(assessment, marks[assessment.pk], person, on=today()) for assessment in page.rows]
