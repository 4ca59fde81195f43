"""Editing a draft set: question by question, so that two people can work on one set."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from iqa.audit.actions import log_event
from iqa.permissions import NATIONAL, Permission, check_permission
from iqa.questions.actions.drafting import Behind, held_draft, mark_edited
from iqa.questions.actions.reasons import ReasonData, write_reasons
from iqa.questions.models import Activity, Outcome, Question, QuestionSet, Reason, SetActivity, Wording
from iqa.questions.policies.publishing import NotAllowed, check_can_be_copied

Row = TypeVar("Row", bound=models.Model)


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
    """A new draft that starts as a copy of a published set: the same questions, under their identities, with their
    reasons' codes. Raises `NotAllowed`."""
    check_permission(by, Permission.DRAFT_QUESTION_SETS, NATIONAL)
    check_can_be_copied(source)
    copy, created = QuestionSet.objects.get_or_create(
        title=title, defaults={"copied_from": source, "edited_at": timezone.now(), "edited_by": by}
    )
    if not created:
        raise NotAllowed("There is a question set of this name already. Enter another name.", field="title")
    SetActivity.objects.bulk_create(
        SetActivity(question_set=copy, activity=activity, order=place)
        for place, activity in enumerate(Activity.objects.of_set(source), 1)
    )
    Outcome.objects.bulk_create(_again(outcome, question_set=copy) for outcome in source.outcomes.all())
    asked = list(source.wordings.prefetch_related("reasons"))
    unedited = {"version": 0, "edited_at": None, "edited_by": None}
    Wording.objects.bulk_create(_again(wording, question_set=copy, **unedited) for wording in asked)
    new = {wording.question_id: wording for wording in copy.wordings.all()}
    Reason.objects.bulk_create(
        _again(reason, wording=new[wording.question_id]) for wording in asked for reason in wording.reasons.all()
    )
    log_event(verb="copied", subject=copy, by=by, source=source.title)
    return copy


@transaction.atomic
def add_question(
    *, question_set: QuestionSet, activity: Activity, asked: QuestionData, same_as: Question | None, by: Any
) -> Wording:
    """Add a question to an activity: the same as one before, whose trend runs on, or a new one. Raises `NotAllowed`."""
    draft = held_draft(question_set, by)
    wording = Wording(question_set=draft, activity=activity)
    _write(wording, asked, same_as, by)
    mark_edited(draft, by)
    log_event(verb="question_added", subject=draft, by=by, number=asked.number)
    return wording


@transaction.atomic
def edit_question(
    *,
    wording: Wording,
    asked: QuestionData,
    same_as: Question | None,
    version: int,
    activity: Activity | None = None,
    by: Any,
) -> Wording:
    """Change a question last read at `version`, and move it to `activity` where one is given. `same_as` is its
    identity: None makes it a new question, so that its trend begins anew. Raises `NotAllowed`, and `Behind` where
    someone else changed or retired it since."""
    draft = held_draft(wording.question_set, by)
    current = _current(wording, version)
    current.version += 1
    current.activity = activity or current.activity
    _write(current, asked, same_as, by)
    mark_edited(draft, by)
    log_event(verb="question_edited", subject=draft, by=by, number=asked.number)
    return current


@transaction.atomic
def move_question(*, wording: Wording, up: bool, by: Any) -> Wording:
    """Change places with the question before or after it in its activity; at the end it stays. Raises `Behind` where
    someone else retired it."""
    draft = held_draft(wording.question_set, by)
    current = _current(wording)
    others = Wording.objects.beside(current)
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
    # Whoever has one of them open is behind now: they would put it back under its old number.
    moved = Wording.objects.filter(pk__in=[current.pk, neighbour.pk])
    moved.update(version=F("version") + 1, edited_at=timezone.now(), edited_by=by)
    mark_edited(draft, by)
    log_event(verb="question_moved", subject=draft, by=by, number=here, to=there)
    current.number = there
    return current


@transaction.atomic
def retire_question(*, wording: Wording, version: int, by: Any) -> None:
    """Take a question last read at `version` out of a draft. Its identity, and every record of it under earlier sets,
    stays. Raises `Behind` where someone else changed it since; retired already, it stays so."""
    draft = held_draft(wording.question_set, by)
    if not Wording.objects.filter(pk=wording.pk).exists():
        return
    current = _current(wording, version)
    Reason.objects.filter(wording=current).delete()
    current.delete()
    mark_edited(draft, by)
    log_event(verb="question_retired", subject=draft, by=by, number=wording.number)


def _current(wording: Wording, version: int | None = None) -> Wording:
    """The question as it stands. Raises `Behind` where it is gone, or no longer at `version`."""
    current = Wording.objects.select_for_update().filter(pk=wording.pk).first()
    if current is None or version not in (None, current.version):
        raise Behind
    return current


def _write(wording: Wording, asked: QuestionData, same_as: Question | None, by: Any) -> None:
    """Raises `NotAllowed` for a number or an identity that another question of the set has, and for an activity that
    the set no longer has."""
    if not wording.question_set.activities.filter(pk=wording.activity_id).exists():
        raise NotAllowed("This set no longer has that activity. Select another.", field="activity")
    others = Wording.objects.filter(question_set=wording.question_set_id).exclude(pk=wording.pk)
    if others.filter(number=asked.number).exists():
        raise NotAllowed(f"Another question already has number {asked.number}. Enter another number.", field="number")
    if same_as and others.filter(question=same_as).exists():
        words = "This set already asks that question. Select another, or say that this one is new."
        raise NotAllowed(words, field="same_as")
    wording.question = same_as or Question.objects.create(key=_new_key(asked.label))
    wording.number, wording.label = asked.number, asked.label
    wording.text, wording.guidance = asked.text, asked.guidance
    wording.edited_at, wording.edited_by = timezone.now(), by
    wording.save()
    write_reasons(wording, asked.reasons, with_other=asked.has_other)


def _new_key(label: str) -> str:
    """A new identity, named after the question's label."""
    key = slugify(label)[:70] or "question"
    taken = set(Question.objects.filter(key__startswith=key).values_list("key", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := key if n == 1 else f"{key}-{n}") not in taken)


def _again(row: Row, **changes: Any) -> Row:
    """An unsaved copy of a row."""
    fields = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}
    copy = type(row)(**fields)
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy
