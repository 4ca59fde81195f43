"""Recording an IQA, and what may happen to it afterwards: correct, withdraw, close, reopen."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.actions.emails import cancel_emails, write_emails
from assessments.actions.locking import locked
from assessments.actions.markings import Behind, answers_of, complete_answers, write_answers
from assessments.changes import changed
from assessments.models import Answer, Assessment, Feedback, FeedbackAction, HalfDay, Marking, State
from assessments.policies.access import check_may_change, check_may_edit_draft
from assessments.policies.answers import AnswerData, differing
from assessments.policies.deadlines import feedback_due_on, is_recorded_late, readable_from
from assessments.policies.lifecycle import NotAllowed, state_after
from assessments.policies.outstanding import what_is_outstanding
from iqa.audit.actions import log_event
from iqa.organisation.models import Person
from iqa.questions.models import Outcome
from iqa.terms.models import Term, TermName


@transaction.atomic
def record(
    *,
    assessment: Assessment,
    by: Person,
    late_reason: str = "",
    finalised_reason: str = "",
    finalised_reason_words: str = "",
) -> Assessment:
    """Record a draft: lock its answers, copy what reports read from the case, set its deadlines, write the email.

    Raises `Incomplete`, and `NotAllowed` for one that is no draft or lacks a reason that its lateness or its finalised
    case asks for.
    """
    draft = locked(assessment)
    if draft.state == State.RECORDED or draft.state == State.CLOSED:
        return draft  # pressed twice
    draft.state = state_after(draft.state, "record")
    check_may_edit_draft(by, draft)
    stored = answers_of(draft.marking)
    answers = complete_answers(draft.marking, stored)
    now = timezone.now()
    terms = _terms_at_recording(draft.half_day, now)
    late = _is_late(draft.half_day, now, days=int(terms[TermName.RECORDING_DAYS]))
    _check_said(draft, late=late, late_reason=late_reason, finalised_reason=finalised_reason)
    write_answers(draft.marking, {question: answers[question] for question in differing(answers, stored)})
    Marking.objects.filter(pk=draft.marking.pk).update(by=by, made_at=now)
    _set_deadlines(draft, now, terms)
    _copy_case(draft)
    draft.recorded_at, draft.recorded_by = now, by
    draft.late_reason = late_reason if late else ""
    draft.finalised_reason, draft.finalised_reason_words = finalised_reason, finalised_reason_words
    draft.save()
    log_event(verb="recorded", subject=draft, by=by)
    write_emails(draft, every_iqa=bool(terms[TermName.EMAIL_EVERY_IQA]))
    if not draft.action_required:  # an action cannot have been taken before it was recorded
        if hasattr(draft, "action"):
            draft.action.delete()  # what was typed of one stays out of the record
        settle(draft)
    changed.send(Assessment, assessment=draft)
    return draft


@transaction.atomic
def correct(
    *, assessment: Assessment, answers: Mapping[int, AnswerData], number: int, key: uuid.UUID, reason: str, by: Person
) -> Assessment:
    """Add a marking that corrects the one of this `number`; earlier ones stay. The same key again changes nothing.

    Raises `Incomplete`, `NotAsked` for what another set, activity or question has, `Behind` where it was corrected
    meanwhile, and `NotAllowed` where no answer would change.
    """
    current = locked(assessment)
    check_may_change(by, current)
    if earlier := Marking.objects.filter(key=key).first():
        _check_pressed_twice(earlier, current, answers, reason)
        return current
    current.state = state_after(current.state, "correct")
    if current.marking.number != number:
        raise Behind
    corrected = complete_answers(current.marking, answers)
    if not differing(corrected, answers_of(current.marking)):
        raise NotAllowed("Change at least one answer to correct this IQA", field="outcome")
    marking = Marking.objects.create(
        key=key,
        assessment=current,
        number=number + 1,
        question_set=current.marking.question_set,
        activity=current.marking.activity,
        by=by,
        reason=reason,
    )
    marking.added.set(current.marking.added.all())
    write_answers(marking, corrected)
    current.marking = marking
    current.closed_at = None
    current.save(update_fields=["marking", "state", "closed_at"])
    log_event(verb="corrected", subject=current, by=by, version=marking.number)
    settle(current)
    changed.send(Assessment, assessment=current)
    return current


@transaction.atomic
def withdraw(*, assessment: Assessment, reason: str, by: Person) -> None:
    """Withdraw a mistaken IQA: it stays findable and counts nowhere; no email goes."""
    current = locked(assessment)
    check_may_change(by, current)
    current.state = state_after(current.state, "withdraw")
    current.closed_at = None
    current.withdrawn_at, current.withdrawn_by, current.withdrawn_reason = timezone.now(), by, reason
    current.save(update_fields=["state", "closed_at", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    log_event(verb="withdrawn", subject=current, by=by)
    cancel_emails(current)
    changed.send(Assessment, assessment=current)


@transaction.atomic
def close(*, assessment: Assessment, by: Person) -> None:
    """Close by hand an IQA with nothing outstanding. Raises `NotAllowed` while something is."""
    current = locked(assessment)
    check_may_change(by, current)
    check_can_close(current)
    _close(current, by)
    changed.send(Assessment, assessment=current)


def check_can_close(assessment: Assessment) -> None:
    """Raises `NotAllowed` for one that its state or anything outstanding keeps from being closed."""
    state_after(assessment.state, "close")
    if left := outstanding(assessment):
        raise NotAllowed(f"Before you close this IQA, {' and '.join(left)}.")


@transaction.atomic
def reopen(*, assessment: Assessment, reason: str, by: Person) -> None:
    """Open a closed IQA again, with a reason."""
    current = locked(assessment)
    check_may_change(by, current)
    current.state = state_after(current.state, "reopen")
    current.closed_at = None
    current.save(update_fields=["state", "closed_at"])
    log_event(verb="reopened", subject=current, by=by, reason=reason)
    changed.send(Assessment, assessment=current)


def settle(assessment: Assessment) -> None:
    """Close a recorded IQA by itself when nothing is outstanding. Call it with the row locked."""
    if assessment.state == State.RECORDED and not outstanding(assessment):
        _close(assessment, by=None)


def outstanding(assessment: Assessment) -> list[str]:
    """What it still needs, as the database has it."""
    this = OuterRef("pk")
    found = Assessment.objects.filter(pk=assessment.pk).values_list(
        Exists(FeedbackAction.objects.filter(assessment=this, taken_at__isnull=False)),
        Exists(Answer.objects.filter(marking=OuterRef("marking"), outcome__counts_as=Outcome.CountsAs.NOT_MET)),
        Exists(Feedback.objects.filter(assessment=this)),
    )
    action_taken, any_not_met, feedback_given = found.get()
    return what_is_outstanding(
        action_required=bool(assessment.action_required),
        action_taken=action_taken,
        any_not_met=any_not_met,
        feedback_given=feedback_given,
    )


def is_late(assessment: Assessment, recorded_at: datetime) -> bool:
    """Whether recording at this time is later than the scheme allows in its Area."""
    half_day = assessment.half_day
    if timezone.localdate(recorded_at) <= half_day.assessed_on:
        return False  # whatever the term
    return _is_late(half_day, recorded_at, days=int(_term(half_day, TermName.RECORDING_DAYS, half_day.assessed_on)))


def feedback_day(half_day: HalfDay) -> date:
    """The last day for feedback on a half day's IQAs, by the term in force on the day assessed."""
    days = _term(half_day, TermName.FEEDBACK_WORKING_DAYS, half_day.assessed_on)
    return feedback_due_on(assessed_on=half_day.assessed_on, working_days=int(days))


