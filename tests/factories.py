"""Records made for a test. What a person would do (begin, mark, record) goes through the real actions.

`begun` is an IQA with no answers yet, `draft` one that could be recorded as it stands, `recorded` one that was. Each
takes only what its test is about, and makes the people, postings and places that are left out.
"""

import uuid
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import Any

import factory
import time_machine
from factory.django import DjangoModelFactory

from assessments.actions import drafts, half_days, recording
from assessments.actions.cases import CaseFacts
from assessments.models import Assessment, Case, CourtLevel, FinalisedReason, HalfDay, LiesWith
from assessments.policies.answers import AnswerData
from iqa.calendar import SCHEME_BEGAN, today
from iqa.organisation.models import Area, Grant, Person, Posting, Unit, UnitKind
from iqa.permissions import ROLE_LEVELS, Level, Permission, Role
from iqa.questions.models import Activity, Outcome, QuestionSet, Reason, Wording

PASSWORD = "iqa-demo"


class AreaFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Area {n}")


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    area = factory.SubFactory(AreaFactory)
    name = factory.Sequence(lambda n: f"Unit {n}")
    kind = UnitKind.MAGISTRATES


class PersonFactory(DjangoModelFactory[Person]):
    """Someone without a posting. `PersonFactory(password=None)` cannot sign in by a password."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.test")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[Person], *args: Any, **kwargs: Any) -> Person:
        password = kwargs.pop("password")
        person = model_class(*args, **kwargs)
        person.set_password(password)
        person.save()
        return person


class PostingFactory(DjangoModelFactory[Posting]):
    """A posting since the scheme began, in a place as wide as the role's: give `unit` or `area`, or one is made."""

    class Meta:
        model = Posting

    person = factory.SubFactory(PersonFactory)
    role = Role.DCP
    starts_on = SCHEME_BEGAN

    @factory.lazy_attribute
    def unit(self) -> Unit | None:
        return UnitFactory() if ROLE_LEVELS[self.role] in (Level.SELF, Level.UNIT) else None

    @factory.lazy_attribute
    def area(self) -> Area | None:
        return AreaFactory() if ROLE_LEVELS[self.role] == Level.AREA else None


class GrantFactory(DjangoModelFactory[Grant]):
    """A grant for the next thirty days: national, unless given `unit` or `area`."""

    class Meta:
        model = Grant

    person = factory.SubFactory(PersonFactory)
    permission = Permission.VIEW_IQAS
    business_need = "To look into a complaint"
    approved_by = factory.SubFactory(PersonFactory)
    starts_on = factory.LazyFunction(today)
    ends_on = factory.LazyAttribute(lambda grant: grant.starts_on + timedelta(days=30))


class CaseFactory(DjangoModelFactory[Case]):
    class Meta:
        model = Case

    urn = factory.Sequence(lambda n: f"01AB{n % 100_000:05d}18")
    court_level = CourtLevel.MAGISTRATES


class HalfDayFactory(DjangoModelFactory[HalfDay]):
    """A half day worked and assessed today, with postings in its unit for both. `code` is its activity's."""

    class Meta:
        model = HalfDay

    class Params:
        code = "case_progression"

    unit = factory.SubFactory(UnitFactory)
    assessor = factory.LazyAttribute(lambda day: PostingFactory(role=Role.DCP, unit=day.unit).person)
    prosecutor = factory.LazyAttribute(lambda day: PostingFactory(role=Role.PROSECUTOR, unit=day.unit).person)
    activity = factory.LazyAttribute(lambda day: Activity.objects.get(code=day.code))
    question_set = factory.LazyAttribute(lambda day: QuestionSet.objects.in_force(on=day.assessed_on))
    worked_on = factory.LazyAttribute(lambda day: day.assessed_on)
    half = HalfDay.Half.AM
    assessed_on = factory.LazyFunction(today)


def facts(**known: Any) -> CaseFacts:
    """Facts of a live case in a magistrates' court, or as `known`."""
    return CaseFacts(**{"court_level": CourtLevel.MAGISTRATES, **known})


def started(
    *,
    activity: str = "case_progression",
    assessor: Person | None = None,
    prosecutor: Person | None = None,
    unit: Unit | None = None,
    worked_on: date | None = None,
    assessed_on: date | None = None,
    half: str = HalfDay.Half.AM,
    **kind: Any,
) -> HalfDay:
    """A half day. Its unit, where not given, is the prosecutor's, else the assessor's, else a new one."""
    unit = unit or _unit_of(prosecutor, Role.PROSECUTOR) or _unit_of(assessor, Role.DCP, Role.SDCP) or UnitFactory()
    assessor = assessor or PostingFactory(role=Role.DCP, unit=unit).person
    prosecutor = prosecutor or PostingFactory(role=Role.PROSECUTOR, unit=unit).person
    assessed_on = assessed_on or today()
    return half_days.start(
        key=uuid.uuid4(),
        by=assessor,
        prosecutor=prosecutor,
        unit=unit,
        activity=Activity.objects.get(code=activity),
        worked_on=worked_on or assessed_on,
        half=half,
        assessed_on=assessed_on,
        **kind,
    )


