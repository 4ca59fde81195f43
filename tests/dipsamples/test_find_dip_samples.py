"""Finding dip samples: by who, whose, when, what differs and what they are tagged with; never by what is hidden."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.querysets.marking import Answered, answered
from dipsamples.models import DipSample, Tag
from dipsamples.policies.comparison import Difference, pairs_with
from dipsamples.presenters.comparing import compare
from iqa.calendar import today
from tests.dipsamples.factories import marked, picked, sampled
from tests.factories import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(place) -> Tag:
    return Tag.objects.create(kind=Tag.Kind.ISSUE, name="Late schedules")


@pytest.fixture
def differing(place, late) -> DipSample:
    """By the SDCP, of the DCP's: too lenient on 10, too robust on 14, wrongly n/a on 15, should have been n/a on 16."""
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, not_applicable=[15])
    own = {10: "not_met", 14: "not_met_other", 16: "not_applicable"}
    return sampled(marked(picked(iqa, by=place.sdcp), own), tags=[late])


@pytest.fixture
def agreeing(place) -> DipSample:
    """By the DCCP, of the second DCP's, on case presentation."""
    iqa = recorded(assessor=place.dcp2, prosecutor=place.prosecutor2, activity="case_presentation")
    return sampled(marked(picked(iqa, by=place.dccp)))


@pytest.fixture
def unmarked(place) -> DipSample:
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor)
    return sampled(picked(iqa, by=place.dccp))


@pytest.fixture
def find(client, place, differing, agreeing, unmarked):
    client.force_login(place.dccp)

    def find(**search) -> set[int]:
        """The keys of what is found; the count says as many."""
        html = client.get(reverse("dipsamples:dip_sample_list"), search).content.decode()
        found = {int(pk) for pk in re.findall(r'href="/dip-samples/(\d+)/"', html)}
        [count] = re.findall(r"<h1[^>]*>\s*Dip samples \((\d+)\)", html)
        assert int(count) == len(found), search
        return found

    return find


def test_by_whom_whose_and_when(find, place, differing, agreeing, unmarked):
    every = {differing.pk, agreeing.pk, unmarked.pk}
    tomorrow = today() + timedelta(days=1)
    from_day = {"sampled_from_day": today().day, "sampled_from_month": today().month, "sampled_from_year": today().year}
    to_come = {
        "sampled_from_day": tomorrow.day, "sampled_from_month": tomorrow.month, "sampled_from_year": tomorrow.year,
    }  # fmt: skip
    for search, found in [
        ({}, every),
        ({"sampler": "sam"}, {differing.pk}),
        ({"assessor": "dilip"}, {agreeing.pk}),
        ({"prosecutor": "priya"}, {differing.pk, unmarked.pk}),
        ({"activity": "case_presentation"}, {agreeing.pk}),
        ({"unit": place.unit2.pk}, {agreeing.pk}),
        ({"q": differing.assessment.case.urn}, {differing.pk}),
        ({"state": "recorded"}, every),
        ({"state": "draft"}, set()),
        ({"tag": Tag.objects.get().pk}, {differing.pk}),
        ({"chosen": "picked"}, every),
        ({"chosen": "drawn"}, set()),
        (from_day, every),
        (to_come, set()),
    ]:
        assert find(**search) == found, search


def test_by_each_kind_of_difference(find, differing, agreeing):
    assert find(difference=Difference.AGREED) == {agreeing.pk}
    for kind in Difference:
        if kind != Difference.AGREED:
            assert find(difference=kind) == {differing.pk}, kind


def test_an_outcome_that_agrees_in_a_question_has_no_other_difference(place, find, differing):
    lenient = sampled(
        marked(picked(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.dccp), {9: "not_met"})
    )
    assert find(difference=Difference.TOO_LENIENT) == {differing.pk, lenient.pk}
    assert find(difference=Difference.TOO_ROBUST) == {differing.pk}


def test_every_pair_of_outcomes_has_one_kind():
    pairs = [pair for kind in Difference for pair in pairs_with(kind)]
    assert len(pairs) == len(set(pairs)) == 16


@pytest.mark.parametrize(
    "search",
    [
        {"difference": "brilliant"},
        {"tag": "999"},
        {"unit": "999"},
        {"state": "lost"},
        {"sampled_from_day": "32"},
        {"chosen": "x"},
    ],
)
def test_what_cannot_be_read_gets_words_and_filters_nothing(client, find, search):
    assert len(find(**search)) == 3
    html = client.get(reverse("dipsamples:dip_sample_list"), search).content.decode()
    assert "There is a problem" in html


def test_a_dcp_finds_the_outcomes_of_theirs(client, place, find, differing, unmarked):
    client.force_login(place.dcp)
    assert find() == {differing.pk, unmarked.pk}
    client.force_login(place.dcp2)
    assert len(find()) == 1
    client.force_login(place.cat)
    assert len(find()) == 3


def test_nobody_finds_by_whose_iqa_it_is_what_they_may_still_mark_blind(client, place, find):
    begun = picked(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.sdcp)
    client.force_login(place.sdcp)
    assert begun.pk in find()
    assert begun.pk not in find(assessor="Dana")
    client.force_login(place.dccp)
    assert begun.pk in find(assessor="Dana")


def test_pages_of_25(client, place, find):
    for _ in range(26):
        sampled(picked(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.dccp))
    html = client.get(reverse("dipsamples:dip_sample_list")).content.decode()
    assert len(set(re.findall(r'href="/dip-samples/(\d+)/"', html))) == 25
    [after] = re.findall(r'href="\?after=([^"]+)"', html)
    html = client.get(f"{reverse('dipsamples:dip_sample_list')}?after={after}").content.decode()
    assert len(set(re.findall(r'href="/dip-samples/(\d+)/"', html))) == 4


# Side by side


def compared(dip_sample, **said):
    second = dip_sample.second_marking
    return compare(answered(second.marking), answered(second.compared_with), comments=True)


def test_what_differs_is_said_in_a_sentence(differing, agreeing):
    assert compared(differing).summary == "5 of 9 agree. Questions 10, 14, 15 and 16 differ."
    assert compared(agreeing).summary == "All 11 agree."


def test_the_use_of_reasons_is_compared_where_both_say_not_met(place):
    iqa = recorded(
        assessor=place.dcp, prosecutor=place.prosecutor, not_met={9: [], 10: ["q10-other"], 14: ["q14-other"]}
    )
    rows = {
        row.mine.number: row for row in compared(marked(picked(iqa, by=place.sdcp), {9: "not_met", 10: "not_met"})).rows
    }
    assert rows[9].reasons == "Reasons agreed"
    assert rows[10].reasons == "Another reason should have been used"
    assert rows[14].reasons == ""


def test_where_both_have_another_reason_its_words_are_not_compared(place):
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: ["q14-other"]})
    its = answered(iqa.marking)
    [row] = [row for row in compare(its, its, comments=False).rows if row.mine.number == 14]
    assert row.reasons == "Both gave another reason, in words"
    assert "index" not in str(row)


def test_only_what_both_answer_is_compared(place):
    its = answered(recorded(assessor=place.dcp, prosecutor=place.prosecutor).marking)
    assert compare(its, Answered(its.wordings, its.outcomes, {}), comments=True).rows == ()
