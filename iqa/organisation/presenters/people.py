"""People in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page

from iqa.organisation.models import Absence, Person, Posting
from iqa.organisation.policies.postings import manages_wholly, may_give
from iqa.organisation.presenters import grants
from iqa.organisation.presenters.history import history_of
from iqa.organisation.presenters.postings import days, in_a_line, posting_row


@dataclass(frozen=True)
class PersonRow:
    pk: int
    name: str
    email: str
    postings: list[str]
    tag: str


def title_of_list(page: Page) -> str:
    pages = f", page {page.number} of {page.paginator.num_pages}" if page.paginator.num_pages > 1 else ""
    return f"People ({page.paginator.count:,}){pages}"


def rows(people: Iterable[Any]) -> list[PersonRow]:
    """Of people with their postings; see `PersonQuerySet.with_postings`."""
    return [
        PersonRow(
            person.pk,
            person.name,
            person.email,
            [f"{posting.get_role_display()}, {posting.place_name}" for posting in person.postings_shown],
            "" if person.is_active else "Cannot sign in",
        )
        for person in people
    ]


def page_of(person: Person, *, by: Person, on: date) -> dict[str, Any]:
    """What a person's page shows to `by`: the postings, grants and history in the places whose people they manage."""
    postings = list(person.postings.select_related("unit__area", "area"))
    managed = set(person.postings.managed_by(by).values_list("pk", flat=True))
    not_ended = [posting for posting in postings if posting.ends_on is None or posting.ends_on >= on]
    wholly = manages_wholly(by, person, not_ended)
    shown = [posting for posting in postings if posting.pk in managed]
    return {
        "person": person,
        "now": [posting_row(each, by=by, on=on) for each in shown if each in not_ended and each.starts_on <= on],
        "coming": [posting_row(each, by=by, on=on) for each in shown if each.starts_on > on],
        "before": [posting_row(each, by=by, on=on) for each in shown if each not in not_ended],
        "elsewhere": any(posting.pk not in managed for posting in not_ended),
        "absences": [_absence(each, on=on) for each in person.absences.all()],
        "grants": grants.rows(person.grants.managed_by(by).with_facts(), by=by, on=on),
        "is_own": person == by,
        "may_post": person != by,
        "may_say_away": _manages_any(by, person, not_ended),
        "manages_wholly": wholly,
        "history": history_of(person) if wholly else [],
    }


def _manages_any(by: Person, person: Person, postings: list[Posting]) -> bool:
    return person != by and any(may_give(by, posting.role, posting.place) for posting in postings)


def _absence(absence: Absence, *, on: date) -> dict[str, Any]:
    is_over = absence.ends_on is not None and absence.ends_on < on
    return {"pk": absence.pk, "days": in_a_line(days(absence)), "is_over": is_over}
