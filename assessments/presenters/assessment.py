"""The words of an IQA's own page: its heading, state, facts, what is due on it and what may be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from assessments.models import Assessment, FeedbackAction, FinalisedReason, State
from assessments.policies.access import is_hidden, may_change, may_edit_draft
from assessments.policies.feedback import has_open_action, may_have_feedback
from assessments.policies.lifecycle import allows
from assessments.policies.outstanding import what_is_outstanding
from iqa.calendar import working_days_between
from iqa.govuk.formats import date_long, deadline
from iqa.organisation.models import Person

_TAG_COLOURS = {
    State.DRAFT: "grey",
    State.RECORDED: "blue",
    State.CLOSED: "none",
    State.WITHDRAWN: "grey",
    State.DISCARDED: "grey",
}
# What may be done from the page, in its order: text and URL name by the verb of the lifecycle's table.
_LINKS = {
    "correct": ("Correct", "assessment_correct"),
    "close": ("Close", "assessment_close"),
    "reopen": ("Reopen", "assessment_reopen"),
    "withdraw": ("Withdraw", "assessment_withdraw"),
}


@dataclass(frozen=True)
class Due:
    """Something outstanding, with its button where the reader may do it."""

    words: str
    overdue: bool
    button: str = ""
    href: str = ""


@dataclass(frozen=True)
class Fact:
    key: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Link:
    text: str
    href: str


def title_of(assessment: Assessment) -> str:
    """01AB1234518: case progression"""
    return f"{assessment.case.urn}: {assessment.half_day.activity.name.lower()}"


def tag_colour(assessment: Assessment) -> str:
    return _TAG_COLOURS[State(assessment.state)]


def time_left(day: date, *, on: date) -> str:
    """How far off a deadline is: (today), (tomorrow), (3 working days), (overdue by 2 working days)"""
    if day == on:
        return "(today)"
    if day == on + timedelta(days=1):
        return "(tomorrow)"
    working_days = working_days_between(on, day)
    words = f"{abs(working_days)} working day{'' if abs(working_days) == 1 else 's'}"
    if day < on:
        return f"(overdue by {words})" if working_days else "(overdue)"
    return f"({words})"


def dues(assessment: Assessment, *, person: Person, any_not_met: bool, on: date) -> list[Due]:
    """What is outstanding on a recorded IQA."""
    if assessment.state != State.RECORDED:
        return []
    found = []
    if has_open_action(assessment):
        action = ("An action is open, due", assessment.action.due_on, "Mark the action as taken", "action_take")
        found.append(action)
    if any_not_met and may_have_feedback(assessment):
        found.append(("Feedback is due", assessment.feedback_due_on, "Record feedback", "feedback_record"))
    mine = may_change(person, assessment)
    return [
        Due(
            f"{words} by {deadline(day)} {time_left(day, on=on)}" if day else "An action is open",
            overdue=bool(day and day < on),
            button=button if mine else "",
            href=_address(name, assessment) if mine else "",
        )
        for words, day, button, name in found
    ]


def notes(assessment: Assessment, *, late: bool) -> list[str]:
    """What is out of the ordinary, in words."""
    found = []
    if assessment.imported_at:
        on = date_long(assessment.imported_at)
        found.append(f"Imported on {on} from other records, in which it is IQA {assessment.imported_id}.")
    if late:
        found.append(f"Recorded late: {assessment.late_reason}" if assessment.late_reason else "Recorded late.")
    if assessment.finalised and assessment.recorded_at:
        found.append(
            f"The case was finalised when it was assessed: {assessment.finalised}.{_why_finalised(assessment)}"
        )
    if assessment.half_day.additional:
        found.append("This IQA is additional to the minimum for this prosecutor.")
    return found


def facts(assessment: Assessment, *, person: Person, sensitive: Iterable[str]) -> list[Fact]:
    """What is known besides the answers, without what is empty or hidden from the person. Once recorded, court level is
    as it was then."""
    half_day, case = assessment.half_day, assessment.case
    mine = may_change(person, assessment)
    hidden = is_hidden(assessment)
    on_record = assessment.recorded_at and not hidden
    recorded = f"{date_long(assessment.recorded_at)}, by {assessment.recorded_by}" if on_record else ""
    level = assessment if assessment.recorded_at else case
    known = [
        Fact("Prosecutor", half_day.prosecutor.name),
        Fact("Unit", str(half_day.unit)),
        Fact("Assessor", "" if hidden else half_day.assessor.name),
        Fact(
            "Date of the work",
            f"{date_long(half_day.worked_on)}, {half_day.get_half_display().lower()}",
            reverse("assessments:half_day_detail", args=[half_day.pk]) if mine else "",
        ),
        Fact("Date assessed", date_long(half_day.assessed_on)),
        Fact("Recorded", recorded),
        Fact("Case", case.urn, reverse("assessments:case_detail", args=[case.pk]) if mine else ""),
        Fact("Court level", level.get_court_level_display()),
        Fact("Anticipated plea", case.get_plea_display()),
        Fact("Sensitive", ", ".join(sensitive)),
        Fact("Kind of work", half_day.kind_of_work),
        Fact("Court centre", half_day.court_centre),
        Fact("List", half_day.get_list_type_display()),
        Fact("IQA number", str(assessment.pk)),
    ]
    return [fact for fact in known if fact.value]


def links(assessment: Assessment, *, person: Person, any_not_met: bool) -> list[Link]:
    """What the person may do with the IQA as it stands, beyond what is due on it."""
    if not may_change(person, assessment):
        return []
    outstanding = what_is_outstanding(
        action_required=bool(assessment.action_required),
        action_taken=not has_open_action(assessment),
        any_not_met=any_not_met,
        feedback_given=hasattr(assessment, "feedback"),
    )
    verbs = [verb for verb in _LINKS if allows(assessment.state, verb) and not (verb == "close" and outstanding)]
    return [Link(text, _address(name, assessment)) for text, name in (_LINKS[verb] for verb in verbs)]


def feedback_href(assessment: Assessment, *, person: Person) -> str:
    """Where the person may record feedback, due or not; empty where they may not."""
    may = may_change(person, assessment) and may_have_feedback(assessment)
    return _address("feedback_record", assessment) if may else ""


def draft_buttons(assessment: Assessment, *, person: Person) -> list[Link]:
    """What the person may do with a draft; the first is the button."""
    if not may_edit_draft(person, assessment):
        return []
    if assessment.state == State.DISCARDED:
        return [Link("Restore draft", _address("assessment_restore", assessment))]
    return [
        Link("Continue marking", _address("assessment_mark", assessment)),
        Link("Discard draft", _address("assessment_discard", assessment)),
    ]


def owner_of(assessment: Assessment) -> str:
    """Who is to do what is required: "Priya Prosecutor, the prosecutor"."""
    action, half_day = assessment.action, assessment.half_day
    known: dict[str, str] = {
        FeedbackAction.Owner.PROSECUTOR: f"{half_day.prosecutor}, the prosecutor",
        FeedbackAction.Owner.ASSESSOR: f"{half_day.assessor}, the assessor",
    }
    return known.get(action.owner) or action.owner_name or action.get_owner_display()


def _why_finalised(assessment: Assessment) -> str:
    if assessment.finalised_reason == FinalisedReason.OTHER and assessment.finalised_reason_words:
        return f" It was assessed because: {assessment.finalised_reason_words}"
    reason = assessment.get_finalised_reason_display()
    return f" It was assessed because of: {reason[:1].lower()}{reason[1:]}." if reason else ""


def _address(name: str, assessment: Assessment) -> str:
    return reverse(f"assessments:{name}", args=[assessment.pk])
