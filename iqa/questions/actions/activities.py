"""The activities of a draft set: each is a kind of work, or a set of questions that an assessor may add."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from iqa.audit.actions import log_event
from iqa.questions.actions.drafting import check_seen, held_draft, mark_edited
from iqa.questions.models import Activity, QuestionSet, Reason, SetActivity
from iqa.questions.policies.publishing import NotAllowed, check_activity_can_change


@transaction.atomic
def add_activity(*, question_set: QuestionSet, name: str, base: str, is_optional: bool, by: Any) -> Activity:
    """Add an activity to the end of a draft, or one of another set again; an optional one is a set of questions that an
    assessor adds to an assessment. Raises `NotAllowed` where the set has it, or its name means another."""
    draft = held_draft(question_set, by)
    order = (Activity.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    activity, _ = Activity.objects.get_or_create(
        code=_code(name), defaults={"name": name, "base": base, "is_optional": is_optional, "order": order}
    )
    if draft.activities.filter(pk=activity.pk).exists():
        raise NotAllowed("This set already has an activity of this name. Enter another name.", field="name")
    if (activity.base, activity.is_optional) != (base, is_optional):
        raise NotAllowed("An earlier activity of this name was of another kind. Enter another name.", field="name")
    place = (draft.activity_places.aggregate(last=Max("order"))["last"] or 0) + 1
    draft.activities.add(activity, through_defaults={"order": place})
    mark_edited(draft, by)
    log_event(verb="activity_added", subject=draft, by=by, name=activity.name)
    return activity


@transaction.atomic
def edit_activity(
    *,
    question_set: QuestionSet,
    activity: Activity,
    name: str,
    base: str,
    is_optional: bool,
    seen: datetime | None,
    by: Any,
) -> Activity:
    """Change what an activity is that no other set has, in a draft last read as edited at `seen`. Raises `Behind` where
    the set was edited since, and `NotAllowed` where another set has it, or another activity its name."""
    draft = held_draft(question_set, by)
    check_seen(draft, seen)
    current = draft.activities.select_for_update(of=("self",)).get(pk=activity.pk)
    check_activity_can_change(current, elsewhere=Activity.objects.elsewhere_than(draft).filter(pk=current.pk).exists())
    code = _code(name)
    if Activity.objects.filter(code=code).exclude(pk=current.pk).exists():
        raise NotAllowed("Another activity has this name. Enter another name.", field="name")
    before = current.name
    current.code, current.name, current.base, current.is_optional = code, name, base, is_optional
    current.save(update_fields=["code", "name", "base", "is_optional"])
    mark_edited(draft, by)
    log_event(verb="activity_edited", subject=draft, by=by, before=before, name=name)
    return current


@transaction.atomic
def move_activity(*, question_set: QuestionSet, activity: Activity, up: bool, by: Any) -> None:
    """Change places with the activity before or after it in a draft; at the end it stays."""
    draft = held_draft(question_set, by)
    order = list(Activity.objects.of_set(draft))
    here = order.index(activity)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for place, each in enumerate(order, 1):
        SetActivity.objects.filter(question_set=draft, activity=each).update(order=place)
    mark_edited(draft, by)
    log_event(verb="activity_moved", subject=draft, by=by, name=activity.name, place=there + 1)


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


def _code(name: str) -> str:
    """Of an activity that is called so. Raises `NotAllowed` for a name that makes none."""
    code = slugify(name).replace("-", "_")[:40]
    if not code:
        raise NotAllowed("The name of the activity must have letters or numbers in it.", field="name")
    return code
