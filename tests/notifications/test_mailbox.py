import importlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail import EmailMessage

from iqa.notifications import actions, urls
from iqa.notifications.mailbox import read_emails
from tests.factories import PersonFactory

BODY = (
    "An IQA has an action.\n\n"
    "Sign in to read it: http://127.0.0.1:8000/assessments/7/\nThis email holds no case details."
)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(key, *, subject="IQA: an action is open", day=1, body=BODY, to="priya@example.test"):
    headers = {"Message-ID": f"<{key}@127.0.0.1>", "Date": f"Mon, {day:02} Jun 2026 09:30:00 +0000"}
    EmailMessage(subject, body, to=[to], headers=headers).send()


def page_of(client):
    return BeautifulSoup(client.get("/mailbox/").content, "html.parser")


def subjects(client):
    return [heading.text for heading in page_of(client).select("h2[id^=email]")]


def test_an_empty_mailbox_says_so(client, folder):
    page = page_of(client)

    assert page.h1.text == "Mailbox"
    assert "No emails yet." in page.text


def test_it_is_open_to_anyone_on_this_machine(client, folder):
    assert client.get("/mailbox/").status_code == 200


def test_an_email_is_shown_as_it_was_sent(client, folder):
    send("one")

    email = page_of(client).article

    assert email.h2.text == "IQA: an action is open"
    assert [value.text.strip() for value in email.select("dd")] == ["priya@example.test", "1 June 2026, 10:30am"]
    assert email.select_one(".iqa-prose").text == BODY
    [link] = email.select(".iqa-prose a.govuk-link")
    assert link["href"] == "http://127.0.0.1:8000/assessments/7/"


def test_the_newest_comes_first(client, folder):
    for day in (2, 3, 1):
        send(f"day-{day}", subject=f"Day {day}", day=day)

    assert subjects(client) == ["Day 3", "Day 2", "Day 1"]


def test_one_sent_again_is_one_email(client, folder):
    send("one")
    send("one")
    send("two", subject="Another")

    assert sorted(subjects(client)) == ["Another", "IQA: an action is open"]


def test_several_in_one_file_are_told_apart(client, folder):
    with mail.get_connection() as connection:
        for n in range(3):
            EmailMessage(f"Email {n}", "Text", to=["a@example.test"], connection=connection).send()

    assert len(list(folder.glob("*.log"))) == 1
    assert sorted(subjects(client)) == ["Email 0", "Email 1", "Email 2"]


@pytest.mark.parametrize(
    "body", ["Café “quotes” £5", "x" * 2000, "<script>alert(1)</script>", "From here\n.\n", "-" * 40, ""]
)
def test_a_body_arrives_as_it_is(client, folder, body):
    send("one", body=body)

    assert page_of(client).select_one(".iqa-prose").text == body.strip()


def test_what_the_outbox_sends_is_found_here(client, folder, db):
    dana = PersonFactory(email="dana@example.test")
    due_at = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    actions.write_email(key="key-1", recipient=dana, subject="IQA: one", body="Text", due_at=due_at)
    actions.send_due_emails()

    [email] = read_emails(folder)

    assert (email.to, email.subject, email.sent_at, email.body) == ("dana@example.test", "IQA: one", due_at, "Text")


def test_an_email_without_text_or_file_is_no_trouble(folder):
    message = EmailMessage("Only a file", to=["a@example.test"])
    message.content_subtype = "html"
    message.body = "<p>HTML</p>"
    message.send()

    assert [email.body for email in read_emails(folder)] == [""]


def test_it_is_not_there_outside_demonstration_mode(settings):
    assert [pattern.name for pattern in urls.urlpatterns] == ["mailbox"]
    try:
        settings.DEMO = False
        assert importlib.reload(urls).urlpatterns == []
    finally:
        settings.DEMO = True
        importlib.reload(urls)
