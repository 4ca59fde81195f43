"""Targets and performance measures, records that come in from elsewhere, figures added up beforehand, and what
readers keep and take out."""

from reporting.models.comments_export import CommentsExport
from reporting.models.performance_measure import PerformanceMeasure
from reporting.models.record_import import FilePart, ImportedFile, ImportProblem, RecordImport
from reporting.models.saved_view import SavedView
from reporting.models.split_half_day import SplitHalfDay
from reporting.models.tallies_due import TalliesDue
from reporting.models.tally import (
    AgreementTally,
    AnswerTally,
    Extent,
    IQATally,
    ReasonTally,
    Span,
    TalliedIQA,
)
from reporting.models.target import Target

__all__ = [
    "AgreementTally",
    "AnswerTally",
    "CommentsExport",
    "Extent",
    "FilePart",
    "IQATally",
    "ImportProblem",
    "ImportedFile",
    "PerformanceMeasure",
    "ReasonTally",
    "RecordImport",
    "SavedView",
    "Span",
    "SplitHalfDay",
    "TalliedIQA",
    "TalliesDue",
    "Target",
]
