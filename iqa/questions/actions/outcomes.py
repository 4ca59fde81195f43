"""The outcomes of a draft set: the answers that it allows, what each requires, and which of the scheme's four it counts
as."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from iqa.audit.actions import log_event
from iqa.questions.actions.drafting import Behind, check_seen, held_draft, mark_edited
from iqa.questions.models import Outcome, QuestionSet
from iqa.questions.policies.publishing import NotAllowed


class OutcomeData(NamedTuple):
    """What a form says of an outcome."""

    label: str
    counts_as: str
    requires_reason: bool = False
    requires_comment: bool = False
    requires_whom: bool = False


@transaction.atomic
def add_outcome(*, question_set: QuestionSet, data: OutcomeData, by: Any) -> Outcome:
    """Add an outcome after the others of a draft. Raises `NotAllowed` for a name that one of them has."""
    draft = held_draft(question_set, by)
    code = slugify(data.label).replace("-", "_")[:40]
    if not code:
        raise NotAllowed("The name of the outcome must have letters or numbers in it.", field="label")
    _check_name(draft, data.label)
    if draft.outcomes.filter(code=code).exists():
        raise NotAllowed("An outcome of this set had this name before. Enter another name.", field="label")
    order = (draft.outcomes.aggregate(last=Max("order"))["last"] or 0) + 1
    outcome = Outcome.objects.create(question_set=draft, code=code, order=order, **data._asdict())
    mark_edited(draft, by)
    log_event(verb="outcome_added", subject=draft, by=by, **data._asdict())
    return outcome


@transaction.atomic
def edit_outcome(*, outcome: Outcome, data: OutcomeData, seen: datetime | None, by: Any) -> None:
    """Change an outcome of a draft last read as edited at `seen`; its code stays. Raises `Behind` where the set was
    edited since, and `NotAllowed` for a name that another of its outcomes has."""
    draft = _held(outcome, seen, by)
    _check_name(draft, data.label, but=outcome.pk)
    draft.outcomes.filter(pk=outcome.pk).update(**data._asdict())
    mark_edited(draft, by)
    log_event(verb="outcome_edited", subject=draft, by=by, before=outcome.label, **data._asdict())


@transaction.atomic
def move_outcome(*, outcome: Outcome, up: bool, by: Any) -> None:
    """Change places with the outcome before or after it; at the end it stays, and so does one that was retired."""
    draft = held_draft(outcome.question_set, by)
    order = list(Outcome.objects.allowed(question_set=draft))
    here = order.index(outcome) if outcome in order else -1
    there = here - 1 if up else here + 1
    if here < 0 or not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for place, each in enumerate(order, 1):
        draft.outcomes.filter(pk=each.pk).update(order=place)
    mark_edited(draft, by)
    log_event(verb="outcome_moved", subject=draft, by=by, label=outcome.label, place=there + 1)


@transaction.atomic
def retire_outcome(*, outcome: Outcome, seen: datetime | None, by: Any) -> None:
    """Take an outcome out of a draft last read as edited at `seen`. Earlier sets, and every answer under them, keep it.
    Raises `Behind` where the set was edited since."""
    draft = _held(outcome, seen, by)
    draft.outcomes.filter(pk=outcome.pk).delete()
    mark_edited(draft, by)
    log_event(verb="outcome_retired", subject=draft, by=by, label=outcome.label)


def _held(outcome: Outcome, seen: datetime | None, by: Any) -> QuestionSet:
    draft = held_draft(outcome.question_set, by)
    check_seen(draft, seen)
    if not draft.outcomes.filter(pk=outcome.pk).exists():
        raise Behind
    return draft


def _check_name(draft: QuestionSet, label: str, but: int = 0) -> None:
    if draft.outcomes.filter(label__iexact=label).exclude(pk=but).exists():
        raise NotAllowed("This set already has an outcome of this name. Enter another name.", field="label")
