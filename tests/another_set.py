"""A question set of quite another shape than Annex F: other numbers, an activity of its own, a fifth outcome, and
optional questions whose numbers come before those of the activity that they are added to."""

from datetime import date
from typing import Any

from iqa.questions.loading import load_published_set
from iqa.questions.models import QuestionSet


def _question(key: str, number: int) -> dict[str, Any]:
    return {
        "key": key,
        "number": number,
        "label": f"Label {number}",
        "text": f"Was question {number} met?",
        "guidance": [f"Consider question {number}."],
        "reasons": [{"code": f"q{number}-late", "text": "Late"}, {"code": f"q{number}-other", "text": "Other"}],
    }


# The fifth outcome, "partly met", counts as not met, asks for whom it lies with and for no comment.
ANOTHER: dict[str, Any] = {
    "title": "Another set",
    "in_force_from": date(2019, 4, 1),
    "outcomes": [
        {"code": "met", "label": "Met", "counts_as": "fully_met"},
        {"code": "partly_met", "label": "Partly met", "counts_as": "not_met", "requires_whom": True},
        {"code": "not_met", "label": "Not met", "counts_as": "not_met", "requires_reason": True},
        {"code": "not_met_other", "label": "Not met other", "counts_as": "not_met_other", "requires_comment": True},
        {"code": "not_applicable", "label": "Not applicable", "counts_as": "not_applicable"},
    ],
    "activities": [
        {
            "code": "unused_material",
            "name": "Unused material",
            "base": "office",
            "questions": [
                _question("police-schedule", 101),
                _question("defence-statement", 107),
                _question("third-parties", 140),
            ],
        },
        {
            "code": "sentencing",
            "name": "Sentencing",
            "base": "court",
            "is_optional": True,
            "questions": [_question("guidelines", 50), _question("victim-statement", 51)],
        },
    ],
}


def load_another(**changes: Any) -> QuestionSet:
    load_published_set({**ANOTHER, **changes})
    return QuestionSet.objects.get(title="Another set")
