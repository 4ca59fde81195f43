"""A list in words, of IQAs or of what is about them: what was chosen, and the way from page to page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from assessments.pagination import PER_PAGE, Key, Page
from assessments.querysets.own_work import CameOf
from iqa.calendar import business_year
from iqa.govuk.dates import PARTS
from iqa.govuk.formats import date_long
from iqa.govuk.words import in_a_sentence
from iqa.questions.models import Outcome

_PAGE = ("after", "before")


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


def chosen_filters(
    form: forms.Form, address: QueryDict, *, page: str, labels: Mapping[str, Mapping[str, str]]
) -> list[Chosen]:
    """Each choice that narrows the list at `page`, in the order of its form. `labels` are the words for values that
    the form has other words for, or none, by the name of the field."""
    return [
        Chosen(text, _address(page, _without(address, name, value)))
        for name, given in form.cleaned_data.items()
        if name != "sort" and given
        for text, value in _in_words(form.fields[name], given, labels.get(name))
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


def _in_words(field: Any, given: Any, labels: Mapping[str, str] | None = None) -> Iterator[tuple[str, str | None]]:
    """Each value chosen in a filter, and how the address spells it where the filter may have several."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        yield from ((str(each), str(field.prepare_value(each))) for each in given)
    elif isinstance(field, forms.MultipleChoiceField):
        words = labels or _labels(field)
        yield from ((words[value], value) for value in given)
    elif isinstance(given, date):
        yield f"{field.label} {date_long(given)}", None
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        yield f"{field.label}: {_labels(field)[given]}", None
    else:
        yield f"{field.label}: {(labels or {}).get(given, given)}", None


def answer_words(given: str) -> str:
    """disclosure review, not met: of `question:outcome:reason`"""
    outcomes = dict(Outcome.CountsAs.choices)
    parts = [outcomes.get(part, part.replace("-", " ")) for part in given.split(":") if part]
    return ", ".join(in_a_sentence(part) for part in parts) or "any"


def _labels(field: Any) -> dict[str, str]:
    return dict(field.choices)


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


def _address(page: str, left: QueryDict) -> str:
    query = left.urlencode()
    return page + (f"?{query}" if query else "")


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
