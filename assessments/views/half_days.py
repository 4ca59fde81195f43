"""Start a half day; a half day's page."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.actions import half_days
from assessments.forms.half_day import HalfDayForm
from assessments.models import Assessment, HalfDay
from assessments.policies.access import is_hidden, may_add_to
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters import half_day as words
from assessments.querysets.counts import marks_of
from assessments.querysets.prosecutors import assessable_by
from assessments.views.visible import PersonRequest, get_half_day
from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.permissions import Permission, check_permission_anywhere
from iqa.questions.models import Activity, QuestionSet


def start(request: PersonRequest) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.RECORD_IQAS)
    form = HalfDayForm(
        posted(request),
        postings=assessable_by(request.user, on=today()),
        activities=Activity.objects.asked_in(QuestionSet.objects.in_force(on=today())),
        initial=HalfDayForm.repeating(_half_day_before(request)),
    )
    if request.method == "POST" and form.is_valid() and (started := _started(request, form)):
        return redirect(started)
    context = {"form": form, "title": "Start a half day", "button": "Save and continue"}
    context["back_href"] = reverse("assessments:home")
    return render(request, "assessments/half_day_start.html", context)


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    half_day = get_half_day(request, pk)
    assessments = list(Assessment.objects.visible_to(request.user).with_facts().of_half_day(half_day))
    context = {
        "half_day": half_day,
        "title": words.title_of(half_day),
        "facts": words.facts(half_day, hides_assessor=any(is_hidden(assessment) for assessment in assessments)),
        "rows": words.rows(half_day, assessments, marks_of(assessments), person=request.user, on=today()),
        "may_add": may_add_to(request.user, half_day),
        "may_record_feedback": words.awaits_feedback(assessments, person=request.user),
    }
    return render(request, "assessments/half_day_detail.html", context)


def _started(request: PersonRequest, form: HalfDayForm) -> str:
    """Where to go on with the half day that the form says; nowhere where it cannot be started, and the form says so."""
    said = form.half_day
    work = {name: said[name] for name in ("prosecutor", "unit", "activity", "worked_on", "half")}
    earlier = HalfDay.objects.visible_to(request.user).same_as(assessor=request.user, **work)
    if other := earlier.exclude(key=said["key"]).first():
        messages.info(request, words.started_before(other, HalfDay(assessor=request.user, **said)))
        return reverse("assessments:half_day_detail", args=[other.pk])
    try:
        half_day = half_days.start(by=request.user, **said)
    except half_days.NoPosting:
        form.refuse_without_posting()
    except NotAllowed as refusal:
        form.refuse(str(refusal))
    else:
        return reverse("assessments:case_add", args=[half_day.pk]) + _urn_along(request)
    return ""


def _half_day_before(request: PersonRequest) -> HalfDay | None:
    """The half day after which this one comes, if the address names one that the person may see."""
    after = request.GET.get("after", "")
    if not re.fullmatch(r"[0-9]{1,18}", after):
        return None
    return HalfDay.objects.visible_to(request.user).with_people().filter(pk=after).first()


def _urn_along(request: PersonRequest) -> str:
    """The case that the person came from, for the next page's address."""
    return f"?{urlencode({'urn': request.GET['urn']})}" if "urn" in request.GET else ""
