"""Which of a report's figures a chart draws and a cell of a comparison shows: a part of a whole, or a count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.measures.report import Report
from reporting.statistics import Share, percent, wilson
from reporting.table import ALL, Value

FEW = 10


@dataclass(frozen=True)
class Headline:
    """`part` and `whole` are columns of the report; without a `whole` it is a count of `part`. Where that is a
    percentage it stands for its own part.

    In words: 84.0% `said`, of so many `counted`. A cell of it leads to what the column `leads_to` counts, and nowhere
    where that is empty: the IQAs that have a second marking are in no list of their own. It is graded where all of the
    whole would be best, and nine tenths good.
    """

    part: str
    whole: tuple[str, ...] = ()
    said: str = ""
    counted: str = "IQAs"
    leads_to: str = "iqas"
    is_graded: bool = False
    # Whether a period that is not over has it as the whole will: answers do, what is counted or follows later does not.
    is_steady: bool = False


_AGREED = Headline("agreed", ("total",), "agreed", "answers compared", leads_to="", is_graded=True, is_steady=True)
HEADLINES: dict[str, Headline] = {
    "volumes": Headline("iqas"),
    # What is left to the last days (§5.17).
    "timing": Headline("days_21_31_pct", ("iqas",), "assessed on days 21 to 31"),
    "fully-met": Headline(
        "fully_met",
        ("fully_met", "not_met", "not_met_other"),
        "fully met",
        "answers",
        is_graded=True,
        is_steady=True,
    ),
    "reasons": Headline("count", counted="reasons", leads_to="not_met"),
    "not-met-other": Headline("count", counted="not met other answers", leads_to="not_met_other"),
    "dip-samples": Headline("sampled", ("iqas",), "dip sampled"),
    "samplers": Headline("samples", counted="recorded dip samples", leads_to="samples"),
    "feedback": Headline(
        "within_5_working_days",
        ("feedback_given",),
        "given feedback by the day due",
        "IQAs with feedback",
        leads_to="feedback_given",
        is_graded=True,
    ),
    "feedback-given": Headline("count", counted="IQAs with feedback", leads_to="feedback_given"),
    "health": Headline("recorded_late", ("iqas",), "recorded late"),
    "marking-habits": Headline("all_met", ("iqas",), "with every answer fully met", is_steady=True),
    "agreement": _AGREED,
    "robustness": _AGREED,
    "use-of-reasons": _AGREED,
    "assessors": Headline("with_none", ("assessors",), "recorded none", "assessors", leads_to=""),
    "open": Headline("open", counted="open IQAs", leads_to="open"),
}


# Of one person with one of something else a share says nothing.
BY_ASSESSOR_AND_MORE: dict[str, Headline] = {"assessors": Headline("iqas")}


def headline_of(report: Report, compared: tuple[str, ...] = ()) -> Headline:
    """The one of a report, compared by these."""
    if "assessor" in compared and len(compared) > 1:
        return BY_ASSESSOR_AND_MORE.get(report.name, HEADLINES[report.name])
    return HEADLINES[report.name]


@dataclass(frozen=True)
class Rate:
    """A count, and where there is a whole that it is part of, its share of that with the 95 % interval."""

    part: int
    whole: int | None = None

    @property
    def share(self) -> Decimal | None:
        return None if self.whole is None else percent(self.part, self.whole)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        low, high = wilson(self.part, self.whole or 0)
        return None if low is None or high is None else (low, high)

    @property
    def is_of_few(self) -> bool:
        """Whether a percentage would rest on fewer than ten."""
        return self.whole is not None and 0 < self.whole < FEW

    @property
    def is_empty(self) -> bool:
        return not (self.part if self.whole is None else self.whole)


def rate_of(headline: Headline, rows: Iterable[Mapping[str, Value]]) -> Rate:
    """The headline of rows taken together: where some are of all that the others are of, of these alone."""
    rows = list(rows)
    rows = [row for row in rows if ALL in row.values()] or rows
    part = sum(number_in(row, headline.part) for row in rows)
    if not headline.whole:
        return Rate(part)
    return Rate(part, sum(number_in(row, name) for row in rows for name in headline.whole))


def number_in(row: Mapping[str, Value], name: str) -> int:
    value = row.get(name)
    if isinstance(value, Share):
        return value.part
    return value if isinstance(value, int) else 0
