"""When a new question set asked something else."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from iqa.questions.models import Activity, QuestionSet, Wording


def new_questions_from(activity: Activity | None) -> Iterator[date]:
    """The days from which a published set asked other questions than the one before: of an activity, or of any."""
    sets = list(QuestionSet.objects.published().order_by("in_force_from"))
    asked: dict[int, set[int]] = {question_set.pk: set() for question_set in sets}
    wordings = Wording.objects.filter(question_set__in=sets, activity__is_optional=False)
    if activity:
        wordings = wordings.filter(activity=activity)
    for question_set, question in wordings.values_list("question_set", "question"):
        asked[question_set].add(question)
    for older, newer in pairwise(sets):
        if asked[older.pk] != asked[newer.pk] and newer.in_force_from:
            yield newer.in_force_from
