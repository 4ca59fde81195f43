"""A closed exercise: the answers side by side, and the reference agreed."""

import pytest
from django.urls import reverse

from iqa.permissions import Role
from tests.another_set import load_another
from tests.dipsamples.exercises import agreed, case_of, made, marked, referred
from tests.factories import PostingFactory

# Side by side


@pytest.mark.parametrize("who", ["dccp", "cat", "dcp", "dcp2"])
def test_once_closed_the_answers_stand_side_by_side(who, read, place, closed):
    reader = getattr(place, who)
    text = " ".join(read(reader, "exercise_case", closed.pk, 1).split())
    assert "8 of 9 questions have the same outcome from everyone. Question 14 differs." in text
    assert "1 fully met, 1 not met" in text
    assert "All 2 fully met" in text
    assert "Said by Dana" in text
    assert "Said by Dilip" in text
    for person in (place.dcp, place.dcp2):
        assert f'scope="col">{"You" if person == reader else person.name}</th>' in text


def test_the_reference_stays_with_its_writers_until_it_is_agreed(read, place, closed):
    referred(closed, place.dccp, not_met=[10], comments={10: "Agreed to be missing"})
    text = read(place.dcp, "exercise_case", closed.pk, 1)
    assert "Agreed to be missing" not in text
    assert "Reference</th>" not in text
    assert "Change the reference marking" not in text
    assert "Change the reference marking" in read(place.dccp, "exercise_case", closed.pk, 1)


def test_the_reference_is_written_beside_the_answers(client, read, place, closed):
    client.force_login(place.dccp)
    page = reverse("dipsamples:exercise_reference", args=[closed.pk, 1])
    assert client.get(page).status_code == 302
    assert client.post(page, {"begin": "yes"}).url == page
    text = client.get(page).content.decode()
    assert "What everyone answered" in text
    assert "1 fully met, 1 not met" in text
    answers = {f"q{n}-outcome": "fully_met" for n in range(9, 18)}
    response = client.post(page, {"version": 0, "continue": "yes", **answers})
    assert response.url == reverse("dipsamples:exercise_agree", args=[closed.pk])
    assert client.post(response.url, {"notes": "We talked"}).status_code == 302
    assert client.get(page).status_code == 302
    late = client.post(page, {"version": 1, "draft": "yes", **answers, "q9-outcome": "not_applicable"})
    assert "can no longer be changed" in late.content.decode()
    assert "was agreed on" in client.get(response.url).content.decode()


def test_while_a_case_has_no_reference_one_goes_on_to_it(client, place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp], cases=2)
    for number in (1, 2):
        marked(exercise, place.dcp, number=number)
    client.force_login(place.dccp)
    answers = {f"q{n}-outcome": "fully_met" for n in range(9, 18)}
    went = []
    for number in (1, 2):
        page = reverse("dipsamples:exercise_reference", args=[exercise.pk, number])
        client.post(page, {"begin": "yes"})
        went.append(client.post(page, {"version": 0, "continue": "yes", **answers}).url)
    names = ("exercise_detail", "exercise_agree")
    assert went == [reverse(f"dipsamples:{name}", args=[exercise.pk]) for name in names]


def test_two_deputies_choose_which_reference_to_keep(client, place, closed):
    other = PostingFactory(role=Role.DCCP, area=place.area).person
    referred(closed, place.dccp)
    client.force_login(other)
    data = {"version": 0, "draft": "yes", **{f"q{n}-outcome": "not_applicable" for n in range(9, 18)}}
    text = client.post(reverse("dipsamples:exercise_reference", args=[closed.pk, 1]), data).content.decode()
    assert "Choose which answers to keep" in text


def test_agreeing_without_words_or_a_reference_gets_words(client, place, closed):
    client.force_login(place.dccp)
    page = reverse("dipsamples:exercise_agree", args=[closed.pk])
    assert "Enter why this is the reference" in client.post(page, {}).content.decode()
    text = client.post(page, {"notes": "We talked"}).content.decode()
    assert f"Enter the reference marking of {case_of(closed).case.urn} first." in text
    assert "We talked" in text


# Agreed


def test_each_sees_their_own_beside_the_reference_with_the_kind_of_difference(read, place, closed):
    agreed(closed, place.dccp, not_met_other=[14], not_applicable=[9], unclear="Question 14")
    text = read(place.dcp, "exercise_case", closed.pk, 1)
    assert "7 of 9 agree" in text
    assert "Too robust" in text
    assert "Should have been not applicable" in text
    assert "Too lenient" in read(place.dcp2, "exercise_case", closed.pk, 1)
    detail = read(place.dcp, "exercise_detail", closed.pk)
    assert "We talked" in detail
    assert "Your answers and the reference" not in read(place.dccp, "exercise_case", closed.pk, 1)


def test_unclear_guidance_is_listed_for_those_who_publish(read, client, place, closed):
    assert "No exercise has found guidance unclear yet." in read(place.cat, "exercise_guidance")
    agreed(closed, place.dccp, unclear="Whether question 14 covers served material")
    assert "Whether question 14 covers served material" in read(place.cat, "exercise_guidance")
    assert reverse("dipsamples:exercise_guidance") in read(place.cat, "exercise_list")
    for who in ("dccp", "editor"):
        client.force_login(getattr(place, who))
        assert client.get(reverse("dipsamples:exercise_guidance")).status_code == 403


# Another set


def test_another_set_with_other_numbers_and_a_fifth_outcome(client, read, place):
    load_another()
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2], activity="unused_material")
    client.force_login(place.dcp)
    mark = reverse("dipsamples:exercise_mark", args=[exercise.pk, 1])
    client.post(mark, {"begin": "yes"})
    partly = {"q101-outcome": "partly_met", "q101-lies_with": "police", "q107-outcome": "met", "q140-outcome": "met"}
    finish = client.post(mark, {"version": 0, "continue": "yes", **partly}).url
    client.post(finish)
    marked(exercise, place.dcp2)
    text = read(place.dccp, "exercise_case", exercise.pk, 1)
    assert "1 met, 1 partly met" in text
    assert "2 of 3 questions have the same outcome from everyone. Question 101 differs." in text
    agreed(exercise, place.dccp, not_met=[101])
    # "Partly met" counts as not met.
    assert "All 3 agree." in read(place.dcp, "exercise_case", exercise.pk, 1)
    assert "2 of 3 agree. Question 101 differs." in read(place.dcp2, "exercise_case", exercise.pk, 1)
