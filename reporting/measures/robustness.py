from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dipsamples.policies.comparison import Difference
from reporting.choices import Choices
from reporting.measures.report import Counted, Group, Report, Rows
from reporting.policies.agreement import Crosstab, Estimate, Pair, ac1, kappa, kinds_of, leniency
from reporting.querysets.pairs import stratified_pairs, weights_of
from reporting.querysets.selection import Selection
from reporting.questions import AskedQuestion, asked_questions
from reporting.statistics import percent
from reporting.table import ALL, Column, Kind, Value, count_and_share

_SHOWN = (Difference.TOO_LENIENT, Difference.TOO_ROBUST, Difference.AGREED)


def _interval(name: str, label: str, kind: Kind, ending: str = "", *, rests_on: str = "total") -> tuple[Column, ...]:
    suffix = ", %" if kind is Kind.PERCENT else ""
    upper, interval = f"{name}_high{ending}", f"{label}, 95% interval"

    def column(part: str, words: str, **also: str) -> Column:
        return Column(
            name=f"{name}{part}{ending}", label=f"{label}{words}{suffix}", kind=kind, rests_on=rests_on, **also
        )

    return column("", ""), column("_low", ": from", upper=upper, interval=interval), column("_high", ": to")


class Robustness(Report):
    name = "robustness"
    title = "Agreement and leniency"
    group = Group.SECOND_LOOKS
    question = "Do assessors mark too leniently, or too hard?"
    definition = (
        "How far assessors agree with second markings of the same work, and which way they differ. Leniency is (too "
        "lenient − too robust) ÷ compared: above 0 lenient, below it robust. Weighted leniency takes the random dip "
        "samples alone, each for as many IQAs as there are to one sampled of its DCP, activity, Area and quarter, and "
        "so speaks of all IQAs. Agreement beyond chance is Gwet’s AC1. Cohen’s kappa stands beside it because it is "
        "better known, but where nearly every answer is fully met it collapses towards 0 however well two agree: "
        "read AC1 then. Intervals are of 95%, and take one answer as independent of the next; on one IQA they are not "
        "quite, so the truth is a little wider. Figures on fewer than 10 answers are no more than a sign. Compare "
        "people by their intervals: their order says little."
    )
    numerator = "Answers that differ in this way, or agree; for leniency, too lenient less too robust"
    denominator = "Answers compared: each with one second marking's answer to the same question"
    columns = (
        Column(name="question", label="Question", kind=Kind.VALUE),
        Column(name="total", label="Compared"),
        *(column for kind in _SHOWN for column in count_and_share(kind.value, kind.words)),
        *_interval("ac1", "AC1", Kind.COEFFICIENT),
        Column(name="kappa", label="Kappa", kind=Kind.COEFFICIENT, rests_on="total"),
        *_interval("leniency", "Leniency", Kind.PERCENT, "_pct"),
        Column(name="weighted_total", label="Compared in random samples"),
        *_interval("weighted_leniency", "Weighted leniency", Kind.PERCENT, "_pct", rests_on="weighted_total"),
    )

    def columns_of(self, choices: Choices) -> tuple[Column, ...]:
        """Compared by anything, one row is of all questions together."""
        found = super().columns_of(choices)
        return tuple(column for column in found if column.name != "question") if choices.compare else found

    def count(self, selection: Selection) -> Counted:
        """Pairs by question, by what both sides' answers count as, and by weight: None if not sampled at random."""
        weights = weights_of(selection)
        found: dict[tuple[Any, ...], dict[tuple[Any, ...], Counter[str]]] = {}
        for values, rows in stratified_pairs(selection).items():
            here = found.setdefault(values, {})
            for (question, stratum), pairs in rows.items():
                weight = weights[stratum] if stratum else None
                for pair, n in pairs.items():
                    here.setdefault((question, pair, weight), Counter())["pairs"] += n
        return found

    def lines(self, selection: Selection, counted: Counted) -> Sequence[AskedQuestion | None]:
        """All questions, and each; compared by anything, all alone."""
        if selection.choices.compare:
            return [None]
        asked = asked_questions(selection, {question for rows in counted.values() for question, *_ in rows})
        return [None, *asked]

    def row(self, line: AskedQuestion | None, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        of_line = {key: counts for key, counts in here.items() if line is None or key[0] == line.question_id}
        plain: Counter[Pair] = Counter()
        sampled: dict[float, Counter[Pair]] = {}
        for (_, pair, weight), counts in of_line.items():
            plain[pair] += counts["pairs"]
            if weight is not None:
                sampled.setdefault(weight, Counter())[pair] += counts["pairs"]
        question = {} if of else {"question": line.number if line else ALL}
        return {**question, **_figures(plain), **_weighted(sampled)}


def _figures(pairs: Crosstab) -> dict[str, Value]:
    kinds, total = kinds_of(pairs), sum(pairs.values())
    row: dict[str, Value] = {"total": total}
    for kind in _SHOWN:
        row |= {kind.value: kinds[kind], f"{kind.value}_pct": percent(kinds[kind], total)}
    row |= {name: _coefficient(value) for name, value in _named("ac1", ac1(pairs)).items()}
    row["kappa"] = _coefficient(kappa(pairs))
    return row | _in_percent("leniency", leniency([(pairs, 1.0)]))


def _weighted(sampled: Mapping[float, Crosstab]) -> dict[str, Value]:
    of_all = leniency((pairs, weight) for weight, pairs in sampled.items())
    total = sum(sum(pairs.values()) for pairs in sampled.values())
    return {"weighted_total": total, **_in_percent("weighted_leniency", of_all)}


def _named(name: str, estimate: Estimate | None) -> dict[str, float | None]:
    value, low, high = estimate or (None, None, None)
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def _in_percent(name: str, estimate: Estimate | None) -> dict[str, Value]:
    return {
        f"{each}_pct": None if value is None else _rounded(100 * value, "0.1")
        for each, value in _named(name, estimate).items()
    }


def _coefficient(value: float | None) -> Decimal | None:
    return None if value is None else _rounded(value, "0.01")


def _rounded(value: float, to: str) -> Decimal:
    """Half up, of the value as it is written with twelve decimals: 0.1 + 0.2 is three tenths."""
    return round(Decimal(repr(round(value, 12))).quantize(Decimal(to), ROUND_HALF_UP) + 0, len(to) - 2)
