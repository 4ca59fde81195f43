"""Every page follows the set: an IQA is recorded, through the pages, under a set with other numbers, another activity
and five outcomes."""

import re
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse

from assessments.models import Assessment, State
from iqa.calendar import today
from iqa.questions.models import QuestionSet
from tests.another_set import load_another
from tests.factories import CaseFactory, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def dcp(client, place):
    load_another()
    client.force_login(place.dcp)
    return client


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def text_of(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", main_of(response))))


def key_of(response):
    return response.context["form"]["key"].value()


def start(dcp, place, case):
    """Start a half day of the new activity and add a case, through the pages; the draft's marking page."""
    page = reverse("assessments:half_day_start")
    form = dcp.get(page)
    assert "Unused material" in text_of(form)
    assert "Case progression" not in text_of(form)
    day = today()
    fields = {"worked_on_day": day.day, "worked_on_month": day.month, "worked_on_year": day.year}
    fields |= {"assessed_on_day": day.day, "assessed_on_month": day.month, "assessed_on_year": day.year}
    fields |= {"whose_work": f"{place.prosecutor.pk}-{place.unit.pk}", "activity": "unused_material", "half": "am"}
    add = dcp.post(page, fields | {"key": key_of(form)}).url
    found = dcp.post(add, {"urn": case.urn}, follow=True)
    here = found.redirect_chain[-1][0] if found.redirect_chain else add
    use = {"urn": case.urn, "key": key_of(found)}
    return dcp.post(here, use | {name: values[0] for name, values in parse_qs(urlparse(here).query).items()}).url


def test_an_iqa_is_recorded_under_it_through_the_pages(dcp, place):
    case = CaseFactory(urn="01AB1234518")
    mark = start(dcp, place, case)
    assessment = Assessment.objects.get(case=case)
    assert mark == reverse("assessments:assessment_mark", args=[assessment.pk])

    # Mark: its numbers and its five outcomes, in its order; what each asks for.
    page = dcp.get(mark)
    words, html = text_of(page), main_of(page)
    assert re.findall(r"Question (\d+) Was", words) == ["101", "107", "140"]
    assert re.findall(r'name="q101-outcome"[^>]*value="(\w+)"', html) == [
        "met",
        "partly_met",
        "not_met",
        "not_met_other",
        "not_applicable",
    ]
    assert "A comment is needed with not met other." in words
    assert re.search(r"<kbd>1</kbd> to <kbd>5</kbd>", html)
    incomplete = dcp.post(
        mark,
        {
            "version": "0",
            "q101-outcome": "partly_met",
            "q107-outcome": "not_met",
            "q140-outcome": "not_met_other",
            "continue": "yes",
        },
    )
    for missing in (
        "Select who question 101 lies with",
        "Select a reason why question 107 was not met",
        "Enter a comment on question 140",
    ):
        assert missing in text_of(incomplete)
    assert "Mark the questions: 01AB1234518, unused material (3 of 3 answered)" in text_of(dcp.get("/"))
    response = dcp.post(
        mark,
        {
            "version": "1",
            "q101-outcome": "partly_met",
            "q101-lies_with": "police",
            "q107-outcome": "not_met",
            "q107-reasons": ["q107-late"],
            "q140-outcome": "not_met_other",
            "q140-comment": "A bank did not answer",
            "continue": "yes",
        },
    )
    dcp.post(response.url, {"action_required": "no", "required": "no"})

    # Check and record.
    record = reverse("assessments:assessment_record", args=[assessment.pk])
    words = text_of(dcp.get(record))
    counts = "1 partly met (question 101), 1 not met (question 107), 1 not met other (question 140)"
    assert counts in words
    assert "101. Label 101" in words
    assert "Lies with: Police" in words
    assert "IQA recorded" in text_of(dcp.post(record, follow=True))
    assessment.refresh_from_db()
    assert assessment.state == State.RECORDED  # "partly met" and "not met" await feedback

    # Its page, the list, home; a correction.
    words = text_of(dcp.get(reverse("assessments:assessment_detail", args=[assessment.pk])))
    assert "01AB1234518: unused material" in words
    assert counts in words
    assert "Reason: Late" in words
    found = reverse("assessments:assessment_list")
    for query in ("activity=unused_material", "marks=not_met"):
        words = text_of(dcp.get(f"{found}?{query}"))
        assert "IQAs (1)" in words
        assert "01AB1234518, unused material" in words
        assert "2 not met, 1 not met other" in words
    assert "IQAs (0)" in text_of(dcp.get(f"{found}?activity=case_progression"))
    assert "01AB1234518, unused material" in text_of(dcp.get("/"))
    correct = reverse("assessments:assessment_correct", args=[assessment.pk])
    form = dcp.get(correct)
    fields = {f"q{number}-outcome": "met" for number in (101, 107, 140)}
    why = {name: form.context["why"][name].value() for name in ("number", "key")}
    corrected = dcp.post(correct, fields | why | {"reason": "The police had sent it"}, follow=True)
    assert "3 met" in text_of(corrected)
    assert text_of(dcp.get("/")).count("Give feedback") == 0


def filled(client, page, **changes):
    """Send a page's form as it stands, with changes; where that leads."""
    form = client.get(page).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in fields.items() if value not in (None, False)}
    return client.post(page, sent | changes, follow=True)


