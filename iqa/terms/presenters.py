"""The numbers of the scheme in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from iqa.govuk import formats
from iqa.organisation.models import Area, UnitKind
from iqa.terms.models import Term, TermName
from iqa.terms.policies import value_in_words
from iqa.terms.querysets import in_force

_N = TermName
GROUPS: dict[str, tuple[TermName, ...]] = {
    "Recording and feedback": (_N.RECORDING_DAYS, _N.FEEDBACK_WORKING_DAYS),
    "Emails": (_N.HOURS_BEFORE_EMAIL, _N.EMAIL_EVERY_IQA),
    "Dip samples": (_N.DIP_SAMPLE_PERCENT,),
    "How often a prosecutor’s work is assessed": (
        _N.HALF_DAYS_RASSO,
        _N.HALF_DAYS_CCU,
        _N.HALF_DAYS_OTHER,
        _N.HALF_DAYS_ADVOCACY,
        _N.HALF_DAYS_CONTESTED,
    ),
    "IQAs expected in a half day": (
        _N.IQAS_ADVICE,
        _N.IQAS_CHARGING,
        _N.IQAS_PROGRESSION,
        _N.IQAS_PRESENTATION,
    ),
}


@dataclass(frozen=True)
class TermNow:
    """A term as it stands today. `lines` are what Areas and kinds of unit have instead, and what is to come; `action`
    is what its link offers."""

    name: str
    label: str
    value: str
    since: str
    lines: list[str]
    action: str


@dataclass(frozen=True)
class TermGroup:
    heading: str
    terms: list[TermNow]


@dataclass(frozen=True)
class Entry:
    """One value in a term's history."""

    value: str
    whose: str
    starts: str
    set_by: str
    reason: str
    is_in_force: bool


def groups(terms: Iterable[Term], *, on: date, changeable: Collection[str]) -> list[TermGroup]:
    """Every term, as it stands on `on`."""
    known = list(terms)
    return [
        TermGroup(heading, [_now(name, known, on, may_change=name in changeable) for name in names])
        for heading, names in GROUPS.items()
    ]


def history(terms: Iterable[Term], *, on: date) -> dict[str, list[Entry]]:
    """The values of one term, newest first: those to come, and those that hold or held."""
    newest_first = sorted(terms, key=lambda term: (term.starts_on, term.pk), reverse=True)
    now = {term.pk for term in _latest(newest_first, on)}
    entries = [(term.starts_on > on, _entry(term, is_in_force=term.pk in now)) for term in newest_first]
    return {
        "coming": [entry for is_coming, entry in entries if is_coming],
        "past": [entry for is_coming, entry in entries if not is_coming],
    }


def whose_in_words(whose: Area | UnitKind | None) -> str:
    if whose is None:
        return "National"
    return whose.name if isinstance(whose, Area) else str(whose.label)


def _now(name: TermName, known: Iterable[Term], on: date, *, may_change: bool) -> TermNow:
    terms = [term for term in known if term.name == name]
    nations = in_force([term for term in terms if term.whose is None], on)
    own = [term for term in _latest(terms, on) if term.whose]
    coming = sorted((term for term in terms if term.starts_on > on), key=lambda term: term.starts_on)
    return TermNow(
        name=name.value,
        label=str(name.label),
        value=value_in_words(name, nations.value) if nations else "Not loaded yet",
        since=f"Since {formats.date_long(nations.starts_on)}" if nations else "",
        lines=[_own_in_words(term, nations) for term in own] + [_coming_in_words(term) for term in coming],
        action="History and change" if may_change else "History",
    )


def _latest(terms: Iterable[Term], on: date) -> list[Term]:
    """The newest begun of the nation, of each Area and of each kind of unit."""
    newest: dict[str, Term] = {}
    for term in sorted(terms, key=lambda term: term.starts_on):
        if term.starts_on <= on:
            newest[whose_in_words(term.whose) if term.whose else ""] = term
    return [term for _, term in sorted(newest.items())]


def _own_in_words(own: Term, nations: Term | None) -> str:
    """Wessex: 48 hours since 1 April 2018; Crown Court: 3 IQAs since 1 April 2018"""
    value, since = value_in_words(own.name, own.value), formats.date_long(own.starts_on)
    words = f"{whose_in_words(own.whose)}: {value} since {since}"
    holds = in_force([own, nations], max(own.starts_on, nations.starts_on)) if nations else own
    return words if holds is own else f"{words}, below the national value, which holds instead"


def _coming_in_words(term: Term) -> str:
    """From 1 April 2027: 48 hours"""
    there = f" in {whose_in_words(term.whose)}" if term.whose else ""
    return f"From {formats.date_long(term.starts_on)}{there}: {value_in_words(term.name, term.value)}"


def _entry(term: Term, *, is_in_force: bool) -> Entry:
    by = f"{term.set_by.name} on {formats.date_long(term.set_at)}" if term.set_by else "Loaded with the scheme"
    return Entry(
        value=value_in_words(term.name, term.value),
        whose=whose_in_words(term.whose),
        starts=formats.date_long(term.starts_on),
        set_by=by,
        reason=term.reason,
        is_in_force=is_in_force,
    )
