"""Answers counted, for many IQAs at once."""

from collections.abc import Iterable

from django.db.models import Count

from assessments.models import Answer, Assessment, HalfDay, Marking
from iqa.questions.models import Wording


def marks_of(assessments: Iterable[Assessment]) -> dict[int, dict[str, int]]:
    """How many of the current answers of each of these count as what: {its key: {"fully_met": 7, "not_met": 1}}."""
    assessment_of = {assessment.marking_id: assessment.pk for assessment in assessments}
    given = Answer.objects.filter(marking__in=assessment_of, outcome__isnull=False)
    found: dict[int, dict[str, int]] = {pk: {} for pk in assessment_of.values()}
    for marking, counts_as, count in given.values_list("marking", "outcome__counts_as").annotate(Count("pk")):
        found[assessment_of[marking]][counts_as] = count
    return found


def states_of(half_days: Iterable[HalfDay]) -> dict[int, dict[str, int]]:
    """How many IQAs of each of these are in which state: {its key: {"recorded": 2, "draft": 1}}."""
    found: dict[int, dict[str, int]] = {half_day.pk: {} for half_day in half_days}
    begun = Assessment.objects.filter(half_day__in=found).order_by()
    for half_day, state, count in begun.values_list("half_day", "state").annotate(Count("pk")):
        found[half_day][state] = count
    return found


def questions_asked(assessments: Iterable[Assessment]) -> dict[int, int]:
    """How many questions each of these asks: its activity's, and those of the activities added to it."""
    drafts = {assessment.marking_id: assessment for assessment in assessments}
    activities = {marking: [draft.half_day.activity_id] for marking, draft in drafts.items()}
    added = Marking.added.through.objects.filter(marking__in=drafts)
    for marking, activity in added.values_list("marking", "activity"):
        activities[marking].append(activity)
    sets = {draft.half_day.question_set_id for draft in drafts.values()}
    asked = Wording.objects.filter(question_set__in=sets).order_by()
    counts = {(of, about): n for of, about, n in asked.values_list("question_set", "activity").annotate(Count("pk"))}
    return {
        draft.pk: sum(counts.get((draft.half_day.question_set_id, activity), 0) for activity in activities[marking])
        for marking, draft in drafts.items()
    }
