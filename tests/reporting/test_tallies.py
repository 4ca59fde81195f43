import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from assessments.actions import recording
from assessments.models import Answer, Marking
from dipsamples.models import SecondMarking
from iqa.notifications.models import OutboxEmail
from iqa.questions.models import Wording
from reporting.actions import checking
from reporting.actions.folding import fold
from reporting.actions.rebuilding import rebuild_tallies
from reporting.models import AgreementTally, IQATally, TalliedIQA
from reporting.querysets.differences import differences
from tests.dipsamples.factories import begun_on, finished
from tests.dipsamples.factories import correct as corrected
from tests.factories import draft, recorded
from tests.reporting.tallies import assert_in_step


def test_what_is_recorded_is_tallied_before_and_after_it_is_folded(place):
    recorded(unit=place.unit, not_met={14: []}, not_met_other={15: "police"}, action=True)
    draft(unit=place.unit)
    assert TalliedIQA.objects.count() == 2
    assert_in_step()
    assert_in_step(folded=True)
    assert IQATally.objects.filter(span=4, extent=3).get().iqas == 1
    assert not IQATally.objects.filter(span__lte=0).exists()


def test_withdrawn_it_goes_out_again(place):
    iqa = recorded(unit=place.unit, not_met={14: []})
    fold()
    recording.withdraw(assessment=iqa, reason="The wrong case", by=iqa.half_day.assessor)
    assert_in_step(folded=True)
    assert not TalliedIQA.objects.exists()


def test_a_second_marking_counts_once_it_is_finished_while_its_iqa_does(place):
    iqa = recorded(unit=place.unit, assessor=place.dcp, prosecutor=place.prosecutor, not_met={9: []})
    second = begun_on(iqa, by=place.inspector)
    assert not AgreementTally.objects.exists()

    finished(second, {10: "not_met"})

    assert_in_step(folded=True)
    tallied = AgreementTally.objects.filter(span=4, extent=3)
    tenth = Wording.objects.get(question_set__title="Annex F", number=10)
    assert tallied.get(question=tenth.question_id).too_lenient == 1
    sums = tallied.aggregate(*map(Sum, ("too_robust", "agreed", "judged", "met", "reference_judged", "reference_met")))
    assert list(sums.values()) == [1, 7, 9, 8, 9, 8]

    recording.withdraw(assessment=iqa, reason="The wrong case", by=place.dcp)
    assert_in_step(folded=True)
    assert not tallied.filter(judged__gt=0).exists()


def test_a_second_marking_compares_with_the_iqa_as_it_stood_then(place):
    iqa = recorded(unit=place.unit, assessor=place.dcp, prosecutor=place.prosecutor, not_met={9: []})
    finished(begun_on(iqa, by=place.inspector))
    corrected(iqa, by=place.dcp)

    assert_in_step(folded=True)
    assert AgreementTally.objects.get(span=4, extent=3, too_robust=1).met == 0


def test_a_second_marking_that_came_in_with_a_draft_counts_once_that_is_recorded(place):
    iqa = draft(unit=place.unit, assessor=place.dcp, prosecutor=place.prosecutor)
    own = iqa.marking
    marking = Marking.objects.create(question_set=own.question_set, activity=own.activity, by=place.inspector)
    Answer.objects.bulk_create(
        Answer(marking=marking, question_id=answer.question_id, outcome_id=answer.outcome_id)
        for answer in own.answers.all()
    )
    SecondMarking.objects.create(
        kind=SecondMarking.Kind.REFERENCE,
        marking=marking,
        assessment=iqa,
        by=place.inspector,
        finished_at=timezone.now(),
        compared_with=own,
        imported_at=timezone.now(),
    )
    assert not AgreementTally.objects.exists()

    recording.record(assessment=iqa, by=place.dcp)
    assert_in_step(folded=True)
    assert AgreementTally.objects.filter(span=4, extent=3, agreed=1).count() == 9


def test_made_anew_they_are_the_same(place):
    for _ in range(2):
        recorded(unit=place.unit, not_met={14: []})
    IQATally.objects.update(iqas=7)
    assert {str(found).split(":")[0] for found in differences()} == {"tally of IQAs by month"}
    assert rebuild_tallies() == 2
    assert_in_step()


@pytest.mark.parametrize("kind", ["rasso", "ccu"])
def test_a_unit_of_another_kind_takes_its_figures_with_it(place, kind):
    recorded(unit=place.unit, activity="advice", not_met={1: []})
    fold()
    recorded(unit=place.unit, activity="advice")
    place.unit.kind = kind
    place.unit.save()
    assert_in_step()
    assert_in_step(folded=True)


def test_the_nightly_check_tells_those_who_run_the_service_what_differs(place):
    recorded(unit=place.unit)
    assert checking.check_tallies() == 0
    fold()
    IQATally.objects.filter(span=4, extent=3).update(iqas=7)
    assert checking.check_tallies() == 2
    email = OutboxEmail.objects.get(recipient=place.administrator, key__startswith="tallies-differ")
    assert "tally of IQAs by ever and nation: 1 rows should be there and are not" in email.body


def test_the_command_makes_them_anew(place, capsys):
    recorded(unit=place.unit)
    TalliedIQA.objects.all().delete()
    call_command("rebuild_tallies")
    assert capsys.readouterr().out == "Tallied 1 IQAs.\n"
    assert_in_step()
