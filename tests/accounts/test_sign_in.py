from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.accounts.conftest import SIGN_IN
from tests.factories import PASSWORD, PersonFactory, PostingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

REFUSED = "Check your email address and password"


def try_to_sign_in(client, email, password=PASSWORD, **given):
    return client.post(SIGN_IN, {"email": email, "password": password}, **given)


def summary_of(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [(link.get("href"), link.text) for link in page.select(".govuk-error-summary a")]


def is_signed_in(client):
    return client.get("/plain/").status_code == 200


def test_the_page_asks_for_email_address_and_password(client):
    page = BeautifulSoup(client.get(SIGN_IN).content, "html.parser")

    assert page.h1.text == "Sign in"
    assert [label.text.strip() for label in page.select("main label")] == ["Email address", "Password"]
    assert page.select_one("main form button[type=submit]").text.strip() == "Sign in"
    assert page.select_one("input[type=email]")["autocomplete"] == "username"
    assert page.select_one("input[type=password]")["autocomplete"] == "current-password"
    assert not page.select(".govuk-error-summary, .govuk-inset-text")


def test_signing_in_leads_home(client, person):
    response = try_to_sign_in(client, person.email)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["Dana@Example.Test", "  dana@example.test "])
def test_an_email_address_in_other_letters_or_with_spaces_around_it_is_the_same(client, typed):
    PostingFactory(person=PersonFactory(email="dana@example.test"))

    assert try_to_sign_in(client, typed).status_code == 302


def test_a_password_is_taken_as_typed(client, person):
    assert try_to_sign_in(client, person.email, f" {PASSWORD}").status_code == 200
    assert try_to_sign_in(client, person.email, PASSWORD.upper()).status_code == 200


def refused_people():
    PostingFactory(person=PersonFactory(email="disabled@example.test", is_active=False))
    PersonFactory(email="unposted@example.test")
    PostingFactory(person=PersonFactory(email="left@example.test"), ends_on=date(2026, 3, 1))
    PostingFactory(person=PersonFactory(email="starts@example.test"), starts_on=date(2026, 3, 3))
    PostingFactory(person=PersonFactory(email="nopassword@example.test", password=None))


@pytest.mark.parametrize("name", ["nobody", "disabled", "unposted", "left", "starts", "nopassword"])
def test_whoever_may_not_sign_in_reads_the_same_words(client, clock, person, name):
    refused_people()
    wrong_password = try_to_sign_in(client, person.email, "wrong")

    response = try_to_sign_in(client, f"{name}@example.test")

    assert summary_of(response) == summary_of(wrong_password) == [("#id_email", REFUSED)]
    assert not is_signed_in(client)
    assert f"{name}@example.test" in response.content.decode()
    assert PASSWORD not in response.content.decode()
    assert "Error: Sign in" in response.content.decode()


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 3, 2), None),
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2020, 1, 1), date(2026, 3, 2)),
    ],
)
def test_the_first_and_last_day_of_a_posting_are_part_of_it(client, clock, starts_on, ends_on):
    posting = PostingFactory(starts_on=starts_on, ends_on=ends_on)

    assert try_to_sign_in(client, posting.person.email).status_code == 302


def test_days_are_those_of_london(client, clock):
    clock.move_to("2026-07-01T23:30:00+00:00")  # 2 July, half past midnight
    ended = PostingFactory(ends_on=date(2026, 7, 1))
    begun = PostingFactory(starts_on=date(2026, 7, 2))

    assert try_to_sign_in(client, ended.person.email).status_code == 200
    assert try_to_sign_in(client, begun.person.email).status_code == 302


@pytest.mark.parametrize(
    ("email", "password", "expected"),
    [
        ("", "", [("#id_email", "Enter your email address"), ("#id_password", "Enter your password")]),
        ("a@example.test", "", [("#id_password", "Enter your password")]),
        ("a" * 100_000, "x", [("#id_email", "Email address must be 254 characters or fewer")]),
        ("a\0@example.test", "x", [("#id_email", "Email address must not include characters that cannot be printed")]),
        ("not an address", "x", [("#id_email", REFUSED)]),
        ("a@example.test", "\0", [("#id_password", "Password must not include characters that cannot be printed")]),
        ("a@example.test", "x" * 100_000, [("#id_email", REFUSED)]),
    ],
)
def test_what_can_be_no_email_address_or_password_gets_words(client, email, password, expected):
    assert summary_of(try_to_sign_in(client, email, password)) == expected


