"""Every URL × everyone × every kind of record, against the tables in `tests/who_may_what/table`.

A URL without a row fails, and so does a row without a URL. On the way each answer is searched for what its reader may
not know: comments where they may not read them, and in a refusal anything that tells of the record.
"""

import logging
import re
from datetime import timedelta
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from iqa.calendar import today
from iqa.permissions import Role
from tests.factories import PersonFactory, PostingFactory
from tests.places import make_organisation
from tests.who_may_what.reading import lines, names
from tests.who_may_what.table import PAGES, Page, PublicPage, dips, draws, exercises, iqas, sets, staff, targets, views
from tests.who_may_what.world import NOWHERE, World, address, address_of_nothing, make_world, url_names

pytestmark = pytest.mark.django_db

ADMIN = "admin"
PRIVATE = {name: page for name, page in PAGES.items() if isinstance(page, Page) and name != ADMIN}
PUBLIC = {name: page for name, page in PAGES.items() if isinstance(page, PublicPage)}
ABOUT_RECORDS = {name: page for name, page in PRIVATE.items() if page.about}
ABOUT_NONE = {name: page for name, page in PRIVATE.items() if not page.about}


@pytest.fixture(scope="module")
def world(once):
    """Each request is taken back by itself."""
    logging.disable(logging.WARNING)  # each refusal is logged with its traceback
    yield make_world(make_organisation())
    logging.disable(logging.NOTSET)


class Visitor:
    """One client for everyone: it signs nobody in twice, and what a request changed is undone."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, Client()

    def ask(self, method: str, path: str, name: str = "", **data: str):
        self.client.cookies = SimpleCookie()
        if name:
            self.client.cookies.update(self.world.cookies[name])
        with transaction.atomic():
            response = getattr(self.client, method)(path, data)
            transaction.set_rollback(True)
        return response

    def text(self, path: str, name: str, **data: str) -> str:
        return self.ask("get", path, name, **data).content.decode()


@pytest.fixture
def visitor(world) -> Visitor:
    return Visitor(world)


def test_every_url_has_a_row_and_every_row_a_url():
    assert {ADMIN if is_of_admin(name) else name for name in url_names()} == set(PAGES)


def is_of_admin(name: str) -> bool:
    return name.startswith(f"{ADMIN}:")


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


# What one may not see leaks nowhere: the list of all IQAs.

FIND = "assessments:assessment_list"
# Who may look for what, and sees nothing of it.
OUT_OF_SIGHT = [
    (record, person)
    for record, people in {
        "released": ["prosecutor2", "dcp2", "dcp3", "apm2", "moved_dcp", "moved_inspector"],
        "not released": ["prosecutor"],
        "draft": ["prosecutor"],
        "dcp's, not released": ["assessed_dcp"],
        "dcp's draft": ["assessed_dcp"],
        "Winchester": ["dcp", "granted"],
        "Bristol": ["dcp", "sdcp", "dccp", "ccp", "apm", "inspector", "granted"],
    }.items()
    for person in people
]


def count(text: str) -> int:
    [title] = re.findall(r"<h1[^>]*>\s*IQAs \(([\d,]+)\)", text)
    return int(title.replace(",", ""))


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


@pytest.mark.parametrize(("record", "person"), OUT_OF_SIGHT, ids=[f"{person}: {name}" for name, person in OUT_OF_SIGHT])
def test_what_is_out_of_sight_is_found_by_nothing(record, person, world, visitor):
    sought = world.records[record]
    half_day = sought.half_day
    searches = [
        {"q": sought.case.urn},
        {"q": str(sought.assessment.pk)},
        {"q": f"IQA {sought.assessment.pk}"},
        {"q": sought.case.urn, "state": sought.assessment.state},
        {"q": sought.case.urn, "marks": "not_met"},
        {"q": sought.case.urn, "only": "action_open"},
        {"q": sought.case.urn, "unit": str(half_day.unit_id)},
        {"q": sought.case.urn, "person": half_day.prosecutor.name},
        {"q": sought.case.urn, "assessor": half_day.assessor.name},
    ]
    for search in searches:
        text = visitor.text(reverse(FIND), person, **search)
        assert count(text) == 0, search
        assert not re.findall(r"\((?!0\))[\d,]+\)", states_of(text)), search
        assert sought.words not in text
        assert reverse("assessments:assessment_detail", args=[sought.assessment.pk]) not in text


def states_of(text: str) -> str:
    """The labels of the filter by state, which say how many there are in each."""
    return " ".join(re.findall(r"(?:Draft|Recorded|Closed|Withdrawn|Discarded) \([\d,]+\)", text))


@pytest.mark.parametrize("person", ["dcp", "dcp2", "dcp3", "sdcp", "apm", "apm2", "inspector", "granted", "cat"])
def test_the_list_offers_the_units_of_ones_place_alone(person, world, visitor):
    text = visitor.text(reverse(FIND), person)
    units = {"Portsmouth": world.place.unit, "Winchester": world.place.unit2, "Bristol": world.place.unit3}
    for place, unit in units.items():
        is_offered = f">{escape(str(unit))}</option>" in text
        assert is_offered == (person in names("recorders readers", place)), place


def test_a_unit_out_of_place_is_not_named_by_the_error_either(world, visitor):
    for unit in (world.place.unit3.pk, NOWHERE):
        text = visitor.text(reverse(FIND), "dcp", unit=str(unit))
        assert "Select a unit from the list" in text
        assert world.place.unit3.name not in text


@pytest.mark.parametrize("person", ["dcp", "prosecutor", "granted", "cat"])
def test_the_count_is_of_what_the_table_lets_one_see(person, world, visitor):
    seen = {
        record_name
        for record_name, may, _ in lines(ABOUT_RECORDS["assessments:assessment_detail"].who)
        if person in names(may, world.records[record_name].place)
    }
    text = visitor.text(reverse(FIND), person)
    assert count(text) == len(seen)
    for record in world.records.values():
        assert (f"{record.case.urn}," in text) == (record.name in seen), record.name


def test_a_draft_is_found_but_not_by_its_answers(world, visitor):
    """That it exists is known in its place; what it says is its assessor's."""
    urn = world.records["draft"].case.urn
    assert count(visitor.text(reverse(FIND), "sdcp", q=urn)) == 1
    for search in ({"marks": "not_met"}, {"only": "action_open"}, {"feedback": "due"}):
        assert count(visitor.text(reverse(FIND), "sdcp", q=urn, **search)) == 0


