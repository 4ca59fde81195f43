"""The IQA's own page, and the versions of its answers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments.actions.emails import email_keys
from assessments.actions.recording import is_late
from assessments.additions import added_to
from assessments.models import Assessment, Marking
from assessments.policies.access import is_hidden, may_see_answers, may_see_comments
from assessments.presenters import assessment as words
from assessments.presenters.answers import AnswersSummary, summarise
from assessments.presenters.timeline import timeline
from assessments.querysets.marking import answered
from assessments.views.visible import PersonRequest, read_assessment
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = read_assessment(request, pk)
    context = _heading(assessment, request.user)
    if is_hidden(assessment):
        return render(request, "assessments/assessment_hidden.html", context | _additions(assessment, request.user))
    draw = _recorded if assessment.recorded_at else _draft
    return render(request, "assessments/assessment_detail.html", context | draw(assessment, request.user))


@require_safe
def version(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    assessment = read_assessment(request, pk)
    if not assessment.recorded_at:
        raise Http404
    if is_hidden(assessment):
        return redirect("assessments:assessment_detail", pk)
    marking = get_object_or_404(assessment.markings.select_related("by"), number=number)
    context = {
        "assessment": assessment,
        "title": f"Version {number}",
        "caption": words.title_of(assessment),
        "marking": marking,
        "answers": _answers(assessment, marking, request.user),
    }
    return render(request, "assessments/version_detail.html", context)


def _heading(assessment: Assessment, person: Person) -> dict[str, Any]:
    """What the page says in every state."""
    sensitive = (assessment if assessment.recorded_at else assessment.case).sensitive.all()
    return {
        "assessment": assessment,
        "title": words.title_of(assessment),
        "tag_colour": words.tag_colour(assessment),
        "facts": words.facts(assessment, person=person, sensitive=[category.name for category in sensitive]),
    }


def _draft(assessment: Assessment, person: Person) -> dict[str, Any]:
    """A draft's answers are for whoever may finish it; the others in place learn that it exists."""
    marked = _answers(assessment, assessment.marking, person) if may_see_answers(person, assessment) else None
    return {
        "is_draft": True,
        "notes": words.notes(assessment, late=False),
        "progress": marked.progress if marked else "",
        "draft_buttons": words.draft_buttons(assessment, person=person),
    }


def _recorded(assessment: Assessment, person: Person) -> dict[str, Any]:
    answers = _answers(assessment, assessment.marking, person)
    markings = {marking.number: marking for marking in assessment.markings.all()}
    dues = words.dues(assessment, person=person, any_not_met=answers.any_not_met, on=today())
    additions = _additions(assessment, person)
    return {
        "notes": words.notes(assessment, late=_was_late(assessment)),
        "earlier_versions": sorted(markings.keys() - {assessment.marking.number}),
        "dues": dues,
        "overdue": any(due.overdue for due in dues),
        "added_notes": additions["added_notes"],
        "links": [
            *words.links(assessment, person=person, any_not_met=answers.any_not_met),
            *additions["added_links"],
        ],
        "feedback_href": "" if answers.any_not_met else words.feedback_href(assessment, person=person),
        "answers": answers,
        "owner": words.owner_of(assessment) if assessment.action_required else "",
        "timeline": timeline(
            assessment,
            events=Event.objects.of(assessment).select_related("by"),
            markings=markings,
            emails=OutboxEmail.objects.filter(key__in=email_keys(assessment)).select_related("recipient"),
            added=additions["entries"],
        ),
    }


def _additions(assessment: Assessment, person: Person) -> dict[str, Any]:
    """What apps above add, all together."""
    added = list(added_to(assessment, person))
    return {
        "added_notes": [note for each in added for note in each.notes],
        "added_links": [link for each in added for link in each.links],
        "entries": [entry for each in added for entry in each.entries],
    }


def _answers(assessment: Assessment, marking: Marking, person: Person) -> AnswersSummary:
    return summarise(answered(marking), comments=may_see_comments(person, assessment))


def _was_late(assessment: Assessment) -> bool:
    return assessment.recorded_at is not None and is_late(assessment, assessment.recorded_at)
