"""Second looks made for a test, through the real actions."""

import uuid
from datetime import timedelta

from assessments.actions import recording
from assessments.models import Assessment
from assessments.policies.answers import AnswerData
from dipsamples.actions import dip_samples, second_markings
from dipsamples.models import DipSample, Exercise, ExerciseCase, SecondMarking
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.questions.models import Activity, Outcome, QuestionSet, Reason, Wording
from tests.factories import CaseFactory, answers_to


def exercise_case(*, by: Person, activity: str = "case_progression", **exercise) -> ExerciseCase:
    made = Exercise.objects.create(
        title="March exercise",
        activity=Activity.objects.get(code=activity),
        question_set=QuestionSet.objects.in_force(on=today()),
        closes_on=today() + timedelta(days=7),
        made_by=by,
        **exercise,
    )
    return ExerciseCase.objects.create(exercise=made, case=CaseFactory(), order=1)


def answered_as(second: SecondMarking, codes: dict[int, str] | None = None, **words) -> dict[int, AnswerData]:
    """Complete answers to its questions, by question id: "fully_met", but for `codes` by number of the question; with
    what each outcome requires. `words` is the comment on those."""
    marking, codes = second.marking, codes or {}
    outcomes = {each.code: each for each in Outcome.objects.filter(question_set=marking.question_set)}
    answers = {}
    for wording in Wording.objects.asked(question_set=marking.question_set, activity=marking.activity):
        outcome = outcomes[codes.get(wording.number, "fully_met")]
        reasons = Reason.objects.filter(wording=wording, is_other=False)[:1] if outcome.requires_reason else []
        answers[wording.question_id] = AnswerData(
            outcome_id=outcome.pk,
            reason_ids=frozenset(reason.pk for reason in reasons),
            lies_with="police" if outcome.requires_whom else "",
            comment=words.get("comment", "Seen otherwise") if outcome.requires_comment else "",
        )
    return answers


def finished(second: SecondMarking, codes: dict[int, str] | None = None, **words) -> SecondMarking:
    second_markings.save_answers(second=second, answers=answered_as(second, codes, **words), version=0, by=second.by)
    return second_markings.finish(second=second, by=second.by)


def begun_on(assessment: Assessment, *, by: Person, kind: str = SecondMarking.Kind.REFERENCE) -> SecondMarking:
    return second_markings.begin_on_iqa(assessment=assessment, kind=kind, by=by)


def picked(assessment: Assessment, *, by: Person, reason: str = "Its marks stand out") -> DipSample:
    """Begun: neither marked nor commented on."""
    return dip_samples.pick(key=uuid.uuid4(), assessment=assessment, reason=reason, by=by)


def marked(dip_sample: DipSample, codes: dict[int, str] | None = None, **words) -> DipSample:
    """With the sampler's own answers, finished, as for `answered_as`."""
    begun = dip_samples.begin_marking(dip_sample=dip_sample, by=dip_sample.sampler)
    second = begun.second_marking
    answers = answered_as(second, codes, **words)
    second_markings.save_answers(second=second, answers=answers, version=0, by=second.by)
    return dip_samples.finish_marking(dip_sample=begun, by=dip_sample.sampler)


def commented(dip_sample: DipSample, *, iqa="Marked with care", work="A sound review", tags=()) -> DipSample:
    """As a draft."""
    said = dip_samples.Comments(iqa=iqa, work=work, tags=frozenset(tags))
    dip_samples.save_comments(
        dip_sample=dip_sample, comments=said, version=dip_sample.draft_version, by=dip_sample.sampler
    )
    return DipSample.objects.with_facts().get(pk=dip_sample.pk)


def sampled(dip_sample: DipSample, **said) -> DipSample:
    """Recorded; `said` is as for `commented`."""
    return dip_samples.record(dip_sample=commented(dip_sample, **said), by=dip_sample.sampler)


def correct(assessment: Assessment, by: Person) -> Assessment:
    """All fully met and one commented on, in its second version."""
    answers = answers_to(assessment, comments={9: "Seen again"})
    return recording.correct(assessment=assessment, answers=answers, number=1, key=uuid.uuid4(), reason="A slip", by=by)
