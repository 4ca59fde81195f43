"""Publishing a set, and taking it back before its day."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.permissions import NATIONAL, Permission, check_permission
from iqa.questions.actions.drafting import check_seen
from iqa.questions.models import Activity, QuestionSet, Wording
from iqa.questions.policies.publishing import (
    NotAllowed,
    check_can_be_taken_back,
    check_draft,
    check_publishable,
    problems_of_set,
)


@transaction.atomic
def check_can_publish(*, question_set: QuestionSet, in_force_from: date, seen: datetime | None, by: Any) -> QuestionSet:
    """The draft, last read as edited at `seen`, held until the transaction ends, if it can be published from a day on.

    Raises `Behind` where it was edited since, so that nobody publishes what they have not read; and `NotAllowed` for
    the last editor, a day in the past or that another set has, and a set that lacks something.
    """
    check_permission(by, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    draft = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
    check_draft(draft)
    check_seen(draft, seen)
    problems = problems_of_set(Activity.objects.of_set(draft), Wording.objects.of_set(draft), draft.outcomes.all())
    check_publishable(draft, day=in_force_from, by_pk=by.pk, on=today(), problems=problems)
    if QuestionSet.objects.published().filter(in_force_from=in_force_from).exists():
        raise NotAllowed("Another question set is in force from that date. Enter another date.", field="in_force_from")
    return draft


@transaction.atomic
def publish(*, question_set: QuestionSet, in_force_from: date, seen: datetime | None, by: Any) -> None:
    """Publish a draft from a day on. Drafts of assessments begun under the set before finish under it. Raises as
    `check_can_publish`."""
    draft = check_can_publish(question_set=question_set, in_force_from=in_force_from, seen=seen, by=by)
    draft.in_force_from, draft.published_at, draft.published_by = in_force_from, timezone.now(), by
    draft.save(update_fields=["in_force_from", "published_at", "published_by"])
    log_event(verb="published", subject=draft, by=by, in_force_from=in_force_from.isoformat())


@transaction.atomic
def take_back(*, question_set: QuestionSet, by: Any) -> None:
    """Make a draft again of a published set whose day has not come. Raises `NotAllowed`."""
    check_permission(by, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    published = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
    check_can_be_taken_back(published, on=today())
    published.published_at = published.published_by = published.in_force_from = None
    published.save(update_fields=["in_force_from", "published_at", "published_by"])
    log_event(verb="taken_back", subject=published, by=by)
