"""A new password by a link in an email, which tells nobody who has an account."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from iqa.accounts import actions
from iqa.audit.models import Event
from iqa.notifications.actions import send_due_emails
from iqa.notifications.models import OutboxEmail
from tests.accounts.conftest import SIGN_IN
from tests.at_once import at_once
from tests.factories import PASSWORD, PersonFactory, PostingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls"), pytest.mark.usefixtures("clock")]

RESET, SENT, SET = "/account/password/reset/", "/account/password/reset/sent/", "/account/password/set/"
NEW = "correct horse battery"
OVER = "This link no longer works"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://iqa.example.test"


def ask(client, email):
    return client.post(RESET, {"email": email})


def link_to(person, client=None):
    """The address in the email, without the site's."""
    assert ask(client or Client(), person.email)["Location"] == SENT
    assert send_due_emails() == 1
    message = mail.outbox[-1]
    assert message.to == [person.email]
    return re.search(r"https://iqa.example.test(/account/password/set/\?token=\S+)", message.body)[1]


def open_link(client, link):
    return heading(client.get(link, follow=True))


def set_new(client, password=NEW):
    return client.post(SET, {"password": password})


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.text


def summary_of(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [(link.get("href"), link.text) for link in page.select(".govuk-error-summary a")]


def may_sign_in(person, password):
    return Client().post(SIGN_IN, {"email": person.email, "password": password}).status_code == 302


def test_the_sign_in_page_leads_to_it(client):
    page = BeautifulSoup(client.get(SIGN_IN).content, "html.parser")
    assert page.find("a", string="I have forgotten my password")["href"] == RESET
    assert heading(client.get(RESET)) == "I have forgotten my password"
    assert heading(client.get(SENT)) == "Check your email"


def test_a_link_sets_a_new_password_once(client, person):
    link = link_to(person)
    assert open_link(client, link) == "Set a new password"
    response = set_new(client)
    assert response["Location"] == SIGN_IN
    assert "Your new password is set. Sign in with it." in client.get(SIGN_IN).content.decode()
    assert may_sign_in(person, NEW)
    assert not may_sign_in(person, PASSWORD)
    assert [(event.verb, event.by) for event in Event.objects.of(person)] == [("password_set", person)]

    for browser in (client, Client()):
        assert open_link(browser, link) == OVER
        assert heading(set_new(browser, "another fine one")) == OVER
    assert may_sign_in(person, NEW)


def test_the_token_leaves_the_address_at_once(client, person):
    response = client.get(link_to(person))
    assert response["Location"] == SET
    assert "no-store" in client.get(SET)["Cache-Control"]


def test_the_email_holds_nothing_but_the_link(client, person):
    link_to(person)
    email = OutboxEmail.objects.get()
    assert email.subject == "IQA: set a new password"
    assert "within 1 hour" in email.body
    assert person.name not in email.subject + email.body
    assert "This email holds no case details. Help: https://iqa.example.test/help/" in email.body


def test_the_link_works_for_an_hour(client, clock, person):
    link = link_to(person)
    clock.shift(60 * 60)
    assert open_link(client, link) == "Set a new password"
    clock.shift(1)
    assert heading(set_new(client)) == OVER
    assert open_link(Client(), link) == OVER
    assert may_sign_in(person, PASSWORD)


def nobody_and_others():
    PostingFactory(person=PersonFactory(email="disabled@example.test", is_active=False))
    PersonFactory(email="unposted@example.test")
    PostingFactory(person=PersonFactory(email="left@example.test"), ends_on=date(2026, 3, 1))


@pytest.mark.parametrize("name", ["nobody", "disabled", "unposted", "left"])
def test_it_tells_nobody_who_has_an_account(client, person, name):
    nobody_and_others()
    with CaptureQueriesContext(connection) as known:
        told = ask(client, person.email)
    with CaptureQueriesContext(connection) as unknown:
        not_told = ask(client, f"{name}@example.test")

    assert (told.status_code, told["Location"]) == (not_told.status_code, not_told["Location"]) == (302, SENT)
    assert kinds(known) == kinds(unknown)
    assert [email.recipient for email in OutboxEmail.objects.all()] == [person]


def kinds(queries):
    """What each query does; taking it back at the end is all that differs."""
    ends = ("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "SAVEPOINT")
    return [sql.split('"')[0] for query in queries.captured_queries if not (sql := query["sql"]).startswith(ends)]


def test_the_address_is_taken_in_any_letters(client, person):
    ask(client, person.email.upper())
    assert OutboxEmail.objects.get().recipient == person


def test_three_emails_an_hour_and_the_same_page_after(client, clock, person):
    other = PostingFactory().person
    answers = [ask(client, person.email)["Location"] for _ in range(5)]
    assert answers == [SENT] * 5
    ask(client, other.email)
    assert OutboxEmail.objects.filter(recipient=person).count() == 3
    assert OutboxEmail.objects.filter(recipient=other).count() == 1
    clock.shift(60 * 60)
    ask(client, person.email)
    assert OutboxEmail.objects.filter(recipient=person).count() == 4


@pytest.mark.django_db(transaction=True)
def test_many_at_once_send_no_more_than_three(person):
    at_once(8, lambda: actions.send_password_link(email=person.email))
    assert OutboxEmail.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_an_address_that_nobody_has_leaves_nothing(client, person):
    assert ask(client, "nobody@example.test").status_code == 302
    assert not OutboxEmail.objects.exists()


def test_somebody_without_a_password_sets_their_first(client):
    person = PostingFactory(person=PersonFactory(password=None)).person
    open_link(client, link_to(person))
    set_new(client)
    assert may_sign_in(person, NEW)


def test_it_ends_their_other_sessions_and_nobody_elses(client, person, sign_in):
    elsewhere = sign_in(person, client=Client())
    neighbour = sign_in(PostingFactory().person, client=Client())
    open_link(client, link_to(person))
    set_new(client)
    assert elsewhere.get("/plain/").status_code == 302
    assert neighbour.get("/plain/").status_code == 200


def test_it_forgives_what_was_mistyped(client, person):
    for _ in range(10):
        client.post(SIGN_IN, {"email": person.email, "password": "wrong"})
    assert not may_sign_in(person, PASSWORD)
    open_link(client, link_to(person))
    set_new(client)
    assert may_sign_in(person, NEW)


def test_who_was_disabled_meanwhile_sets_none(client, person):
    link = link_to(person)
    person.is_active = False
    person.save()
    assert open_link(client, link) == OVER


@pytest.mark.parametrize(
    "token", ["", "x", "0", "1.", ".", "1.x-y", "9" * 5000 + ".a-b", "²." + "a-b", "1.dk3x7-" + "0" * 32, "\0"]
)
def test_a_token_of_nobodys_making(client, person, token):
    client.get(SET, {"token": token})
    assert heading(client.get(SET)) == OVER
    assert heading(set_new(client)) == OVER


def test_one_persons_token_is_not_anothers(client, person):
    token = link_to(person).partition(".")[2]
    other = PostingFactory().person
    assert open_link(client, f"{SET}?token={other.pk}.{token}") == OVER


def test_without_a_link_there_is_nothing_to_set(client):
    assert heading(client.get(SET)) == OVER


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "Enter a new password"),
        ("qz7xw", "New password must be 8 characters or more"),
        ("password1", "New password must not be one that many people use"),
        ("Dana Marker", "New password must not be like your name or email address"),
        ("x" * 1001, "New password must be 1,000 characters or fewer"),
        ("\0 eight long", "New password must not include characters that cannot be printed"),
    ],
)
def test_a_password_that_will_not_do_gets_words(client, password, problem):
    person = PostingFactory(person=PersonFactory(name="Dana Marker", email="dana@example.test")).person
    open_link(client, link_to(person))
    response = set_new(client, password)
    assert summary_of(response) == [("#id_password", problem)]
    assert not password or password not in response.content.decode()
    assert may_sign_in(person, PASSWORD)


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("", "Enter your email address"),
        ("not an address", "Enter an email address in the correct format, like name@example.com"),
        ("a" * 300 + "@example.test", "Email address must be 254 characters or fewer"),
    ],
)
def test_an_address_that_can_be_none_gets_words(client, email, problem):
    assert summary_of(ask(client, email)) == [("#id_email", problem)]
