"""The tables that the nation's IQAs fill, and the columns of each."""

from assessments.models import Answer, Assessment, Case, Feedback, FeedbackAction, HalfDay, Marking
from dipsamples.models import DipSample, SecondMarking
from iqa.audit.models import Event
from iqa.bulk import Rows


class Tables:
    """Rows on their way to the database."""

    def __init__(self) -> None:
        self.half_days = Rows(
            HalfDay,
            *("id", "key", "assessor_id", "prosecutor_id", "unit_id", "activity_id", "question_set_id", "worked_on"),
            *("half", "assessed_on", "additional", "kind_of_work", "court_centre", "list_type", "started_at"),
        )
        self.cases = Rows(
            Case, "id", "urn", "court_level", "plea", "finalised", "next_hearing", "trial_date", "registered_at"
        )
        self.case_categories = Rows(Case.sensitive.through, "id", "case_id", "sensitivecategory_id")
        self.assessments = Rows(
            Assessment,
            *("id", "key", "half_day_id", "case_id", "marking_id", "draft_version", "draft_saved_at"),
            *("draft_saved_by_id", "court_level", "finalised", "finalised_reason", "finalised_reason_words"),
            *("state", "action_required", "recorded_at", "recorded_by_id", "late_reason", "feedback_due_on"),
            *("readable_from", "closed_at", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
        )
        self.categories = Rows(Assessment.sensitive.through, "id", "assessment_id", "sensitivecategory_id")
        self.markings = Rows(
            Marking,
            *("id", "key", "assessment_id", "number", "question_set_id", "activity_id", "by_id", "made_at", "reason"),
        )
        self.answers = Rows(
            Answer, "id", "marking_id", "question_id", "outcome_id", "other_reason", "lies_with", "comment"
        )
        self.reasons = Rows(Answer.reasons.through, "id", "answer_id", "reason_id")
        self.actions = Rows(
            FeedbackAction,
            *("id", "assessment_id", "what", "owner", "owner_name", "due_on", "taken_at", "taken_by_id", "taken_note"),
        )
        self.feedback = Rows(
            Feedback, "id", "assessment_id", "given_on", "mode", "kind", "note", "by_id", "recorded_at"
        )
        self.seconds = Rows(
            SecondMarking,
            *("id", "kind", "marking_id", "assessment_id", "by_id", "blind", "draft_version", "begun_at", "saved_at"),
            *("finished_at", "compared_with_id"),
        )
        self.samples = Rows(
            DipSample,
            *("id", "assessment_id", "sampler_id", "targeted", "targeted_reason", "second_marking_id", "iqa_comment"),
            *("work_comment", "draft_version", "begun_at", "saved_at", "sampled_on", "recorded_at", "reply"),
        )
        self.events = Rows(Event, "id", "at", "by_id", "subject_kind", "subject_id", "verb", "detail")
        # In the order in which they may be written.
        self.all = (
            *(self.half_days, self.cases, self.case_categories, self.assessments, self.categories, self.markings),
            *(self.answers, self.reasons, self.actions, self.feedback, self.seconds, self.samples, self.events),
        )

    def write(self) -> None:
        for rows in self.all:
            rows.write()
