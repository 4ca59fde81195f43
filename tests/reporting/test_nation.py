"""The nation of `seed_demo --iqas`: whole records, as the pages would have made them."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q
from django.test import override_settings

from assessments.models import Answer, Assessment, Feedback, FeedbackAction, HalfDay, Marking
from assessments.querysets.marking import asked_in
from dipsamples.models import DipSample, SecondMarking
from iqa.audit.models import Event
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.questions.models import Outcome, QuestionSet
from reporting.demo.nation import make_nation
from tests.factories import PersonFactory
from tests.kept import analyze

pytestmark = pytest.mark.django_db
IQAS = 600


@pytest.fixture
def nation(scheme: QuestionSet) -> None:
    assert sum(make_nation(years=2, iqas=IQAS, seed=1)) == IQAS
    analyze()


def made():
    return Assessment.objects.filter(half_day__unit__in=Unit.objects.filter(opened_on__isnull=False))


def test_it_has_as_many_as_were_asked_for_in_every_area(nation):
    assert made().count() == IQAS
    assert set(made().values_list("half_day__unit__area", flat=True)) == set(Area.objects.values_list("pk", flat=True))
    assert set(made().values_list("state", flat=True)) >= {"recorded", "closed", "withdrawn"}


def test_every_recorded_one_answers_every_question_as_the_set_requires(nation):
    recorded = made().recorded().select_related("marking")
    assert recorded.exists()
    for assessment in recorded[:100]:
        answers = assessment.marking.answers.select_related("outcome").annotate(reason_count=Count("reasons"))
        assert {answer.question_id for answer in answers} == {w.question_id for w in asked_in(assessment.marking)}
        for answer in answers:
            assert bool(answer.reason_count) == answer.outcome.requires_reason
            assert bool(answer.lies_with) == answer.outcome.requires_whom
            assert answer.comment or not answer.outcome.requires_comment


def test_one_is_closed_when_nothing_is_outstanding_and_only_then(nation):
    not_met = Q(marking__in=Answer.objects.filter(outcome__counts_as=Outcome.CountsAs.NOT_MET).values("marking"))
    told = Q(pk__in=Feedback.objects.values("assessment"))
    taken = Q(pk__in=FeedbackAction.objects.filter(taken_at__isnull=False).values("assessment"))
    outstanding = (not_met & ~told) | (Q(action_required=True) & ~taken)
    assert not made().filter(outstanding, state="closed").exists()
    assert not made().filter(~outstanding, state="recorded").exists()


def test_everyone_had_a_posting_where_and_when_they_worked(nation):
    for half_day in HalfDay.objects.filter(assessments__in=made()).distinct():
        for person, role in ((half_day.assessor, "dcp"), (half_day.prosecutor, "prosecutor")):
            there = Posting.objects.in_force(on=half_day.assessed_on).filter(person=person, unit=half_day.unit)
            assert there.filter(role=role).exists()


def test_dip_samples_are_by_the_areas_sampler_and_some_were_marked_blind(nation):
    samples = DipSample.objects.filter(assessment__in=made())
    assert 0 < samples.filter(second_marking__isnull=False).count() < samples.count() < IQAS / 5
    assert not samples.exclude(sampler__postings__area=F("assessment__half_day__unit__area")).exists()
    for second in SecondMarking.objects.filter(assessment__in=made()):
        assert second.compared_with_id == second.assessment.marking_id
        assert second.marking.answers.count() == second.compared_with.answers.count()
        assert second.marking.assessment is None


def test_its_events_tell_what_its_rows_say(nation):
    told = Event.objects.filter(subject_kind="assessment", subject_id__in=made().values("pk"))
    assert told.filter(verb="closed").count() == made().filter(state="closed").count()
    assert told.filter(verb="recorded").count() == made().once_recorded().count()


def test_rows_made_afterwards_get_keys_of_their_own(nation):
    last = Marking.objects.order_by("-pk")[0]
    another = Marking.objects.create(question_set=last.question_set, activity=last.activity, by=last.by)
    assert another.pk > last.pk


def test_the_same_seed_makes_the_same_nation(scheme):
    assert _described() == _described()


def _described():
    """A nation's facts, without its keys; it is gone again afterwards."""
    with transaction.atomic():
        sum(make_nation(years=1, iqas=60, seed=7))
        facts = made().order_by("half_day__assessed_on", "half_day__key", "key")
        rows = list(facts.values_list("half_day__unit__name", "half_day__prosecutor__email", "state", "key"))
        transaction.set_rollback(True)
    return rows


@pytest.mark.parametrize(
    ("said", "refused"), [({"iqas": -1}, "0 or more"), ({"iqas": 5, "years": 0}, "1 or more")], ids=["iqas", "years"]
)
def test_numbers_that_cannot_be_are_refused(scheme, said, refused):
    with pytest.raises(CommandError, match=refused):
        call_command("seed_demo", **said)
    assert not Person.objects.exists()


def test_a_second_nation_is_refused(nation):
    with pytest.raises(CommandError, match="already"):
        call_command("seed_demo", iqas=10)
    assert made().count() == IQAS


def test_no_nation_is_made_among_real_people(scheme):
    PersonFactory(email="someone@staff.example.test")
    with pytest.raises(CommandError, match="real people"):
        call_command("seed_demo", iqas=10)


@override_settings(DEMO=False)
def test_no_nation_is_made_outside_demonstration_mode(scheme):
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo", iqas=10)


def test_it_goes_back_no_further_than_the_scheme(scheme):
    sum(make_nation(years=40, iqas=150, seed=1))
    assert HalfDay.objects.order_by("assessed_on")[0].assessed_on >= date(2014, 10, 1)


def test_the_command_makes_the_demonstration_and_the_nation_beside_it(scheme):
    out = io.StringIO()
    call_command("seed_demo", iqas=30, years=1, stdout=out)
    assert "The demonstration is there." in out.getvalue()
    assert "A nation with 30 IQAs assessed in 1 years is there." in out.getvalue()
    assert made().count() == 30
    assert Person.objects.filter(email="dcp@example.test").exists()
