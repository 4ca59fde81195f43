from assessments.models.assessment import Assessment, FinalisedReason, State
from assessments.models.case import Case, CourtLevel, Plea, SensitiveCategory
from assessments.models.feedback import Feedback, FeedbackAction
from assessments.models.half_day import HalfDay
from assessments.models.marking import Answer, LiesWith, Marking

__all__ = [
    "Answer",
    "Assessment",
    "Case",
    "CourtLevel",
    "Feedback",
    "FeedbackAction",
    "FinalisedReason",
    "HalfDay",
    "LiesWith",
    "Marking",
    "Plea",
    "SensitiveCategory",
    "State",
]