@pytest.mark.parametrize("next", ["/help/", "/plain/?page=2", "http://testserver/help/"])
def test_signing_in_leads_where_one_was_going(client, person, next):
    response = client.post(SIGN_IN, {"email": person.email, "password": PASSWORD}, query_params={"next": next})

    assert response["Location"] == next


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example.test/",
        "//evil.example.test/",
        r"\\evil.example.test",
        "/\\evil.example.test",
        "javascript:alert(1)",
        "http:///evil.example.test",
        "\x00//evil.example.test",
        "",
    ],
)
def test_and_never_to_another_site(client, person, next):
    response = client.post(SIGN_IN, {"email": person.email, "password": PASSWORD}, query_params={"next": next})

    assert response["Location"] == "/"


def test_who_is_signed_in_is_not_asked_again(client, person):
    client.force_login(person)

    assert client.get(SIGN_IN, query_params={"next": "/help/"})["Location"] == "/help/"
    assert client.get(SIGN_IN)["Location"] == "/"


def test_a_page_sends_whoever_is_not_signed_in_to_sign_in_and_back(client):
    response = client.get("/plain/?page=2")

    assert response["Location"] == f"{SIGN_IN}?next=/plain/%3Fpage%3D2"


def test_a_script_is_told_so_instead(client):
    response = client.get("/plain/", headers={"Accept": "application/json"})

    assert (response.status_code, response.json()) == (401, {"signed_out": True})


def test_signing_out_is_a_button(client, person):
    client.force_login(person)

    assert client.get("/account/sign-out/").status_code == 405
    assert is_signed_in(client)

    response = client.post("/account/sign-out/", follow=True)
    assert "You have signed out." in response.content.decode()
    assert not is_signed_in(client)


def test_signing_out_twice_leads_to_the_same_page(client):
    assert client.post("/account/sign-out/")["Location"] == SIGN_IN


class TestGuessing:
    @pytest.fixture(autouse=True)
    def ten_wrong_passwords(self, client, clock, person):
        for _ in range(9):
            assert try_to_sign_in(client, person.email, "wrong").status_code == 200
        self.tenth = try_to_sign_in(client, person.email, "wrong")

    def test_ends_after_ten_times(self):
        assert self.tenth.status_code == 429
        assert "Too many attempts" in self.tenth.content.decode()
        assert "15 minutes" in self.tenth.content.decode()

    def test_the_right_password_does_not_help_then(self, client, person):
        assert try_to_sign_in(client, person.email).status_code == 429
        assert not is_signed_in(client)

    def test_nor_other_letters(self, client, person):
        assert try_to_sign_in(client, person.email.upper()).status_code == 429

    def test_nor_another_browser(self, client, person):
        assert try_to_sign_in(Client(headers={"User-Agent": "another"}), person.email).status_code == 429

    def test_it_is_over_a_quarter_of_an_hour_later(self, client, clock, person):
        clock.shift(15 * 60 + 1)

        assert try_to_sign_in(client, person.email).status_code == 302

    def test_others_may_still_sign_in(self, client):
        assert try_to_sign_in(client, PostingFactory().person.email).status_code == 302


def test_an_account_that_does_not_exist_is_locked_alike(client):
    answers = [try_to_sign_in(client, "nobody@example.test").status_code for _ in range(10)]

    assert answers == [200] * 9 + [429]


def test_signing_in_forgives_what_was_mistyped(client, person):
    for _ in range(2):
        for _ in range(9):
            try_to_sign_in(client, person.email, "wrong")
        assert try_to_sign_in(client, person.email).status_code == 302
        client.post("/account/sign-out/")
