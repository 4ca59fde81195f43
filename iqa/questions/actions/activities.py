"""The activities of a draft set: each is a kind of work, or a set of questions that an assessor may add."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from iqa.audit.actions import log_event
from iqa.questions.actions.drafting import check_seen, held_draft, mark_edited
from iqa.questions.models import Activity, QuestionSet, Reason
from iqa.questions.policies.publishing import NotAllowed


@transaction.atomic
def add_activity(*, question_set: QuestionSet, name: str, base: str, is_optional: bool, by: Any) -> Activity:
    """Add an activity to a draft, or one of an earlier set again; an optional one is a set of questions that an
    assessor adds to an assessment. Raises `NotAllowed` where the set has it, or its name means another."""
    draft = held_draft(question_set, by)
    code = slugify(name).replace("-", "_")[:40]
    if not code:
        raise NotAllowed("The name of the activity must have letters or numbers in it.", field="name")
    order = (Activity.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    activity, _ = Activity.objects.get_or_create(
        code=code, defaults={"name": name, "base": base, "is_optional": is_optional, "order": order}
    )
    if draft.activities.filter(pk=activity.pk).exists():
        raise NotAllowed("This set already has an activity of this name. Enter another name.", field="name")
    if (activity.base, activity.is_optional) != (base, is_optional):
        raise NotAllowed("An earlier activity of this name was of another kind. Enter another name.", field="name")
    draft.activities.add(activity)
    mark_edited(draft, by)
    log_event(verb="activity_added", subject=draft, by=by, name=activity.name)
    return activity


@transaction.atomic
def retire_activity(*, question_set: QuestionSet, activity: Activity, seen: datetime | None, by: Any) -> None:
    """Take an activity and its questions out of a draft last read as edited at `seen`. Earlier sets keep it. Raises
    `Behind` where the set was edited since."""
    draft = held_draft(question_set, by)
    check_seen(draft, seen)
    Reason.objects.filter(wording__question_set=draft, wording__activity=activity).delete()
    draft.wordings.filter(activity=activity).delete()
    draft.activities.remove(activity)
    mark_edited(draft, by)
    log_event(verb="activity_retired", subject=draft, by=by, name=activity.name)
