"""Whatever faults a folder of records has: they are named by line, and what is sound comes in, once."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Assessment
from reporting.actions.checking import check_tallies
from tests.reporting.imports.importing import everything, run
from tests.reporting.imports.records import Line, Records, make_records

pytestmark = pytest.mark.django_db


class Fault(NamedTuple):
    """What makes a line of a file bad, and the column that is to be told."""

    file: str
    column: str
    spoil: Callable[[Line], object]


def says(file: str, column: str, value: str) -> Fault:
    return Fault(file, column, lambda line: line.update({column: value}))


def is_ones_own(line: Line) -> None:
    line["assessor"] = line["prosecutor"].upper()


FAULTS = [
    says("iqas.csv", "half", "noon"),
    says("iqas.csv", "urn", "99ZZ9999999"),
    says("iqas.csv", "unit", "Nowhere"),
    says("iqas.csv", "prosecutor", "nobody@example.test"),
    says("iqas.csv", "assessed_on", "2015-04-31"),
    says("iqas.csv", "recorded_at", "yesterday"),
    says("iqas.csv", "additional", "1"),
    says("iqas.csv", "feedback_mode", "=1+1"),
    Fault("iqas.csv", "assessor", is_ones_own),
    says("answers.csv", "question", "99"),
    says("answers.csv", "outcome", "met"),
    says("answers.csv", "reasons", "no-such-reason"),
    says("answers.csv", "comment", "a\0b"),
    says("answers.csv", "marking_kind", "exercise"),
    says("dip_samples.csv", "sampler", ""),
    says("dip_samples.csv", "sampled_on", "in spring"),
    says("dip_samples.csv", "targeted", "maybe"),
]
# A kind of second marking where there is no second marker is at fault for that, too.
TOLD_INSTEAD = {"marking_kind": {"marker", "marking_kind"}}


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[Records, list[tuple[str, Line, set[str]]]]:
    """A folder's records, and the lines of it that are bad, with the columns of which one or more are told."""
    records = make_records(iqas=draw(st.integers(1, 6)), seed=draw(st.integers(0, 999)))
    bad: list[tuple[str, Line, set[str]]] = []
    for fault in draw(st.lists(st.sampled_from(FAULTS), max_size=4)):
        lines = [line for line in records.files[fault.file] if all(line is not spoilt for _, spoilt, _ in bad)]
        if lines:
            line = draw(st.sampled_from(range(len(lines))).map(lines.__getitem__))
            fault.spoil(line)
            bad.append((fault.file, line, TOLD_INSTEAD.get(fault.column, {fault.column})))
    return records, bad


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(case=spoiled())
def test_faults_are_named_and_what_is_sound_comes_in_once(scheme, case):
    records, bad = case
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        check(records, bad, records.write(Path(folder) / "in"))
        transaction.set_rollback(True)


def check(records: Records, bad: list[tuple[str, Line, set[str]]], folder: Path) -> None:
    nothing = everything()
    trial = run(folder, "--dry-run")
    assert everything() == nothing
    told = run(folder)
    assert (trial.status, trial.errors) == (told.status, told.errors)
    assert told.status == bool(bad)
    wanted = {(file, records.number_of(file, line)): columns for file, line, columns in bad}
    found = {(file, int(line)): column.strip() for file, line, column, _ in (one.split(":", 3) for one in told.errors)}
    assert found.keys() == wanted.keys()
    assert all(found[place] in columns for place, columns in wanted.items())
    left_out = {line["iqa_id"] for _, line, _ in bad}
    names = {line["iqa_id"] for line in records.files["iqas.csv"]}
    assert set(Assessment.objects.values_list("imported_id", flat=True)) == names - left_out
    assert check_tallies() == 0
    before = everything()
    again = run(folder)
    assert (again.status, again.errors) == (told.status, told.errors)
    assert everything() == before
