"""The people and records that the table names, and what a row of it says of them."""

import uuid
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
from assessments.policies.answers import AnswerData
from assessments.querysets.marking import asked_in
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.permissions import Role
from iqa.questions.models import Activity
from tests.factories import GrantFactory, PersonFactory, PostingFactory, draft, recorded
from tests.places import Organisation
from tests.who_may_what.dips import Sample, make_samples
from tests.who_may_what.draws import make_draws
from tests.who_may_what.exercises import make_exercises, make_references
from tests.who_may_what.reading import lines, names
from tests.who_may_what.table import Page, everyone, iqas
from tests.who_may_what.things import OPTIONAL, Thing, load_set_with_optional_questions, make_things

NOWHERE = 987_654_321
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
    def of(self) -> dict[str, tuple[Any, ...]]:
        """What the address of a page about it says, by what of it the page is about."""
        assessment = (self.assessment.pk,)
        return {
            "assessment": assessment,
            "version": (*assessment, 1),
            "activity": (*assessment, OPTIONAL["code"]),
            "half_day": (self.half_day.pk,),
            "case": (self.case.pk,),
            "prosecutor": (self.prosecutor.pk,),
        }

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
    things: dict[str, Thing | Sample]
    cookies: dict[str, SimpleCookie]

    def named(self, name: str) -> Record | Thing | Sample:
        return self.records[name] if name in self.records else self.things[name]


def make_world(place: Organisation) -> World:
    load_set_with_optional_questions()
    people = place.people | _people_beside(place)
    assert set(people) == set(everyone.EVERYONE.split())
    records = {line[0]: _make_record(place, people, *line) for line in lines(iqas.RECORDS)}
    yesterday = today() - timedelta(days=1)
    _move(people["moved_dcp"], role=Role.DCP, unit=place.unit3)
    _move(people["moved_inspector"], role=Role.INSPECTOR, area=place.area2)
    people["lapsed"].grants.update(starts_on=yesterday - timedelta(days=30), ends_on=yesterday)
    cookies = {name: _sign_in(person) for name, person in people.items()}
    assessments = {name: record.assessment for name, record in records.items()}
    samples = make_samples(assessments, people)
    things: dict[str, Thing | Sample] = {
        **make_things(place, people),
        **make_draws(place),
        **make_exercises(place, people),
        **make_references(people, assessments),
        **{each.name: each for each in samples},
    }
    return World(place, people, records, things, cookies)


def url_names() -> dict[str, str]:
    """Every pattern of the URL configuration, by its full name; a pattern without a name has its route for one."""
    return dict(_walk(get_resolver(), (), ""))


def address(name: str, page: Page, record: Record | Thing | Sample) -> str:
    """Of a page about a record, or about none."""
    return reverse(name, args=record.of[page.about] if page.about else page.args) + page.query


def address_of_nothing(name: str, page: Page, record: Record | Thing | Sample) -> str:
    """The same, but that there is no such record."""
    if not page.about:
        return reverse(name, args=page.args) + page.query
    key, *more = record.of[page.about]
    nothing = {int: NOWHERE, uuid.UUID: uuid.UUID(int=NOWHERE), str: "nowhere"}[type(key)]
    return reverse(name, args=(nothing, *more)) + page.query


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
    if "draft" in name:
        optional = Activity.objects.get(code=OPTIONAL["code"])
        drafts.add_activity(assessment=assessment, activity=optional, by=people[assessor])
        _answer_all(assessment, people[assessor])
    assessment = Assessment.objects.with_facts().get(pk=assessment.pk)
    return Record(name, where, assessment, words, names(readers, where))


def _answer_all(assessment: Assessment, by: Person) -> None:
    """The optional questions that were added to a draft: fully met."""
    marking = assessment.markings.get()
    met = marking.question_set.outcomes.get(code="fully_met").pk
    answers = {
        asked: AnswerData(outcome_id=met)
        for asked in asked_in(marking).filter(activity__code=OPTIONAL["code"]).values_list("question", flat=True)
    }
    version = Assessment.objects.get(pk=assessment.pk).draft_version
    drafts.save_answers(assessment=assessment, answers=answers, version=version, by=by)


def _sign_in(person: Person) -> SimpleCookie:
    client = Client()
    client.force_login(person)
    return SimpleCookie({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
