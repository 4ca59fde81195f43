"""What apps above add to the pages and lists of IQAs: each registers an `Addition`, and the pages ask them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from assessments.models import Assessment
    from assessments.presenters.assessment import Link
    from assessments.presenters.timeline import Entry
    from iqa.organisation.models import Person


@dataclass(frozen=True)
class Note:
    """A line above an IQA's facts, leading somewhere or not."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Added:
    """What is added to the page of one IQA for one person."""

    notes: tuple[Note, ...] = ()
    links: "tuple[Link, ...]" = ()
    entries: "tuple[Entry, ...]" = ()


class Addition:
    """Something that happens to IQAs without their knowing of it. What it does not add to, it leaves as it is here."""

    def hides(self, person: "Person") -> Q:
        """Which IQAs keep their answers, marks, comments and assessor from a person for now. A condition on IQAs: by
        `pk__in` a query that is read once. One that is asked of each row has PostgreSQL plan badly."""
        return Q(pk__in=[])

    def added(self, assessment: "Assessment", person: "Person") -> Added:
        """To the page of a recorded IQA that the person may read."""
        return Added()


_additions: list[Addition] = []


def register(addition: type[Addition]) -> type[Addition]:
    """Add one: decorate its class."""
    _additions.append(addition())
    return addition


def hidden_from(person: "Person") -> Q:
    """Which IQAs keep from `person` what was found and by whom."""
    hidden = Q(pk__in=[])
    for addition in _additions:
        hidden |= addition.hides(person)
    return hidden


def added_to(assessment: "Assessment", person: "Person") -> Iterator[Added]:
    return (addition.added(assessment, person) for addition in _additions)
