"""Editing a draft set: question by question, so that two people can work on one set."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from iqa.audit.actions import log_event
from iqa.permissions import NATIONAL, Permission, check_permission
from iqa.questions.models import Activity, Outcome, Question, QuestionSet, Reason, Wording
from iqa.questions.policies.publishing import NotAllowed, check_draft


class Behind(Exception):
    """The question was changed by someone else since this version was read."""


@dataclass(frozen=True)
class ReasonData:
    """A reason; without a code where it is new."""

    text: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionData:
    """A question as its set asks it. With `has_other`, "Other" is its last reason."""

    number: int
    label: str
    text: str
    guidance: str = ""
    reasons: tuple[ReasonData, ...] = ()
    has_other: bool = True


@transaction.atomic
def copy_set(*, source: QuestionSet, title: str, by: Any) -> QuestionSet:
    """A new draft that starts as a copy: the same questions, under their identities, with their reasons' codes."""
    check_permission(by, Permission.DRAFT_QUESTION_SETS, NATIONAL)
    copy = QuestionSet.objects.create(title=title, copied_from=source, edited_at=timezone.now(), edited_by=by)
    copy.activities.set(source.activities.all())
    Outcome.objects.bulk_create(_again(outcome, question_set=copy) for outcome in source.outcomes.all())
    for wording in source.wordings.prefetch_related("reasons"):
        new = _again(wording, question_set=copy, version=0, edited_at=None, edited_by=None)
        new.save()
        Reason.objects.bulk_create(_again(reason, wording=new) for reason in wording.reasons.all())
    log_event(verb="copied", subject=copy, by=by, source=source.title)
    return copy


@transaction.atomic
def add_question(
    *, question_set: QuestionSet, activity: Activity, asked: QuestionData, same_as: Question | None, by: Any
) -> Wording:
    """Add a question to an activity: the same as one before, whose trend runs on, or a new one."""
    _locked(question_set, by)
    _check_number(question_set, asked.number, but=None)
    question = same_as or Question.objects.create(key=_new_key(asked.label))
    if question_set.wordings.filter(question=question).exists():
        raise NotAllowed("This set already asks that question. Select another, or say that this one is new.")
    wording = Wording.objects.create(
        question_set=question_set,
        question=question,
        activity=activity,
        number=asked.number,
        label=asked.label,
        text=asked.text,
        guidance=asked.guidance,
        edited_at=timezone.now(),
        edited_by=by,
    )
    _write_reasons(wording, asked)
    _edited(question_set, by)
    log_event(verb="question_added", subject=question_set, by=by, number=asked.number)
    return wording


@transaction.atomic
def edit_question(*, wording: Wording, asked: QuestionData, same_as: Question | None, version: int, by: Any) -> Wording:
    """Change a question last read at `version`. `same_as` is its identity: None makes it a new question, so that its
    trend begins anew. Raises `Behind` where someone else changed it since."""
    _locked(wording.question_set, by)
    current = Wording.objects.select_for_update().get(pk=wording.pk)
    if current.version != version:
        raise Behind
    _check_number(current.question_set, asked.number, but=current)
    current.question = same_as or Question.objects.create(key=_new_key(asked.label))
    current.number, current.label = asked.number, asked.label
    current.text, current.guidance = asked.text, asked.guidance
    current.version += 1
    current.edited_at, current.edited_by = timezone.now(), by
    current.save()
    _write_reasons(current, asked)
    _edited(current.question_set, by)
    log_event(verb="question_edited", subject=current.question_set, by=by, number=asked.number)
    return current


@transaction.atomic
def move_question(*, wording: Wording, up: bool, by: Any) -> Wording:
    """Change places with the question before or after it in its activity; at the end it stays."""
    _locked(wording.question_set, by)
    current = Wording.objects.get(pk=wording.pk)
    others = Wording.objects.filter(question_set=current.question_set_id, activity=current.activity_id)
    if up:
        neighbour = others.filter(number__lt=current.number).order_by("-number").first()
    else:
        neighbour = others.filter(number__gt=current.number).order_by("number").first()
    if neighbour is None:
        return current
    here, there = current.number, neighbour.number
    # Each number stands once in a set: 0 is nobody's, so it serves while they change places.
    for pk, number in ((current.pk, 0), (neighbour.pk, here), (current.pk, there)):
        Wording.objects.filter(pk=pk).update(number=number)
    _edited(current.question_set, by)
    log_event(verb="question_moved", subject=current.question_set, by=by, number=here, to=there)
    current.number = there
    return current


