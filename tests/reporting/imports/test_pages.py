"""Files of the contract, uploaded: kept, claimed by a sweep, done, told."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from iqa.organisation.models import Person, Posting
from iqa.permissions import Permission
from reporting.actions import record_imports
from reporting.actions.records import importing
from reporting.imports.files import NAMES
from reporting.models import FilePart, ImportProblem, PerformanceMeasure, RecordImport, Target
from reporting.tasks import import_records
from tests.factories import GrantFactory
from tests.reporting.imports.records import make_records

pytestmark = pytest.mark.django_db
State = RecordImport.State


@pytest.fixture
def manager(place):
    """Of CAT, with a grant to manage people."""
    GrantFactory(person=place.cat, permission=Permission.MANAGE_PEOPLE, area=None, unit=None)
    return Person.objects.get(pk=place.cat.pk)


@pytest.fixture
def records(scheme):
    return make_records(iqas=20)


def files_of(records, folder):
    records.write(folder)
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def upload(client, files, what="import", **values):
    data = {"key": uuid.uuid4(), "records": files, "what": what, **values}
    return client.post(reverse("reporting:import_add"), data, follow=True)


def text(response):
    return response.content.decode()


def test_files_are_uploaded_done_by_the_sweep_and_told(client, manager, records, tmp_path):
    client.force_login(manager)
    records.files["iqas.csv"][0]["half"] = "noon"
    shown = upload(client, files_of(records, tmp_path / "in"))
    assert "These files wait for their turn" in text(shown)
    assert shown["Refresh"] == "10"
    address = shown.redirect_chain[-1][0]
    assert "Refresh" not in client.get(f"{address}?refresh=no")
    assert import_records() == 1
    page = client.get(address)
    assert "What is sound came in" in text(page)
    assert "19 added, 1 left out" in text(page)
    assert "iqas.csv:2: half: “noon” is none of am, pm" in text(page)
    assert "Refresh" not in page
    assert Assessment.objects.count() == 19
    assert not FilePart.objects.exists()
    errors = client.get(address + "errors/")
    assert text(errors) == "iqas.csv:2: half: “noon” is none of am, pm\n"
    assert "attachment" in errors["Content-Disposition"]
    assert "Done in part" in text(client.get(reverse("reporting:import_list")))
    assert import_records() == 0


def test_a_check_writes_nothing(client, manager, records, tmp_path):
    client.force_login(manager)
    address = upload(client, files_of(records, tmp_path / "in"), what="trial").redirect_chain[-1][0]
    import_records()
    assert "<strong>All sound.</strong> Nothing was written." in text(client.get(address))
    assert not Assessment.objects.exists()


def test_a_check_of_what_is_not_sound_says_so(client, manager, records, tmp_path):
    client.force_login(manager)
    records.files["iqas.csv"][0]["half"] = "noon"
    address = upload(client, files_of(records, tmp_path / "in"), what="trial").redirect_chain[-1][0]
    import_records()
    assert "<strong>Not all sound.</strong> Nothing was written" in text(client.get(address))
    assert "Not all sound" in text(client.get(reverse("reporting:import_list")))
    assert not Assessment.objects.exists()


def test_the_same_form_twice_is_one_import(client, manager, records, tmp_path):
    client.force_login(manager)
    files, key = files_of(records, tmp_path / "in"), uuid.uuid4()
    for _ in range(2):
        for file in files:
            file.seek(0)
        upload(client, files, key=key)
    assert RecordImport.objects.count() == 1


def test_people_are_imported_by_who_manages_people_and_nobody_gives_themselves_a_posting(
    client, place, records, tmp_path
):
    client.force_login(place.cat)
    files = files_of(records, tmp_path / "in")
    assert "Only someone who manages people may import units.csv or people.csv" in text(upload(client, files))
    assert not RecordImport.objects.exists()
    GrantFactory(person=place.cat, permission=Permission.MANAGE_PEOPLE, area=None, unit=None)
    own = {"email": place.cat.email, "name": place.cat.name, "role": "pmu", "from": "2015-01-01"}
    records.files["people.csv"].append(own)
    upload(client, files_of(records, tmp_path / "in"))
    import_records()
    assert "is your own: somebody else must import a change of yours" in ImportProblem.objects.get().words
    assert not Posting.objects.filter(person=place.cat, role="pmu").exists()
    assert Assessment.objects.count() == 20


def test_who_may_no_longer_import_does_not(client, manager, records, tmp_path):
    client.force_login(manager)
    upload(client, files_of(records, tmp_path / "in"))
    manager.grants.update(
        ends_on=timezone.localdate() - timedelta(days=1), starts_on=timezone.localdate() - timedelta(9)
    )
    import_records()
    found = RecordImport.objects.get()
    assert (found.state, found.stopped_because) == (State.STOPPED, record_imports.NO_LONGER)
    with pytest.raises(PermissionDenied):
        record_imports.upload(
            key=uuid.uuid4(), files=[], is_trial=False, by=Person.objects.get(email="dcp@example.test")
        )


MEASURES = b"area,measure,period,value\n,victims-attending,2017-18 Q2,84.5\n"
TARGETS = b"area,period,base,proxy_target\nWessex,2017-18 Q2,office,120\nWessex,2017-18 Q2,court,many\n"


def test_pmu_imports_targets_and_follows_that_import_alone(client, place, scheme):
    client.force_login(place.cat)
    others = upload(client, [SimpleUploadedFile("iqas.csv", b"x")]).redirect_chain[-1][0]
    client.force_login(place.pmu)
    assert reverse("reporting:import_add") in text(client.get(reverse("reporting:target_list")))
    address = upload(client, [SimpleUploadedFile("targets.csv", TARGETS)]).redirect_chain[-1][0]
    assert import_records() == 2
    page = text(client.get(address))
    assert "What is sound came in" in page
    assert "targets.csv:3: proxy_target: “many” is not a whole number" in page
    assert text(client.get(f"{address}errors/")).startswith("targets.csv:3: ")
    target = Target.objects.get()
    assert (target.proxy_target, target.set_by, target.why) == (120, place.pmu, "From targets.csv")
    assert {client.get(others).status_code, client.get(f"{others}errors/").status_code} == {404}
    listed = text(client.get(reverse("reporting:import_list")))
    assert address in listed
    assert others not in listed
    client.force_login(place.cat)
    assert address in text(client.get(reverse("reporting:import_list")))


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        ("pmu", ["targets.csv", "performance_measures.csv"]),
        ("dccp", ["units.csv", "people.csv"]),
        ("administrator", ["units.csv", "people.csv"]),
        ("cat", [name for name in NAMES if name not in ("units.csv", "people.csv")]),
        ("manager", list(NAMES)),
    ],
)
def test_the_page_says_which_files_are_ones_own_and_takes_no_other(client, place, request, who, theirs):
    person = request.getfixturevalue("manager") if who == "manager" else getattr(place, who)
    client.force_login(person)
    page = BeautifulSoup(text(client.get(reverse("reporting:import_add"))), "html.parser")
    assert [item.text for item in page.select("main .govuk-list--bullet li")] == theirs
    refused = [name for name in NAMES if name not in theirs]
    assert bool(page.find(string=re.compile("Others import"))) == bool(refused)
    for name in refused:
        shown = text(upload(client, [SimpleUploadedFile(each, b"x") for each in (name, theirs[0])]))
        assert "Only someone who " in shown
        with pytest.raises(record_imports.NotAllowed, match=name):
            record_imports.upload(key=uuid.uuid4(), files=[SimpleUploadedFile(name, b"x")], is_trial=False, by=person)
    assert not RecordImport.objects.exists()
    upload(client, [SimpleUploadedFile(name, b"x") for name in theirs])
    assert RecordImport.objects.get().uploaded_by == person


def test_pmu_imports_performance_measures(client, place, scheme):
    client.force_login(place.pmu)
    upload(client, [SimpleUploadedFile("performance_measures.csv", MEASURES)])
    assert import_records() == 1
    assert PerformanceMeasure.objects.get().value == Decimal("84.5")


def test_targets_of_who_sets_none_any_longer_do_not_come_in(client, place, scheme):
    client.force_login(place.pmu)
    upload(client, [SimpleUploadedFile("targets.csv", TARGETS)])
    place.pmu.postings.update(ends_on=timezone.localdate() - timedelta(days=1))
    import_records()
    assert RecordImport.objects.get().stopped_because == record_imports.NO_LONGER
    assert not Target.objects.exists()


@pytest.mark.parametrize(("who", "came_in"), [("dccp", 1), ("manager", 2)])
def test_a_posting_twice_at_once_comes_in_with_old_records_alone(client, place, request, scheme, who, came_in):
    client.force_login(request.getfixturevalue("manager") if who == "manager" else getattr(place, who))
    line = "new@example.test,Nell New,dcp,Wessex,Portsmouth magistrates' courts"
    first, both = (
        f"email,name,role,area,unit,from\n{line},2017-09-01\n{more}" for more in ("", f"{line},2018-09-01\n")
    )
    for content in (first, both):
        upload(client, [SimpleUploadedFile("people.csv", content.encode())])
        import_records()
    assert Posting.objects.filter(person__email="new@example.test").count() == came_in


def test_the_action_too_refuses_people_of_someone_who_manages_none(place):
    for name in ("people.csv", "units.csv"):
        files = [SimpleUploadedFile(name, b"x")]
        with pytest.raises(record_imports.NotAllowed, match="who manages people"):
            record_imports.upload(key=uuid.uuid4(), files=files, is_trial=False, by=place.cat)
    assert not RecordImport.objects.exists()


def test_who_no_longer_imports_at_all_does_not(client, place):
    client.force_login(place.cat)
    upload(client, [SimpleUploadedFile("iqas.csv", b"x")])
    place.cat.postings.update(ends_on=timezone.localdate() - timedelta(days=1))
    import_records()
    assert RecordImport.objects.get().stopped_because == record_imports.NO_LONGER


def test_what_cannot_be_read_is_told(client, place):
    client.force_login(place.cat)
    address = upload(client, [SimpleUploadedFile("iqas.csv", b"\xff\xfe")]).redirect_chain[-1][0]
    import_records()
    page = text(client.get(address))
    assert "Stopped." in page
    assert "iqas.csv: is not in UTF-8" in page


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "Select a file"),
        ([("notes.txt", b"x")], "notes.txt must be called one of units.csv"),
        ([("iqas.csv", b"")], "The selected file is empty"),
        ([("iqas.csv", b"x"), ("iqas.csv", b"y")], "Select each file once"),
    ],
)
def test_files_of_no_use(client, place, files, words):
    client.force_login(place.cat)
    given = [SimpleUploadedFile(*file) for file in files]
    assert words in text(upload(client, given))
    assert words in text(upload(client, given, what="")) or files
    assert not RecordImport.objects.exists()


def test_files_too_large_are_refused(client, place, monkeypatch):
    monkeypatch.setattr("reporting.forms.imports.MOST_MEGABYTES", 0)
    client.force_login(place.cat)
    page = text(upload(client, [SimpleUploadedFile("iqas.csv", b"x")]))
    assert "The selected files must be smaller than 0MB together" in page


# Workers that die


def waiting(client, manager, records, tmp_path):
    client.force_login(manager)
    upload(client, files_of(records, tmp_path / "in"))
    return RecordImport.objects.get()


def test_an_import_whose_worker_is_gone_is_done_by_another(client, manager, records, tmp_path, monkeypatch):
    made = waiting(client, manager, records, tmp_path)
    monkeypatch.setattr(importing, "IQAS_AT_ONCE", 5)
    take_in = importing.batches.take_in

    def killed(*args):
        monkeypatch.setattr(importing.batches, "take_in", KeyboardInterrupt_raised)
        return take_in(*args)

    def KeyboardInterrupt_raised(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(importing.batches, "take_in", killed)
    with pytest.raises(KeyboardInterrupt):
        import_records()
    monkeypatch.setattr(importing.batches, "take_in", take_in)
    made.refresh_from_db()
    assert made.state == State.RUNNING
    assert "%" in text(client.get(reverse("reporting:import_detail", args=[made.pk])))
    assert import_records() == 0
    RecordImport.objects.update(heard_at=timezone.now() - record_imports.GONE_AFTER - timedelta(minutes=1))
    assert import_records() == 1
    made.refresh_from_db()
    assert (made.state, made.tries) == (State.DONE, 2)
    assert Assessment.objects.count() == 20


def test_one_that_fails_again_and_again_is_stopped(client, manager, records, tmp_path, monkeypatch):
    made = waiting(client, manager, records, tmp_path)

    def fails(*args):
        raise RuntimeError("broken")

    monkeypatch.setattr(importing.batches, "take_in", fails)
    for _ in range(record_imports.MOST_TRIES):
        with pytest.raises(RuntimeError):
            import_records()
    assert import_records() == 0
    made.refresh_from_db()
    assert (made.state, made.stopped_because) == (State.STOPPED, record_imports.FAILED)


def test_a_worker_that_another_has_superseded_stops(client, manager, records, tmp_path, monkeypatch):
    made = waiting(client, manager, records, tmp_path)
    take_in = importing.batches.take_in

    def slow(*args):
        RecordImport.objects.update(tries=2)
        return take_in(*args)

    monkeypatch.setattr(importing.batches, "take_in", slow)
    monkeypatch.setattr(record_imports, "HEARD_EVERY", 0)
    import_records()
    made.refresh_from_db()
    assert made.state == State.RUNNING


def test_a_worker_superseded_at_the_very_end_leaves_all_to_the_other(client, manager, records, tmp_path, monkeypatch):
    made = waiting(client, manager, records, tmp_path)
    rebuild_if_due = importing.rebuild_if_due

    def slow():
        RecordImport.objects.update(tries=2)
        return rebuild_if_due()

    monkeypatch.setattr(importing, "rebuild_if_due", slow)
    import_records()
    made.refresh_from_db()
    assert (made.state, made.finished_at) == (State.RUNNING, None)
    assert FilePart.objects.exists()


def test_one_that_another_worker_claimed_meanwhile_is_left_to_it(client, manager, records, tmp_path, monkeypatch):
    """Between the look at what waits and the claim."""
    made = waiting(client, manager, records, tmp_path)
    RecordImport.objects.update(tries=record_imports.MOST_TRIES)
    upload(client, files_of(records, tmp_path / "in"))
    stop = record_imports._stop

    def slow(*args):
        RecordImport.objects.exclude(pk=made.pk).update(state=State.RUNNING, tries=1, heard_at=timezone.now())
        stop(*args)

    monkeypatch.setattr(record_imports, "_stop", slow)
    assert import_records() == 0
    assert RecordImport.objects.exclude(pk=made.pk).get().tries == 1


def test_models_say_what_they_are(client, manager, records, tmp_path):
    made = waiting(client, manager, records, tmp_path)
    assert str(made).startswith("Import of Cat Assurance at ")
    assert str(made.files.get(name="iqas.csv")) == "iqas.csv"
    assert str(made.files.get(name="iqas.csv").parts.get()) == "iqas.csv, part 0"
