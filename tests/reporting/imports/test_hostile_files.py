"""Files that cannot be read, or that are read although they look odd; rows that others write meanwhile."""

import pytest
from django.db import IntegrityError

from assessments.models import Assessment
from iqa.organisation.models import Person
from reporting.actions.records import importing
from tests.reporting.imports.importing import everything, run

pytestmark = pytest.mark.django_db


HEADER = "area,unit,kind\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEADER.encode() + "Wessex,Zoë,crown\n".encode("latin-1"), "units.csv: is not in UTF-8"),
        (HEADER.encode("utf-16"), "is not in UTF-8"),
        (b"", "units.csv:1: lacks the columns area, unit, kind"),
        (b"area,kind\nWessex,crown\n", "units.csv:1: lacks the column unit"),
        ((HEADER + 'Wessex,"Never closed,crown\n').encode(), "quotes open on this line that are never closed"),
        (b",".join([b"x"] * 1_000_000), "lacks the columns"),
    ],
    ids=range(6),
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_cannot_be_read_stops_it_before_anything_is_written(records, folder, content, words, options):
    records.write(folder)
    (folder / "units.csv").write_bytes(content)
    before = everything()
    told = run(folder, *options)
    assert (told.status, told.errors) == (2, [])
    assert words in told.told
    assert everything() == before


def test_the_last_file_stops_it_too(records, folder):
    records.write(folder)
    (folder / "performance_measures.csv").write_bytes(b"area,measure,period,value\nWessex,m,2017-18 Q2,1\n,\xff,x,1")
    before = everything()
    assert run(folder).status == 2
    assert everything() == before


def test_a_mark_of_byte_order_other_line_ends_more_columns_and_addresses_in_capitals(records, folder):
    records.write(folder)
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    many = ",".join(f"extra{n}" for n in range(100_000))
    units = (folder / "units.csv").read_text(encoding="utf-8-sig").splitlines()
    filled = [f"{units[0]},{many}", *(line + "," * 100_000 for line in units[1:])]
    (folder / "units.csv").write_text("\r\n".join(filled))
    assert run(folder).status == 0
    assert Assessment.objects.count() == 40
    assert Person.objects.filter(email="prosecutor.0@example.test").exists()


def test_rows_that_somebody_wrote_meanwhile_are_tried_again(records, folder, monkeypatch):
    take_in, tries = importing.batches.take_in, []

    def twice_late(*args):
        tries.append(args)
        if len(tries) < importing.TRIES:
            raise IntegrityError
        return take_in(*args)

    monkeypatch.setattr(importing.batches, "take_in", twice_late)
    assert run(records.write(folder)).status == 0
    assert Assessment.objects.count() == 40


def test_rows_that_cannot_be_written_are_not_tried_for_ever(records, folder, monkeypatch):
    def late(*args):
        raise IntegrityError

    monkeypatch.setattr(importing.batches, "take_in", late)
    with pytest.raises(IntegrityError):
        run(records.write(folder))
    assert not Assessment.objects.exists()


def test_without_a_question_set_nothing_comes_in(records, folder, monkeypatch):
    nothing = importing.schemes.Scheme([], {})
    monkeypatch.setattr(importing.schemes, "load", lambda: nothing)
    before = everything()
    assert run(records.write(folder)).status == 2
    assert everything() == before