def _is_late(half_day: HalfDay, recorded_at: datetime, *, days: int) -> bool:
    return is_recorded_late(recorded_on=timezone.localdate(recorded_at), assessed_on=half_day.assessed_on, days=days)


def _check_pressed_twice(earlier: Marking, current: Assessment, answers: Mapping[int, AnswerData], reason: str) -> None:
    """Raises `NotAllowed` unless this is the correction that its key made already."""
    same = earlier.assessment_id == current.pk and earlier.reason == reason
    if not same or differing(complete_answers(earlier, answers), answers_of(earlier)):
        raise NotAllowed("This page has already made a correction. Choose Correct again to make another.")


def _check_said(draft: Assessment, *, late: bool, late_reason: str, finalised_reason: str) -> None:
    action = getattr(draft, "action", None)
    if draft.action_required is None or (draft.action_required and not (action and action.what)):
        raise NotAllowed("Say what action is required, if any, before you record this IQA.", field="action")
    if late and not late_reason:
        raise NotAllowed("Enter why this is recorded late.")
    if draft.case.is_finalised and not finalised_reason:
        raise NotAllowed("Select why a finalised case was assessed.")


def _terms_at_recording(half_day: HalfDay, now: datetime) -> dict[str, Decimal]:
    """The terms in force: for feedback and lateness on the day assessed, for emails at recording."""
    on = timezone.localdate(now)
    days: dict[str, date] = {
        TermName.FEEDBACK_WORKING_DAYS: half_day.assessed_on,
        TermName.RECORDING_DAYS: half_day.assessed_on,
        TermName.HOURS_BEFORE_EMAIL: on,
        TermName.EMAIL_EVERY_IQA: on,
    }
    return Term.objects.values_on(days, area_id=half_day.unit.area_id)


def _set_deadlines(assessment: Assessment, now: datetime, terms: Mapping[str, Decimal]) -> None:
    assessment.feedback_due_on = feedback_due_on(
        assessed_on=assessment.half_day.assessed_on, working_days=int(terms[TermName.FEEDBACK_WORKING_DAYS])
    )
    assessment.readable_from = readable_from(recorded_at=now, hours=int(terms[TermName.HOURS_BEFORE_EMAIL]))


def _copy_case(assessment: Assessment) -> None:
    case = assessment.case
    assessment.court_level, assessment.finalised = case.court_level, case.finalised
    assessment.sensitive.add(*case.sensitive.all())


def _close(assessment: Assessment, by: Person | None) -> None:
    assessment.state, assessment.closed_at = State.CLOSED, timezone.now()
    assessment.save(update_fields=["state", "closed_at"])
    log_event(verb="closed", subject=assessment, by=by)


def _term(half_day: HalfDay, name: TermName, day: date) -> Decimal:
    return Term.objects.value_on(day, name=name, area_id=half_day.unit.area_id)
