"""The rows of new IQAs on their way to the tables, a batch at a time."""

from collections.abc import Iterable

from assessments.models import Answer, Assessment, Feedback, FeedbackAction, Marking
from dipsamples.models import DipSample, SecondMarking
from iqa.audit.models import Event
from iqa.bulk import Rows
from reporting.imports.judging import Given

EVENT_COLUMNS = ("at", "by_id", "subject_kind", "subject_id", "verb", "detail")


class NewRows:
    """`write` adds them all; foreign keys are checked when the transaction ends."""

    def __init__(self) -> None:
        self.assessments = Rows(
            Assessment,
            *("id", "key", "half_day_id", "case_id", "marking_id", "draft_version", "draft_saved_at"),
            *("draft_saved_by_id", "late_reason", "finalised_reason", "finalised_reason_words", "imported_id"),
            *("imported_at", "court_level", "finalised", "state", "action_required", "recorded_at", "recorded_by_id"),
            *("feedback_due_on", "readable_from", "closed_at", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
        )
        self.sensitive = Rows(Assessment.sensitive.through, "assessment_id", "sensitivecategory_id")
        self.markings = Rows(
            Marking,
            *("id", "key", "assessment_id", "number", "question_set_id", "activity_id", "by_id", "made_at", "reason"),
        )
        self.answers = Rows(
            Answer, "id", "marking_id", "question_id", "outcome_id", "other_reason", "lies_with", "comment"
        )
        self.reasons = Rows(Answer.reasons.through, "answer_id", "reason_id")
        self.actions = Rows(
            FeedbackAction,
            *("assessment_id", "what", "owner", "owner_name", "due_on", "taken_at", "taken_by_id", "taken_note"),
        )
        self.feedback = Rows(Feedback, "assessment_id", "given_on", "mode", "kind", "note", "by_id", "recorded_at")
        self.second = Rows(
            SecondMarking,
            *("id", "kind", "marking_id", "assessment_id", "by_id", "blind", "draft_version", "begun_at", "saved_at"),
            *("finished_at", "compared_with_id", "imported_at"),
        )
        self.samples = Rows(
            DipSample,
            *("assessment_id", "sampler_id", "targeted", "targeted_reason", "second_marking_id", "iqa_comment"),
            *("work_comment", "draft_version", "begun_at", "saved_at", "sampled_on", "recorded_at", "reply"),
            "imported_at",
        )
        self.events = Rows(Event, *EVENT_COLUMNS)

    def add_answers(self, marking: int, answers: Iterable[Given]) -> None:
        for given in answers:
            key = self.answers.next_key()
            self.answers.add(key, marking, given.question, given.outcome, given.other_reason, "", given.comment)
            for reason in given.reasons:
                self.reasons.add(key, reason)

    def write(self) -> None:
        tables = (self.assessments, self.sensitive, self.markings, self.answers, self.reasons, self.actions)
        for rows in (*tables, self.feedback, self.second, self.samples, self.events):
            rows.write()
