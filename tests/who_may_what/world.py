"""The people and records that the table names, and what a row of it says of them."""

from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.actions import drafts, recording
from assessments.actions.feedback import FeedbackData, record_feedback
from assessments.models import Assessment, FeedbackAction
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.permissions import Role
from tests.factories import GrantFactory, PersonFactory, PostingFactory, draft, recorded
from tests.places import Organisation
from tests.who_may_what import table

RELEASED = timedelta(hours=25)


@dataclass(frozen=True)
class Record:
    """An IQA of the table. `words` are in it and nowhere else; `readers` are the names of those who may read them."""

    name: str
    place: str
    assessment: Assessment
    words: str
    readers: set[str]

    @property
    def half_day(self) -> Any:
        return self.assessment.half_day

    @property
    def case(self) -> Any:
        return self.assessment.case

    @property
    def prosecutor(self) -> Person:
        return self.half_day.prosecutor

    @property
    def names(self) -> list[str]:
        """What tells that the record exists, and whose it is."""
        return [self.case.urn, self.prosecutor.name, self.half_day.assessor.name, self.words]


@dataclass(frozen=True)
class World:
    place: Organisation
    people: dict[str, Person]
    records: dict[str, Record]
    cookies: dict[str, SimpleCookie]


def make_world(place: Organisation) -> World:
    people = place.people | _people_beside(place)
    assert set(people) == set(table.EVERYONE.split())
    records = {line[0]: _make_record(place, people, *line) for line in lines(table.RECORDS)}
    yesterday = today() - timedelta(days=1)
    _move(people["moved_dcp"], role=Role.DCP, unit=place.unit3)
    _move(people["moved_inspector"], role=Role.INSPECTOR, area=place.area2)
    people["lapsed"].grants.update(starts_on=yesterday - timedelta(days=30), ends_on=yesterday)
    return World(place, people, records, {name: _sign_in(person) for name, person in people.items()})


def lines(text: str) -> list[list[str]]:
    """A table's rows, each a list of its columns."""
    return [[column.strip() for column in line.split("|")] for line in text.strip().split("\n")]


def names(words: str, place: str) -> set[str]:
    """The people that a column names, towards a record in `place`."""
    found: set[str] = set()
    for word in words.split():
        if word.startswith("-"):
            found.remove(word[1:])
        else:
            found.update(table.PLACES[place].get(word, word).split())
    assert found <= set(table.EVERYONE.split()), f"nobody is called {found - set(table.EVERYONE.split())}"
    return found


def url_names() -> dict[str, str]:
    """Every pattern of the URL configuration, by its full name; a pattern without a name has its route for one."""
    return dict(_walk(get_resolver(), (), ""))


def address(name: str, page: table.Page, record: Record | None) -> str:
    """Of a page about a record."""
    arguments = [getattr(record, page.about).pk] if page.about else []
    return reverse(name, args=[*arguments, 1] if name == "assessments:version_detail" else arguments)


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], route: str) -> list[tuple[str, str]]:
    found = []
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found.append((":".join((*namespaces, pattern.name or f"no name: {path}")), path))
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            found.extend(_walk(pattern, inner, path))
    return found


def _people_beside(place: Organisation) -> dict[str, Person]:
    """Those whom tests/places.py does not have. Who has moved is still where they were, until their work is done."""
    granted, lapsed = PersonFactory(name="Gwen Granted"), PersonFactory(name="Lars Lapsed")
    for person in (granted, lapsed):
        PostingFactory(person=person, role=Role.BUSINESS_CENTRE_HEAD, area=place.area2)
        GrantFactory(person=person, unit=place.unit)
    assessed_dcp = PersonFactory(name="Bo Both")
    PostingFactory(person=assessed_dcp, role=Role.DCP, unit=place.unit)
    PostingFactory(person=assessed_dcp, role=Role.PROSECUTOR, unit=place.unit)
    moved_dcp, moved_inspector = PersonFactory(name="Mo Moved"), PersonFactory(name="Iva Inspector")
    PostingFactory(person=moved_dcp, role=Role.DCP, unit=place.unit)
    PostingFactory(person=moved_inspector, role=Role.INSPECTOR, area=place.area)
    return {
        "granted": granted,
        "lapsed": lapsed,
        "assessed_dcp": assessed_dcp,
        "moved_dcp": moved_dcp,
        "moved_inspector": moved_inspector,
    }


def _move(person: Person, **to: Any) -> None:
    person.postings.update(ends_on=today() - timedelta(days=1))
    PostingFactory(person=person, starts_on=today(), **to)


def _make_record(
    place: Organisation, people: dict[str, Person], name: str, where: str, prosecutor: str, assessor: str, readers: str
) -> Record:
    unit = {"Portsmouth": place.unit, "Winchester": place.unit2, "Bristol": place.unit3}[where]
    words = f"Words of {name}"
    said: dict[str, Any] = {
        "unit": unit,
        "prosecutor": people[prosecutor],
        "assessor": people[assessor],
        "action": True,
        "not_met": {9: []},
        "comments": {9: words},
    }
    if "draft" in name or name == "discarded":
        assessment = draft(**said)
    elif name in ("not released", "withdrawn", "dcp's, not released"):
        assessment = recorded(**said)
    else:
        assessment = recorded(at=timezone.now() - RELEASED, **said)
    FeedbackAction.objects.filter(assessment=assessment).update(what=f"{words}, to be done")
    if name == "Winchester":
        told = FeedbackData(given_on=today(), mode="meeting", kind="both", note=f"{words}, as told")
        record_feedback(assessments=[assessment], feedback=told, by=people[assessor])
    if name == "discarded":
        drafts.discard(assessment=assessment, by=people[assessor])
    if name == "withdrawn":
        recording.withdraw(assessment=assessment, reason="The wrong case", by=people[assessor])
    assessment = Assessment.objects.with_facts().get(pk=assessment.pk)
    return Record(name, where, assessment, words, names(readers, where))


def _sign_in(person: Person) -> SimpleCookie:
    client = Client()
    client.force_login(person)
    return SimpleCookie({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