def test_headquarters_makes_such_a_set_through_the_pages_and_an_iqa_is_recorded_under_it(client, place, scheme):
    """Drafted by one, published by another, both without a developer; then marked by a DCP."""
    client.force_login(place.editor)
    filled(client, reverse("questions:set_copy", args=[scheme.pk]), title="Quite another")
    draft = QuestionSet.objects.get(title="Quite another")
    for code in ("advice", "charging_and_review", "case_progression", "case_presentation"):
        filled(client, reverse("questions:activity_retire", args=[draft.pk, code]))
    filled(client, reverse("questions:activity_add", args=[draft.pk]), name="Unused material", base="office")
    for number in (101, 140):
        said = {"label": f"Label {number}", "text": f"Was question {number} met?", "reason_1": f"Late {number}"}
        page = reverse("questions:question_add", args=[draft.pk]) + "?activity=unused_material"
        assert f"Question {number} added." in text_of(filled(client, page, number=number, **said))
    page = reverse("questions:outcome_add", args=[draft.pk])
    filled(client, page, label="Partly met", counts_as="not_met", requires=["whom"])

    client.force_login(place.cat)
    day = today()
    said = {"in_force_from_day": day.day, "in_force_from_month": day.month, "in_force_from_year": day.year}
    page = reverse("questions:set_publish", args=[draft.pk])
    assert "A published set cannot be changed." in text_of(filled(client, page, **said))
    assert "Quite another is published." in text_of(filled(client, page, **said, is_confirmed="on"))

    client.force_login(place.dcp)
    mark = start(client, place, CaseFactory(urn="01AB1234518"))
    words = text_of(client.get(mark))
    assert re.findall(r"Question (\d+) Was", words) == ["101", "140"]
    assert words.count("Partly met") >= 2
    answers = {"q101-outcome": "partly_met", "q101-lies_with": "court", "q140-outcome": "fully_met"}
    response = client.post(mark, {"version": "0", "continue": "yes", **answers})
    client.post(response.url, {"action_required": "no", "required": "no"})
    record = mark.replace("mark", "record")
    assert "1 fully met, 1 partly met (question 101)" in text_of(client.get(record))
    assert "IQA recorded" in text_of(client.post(record, follow=True))


def test_what_was_recorded_under_the_old_set_reads_as_it_did(dcp, place, scheme):
    old = recorded(
        assessor=place.dcp,
        prosecutor=place.prosecutor,
        assessed_on=scheme.in_force_from.replace(year=2018),
        not_met={14: []},
    )
    assert old.marking.question_set == scheme
    words = text_of(dcp.get(reverse("assessments:assessment_detail", args=[old.pk])))
    assert "8 fully met, 1 not met (question 14)" in words
    assert "Case progression" in text_of(dcp.get(reverse("assessments:assessment_list")))
