from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.core.signing import Signer
from django.test import Client

from iqa.accounts import held
from iqa.accounts.held import sign_owner
from tests.accounts.conftest import SIGN_IN
from tests.factories import PASSWORD, PostingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

KEPT = "This page was out of date: your answers are kept, check them and save again."
WAITING = "What you sent was not saved, but it is kept."
LOST = "What you sent was not saved. Sign in, then send it again."
TEXT = "Was the disclosure schedule late? Café, “quotes”\r\n2nd line & <b>"


@pytest.fixture
def client() -> Client:
    """As a browser, with the token that a form carries."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def other(db):
    return PostingFactory().person


def hidden(page):
    return {field["name"]: field["value"] for field in page.select("main input[type=hidden]")}


def fill_in(client, *, note=TEXT, address="/note/", **more):
    """What a browser would send of the form at `address`."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {**hidden(page), "note": note, **more}


def sign_in(client, person, *, at=SIGN_IN):
    page = BeautifulSoup(client.get(at).content, "html.parser")
    return client.post(at, {**hidden(page), "email": person.email, "password": PASSWORD})


def shown(response):
    page = BeautifulSoup(response.content, "html.parser")
    note = page.select_one("textarea").text.replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")
    return note, [box["value"] for box in page.select("input[type=checkbox][checked]")]


def next_of(response):
    return parse_qs(urlsplit(response["Location"]).query)["next"][0]


@pytest.fixture
def idle(client, clock, person):
    """They opened a form, and half an hour went by: what they send now."""
    sign_in(client, person)
    fields = fill_in(client, tag=["a", "b"])
    clock.shift(timedelta(minutes=31))
    return fields


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


@pytest.mark.parametrize("owner", [None, "", "1", "1:forged", "x" * 10_000, "\0"])
def test_what_comes_from_no_form_of_ours_is_not_kept(client, person, idle, owner):
    del idle["_owner"]
    if owner is not None:
        idle["_owner"] = owner

    response = client.post("/note/", idle)

    assert next_of(response) == "/note/"
    assert LOST in client.get(response["Location"]).content.decode()
    assert "held_forms" not in client.session


def test_an_owner_signed_for_something_else_is_none(client, person, idle):
    response = client.post("/note/", {**idle, "_owner": Signer().sign(str(person.pk))})

    assert next_of(response) == "/note/"


def test_a_token_that_is_none_is_passed_over(client, person):
    sign_in(client, person)

    assert client.get("/note/?held=nothing").status_code == 200
    assert client.get("/note/?held=").status_code == 200


def test_five_forms_are_kept_and_then_the_oldest_goes(client, person, idle):
    addresses = [next_of(client.post("/note/", {**idle, "note": f"Note {n}"})) for n in range(6)]
    sign_in(client, person)

    assert [shown(client.get(address))[0] for address in addresses] == ["", *(f"Note {n}" for n in range(1, 6))]


def test_two_forms_come_back_one_after_the_other(client, person, idle):
    note, other_note = (client.post(path, {**idle, "note": path}) for path in ("/note/", "/other-note/"))
    sign_in(client, person, at=note["Location"])

    assert shown(client.get(next_of(note)))[0] == "/note/"
    assert shown(client.get(next_of(other_note)))[0] == "/other-note/"


def test_a_form_of_a_hundred_thousand_characters_is_kept(client, person, idle):
    response = client.post("/note/", {**idle, "note": "x" * 100_000})
    address = sign_in(client, person, at=response["Location"])["Location"]

    assert shown(client.get(address))[0] == "x" * 100_000


def test_what_is_too_long_to_keep_is_not(client, person, idle):
    response = client.post("/note/", {**idle, "note": "x" * (held.LONGEST_FORM + 1)})

    assert next_of(response) == "/note/"
    assert LOST in client.get(response["Location"]).content.decode()


def test_a_script_is_told_and_nothing_is_kept(client, person, idle):
    response = client.post("/note/", idle, headers={"Accept": "application/json"})

    assert (response.status_code, response.json()) == (401, {"signed_out": True})
    assert "held_forms" not in client.session


def test_a_mistake_in_it_is_shown_when_it_comes_back(client, person, idle):
    response = client.post("/note/", {**idle, "note": "x"})
    address = sign_in(client, person, at=response["Location"])["Location"]

    assert "Note must be 3 characters or more" in client.get(address).content.decode()


class TestAFormOlderThanTheLastSignIn:
    """They signed in again in another tab, so the form's token is of no use any more."""

    @pytest.fixture
    def stale(self, client, clock, person, idle):
        sign_in(client, person)
        return idle

    def test_comes_back_with_its_text(self, client, stale):
        response = client.post("/note/?page=2", stale)
        assert urlsplit(response["Location"]).path == "/note/"

        response = client.get(response["Location"])
        assert shown(response) == (TEXT, ["a", "b"])
        assert KEPT in response.content.decode()

    def test_even_if_they_are_signed_out_again(self, client, clock, person, stale):
        clock.shift(timedelta(minutes=31))
        response = client.post("/note/", stale)

        address = sign_in(client, person, at=response["Location"])["Location"]

        assert shown(client.get(address)) == (TEXT, ["a", "b"])

    def test_is_another_persons_form_to_anyone_else(self, client, other, stale):
        client.post("/account/sign-out/", fill_in(client))
        client.cookies.pop("iqa_session")
        sign_in(client, other)

        response = client.post("/note/", stale)

        assert response.status_code == 403
        assert "This page was out of date" in response.content.decode()
        assert "disclosure" not in response.content.decode()
        assert "held_forms" not in client.session

    def test_without_an_owner_gets_words(self, client, stale):
        del stale["_owner"]

        response = client.post("/note/", stale)

        assert response.status_code == 403
        assert "This page was out of date" in response.content.decode()

    def test_from_a_browser_without_our_cookie_gets_words(self, client, person, stale):
        client.cookies.clear()

        response = client.post("/note/", stale)

        assert response.status_code == 403
        assert not response.cookies.get("iqa_session")

    def test_by_a_script_is_said_to_be_out_of_date(self, client, stale):
        response = client.post("/note/", stale, headers={"Accept": "application/json"})

        assert (response.status_code, response.json()) == (403, {"out_of_date": True})

    def test_a_sign_in_page_leads_on(self, client, clock, person):
        page = BeautifulSoup(client.get(SIGN_IN).content, "html.parser")
        sign_in(client, person)

        response = client.post(f"{SIGN_IN}?next=/help/", {**hidden(page), "email": person.email, "password": PASSWORD})

        assert client.get(response["Location"])["Location"] == "/help/"


def test_a_form_says_whose_it_is_only_to_who_is_signed_in(client, person):
    assert "_owner" not in client.get(SIGN_IN).content.decode()

    sign_in(client, person)

    assert fill_in(client)["_owner"] == sign_owner(person)
