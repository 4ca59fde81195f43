"""Targets: set by headquarters with who and why, read in place."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from iqa.audit.models import Event
from iqa.calendar import quarter, today
from reporting.actions.targets import set_target
from reporting.models import Target
from tests.factories import recorded

pytestmark = pytest.mark.django_db
URL = "/targets/"


def text(response):
    return response.content.decode()


def posted(client, **values):
    return client.post(reverse("reporting:target_set"), values, follow=True)


@pytest.fixture
def said(place):
    this = quarter(today())
    return {"area": place.area.pk, "quarter": this, "base": "office", "proxy_target": "120", "why": "As agreed"}


def test_pmu_sets_a_target_and_changes_it_and_each_word_is_kept(client, place, said):
    client.force_login(place.pmu)
    assert "Wessex" in text(posted(client, **said))
    shown = text(posted(client, **{**said, "proxy_target": "90", "why": "Fewer people"}))
    assert "As agreed" in shown
    assert "Fewer people" in shown
    target = Target.objects.get()
    assert (target.proxy_target, target.why, target.set_by) == (90, "Fewer people", place.pmu)
    assert [event.detail["before"] for event in Event.objects.of(target).order_by("pk")] == [None, 120]
    posted(client, **{**said, "proxy_target": "90", "why": "Again"})
    assert Event.objects.of(target).count() == 2
    assert str(target) == f"Wessex, {quarter(today())}, Office-based"


def test_the_schemes_own_target_is_empty(client, place, said):
    client.force_login(place.pmu)
    posted(client, **said)
    page = text(client.get(URL))
    assert '<td class="govuk-table__cell govuk-table__cell--numeric"></td>' in page
    assert "is not worked out yet" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("area", "", "Select the Area"),
        ("quarter", "", "Select the quarter"),
        ("base", "", "Select the kind of work"),
        ("proxy_target", "", "Enter the proxy target"),
        ("proxy_target", "-1", "Proxy target must be 0 or more"),
        ("why", "", "Enter why it is set, or changed"),
    ],
)
def test_what_is_missing_gets_words(client, place, said, field, value, words):
    client.force_login(place.pmu)
    assert words in text(posted(client, **{**said, field: value}))
    assert not Target.objects.exists()


def test_targets_are_read_in_place(client, place, said):
    for area in (place.area, place.area2):
        set_target(area_id=area.pk, quarter="2017-18 Q2", base="court", proxy_target=7, why="Why", by=place.pmu)
    for person, areas in ((place.dcp, {"Wessex"}), (place.apm2, {"South West"}), (place.cat, {"Wessex", "South West"})):
        client.force_login(person)
        page = text(client.get(f"{URL}?year=2017-18"))
        assert {area for area in ("Wessex", "South West") if f"{area}, court-based" in page} == areas
        assert "Set a target" not in page
    assert "No targets have been set" in text(client.get(URL))
    assert "No targets" in text(client.get(f"{URL}?year=nonsense"))


def test_only_who_may_sets(client, place, said):
    client.force_login(place.cat)
    assert client.get(reverse("reporting:target_set")).status_code == 403
    with pytest.raises(PermissionDenied):
        set_target(area_id=place.area.pk, quarter="2017-18 Q2", base="court", proxy_target=7, why="", by=place.apm)


def test_a_change_begins_from_what_there_is(client, place, said):
    client.force_login(place.pmu)
    posted(client, **said)
    page = client.get(reverse("reporting:target_detail", args=[Target.objects.get().pk]))
    change = page.context["target"]
    address = f"{reverse('reporting:target_set')}?area={change.area_id}&quarter={change.quarter}&proxy_target=120"
    assert 'value="120"' in text(client.get(address))


def test_a_report_says_how_many_iqas_no_target_is_set_for(client, place):
    period = quarter(today())
    for dcp, prosecutor in ((place.dcp, place.prosecutor), (place.dcp3, place.prosecutor3)):
        recorded(assessor=dcp, prosecutor=prosecutor)
    set_target(area_id=place.area.pk, quarter=period, base="office", proxy_target=7, why="Why", by=place.pmu)
    year, only = period.split(" ")
    caution = "the Area, quarter and kind of work of 1 of these IQAs"
    for person, choices, is_said in (
        (place.pmu, {}, True),
        (place.pmu, {"compare": "quarter"}, True),
        (place.pmu, {"compare": "area"}, False),  # no row with a target has an IQA without
        (place.pmu, {"compare": "unit_kind"}, False),  # targets do not stand beside these
        (place.apm, {}, False),
        (place.apm2, {}, False),
    ):
        client.force_login(person)
        page = client.get(
            reverse("reporting:report_detail", args=["volumes"]), {"year": year, "quarter": only, **choices}
        )
        assert (caution in text(page)) == is_said, (person, choices)
