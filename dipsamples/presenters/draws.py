"""Draws in words and figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.urls import reverse

from dipsamples.models import Draw, DrawnIQA, DrawStep
from dipsamples.policies.drawing import is_owed, replay, required_of
from dipsamples.querysets.draw_figures import Counts, Figures
from dipsamples.querysets.draw_records import Records
from iqa.govuk.formats import clock_time, date_long
from iqa.organisation.models import Person
from iqa.terms.models import TermName
from iqa.terms.policies import value_in_words
from iqa.worklist import Task


@dataclass(frozen=True)
class Row:
    """A line of the figures; `required` is None where there is no such number: of a DCP."""

    name: str
    iqas: int
    drawn: int
    done: int
    targeted: int
    left: int
    required: int | None = None


@dataclass(frozen=True)
class StepLine:
    name: str
    when: str
    by: str
    rate: str
    arrived: int
    gone: int
    drawn: int
    substituted: int


def title_of(draw: Draw) -> str:
    """Dip samples: Wessex, 2017-18 Q3"""
    return f"Dip samples: {draw.area.name}, {draw.quarter}"


def tables_of(figures: Figures, *, percent: Decimal) -> dict[str, Any]:
    """The figures by activity with their total, and by DCP; whether a top-up would draw, in which activities."""
    of_activity = [
        (activity, [counts for (of, _), counts in figures.by.items() if of == activity.pk])
        for activity in sorted(figures.activities.values(), key=lambda activity: activity.order)
    ]
    rows = [
        _row(activity.name, counts, required=required_of(sum(each.iqas for each in counts), percent=percent))
        for activity, counts in of_activity
    ]
    dcps = sorted(figures.dcps.items(), key=lambda dcp: (dcp[1], dcp[0]))
    total = _row("All", list(figures.by.values()), required=sum(row.required or 0 for row in rows))
    return {
        "activities": rows,
        "total": total,
        "dcps": [_row(name, [counts for (_, of), counts in figures.by.items() if of == dcp]) for dcp, name in dcps],
        "owed": [
            activity.name.lower()
            for activity, counts in of_activity
            if is_owed([each.tally for each in counts], percent=percent)
        ],
        "beside": sum(counts.beside for counts in figures.by.values()),
        "samplers": figures.samplers,
        "summary": summary_of(total),
    }


def summary_of(total: Row) -> str:
    """3 of 12 drawn IQAs are sampled, 9 are left. 10 are required."""
    are = "is" if total.left == 1 else "are"
    left = "none is left" if not total.left else f"{total.left:,} {are} left"
    of_drawn = f"{total.done:,} of {total.drawn:,} drawn IQA{'' if total.drawn == 1 else 's'}"
    verb = "is" if 1 in (total.done, total.drawn) else "are"
    return f"{of_drawn} {verb} sampled, {left}. {total.required:,} required."


def figures_in_lines(figures: Figures, *, percent: Decimal) -> list[str]:
    """The figures by activity as a table of plain text, numbers at the right."""
    tables = tables_of(figures, percent=percent)
    if not tables["activities"]:
        return ["No IQAs recorded in this quarter yet."]
    columns = ("iqas", "required", "drawn", "done", "left", "targeted")
    heads = ("IQAs", *(column.capitalize() for column in columns[1:]))
    lines = [f"{'':<20}{''.join(f'{head:>10}' for head in heads)}"]
    for row in (*tables["activities"], tables["total"]):
        lines.append(f"{row.name:<20}{''.join(f'{getattr(row, column):>10,}' for column in columns)}")
    return lines


def left_task(draw: Draw) -> Task:
    """Dip sample: Wessex, 2017-18 Q3 (9 left). For a draw `with_counts`."""
    left = draw.drawn_count - draw.done_count  # type: ignore[attr-defined]  # annotated
    return Task(f"Dip sample: {draw.area.name}, {draw.quarter} ({left:,} left)", href_of(draw), due_on=draw.days[1])


def rate_in_words(percent: Decimal) -> str:
    return value_in_words(TermName.DIP_SAMPLE_PERCENT, percent)


def steps_of(steps: Iterable[DrawStep]) -> list[StepLine]:
    """Each with how many it drew and how many of what was drawn were substituted before the next."""
    return [
        StepLine(
            name="First draw" if step.number == 1 else f"Top-up {step.number - 1}",
            when=f"{date_long(step.made_at)} at {clock_time(step.made_at)}",
            by=step.made_by.name if step.made_by else "The service",
            rate=rate_in_words(step.percent),
            arrived=step.arrived_count,
            gone=step.gone_count,
            drawn=step.drawn_count,  # type: ignore[attr-defined]  # annotated
            substituted=step.substituted_count,  # type: ignore[attr-defined]
        )
        for step in steps
    ]


def substitution_words(drawn: DrawnIQA) -> str:
    """10 March 2026, by Dev Deputy: The file is with counsel"""
    who = cast(Person, drawn.substituted_by).name
    return f"{date_long(drawn.substituted_at)}, by {who}: {drawn.substituted_reason}"


def drawn_again(draw: Draw, known: Records) -> str:
    """Drawn again from its seed and steps: the same."""
    same = replay(draw.seed, known.steps) == known.drawn
    return f"Drawn again from its seed and steps: {'the same' if same else 'not the same. Tell the people at Help'}."


def record_of(draw: Draw, known: Records) -> dict[str, Any]:
    """All that it takes to draw it again, and what was drawn, for a file."""
    return {
        "area": draw.area.name,
        "quarter": draw.quarter,
        "seed": draw.seed,
        "steps": [
            {
                "percent": str(step.percent),
                "arrived": step.arrived,
                "gone": step.gone,
                "substituted": step.substituted,
            }
            for step in known.steps
        ],
        "drawn": known.drawn,
    }


def made_banner(draw: Draw, count: int) -> str:
    return f"{draw.area.name}, {draw.quarter}: {count:,} IQA{'' if count == 1 else 's'} drawn."


def topped_up_banner(count: int) -> str:
    return f"{count:,} more IQA{'' if count == 1 else 's'} drawn." if count else "Nothing more is to be drawn."


def href_of(draw: Draw) -> str:
    return reverse("dipsamples:draw_detail", args=[draw.pk])


def _row(name: str, counts: list[Counts], required: int | None = None) -> Row:
    def total(of: str) -> int:
        return sum(getattr(each, of) for each in counts)

    return Row(name, total("iqas"), total("drawn"), total("done"), total("targeted"), total("left"), required)
