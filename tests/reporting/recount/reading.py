"""Every IQA that the recount counts, read one by one."""

from datetime import date
from zoneinfo import ZoneInfo

from assessments.models import Answer, Assessment
from dipsamples.models import DipSample
from iqa.questions.models import Wording

LONDON = ZoneInfo("Europe/London")


def read():
    """Every IQA that is a draft, recorded or closed, as a dictionary."""
    iqas = []
    numbers = {(w.question_set_id, w.question_id): w.number for w in Wording.objects.all()}
    related = ("half_day__unit__area", "half_day__activity", "half_day__assessor", "half_day__prosecutor", "case")
    for a in Assessment.objects.select_related(*related):
        if a.state not in ("draft", "recorded", "closed"):
            continue
        day, case = a.half_day, a.case
        categories = case.sensitive if a.state == "draft" else a.sensitive
        feedback, action = getattr(a, "feedback", None), getattr(a, "action", None)
        answers, not_met_other = [], []
        given = Answer.objects.filter(marking=a.marking).select_related("outcome").prefetch_related("reasons")
        for answer in given:
            if answer.outcome:
                number = numbers[day.question_set_id, answer.question_id]
                codes = ["other" if r.is_other else r.code for r in answer.reasons.all()]
                answers.append((number, answer.outcome.counts_as, codes))
                if answer.outcome.counts_as == "not_met_other":
                    not_met_other.append((number, answer.lies_with or "not_said"))
        iqas.append(
            {
                "state": a.state,
                "area": [day.unit.area.name],
                "unit": [f"{day.unit.area.name} / {day.unit.name}"],
                "unit_kind": [day.unit.kind],
                "assessor": [day.assessor.email],
                "prosecutor": [day.prosecutor.email],
                "activity": [day.activity.code],
                "quarter": [quarter_of(day.assessed_on)],
                "month": [str(day.assessed_on)[:7]],
                "court_level": [case.court_level if a.state == "draft" else a.court_level],
                "sensitive": [c.code for c in categories.all()] or ["none"],
                "additional": ["yes" if day.additional else "no"],
                "assessed_on": day.assessed_on,
                "half_day": (day.assessor_id, day.prosecutor_id, day.activity_id, day.worked_on, day.half),
                "recorded_on": a.recorded_at and a.recorded_at.astimezone(LONDON).date(),
                "action_required": a.action_required,
                "taken": bool(action and action.taken_at),
                "feedback_on": feedback and feedback.given_on,
                "finalised": bool(a.finalised),
                "feedback": feedback and (feedback.mode or "not_said", feedback.kind),
                "answers": answers,
                "comments": [answer.comment for answer in given],
                "not_met_other": not_met_other,
                "pairs": pairs_of(a, numbers),
                "samples": [
                    (s.targeted, bool(s.iqa_comment and s.work_comment))
                    for s in DipSample.objects.filter(assessment=a)
                    if s.recorded_at
                ],
                "sampled_by": [sample_of(s) for s in DipSample.objects.filter(assessment=a) if s.recorded_at],
            }
        )
    return iqas


def sample_of(sample):
    second = sample.second_marking
    return {
        "sampler": sample.sampler.email,
        "targeted": sample.targeted,
        "both": bool(sample.iqa_comment and sample.work_comment),
        "blind": bool(second and second.blind and second.finished_at),
    }


def pairs_of(assessment, numbers):
    """(number, own, reference) of each question that a finished second marking answers as the IQA did then."""
    pairs = []
    for second in assessment.second_markings.all():
        if second.finished_at:
            own, reference = (
                {answer.question_id: answer.outcome.counts_as for answer in Answer.objects.filter(marking=marking)}
                for marking in (second.compared_with, second.marking)
            )
            for question in own.keys() & reference.keys():
                number = numbers[second.marking.question_set_id, question]
                pairs.append((number, own[question], reference[question]))
    return pairs


def quarter_of(day: date) -> str:
    year = day.year if day.month > 3 else day.year - 1
    return f"{year}-{(year + 1) % 100:02} Q{((day.month + 8) % 12) // 3 + 1}"
