"""The dashboard: five figures of a quarter, each with what it is measured against and how it stands to the quarter
before; the trend; what fell and what rose beyond chance."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse

from iqa.govuk.charts import LineChart
from reporting.choices import Choices
from reporting.forms.choices import address_of
from reporting.presenters.charts import change_from, chart_of, kind_running
from reporting.presenters.formats import rate_words
from reporting.presenters.grids import Grid
from reporting.presenters.headlines import HEADLINES, Headline, Rate, rate_of
from reporting.presenters.tables import Figures, Read, crossed, groups
from reporting.statistics import chance_of_change, more_than_noise_among, percent
from reporting.table import Table

# How far back the trend goes.
QUARTERS_SHOWN = 8


@dataclass(frozen=True)
class Figure:
    heading: str
    number: str
    count: str
    target: str
    change: str
    href: str
    link: str
    is_faint: bool = False


@dataclass(frozen=True)
class Moved:
    """A question that changed by more than chance."""

    text: str
    href: str


@dataclass(frozen=True)
class Quarter:
    """The tables of a report by quarter, and which two of them are spoken of."""

    table: Table
    now: str
    before: str

    @property
    def rows_now(self) -> list[Figures]:
        return [row for row in self.table.rows if row["quarter"] == self.now]

    @property
    def rows_before(self) -> list[Figures]:
        return [row for row in self.table.rows if row["quarter"] == self.before]

    def runs(self, headline: Headline) -> str:
        return kind_running(headline, "quarter", self.now)

    def rates(self, headline: Headline) -> tuple[Rate, Rate]:
        return rate_of(headline, self.rows_before), rate_of(headline, self.rows_now)


def figures_of(tables: dict[str, Quarter], choices: Choices, *, without_target: int, open_iqas: Table) -> list[Figure]:
    """In the order in which a manager asks for them."""
    return [
        _volumes(tables["volumes"], choices, without_target),
        _rated("fully-met", "Fully met", tables, choices, lambda rows: ""),
        _rated("dip-samples", "Dip samples", tables, choices, _dip_sample_target),
        _rated("feedback", "Feedback by the day due", tables, choices, _overdue),
        _open(open_iqas, choices),
    ]


def last_quarter_with_iqas(table: Table) -> str:
    found = [str(row["quarter"]) for row in table.rows if row.get("iqas")]
    return max(found, default="")


def trend_of(read: Read, now: str) -> tuple[LineChart | None, Grid]:
    """Fully met by activity over the quarters that were read, from the first with an answer up to this one."""
    judged = [row for row in read.table.rows if not rate_of(read.headline, [row]).is_empty]
    first = min((str(row["quarter"]) for row in judged), default=now)
    rows = tuple(row for row in read.table.rows if str(row["quarter"]) >= first)
    shown = replace(read, table=replace(read.table, rows=rows), period=f"to {now}")
    chart = chart_of(shown)
    return chart if isinstance(chart, LineChart) else None, crossed(shown, "quarter", "activity")


def moved(read: Read, quarter: Quarter, choices: Choices) -> tuple[list[Moved], list[Moved]]:
    """The questions whose share fell, and those whose share rose, since the quarter before: by more than chance has to
    offer among so many questions, and the furthest first."""
    pairs = _rates_by_question(quarter)
    sure = more_than_noise_among(
        {
            number: chance_of_change((before.part, before.whole or 0), (now.part, now.whole or 0))
            for number, (before, now) in pairs.items()
        }
    )
    change = {number: _points(*pair) for number, pair in pairs.items()}
    href = _report_href("fully-met", choices.but(year="", quarter="", compare=("quarter",)))
    fell: list[Moved] = []
    rose: list[Moved] = []
    for number in sorted(sure, key=lambda number: (-abs(change[number]), number)):
        before, now = pairs[number]
        words = f"{read.words.of('question', number)}: {rate_words(now)}, {change_from(before, now)}"
        (rose if change[number] > 0 else fell).append(Moved(words, href))
    return fell, rose


def _points(before: Rate, now: Rate) -> Decimal:
    """By how many percentage points a share changed."""
    return (now.share or Decimal(0)) - (before.share or Decimal(0))


def _rates_by_question(quarter: Quarter) -> dict[Any, tuple[Rate, Rate]]:
    """The share in the quarter before, and now, of each question that was answered in both."""
    headline = HEADLINES["fully-met"]
    before, now = (dict(groups(rows, "question")) for rows in (quarter.rows_before, quarter.rows_now))
    rates = {
        number: (rate_of(headline, before[number]), rate_of(headline, rows))
        for number, rows in now.items()
        if number in before
    }
    return {number: pair for number, pair in rates.items() if all(rate.share is not None for rate in pair)}


def _volumes(quarter: Quarter, choices: Choices, without_target: int) -> Figure:
    headline = HEADLINES["volumes"]
    before, now = quarter.rates(headline)
    change = change_from(before, now, runs=quarter.runs(headline)) if before.part else ""
    target = _against(now.part, _sum(quarter.rows_now, "proxy_target"), without_target)
    return Figure(
        "IQAs against target", f"{now.part:,}", "assessed in the quarter", target, change,
        _report_href("volumes", choices), "IQAs done and targets",
    )  # fmt: skip


def _against(iqas: int, target: int, without_target: int) -> str:
    if not target:
        return "No proxy target is set"
    if without_target:
        return f"The proxy target of {target:,} leaves out {without_target:,} of them: none is set for those"
    return f"{percent(iqas, target)}% of the proxy target of {target:,}"


def _rated(
    name: str,
    heading: str,
    tables: dict[str, Quarter],
    choices: Choices,
    target: Callable[[list[Figures]], str],
) -> Figure:
    headline, quarter = HEADLINES[name], tables[name]
    before, now = quarter.rates(headline)
    number = "None" if now.share is None else f"{now.share}%"
    few = ", fewer than 10" if now.is_of_few else ""
    count = f"{now.part:,} of {now.whole or 0:,} {headline.counted}{few}"
    change = change_from(before, now, runs=quarter.runs(headline)) if not before.is_empty else ""
    return Figure(
        heading, number, count, target(quarter.rows_now), change,
        _report_href(name, choices), f"{heading}: the report", is_faint=now.is_of_few,
    )  # fmt: skip


def _dip_sample_target(rows: list[Figures]) -> str:
    required, short = _sum(rows, "required"), _sum(rows, "shortfall")
    left = f"{short:,} still to take" if short else "none still to take"
    return f"{required:,} required: {left}"


def _overdue(rows: list[Figures]) -> str:
    overdue = _sum(rows, "overdue")
    return f"{overdue:,} overdue" if overdue else "None is overdue"


def _open(table: Table, choices: Choices) -> Figure:
    rows: list[Figures] = list(table.rows)
    old = _sum(rows, "older_than_28_days")
    waiting = f"{_sum(rows, 'awaiting_action'):,} wait for action, {_sum(rows, 'awaiting_feedback'):,} for feedback"
    return Figure(
        "Open IQAs", f"{_sum(rows, 'open'):,}", f"{_sum(rows, 'draft'):,} of them drafts; {waiting}",
        f"{old:,} assessed more than 28 days ago", "",
        _report_href("open", choices.but(year="", quarter="")), "Open IQAs by age",
    )  # fmt: skip


def _sum(rows: Iterable[Figures], name: str) -> int:
    return sum(value for row in rows if isinstance(value := row.get(name), int))


def _report_href(name: str, choices: Choices) -> str:
    return f"{reverse('reporting:report_detail', args=[name])}?{address_of(choices).urlencode()}"
