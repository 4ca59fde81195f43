"""The pages of people and postings: who gets which, and what is typed wrong."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from iqa.audit.models import Event
from iqa.calendar import today
from iqa.organisation.models import Absence, Person, Posting, Unit
from iqa.permissions import Role
from tests.factories import PersonFactory, PostingFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def date_fields(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def posting_form(**said):
    form = {"key": str(uuid.uuid4()), "full_time_equivalent": "1", **date_fields("starts_on", today())}
    return form | said


@pytest.fixture
def admin(place):
    return signed_in(place.administrator)


@pytest.fixture
def dccp(place):
    return signed_in(place.dccp)


def text(response):
    return response.content.decode()


def test_everyone_is_listed_for_an_administrator_and_an_areas_people_for_its_dccp(place, admin, dccp):
    everyone, areas = text(admin.get(url("person_list"))), text(dccp.get(url("person_list")))
    assert "Pearl Prosecutor" in everyone
    assert "Cat Assurance" in everyone
    assert "Priya Prosecutor" in areas
    assert "Cleo Chief" in areas
    assert "Pearl Prosecutor" not in areas
    assert "Ali Admin" not in areas


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"q": "prosecutor priya"}, {"Priya Prosecutor"}),
        ({"q": "DCP2@EXAMPLE"}, {"Dilip Marker"}),
        ({"role": "dcp"}, {"Dana Marker", "Dilip Marker"}),
        ({"unit": "unit", "role": "prosecutor"}, {"Priya Prosecutor"}),
        ({"q": "nobody"}, set()),
        ({"unit": "999999"}, set()),
        ({"q": "\x01"}, set()),
        ({"q": "Gone Away"}, set()),
        ({"q": "Gone Away", "when": "ever"}, {"Gone Away"}),
        ({"unit": "unit", "when": "ever", "role": "prosecutor"}, {"Priya Prosecutor", "Gone Away"}),
    ],
    # Not of the names: a set's order is another in every process.
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_the_list_is_searched(place, dccp, filters, names):
    gone = PersonFactory(name="Gone Away")
    PostingFactory(person=gone, role=Role.PROSECUTOR, unit=place.unit, ends_on=today() - DAY)
    if filters.get("unit") == "unit":
        filters = filters | {"unit": place.unit.pk}
    page = dccp.get(url("person_list"), filters)
    assert {row.name for row in page.context["rows"]} == names


def test_a_page_has_25_and_costs_no_query_per_row(place, admin, django_assert_max_num_queries):
    for _ in range(40):
        PostingFactory(role=Role.PROSECUTOR, unit=place.unit)
    with django_assert_max_num_queries(12):
        page = admin.get(url("person_list"))
    assert len(page.context["rows"]) == 25
    assert "page 1 of 3" in text(page)
    assert len(admin.get(url("person_list"), {"page": "nonsense"}).context["rows"]) == 25


@pytest.mark.parametrize("name", ["person_list", "person_add", "staff_list_import", "area_list"])
@pytest.mark.parametrize("who", ["dcp", "prosecutor", "cat", "editor", "ccp"])
def test_who_manages_nobody_gets_no_page_of_people(place, name, who):
    assert signed_in(getattr(place, who)).get(url(name)).status_code == 403


def test_a_person_elsewhere_is_404_and_one_in_place_403(place, dccp):
    assert dccp.get(url("person_detail", place.prosecutor3.pk)).status_code == 404
    assert dccp.get(url("person_detail", 10**9)).status_code == 404
    assert signed_in(place.dcp).get(url("person_detail", place.prosecutor.pk)).status_code == 403
    assert signed_in(place.dcp).get(url("person_detail", place.prosecutor2.pk)).status_code == 404
    assert signed_in(place.prosecutor).get(url("person_detail", place.dcp.pk)).status_code == 404


def test_a_persons_page_shows_what_they_were_and_are(place, admin, dccp):
    person = place.prosecutor
    PostingFactory(person=person, role=Role.DCP, unit=place.unit3, starts_on=date(2015, 1, 1), ends_on=date(2016, 1, 1))
    PostingFactory(
        person=person, role=Role.DCP, unit=place.unit, starts_on=today() + DAY, is_acting=True, is_advocate=True
    )
    PostingFactory(person=person, role=Role.PROSECUTOR, unit=place.unit3, full_time_equivalent="0.6")
    Absence.objects.create(person=person, starts_on=today())
    for_admin, for_dccp = (
        text(admin.get(url("person_detail", person.pk))),
        text(dccp.get(url("person_detail", person.pk))),
    )
    for words in ("Postings before", "Postings to come", "Acting up", "Advocate", "0.6 of full time", "Long absences"):
        assert words in for_admin
    assert "Bristol" in for_admin
    assert "Bristol" not in for_dccp
    assert "0.6 of full time" not in for_dccp
    assert "also works in a place that someone else manages" in for_dccp
    assert url("person_edit", person.pk) in for_admin
    assert url("person_edit", person.pk) not in for_dccp


def test_units_of_one_name_are_told_apart_by_their_area(place, admin):
    Unit.objects.create(area=place.area2, name=place.unit.name, kind=place.unit.kind)
    page = admin.get(url("person_add")).content.decode()
    for area in (place.area, place.area2):
        assert f">{escape(place.unit.name)}, {area.name}</option>" in page


def test_a_person_is_added_once_with_a_posting(place, dccp):
    form = posting_form(name="New Person", email="New@Example.test", role="prosecutor", place=f"unit-{place.unit.pk}")
    for _ in range(2):
        added = dccp.post(url("person_add"), form)
        person = Person.objects.get(email="new@example.test")
        assert added["Location"] == url("person_detail", person.pk)
    assert person.postings.count() == 1
    assert not person.has_usable_password()
    assert set(Event.objects.of(person).values_list("verb", flat=True)) == {"added", "posted"}
    assert "Posting given" in text(dccp.get(added["Location"]))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "=cmd|'/c calc'!A1"}, "Name must not begin with ="),
        ({"name": ""}, "Enter name"),
        ({"email": "not an address"}, "Enter an email address in the correct format"),
        ({"email": "\u212aate@example.test"}, "no letters beyond a to z"),
        ({"email": "DCP@example.TEST"}, "There is a person with this email address already."),
        ({"email": "dcp3@example.test"}, "who works elsewhere"),
        ({"role": "cat"}, "Select a role"),
        ({"role": "dccp"}, "Select a role"),
        ({"place": "national"}, "Select where"),
        ({"role": "apm"}, "Select an Area"),
        ({"place": "area"}, "Select a unit"),
        ({"full_time_equivalent": "1.5"}, "must be 1 or less"),
        ({"full_time_equivalent": "0"}, "must be more than 0"),
        ({"full_time_equivalent": "0.125"}, "two decimals at most"),
        ({"full_time_equivalent": "NaN"}, "must be a number"),
        ({"starts_on_year": "1900"}, "between 1950 and 2099"),
        ({"is_acting": "on"}, "Enter the last day of acting up"),
        ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2001"}, "or later"),
        ({"key": "nonsense"}, "This page was out of date"),
    ],
    ids=str,
)
def test_what_a_new_person_cannot_be(place, dccp, wrong, words):
    people, postings = Person.objects.count(), Posting.objects.count()
    form = posting_form(name="New Person", email="new@example.test", role="dcp", place=f"unit-{place.unit.pk}")
    wrong = {key: f"area-{place.area.pk}" if value == "area" else value for key, value in wrong.items()}
    page = dccp.post(url("person_add"), form | wrong)
    assert words in text(page)
    assert "Error:" in text(page)
    assert (Person.objects.count(), Posting.objects.count()) == (people, postings)


def test_an_administrator_gives_a_national_role(place, admin):
    form = posting_form(name="Cat Two", email="cat2@example.test", role="cat", place="national")
    assert admin.post(url("person_add"), form).status_code == 302
    form = posting_form(name="Cat Three", email="cat3@example.test", role="cat", place=f"unit-{place.unit.pk}")
    assert "Select National" in text(admin.post(url("person_add"), form))


def test_a_posting_is_added_moved_ended_and_withdrawn(place, dccp):
    person = place.prosecutor
    to_come = posting_form(role="dcp", place=f"unit-{place.unit2.pk}", **date_fields("starts_on", today() + DAY))
    assert dccp.post(url("posting_add", person.pk), to_come).status_code == 302
    coming = person.postings.get(role=Role.DCP)
    assert "It has not begun" in text(dccp.get(url("posting_withdraw", coming.pk)))
    assert dccp.post(url("posting_withdraw", coming.pk)).status_code == 302
    assert not person.postings.filter(role=Role.DCP).exists()

    old = person.postings.get()
    move = url("posting_move", old.pk)
    assert f'value="unit-{place.unit.pk}" selected' in text(dccp.get(move))
    moved = posting_form(role="prosecutor", place=f"unit-{place.unit2.pk}", full_time_equivalent="0.5")
    for _ in range(2):
        assert dccp.post(move, moved).status_code == 302
    old.refresh_from_db()
    new = person.postings.get(unit=place.unit2)
    assert (old.ends_on, new.starts_on) == (today() - DAY, today())

    last_day = today() + DAY
    assert dccp.post(url("posting_end", new.pk), date_fields("last_day", last_day)).status_code == 302
    new.refresh_from_db()
    assert new.ends_on == last_day
    assert dccp.post(url("posting_withdraw", new.pk), follow=True).content.decode().count("has begun. End it instead")


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("posting_add", {}, "has this posting already"),
        ("posting_move", {"starts_on_year": "2014", "starts_on_month": "10", "starts_on_day": "1"}, "must be after"),
        ("posting_end", {"last_day_day": "1", "last_day_month": "1", "last_day_year": "2001"}, "or later"),
    ],
)
def test_postings_that_cannot_be(place, dccp, name, form, words):
    person = place.prosecutor
    of = person.pk if name == "posting_add" else person.postings.get().pk
    page = dccp.post(url(name, of), posting_form(role="prosecutor", place=f"unit-{place.unit.pk}") | form)
    assert words in text(page)
    assert person.postings.get().ends_on is None


def test_nobody_changes_their_own(place, admin, dccp):
    own, of_dccp = place.administrator.postings.get(), place.dccp.postings.get()
    assert "changed by someone else" in text(admin.get(url("person_detail", place.administrator.pk)))
    form = posting_form(role="pmu", place="national")
    assert "You cannot change your own postings" in text(admin.post(url("posting_add", place.administrator.pk), form))
    assert "You cannot change your own" in text(
        admin.post(url("posting_end", own.pk), date_fields("last_day", today()))
    )
    assert "You cannot change your own" in text(admin.post(url("posting_move", own.pk), form))
    assert "You cannot change your own" in text(admin.post(url("posting_withdraw", own.pk), follow=True))
    away = {"key": str(uuid.uuid4()), **date_fields("starts_on", today())}
    assert "You cannot change your own" in text(admin.post(url("absence_add", place.administrator.pk), away))
    for name in ("person_edit", "person_leave", "person_disable", "person_enable"):
        assert admin.get(url(name, place.administrator.pk)).status_code == 403
    assert dccp.get(url("posting_end", of_dccp.pk)).status_code == 403


@pytest.mark.parametrize("name", ["posting_end", "posting_move", "posting_withdraw"])
def test_a_posting_elsewhere_is_404(place, dccp, name):
    assert dccp.get(url(name, place.prosecutor3.postings.get().pk)).status_code == 404
    assert dccp.get(url(name, place.cat.postings.get().pk)).status_code == 404
    assert signed_in(place.dcp).get(url(name, place.prosecutor.postings.get().pk)).status_code == 403


def test_a_name_and_an_address_are_changed(place, dccp):
    edit = url("person_edit", place.prosecutor.pk)
    assert "priya" in text(dccp.get(edit)).lower()
    assert "Another person has this email address" in text(dccp.post(edit, {"name": "P", "email": "dcp@example.test"}))
    assert dccp.post(edit, {"name": "Priya Married", "email": "Priya@Example.test"}).status_code == 302
    place.prosecutor.refresh_from_db()
    assert (place.prosecutor.name, place.prosecutor.email) == ("Priya Married", "priya@example.test")
    assert "prosecutor@example.test" in text(dccp.get(url("person_detail", place.prosecutor.pk)))


def test_someone_leaves_and_is_stopped_and_let_in_again(place, dccp):
    person, theirs = place.prosecutor, signed_in(place.prosecutor)
    assert dccp.post(url("person_disable", person.pk)).status_code == 302
    assert theirs.get("/").status_code == 302
    assert "Cannot sign in" in text(dccp.get(url("person_list")))
    assert "Let them sign in" in text(dccp.get(url("person_enable", person.pk)))
    assert dccp.post(url("person_enable", person.pk)).status_code == 302
    person.refresh_from_db()
    assert person.is_active
    early = date_fields("last_day", date(2014, 9, 30))
    assert "Enter a later day" in text(dccp.post(url("person_leave", person.pk), early))
    assert dccp.post(url("person_leave", person.pk), date_fields("last_day", today() - DAY)).status_code == 302
    assert person.postings.get().ends_on == today() - DAY
    assert "No posting now" in text(dccp.get(url("person_detail", person.pk)))


def test_the_account_of_someone_who_is_more_elsewhere_is_not_an_areas_to_change(place, dccp):
    PostingFactory(person=place.prosecutor, role=Role.PMU)
    for name in ("person_edit", "person_leave", "person_disable", "person_enable"):
        assert dccp.get(url(name, place.prosecutor.pk)).status_code == 403
        assert dccp.get(url(name, place.prosecutor3.pk)).status_code == 404


def test_the_last_administrator_is_not_stopped(place, admin):
    """Nobody changes their own, so two who are about to go are what it takes."""
    other = PostingFactory(role=Role.ADMINISTRATOR).person
    place.administrator.postings.update(ends_on=today() + DAY)
    page = admin.post(url("person_disable", other.pk), follow=True)
    assert "There would be no administrator left" in text(page)
    other.refresh_from_db()
    assert other.is_active


def test_a_long_absence_begins_and_ends(place, dccp):
    person = place.prosecutor
    away = {"key": str(uuid.uuid4()), **date_fields("starts_on", today())}
    for _ in range(2):
        assert dccp.post(url("absence_add", person.pk), away).status_code == 302
    absence = person.absences.get()
    assert str(absence) == f"Priya Prosecutor from {today()}"
    again = away | {"key": str(uuid.uuid4())}
    assert "is away already" in text(dccp.post(url("absence_add", person.pk), again))
    end = url("absence_end", absence.pk)
    assert end in text(dccp.get(url("person_detail", person.pk)))
    assert "or later" in text(dccp.post(end, date_fields("last_day", today() - DAY)))
    assert dccp.post(end, date_fields("last_day", today())).status_code == 302
    assert signed_in(place.dcp).get(end).status_code == 403
    assert signed_in(place.dcp3).get(end).status_code == 404


def test_the_way_there_is_for_who_manages_people(place, admin):
    assert "People and places" in text(admin.get("/"))
    assert "People and places" not in text(signed_in(place.dcp).get("/"))
    assert 'aria-current="page"><strong class="govuk-service-navigation__active-fallback">People and places' in text(
        admin.get(url("grant_list"))
    )
