"""The chart of a report, and its finding in words: which one depends on what is compared."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from iqa.calendar import today
from iqa.govuk.charts import Bar, BarChart, Break, Chart, FunnelPlot, Limit, LineChart, Member, Point, Series
from iqa.govuk.charts.scale import one_decimal
from iqa.govuk.formats import date_short
from reporting.periods import month_period, quarter_period
from reporting.presenters.formats import rate_words
from reporting.presenters.headlines import FEW, Headline, Rate, rate_of
from reporting.presenters.tables import BY_NAME, UNRANKED, Figures, Read, groups
from reporting.revisions import new_questions_from
from reporting.statistics import is_more_than_noise
from reporting.table import Value

TIME = ("quarter", "month")
MOST_LINES = 4
MOST_PERIODS = 24
MOST_BARS = 40
ABOUT_ANSWERS = ("fully-met", "reasons", "not-met-other", "agreement")


def chart_of(read: Read) -> Chart | None:
    """None where there is nothing to compare, or more than a chart can show: then the table's shades do."""
    compared = read.table.dimensions
    over = [name for name in compared if name in TIME]
    if len(compared) > 1:
        others = [name for name in compared if name not in over[:1]]
        return _lines(read, over[0], others[0]) if over else None
    if over:
        return _lines(read, over[0], "activity" if has_line_for_each_activity(read, over[0]) else None)
    if compared and compared[0] in UNRANKED and read.headline.whole:
        funnel = funnel_of(read, compared[0])
        return funnel if len(funnel.counted) > 1 else None
    return _bars(read, compared[0] if compared else None)


def has_line_for_each_activity(read: Read, over: str) -> bool:
    """Several lines with their intervals are told apart in so many periods; over more, one is of all taken together."""
    periods = {row[over] for row in read.table.rows}
    return len(periods) <= MOST_PERIODS and any(column.name == "activity" for column in read.values)


def funnel_of(read: Read, dimension: str) -> FunnelPlot:
    """Of everyone compared, with what lies outside the limits said first."""
    rates = [(value, rate_of(read.headline, group)) for value, group in groups(read.table.rows, dimension)]
    members = tuple(Member(read.words.of(dimension, value), rate.part, rate.whole or 0) for value, rate in rates)
    plain = FunnelPlot("", "", members, read.headline.counted, least=FEW)
    far = [member for member in plain.counted if plain.beyond(member) is Limit.ALARM]
    near = [member for member in plain.counted if plain.beyond(member) is Limit.WARNING]
    noun = f"{len(plain.counted):,} {_plural(dimension, len(plain.counted))}"
    title = _how_many_outside(noun, len(far), len(near))
    return replace(plain, title=title, description=_who(plain, far))


def against_the_limits(funnel: FunnelPlot, rate: Rate) -> str:
    """What a table says of a member of a funnel: "Within", "Above the 95% limits"."""
    if not rate.whole:
        return ""
    if rate.is_of_few:
        return "Too few to say"
    member = Member("", rate.part, rate.whole)
    limit = funnel.beyond(member)
    if limit is None:
        return "Within"
    return f"{'Above' if member.share > funnel.centre else 'Below'} the {limit.label}"


def _how_many_outside(noun: str, far: int, near: int) -> str:
    if not far and not near:
        return f"None of {noun} lies outside the limits"
    if not far:
        return f"{near} of {noun} outside the 95% limits, none outside the 99.8% limits"
    return f"{far} of {noun} outside the 99.8% limits, {near or 'no'} more outside the 95% limits"


def _who(funnel: FunnelPlot, far: Sequence[Member]) -> str:
    whole = f"All together: {one_decimal(funnel.centre)}%."
    above = sorted(member.name for member in far if member.share > funnel.centre)
    below = sorted(member.name for member in far if member.share < funnel.centre)
    parts = [f"Above the 99.8% limits: {', '.join(above)}." if above else ""]
    parts += [f"Below the 99.8% limits: {', '.join(below)}." if below else ""]
    return " ".join(filter(None, [whole, *parts]))


def _lines(read: Read, over: str, by: str | None) -> LineChart | None:
    # What is not begun is not nought.
    periods = [value for value, _ in groups(read.table.rows, over) if _first_day(over, str(value)) <= today()]
    every: list[tuple[Value, list[Figures]]] = groups(read.table.rows, by) if by else [(None, list(read.table.rows))]
    split = [(value, rows) for value, rows in every if not rate_of(read.headline, rows).is_empty]
    if len(periods) < 2 or not split or len(split) > MOST_LINES:
        return None
    rates = {
        read.words.of(by, value) if by else read.report.title: _over_time(read, over, periods, rows)
        for value, rows in split
    }
    return LineChart(
        _latest(rates, read, over, periods),
        _trend(rates, [str(period) for period in periods]),
        tuple(read.words.of(over, period) if over == "quarter" else _short_month(str(period)) for period in periods),
        tuple(Series(name, tuple(_point(rate) for rate in found)) for name, found in rates.items()),
        _breaks(read, over, periods),
        unit="%" if read.headline.whole else "",
    )


def _over_time(read: Read, over: str, periods: Sequence[Value], rows: Iterable[Figures]) -> list[Rate]:
    by_period: dict[Value, list[Figures]] = {period: [] for period in periods}
    for row in rows:
        if row[over] in by_period:
            by_period[row[over]].append(row)
    return [rate_of(read.headline, by_period[period]) for period in periods]


def _point(rate: Rate) -> Point | None:
    if rate.whole is None:
        return Point(rate.part)
    if rate.share is None or rate.interval is None:
        return None
    return Point(float(rate.share), float(rate.interval[0]), float(rate.interval[1]))


