"""Comments as rows of a file. It carries what the words are about, and neither a URN nor a name of a person; each row
says who took it out and when, however far it travels."""

from collections.abc import Iterator

from assessments.models import Answer
from iqa.questions.models import Wording
from reporting.exports.sheets import Cell, Sheet
from reporting.models import CommentsExport
from reporting.querysets.comments import comments_of

HEADER = (
    "iqa", "area", "unit", "activity", "assessed_on", "question", "outcome", "reasons", "other_reason", "comment",
    "exported_by", "exported_at", "export",
)  # fmt: skip
WIDTHS = (10, 20, 30, 20, 12, 10, 16, 40, 40, 80, 30, 20, 10)


def comments_sheet(export: CommentsExport, pks: list[int]) -> Sheet:
    return Sheet("Comments", HEADER, _rows(export, pks), widths=WIDTHS)


def about_sheet(export: CommentsExport, filters: list[tuple[str, str]]) -> Sheet:
    told: list[tuple[Cell, Cell]] = [
        ("Exported by", f"{export.by.name} ({export.by.email})"),
        ("Exported at", export.at),
        ("What for", export.purpose),
        ("Export", export.pk),
        ("IQAs", export.iqas),
        *filters,
        ("Kept", "Who exported these comments, when and what for is kept. Those concerned can be told."),
    ]
    return Sheet("About", ["What", "In words"], told, widths=(28, 80))


def _rows(export: CommentsExport, pks: list[int]) -> Iterator[tuple[Cell, ...]]:
    numbers = {
        (question_set, question): number
        for question_set, question, number in Wording.objects.values_list("question_set", "question", "number")
    }
    mark = (f"{export.by.name} ({export.by.email})", export.at, export.pk)
    for answer in comments_of(pks):
        yield (*_cells(answer, numbers), *mark)


def _cells(answer: Answer, numbers: dict[tuple[int, int], int]) -> tuple[Cell, ...]:
    assessment = answer.marking.current_in
    half_day = assessment.half_day
    return (
        assessment.pk,
        half_day.unit.area.name,
        half_day.unit.name,
        half_day.activity.code,
        half_day.assessed_on,
        numbers.get((answer.marking.question_set_id, answer.question_id)),
        answer.outcome.counts_as if answer.outcome else "",
        "|".join(reason.code for reason in answer.reasons.all()),
        answer.other_reason,
        answer.comment,
    )
