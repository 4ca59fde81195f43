"""Somebody's own answers about work that is marked elsewhere too: begun, saved as often as one likes, finished once."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from assessments.actions.markings import answers_of, complete_answers, write_answers, write_unless_behind
from assessments.models import Assessment, Marking
from assessments.policies.answers import AnswerData, differing
from dipsamples.models import ExerciseCase, SecondMarking
from dipsamples.policies.second_markings import check_may_go_on, check_open
from iqa.audit.actions import log_event
from iqa.organisation.models import Person


@transaction.atomic
def begin_on_iqa(*, assessment: Assessment, kind: str, blind: bool = False, by: Person) -> SecondMarking:
    """Begin marking an IQA a second time, by the questions that its own marking answers. Begun before, it is the one
    that there is.

    Whether `by` may, whoever calls this has checked. Raises `NotAllowed` for one that is not on record.
    """
    Assessment.objects.select_for_update().only("pk").get(pk=assessment.pk)
    current = Assessment.objects.with_facts().get(pk=assessment.pk)
    existing = SecondMarking.objects.filter(assessment=current, by=by, kind=kind).first()
    if existing:
        return existing
    second = SecondMarking(kind=kind, assessment=current, by=by, blind=blind)
    check_open(second)
    return _begin(second, like=current.marking)


@transaction.atomic
def begin_in_exercise(*, exercise_case: ExerciseCase, kind: str, by: Person) -> SecondMarking:
    """Begin marking a case of a consistency exercise, or its reference, by the exercise's questions. Begun before, it
    is the one that there is: of a reference, there is one in all.

    Whether `by` may, whoever calls this has checked. Raises `NotAllowed` for an exercise that is closed.
    """
    ExerciseCase.objects.select_for_update().only("pk").get(pk=exercise_case.pk)
    held = ExerciseCase.objects.select_related("exercise").get(pk=exercise_case.pk)
    begun = SecondMarking.objects.filter(exercise_case=held, kind=kind)
    if kind == SecondMarking.Kind.EXERCISE:
        begun = begun.filter(by=by)
    if existing := begun.first():
        return existing
    second = SecondMarking(kind=kind, exercise_case=held, by=by, blind=kind == SecondMarking.Kind.EXERCISE)
    check_open(second)
    exercise = held.exercise
    return _begin(second, like=Marking(question_set=exercise.question_set, activity=exercise.activity))


@transaction.atomic
def save_answers(*, second: SecondMarking, answers: Mapping[int, AnswerData], version: int, by: Person) -> int:
    """Save the answers (by question id) of one last read at `version`; the version that it is at now.

    Raises as `write_unless_behind`, `PermissionDenied` for somebody else's, and `NotAllowed` for one that is finished
    or no longer open.
    """
    draft = locked(second)
    check_may_go_on(by, draft)
    if write_unless_behind(draft.marking, answers, read_at=version, version=draft.draft_version):
        draft.draft_version += 1
        draft.saved_at = timezone.now()
        draft.save(update_fields=["draft_version", "saved_at"])
    return draft.draft_version


@transaction.atomic
def finish(*, second: SecondMarking, by: Person) -> SecondMarking:
    """Lock the answers, for good, and note which version of the IQA they are compared with. Finished before, nothing
    changes.

    Raises `Incomplete`, `PermissionDenied` for somebody else's, and `NotAllowed` for one that is no longer open.
    """
    draft = locked(second)
    if draft.finished_at and draft.by_id == by.pk:
        return draft  # pressed twice
    check_may_go_on(by, draft)
    stored = answers_of(draft.marking)
    answers = complete_answers(draft.marking, stored)
    write_answers(draft.marking, {question: answers[question] for question in differing(answers, stored)})
    now = timezone.now()
    Marking.objects.filter(pk=draft.marking_id).update(made_at=now)
    draft.finished_at = now
    draft.compared_with = draft.assessment.marking if draft.assessment else None
    draft.save(update_fields=["finished_at", "compared_with"])
    log_event(verb="finished", subject=draft, by=by)
    return draft


def locked(second: SecondMarking) -> SecondMarking:
    """The second marking as it stands, held until the transaction ends. First the lock, then the reading: see
    `assessments.actions.locking`."""
    SecondMarking.objects.select_for_update().only("pk").get(pk=second.pk)
    return SecondMarking.objects.with_facts().get(pk=second.pk)


def _begin(second: SecondMarking, *, like: Marking) -> SecondMarking:
    """With a marking of its own, by the questions of another."""
    second.marking = Marking.objects.create(question_set=like.question_set, activity=like.activity, by=second.by)
    if like.pk:
        second.marking.added.set(like.added.all())
    second.save()
    log_event(verb="begun", subject=second, by=second.by)
    return second