def _latest(rates: dict[str, list[Rate]], read: Read, over: str, periods: Sequence[Value]) -> str:
    """Advice: 84.0% (210 of 250), down from 90.0%, more than chance; …"""
    runs = kind_running(read.headline, over, str(periods[-1]))
    told = {name: change_words(found, runs=runs) for name, found in rates.items()}
    said = read.headline.said or read.headline.counted
    begins = f"{said[:1].upper()}{said[1:]}"
    if list(rates) == [read.report.title]:
        return f"{begins}: {told[read.report.title]}"
    return f"{begins}. " + "; ".join(f"{name}: {words}" for name, words in told.items())


def kind_running(headline: Headline, over: str, period: str) -> str:
    """What kind of period it is, where it is not over and the headline still to come in; else nothing."""
    return "" if headline.is_steady or _last_day(over, period) < today() else over


def change_words(rates: Sequence[Rate], *, runs: str = "") -> str:
    """The last of rates, and how it stands to the one before; `runs` says what kind of period is not over."""
    known = [rate for rate in rates if not rate.is_empty]
    if not known:
        return "none"
    last = known[-1]
    runs = runs if last is rates[-1] else ""
    change = change_from(known[-2], last, runs=runs) if len(known) > 1 else "so far" if runs else ""
    return ", ".join(filter(None, [rate_words(last), change]))


def change_from(before: Rate, after: Rate, *, runs: str = "") -> str:
    """ "down from 84.0%, more than chance"; "up from 83.0%, within chance"; "unchanged". Of a quarter that `runs` on:
    "so far; 84.0% in the quarter before"."""
    old, new = (before.part, after.part) if before.whole is None else (before.share, after.share)
    if old is None or new is None:
        return ""
    old_words = f"{old:,}" if before.whole is None else f"{old}%"
    if runs:
        return f"so far; {old_words} in the {runs} before"
    if old == new:
        return "unchanged"
    words = f"{'down' if new < old else 'up'} from {old_words}"
    if before.whole is None or after.whole is None:
        return words
    sure = is_more_than_noise((before.part, before.whole), (after.part, after.whole))
    return f"{words}, {'more than' if sure else 'within'} chance"


def _trend(rates: dict[str, list[Rate]], periods: list[str]) -> str:
    """From the first to the last of each line."""
    told = []
    for name, found in rates.items():
        known = [(period, rate) for period, rate in zip(periods, found, strict=True) if not rate.is_empty]
        if known:
            (first, before), (last, after) = known[0], known[-1]
            told.append(f"{name}: {rate_words(before)} in {first}, {rate_words(after)} in {last}.")
    return " ".join(told)


def _breaks(read: Read, over: str, periods: Sequence[Value]) -> tuple[Break, ...]:
    """Where other questions began to be asked of what is shown: before the period in which they did."""
    if read.report.name not in ABOUT_ANSWERS:
        return ()
    began = [_first_day(over, str(period)) for period in periods]
    found = []
    for day in new_questions_from(read.links.choices.activity):
        before = sum(first <= day for first in began) - 1
        if before > 0 and day <= _last_day(over, str(periods[-1])):
            found.append(Break(before, f"New questions from {date_short(day)}"))
    return tuple(found)


def _first_day(over: str, period: str) -> date:
    found = month_period(period) if over == "month" else quarter_period(*period.split(" "))
    return found.first or date.min


def _last_day(over: str, period: str) -> date:
    found = month_period(period) if over == "month" else quarter_period(*period.split(" "))
    return found.last or date.max


def _short_month(period: str) -> str:
    """Sep 2017"""
    return date_short(month_period(period).first).split(" ", 1)[1]


def _bars(read: Read, dimension: str | None) -> BarChart | None:
    by = dimension or next((column.name for column in read.values if column.name != "activity"), None)
    by = by or next((column.name for column in read.values), None)
    if by is None:
        return None
    rates = [(read.words.of(by, value), rate_of(read.headline, group)) for value, group in groups(read.table.rows, by)]
    if by in BY_NAME:
        rates.sort(key=lambda each: each[0].casefold())
    if not 1 < len(rates) <= MOST_BARS or all(rate.is_empty for _, rate in rates):
        return None
    bars = tuple(_bar(name, rate) for name, rate in rates)
    return BarChart(
        _range(read, rates, names=by not in UNRANKED), _each(rates), bars, unit="%" if read.headline.whole else ""
    )


def _bar(name: str, rate: Rate) -> Bar:
    point = _point(rate)
    if point is None:
        return Bar(name, None)
    return Bar(name, point.value, point.low, point.high, faint=rate.is_of_few)


def _range(read: Read, rates: list[tuple[str, Rate]], *, names: bool) -> str:
    """From the least to the most, with their `names` or without, and without small numbers: they stray."""
    said = read.headline.said or read.headline.counted
    known = [(name, rate) for name, rate in rates if not rate.is_empty and not rate.is_of_few]
    if not known:
        return f"{said[:1].upper()}{said[1:]}: each rests on fewer than 10"
    known.sort(key=lambda each: each[1].share if each[1].share is not None else each[1].part)
    said = f"{said[:1].upper()}{said[1:]}"
    if len(known) == 1:
        [(name, rate)] = known
        return f"{said}: {rate_words(rate)}, {name}; each other rests on fewer than 10"
    low, high = (f"{rate_words(rate)}, {name}" if names else rate_words(rate) for name, rate in (known[0], known[-1]))
    return f"{said}: from {low}{',' if names else ''} to {high}"


def _each(rates: list[tuple[str, Rate]]) -> str:
    return "; ".join(f"{name}: {rate_words(rate)}" for name, rate in rates) + "."


def _plural(dimension: str, count: int) -> str:
    return dimension if count == 1 else f"{dimension}s"