def begun(*, case: Case | None = None, half_day: HalfDay | None = None, **start: Any) -> Assessment:
    """A draft without answers; `start` is as for `started`."""
    half_day = half_day or started(**start)
    case = case or CaseFactory()
    return drafts.begin(key=uuid.uuid4(), half_day=half_day, case=case, by=half_day.assessor)


def draft(
    *,
    not_met: Mapping[int, Collection[str]] | None = None,
    not_met_other: Mapping[int, str] | None = None,
    not_applicable: Collection[int] = (),
    comments: Mapping[int, str] | None = None,
    action: bool | None = False,
    **begin: Any,
) -> Assessment:
    """A draft with every question answered, "fully met" unless said otherwise, and with its action said.

    `not_met` gives the codes of the reasons by number of the question ({14: ["q14-late"]}; {14: []} is the question's
    first), `not_met_other` whom it lies with ({15: "police"}), `not_applicable` numbers alone; `begin` is as for
    `begun`.
    """
    assessment = begun(**begin)
    by = assessment.half_day.assessor
    answers = answers_to(
        assessment,
        not_met=not_met,
        not_met_other=not_met_other,
        not_applicable=not_applicable,
        comments=comments,
    )
    drafts.save_answers(assessment=assessment, answers=answers, version=0, by=by)
    if action is not None:
        drafts.save_action(assessment=assessment, action=action_data(action), by=by)
    return Assessment.objects.with_facts().get(pk=assessment.pk)


def recorded(
    *,
    at: datetime | None = None,
    late_reason: str = "",
    finalised_reason: str = "",
    **drafted: Any,
) -> Assessment:
    """An IQA recorded now, or `at` a time; `drafted` is as for `draft`. With nothing not met and no action it has
    closed by itself: ask for `action=True` or `not_met` to have it open."""
    with ExitStack() as stack:
        if at:
            stack.enter_context(time_machine.travel(at))
        assessment = draft(**drafted)
        if assessment.case.is_finalised and not finalised_reason:
            finalised_reason = FinalisedReason.COMPLAINT
        if recording.is_late(assessment, datetime.now().astimezone()) and not late_reason:
            late_reason = "The file was with counsel"
        recording.record(
            assessment=assessment,
            by=assessment.half_day.assessor,
            late_reason=late_reason,
            finalised_reason=finalised_reason,
        )
    return Assessment.objects.with_facts().get(pk=assessment.pk)


def answers_to(
    assessment: Assessment,
    *,
    not_met: Mapping[int, Collection[str]] | None = None,
    not_met_other: Mapping[int, str] | None = None,
    not_applicable: Collection[int] = (),
    comments: Mapping[int, str] | None = None,
) -> dict[int, AnswerData]:
    """Complete answers to an assessment's questions, by question id; as for `draft`."""
    not_met, not_met_other, comments = not_met or {}, not_met_other or {}, comments or {}
    marking = assessment.markings.order_by("number")[0]
    outcome = {outcome.code: outcome.pk for outcome in Outcome.objects.filter(question_set=marking.question_set)}
    answers = {}
    for wording in Wording.objects.asked(question_set=marking.question_set, activity=marking.activity):
        number = wording.number
        answer: dict[str, Any] = {"comment": comments.get(number, "")}
        if number in not_met:
            answer |= _not_met(wording, not_met[number], outcome["not_met"], answer["comment"])
        elif number in not_met_other:
            answer["outcome_id"] = outcome["not_met_other"]
            answer["lies_with"] = LiesWith(not_met_other[number])
            answer["comment"] = answer["comment"] or f"Question {number} lies with someone else"
        else:
            answer["outcome_id"] = outcome["not_applicable" if number in not_applicable else "fully_met"]
        answers[wording.question_id] = AnswerData(**answer)
    return answers


def action_data(required: bool) -> drafts.ActionData:
    if not required:
        return drafts.ActionData(required=False)
    return drafts.ActionData(
        required=True, what="Talk through the disclosure schedules", owner="prosecutor", due_on=today()
    )


def _not_met(wording: Wording, codes: Collection[str], outcome: int, comment: str) -> dict[str, Any]:
    reasons = Reason.objects.filter(wording=wording)
    chosen = list(reasons.filter(code__in=codes) if codes else reasons.order_by("order")[:1])
    assert len(chosen) == max(len(codes), 1), f"Question {wording.number} has no such reasons: {codes}"
    return {
        "outcome_id": outcome,
        "reason_ids": frozenset(reason.pk for reason in chosen),
        "other_reason": "The index was missing" if any(reason.is_other for reason in chosen) else "",
        "comment": comment or f"Question {wording.number} was not met",
    }


def _unit_of(person: Person | None, *roles: Role) -> Unit | None:
    if person is None:
        return None
    posting = Posting.objects.filter(person=person, role__in=roles, unit__isnull=False).order_by("pk").first()
    return posting.unit if posting else None
