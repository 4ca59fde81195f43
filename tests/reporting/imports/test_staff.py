"""What the staff list says of people holds for the people of an import."""

import pytest

from iqa.organisation.models import Area, Posting, Unit
from iqa.permissions import Role
from tests.factories import GrantFactory, PersonFactory
from tests.reporting.imports.importing import run

pytestmark = pytest.mark.django_db


def test_a_person_may_have_had_the_same_posting_twice_at_once(records, folder):
    records.files["people.csv"].append({**records.files["people.csv"][0], "from": "2016-01-01"})
    assert run(records.write(folder)).status == 0
    assert Posting.objects.filter(person__email=records.files["people.csv"][0]["email"]).count() == 2


def test_an_administrator_never_sees_casework(records, folder):
    said = {"email": "prosecutor.0@example.test", "name": "Person prosecutor.0", "role": "cat", "from": "2015-01-01"}
    records.files["people.csv"] += [said, {**said, "role": "administrator"}]
    told = run(records.write(folder))
    assert [error.split(":")[2] for error in told.errors if error.startswith("people.csv")] == [" role", " role"]
    assert not Posting.objects.filter(role=Role.ADMINISTRATOR).exists()


def test_an_administrator_has_no_grant(records, folder):
    person = PersonFactory(email="new@example.test", name="Nell New")
    GrantFactory(person=person, area=None, unit=None)
    said = {"email": person.email, "name": person.name, "role": "administrator", "from": "2015-01-01"}
    records.files["people.csv"].append(said)
    (error,) = run(records.write(folder)).errors
    number = records.number_of("people.csv", said)
    assert error.startswith(f"people.csv:{number}: role: An administrator sees no casework")
    assert not Posting.objects.filter(person=person).exists()


def test_a_file_makes_no_area(records, folder):
    records.files["units.csv"].append({"area": "Atlantis", "unit": "Deep", "kind": "crown"})
    assert run(records.write(folder)).errors == ["units.csv:6: area: is not one of the Areas"]
    assert Area.objects.count() == 15
    assert not Unit.objects.filter(name="Deep").exists()
