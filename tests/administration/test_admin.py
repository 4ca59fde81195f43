"""Django's own admin: for administrators, reference data alone, by the rules of the pages."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from assessments.models import SensitiveCategory
from iqa.administration.site import ReadOnlyAdmin, ReferenceAdmin, ReferenceSite
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.permissions import Role
from iqa.questions.models import QuestionSet
from iqa.terms.models import Term
from tests.factories import GrantFactory, PostingFactory, recorded

pytestmark = pytest.mark.django_db

REGISTERED = {
    "organisation.area",
    "organisation.unit",
    "organisation.person",
    "organisation.posting",
    "organisation.grant",
    "terms.term",
    "questions.questionset",
    "questions.wording",
    "questions.activity",
    "notifications.outboxemail",
    "assessments.sensitivecategory",
}


@pytest.fixture
def administrator(client, place):
    client.force_login(place.administrator)
    return client


def page(model, what="changelist", pk=None):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=[pk] if pk else [])


def one_of_each(place):
    """Something to look at of everything registered."""
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True)
    GrantFactory(person=place.dcp)
    return [(model, model._default_manager.first().pk) for model in admin.site._registry]


def test_casework_is_not_registered():
    assert {model._meta.label_lower for model in admin.site._registry} == REGISTERED
    casework = set(apps.get_app_config("assessments").get_models()) - {SensitiveCategory}
    assert casework
    assert not casework & set(admin.site._registry)


def test_what_a_library_registers_does_not_come_in():
    site = ReferenceSite()
    site.register(Area)
    site.register(Area, admin.ModelAdmin)
    assert not site._registry
    site.register(Area, ReferenceAdmin)
    assert Area in site._registry


def test_it_is_for_administrators_alone(place):
    for name, person in place.people.items():
        client = Client()
        client.force_login(person)
        for path in ("/admin/", page(Person), page(Person, "change", place.dcp.pk), "/admin/nothing/"):
            status = client.get(path).status_code
            if name == "administrator":
                assert status == (404 if "nothing" in path else 200), path
            else:
                assert status in (403, 404), (name, path)


def test_whoever_is_not_signed_in_signs_in_on_the_services_own_page(client, place):
    assert client.get("/admin/")["Location"] == "/account/sign-in/?next=/admin/"
    client.force_login(place.administrator)
    for path in ("login", "logout", "password_change"):
        assert client.get(f"/admin/{path}/").status_code == 404


def test_its_pages_work_under_our_content_security_policy(administrator, place):
    for model, pk in one_of_each(place):
        of_one = [] if model is OutboxEmail else [page(model, "change", pk), page(model, "history", pk)]
        for path in (page(model), *of_one, "/admin/"):
            response = administrator.get(path)
            assert response.status_code == 200, path
            html = response.content.decode()
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)(?![^>]*data-)", html), path
            assert "script-src 'self'" in response["Content-Security-Policy"]


def test_nothing_is_deleted(administrator, place):
    for model, pk in one_of_each(place):
        administrator.post(page(model, "delete", pk), {"post": "yes"})
        data = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
        administrator.post(page(model), data)
        assert model._default_manager.filter(pk=pk).exists()


def test_read_only_is_read_only(administrator, place):
    read_only = {model for model, shown in admin.site._registry.items() if isinstance(shown, ReadOnlyAdmin)}
    assert {Term, OutboxEmail} < read_only
    for model, pk in one_of_each(place):
        if model in read_only:
            assert administrator.get(page(model, "add")).status_code == 403
            assert administrator.post(page(model, "change", pk), {}).status_code == 403


def test_a_published_set_is_read_only_and_a_draft_is_not(administrator, place, scheme):
    assert administrator.post(page(QuestionSet, "change", scheme.pk), {"title": "Mine"}).status_code == 403
    assert administrator.get(page(QuestionSet, "add")).status_code == 403
    draft = QuestionSet.objects.create(title="Next")
    assert administrator.post(page(QuestionSet, "change", draft.pk), {"title": "After"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.edited_by) == ("After", place.administrator)


def test_a_change_leaves_its_audit_record(administrator, place):
    administrator.post(page(Area, "change", place.area.pk), {"name": "Wessex and Solent"})
    event = Event.objects.of(place.area).get()
    assert (event.verb, event.by, event.detail) == ("edited", place.administrator, {"admin": True, "changed": ["name"]})
    administrator.post(page(SensitiveCategory, "add"), {"name": "Stalking", "code": "stalking", "order": 20})
    assert Event.objects.of(SensitiveCategory.objects.get(code="stalking")).get().verb == "added"
    rape = SensitiveCategory.objects.get(code="rape")
    administrator.post(page(SensitiveCategory, "change", rape.pk), {"name": "Rape", "code": "x", "order": 1})
    rape.refresh_from_db()
    assert rape.code == "rape"


def test_a_unit_is_renamed_and_nothing_more(administrator, place):
    data = {"name": "Portsmouth", "kind": "crown", "area": place.area2.pk, "closed_on": "2020-01-01"}
    administrator.post(page(Unit, "change", place.unit.pk), data)
    place.unit.refresh_from_db()
    assert (place.unit.name, place.unit.area, place.unit.closed_on) == ("Portsmouth", place.area, None)


class TestPeople:
    def change(self, client, person, **said):
        given = {"name": person.name, "email": person.email, "is_active": "on", **said}
        given = {name: value for name, value in given.items() if value is not None}
        response = client.post(page(Person, "change", person.pk), given)
        person.refresh_from_db()
        return [str(message) for message in get_messages(response.wsgi_request)]

    def test_are_renamed_and_disabled_by_the_rules_of_the_pages(self, administrator, place):
        self.change(administrator, place.dcp, name="Dana Moved", email="DANA@example.test")
        assert (place.dcp.name, place.dcp.email) == ("Dana Moved", "dana@example.test")
        self.change(administrator, place.dcp, is_active=None)
        assert not place.dcp.is_active
        assert {event.verb for event in Event.objects.of(place.dcp)} == {"renamed", "disabled"}
        self.change(administrator, place.dcp)
        assert place.dcp.is_active

    def test_nobody_disables_themselves(self, administrator, place):
        words = self.change(administrator, place.administrator, is_active=None)
        assert any("Ask someone else" in word for word in words)
        assert place.administrator.is_active

    def test_have_no_password_there(self, administrator, place):
        password = place.dcp.password
        html = administrator.get(page(Person, "change", place.dcp.pk)).content.decode()
        assert password not in html
        assert 'name="password"' not in html
        self.change(administrator, place.dcp, password="x")
        assert place.dcp.password == password
        assert administrator.get(page(Person, "add")).status_code == 403


class TestPostings:
    def give(self, client, person, role=Role.DCP, **place):
        data = {"person": person.pk, "role": role, "starts_on": today().isoformat(), "full_time_equivalent": "1"}
        response = client.post(page(Posting, "add"), {**data, **place})
        return [str(message) for message in get_messages(response.wsgi_request)]

    def test_are_given_and_ended_by_the_rules_of_the_pages(self, administrator, place):
        self.give(administrator, place.dcp, unit=place.unit2.pk)
        posting = Posting.objects.get(person=place.dcp, unit=place.unit2)
        assert [event.verb for event in Event.objects.of(place.dcp)] == ["posted"]
        changed = {"ends_on": today().isoformat(), "role": "sdcp", "unit": place.unit.pk}
        administrator.post(page(Posting, "change", posting.pk), changed)
        posting.refresh_from_db()
        assert (posting.ends_on, posting.role, posting.unit) == (today(), "dcp", place.unit2)
        administrator.post(page(Posting, "change", posting.pk), {"ends_on": ""})
        posting.refresh_from_db()
        assert posting.ends_on == today()

    def test_nobody_gives_themselves_one(self, administrator, place):
        words = self.give(administrator, place.administrator, Role.CAT)
        assert any("You cannot change your own postings" in word for word in words)
        assert place.administrator.postings.count() == 1

    def test_an_administrator_sees_no_casework(self, administrator, place):
        other = PostingFactory(role=Role.ADMINISTRATOR, starts_on=date(2020, 1, 1)).person
        words = self.give(administrator, other, Role.CAT)
        assert any("An administrator sees no casework" in word for word in words)


def test_the_outbox_says_whether_an_email_went_and_not_what_it_said(administrator, place):
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True)
    email = OutboxEmail.objects.get()
    assert place.prosecutor.name in administrator.get(page(OutboxEmail)).content.decode()
    for path in (page(OutboxEmail), page(OutboxEmail, "change", email.pk), page(OutboxEmail, "history", email.pk)):
        html = administrator.get(path, follow=True).content.decode()
        for secret in (email.key, email.subject, email.body, "action is open", email.recipient.email):
            assert secret not in html
