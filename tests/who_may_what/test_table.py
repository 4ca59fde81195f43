"""Every URL × everyone × every kind of record, against the tables in `tests/who_may_what/table`.

A URL without a row fails, and so does a row without a URL. On the way each answer is searched for what its reader may
not know: comments where they may not read them, and in a refusal anything that tells of the record.
"""

import re
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from iqa.calendar import today
from iqa.permissions import Role
from tests.factories import PersonFactory, PostingFactory
from tests.who_may_what.pages import ABOUT_NONE, ABOUT_RECORDS, ADMIN, PRIVATE, PUBLIC, is_of_admin
from tests.who_may_what.reading import lines, names
from tests.who_may_what.table import PAGES, dips, draws, exercises, iqas, sets, staff, targets, views
from tests.who_may_what.world import address, address_of_nothing, url_names

pytestmark = pytest.mark.django_db


def test_every_url_has_a_row_and_every_row_a_url():
    assert {ADMIN if is_of_admin(name) else name for name in url_names()} == set(PAGES)


def test_every_record_is_asked_for_somewhere():
    asked = {line[0] for page in ABOUT_RECORDS.values() for line in lines(page.who)}
    tables = (
        iqas.RECORDS,
        staff.STAFF,
        staff.UNITS,
        staff.AREAS,
        staff.GRANTS,
        staff.STAFF_LISTS,
        sets.SETS,
        sets.TERMS,
        targets.TARGETS,
        targets.IMPORTS,
        draws.DRAWS,
        views.VIEWS,
        exercises.EXERCISES,
        exercises.REFERENCES,
        dips.DIP_SAMPLES,
        dips.TAGS,
    )
    assert asked == {line[0] for table in tables for line in lines(table)}


@pytest.mark.table
@pytest.mark.parametrize("name", ABOUT_RECORDS)
def test_who_may_what_with_a_record(name, world, visitor):
    page, wrong = ABOUT_RECORDS[name], []
    for record_name, may, refused in lines(page.who):
        record = world.named(record_name)
        path = address(name, page, record)
        those_who_may, those_refused = names(may, record.place), names(refused, record.place)
        assert not those_who_may & those_refused, record_name
        get, post = page.but.get(record_name, (page.get, page.post))
        for person in world.people:
            for method, answer in (("get", get), ("post", post)):
                if getattr(page, method) == HTTPStatus.METHOD_NOT_ALLOWED:
                    if person != "dcp":
                        continue  # it is refused before anybody asks who asks
                    expected = 405
                elif person in those_who_may:
                    expected = answer
                else:
                    expected = 403 if person in those_refused else 404
                response = visitor.ask(method, path, person)
                if response.status_code != expected:
                    wrong.append(f"{method} {record_name} by {person}: {response.status_code}, not {expected}")
                wrong += leaks(response, record, person, world)
    assert not wrong, "\n".join([name, *wrong])


def leaks(response, record, person, world) -> list[str]:
    """What the answer tells `person` that they may not know of the record."""
    text = response.content.decode()
    told = []
    if response.status_code in (403, 404, 405):
        told = [words for words in record.names if words in text and words != world.people[person].name]
    elif record.words and record.words in text and person not in record.readers:
        told = [record.words]
    return [f"{record.name} for {person} ({response.status_code}): tells {words}" for words in told]


@pytest.mark.table
@pytest.mark.parametrize("name", ABOUT_NONE)
def test_who_may_what_without_a_record(name, world, visitor):
    page, wrong = ABOUT_NONE[name], []
    for person in world.people:
        for method, answer in (("get", page.get), ("post", page.post)):
            is_refused = person not in page.who.split() and answer != HTTPStatus.METHOD_NOT_ALLOWED
            expected = 403 if is_refused else answer
            status = visitor.ask(method, reverse(name, args=page.args) + page.query, person).status_code
            if status != expected:
                wrong.append(f"{method} by {person}: {status}, not {expected}")
    assert not wrong, "\n".join([name, *wrong])


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page(name, world, visitor):
    page, path = PUBLIC[name], reverse(name)
    for person, (get, post) in [("", page.anonymous)] + [(person, page.signed_in) for person in world.people]:
        assert (visitor.ask("get", path, person).status_code, visitor.ask("post", path, person).status_code) == (
            get,
            post,
        ), person


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", PRIVATE)
def test_who_is_not_signed_in_is_sent_to_sign_in(name, method, world, visitor):
    page = PRIVATE[name]
    record = world.named(lines(page.who)[0][0] if page.about else "released")
    for path in {address(name, page, record), address_of_nothing(name, page, record)}:
        response = visitor.ask(method, path)
        assert (response.status_code, response.url) == (302, f"{reverse('accounts:sign_in')}?next={quote(path)}")


@pytest.mark.parametrize("when", ["not begun", "ended"])
def test_outside_the_dates_of_their_posting_nobody_is_signed_in(when, world, visitor):
    day = today() + timedelta(days=1) if when == "not begun" else today() - timedelta(days=1)
    with transaction.atomic():
        inspector = PersonFactory()
        posting = PostingFactory(person=inspector, role=Role.INSPECTOR, area=world.place.area)
        client = Client()
        client.force_login(inspector)
        path = address("assessments:assessment_detail", ABOUT_RECORDS["assessments:assessment_detail"],
                       world.records["released"])  # fmt: skip
        assert client.get(path).status_code == 200
        posting.starts_on, posting.ends_on = (day, None) if when == "not begun" else (posting.starts_on, day)
        posting.save()
        assert client.get(path).url.startswith(reverse("accounts:sign_in"))
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name, page in ABOUT_RECORDS.items() if page.about != "term"])
def test_what_is_elsewhere_looks_like_what_is_nowhere(name, world, visitor):
    """An answer for a record outside one's place is, letter for letter, the one for a record that there is not; where
    a table has no such record, because it is the nation's, so is the answer to who is refused."""
    page = ABOUT_RECORDS[name]
    elsewhere = [row for row, *named in lines(page.who) if "dcp" not in names(" ".join(named), world.named(row).place)]
    record = world.named((elsewhere or [lines(page.who)[0][0]])[-1])
    method = "get" if page.get == 200 or page.post == 405 else "post"
    there = visitor.ask(method, address(name, page, record), "dcp")
    nowhere = visitor.ask(method, address_of_nothing(name, page, record), "dcp")
    assert there.status_code == nowhere.status_code == (404 if elsewhere else 403)
    assert without_what_differs_each_time(there) == without_what_differs_each_time(nowhere)


def without_what_differs_each_time(response) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'data-seconds-left="\d+"|[0-9a-f]{8}-[0-9a-f-]{27}', "", text)


@pytest.mark.parametrize("person", ["dccp", "cat", "administrator"])
def test_a_key_that_no_database_could_hold_is_nowhere(person, world, visitor):
    for name, page in ABOUT_RECORDS.items():
        record = world.named(lines(page.who)[0][0])
        keys = [str(key) for key in record.of[page.about] if isinstance(key, int)]
        path = address(name, page, record)
        for key in keys:
            for method in ("get", "post"):
                huge = path.replace(f"/{key}/", f"/{'9' * 20}/", 1)
                assert visitor.ask(method, huge, person).status_code == 404, f"{method} {huge}"
