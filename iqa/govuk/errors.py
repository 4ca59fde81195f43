"""The error summary: what is wrong with a form, in the order of the page, each linked to where it is put right."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField

from iqa.govuk.dates import DateWidget, wrong_parts
from iqa.govuk.reveals import in_page_order
from iqa.govuk.words import first_messages


class Problem(NamedTuple):
    """One line of the summary. `anchor` is the id of the control to go to, or None where there is none; `page` is the
    address of the page that puts it right, where another does."""

    anchor: str | None
    message: str
    page: str = ""


def element_id(bound_field: BoundField) -> str:
    """The id of a field's control, or of the first of its radios or checkboxes; of a date, the group's."""
    return bound_field.field.widget.attrs.get("id") or bound_field.auto_id or bound_field.html_name


def anchor(bound_field: BoundField) -> str | None:
    """The id of the control to go to from the error summary."""
    if bound_field.is_hidden:
        return None
    if isinstance(bound_field.field.widget, DateWidget):
        parts = wrong_parts(bound_field.errors.as_data()) or ["day"]
        return f"{element_id(bound_field)}_{parts[0]}"
    return element_id(bound_field)


def error_summary(form: BaseForm) -> list[Problem]:
    """What is wrong with `form`: first what is wrong with it as a whole, then with each field, in page order."""
    named = getattr(form, "error_anchor", None)
    whole = anchor(form[named]) if named else None
    problems = [Problem(whole, words, getattr(form, "error_page", "")) for words in _messages(form, NON_FIELD_ERRORS)]
    # A page that asks about one thing: the same words twice would be read out twice.
    for bound_field in in_page_order(form):
        where = anchor(bound_field) if bound_field.name in form.errors else None
        problems += [Problem(where, words) for words in _messages(form, bound_field.name)]
    return problems


def problems_of(forms: Iterable[object]) -> Iterator[Problem]:
    """The problems of several forms, formsets or lists of forms; whatever is neither is passed over."""
    for form in forms:
        if isinstance(form, BaseForm):
            yield from error_summary(form)
        elif form and not isinstance(form, str) and isinstance(form, Iterable):
            if hasattr(form, "non_form_errors"):
                yield from (Problem(None, str(words)) for words in form.non_form_errors())
            yield from problems_of(form)


def _messages(form: BaseForm, name: str) -> list[str]:
    return first_messages(form.errors[name].as_data()) if name in form.errors else []