@transaction.atomic
def retire_question(*, wording: Wording, by: Any) -> None:
    """Take a question out of a draft. Its identity, and every record of it under earlier sets, stays."""
    question_set = wording.question_set
    _locked(question_set, by)
    Reason.objects.filter(wording=wording.pk).delete()
    Wording.objects.filter(pk=wording.pk).delete()
    _edited(question_set, by)
    log_event(verb="question_retired", subject=question_set, by=by, number=wording.number)


@transaction.atomic
def add_activity(*, question_set: QuestionSet, name: str, base: str, is_optional: bool, by: Any) -> Activity:
    """Add an activity to a draft; an optional one is a set of questions that an assessor adds to an assessment."""
    _locked(question_set, by)
    code = slugify(name).replace("-", "_")[:40]
    if not code or Activity.objects.filter(code=code).exists():
        raise NotAllowed("There is an activity of this name already. Enter another name.")
    last = Activity.objects.order_by("-order").first()
    activity = Activity.objects.create(
        code=code, name=name, base=base, is_optional=is_optional, order=(last.order if last else 0) + 1
    )
    question_set.activities.add(activity)
    _edited(question_set, by)
    log_event(verb="activity_added", subject=question_set, by=by, name=name)
    return activity


@transaction.atomic
def retire_activity(*, question_set: QuestionSet, activity: Activity, by: Any) -> None:
    """Take an activity and its questions out of a draft. Earlier sets keep it."""
    _locked(question_set, by)
    Reason.objects.filter(wording__question_set=question_set, wording__activity=activity).delete()
    question_set.wordings.filter(activity=activity).delete()
    question_set.activities.remove(activity)
    _edited(question_set, by)
    log_event(verb="activity_retired", subject=question_set, by=by, name=activity.name)


def _locked(question_set: QuestionSet, by: Any) -> None:
    check_permission(by, Permission.DRAFT_QUESTION_SETS, NATIONAL)
    check_draft(QuestionSet.objects.select_for_update().get(pk=question_set.pk))


def _edited(question_set: QuestionSet, by: Any) -> None:
    QuestionSet.objects.filter(pk=question_set.pk).update(edited_at=timezone.now(), edited_by=by)


def _check_number(question_set: QuestionSet, number: int, *, but: Wording | None) -> None:
    others = question_set.wordings.exclude(pk=but.pk if but else None)
    if others.filter(number=number).exists():
        raise NotAllowed(f"Another question already has number {number}. Enter another number.")


def _new_key(label: str) -> str:
    """A new identity, named after the question's label."""
    key = slugify(label)[:70] or "question"
    taken = set(Question.objects.filter(key__startswith=key).values_list("key", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := key if n == 1 else f"{key}-{n}") not in taken)


def _write_reasons(wording: Wording, asked: QuestionData) -> None:
    """In place of those that it has; a reason whose code is given keeps it, whatever its words."""
    earlier = Reason.objects.filter(wording=wording, is_other=True).values_list("code", flat=True).first()
    Reason.objects.filter(wording=wording).delete()
    other = ReasonData("Other", earlier or f"q{asked.number}-other")
    reasons = [*asked.reasons, *([other] if asked.has_other else [])]
    codes = _codes(reasons, asked.number)
    Reason.objects.bulk_create(
        Reason(
            wording=wording,
            code=code,
            text=reason.text,
            order=order,
            is_other=asked.has_other and order == len(reasons),
        )
        for order, (reason, code) in enumerate(zip(reasons, codes, strict=True), 1)
    )


def _codes(reasons: Iterable[ReasonData], number: int) -> list[str]:
    """Each reason's code; a new one's is made of the question's number and its first words."""
    codes: list[str] = []
    for reason in reasons:
        base = reason.code or f"q{number}-{slugify(reason.text)[:60].strip('-')}"
        code, n = base, 2
        while code in codes:
            code, n = f"{base}-{n}", n + 1
        codes.append(code)
    return codes


def _again(row: Any, **changes: Any) -> Any:
    """An unsaved copy of a row."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    copy = type(row)(**fields)
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy
