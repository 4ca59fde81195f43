"""What of assessments needs a person: the sources that home asks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from assessments.models import Assessment, FeedbackAction, HalfDay, State
from assessments.presenters import worklist as words
from assessments.querysets.assessment import AssessmentQuerySet
from assessments.querysets.counts import marks_of, questions_asked, states_of
from assessments.querysets.half_day import HalfDayQuerySet
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.worklist import Rest, Source, Task, register


def _found(**filters: str) -> str:
    return f"{reverse('assessments:assessment_list')}?{urlencode(filters)}"


class _OfAssessments(Source):
    """Tasks on IQAs, one each, due on the day in the column `due_column`."""

    due_column: str

    def found(self, person: Person) -> AssessmentQuerySet:
        raise NotImplementedError

    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        return self.found(person).values_list("pk", self.due_column)

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        shown = self.found(person).with_facts().filter(pk__in=keys)
        return {assessment.pk: self.task(assessment, person) for assessment in shown}

    def task(self, assessment: Assessment, person: Person) -> Task:
        raise NotImplementedError


@register
class FeedbackDue(_OfAssessments):
    due_column = "feedback_due_on"

    def found(self, person: Person) -> AssessmentQuerySet:
        return Assessment.objects.visible_to(person).not_hidden().falling_to(person).awaiting_feedback()

    def task(self, assessment: Assessment, person: Person) -> Task:
        return words.feedback_task(assessment, person)

    def rest(self, person: Person) -> Rest:
        return Rest("all IQAs waiting for feedback", _found(feedback="due", assessor=person.name))


@register
class ActionsOpen(_OfAssessments):
    due_column = "action__due_on"

    def found(self, person: Person) -> AssessmentQuerySet:
        return Assessment.objects.visible_to(person).not_hidden().falling_to(person).awaiting_action()

    def task(self, assessment: Assessment, person: Person) -> Task:
        return words.action_task(assessment, person)

    def rest(self, person: Person) -> Rest:
        return Rest("all IQAs with an action open", _found(only="action_open", assessor=person.name))


@register
class OwnActionsOpen(_OfAssessments):
    """What a prosecutor is to do after an assessment of their own work."""

    due_column = "action__due_on"

    def found(self, person: Person) -> AssessmentQuerySet:
        own = Assessment.objects.visible_to(person).on_work_of(person)
        return own.awaiting_action().filter(action__owner=FeedbackAction.Owner.PROSECUTOR)

    def task(self, assessment: Assessment, person: Person) -> Task:
        return words.own_action_task(assessment)

    def rest(self, person: Person) -> Rest:
        return Rest("all your IQAs", reverse("assessments:person_assessments", args=[person.pk]))


@register
class HalfDaysToday(Source):
    """What a person assesses today: the way back to a half day, to add a case or finish one."""

    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        return self._found(person).values_list("pk", "assessed_on")

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        shown = list(self._found(person).with_people().filter(pk__in=keys))
        states = states_of(shown)
        return {half_day.pk: words.half_day_task(half_day, states[half_day.pk]) for half_day in shown}

    def rest(self, person: Person) -> Rest:
        return Rest("all IQAs that you assessed", _found(assessor=person.name))

    def _found(self, person: Person) -> HalfDayQuerySet:
        return HalfDay.objects.visible_to(person).assessed_by(person, on=today())


@register
class Drafts(Source):
    heading = "Drafts"

    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        newest_first = self._found(person).order_by("-draft_saved_at", "-pk")
        return [(pk, None) for pk in newest_first.values_list("pk", flat=True)]

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        shown = list(self._found(person).with_facts().filter(pk__in=keys))
        marks = marks_of(shown)
        asked = questions_asked(shown)
        return {draft.pk: words.draft_task(draft, person, marks=marks, asked=asked) for draft in shown}

    def rest(self, person: Person) -> Rest:
        return Rest("all drafts", _found(state=State.DRAFT, assessor=person.name))

    def _found(self, person: Person) -> AssessmentQuerySet:
        return Assessment.objects.visible_to(person).falling_to(person).drafts()
