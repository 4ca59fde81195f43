"""The pages of grants, Areas and units."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from iqa.calendar import today
from iqa.organisation.actions import grants
from iqa.organisation.models import Grant, Person, Unit
from iqa.organisation.policies.grants import last_day_from
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, Role, has_permission
from tests.factories import GrantFactory, PersonFactory, PostingFactory, UnitFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def text(response):
    return response.content.decode()


def date_fields(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def grant_form(organisation, **said):
    return {
        "key": str(uuid.uuid4()),
        "email": "Prosecutor@example.test",
        "permission": "view_reports",
        "place": f"area-{organisation.area.pk}",
        "business_need": "A project on first hearings",
        **date_fields("starts_on", today()),
        **date_fields("ends_on", today() + 30 * DAY),
    } | said


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2024, 3, 1), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 28)),
    ],
)
def test_twelve_months(day, last):
    assert last_day_from(day) == last


def test_a_grant_is_asked_for_approved_and_lapses(place):
    form = grant_form(place)
    for _ in range(2):
        assert signed_in(place.prosecutor).post(url("grant_request"), form).status_code == 302
    grant = Grant.objects.get()
    assert not has_permission(Person.objects.get(pk=place.prosecutor.pk), Permission.VIEW_REPORTS, place.area.place)

    dccp = signed_in(place.dccp)
    assert "Decide a grant: Priya Prosecutor" in text(dccp.get("/"))
    assert url("grant_approve", grant.pk) in text(dccp.get(url("grant_list")))
    assert "A project on first hearings" in text(dccp.get(url("grant_approve", grant.pk)))
    assert "Select whether to approve or refuse" in text(dccp.post(url("grant_approve", grant.pk), {}))
    assert dccp.post(url("grant_approve", grant.pk), {"decision": "approve"}).status_code == 302
    assert has_permission(Person.objects.get(pk=place.prosecutor.pk), Permission.VIEW_REPORTS, place.area.place)
    assert "Approved by" in text(signed_in(place.prosecutor).get(url("grant_list")))
    assert "has been decided already" in text(dccp.post(url("grant_approve", grant.pk), {"decision": "refuse"}))
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        person = Person.objects.get(pk=place.prosecutor.pk)
        assert not has_permission(person, Permission.VIEW_REPORTS, place.area.place)
        assert "Lapsed" in text(signed_in(person).get(url("grant_list")))


def test_a_grant_is_refused(place):
    signed_in(place.dcp).post(url("grant_request"), grant_form(place))
    grant = Grant.objects.get()
    assert signed_in(place.dccp).post(url("grant_approve", grant.pk), {"decision": "refuse"}).status_code == 302
    assert "Refused" in text(signed_in(place.dcp).get(url("grant_list")))
    assert not Grant.objects.in_force(on=today()).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": ""}, "Enter the email address"),
        ({"email": f"{'x' * 320}@example.test"}, "The email address must be 320 characters or fewer"),
        ({"email": "nobody@example.test"}, "Nobody here has this email address"),
        ({"email": "administrator@example.test"}, "An administrator sees no casework"),
        ({"email": "gone@example.test"}, "has no posting, so cannot sign in"),
        ({"permission": "manage_people"}, "Select what is to be allowed"),
        ({"permission": "record_iqas"}, "Select what is to be allowed"),
        ({"place": "unit-99999"}, "Select where"),
        ({"business_need": " "}, "Enter what it is needed for"),
        ({"business_need": "x" * 1001}, "What it is needed for must be 1,000 characters or fewer"),
        (date_fields("starts_on", date(2020, 1, 1)), "must be today or in the future"),
        (date_fields("ends_on", date(2020, 1, 1)), "the first day, or later"),
        (date_fields("ends_on", date(2098, 1, 1)), "12 months at most"),
    ],
    ids=str,
)
def test_a_grant_that_cannot_be(place, wrong, words):
    PersonFactory(email="gone@example.test")
    page = signed_in(place.dcp).post(url("grant_request"), grant_form(place, **wrong))
    assert words in text(page)
    assert not Grant.objects.exists()


def test_nobody_decides_what_they_asked_for_or_get(place):
    mine = GrantFactory(person=place.dccp, area=place.area, approved_by=None, requested_by=place.dcp)
    asked = GrantFactory(person=place.dcp, area=place.area, approved_by=None, requested_by=place.dccp)
    dccp = signed_in(place.dccp)
    for grant, words in ((mine, "This grant is for you"), (asked, "You asked for this grant")):
        assert words in text(dccp.get(url("grant_approve", grant.pk)))
        assert words in text(dccp.post(url("grant_approve", grant.pk), {"decision": "approve"}))
    assert "Decide a grant" not in text(dccp.get("/"))
    over = GrantFactory(area=place.area, approved_by=None, starts_on=today() - 9 * DAY, ends_on=today() - DAY)
    assert "It must be asked for again" in text(dccp.get(url("grant_approve", over.pk)))
    PostingFactory(person=asked.person, role=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="sees no casework"):
        grants.approve(grant=asked, by=place.administrator)


def test_what_an_action_refuses_whatever_the_form_said(place):
    said = {
        "key": uuid.uuid4(),
        "person": place.dcp,
        "permission": Permission.MANAGE_PEOPLE,
        "area": place.area,
        "unit": None,
        "business_need": "To help",
        "starts_on": today(),
        "ends_on": today(),
    }
    with pytest.raises(NotAllowed, match="Select what is to be allowed"):
        grants.request(**said, by=place.prosecutor)
    with pytest.raises(PermissionDenied):
        grants.request(**said, by=PersonFactory())


def test_grants_of_others_are_seen_by_who_manages_the_place(place):
    GrantFactory(person=place.dcp, unit=place.unit, business_need="Here")
    elsewhere = GrantFactory(person=place.dcp3, unit=place.unit3, business_need="There", approved_by=None)
    national = GrantFactory(person=place.dcp3, business_need="Everywhere", approved_by=None)
    seen = text(signed_in(place.dccp).get(url("grant_list")))
    assert "Here" in seen
    assert "There" not in seen
    assert "Everywhere" not in seen
    assert signed_in(place.dccp).get(url("grant_approve", elsewhere.pk)).status_code == 404
    assert signed_in(place.prosecutor).get(url("grant_approve", elsewhere.pk)).status_code == 404
    assert signed_in(place.dcp3).get(url("grant_approve", elsewhere.pk)).status_code == 403
    assert signed_in(place.dccp).get(url("grant_approve", national.pk)).status_code in (403, 404)
    nothing = text(signed_in(place.prosecutor2).get(url("grant_list")))
    assert nothing.count("No grant") == 3
    assert "Everywhere" in text(signed_in(place.administrator).get(url("grant_list")))


def test_more_grants_to_decide_than_are_shown_at_home(place):
    for _ in range(30):
        GrantFactory(area=place.area, approved_by=None, requested_by=place.dcp)
    assert "All grants" in text(signed_in(place.dccp).get("/"))


def test_areas_and_units_are_listed_and_opened(place):
    dccp = signed_in(place.dccp)
    page = text(dccp.get(url("area_list")))
    assert "Wessex" in page
    assert "South West" not in page
    assert "3 people" in page
    assert "Opens on" not in page
    opening = date_fields("opened_on", today() + DAY)
    form = {"key": str(uuid.uuid4()), "name": "Salisbury CCU", "kind": "ccu"} | opening
    for _ in range(2):
        assert dccp.post(url("unit_open", place.area.pk), form).status_code == 302
    unit = Unit.objects.get(name="Salisbury CCU")
    assert "Opens on" in text(dccp.get(url("unit_detail", unit.pk)))
    again = form | {"key": str(uuid.uuid4())}
    assert "unit of this name already" in text(dccp.post(url("unit_open", place.area.pk), again))
    assert "must not begin with =" in text(dccp.post(url("unit_open", place.area.pk), again | {"name": "=1+1"}))
    assert "1950 and 2099" in text(dccp.post(url("unit_open", place.area.pk), again | {"opened_on_year": "1900"}))
    assert signed_in(place.administrator).get(url("area_list")).status_code == 200
    assert dccp.get(url("unit_open", place.area2.pk)).status_code == 404


def test_a_unit_is_closed_and_another_merged(place):
    dccp = signed_in(place.dccp)
    page = text(dccp.get(url("unit_detail", place.unit.pk)))
    assert "Priya Prosecutor" in page
    assert "3 postings in it go on" in text(dccp.get(url("unit_close", place.unit.pk)))
    early = date_fields("last_day", date(1940, 1, 1))
    assert "between 1950 and 2099" in text(dccp.post(url("unit_close", place.unit.pk), early))
    form = date_fields("last_day", today() - DAY) | {"into": place.unit2.pk}
    assert "Select what becomes of the postings" in text(dccp.post(url("unit_merge", place.unit.pk), form))
    for into in (place.unit.pk, place.unit3.pk, "x"):
        assert "Select the unit that" in text(dccp.post(url("unit_merge", place.unit.pk), form | {"into": into}))
    form |= {"those_in_it": "continue"}
    merged = dccp.post(url("unit_merge", place.unit.pk), form, follow=True)
    assert "3 postings in it end then" in text(merged)
    assert "now part of Winchester Crown Court" in text(merged)
    assert "People before" in text(merged)
    assert "has a last day already" in text(dccp.post(url("unit_merge", place.unit.pk), form))
    assert "Took in" in text(dccp.get(url("unit_detail", place.unit2.pk)))
    assert dccp.post(url("unit_close", place.unit2.pk), date_fields("last_day", today())).status_code == 302
    assert "Closed" in text(dccp.get(url("area_list")))


def test_a_unit_elsewhere_is_404_and_one_in_place_403(place):
    for name in ("unit_detail", "unit_close", "unit_merge"):
        assert signed_in(place.dccp).get(url(name, place.unit3.pk)).status_code == 404
        assert signed_in(place.dcp).get(url(name, place.unit.pk)).status_code == 403
        assert signed_in(place.dcp).get(url(name, place.unit2.pk)).status_code == 404


def test_a_closed_unit_is_offered_for_nothing_new(place):
    offered = f"unit-{place.unit.pk}"
    place.unit.closed_on = today()
    place.unit.save()
    assert offered in text(signed_in(place.dccp).get(url("person_add")))
    assert "Priya Prosecutor" in text(signed_in(place.dccp).get(reverse("assessments:half_day_start")))
    place.unit.closed_on = today() - DAY
    place.unit.save()
    assert offered not in text(signed_in(place.dccp).get(url("person_add")))
    assert "Priya Prosecutor" not in text(signed_in(place.dccp).get(reverse("assessments:half_day_start")))


def test_areas_cost_no_query_per_unit(place, django_assert_max_num_queries):
    for _ in range(20):
        UnitFactory(area=place.area)
    administrator = signed_in(place.administrator)
    administrator.get(url("area_list"))
    with django_assert_max_num_queries(10):
        administrator.get(url("area_list"))
