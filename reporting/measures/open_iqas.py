from collections.abc import Mapping
from typing import Any

from reporting.measures.report import Group, Report, total
from reporting.querysets.counts import Counted, Rows, open_counted
from reporting.querysets.selection import Selection
from reporting.table import Column, Value


class OpenIQAs(Report):
    name = "open"
    title = "Open IQAs"
    group = Group.FEEDBACK
    question = "How many IQAs are not finished, and for what do they wait?"
    definition = (
        "What is not finished: drafts, and recorded IQAs that are not closed, because an action is not marked as taken "
        "or feedback on an answer that is not met is not recorded. Old are those assessed more than 28 days ago."
    )
    columns = (
        Column(name="open", label="Open"),
        Column(name="draft", label="Drafts"),
        Column(name="awaiting_action", label="Awaiting action"),
        Column(name="awaiting_feedback", label="Awaiting feedback"),
        Column(name="older_than_28_days", label="Older than 28 days"),
    )

    def count(self, selection: Selection) -> Counted:
        return open_counted(selection)

    def row(self, line: None, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        counts = total(here.values())
        return {
            **{name: counts[name] for name in ("open", "draft", "awaiting_action", "awaiting_feedback")},
            "older_than_28_days": counts["older"],
        }
