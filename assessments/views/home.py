"""What needs the person who is signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.policies.access import is_assessed, may_find
from assessments.presenters.rows import short_row
from assessments.presenters.worklist import needs_today, sections_of
from assessments.views.visible import PersonRequest
from iqa import navigation
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.permissions import Permission, has_permission_anywhere
from iqa.worklist import needing_today, worklists

SHOWN = 5


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    person, on = request.user, today()
    lists = worklists(person, on=on)
    if not lists and (front := _front(person)):
        return front(request)
    visible = Assessment.objects.visible_to(person).with_facts()
    own = visible.on_work_of(person).order_by("-recorded_at", "-pk")[:SHOWN]
    viewed = visible.recently_read_by(person, count=SHOWN)
    context = {
        "sections": sections_of(lists, on=on),
        "needs_today": needs_today(needing_today(lists)),
        "may_record": has_permission_anywhere(person, Permission.RECORD_IQAS),
        "may_find": may_find(person),
        "own": [short_row(assessment, person) for assessment in own],
        "is_assessed": is_assessed(person) or bool(own),
        "viewed": [short_row(assessment, person) for assessment in viewed],
    }
    return render(request, "assessments/home.html", context)


def _front(person: Person) -> navigation.View | None:
    """What they see in place of work of their own; none, for who may have some on another day."""
    has_work = has_permission_anywhere(person, Permission.RECORD_IQAS) or is_assessed(person)
    return None if has_work else navigation.front_for(person)
