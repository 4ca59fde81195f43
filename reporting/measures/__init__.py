"""The reports, by the names of the contract."""

from reporting.measures.agreement import Agreement
from reporting.measures.assessors import AssessorsWithNone
from reporting.measures.dip_samples import DipSamples
from reporting.measures.feedback import Feedback
from reporting.measures.feedback_given import FeedbackGiven
from reporting.measures.fully_met import FullyMet
from reporting.measures.health import Health
from reporting.measures.marking_habits import MarkingHabits
from reporting.measures.not_met_other import NotMetOther
from reporting.measures.open_iqas import OpenIQAs
from reporting.measures.reasons import Reasons
from reporting.measures.report import Report
from reporting.measures.robustness import Robustness
from reporting.measures.samplers import Samplers
from reporting.measures.timing import Timing
from reporting.measures.use_of_reasons import UseOfReasonsReport
from reporting.measures.volumes import Volumes

# In the order of their groups.
_ALL = (
    Volumes(),
    Timing(),
    AssessorsWithNone(),
    FullyMet(),
    Reasons(),
    NotMetOther(),
    MarkingHabits(),
    DipSamples(),
    Samplers(),
    Agreement(),
    Robustness(),
    UseOfReasonsReport(),
    Feedback(),
    FeedbackGiven(),
    OpenIQAs(),
    Health(),
)
REPORTS: dict[str, Report] = {report.name: report for report in _ALL}
