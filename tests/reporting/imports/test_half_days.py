"""The half day of each IQA that comes in."""

import pytest

from assessments.models import Assessment
from tests.reporting.imports.importing import everything, run
from tests.reporting.imports.records import in_turn

pytestmark = pytest.mark.django_db


def test_two_iqas_of_a_case_in_one_half_day_get_half_days_of_their_own(records, folder):
    one = records.line("iqas.csv", iqa_id=next(in_turn(records)))
    answers = [
        line for line in records.files["answers.csv"] if line["iqa_id"] == one["iqa_id"] and not line.get("marker")
    ]
    case = {**records.files["cases.csv"][0], "urn": "99ZZ0000001"}
    records.files["cases.csv"].append(case)
    for name, urn in (("twin", one["urn"]), ("triplet", one["urn"]), ("beside", case["urn"])):
        records.files["iqas.csv"].append({**one, "iqa_id": name, "urn": urn})
        records.files["answers.csv"] += [{**line, "iqa_id": name} for line in answers]
    assert run(records.write(folder)).status == 0
    names = (one["iqa_id"], "twin", "triplet", "beside")
    half_days = [Assessment.objects.get(imported_id=name).half_day_id for name in names]
    assert len(set(half_days[:3])) == 3
    assert half_days[3] in half_days[:3]
    before = everything()
    assert run(folder).status == 0
    assert everything() == before


def test_an_iqa_of_a_case_that_came_in_before_gets_a_half_day_of_its_own(records, folder):
    assert run(records.write(folder)).status == 0
    one = records.line("iqas.csv", iqa_id=next(in_turn(records)))
    records.files["iqas.csv"].append({**one, "iqa_id": "twin"})
    answers = [line for line in records.files["answers.csv"] if line["iqa_id"] == one["iqa_id"]]
    records.files["answers.csv"] += [{**line, "iqa_id": "twin"} for line in answers if not line.get("marker")]
    assert run(records.write(folder)).status == 0
    half_days = Assessment.objects.filter(imported_id__in=[one["iqa_id"], "twin"]).values_list("half_day", flat=True)
    assert len(set(half_days)) == 2
