"""The demonstration: who is there, what they did, and that it is made once."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.demo.people import PASSWORD
from assessments.demo.seeding import seed
from assessments.models import Assessment, State
from iqa.audit.models import Event
from iqa.calendar import quarter, today
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person
from tests.factories import PersonFactory

ACCOUNTS = {
    "prosecutor", "prosecutor2", "dcp", "dcp2", "sdcp", "dccp", "ccp", "apm", "apm2", "businesscentre",
    "cat", "editor", "pmu", "director", "inspector", "administrator",
}  # fmt: skip

# A Sunday; the first working day of a year; half an hour after midnight; a leap day.
DAYS = ["2026-11-22T20:26Z", "2027-01-04T09:00Z", "2026-06-10T23:30Z", "2028-02-29T12:00Z"]


@pytest.fixture(scope="class")
def demo(django_db_setup, django_db_blocker):
    """Made once for all who look at it; what each of them does is taken back by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed()
        yield
        transaction.set_rollback(True)


def prepared() -> str:
    out = StringIO()
    call_command("prepare_demo", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("day", DAYS)
def test_it_can_be_made_on_any_day(scheme, day):
    with time_machine.travel(day, tick=False):
        assert seed()
        now, quarters = timezone.now(), {quarter(day) for day in _assessed_on()}

        assert not Event.objects.filter(at__gt=now).exists()
        assert not Assessment.objects.filter(recorded_at__gt=now).exists()
        assert len(quarters) >= 2


def _assessed_on():
    return Assessment.objects.recorded().values_list("half_day__assessed_on", flat=True)


@pytest.mark.usefixtures("demo", "db")
class TestWhatIsThere:
    def test_everyone_can_sign_in_by_the_same_password(self, client):
        accounts = [person for person in Person.objects.all() if person.has_usable_password()]

        assert {person.email for person in accounts} == {f"{name}@example.test" for name in ACCOUNTS}
        assert all(person.check_password(PASSWORD) and person.postings_today for person in accounts)

    def test_there_is_something_in_every_state(self):
        assessments = Assessment.objects.all()

        assert {*assessments.values_list("state", flat=True)} == {*State} - {State.DISCARDED}
        assert assessments.awaiting_action().exists()
        assert assessments.awaiting_feedback().exists()
        assert assessments.feedback_overdue(on=today()).exists()
        assert assessments.filter(markings__number=2).exists()
        assert assessments.recorded_late().exists()
        assert assessments.exclude(finalised_reason="").exists()
        dcp = Person.objects.get(email="dcp@example.test")
        assert 0 < assessments.drafts().get(half_day__assessor=dcp).marking.answers.count() < 9
        prosecutor = Person.objects.get(email="prosecutor@example.test")
        assert assessments.visible_to(prosecutor).count() >= 3

    def test_the_audit_tells_of_then(self):
        recorded = Assessment.objects.recorded().earliest("recorded_at")

        assert Event.objects.of(recorded).get(verb="recorded").at == recorded.recorded_at
        assert timezone.localdate(recorded.recorded_at) < today()

    def test_no_flood_of_old_mail_goes_out(self):
        now = timezone.now()

        assert not OutboxEmail.objects.due(at=now).exists()
        assert 1 <= OutboxEmail.objects.waiting().count() <= 3

    def test_it_is_made_once(self):
        before = Assessment.objects.count(), Person.objects.count()

        assert not seed()
        assert (Assessment.objects.count(), Person.objects.count()) == before

    def test_preparing_again_changes_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            prepared()

        written = [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "DELETE"))]
        assert not written


def test_it_is_not_made_among_people(scheme):
    PersonFactory()
    out = StringIO()

    call_command("seed_demo", stdout=out)

    assert out.getvalue() == "There are people already: nothing was changed.\n"
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("command", ["seed_demo", "prepare_demo"])
def test_it_is_refused_outside_demonstration_mode(scheme, settings, command):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command(command)
    assert not Person.objects.exists()


def test_preparing_says_how_to_sign_in(scheme, settings):
    settings.PORT = 8123

    said = prepared()

    assert "http://127.0.0.1:8123\n" in said
    assert f"Everyone's password is {PASSWORD}" in said
    assert all(f"  {name}@example.test " in said for name in ACCOUNTS)
    assert "Senior District Crown Prosecutor, 3 units" in said
    assert "amir.fellgate" not in said
