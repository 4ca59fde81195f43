"""A browser that carries a form's token, and a form sent after the session was over."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.accounts.held.forms import fill_in, sign_in
from tests.factories import PostingFactory


@pytest.fixture
def client() -> Client:
    """As a browser, with the token that a form carries."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def other(db):
    return PostingFactory().person


@pytest.fixture
def idle(client, clock, person):
    """They opened a form, and half an hour went by: what they send now."""
    sign_in(client, person)
    fields = fill_in(client, tag=["a", "b"])
    clock.shift(timedelta(minutes=31))
    return fields
