"""The contract's files in the order in which they are read: the columns of each, and those its header must have."""

from typing import NamedTuple

from iqa.organisation.imports.lines import PEOPLE, PEOPLE_REQUIRED, UNITS, UNITS_REQUIRED


class File(NamedTuple):
    """`identity` is the column at fault in a second line of the same identity; `words` are the columns that hold what
    somebody wrote, and not a code, a number, a day or a name."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    identity: str
    words: tuple[str, ...] = ()


CASES = File(
    "cases.csv",
    ("urn", "court_level", "plea", "sensitive", "finalised", "next_hearing", "trial_date"),
    ("urn", "court_level"),
    "urn",
    ("finalised",),
)
IQAS = File(
    "iqas.csv",
    (
        "iqa_id",
        "urn",
        "area",
        "unit",
        "prosecutor",
        "assessor",
        "activity",
        "work_date",
        "half",
        "assessed_on",
        "recorded_at",
        "additional",
        "action_required",
        "action",
        "action_taken_on",
        "feedback_on",
        "feedback_mode",
        "closed_on",
        "withdrawn",
    ),
    (
        "iqa_id",
        "urn",
        "area",
        "unit",
        "prosecutor",
        "assessor",
        "activity",
        "work_date",
        "half",
        "assessed_on",
        "additional",
        "action_required",
    ),
    "iqa_id",
    ("action", "withdrawn"),
)
ANSWERS = File(
    "answers.csv",
    ("iqa_id", "marker", "marking_kind", "question", "outcome", "reasons", "other_reason", "comment"),
    ("iqa_id", "question", "outcome"),
    "question",
    ("other_reason", "comment"),
)
DIP_SAMPLES = File(
    "dip_samples.csv",
    ("iqa_id", "sampler", "sampled_on", "iqa_comment", "work_comment", "targeted"),
    ("iqa_id", "sampler", "sampled_on", "targeted"),
    "iqa_id",
    ("iqa_comment", "work_comment"),
)
TARGETS = File(
    "targets.csv",
    ("area", "period", "base", "proxy_target"),
    ("area", "period", "base", "proxy_target"),
    "period",
)
MEASURES = File(
    "performance_measures.csv", ("area", "measure", "period", "value"), ("measure", "period", "value"), "measure"
)

# Columns of the two that the organisation reads itself.
UNITS_COLUMNS = UNITS_REQUIRED
PEOPLE_COLUMNS = (*PEOPLE_REQUIRED[:3], "area", "unit", "from", "to", "advocate", "full_time_equivalent")

COLUMNS: dict[str, tuple[str, ...]] = {
    UNITS: UNITS_COLUMNS,
    PEOPLE: PEOPLE_COLUMNS,
    **{file.name: file.columns for file in (CASES, IQAS, ANSWERS, DIP_SAMPLES, TARGETS, MEASURES)},
}
# In the order of the contract, which is that of reading and of reporting.
NAMES: tuple[str, ...] = tuple(COLUMNS)
