"""An audit record is added, and that is all: not by the model, not by a queryset, not by SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from iqa.audit.actions import log_event, log_read
from iqa.audit.models import Event, Read
from tests.factories import CaseFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db

ENTRIES = [Event, Read]


@pytest.fixture
def entries():
    case, person = CaseFactory(), PersonFactory()
    log_event(verb="registered", subject=case, by=person, source="a form")
    log_read(subject=case, by=person)
    return case


@pytest.mark.parametrize("model", ENTRIES)
def test_who_did_what_to_what(model, entries):
    entry = model.objects.of(entries).get()
    assert (entry.subject_kind, entry.subject_id) == ("case", entries.pk)
    assert entry.by.email.endswith("@example.test")
    assert str(entry) == f"case {entries.pk} at {entry.at:%Y-%m-%d %H:%M}"


def test_an_event_keeps_its_detail_and_may_be_the_services_own(entries):
    log_event(verb="closed", subject=entries, by=None)
    closed, registered = Event.objects.of(entries)
    assert (closed.verb, closed.by, closed.detail) == ("closed", None, {})
    assert registered.detail == {"source": "a form"}


def test_one_subject_is_not_another(entries):
    assert not Event.objects.of(UnitFactory(pk=entries.pk)).exists()
    assert not Event.objects.of(CaseFactory()).exists()


@pytest.mark.parametrize("model", ENTRIES)
def test_a_model_does_not_change(model, entries):
    entry = model.objects.get()
    with pytest.raises(TypeError, match="does not change"):
        entry.save()
    with pytest.raises(TypeError, match="not deleted"):
        entry.delete()


@pytest.mark.parametrize("model", ENTRIES)
def test_a_queryset_does_not_change(model, entries):
    with pytest.raises(TypeError, match="does not change"):
        model.objects.update(by=None)
    with pytest.raises(TypeError, match="does not change"):
        model.objects.bulk_update(model.objects.all(), ["by"])
    with pytest.raises(TypeError, match="not deleted"):
        model.objects.all().delete()


@pytest.mark.parametrize("table", ["audit_event", "audit_read"])
def test_the_database_refuses_to_change_a_record(table, entries):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET by_id = NULL")


@pytest.mark.parametrize("table", ["audit_event", "audit_read"])
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="only PostgreSQL refuses to delete a record by SQL")
def test_postgresql_refuses_to_delete_a_record(table, entries):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_an_insert_that_would_replace_is_refused(entries):
    event = Event.objects.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.bulk_create(
            [Event(pk=event.pk, verb="tampered", subject_kind="case", subject_id=1)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["verb"],
        )
