"""The pages of consistency exercises: what each shows to whom, and what wrong input is told."""

import uuid
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from dipsamples.actions.exercises import making, marking
from dipsamples.models import Exercise, SecondMarking
from iqa.calendar import today
from iqa.permissions import Permission, Role
from tests.another_set import load_another
from tests.dipsamples.exercises import agreed, begun, case_of, made, marked, referred
from tests.factories import CaseFactory, GrantFactory, PostingFactory, recorded


@pytest.fixture
def exercise(place) -> Exercise:
    return made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2])


@pytest.fixture
def closed(place, exercise) -> Exercise:
    marked(exercise, place.dcp, not_met=[14], comments={14: "Said by Dana"})
    marked(exercise, place.dcp2, comments={9: "Said by Dilip"})
    return Exercise.objects.get(pk=exercise.pk)


@pytest.fixture
def read(client):
    def read(person, name, *args) -> str:
        client.force_login(person)
        response = client.get(reverse(f"dipsamples:{name}", args=args), follow=True)
        assert response.status_code == 200
        return unescape(response.content.decode())

    return read


def sent(closes_in: int = 7, **said) -> dict:
    """The form of a new exercise, as a browser sends it."""
    day = today() + timedelta(days=closes_in)
    return {
        "key": str(uuid.uuid4()),
        "title": "First hearings",
        "activity": "case_progression",
        "material": "The review of 3 March",
        "closes_on_day": day.day,
        "closes_on_month": day.month,
        "closes_on_year": day.year,
        **said,
    }


# Create


def test_a_deputy_creates_an_exercise_and_invites(client, place):
    client.force_login(place.dccp)
    case = CaseFactory()
    data = sent(urns=f"{case.urn[:2]}/{case.urn[2:]}\n\n{case.urn}", people=[place.dcp.pk, place.sdcp.pk])
    response = client.post(reverse("dipsamples:exercise_create"), data, follow=True)
    exercise = Exercise.objects.get()
    assert response.redirect_chain == [(reverse("dipsamples:exercise_detail", args=[exercise.pk]), 302)]
    assert "Those invited are told by email." in response.content.decode()
    assert [each.case for each in exercise.cases.all()] == [case]
    assert {each.person for each in exercise.invitations.all()} == {place.dcp, place.sdcp}


def test_an_unknown_case_is_asked_for_on_the_same_page(client, place):
    client.force_login(place.dccp)
    url, data = reverse("dipsamples:exercise_create"), sent(urns="09ZZ1234518", people=[place.dcp.pk])
    text = client.post(url, data).content.decode()
    assert "No case has the URN 09ZZ1234518 yet. Enter what is known of it at the end of this page" in text
    assert 'name="09ZZ1234518-court_level"' in text
    assert f'value="{place.dcp.pk}" checked' in " ".join(text.split())
    shown = data | {"09ZZ1234518-finalised": ""}
    text = client.post(url, shown).content.decode()
    assert "Select the court level of 09ZZ1234518" in text
    assert "at the end of this page" not in text
    known = shown | {"09ZZ1234518-court_level": "crown", "09ZZ1234518-status": "live"}
    assert client.post(url, known).status_code == 302
    assert Exercise.objects.get().cases.get().case.court_level == "crown"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "T" * 101}, "Title must be 100 characters or fewer"),
        ({"activity": ""}, "Select an activity"),
        ({"activity": "painting"}, "Select an activity"),
        ({"material": ""}, "Enter what to mark, and where it is"),
        ({"urns": " \n"}, "Enter the URN of a case"),
        ({"urns": "01AB123"}, "01AB123 is not a URN: it must be 11 letters and numbers"),
        ({"urns": "\n".join(f"01AB{n:05d}18" for n in range(11))}, "Enter 10 URNs or fewer"),
        ({"people": []}, "Select who to invite"),
        ({"people": ["x"]}, "Select who to invite from the list"),
        ({"closes_on_day": ""}, "Closing date must include a day"),
    ],
)
def test_wrong_input_gets_words(wrong, message, client, place):
    client.force_login(place.dccp)
    data = sent(urns=CaseFactory().urn, people=[place.dcp.pk]) | wrong
    text = client.post(reverse("dipsamples:exercise_create"), data).content.decode()
    assert message in text
    assert "<title>Error: " in " ".join(text.split())
    assert not Exercise.objects.exists()


@pytest.mark.parametrize(
    ("closes_in", "message"),
    [(-1, "Closing date must be today or in the future"), (400, "Closing date must be within a year")],
)
def test_a_closing_date_that_is_over_or_far_off_gets_words(closes_in, message, client, place):
    client.force_login(place.dccp)
    data = sent(closes_in, urns=CaseFactory().urn, people=[place.dcp.pk])
    assert message in client.post(reverse("dipsamples:exercise_create"), data).content.decode()


def test_somebody_whose_work_it_is_is_named_beside_the_field(client, place):
    case = CaseFactory()
    PostingFactory(person=place.dcp2, role=Role.PROSECUTOR, unit=place.unit)
    recorded(case=case, assessor=place.dcp, prosecutor=place.dcp2, unit=place.unit)
    client.force_login(place.dccp)
    data = sent(urns=case.urn, people=[place.dcp.pk, place.dcp2.pk])
    text = client.post(reverse("dipsamples:exercise_create"), data).content.decode()
    assert f"{place.dcp2.name} cannot mark {case.urn}: the work in it may be their own." in text
    assert 'href="#id_people' in text


def test_the_list_of_who_may_be_invited_is_of_the_place(read, place):
    text = read(place.dccp, "exercise_create")
    assert all(person.name in text for person in (place.dcp, place.dcp2, place.sdcp, place.dccp))
    assert "Where" not in text.split("<form")[-1].split("Title")[0]
    for person in (place.dcp3, place.prosecutor, place.apm, place.ccp):
        assert person.name not in text
    assert place.dcp3.name in read(place.cat, "exercise_create")


def test_a_deputy_of_two_areas_says_where(client, place):
    PostingFactory(person=place.dccp, role=Role.DCCP, area=place.area2)
    client.force_login(place.dccp)
    data = sent(urns=CaseFactory().urn, people=[place.dcp3.pk])
    url = reverse("dipsamples:exercise_create")
    assert "Select where the exercise is held" in client.post(url, data).content.decode()
    wrong = client.post(url, data | {"place": place.area.pk}).content.decode()
    assert f"{place.dcp3.name} may not record IQAs there" in wrong
    client.post(url, data | {"place": place.area2.pk})
    assert Exercise.objects.get().area == place.area2


def test_who_may_record_by_a_grant_alone_stands_in_the_list(read, place):
    GrantFactory(person=place.ccp, permission=Permission.RECORD_IQAS, area=place.area)
    assert "By a grant" in read(place.dccp, "exercise_create")


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
