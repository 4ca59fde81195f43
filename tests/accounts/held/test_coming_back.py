"""What was posted too late comes back after signing in, once, to its person alone."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client

from tests.accounts.conftest import SIGN_IN
from tests.accounts.held.forms import KEPT, TEXT, WAITING, fill_in, hidden, next_of, shown, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


def test_what_was_posted_too_late_comes_back_after_signing_in(client, person, idle):
    response = client.post("/note/?page=2&page=3", idle)
    assert urlsplit(response["Location"]).path == SIGN_IN
    assert WAITING in client.get(response["Location"]).content.decode()

    response = sign_in(client, person, at=response["Location"])
    address = response["Location"]
    assert parse_qs(urlsplit(address).query)["page"] == ["2", "3"]

    response = client.get(address)
    assert shown(response) == (TEXT, ["a", "b"])
    assert KEPT in response.content.decode()
    assert "There is a problem" not in response.content.decode()


def test_and_can_be_saved_then(client, person, idle):
    response = client.post("/note/", idle)
    address = sign_in(client, person, at=response["Location"])["Location"]
    page = BeautifulSoup(client.get(address).content, "html.parser")

    response = client.post(address, {**hidden(page), "note": TEXT})

    assert response.status_code == 200
    assert "saved Was the disclosure" in response.content.decode()


def test_nothing_is_saved_by_coming_back(client, person, idle):
    response = client.post("/note/", idle)
    address = sign_in(client, person, at=response["Location"])["Location"]

    assert "saved Was" not in client.get(address).content.decode()


def test_it_comes_back_once(client, person, idle):
    response = client.post("/note/", idle)
    address = sign_in(client, person, at=response["Location"])["Location"]
    client.get(address)

    response = client.get(address)

    assert shown(response) == ("", [])
    assert KEPT not in response.content.decode()
    assert "disclosure" not in str(client.session.items())


def test_neither_token_nor_owner_is_kept(client, idle):
    client.post("/note/", idle)

    [form] = client.session["held_forms"]
    assert "csrfmiddlewaretoken" not in form["fields"]
    assert "_owner" not in form["fields"]


def test_another_person_gets_nothing_and_it_is_deleted(client, person, other, idle):
    response = client.post("/note/", idle)
    address = sign_in(client, other, at=response["Location"])["Location"]

    response = client.get(address)
    assert shown(response) == ("", [])
    assert KEPT not in response.content.decode()
    assert "disclosure" not in str(client.session.items())

    client.logout()
    sign_in(client, person)
    assert shown(client.get(address)) == ("", [])


def test_it_is_deleted_as_soon_as_another_person_signs_in(client, other, idle):
    client.post("/note/", idle)
    sign_in(client, other)

    assert "disclosure" not in str(client.session.items())


def test_what_is_another_persons_is_not_given_back_even_if_it_is_there(client, person, other, idle):
    address = next_of(client.post("/note/", idle))
    forms = client.session["held_forms"]
    sign_in(client, other)
    session = client.session
    session["held_forms"] = forms
    session.save()

    assert shown(client.get(address)) == ("", [])


def test_another_browser_gets_nothing(client, person, idle):
    response = client.post("/note/", idle)
    elsewhere = Client(enforce_csrf_checks=True)
    address = sign_in(elsewhere, person, at=response["Location"])["Location"]

    assert shown(elsewhere.get(address)) == ("", [])


def test_another_page_gets_nothing(client, person, idle):
    response = client.post("/note/", idle)
    address = sign_in(client, person, at=response["Location"])["Location"]

    assert shown(client.get(address.replace("/note/", "/other-note/"))) == ("", [])
    assert shown(client.get(address)) == (TEXT, ["a", "b"])


def test_whoever_goes_astray_is_led_back_to_it(client, person, idle):
    client.post("/note/", idle)

    address = sign_in(client, person)["Location"]

    assert shown(client.get(address)) == (TEXT, ["a", "b"])


def test_following_the_address_before_signing_in_does_not_use_it_up(client, person, idle):
    address = next_of(client.post("/note/", idle))

    response = client.get(address)
    assert next_of(response) == address

    address = sign_in(client, person, at=response["Location"])["Location"]
    assert shown(client.get(address)) == (TEXT, ["a", "b"])


def test_a_wrong_password_in_between_does_not_lose_it(client, person, idle):
    at = client.post("/note/", idle)["Location"]
    page = BeautifulSoup(client.get(at).content, "html.parser")
    client.post(at, {**hidden(page), "email": person.email, "password": "wrong"})

    address = sign_in(client, person, at=at)["Location"]

    assert shown(client.get(address)) == (TEXT, ["a", "b"])


def test_signed_out_again_in_between_it_is_kept_again(client, clock, person, idle):
    response = client.post("/note/?page=2", idle)
    address = sign_in(client, person, at=response["Location"])["Location"]
    page = BeautifulSoup(client.get(address).content, "html.parser")
    clock.shift(timedelta(minutes=31))

    response = client.post(address, {**hidden(page), "note": TEXT})
    assert len(parse_qs(urlsplit(next_of(response)).query)["held"]) == 1
    address = sign_in(client, person, at=response["Location"])["Location"]

    assert shown(client.get(address)) == (TEXT, [])


@pytest.mark.parametrize("how", ["deleted", "expired", "no cookie"])
def test_a_session_that_is_gone_altogether_is_no_different(client, clock, person, how):
    sign_in(client, person)
    fields = fill_in(client)
    if how == "deleted":
        Session.objects.all().delete()
    elif how == "expired":
        clock.shift(timedelta(hours=13))
    else:
        del client.cookies["iqa_session"]

    response = client.post("/note/", fields)
    address = sign_in(client, person, at=response["Location"])["Location"]

    assert shown(client.get(address)) == (TEXT, [])


def test_twelve_hours_over_is_no_different(client, clock, person):
    sign_in(client, person)
    for _ in range(12 * 3):
        fields = fill_in(client)
        clock.shift(timedelta(minutes=20))

    response = client.post("/note/", fields)

    assert "12 hours ago" in client.get(response["Location"]).content.decode()
    assert shown(client.get(sign_in(client, person, at=response["Location"])["Location"])) == (TEXT, [])
