from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from iqa.organisation.models import Posting
from tests.accounts.conftest import SIGN_IN

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

IDLE = "You were signed out because you did nothing for 30 minutes."
LONG = "You were signed out because you signed in 12 hours ago."
GONE = "You were signed out because your account was closed or your last posting has ended."


@pytest.fixture(autouse=True)
def signed_in(clock, person, sign_in):
    sign_in(person)


def is_signed_in(client):
    return client.get("/plain/").status_code == 200


def words_on_the_sign_in_page(client):
    return client.get(SIGN_IN).content.decode()


def test_whoever_does_something_every_half_hour_stays(client, clock):
    for _ in range(20):
        clock.shift(timedelta(minutes=29, seconds=49))
        assert is_signed_in(client)


def test_after_thirty_idle_minutes_one_is_out(client, clock):
    clock.shift(timedelta(minutes=30))

    response = client.get("/plain/?page=2")

    assert response["Location"] == f"{SIGN_IN}?next=/plain/%3Fpage%3D2"
    assert IDLE in words_on_the_sign_in_page(client)


def test_but_not_a_second_before(client, clock):
    clock.shift(timedelta(minutes=29, seconds=59))

    assert is_signed_in(client)


def test_twelve_hours_after_signing_in_one_is_out_whatever_one_does(client, clock):
    for _ in range(12 * 60 // 20):
        assert is_signed_in(client)
        clock.shift(timedelta(minutes=20))

    assert not is_signed_in(client)
    assert LONG in words_on_the_sign_in_page(client)


def test_whoever_is_disabled_is_out_at_the_next_request(client, person):
    person.is_active = False
    person.save()

    assert not is_signed_in(client)
    assert GONE in words_on_the_sign_in_page(client)


def test_whose_last_posting_ended_is_out_at_the_next_request(client, clock, person):
    Posting.objects.update(ends_on=date(2026, 3, 2))
    assert is_signed_in(client)

    Posting.objects.update(ends_on=date(2026, 3, 1))
    assert not is_signed_in(client)
    assert GONE in words_on_the_sign_in_page(client)


def test_a_posting_ends_at_midnight_in_london(client, clock, person, sign_in):
    Posting.objects.update(ends_on=date(2026, 7, 1))
    clock.move_to("2026-07-01T22:50:00+00:00")
    sign_in(person)
    assert is_signed_in(client)

    clock.move_to("2026-07-01T23:00:00+00:00")
    assert not is_signed_in(client)


def test_a_disabled_account_stays_out_when_it_is_opened_again(client, person):
    person.is_active = False
    person.save()
    client.get("/plain/")
    person.is_active = True
    person.save()

    assert not is_signed_in(client)


def test_the_ended_session_is_gone_from_the_database(client, clock):
    ended = client.session.session_key
    clock.shift(timedelta(minutes=30))
    client.get("/plain/")

    assert not Session.objects.filter(pk=ended).exists()
    assert client.session.session_key != ended


def test_signing_in_again_takes_the_words_away(client, clock, person, sign_in):
    clock.shift(timedelta(minutes=30))
    client.get("/plain/")
    sign_in(person)
    client.post("/account/sign-out/")

    assert IDLE not in words_on_the_sign_in_page(client)


def test_a_page_open_to_all_ends_the_session_too(client, clock):
    clock.shift(timedelta(minutes=30))

    assert "Sign out" not in client.get("/help/").content.decode()
    assert IDLE in words_on_the_sign_in_page(client)


def test_a_session_without_its_clocks_has_ended(client):
    session = client.session
    del session["seen_at"]
    session.save()

    assert not is_signed_in(client)


def test_a_page_view_does_not_write_each_time(client, clock, django_assert_num_queries):
    clock.shift(9)
    with django_assert_num_queries(3):  # session, person, postings
        client.get("/plain/")
    clock.shift(1)
    with django_assert_num_queries(6):  # and the session's new time, between savepoint and release
        client.get("/plain/")


@pytest.mark.parametrize("role", ["dcp", "sdcp", "cat"])
def test_the_shell_of_a_page_takes_four_queries(place, role, django_assert_num_queries):
    client = Client()
    client.force_login(place.people[role])

    with django_assert_num_queries(4):  # session, person, postings, grants
        assert "Sign out" in client.get("/help/").content.decode()


def test_whoever_comes_without_a_session_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/help/").status_code == 200


class TestAskingHowLong:
    def left(self, client):
        return client.get("/account/stay/", headers={"Accept": "application/json"})

    def test_says_seconds(self, client, clock):
        clock.shift(timedelta(minutes=10))

        assert self.left(client).json() == {"seconds_left": 20 * 60, "may_stay": True}

    def test_does_not_put_it_off(self, client, clock):
        for _ in range(29):
            clock.shift(timedelta(minutes=1))
            assert self.left(client).status_code == 200
        clock.shift(timedelta(minutes=1))

        assert (self.left(client).status_code, self.left(client).json()) == (401, {"signed_out": True})
        assert IDLE in words_on_the_sign_in_page(client)

    def test_but_staying_does(self, client, clock):
        clock.shift(timedelta(minutes=29))
        assert client.post("/account/stay/").status_code == 204
        clock.shift(timedelta(minutes=29))

        assert self.left(client).json() == {"seconds_left": 60, "may_stay": True}

    def test_after_twelve_hours_staying_does_not_help(self, client, clock):
        for _ in range(11 * 2 + 1):
            clock.shift(timedelta(minutes=29))
            client.post("/account/stay/")
        clock.move_to("2026-03-02T20:35:00+00:00")
        client.post("/account/stay/")

        assert self.left(client).json() == {"seconds_left": 25 * 60, "may_stay": False}

    def test_a_cache_does_not_answer(self, client):
        assert "no-store" in self.left(client)["Cache-Control"]


def test_each_page_says_when_it_will_warn(client, clock):
    clock.shift(timedelta(minutes=10))
    client.get("/plain/")

    page = client.get("/help/").content.decode()

    assert 'data-seconds-left="1800"' in page
    assert 'data-warning-minutes="2"' in page
    assert "You will be signed out in <span data-minutes>2 minutes</span>. Your draft is saved." in page


def test_who_is_not_signed_in_is_not_warned():
    assert "session-timeout" not in Client().get("/help/").content.decode()
