"""Folders of records, made from a seed: sound ones, whatever their lines say and wherever they stand."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from iqa.organisation.models import UnitKind
from reporting.imports.files import COLUMNS

AREAS = ("Wessex", "South West")
QUESTIONS = {
    "advice": range(1, 3),
    "charging_and_review": range(3, 9),
    "case_progression": range(9, 18),
    "case_presentation": range(18, 29),
}
OUTCOMES = ("fully_met", "not_met", "not_met_other", "not_applicable")
FIRST = date(2016, 4, 1)

Line = dict[str, str]


@dataclass
class Records:
    """The lines of each file, by its name; a column that a line lacks is empty."""

    files: dict[str, list[Line]] = field(default_factory=dict)

    def line(self, name: str, **values: str) -> Line:
        """The first line of a file that has these values."""
        return next(line for line in self.files[name] if values.items() <= line.items())

    def number_of(self, name: str, line: Line) -> int:
        """The line of its file on which a record begins."""
        before = next(n for n, each in enumerate(self.files[name]) if each is line)
        breaks = sum(value.count("\n") for each in self.files[name][:before] for value in each.values())
        return 2 + before + breaks

    def write(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        for name, lines in self.files.items():
            with (folder / name).open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, COLUMNS[name], restval="")
                writer.writeheader()
                writer.writerows(lines)
        return folder


def make_records(*, iqas: int, seed: int = 1) -> Records:
    """Every kind of IQA, with as many answers as its activity has questions."""
    chance = random.Random(seed)
    made = Records({name: [] for name in COLUMNS})
    units = _make_staff(made)
    for number in range(iqas):
        _make_iqa(made, chance, number, units)
    for name in ("answers.csv", "iqas.csv", "dip_samples.csv"):
        chance.shuffle(made.files[name])
    for area in AREAS:
        for base in ("office", "court"):
            made.files["targets.csv"].append(
                {"area": area, "period": "2017-18 Q2", "base": base, "proxy_target": str(chance.randrange(200))}
            )
    made.files["performance_measures.csv"] += [
        {"area": "", "measure": "cracked-trials", "period": "2017-18 Q2", "value": "12.5"},
        {"area": "Wessex", "measure": "cracked-trials", "period": "2017-18 Q2", "value": "-3"},
    ]
    return made


def _make_staff(made: Records) -> list[tuple[str, str]]:
    units = [(area, f"{area} {kind.label}") for area in AREAS for kind in (UnitKind.MAGISTRATES, UnitKind.RASSO)]
    for number, (area, unit) in enumerate(units):
        kind = UnitKind.RASSO if number % 2 else UnitKind.MAGISTRATES
        made.files["units.csv"].append({"area": area, "unit": unit, "kind": str(kind)})
        for role in ("prosecutor", "dcp", "sdcp"):
            name = f"{role}.{number}"
            said = {"email": f"{name}@example.test", "name": f"Person {name}", "role": role, "area": area, "unit": unit}
            made.files["people.csv"].append({**said, "from": "2014-10-01", "advocate": "no"})
    made.files["people.csv"].append(
        {
            "email": "inspector.x@example.test",
            "name": "Ines X",
            "role": "inspector",
            "area": "Wessex",
            "from": "2014-10-01",
        }
    )
    return units


def _make_iqa(made: Records, chance: random.Random, number: int, units: list[tuple[str, str]]) -> None:
    urn, iqa = f"01AB{number // 2:07}", f"IQA-{number}"
    if number % 2 == 0:
        made.files["cases.csv"].append(
            {
                "urn": urn,
                "court_level": chance.choice(("magistrates", "crown", "youth")),
                "plea": chance.choice(("gap", "ngap", "")),
                "sensitive": chance.choice(("", "rape", "domestic_abuse|hate_racial")),
                "finalised": chance.choice(("", "", "discontinued, on the day")),
                "trial_date": chance.choice(("", "2019-01-02")),
            }
        )
    place = chance.randrange(len(units))
    area, unit = units[place]
    activity = chance.choice(list(QUESTIONS))
    worked = FIRST + timedelta(days=chance.randrange(700))
    assessed = worked + timedelta(days=chance.randrange(4))
    is_recorded, action = chance.random() < 0.9, chance.random() < 0.3
    line = {
        "iqa_id": iqa,
        "urn": urn,
        "area": area,
        "unit": unit,
        "prosecutor": f"Prosecutor.{place}@example.test",
        "assessor": f"dcp.{place}@example.test",
        "activity": activity,
        "work_date": str(worked),
        "half": chance.choice(("am", "pm")),
        "assessed_on": str(assessed),
        "recorded_at": f"{assessed}T14:05:00" if is_recorded else "",
        "additional": chance.choice(("yes", "no")),
        "action_required": "yes" if action else "no",
        "action": "Talk it through" if action else "",
        "action_taken_on": str(assessed + timedelta(days=9)) if action and chance.random() < 0.5 else "",
    }
    if is_recorded and chance.random() < 0.7:
        line |= {"feedback_on": str(assessed + timedelta(days=chance.randrange(12))), "feedback_mode": "phone"}
        line |= {"closed_on": str(assessed + timedelta(days=20))} if chance.random() < 0.5 else {}
    if is_recorded and chance.random() < 0.05:
        line["withdrawn"] = "a mistake"
    made.files["iqas.csv"].append(line)
    asked = [question for question in QUESTIONS[activity] if is_recorded or chance.random() < 0.5]
    made.files["answers.csv"] += [_answer(chance, iqa, question) for question in asked]
    if is_recorded and chance.random() < 0.2:
        sampler = f"sdcp.{place}@example.test"
        sampled = {"iqa_id": iqa, "sampler": sampler, "sampled_on": str(assessed + timedelta(days=30))}
        made.files["dip_samples.csv"].append(
            {**sampled, "work_comment": "Sound", "targeted": chance.choice(("yes", "no"))}
        )
        seconds = [_answer(chance, iqa, question) for question in asked]
        made.files["answers.csv"] += [
            {**one, "marker": sampler.upper(), "marking_kind": "dip_sample"} for one in seconds
        ]


def _answer(chance: random.Random, iqa: str, question: int) -> Line:
    outcome = chance.choices(OUTCOMES, (70, 10, 5, 15))[0]
    not_met = outcome == "not_met"
    return {
        "iqa_id": iqa,
        "marker": "",
        "marking_kind": "",
        "question": str(question),
        "outcome": outcome,
        "reasons": "other" if not_met and chance.random() < 0.5 else "",
        "other_reason": "It was\nlost, “somehow”" if not_met else "",
        "comment": chance.choice(("", "=1+1", "Well\r\ndone, all told")),
    }


def in_turn(records: Records) -> Iterator[str]:
    """The names of the IQAs that are recorded."""
    return (line["iqa_id"] for line in records.files["iqas.csv"] if line["recorded_at"])
