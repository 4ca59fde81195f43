from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from iqa.organisation.models import Person
from tests.factories import PASSWORD, PostingFactory

SIGN_IN = "/account/sign-in/"
# Any page that asks who one is, with a form on it.
FORM = "tests.accounts.urls"


@pytest.fixture
def clock():
    """A clock that a test moves: a Monday morning in London."""
    with time_machine.travel(datetime.fromisoformat("2026-03-02T09:00:00+00:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def person(db: None) -> Person:
    return PostingFactory().person


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Client]:
    """Signs in through the page, as people do."""

    def sign_in(person: Person, *, client: Client = client, next: str = "") -> Client:
        address = f"{SIGN_IN}?next={next}" if next else SIGN_IN
        response = client.post(address, {"email": person.email, "password": PASSWORD})
        assert response.status_code == 302, response.content.decode()
        return client

    return sign_in
