"""What every change to a draft set begins and ends with."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from iqa.permissions import NATIONAL, Permission, check_permission
from iqa.questions.models import QuestionSet
from iqa.questions.policies.publishing import check_draft


class Behind(Exception):
    """What this was about was changed by someone else since it was read."""


def held_draft(question_set: QuestionSet, by: Any) -> QuestionSet:
    """The set as it stands, held until the transaction ends. Raises `NotAllowed` unless it is a draft."""
    check_permission(by, Permission.DRAFT_QUESTION_SETS, NATIONAL)
    draft = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
    check_draft(draft)
    return draft


def check_seen(question_set: QuestionSet, seen: datetime | None) -> None:
    """Raises `Behind` where the set was edited since it was read as edited at `seen`."""
    if question_set.edited_at != seen:
        raise Behind


def mark_edited(question_set: QuestionSet, by: Any) -> None:
    """From now on `by` is the set's last editor."""
    QuestionSet.objects.filter(pk=question_set.pk).update(edited_at=timezone.now(), edited_by=by)
