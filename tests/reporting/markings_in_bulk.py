"""Very many IQAs with a second marking each, where going through the actions would take minutes."""

import csv
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone

from assessments.models import Answer, HalfDay, Marking
from dipsamples.models import SecondMarking
from iqa.organisation.models import Person
from iqa.questions.models import Outcome, Wording
from reporting.actions.rebuilding import rebuild_tallies
from tests.assessments.bulk import recorded_in_bulk

ANNEX_B = Path(__file__).parent.parent / "data" / "annex_b_disagreements.csv"
KINDS = ("too_lenient", "too_robust", "should_have_been_na", "wrongly_na", "agreed")

# What the assessor answers, and the second marker.
ANSWERS = {
    "too_lenient": ("fully_met", "not_met"),
    "too_robust": ("not_met", "fully_met"),
    "should_have_been_na": ("fully_met", "not_applicable"),
    "wrongly_na": ("not_applicable", "fully_met"),
    "agreed": ("fully_met", "fully_met"),
}


def annex_b() -> dict[int, dict[str, int]]:
    """The published counts, by question and kind; `total` among them."""
    with ANNEX_B.open() as file:
        return {int(row["question"]): {name: int(n) for name, n in row.items()} for row in csv.DictReader(file)}


def marked_twice(half_day: HalfDay, kinds: dict[int, Sequence[str]], *, by: Person, kind: str) -> list[SecondMarking]:
    """IQAs of a half day with a second marking each: `kinds` has for each number of a question how the first differs,
    how the second, and so on."""
    count = max(len(each) for each in kinds.values())
    assessments = recorded_in_bulk(half_day, count)
    Answer.objects.filter(marking__in=[each.marking_id for each in assessments]).delete()
    markings = Marking.objects.bulk_create(
        Marking(question_set=half_day.question_set, activity=half_day.activity, by=by) for _ in range(count)
    )
    outcomes = {outcome.code: outcome for outcome in Outcome.objects.filter(question_set=half_day.question_set)}
    asked = Wording.objects.filter(question_set=half_day.question_set, number__in=kinds)
    Answer.objects.bulk_create(
        Answer(marking_id=marking, question_id=wording.question_id, outcome=outcomes[code])
        for wording in asked
        for n, difference in enumerate(kinds[wording.number])
        for marking, code in zip((assessments[n].marking_id, markings[n].pk), ANSWERS[difference], strict=True)
    )
    seconds = SecondMarking.objects.bulk_create(
        SecondMarking(
            kind=kind,
            marking=marking,
            assessment=assessment,
            by=by,
            finished_at=timezone.now(),
            compared_with_id=assessment.marking_id,
        )
        for assessment, marking in zip(assessments, markings, strict=True)
    )
    rebuild_tallies()  # what is made in bulk goes past them
    return seconds
