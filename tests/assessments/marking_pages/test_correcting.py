"""Correcting a recorded IQA: another version, with a reason."""

import re
import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from assessments.actions import recording
from assessments.models import State
from iqa.govuk.keys import OUT_OF_DATE
from tests.assessments.marking_pages.pages import carried, complete
from tests.assessments.pages import problems_on
from tests.factories import recorded

pytestmark = pytest.mark.django_db


class TestCorrecting:
    @pytest.fixture
    def iqa(self, client, place):
        client.force_login(place.dcp)
        return recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})

    def correct(self, client, iqa, **fields):
        page = reverse("assessments:assessment_correct", args=[iqa.pk])
        return client.post(page, complete() | {"number": "1", "key": str(uuid.uuid4()), "reason": "Misread"} | fields)

    def test_it_adds_a_version_and_keeps_the_first(self, client, iqa):
        response = self.correct(client, iqa)
        assert response.url == reverse("assessments:assessment_detail", args=[iqa.pk])
        iqa.refresh_from_db()
        assert [marking.number for marking in iqa.markings.all()] == [1, 2]
        assert iqa.marking.reason == "Misread"
        assert iqa.state == State.CLOSED

    def test_it_starts_from_what_was_recorded(self, client, iqa):
        html = client.get(reverse("assessments:assessment_correct", args=[iqa.pk])).content.decode()
        assert re.search(r'name="q14-outcome"[^>]*value="not_met"[^>]*checked', html)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"reason": ""}, "Enter why this IQA is corrected"),
            ({"q9-outcome": "not_met"}, "Select a reason why question 9 was not met"),
            ({"q9-comment": "x" * 5001}, "Comment on question 9 must be 5,000 characters or fewer"),
        ],
    )
    def test_it_refuses_in_words(self, client, iqa, fields, words):
        html = self.correct(client, iqa, **fields).content.decode()
        assert words in html
        assert iqa.markings.count() == 1

    @pytest.mark.parametrize(
        "hidden",
        [{"key": "not-a-key"}, {"key": ""}, {"number": "x"}, {"number": "9" * 5000}, {"number": "", "key": "\x00"}],
        ids=str,
    )
    def test_tampered_hidden_fields_are_replaced(self, client, iqa, hidden):
        page = BeautifulSoup(self.correct(client, iqa, reason="Misread", **hidden).content, "html.parser").main
        assert problems_on(page) == [(OUT_OF_DATE, None)]
        assert page.find("textarea", attrs={"name": "reason"}).get_text(strip=True) == "Misread"
        assert iqa.markings.count() == 1
        self.correct(client, iqa, **carried(page, "number", "key"))
        assert iqa.markings.count() == 2

    def test_one_that_changes_nothing_is_refused_and_its_reason_kept(self, client, iqa):
        page = reverse("assessments:assessment_correct", args=[iqa.pk])
        context = client.get(page).context
        shown = [field for form in (*context["questions"], context["why"]) for field in form]
        same = {field.html_name: field.value() for field in shown if field.value()} | {"reason": "Misread"}
        response = BeautifulSoup(client.post(page, same).content, "html.parser").main
        assert problems_on(response) == [("Change at least one answer to correct this IQA", "#id_q9-outcome")]
        assert response.find("textarea", attrs={"name": "reason"}).get_text(strip=True) == "Misread"
        assert iqa.markings.count() == 1
        client.post(page, same | {"q9-comment": "Well done"})
        assert iqa.markings.count() == 2

    def test_pressing_twice_makes_one_version(self, client, iqa):
        key = str(uuid.uuid4())
        self.correct(client, iqa, key=key)
        self.correct(client, iqa, key=key)
        assert iqa.markings.count() == 2

    def test_of_two_the_second_is_told_of_the_first_and_may_be_sent_again(self, client, iqa):
        self.correct(client, iqa)
        response = self.correct(client, iqa, **{"q9-comment": "Seen twice"}, reason="Misread as well")
        html = response.content.decode()
        assert "Version 2 of this IQA was saved after you opened this page" in html
        assert reverse("assessments:assessment_detail", args=[iqa.pk]) in html
        assert ("Seen twice" in html, "Misread as well" in html, iqa.markings.count()) == (True, True, 2)
        [number] = re.findall(r'name="number" value="(\d+)"', html)
        self.correct(client, iqa, number=number, reason="Misread as well", **{"q9-comment": "Seen twice"})
        assert [marking.reason for marking in iqa.markings.order_by("number")] == ["", "Misread", "Misread as well"]

    def test_the_person_assessed_may_not(self, client, place, iqa):
        client.force_login(place.prosecutor)
        assert self.correct(client, iqa).status_code == 404

    def test_a_withdrawn_one_leads_to_its_page(self, client, place, iqa):
        recording.withdraw(assessment=iqa, reason="The wrong case", by=place.dcp)
        page = reverse("assessments:assessment_correct", args=[iqa.pk])
        assert client.get(page).url == reverse("assessments:assessment_detail", args=[iqa.pk])
