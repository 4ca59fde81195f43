from collections.abc import Mapping
from typing import Any

from reporting.measures.report import Group, Report, total
from reporting.querysets.counts import Counted, Rows, habits_counted
from reporting.querysets.habits import FEWEST_CHARACTERS
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Value, count_and_share


class MarkingHabits(Report):
    name = "marking-habits"
    title = "Marking habits"
    group = Group.MARKS
    question = "Are there signs of a tick-box exercise?"
    definition = (
        "Signs that IQAs may be a tick-box exercise: every answer fully met, leaving out those that are not "
        "applicable; and a comment that stands word for word in another IQA of the same assessor. Good work has every "
        "answer fully met too, and the same words may be right twice: these figures ask a manager to look, and prove "
        "nothing. Comments are compared without capitals, spaces and line breaks, and count from "
        f"{FEWEST_CHARACTERS} characters: “Yes” or “Not applicable” may well be said again. Copies are looked for "
        "among the IQAs chosen, so that a longer period or a wider place may find more."
    )
    numerator = "IQAs with one or more answers judged, all of them fully met; or with a comment that was copied"
    denominator = "IQAs"
    columns = (
        Column(name="iqas", label="IQAs"),
        *count_and_share("all_met", "Every answer fully met"),
        *count_and_share("copied", "With a copied comment"),
    )

    def count(self, selection: Selection) -> Counted:
        return habits_counted(selection)

    def row(self, line: None, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        counts = total(here.values())
        iqas, all_met, copied = (counts[name] for name in ("iqas", "all_met", "copied"))
        return {
            "iqas": iqas,
            "all_met": all_met,
            "all_met_pct": percent(all_met, iqas),
            "copied": copied,
            "copied_pct": percent(copied, iqas),
        }
