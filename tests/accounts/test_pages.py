import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from iqa import navigation

pytestmark = pytest.mark.django_db

FINDS_IQAS = {"prosecutor", "dcp", "sdcp", "dccp", "ccp", "apm", "cat", "director", "inspector"}
FINDS_NONE = {"businesscentre", "pmu", "editor", "administrator"}
FINDS_SAMPLES = {"dcp", "sdcp", "dccp", "cat"}


def links(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [(link.text.strip(), link["href"]) for link in page.select("nav a")]


@pytest.mark.parametrize(("path", "heading"), [("/help/", "Help"), ("/accessibility/", "Accessibility statement")])
def test_help_is_open_to_all(client, path, heading):
    response = client.get(path)

    page = BeautifulSoup(response.content, "html.parser")
    assert page.h1.text == heading
    assert page.title.text == f"{heading} – IQA"


def test_help_says_how_long_a_session_lasts(client):
    page = client.get("/help/").content.decode()

    assert "30 minutes" in page
    assert "12 hours" in page


@pytest.mark.parametrize("name", sorted(FINDS_IQAS | FINDS_NONE))
def test_the_navigation_names_what_a_person_may_see(place, name):
    client = Client()
    client.force_login(place.people[name])

    iqas = [("IQAs", "/assessments/")] if name in FINDS_IQAS else []
    samples = [("Dip samples", "/dip-samples/")] if name in FINDS_SAMPLES else []
    references = [("Reference markings", "/references/")] if name == "inspector" else []
    reports = [("Reports", "/reports/")] if name not in ("administrator", "editor") else []
    sets = [("Question sets", "/question-sets/")] if name in ("cat", "editor") else []
    people = [("People and places", "/people/")] if name in ("administrator", "dccp") else []
    casework = [*iqas, *samples, *references]
    assert links(client.get("/help/")) == [("My work", "/"), *casework, *reports, *sets, *people, ("Help", "/help/")]


def test_the_navigation_is_in_the_same_order_whoever_registered_first(place, monkeypatch):
    entries = dict(reversed(navigation._entries.items()))
    monkeypatch.setattr(navigation, "_entries", entries)
    navigation.register("Reports", "accounts:accessibility")

    texts = [item.text for item in navigation.items_for(place.dcp, path="/")]

    assert texts == ["My work", "IQAs", "Dip samples", "Reports", "Help"]


def test_a_page_without_a_place_in_the_navigation_is_refused():
    with pytest.raises(ValueError, match="Gossip"):
        navigation.register("Gossip", "accounts:help")


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", "My work"), ("/assessments/", "IQAs"), ("/assessments/1/mark/", "IQAs"), ("/help/", "Help"), ("/x/", None)],
)
def test_the_current_page_is_marked(place, path, current):
    items = navigation.items_for(place.dcp, path=path)

    assert [item.text for item in items if item.current] == ([current] if current else [])


def test_who_is_not_signed_in_has_no_navigation(client):
    assert links(client.get("/help/")) == []


class TestHealth:
    def test_is_ok_while_the_database_answers(self, client, django_assert_num_queries):
        with django_assert_num_queries(1):
            response = client.get("/health/")

        assert (response.status_code, response.content) == (200, b"ok")
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]

    def test_says_so_when_it_does_not(self, client):
        def no_answer(execute, sql, params, many, context):
            raise OperationalError("no answer at db.example.test")

        with connection.execute_wrapper(no_answer):
            response = client.get("/health/")

        assert response.status_code == 503
        assert "example.test" not in response.content.decode()

    def test_is_at_its_address(self):
        assert reverse("accounts:health") == "/health/"
