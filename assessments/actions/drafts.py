"""A draft: begun, saved as often as one likes, never overwritten by somebody who had not seen it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments.actions.fingerprints import fingerprint_of
from assessments.actions.locking import locked
from assessments.actions.markings import Behind, write_unless_behind
from assessments.changes import changed
from assessments.models import Assessment, Case, FeedbackAction, HalfDay, Marking, State
from assessments.policies.access import check_may_add_to, check_may_edit_draft
from assessments.policies.answers import AnswerData
from assessments.policies.lifecycle import NotAllowed, in_words, state_after
from iqa.audit.actions import log_event
from iqa.organisation.models import Person
from iqa.questions.models import Activity, Wording

_ONCE_IN_HALF_DAY = [State.DRAFT, State.RECORDED, State.CLOSED]


@dataclass(frozen=True, kw_only=True)
class ActionData:
    """What is to be done after an assessment; `required` None: not said yet. A draft keeps what was typed of an action
    that is no longer required; a record does not."""

    required: bool | None
    what: str = ""
    owner: str = ""
    owner_name: str = ""
    due_on: date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.what or self.owner or self.owner_name or self.due_on)

    @property
    def fingerprint(self) -> str:
        """What a page carries to say which action it showed."""
        return fingerprint_of(self)


def action_of(assessment: Assessment) -> ActionData:
    """What has been said of action on an assessment."""
    action = getattr(assessment, "action", None)
    if action is None:
        return ActionData(required=assessment.action_required)
    return ActionData(
        required=assessment.action_required,
        what=action.what,
        owner=action.owner,
        owner_name=action.owner_name,
        due_on=action.due_on,
    )


@transaction.atomic
def begin(*, key: uuid.UUID, half_day: HalfDay, case: Case, by: Person) -> Assessment:
    """Begin the assessment of a case in a half day. The same key again for the case, or a case that the half day
    already has, returns the assessment that there is.

    Raises `NotAllowed` for a key that was used for something else: a form gone back to, and sent with another case.
    """
    check_may_add_to(by, half_day)
    _hold(half_day.pk)
    existing = half_day.assessments.filter(case=case).filter(Q(key=key) | Q(state__in=_ONCE_IN_HALF_DAY)).first()
    if existing:
        return existing
    assessment, created = Assessment.objects.get_or_create(
        key=key, defaults={"half_day": half_day, "case": case, "draft_saved_by": by}
    )
    if not created:
        raise NotAllowed("This page has already added another case. Choose Add a case again to add this one.")
    assessment.marking = Marking.objects.create(
        assessment=assessment, question_set=half_day.question_set, activity=half_day.activity, by=by
    )
    assessment.save(update_fields=["marking"])
    log_event(verb="begun", subject=assessment, by=by)
    changed.send(Assessment, assessment=assessment)
    return assessment


@transaction.atomic
def save_answers(*, assessment: Assessment, answers: Mapping[int, AnswerData], version: int, by: Person) -> int:
    """Save the answers (by question id) of a draft last read at `version`; the version that it is at now. Raises as
    `write_unless_behind`."""
    draft = _locked_draft(assessment)
    check_may_edit_draft(by, draft)
    if not write_unless_behind(draft.marking, answers, read_at=version, version=draft.draft_version):
        return draft.draft_version
    return _saved(draft, by)


@transaction.atomic
def add_activity(*, assessment: Assessment, activity: Activity, by: Person) -> None:
    """Add an optional activity's questions to a draft (HMCPSI 2018 §5.50); added already, they stay. Raises
    `NotAllowed` for one that its question set has no questions for, or that is work of its own."""
    draft = _locked_draft(assessment)
    check_may_edit_draft(by, draft)
    marking = draft.marking
    if not Activity.objects.addable_in(marking.question_set_id).filter(pk=activity.pk).exists():
        raise NotAllowed(f"The question set of this IQA has no {activity.name.lower()} questions to add.")
    if marking.added.filter(pk=activity.pk).exists():
        return
    marking.added.add(activity)
    log_event(verb="activity_added", subject=draft, by=by, name=activity.name)


@transaction.atomic
def remove_activity(*, assessment: Assessment, activity: Activity, version: int, by: Person) -> None:
    """Take an optional activity's questions out of a draft last read at `version`, with the answers to them. Raises
    `Behind` where the draft was saved since: answers that nobody has seen do not go."""
    draft = _locked_draft(assessment)
    check_may_edit_draft(by, draft)
    if not draft.marking.added.filter(pk=activity.pk).exists():
        return
    if draft.draft_version != version:
        raise Behind
    asked = Wording.objects.filter(question_set=draft.marking.question_set_id, activity=activity)
    draft.marking.answers.filter(question__in=asked.values("question")).delete()
    draft.marking.added.remove(activity)
    _saved(draft, by)
    log_event(verb="activity_removed", subject=draft, by=by, name=activity.name)


@transaction.atomic
def save_action(*, assessment: Assessment, action: ActionData, by: Person, seen: str | None = None) -> None:
    """Save what is to be done after a draft's assessment. `seen` is the fingerprint of what the page showed before.

    Raises `Behind` where something else has been saved since; saying the same is not behind.
    """
    draft = _locked_draft(assessment)
    check_may_edit_draft(by, draft)
    stored = action_of(draft)
    unseen = stored.required is not None and seen is not None and seen != stored.fingerprint
    if unseen and action != stored:
        raise Behind
    if action == stored:
        return
    draft.action_required = action.required
    draft.draft_saved_at, draft.draft_saved_by = timezone.now(), by
    draft.save(update_fields=["action_required", "draft_saved_at", "draft_saved_by"])
    if action.required or not action.is_empty:
        FeedbackAction.objects.update_or_create(
            assessment=draft,
            defaults={
                "what": action.what,
                "owner": action.owner,
                "owner_name": action.owner_name,
                "due_on": action.due_on,
            },
        )
    else:
        FeedbackAction.objects.filter(assessment=draft).delete()


@transaction.atomic
def discard(*, assessment: Assessment, by: Person) -> None:
    """Put a draft away. It can be restored."""
    _move(assessment, "discard", by)


@transaction.atomic
def restore(*, assessment: Assessment, by: Person) -> None:
    """Bring a discarded draft back. Raises `NotAllowed` where its half day has another IQA of the case by now."""
    _hold(assessment.half_day_id)
    others = Assessment.objects.filter(half_day=assessment.half_day_id, case=assessment.case_id)
    if others.exclude(pk=assessment.pk).filter(state__in=_ONCE_IN_HALF_DAY).exists():
        raise NotAllowed("This half day already has another IQA of this case, so you cannot restore this one.")
    _move(assessment, "restore", by)


def _hold(half_day_id: int) -> None:
    """Of two who add a case at once, one waits here: on PostgreSQL for the row, on SQLite for the database."""
    HalfDay.objects.select_for_update().get(pk=half_day_id)


def _move(assessment: Assessment, verb: str, by: Person) -> None:
    draft = locked(assessment)
    check_may_edit_draft(by, draft)
    draft.state = state_after(draft.state, verb)
    draft.save(update_fields=["state"])
    log_event(verb=f"{verb}ed" if verb == "discard" else f"{verb}d", subject=draft, by=by)
    changed.send(Assessment, assessment=draft)


def _locked_draft(assessment: Assessment) -> Assessment:
    """The assessment as it stands, held until the transaction ends. Raises `NotAllowed` unless it is a draft."""
    draft = locked(assessment)
    if draft.state != State.DRAFT:
        raise NotAllowed(f"This IQA is {in_words(draft.state)}: its draft can no longer be changed.")
    return draft


def _saved(draft: Assessment, by: Person) -> int:
    draft.draft_version += 1
    draft.draft_saved_at = timezone.now()
    draft.draft_saved_by = by
    draft.save(update_fields=["draft_version", "draft_saved_at", "draft_saved_by"])
    return draft.draft_version