@pytest.mark.parametrize("person", ["prosecutor2", "dcp2", "dcp3", "apm2", "lapsed", "pmu", "administrator", "editor"])
def test_home_tells_nothing_of_another_place(person, world, visitor):
    text = visitor.text(reverse("assessments:home"), person)
    for record in world.records.values():
        if record.place == "Portsmouth":
            assert record.case.urn not in text


# People and places, grants.

GRANTS = lines(staff.GRANTS)


@pytest.mark.parametrize("grant", [line[0] for line in GRANTS])
def test_who_may_decide_a_grant(grant, world, visitor):
    """Whoever manages the people of its place; but not who asked for it, nor who gets it."""
    thing = world.things[grant]
    path = reverse("organisation:grant_approve", args=thing.of["grant"])
    [who] = [line[-1] for line in GRANTS if line[0] == grant]
    for decision in ("approve", "refuse"):
        decided = {
            name for name in world.people if visitor.ask("post", path, name, decision=decision).status_code == 302
        }
        assert decided == names(who, thing.place), decision


def test_the_list_of_grants_is_of_those_that_concern_one(world, visitor):
    for person in world.people:
        text = visitor.text(reverse("organisation:grant_list"), person)
        for name, place, to, asked, _ in GRANTS:
            address_of_it = reverse("organisation:grant_approve", args=world.things[name].of["grant"])
            manages = person in names("managers", place)
            is_told = world.things[name].names[-1] in text or address_of_it in text
            assert is_told == (manages or person in (to, asked)), (person, name)


@pytest.mark.parametrize("person", ["dccp", "administrator"])
def test_the_list_of_people_is_of_those_whom_one_manages(person, world, visitor):
    for name, may, _ in lines(staff.MANAGES_THE_PERSON):
        found = visitor.text(reverse("organisation:person_list"), person, q=world.people[name].email, when="ever")
        link = reverse("organisation:person_detail", args=world.things[name].of["person"])
        assert (f'href="{link}"' in found) == (person in names(may, world.things[name].place)), name


# Django's own admin.


def admin_addresses(world) -> dict[str, str]:
    """By the names of their patterns: of an object, where one is meant, the first of its kind that there is."""
    found = {}
    for name, path in url_names().items():
        if is_of_admin(name):
            model = admin_model(path)
            pk = model._default_manager.values_list("pk", flat=True).first() if model else 1
            path = path.replace("<path:object_id>", str(pk)).replace("<path:content_type_id>", "1")
            path = re.sub(r"\^?\(\?P<app_label>(\w+)[^)]*\)/\$", r"\1/", path).replace("^(?P<url>.*)$", "nothing/")
            found[name] = "/" + re.sub(r"\(\?P<url>\.\*\)\$", "nothing/", path)
    return found


def admin_model(path: str):
    named = re.match(r"admin/(\w+)/(\w+)/", path)
    return apps.get_model(*named.groups()) if named else None


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_is_for_administrators_alone(method, world, visitor):
    """All of it is behind one gate, which asks who comes and not where to: each address is tried by one person who may
    not pass, and one address by everyone."""
    wrong = []
    for name, path in admin_addresses(world).items():
        response = visitor.ask(method, path)
        if (response.status_code, response["Location"]) != (302, f"{reverse('accounts:sign_in')}?next={path}"):
            wrong.append(f"{name}: {response.status_code} for who is not signed in")
        refused = set(world.people) - set(PAGES[ADMIN].who.split()) if name == "admin:index" else {"dcp"}
        for person in refused:
            status = visitor.ask(method, path, person).status_code
            wrong += [] if status == 403 else [f"{name} by {person}: {status}, not 403"]
    assert not wrong, "\n".join(wrong)


def test_administrators_have_the_admin_and_delete_nothing_there(world, visitor):
    wrong = []
    for name, path in admin_addresses(world).items():
        is_page = name.endswith(("index", "jsi18n", "app_list", "changelist", "change", "history"))
        expected = {200, 302} if is_page else {403} if name.endswith("delete") else {200, 302, 403, 404}
        status = visitor.ask("get", path, "administrator").status_code
        wrong += [] if status in expected else [f"{name}: {status}"]
    assert not wrong, "\n".join(wrong)
