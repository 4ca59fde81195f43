"""Creating a consistency exercise: who may be invited where, and what wrong input is told."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from dipsamples.models import Exercise
from iqa.calendar import today
from iqa.permissions import Permission, Role
from tests.factories import CaseFactory, GrantFactory, PostingFactory, recorded


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
