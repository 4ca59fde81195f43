"""A consistency exercise until it closes: who finds it, that it is marked blind, and closing."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from dipsamples.actions.exercises import making, marking
from dipsamples.models import SecondMarking
from iqa.permissions import Role
from tests.dipsamples.exercises import agreed, begun, case_of, made, marked
from tests.factories import CaseFactory, PostingFactory, recorded

# Found


def test_the_list_has_ones_own_alone(read, place, exercise):
    for who in ("dccp", "dcp", "dcp2", "cat"):
        assert exercise.title in read(getattr(place, who), "exercise_list")
    for who in ("sdcp", "dcp3"):
        assert exercise.title not in read(getattr(place, who), "exercise_list")


def test_an_empty_list_says_so(read, place):
    assert "There are no exercises yet." in read(place.dcp, "exercise_list")


def test_home_asks_the_invited_to_mark_and_then_no_more(read, client, place, exercise):
    client.force_login(place.dcp)
    assert "Mark for consistency: First hearings" in client.get("/").content.decode()
    marked(exercise, place.dcp)
    assert "Mark for consistency" not in client.get("/").content.decode()
    client.force_login(place.sdcp)
    assert "First hearings" not in client.get("/").content.decode()


def test_home_asks_who_runs_it_to_agree_the_reference(client, place, closed):
    client.force_login(place.dccp)
    assert "Agree the reference: First hearings" in client.get("/").content.decode()
    agreed(closed, place.dccp)
    assert "Agree the reference" not in client.get("/").content.decode()


# Blind


def test_before_closing_the_organiser_sees_who_has_finished_and_no_more(read, place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2, place.sdcp], cases=2)
    marked(exercise, place.dcp, not_met=[14], comments={14: "Said by Dana"})
    untouched = read(place.dccp, "exercise_detail", exercise.pk)
    assert "0 of 3 have finished." in untouched
    marked(exercise, place.dcp, number=2)
    begun(exercise, place.dcp2)
    for who in ("dccp", "cat"):
        text = read(getattr(place, who), "exercise_detail", exercise.pk)
        assert "1 of 3 has finished." in text
        assert text.count("Not finished") == 2
        case = read(getattr(place, who), "exercise_case", exercise.pk, 1)
        for told in ("Said by Dana", "Not met", "answered", place.dcp.name):
            assert told not in case


def test_before_closing_nobody_sees_who_else_is_invited_or_what_they_answered(read, place, exercise):
    marked(exercise, place.dcp, not_met=[14], comments={14: "Said by Dana"})
    begun(exercise, place.dcp2)
    for name, args in [
        ("exercise_list", []),
        ("exercise_detail", [exercise.pk]),
        ("exercise_case", [exercise.pk, 1]),
        ("exercise_mark", [exercise.pk, 1]),
        ("exercise_finish", [exercise.pk, 1]),
    ]:
        text = read(place.dcp2, name, *args)
        assert "Said by Dana" not in text
        assert place.dcp.name not in text
        assert "finished." not in text


# Mark


def test_marking_begins_with_a_press_and_goes_on_to_the_check(client, place, exercise):
    client.force_login(place.dcp)
    page = reverse("dipsamples:exercise_mark", args=[exercise.pk, 1])
    case = reverse("dipsamples:exercise_case", args=[exercise.pk, 1])
    assert client.get(page).url == case
    assert not SecondMarking.objects.exists()
    assert client.post(page, {"begin": "yes"}).url == page
    text = client.get(page).content.decode()
    assert "Question 9" in text
    answers = {f"q{n}-outcome": "fully_met" for n in range(9, 18)}
    incomplete = client.post(page, {"version": 0, "continue": "yes", "q9-outcome": "fully_met"})
    assert "Select an outcome for question 10" in incomplete.content.decode()
    response = client.post(page, {"version": 1, "continue": "yes", **answers})
    assert response.url == reverse("dipsamples:exercise_finish", args=[exercise.pk, 1])
    assert "9 fully met" in client.get(response.url).content.decode()
    assert client.post(response.url).url == reverse("dipsamples:exercise_detail", args=[exercise.pk])
    assert SecondMarking.objects.get().finished_at
    assert client.get(page).url == client.get(response.url).url == case
    assert "You finished on" in client.get(case).content.decode()


def test_what_is_not_answered_is_not_finished(client, place, exercise):
    marking.begin(exercise_case=case_of(exercise), by=place.dcp)
    client.force_login(place.dcp)
    response = client.post(reverse("dipsamples:exercise_finish", args=[exercise.pk, 1]))
    assert response.url == reverse("dipsamples:exercise_mark", args=[exercise.pk, 1])


def test_two_tabs_choose_which_answers_to_keep(client, place, exercise):
    begun(exercise, place.dcp)
    client.force_login(place.dcp)
    data = {"version": 0, "draft": "yes", **{f"q{n}-outcome": "not_applicable" for n in range(9, 18)}}
    text = client.post(reverse("dipsamples:exercise_mark", args=[exercise.pk, 1]), data).content.decode()
    assert "Choose which answers to keep" in text


@pytest.mark.parametrize("name", ["exercise_mark", "exercise_finish"])
def test_a_marking_after_closing_gets_words(name, client, place, exercise):
    begun(exercise, place.dcp)
    marked(exercise, place.dcp2)
    client.force_login(place.dcp)
    making.close(exercise=exercise, by=place.dccp)
    data = {"version": 1, "q9-outcome": "not_applicable", "draft": "yes"}
    text = client.post(reverse(f"dipsamples:{name}", args=[exercise.pk, 1]), data).content.decode()
    assert "This exercise closed on" in text
    assert "your answers can no longer be changed" in text


def test_beginning_after_closing_gets_words(client, place, exercise):
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=8)):
        client.force_login(place.dcp)
        page = reverse("dipsamples:exercise_mark", args=[exercise.pk, 1])
        assert "This exercise closed on" in client.post(page, {"begin": "yes"}).content.decode()
        assert client.get(page).status_code == 302


# Close


def test_closing_asks_first(client, place, exercise):
    marked(exercise, place.dcp)
    client.force_login(place.dccp)
    page = reverse("dipsamples:exercise_close", args=[exercise.pk])
    assert "It cannot be opened again." in client.get(page).content.decode()
    assert client.post(page).url == reverse("dipsamples:exercise_detail", args=[exercise.pk])
    exercise.refresh_from_db()
    assert exercise.closed_by == place.dccp


def test_closing_with_no_marks_gets_words(client, place, exercise):
    client.force_login(place.dccp)
    text = client.post(reverse("dipsamples:exercise_close", args=[exercise.pk])).content.decode()
    assert "Nobody has finished marking yet, so there is nothing to compare." in text


def test_an_exercise_that_closed_by_itself_with_no_marks_says_so(client, read, place, exercise):
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=8)):
        text = read(place.dccp, "exercise_detail", exercise.pk)
        assert "closed before anyone had finished marking" in text
        assert "Agree the reference" not in text
        assert "Nobody had finished marking this case" in read(place.dcp, "exercise_case", exercise.pk, 1)
        agree = client.post(reverse("dipsamples:exercise_agree", args=[exercise.pk]), {"notes": "x"})
        assert agree.status_code == 403  # the reader of before was a DCP
        assert "there is nothing to agree on" in read(place.dccp, "exercise_agree", exercise.pk)
        reference = reverse("dipsamples:exercise_reference", args=[exercise.pk, 1])
        assert "there is nothing to agree on" in client.post(reference, {"begin": "yes"}).content.decode()


# Whose work it is


def test_an_exercise_on_ones_own_work_is_not_there(client, read, place):
    case = CaseFactory()
    PostingFactory(person=place.dcp, role=Role.PROSECUTOR, unit=place.unit)
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2], cases=[case])
    # It became known afterwards.
    recorded(case=case, assessor=place.sdcp, prosecutor=place.dcp, unit=place.unit)
    client.force_login(place.dcp)
    assert client.get(reverse("dipsamples:exercise_detail", args=[exercise.pk])).status_code == 404
    assert client.post(reverse("dipsamples:exercise_mark", args=[exercise.pk, 1])).status_code == 404
    assert exercise.title not in read(place.dcp, "exercise_list")
    assert "Mark for consistency" not in client.get("/").content.decode()


def test_who_has_moved_away_is_no_longer_part_of_it(client, place, exercise):
    begun(exercise, place.dcp)
    place.dcp.postings.update(unit=place.unit3)
    client.force_login(place.dcp)
    assert client.get(reverse("dipsamples:exercise_detail", args=[exercise.pk])).status_code == 404


def test_a_case_that_the_exercise_has_not_is_not_found(client, place, exercise):
    client.force_login(place.dcp)
    assert client.get(reverse("dipsamples:exercise_case", args=[exercise.pk, 2])).status_code == 404
