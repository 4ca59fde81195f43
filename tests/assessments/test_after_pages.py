"""What may happen to an IQA afterwards, asked on a page of its own: withdraw, reopen, close, discard, restore."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from assessments.actions import drafts, recording
from assessments.models import Assessment, State
from tests.assessments.pages import main, problems
from tests.factories import begun, draft, recorded

LONG = "x" * 2001


@pytest.fixture
def at_work(place):
    return {"prosecutor": place.prosecutor, "assessor": place.dcp, "unit": place.unit}


def address(verb, assessment):
    return reverse(f"assessments:assessment_{verb}", args=[assessment.pk])


def banners(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def state_of(assessment):
    return Assessment.objects.get(pk=assessment.pk).state


@pytest.fixture
def open_one(at_work):
    return recorded(not_met={14: []}, action=True, **at_work)


@pytest.fixture
def closed_one(at_work):
    return recorded(**at_work)


def test_withdraw_asks_why_warns_and_withdraws(client, place, open_one):
    client.force_login(place.dcp)
    page = main(client.get(address("withdraw", open_one)))
    assert page.h1.get_text() == "Withdraw this IQA"
    assert page.select_one(".govuk-caption-l").get_text() == f"{open_one.case.urn}: case progression"
    assert "Withdraw this IQA? It stays findable and counts nowhere." in page.get_text()
    button = page.select_one("form .govuk-button--warning")
    assert button.get_text(strip=True) == "Withdraw IQA"

    response = client.post(address("withdraw", open_one), {"reason": "Wrong case"})
    assert response.url == reverse("assessments:assessment_detail", args=[open_one.pk])
    assert banners(response) == ["IQA withdrawn."]
    open_one.refresh_from_db()
    assert (open_one.state, open_one.withdrawn_by, open_one.withdrawn_reason) == ("withdrawn", place.dcp, "Wrong case")


@pytest.mark.parametrize(
    ("verb", "reason", "words"),
    [
        ("withdraw", "", "Enter why this IQA is withdrawn"),
        ("withdraw", "  ", "Enter why this IQA is withdrawn"),
        ("withdraw", LONG, "Why this IQA is withdrawn must be 2,000 characters or fewer"),
        ("withdraw", "\x00", "Why this IQA is withdrawn must not include characters that cannot be printed"),
        ("reopen", "", "Enter why this IQA is reopened"),
        ("reopen", LONG, "Why this IQA is reopened must be 2,000 characters or fewer"),
    ],
)
def test_a_reason_that_will_not_do_changes_nothing_and_is_kept(client, place, closed_one, verb, reason, words):
    client.force_login(place.dcp)
    response = client.post(address(verb, closed_one), {"reason": reason})
    assert problems(response) == [(words, "#id_reason")]
    assert main(response).textarea.get_text().strip() == reason.strip()
    assert b"Error: " in response.content
    assert state_of(closed_one) == State.CLOSED


def test_reopen(client, place, closed_one):
    client.force_login(place.sdcp)
    assert main(client.get(address("reopen", closed_one))).h1.get_text() == "Reopen this IQA"
    assert banners(client.post(address("reopen", closed_one), {"reason": "To correct it"})) == ["IQA reopened."]
    assert state_of(closed_one) == State.RECORDED


def test_close_asks_first(client, place, closed_one):
    recording.reopen(assessment=closed_one, reason="To look again", by=place.dcp)
    client.force_login(place.dcp)
    page = main(client.get(address("close", closed_one)))
    assert page.h1.get_text() == "Close this IQA"
    assert state_of(closed_one) == State.RECORDED
    assert banners(client.post(address("close", closed_one))) == ["IQA closed."]
    assert state_of(closed_one) == State.CLOSED


@pytest.mark.parametrize(
    ("of", "left"),
    [
        ({"not_met": {14: []}, "action": True}, "mark the action as taken and record feedback"),
        ({"not_met": {14: []}}, "record feedback"),
        ({"action": True}, "mark the action as taken"),
    ],
)
def test_close_says_what_is_outstanding(client, place, at_work, of, left):
    open_one = recorded(**of, **at_work)
    client.force_login(place.dcp)
    page = main(client.get(address("close", open_one)))
    assert page.select_one(".govuk-inset-text").get_text(strip=True) == f"Before you close this IQA, {left}."
    assert page.select("form") == []
    response = client.post(address("close", open_one))
    assert problems(response) == [(f"Before you close this IQA, {left}.", None)]
    assert "Nothing is outstanding" not in main(response).get_text()
    assert state_of(open_one) == State.RECORDED


def test_discard_and_restore(client, place, at_work):
    assessment = draft(**at_work)
    client.force_login(place.dcp)
    page = main(client.get(address("discard", assessment)))
    assert page.h1.get_text() == "Discard this draft"
    assert "It can be restored." in page.get_text()
    assert banners(client.post(address("discard", assessment))) == ["Draft discarded."]
    assert state_of(assessment) == State.DISCARDED
    assert main(client.get(address("restore", assessment))).h1.get_text() == "Restore this draft"
    assert banners(client.post(address("restore", assessment))) == ["Draft restored."]
    assert state_of(assessment) == State.DRAFT


def test_restoring_beside_another_of_the_case_says_so(client, place, at_work):
    assessment = draft(**at_work)
    drafts.discard(assessment=assessment, by=place.dcp)
    begun(half_day=assessment.half_day, case=assessment.case)
    client.force_login(place.dcp)
    [(words, _)] = problems(client.post(address("restore", assessment)))
    assert words == "This half day already has another IQA of this case, so you cannot restore this one."
    assert state_of(assessment) == State.DISCARDED


@pytest.mark.parametrize("verb", ["reopen", "discard", "restore"])
def test_what_its_state_does_not_allow_is_said_in_words(client, place, open_one, verb):
    client.force_login(place.dcp)
    words = f"This IQA is recorded, so you cannot {verb} it."
    response = client.get(address(verb, open_one))
    assert response.status_code == 200
    assert main(response).select_one(".govuk-inset-text").get_text().strip() == words
    assert main(response).select("form") == []
    response = client.post(address(verb, open_one), {"reason": "Because I want to"})
    assert problems(response)[0] == (words, None)
    assert state_of(open_one) == State.RECORDED


def test_withdrawing_twice_says_so_and_keeps_the_first_reason(client, place, open_one):
    client.force_login(place.dcp)
    client.post(address("withdraw", open_one), {"reason": "Wrong case"})
    response = client.post(address("withdraw", open_one), {"reason": "Another"})
    assert problems(response) == [("This IQA is withdrawn, so you cannot withdraw it.", None)]
    assert "Another" in main(response).textarea.get_text()
    open_one.refresh_from_db()
    assert open_one.withdrawn_reason == "Wrong case"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("verb", ["withdraw", "reopen", "close", "discard", "restore"])
def test_who_may_not(client, place, open_one, verb, method):
    expected = {
        "dcp2": 404,
        "apm2": 404,
        "prosecutor": 404,
        "prosecutor2": 404,
        "ccp": 403,
        "apm": 403,
        "cat": 403,
        "inspector": 403,
        "businesscentre": 403,
        "administrator": 403,
    }
    found = {}
    for name in expected:
        client.force_login(place.people[name])
        found[name] = getattr(client, method)(address(verb, open_one), {"reason": "No"}).status_code
    assert found == expected
    assert state_of(open_one) == State.RECORDED


@pytest.mark.parametrize("verb", ["withdraw", "reopen", "close", "discard", "restore"])
def test_the_prosecutor_manages_none_of_it_once_released(client, place, open_one, verb):
    Assessment.objects.filter(pk=open_one.pk).update(readable_from=timezone.now())
    client.force_login(place.prosecutor)
    assert client.post(address(verb, open_one), {"reason": "No"}).status_code == 403


def test_a_draft_is_discarded_by_nobody_but_its_assessor(client, place, at_work):
    assessment = draft(**at_work)
    client.force_login(place.sdcp)
    assert client.post(address("discard", assessment)).status_code == 403
    assert state_of(assessment) == State.DRAFT
