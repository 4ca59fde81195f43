"""Which posted forms are kept, how many, how long, and those older than the last sign-in."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.signing import Signer

from iqa.accounts import held
from iqa.accounts.held import sign_owner
from tests.accounts.conftest import SIGN_IN
from tests.accounts.held.forms import KEPT, LOST, TEXT, fill_in, hidden, next_of, shown, sign_in
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


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
