"""The list of IQAs in words: what was chosen, and the way from page to page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from assessments.filters import FEEDBACK, MARKS, ONLY, AssessmentFilter
from assessments.models import State
from assessments.pagination import PER_PAGE, Key, Page
from assessments.querysets.own_work import CameOf
from iqa.calendar import business_year
from iqa.govuk.dates import PARTS
from iqa.govuk.formats import date_long

_PAGE = ("after", "before")
_SEVERAL: dict[str, dict[str, str]] = {"state": dict(State.choices), "only": dict(ONLY)}
_ONE: dict[str, dict[str, str]] = {"marks": dict(MARKS), "feedback": dict(FEEDBACK)}


@dataclass(frozen=True)
class Chosen:
    """A filter that was chosen, and the address without it."""

    text: str
    href: str


def count_words(total: int) -> str:
    return "1 result" if total == 1 else f"{total:,} results"


def shown_words(page: Page) -> str:
    """43 results, 26 to 50 shown"""
    part = f", {page.span} shown" if page.total > len(page.rows) > 0 else ""
    return count_words(page.total) + part


def title_of(name: str, page: Page) -> str:
    """IQAs (43), 26 to 50: the count, and which part of it where that is not the first."""
    part = f", {page.span}" if page.skipped else ""
    return f"{name} ({page.total:,}){part}"


def chosen_filters(found: AssessmentFilter, address: QueryDict) -> list[Chosen]:
    """Each choice that narrows the list, in the order of the form."""
    return [
        Chosen(text, _address(_without(address, name, value)))
        for name, given in found.form.cleaned_data.items()
        if name != "sort"
        for text, value in _in_words(found, name, given)
    ]


def links_of(page: Page, address: QueryDict) -> dict[str, Any]:
    """For `components/pagination.html`."""
    first, last = page.skipped + 1, page.skipped + len(page.rows)
    before = f"{max(first - PER_PAGE, 1):,} to {first - 1:,}"
    after = f"{last + 1:,} to {min(last + PER_PAGE, page.total):,}"
    return {
        "previous": {"href": _turned(address, "before", page.first), "label": before} if page.has_previous else None,
        "next": {"href": _turned(address, "after", page.last), "label": after} if page.has_next else None,
        "landmark": "Pagination",
    }


def _in_words(found: AssessmentFilter, name: str, given: Any) -> Iterator[tuple[str, str | None]]:
    """Each value chosen in a filter, and how the address spells it where the filter may have several."""
    if not given:
        return
    label = found.form.fields[name].label
    if name == "activity":
        yield from ((activity.name, activity.code) for activity in given)
    elif name in _SEVERAL:
        yield from ((_SEVERAL[name][value], value) for value in given)
    elif isinstance(given, date):
        yield f"{label} {date_long(given)}", None
    else:
        yield f"{label}: {_ONE.get(name, {}).get(given, given)}", None


def _without(address: QueryDict, name: str, value: str | None) -> QueryDict:
    left = _first_page(address)
    if value is not None:
        left.setlist(name, [each for each in left.getlist(name) if each != value])
    for each in (name, *(f"{name}_{part}" for part in PARTS)) if value is None else ():
        left.pop(each, None)
    return left


def _first_page(address: QueryDict) -> QueryDict:
    left = address.copy()
    for name in _PAGE:
        left.pop(name, None)
    return left


def _turned(address: QueryDict, towards: str, key: Key | None) -> str:
    turned = _first_page(address)
    turned[towards] = str(key)
    return f"?{turned.urlencode()}"


def _address(left: QueryDict) -> str:
    query = left.urlencode()
    return reverse("assessments:assessment_list") + (f"?{query}" if query else "")


def year_words(came: CameOf, *, on: date) -> str:
    """How many IQAs were done on a prosecutor's work this business year, and what came of them."""
    if not came.done:
        return f"No IQAs on your work in {business_year(on)} can be read yet."
    told = [
        f"{_of(came.all_fully_met)} fully met throughout" if came.all_fully_met else "",
        f"{came.any_not_met} had something not met" if came.any_not_met else "",
        f"feedback was given on {came.feedback_given}" if came.feedback_given else "no feedback was given yet",
        f"{_of(came.actions_open, 'is', 'are')} waiting for an action to be taken" if came.actions_open else "",
    ]
    done = f"{came.done} {'IQA was' if came.done == 1 else 'IQAs were'} done on your work in {business_year(on)}"
    return f"{done}: {_listed([words for words in told if words])}."


def _of(count: int, one: str = "was", many: str = "were") -> str:
    return f"{count} {one if count == 1 else many}"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
