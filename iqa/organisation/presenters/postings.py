"""Postings and absences in words."""

from dataclasses import dataclass
from datetime import date

from iqa.govuk.formats import date_long
from iqa.organisation.models import Absence, Person, Posting
from iqa.organisation.policies.postings import may_give


@dataclass(frozen=True)
class PostingRow:
    """`may_end` and `may_withdraw` say which links stand beside it."""

    pk: int
    what: str
    lines: tuple[str, ...]
    tags: tuple[str, ...]
    may_end: bool
    may_withdraw: bool


def in_words(posting: Posting) -> str:
    """District Crown Prosecutor, Crown Court, Wessex, from 1 April 2018 to 31 March 2019."""
    return f"{posting.get_role_display()}, {posting.place_name}, {days(posting)}."


def days(held: Posting | Absence) -> str:
    end = f" to {date_long(held.ends_on)}" if held.ends_on else ""
    return f"from {date_long(held.starts_on)}{end}"


def posting_row(posting: Posting, *, by: Person, on: date) -> PostingRow:
    may_change = by.pk != posting.person_id and may_give(by, posting.role, posting.place)
    has_begun, is_over = posting.starts_on <= on, posting.ends_on is not None and posting.ends_on < on
    part = posting.full_time_equivalent
    lines = [posting.place_name, in_a_line(days(posting))]
    lines += [f"Part time: {part.normalize():f} of full time"] if part != 1 else []
    tags = [("Acting up", posting.is_acting), ("Advocate", posting.is_advocate)]
    return PostingRow(
        posting.pk,
        posting.get_role_display(),
        tuple(lines),
        tuple(text for text, shown in tags if shown),
        may_end=may_change and has_begun and not is_over,
        may_withdraw=may_change and not has_begun,
    )


def in_a_line(words: str) -> str:
    """The words with a capital to begin with, those of names as they are."""
    return words[:1].upper() + words[1:]
