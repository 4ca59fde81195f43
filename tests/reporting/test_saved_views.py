"""Saved views: kept by name, one's own, and read anew each time."""

import uuid

import pytest
from django.http import QueryDict
from django.urls import reverse

from iqa.audit.models import Event
from reporting.models import SavedView


@pytest.fixture
def save(client):
    def save(person, name="Court, by unit", key=None, **choices):
        client.force_login(person)
        address = "&".join(f"{each}={value}" for each, value in choices.items())
        data = {"name": name, "report": "fully-met", "address": address, "key": key or uuid.uuid4()}
        return client.post(reverse("reporting:view_save"), data, follow=True)

    return save


def test_a_view_opens_the_report_with_its_choices(client, place, save):
    page = save(place.dccp, year="2025-26", place="Wessex", compare="unit", then="month", sort="-rate")
    assert "View “Court, by unit” saved." in page.content.decode()
    view = SavedView.objects.get()
    assert view.choices == {"year": "2025-26", "place": "Wessex", "compare": "unit", "then": "month"}
    opened = client.get(reverse("reporting:view_open", args=[view.pk]))
    path, _, asked = opened.url.partition("?")
    assert path == reverse("reporting:report_detail", args=["fully-met"])
    # In whatever order: PostgreSQL keeps none.
    assert QueryDict(asked).dict() == view.choices


def test_a_view_of_all_years_stays_one(client, place, save):
    save(place.dccp, year="", compare="unit")
    assert "?year=&compare=unit" in client.get(reverse("reporting:view_open", args=[SavedView.objects.get().pk])).url


def test_the_same_form_twice_saves_once(place, save):
    key = uuid.uuid4()
    save(place.dcp, key=key)
    save(place.dcp, key=key)
    assert SavedView.objects.count() == 1


def test_a_name_is_ones_own_and_stands_once(place, save):
    save(place.dcp)
    page = save(place.dcp, name="COURT, by unit")
    assert "You have a view of this name already: choose another name" in page.content.decode()
    save(place.dcp2)
    assert SavedView.objects.count() == 2


def test_a_name_is_needed(place, save):
    assert "Enter a name for this view" in save(place.dcp, name="").content.decode()


@pytest.mark.parametrize("address", ["year=1999", "place=South+West"])
def test_choices_that_are_not_theirs_are_not_saved(client, place, address):
    client.force_login(place.dcp)
    data = {"name": "x", "report": "fully-met", "address": address, "key": uuid.uuid4()}
    assert client.post(reverse("reporting:view_save"), data).status_code == 404
    assert client.post(reverse("reporting:view_save"), data | {"report": "shoes", "address": ""}).status_code == 404
    assert not SavedView.objects.exists()


def test_rename_then_delete(client, place, save):
    save(place.dcp)
    save(place.dcp, name="Other")
    view = SavedView.objects.get(name="Court, by unit")
    rename = reverse("reporting:view_rename", args=[view.pk])
    assert "choose another name" in client.post(rename, {"name": "other"}).content.decode()
    assert "View renamed." in client.post(rename, {"name": "Mine"}, follow=True).content.decode()
    delete = reverse("reporting:view_delete", args=[view.pk])
    assert "Delete Mine?" in client.get(delete).content.decode()
    assert "View “Mine” deleted." in client.post(delete, follow=True).content.decode()
    assert [each.name for each in SavedView.objects.all()] == ["Other"]
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["saved", "saved", "renamed", "deleted"]


def test_a_report_that_is_no_more_is_not_listed_nor_opened(client, place, save):
    save(place.dcp)
    SavedView.objects.update(report="gone")
    view = SavedView.objects.get()
    assert "You have saved no views." in client.get(reverse("reporting:view_list")).content.decode()
    assert client.get(reverse("reporting:view_open", args=[view.pk])).status_code == 404


def test_the_way_back_leads_to_the_report(client, place):
    client.force_login(place.dcp)
    page = client.get(reverse("reporting:view_save"), {"report": "fully-met", "compare": "unit"}).content.decode()
    assert "/reports/fully-met/?year=&amp;compare=unit" in page


@pytest.mark.parametrize(
    "query", ["", "?report=shoes", "?report=fully-met&year=1999", "?report=fully-met&place=Nowhere"]
)
def test_there_is_no_form_for_what_cannot_be_saved(client, place, query):
    client.force_login(place.dcp)
    assert client.get(reverse("reporting:view_save") + query).status_code == 404
    assert client.post(reverse("reporting:view_save") + query).status_code == 404
