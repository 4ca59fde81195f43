"""What the service has already of the IQAs that an import names."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from assessments.models import Answer, Assessment, Feedback, FeedbackAction, Marking
from dipsamples.models import DipSample, DrawnIQA, SecondMarking
from iqa.audit.models import Event
from iqa.audit.querysets import kind_of
from reporting.actions.records.states import is_a_day
from reporting.imports.judging import Given, There

# What an import itself does to an IQA, in its records; all else was done in the service.
IMPORTED, IMPORTED_AGAIN = "imported", "imported_again"
_TO_A_DRAFT = {"recorded", "discarded", "restored", "activity_added", "activity_removed"}

# The key of an answer beside what it says.
Stored = dict[int, tuple[int, Given]]


@dataclass
class Stands:
    """An IQA that came in before: its row, what came in with it, and the answers of each of its markings by question.

    `marking` is the one that came in; a correction made in the service has another, and stands.
    """

    assessment: Assessment
    marking: Marking
    answers: Stored
    second: dict[tuple[str, str], SecondMarking] = field(default_factory=dict)
    second_answers: dict[int, Stored] = field(default_factory=dict)
    samples: dict[str, DipSample] = field(default_factory=dict)
    done_here: set[str] = field(default_factory=set)
    is_drawn: bool = False

    @property
    def went_on_here(self) -> bool:
        """Whether a draft that came in was gone on with in the service: what was saved there is no file's to change."""
        is_draft = self.assessment.recorded_at is None
        saved = self.assessment.draft_version > 0 or (is_draft and not is_a_day(self.assessment.draft_saved_at))
        return saved or not self.done_here.isdisjoint(_TO_A_DRAFT)

    @property
    def stays_recorded(self) -> bool:
        """Whether it came in recorded, and something was done to it in the service that rests on its being so."""
        came_in_so = self.assessment.recorded_at is not None and not self.went_on_here
        rests = self.done_here or self.sampled_here or self.marked_here or self.is_drawn or self.is_acknowledged
        return came_in_so and bool(rests)

    @property
    def sampled_here(self) -> set[str]:
        return {email for email, sample in self.samples.items() if not sample.imported_at}

    @property
    def is_acknowledged(self) -> bool:
        """Whether a DCP has acknowledged a dip sample of it, which no file does."""
        return any(sample.acknowledged_at for sample in self.samples.values())

    @property
    def marked_here(self) -> set[tuple[str, str]]:
        return {key for key, marking in self.second.items() if not marking.imported_at}

    @property
    def feedback(self) -> Feedback | None:
        return getattr(self.assessment, "feedback", None)

    @property
    def action(self) -> FeedbackAction | None:
        return getattr(self.assessment, "action", None)

    @property
    def there(self) -> There:
        half_day = self.assessment.half_day
        return There(
            activity=self.marking.activity_id,
            question_set=self.marking.question_set_id,
            prosecutor=half_day.prosecutor.email,
            assessor=half_day.assessor.email,
            stays_recorded=self.stays_recorded,
            answered={question for question, (_, given) in self.answers.items() if given.outcome},
            sampled_here=self.sampled_here,
            marked_here=self.marked_here,
        )


def standing(names: Collection[str]) -> dict[str, Stands]:
    """By what the files call them, those of `names` that are there; locked, in the order of their keys."""
    rows = Assessment.objects.filter(imported_id__in=names).order_by("pk")
    rows = rows.select_related("half_day__prosecutor", "half_day__assessor", "half_day__unit", "case")
    found = list(rows.select_for_update(of=("self",), no_key=True).prefetch_related("feedback", "action"))
    if not found:
        return {}
    markings = {one.assessment_id: one for one in Marking.objects.filter(assessment__in=found, number=1)}
    second = list(SecondMarking.objects.filter(assessment__in=found).select_related("by"))
    answers = _answers([*(one.pk for one in markings.values()), *(one.marking_id for one in second)])
    stands = {one.pk: Stands(one, markings[one.pk], answers[markings[one.pk].pk]) for one in found}
    for one in second:
        stands[one.assessment_id].second[one.by.email, one.kind] = one  # type: ignore[index]
        stands[one.assessment_id].second_answers[one.pk] = answers[one.marking_id]  # type: ignore[index]
    for sample in DipSample.objects.filter(assessment__in=found).select_related("sampler"):
        stands[sample.assessment_id].samples[sample.sampler.email] = sample
    for pk in DrawnIQA.objects.filter(assessment__in=found).values_list("assessment_id", flat=True):
        stands[pk].is_drawn = True
    done = Event.objects.filter(subject_kind=kind_of(found[0]), subject_id__in=stands)
    for pk, verb in done.exclude(verb__in=[IMPORTED, IMPORTED_AGAIN]).values_list("subject_id", "verb"):
        stands[pk].done_here.add(verb)
    return {one.imported_id: stands[one.pk] for one in found}  # type: ignore[misc]


def _answers(markings: Collection[int]) -> dict[int, Stored]:
    """By marking and question."""
    reasons: dict[int, set[int]] = defaultdict(set)
    chosen = Answer.reasons.through.objects.filter(answer__marking__in=markings)
    for answer, reason in chosen.values_list("answer_id", "reason_id"):
        reasons[answer].add(reason)
    found: dict[int, Stored] = defaultdict(dict)
    rows = Answer.objects.filter(marking__in=markings)
    said = rows.values_list("pk", "marking_id", "question_id", "outcome_id", "other_reason", "comment")
    for pk, marking, question, outcome, other_reason, comment in said:
        found[marking][question] = (pk, Given(question, outcome, frozenset(reasons[pk]), other_reason, comment))
    return found
