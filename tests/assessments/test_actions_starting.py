"""Half days started, cases registered, drafts begun: once, whatever is pressed how often."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.utils import timezone

from assessments.actions import cases, drafts, half_days, recording
from assessments.models import Assessment, Case, CourtLevel, HalfDay, Plea, SensitiveCategory, State
from assessments.policies.lifecycle import NotAllowed
from iqa.audit.models import Event, Read
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.questions.models import Activity, QuestionSet, Wording
from tests.at_once import at_once
from tests.factories import (
    CaseFactory,
    HalfDayFactory,
    PersonFactory,
    PostingFactory,
    UnitFactory,
    begun,
    draft,
    facts,
    recorded,
    started,
)

pytestmark = pytest.mark.django_db


def verbs(subject):
    return [event.verb for event in Event.objects.of(subject).order_by("at", "pk")]


@pytest.fixture
def form(place):
    """What a form to start a half day says."""
    return {
        "key": uuid.uuid4(),
        "by": place.dcp,
        "prosecutor": place.prosecutor,
        "unit": place.unit,
        "activity": Activity.objects.get(code="case_presentation"),
        "worked_on": today() - timedelta(days=1),
        "half": HalfDay.Half.PM,
        "assessed_on": today(),
        "additional": True,
        "kind_of_work": "Remand court",
        "court_centre": "Portsmouth",
        "list_type": HalfDay.ListType.FIRST_HEARINGS,
    }


def test_a_half_day_is_what_the_form_said(form, scheme):
    half_day = HalfDay.objects.get(pk=half_days.start(**form).pk)
    assert {name: getattr(half_day, name) for name in form if name != "by"} == {
        name: value for name, value in form.items() if name != "by"
    }
    assert (half_day.assessor, half_day.question_set) == (form["by"], scheme)
    assert verbs(half_day) == ["started"]
    assert str(half_day) == f"Case presentation, {form['worked_on']}, pm"


def test_the_same_key_starts_one_half_day(form):
    first, again = half_days.start(**form), half_days.start(**form)
    assert first == again
    assert HalfDay.objects.get() == first
    assert verbs(first) == ["started"]


@pytest.mark.parametrize("changed", [{"half": "am"}, {"worked_on": today()}, {"additional": False}], ids=str)
def test_a_form_gone_back_to_and_changed_is_told_so(form, changed):
    half_days.start(**form)
    with pytest.raises(NotAllowed, match="already started a half day"):
        half_days.start(**{**form, **changed})
    assert HalfDay.objects.count() == 1


def test_a_key_of_someone_elses_form_starts_nothing(form, place):
    half_days.start(**form)
    with pytest.raises(NotAllowed):
        half_days.start(**{**form, "by": place.sdcp})


@pytest.mark.parametrize("case", ["elsewhere", "ended", "not yet", "other role"])
def test_a_prosecutor_needs_a_posting_in_the_unit_on_the_day_of_the_work(case, form, place):
    person = PersonFactory()
    made = {
        "elsewhere": {"unit": place.unit2},
        "ended": {"ends_on": form["worked_on"] - timedelta(days=1)},
        "not yet": {"starts_on": form["worked_on"] + timedelta(days=1)},
        "other role": {"role": "dcp"},
    }[case]
    PostingFactory(**{"person": person, "role": "prosecutor", "unit": place.unit, **made})
    with pytest.raises(half_days.NoPosting):
        half_days.start(**{**form, "prosecutor": person})
    assert not HalfDay.objects.exists()


def test_a_posting_that_ended_since_still_counts_for_the_work_done_under_it(form, place):
    place.prosecutor.postings.update(ends_on=form["worked_on"])
    assert half_days.start(**form).prosecutor == place.prosecutor


def test_nobody_assesses_their_own_work(form, place):
    PostingFactory(person=place.dcp, role="prosecutor", unit=place.unit)
    with pytest.raises(NotAllowed, match="You cannot assess your own work"):
        half_days.start(**{**form, "prosecutor": place.dcp})
    with pytest.raises(IntegrityError):
        HalfDayFactory(unit=place.unit, assessor=place.dcp, prosecutor=place.dcp)


def test_an_assessment_does_not_come_before_the_work(form):
    with pytest.raises(IntegrityError):
        half_days.start(**{**form, "worked_on": today() + timedelta(days=1)})


def test_whoever_may_not_record_starts_nothing(form, place):
    with pytest.raises(PermissionDenied):
        half_days.start(**{**form, "by": place.ccp})
    with pytest.raises(Http404):
        half_days.start(**{**form, "by": place.dcp2})


def test_the_question_set_is_the_one_in_force_on_the_day_assessed(form, scheme):
    publish_with_questions_on(form["activity"], scheme)
    assert half_days.start(**form).question_set.title == "Next"
    earlier = {**form, "key": uuid.uuid4(), "assessed_on": today() - timedelta(days=1)}
    assert half_days.start(**earlier).question_set == scheme


def test_an_activity_that_the_set_does_not_ask_about_is_not_assessed(form, scheme):
    publish_with_questions_on(Activity.objects.get(code="advice"), scheme)
    with pytest.raises(NotAllowed, match="have none on case presentation"):
        half_days.start(**form)


def test_an_optional_set_of_questions_is_no_work_of_its_own(form, scheme):
    optional = Activity.objects.create(code="disclosure", name="Disclosure", base="office", is_optional=True, order=9)
    publish_with_questions_on(optional, scheme)
    with pytest.raises(NotAllowed, match="have none on disclosure"):
        half_days.start(**{**form, "activity": optional})


def publish_with_questions_on(activity, scheme):
    """A set in force from today that asks one question, on an activity."""
    question_set = QuestionSet.objects.create(title="Next")
    asked = scheme.wordings.all()[0]
    Wording.objects.create(question_set=question_set, question=asked.question, activity=activity, number=1)
    question_set.in_force_from, question_set.published_at = today(), timezone.now()
    question_set.save()


# Cases


def test_a_case_is_registered_once(place):
    rape = SensitiveCategory.objects.get(code="rape")
    said = facts(court_level=CourtLevel.CROWN, plea=Plea.NGAP, sensitive=[rape], trial_date=date(2018, 9, 3))
    case = cases.register(urn="01AB1234518", facts=said, by=place.dcp)
    assert cases.register(urn="01AB1234518", facts=facts(), by=place.dcp2) == case
    case = Case.objects.get()
    assert (case.court_level, case.plea, case.trial_date) == ("crown", "ngap", date(2018, 9, 3))
    assert list(case.sensitive.all()) == [rape]
    assert not case.is_finalised
    assert verbs(case) == ["registered"]


def test_a_case_is_edited(place):
    case = CaseFactory()
    case.sensitive.add(SensitiveCategory.objects.get(code="rape"))
    cases.edit(case=case, facts=facts(court_level=CourtLevel.YOUTH, finalised="Discontinued"), by=place.dcp)
    case.refresh_from_db()
    assert (case.court_level, case.finalised, case.is_finalised) == ("youth", "Discontinued", True)
    assert not case.sensitive.exists()
    assert verbs(case) == ["edited"]


def test_looking_a_case_up_is_logged(place):
    case = CaseFactory()
    assert cases.look_up(urn=case.urn, by=place.dcp) == case
    assert cases.look_up(urn="99ZZ9999999", by=place.dcp) is None
    assert [(read.by, read.subject_id) for read in Read.objects.all()] == [(place.dcp, case.pk)]


# Drafts begun


def test_a_draft_begins_empty_in_the_half_days_set_and_activity(scheme):
    assessment = begun(activity="advice")
    marking = assessment.marking
    assert (assessment.state, assessment.draft_version, assessment.action_required) == (State.DRAFT, 0, None)
    assert (marking.number, marking.question_set, marking.activity.code) == (1, scheme, "advice")
    assert verbs(assessment) == ["begun"]
    assert str(assessment) == f"IQA {assessment.pk}"
    assert str(marking) == "Version 1"


@pytest.fixture
def half_day(place):
    return started(assessor=place.dcp, prosecutor=place.prosecutor)


def begin(half_day, case, key=None, by=None):
    return drafts.begin(key=key or uuid.uuid4(), half_day=half_day, case=case, by=by or half_day.assessor)


def test_the_same_key_begins_one_draft(half_day):
    case, key = CaseFactory(), uuid.uuid4()
    assert begin(half_day, case, key) == begin(half_day, case, key)
    assert Assessment.objects.count() == 1


def test_a_case_is_in_a_half_day_once(half_day):
    case = CaseFactory()
    first = begin(half_day, case)
    assert begin(half_day, case) == first
    assert begin(half_day, CaseFactory()) != first
    assert half_day.assessments.count() == 2


def test_a_case_recorded_in_the_half_day_comes_back_and_one_withdrawn_does_not(place):
    assessment = recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True)
    half_day, case = assessment.half_day, assessment.case
    assert begin(half_day, case) == assessment
    recording.withdraw(assessment=assessment, reason="Wrong activity", by=place.dcp)
    assert begin(half_day, case) != assessment


def test_a_form_gone_back_to_and_sent_with_another_case_is_told_so(half_day):
    key = uuid.uuid4()
    begin(half_day, CaseFactory(), key)
    with pytest.raises(NotAllowed, match="already added another case"):
        begin(half_day, CaseFactory(), key)
    other = started(assessor=half_day.assessor, prosecutor=half_day.prosecutor)
    with pytest.raises(NotAllowed, match="already added another case"):
        begin(other, CaseFactory(), key)


def test_the_form_that_began_a_discarded_draft_does_not_begin_another(half_day):
    case, key = CaseFactory(), uuid.uuid4()
    assessment = begin(half_day, case, key)
    drafts.discard(assessment=assessment, by=half_day.assessor)
    assert begin(half_day, case, key).state == State.DISCARDED


def test_only_the_assessor_adds_cases(half_day, place):
    with pytest.raises(PermissionDenied):
        begin(half_day, CaseFactory(), by=place.sdcp)
    with pytest.raises(Http404):
        begin(half_day, CaseFactory(), by=place.dcp2)
    with pytest.raises(Http404):
        begin(half_day, CaseFactory(), by=half_day.prosecutor)
    half_day.assessor.postings.update(ends_on=today() - timedelta(days=1))
    with pytest.raises(Http404):
        begin(half_day, CaseFactory(), by=Person.objects.get(pk=half_day.assessor.pk))


def test_the_database_has_a_case_in_a_half_day_once(scheme):
    assessment = draft()
    with pytest.raises(IntegrityError):
        Assessment.objects.create(
            half_day=assessment.half_day, case=assessment.case, draft_saved_by=assessment.half_day.assessor
        )


# Fifty at once


@pytest.mark.django_db(transaction=True)
def test_fifty_presses_at_once_start_one_half_day(form):
    started_by = at_once(50, lambda: half_days.start(**form).pk)
    assert set(started_by) == {HalfDay.objects.get().pk}
    assert Event.objects.filter(verb="started").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("one_key", [True, False], ids=["one key", "a key each"])
def test_fifty_presses_at_once_begin_one_draft(one_key, scheme):
    half_day, case, key = started(), CaseFactory(), uuid.uuid4()
    by = half_day.assessor
    begun_by = at_once(
        50,
        lambda: drafts.begin(key=key if one_key else uuid.uuid4(), half_day=half_day, case=case, by=by).pk,
    )
    assert set(begun_by) == {Assessment.objects.get().pk}
    assert Event.objects.filter(verb="begun").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_register_one_case(scheme):
    by, said = PersonFactory(), facts(court_level=CourtLevel.CROWN)
    registered = at_once(20, lambda: cases.register(urn="01AB1234518", facts=said, by=by).pk)
    assert set(registered) == {Case.objects.get().pk}
    assert Event.objects.filter(verb="registered").count() == 1


def test_what_is_done_stays_with_the_unit_where_it_was_done(place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    place.prosecutor.postings.update(unit=UnitFactory())
    assert HalfDay.objects.get(pk=half_day.pk).place == place.unit.place
