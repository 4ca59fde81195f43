"""A report as a page shows it: a sentence, the chart, the table that it draws, and what else there is to compare."""

from dataclasses import dataclass

from django.http import QueryDict

from iqa.govuk.charts import Chart, FunnelPlot
from reporting.measures.report import Beside
from reporting.presenters.charts import TIME, against_the_limits, chart_of, has_line_for_each_activity
from reporting.presenters.formats import interval_words, rate_words
from reporting.presenters.grids import Grid
from reporting.presenters.headlines import Rate, rate_of
from reporting.presenters.tables import Read, as_it_is, crossed, in_parts, taken_together
from reporting.table import Kind

# More are no longer taken in at a look, nor made in the time of one.
MOST_CELLS = 700


@dataclass(frozen=True)
class ReportPage:
    sentence: str
    chart: Chart | None
    grids: tuple[Grid, ...]
    is_empty: bool
    is_shortened: bool

    @property
    def has_few(self) -> bool:
        return any(grid.has_few for grid in self.grids)

    @property
    def has_heat(self) -> bool:
        return any(grid.has_shades for grid in self.grids)


def page_of(read: Read, beside: list[Beside], address: QueryDict) -> ReportPage:
    chart = chart_of(read)
    whole = rate_of(read.headline, read.table.rows)
    grids = tuple(grid.sorted_by(address) for grid in _grids(read, chart))
    sentence = " ".join([sentence_of(read, whole), *(_beside(read, each) for each in beside)])
    return ReportPage(sentence, chart, grids, is_empty=_is_empty(read), is_shortened=_is_shortened(read))


def sentence_of(read: Read, whole: Rate) -> str:
    """In Wessex, 2017-18, 84.0% (210 of 250) answers were fully met; 95% interval 78.9% to 88.0%."""
    headline = read.headline
    if overlap := read.report.overlap(read.table.dimensions):
        # The sum of these is of no meaning.
        return f"{read.place}, {read.period}. {overlap}"
    if whole.whole is None:
        return f"{read.place}, {read.period}: {whole.part:,} {headline.counted}."
    if whole.interval is None:
        return f"{read.place}, {read.period}: no {headline.counted}."
    interval = interval_words(*whole.interval)
    return f"{read.place}, {read.period}: {rate_words(whole)} {headline.said}, 95% interval {interval}."


def _beside(read: Read, beside: Beside) -> str:
    """The totals of the next wider place."""
    return f"{beside.name}: {rate_words(rate_of(read.headline, beside.table.rows))}."


def _grids(read: Read, chart: Chart | None) -> list[Grid]:
    compared, inner = read.table.dimensions, [column.name for column in read.values]
    if len(compared) == 2:
        return in_parts(read, *compared)
    if compared and inner:
        if compared[0] in TIME and "activity" in inner:
            return [*_over_time(read, compared[0]), *_by_inner(read, compared[0], inner)]
        return [_drawn(read, chart, compared[0]), *_by_inner(read, compared[0], inner)]
    if compared and isinstance(chart, FunnelPlot):
        return [_drawn(read, chart, compared[0]), as_it_is(read, param="sort2", what=", all figures")]
    return [as_it_is(read)]


def _over_time(read: Read, over: str) -> list[Grid]:
    """What the lines draw: a column for each; or the one line, and each activity beside it."""
    if has_line_for_each_activity(read, over):
        return [crossed(read, over, "activity")]
    return [taken_together(read, over), crossed(read, over, "activity", param="sort1")]


def _drawn(read: Read, chart: Chart | None, compared: str) -> Grid:
    """What the chart draws; of a funnel, what lies outside its limits."""
    if isinstance(chart, FunnelPlot):
        return taken_together(read, compared, note=lambda _, rate: against_the_limits(chart, rate))
    return taken_together(read, compared)


def _by_inner(read: Read, compared: str, inner: list[str]) -> list[Grid]:
    """Question × what is compared, the longer of the two downwards, if there are not too many; what splits questions
    further, such as reasons, as it is."""
    if len(read.table.rows) > MOST_CELLS:
        return []
    if "question" not in inner or set(inner) - {"question", "activity"} or compared == "activity":
        return [as_it_is(read, param="sort2", what=", all figures")]
    many = len({row[compared] for row in read.table.rows}) > len({row["question"] for row in read.table.rows})
    down, across = (compared, "question") if many else ("question", compared)
    return in_parts(read, down, across, param="sort2")


def _is_shortened(read: Read) -> bool:
    """Whether there are more rows behind the figures than a page shows: a file has them all."""
    return len(read.table.dimensions) == 1 and bool(read.values) and len(read.table.rows) > MOST_CELLS


def _is_empty(read: Read) -> bool:
    """Whether there is nothing to show but noughts."""
    counts = [column.name for column in read.table.columns if column.kind is Kind.COUNT]
    return not any(row.get(name) for row in read.table.rows for name in counts)
