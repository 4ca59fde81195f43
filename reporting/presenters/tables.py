"""A report's table as grids: as it is, taken together by what is compared, and as rows × columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting.links import Links
from reporting.measures.report import Report
from reporting.presenters.formats import interval_words, percent_words, rate_in_cell
from reporting.presenters.grids import Cell, Grid, Header, Row
from reporting.presenters.headlines import FEW, Headline, Rate, headline_of, number_in, rate_of
from reporting.statistics import Share
from reporting.table import Column, Kind, Table, Value
from reporting.words import Words

Figures = Mapping[str, Value]
MOST_COLUMNS = 8
BY_NAME = ("assessor", "prosecutor", "sampler", "unit", "area")
# Who is compared is never ranked: a funnel in place of a league table, and no order but by name.
UNRANKED = ("assessor", "prosecutor", "sampler", "unit")


@dataclass(frozen=True)
class Read:
    """A report as someone read it, and what is needed to put it into words. `place` and `period` are in captions."""

    report: Report
    table: Table
    words: Words
    links: Links
    place: str
    period: str

    @property
    def headline(self) -> Headline:
        return headline_of(self.report, self.table.dimensions)

    @property
    def values(self) -> list[Column]:
        """The columns that name a row beyond those compared: question, reason, activity."""
        compared = self.table.dimensions
        return [column for column in self.table.columns if column.kind is Kind.VALUE and column.name not in compared]

    def caption(self, what: str = "") -> str:
        return f"{self.report.title}{f' {what}' if what else ''}, {self.place}, {self.period}"

    def label_of(self, name: str) -> str:
        return next(column.label for column in self.table.columns if column.name == name)


def as_it_is(read: Read, *, param: str = "sort", what: str = "") -> Grid:
    """Every row and column of the report; the bounds of an interval stand in one. `what` tells its caption from that of
    another table."""
    first, *others = read.table.columns
    uppers = {column.upper for column in others}
    shown = [column for column in others if column.name not in uppers]
    empty = [column for column in shown if all(row.get(column.name) is None for row in read.table.rows)]
    shown = [column for column in shown if column not in empty]
    if first.kind is not Kind.VALUE:
        first, shown = Column(name="all", label="Of"), [first, *shown]
    headers = [Header(first.label, first.name, is_number=False)]
    headers += [Header(_label(column), column.name, column.kind is not Kind.VALUE) for column in shown]
    rows = tuple(
        Row(_head(read, first, row), tuple(_cell(read, each, row) for each in shown)) for row in read.table.rows
    )
    by = f"by {_small(first.label)}" if first.name in read.table.dimensions else ""
    by += f" and {_small(read.values[-1].label)}" if by and read.values else ""
    return Grid(
        read.caption(f"{by}{what}"),
        tuple(headers),
        _in_order(rows, first.name),
        param=_sorts(first.name, param),
        left_out=tuple(map(_label, empty)),
    )


def taken_together(read: Read, dimension: str, *, note: Callable[[Figures, Rate], str] | None = None) -> Grid:
    """A row for each value of what is compared, with its headline; `note` says something of each."""
    headline = read.headline
    headers = [Header(read.label_of(dimension), dimension, is_number=False)]
    headers += [Header(_capital(headline.said or headline.counted), "rate")]
    headers += [Header("95% interval", "interval")] if headline.whole else []
    headers += [Header("Against the limits", "note", is_number=False)] if note else []
    rows = []
    for value, group in groups(read.table.rows, dimension):
        name = read.words.of(dimension, value)
        rate = rate_of(headline, group)
        cells = [rate_cell(rate, href=_pooled_link(read, group[0]), about=name)]
        cells += [interval_cell(rate)] if headline.whole else []
        if note:
            words = note({dimension: value}, rate)
            cells.append(Cell(words, words, is_number=False))
        rows.append(Row(Cell(name, order_of(dimension, name, value)), tuple(cells)))
    what = f"by {_small(read.label_of(dimension))}"
    return Grid(read.caption(what), tuple(headers), _in_order(rows, dimension), param=_sorts(dimension, "sort"))


def in_parts(read: Read, down: str, across: str, *, param: str = "sort") -> list[Grid]:
    """Rows × columns, in as many tables under each other as it takes for a sheet of paper to hold the columns."""
    columns = [value for value, _ in groups(read.table.rows, across)]
    parts = [columns[at : at + MOST_COLUMNS] for at in range(0, len(columns), MOST_COLUMNS)]
    if len(parts) == 1:
        return [crossed(read, down, across, param=param)]
    return [
        crossed(read, down, across, param=f"{param}_{number}", among=part, note=f", part {number} of {len(parts)}")
        for number, part in enumerate(parts, start=1)
    ]


def crossed(
    read: Read,
    down: str,
    across: str,
    *,
    param: str = "sort",
    among: Sequence[Value] | None = None,
    note: str = "",
) -> Grid:
    """Rows × columns, all or those `among` which they are: the headline of each pair, shaded by its share where that is
    a grade. Where there is no pair there is nothing."""
    headline = read.headline
    columns = [value for value, _ in groups(read.table.rows, across)] if among is None else among
    pairs: dict[Value, dict[Value, list[Figures]]] = {}
    for row in read.table.rows:
        pairs.setdefault(row[down], {}).setdefault(row[across], []).append(row)
    headers = [Header(read.label_of(down), down, is_number=False)]
    headers += [Header(read.words.of(across, value), f"c{number}") for number, value in enumerate(columns)]
    rows = []
    for value, found in pairs.items():
        name = read.words.of(down, value)
        cells = []
        for number, column in enumerate(columns, start=1):
            group = found.get(column, [])
            about = f"{name}, {headers[number].text}"
            href = _pooled_link(read, group[0], down, across) if group else ""
            cells.append(rate_cell(rate_of(headline, group), href=href, about=about, shaded=headline.is_graded))
        rows.append(Row(Cell(name, order_of(down, name, value)), tuple(cells)))
    what = f"by {_small(read.label_of(down))} and {_small(read.label_of(across))}{note}"
    return Grid(
        read.caption(what),
        tuple(headers),
        _in_order(rows, down),
        is_heat=headline.is_graded,
        param=_sorts(down, param),
    )


def groups(rows: Iterable[Figures], column: str) -> list[tuple[Value, list[Figures]]]:
    """The rows by the values of a column, in the order in which these come."""
    found: dict[Value, list[Figures]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return list(found.items())


def rate_cell(rate: Rate, *, href: str = "", about: str = "", shaded: bool = False) -> Cell:
    """A headline; nothing behind nothing, so no link."""
    order: Any = rate.part if rate.whole is None else rate.share
    return Cell(
        rate_in_cell(rate),
        order,
        href="" if rate.is_empty else href,
        faint=rate.is_of_few,
        shade=shade_of(rate) if shaded else 0,
        about=about,
    )


def interval_cell(rate: Rate) -> Cell:
    low, high = rate.interval or (None, None)
    return Cell(interval_words(low, high), low, faint=rate.is_of_few)


def shade_of(rate: Rate) -> int:
    """1 (90 % and more) to 5 (under 60 %): darker is lower. None of nothing, and of fewer than ten."""
    if rate.share is None or rate.is_of_few:
        return 0
    return 1 + sum(rate.share < bound for bound in (90, 80, 70, 60))


def order_of(column: str, name: str, value: Value) -> Any:
    """What a row is sorted by: numbers and periods by themselves, all else by its name."""
    return value if column in ("question", "quarter", "month") else name


def _in_order(rows: Iterable[Row], down: str) -> tuple[Row, ...]:
    """People and units by name, as people look for them; all else as the report has it."""
    return tuple(sorted(rows, key=lambda row: row.head.text.casefold()) if down in BY_NAME else rows)


def _sorts(down: str, param: str) -> str:
    """By which name in the address a grid of these rows is sorted; none where they are not to be ranked."""
    return "" if down in UNRANKED else param


def _head(read: Read, first: Column, row: Figures) -> Cell:
    if first.kind is not Kind.VALUE:
        return Cell(read.place, read.place, is_number=False)
    name = read.words.of(first.name, row[first.name])
    return Cell(name, order_of(first.name, name, row[first.name]), is_number=False)


def _cell(read: Read, column: Column, row: Figures) -> Cell:
    value = row.get(column.name)
    if column.kind is Kind.VALUE:
        words = read.words.of(column.name, value)
        return Cell(words, order_of(column.name, words, value), is_number=False)
    if isinstance(value, Share):
        return _share_cell(value)
    if not isinstance(value, int):
        return _estimate_cell(read, column, row)
    return Cell(
        f"{value:,}", value, href=read.links.to(column.name, row) if value else "", about=_about(read, column, row)
    )


def _share_cell(share: Share) -> Cell:
    rate = Rate(share.part, share.whole)
    return Cell(rate_in_cell(rate) if rate.is_of_few else percent_words(share), share, faint=rate.is_of_few)


def _estimate_cell(read: Read, column: Column, row: Figures) -> Cell:
    """A number that is no share of counts, or an interval."""
    value, high = row.get(column.name), row.get(column.upper)
    if not isinstance(value, Decimal):
        return Cell("", None)
    unit = "%" if column.kind is Kind.PERCENT else ""
    words = f"{value}{unit} to {high}{unit}" if column.upper else f"{value}{unit}"
    few = 0 < number_in(row, column.rests_on) < FEW if column.rests_on else rate_of(read.headline, [row]).is_of_few
    return Cell(words, value, faint=few)


def _about(read: Read, column: Column, row: Figures) -> str:
    names = [read.words.of(each.name, row[each.name]) for each in read.table.columns if each.kind is Kind.VALUE]
    return ", ".join([*names, _small(_label(column))])


def _pooled_link(read: Read, row: Figures, *by: str) -> str:
    """To what is behind a row's headline, which is of one of each `by`, whatever else its table splits it by."""
    kept = {*read.table.dimensions, *by}
    # All of its answers that are judged, where it is of one question; else all of the IQAs.
    column = "answers" if "question" in by and read.headline.leads_to == "iqas" else read.headline.leads_to
    return read.links.to(column, {name: value for name, value in row.items() if name in kept})


def _label(column: Column) -> str:
    return column.interval or column.label


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    """Within a sentence. An Area is always written large."""
    return words[:1].lower() + words[1:] if words[1:2].islower() and words != "Area" else words
