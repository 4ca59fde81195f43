"""What of the tables is not casework: people and places, grants, question sets, terms."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from iqa.calendar import today
from iqa.organisation.actions import staff_lists
from iqa.organisation.models import Absence, Area, Person, Unit
from iqa.questions.actions import editing
from iqa.questions.loading import load_published_set, read
from iqa.questions.models import QuestionSet, Wording
from reporting.actions.targets import set_target
from reporting.models import RecordImport, SavedView
from tests.another_set import ANOTHER
from tests.factories import GrantFactory
from tests.places import Organisation
from tests.who_may_what.reading import lines
from tests.who_may_what.table import sets, staff, targets, views

OPTIONAL = ANOTHER["activities"][1]
IN_FORCE = "Annex F, and more"


@dataclass(frozen=True)
class Thing:
    """What a table names. `of` has what the address of a page about it says, `names` what tells that it exists."""

    name: str
    place: str
    of: dict[str, tuple[Any, ...]]
    names: list[str] = field(default_factory=list)
    # No words that only some may read.
    words = ""
    readers = frozenset[str]()


def load_set_with_optional_questions() -> None:
    """The set that is in force today: Annex F, and optional questions beside."""
    annex_f = read("question_set_annex_f.yaml")
    activities = [*annex_f["activities"], OPTIONAL]
    load_published_set({**annex_f, "title": IN_FORCE, "in_force_from": date(2017, 4, 1), "activities": activities})


def make_things(place: Organisation, people: dict[str, Person]) -> dict[str, Thing]:
    things = [
        *[_person(people[name], name, where) for name, where in lines(staff.STAFF)],
        *[
            _of_one("unit", unit, name, where)
            for unit, (name, where) in zip(_units(place), lines(staff.UNITS), strict=True)
        ],
        *[
            _of_one("area", area, name, where)
            for area, (name, where) in zip(_areas(place), lines(staff.AREAS), strict=True)
        ],
        *[_grant(place, people, *line[:4]) for line in lines(staff.GRANTS)],
        *[_staff_list(place.unit, people[by], name, where) for name, where, by in lines(staff.STAFF_LISTS)],
        *[_view(people["dcp3"], name, where) for name, where in lines(views.VIEWS)],
        *[_set(made, *line) for made, line in zip(_sets(people), lines(sets.SETS), strict=True)],
        *[
            _target(area, name, where)
            for area, (name, where) in zip(_areas(place), lines(targets.TARGETS), strict=True)
        ],
        *[_import(people, *line) for line in lines(targets.IMPORTS)],
        *[Thing(name, where, {"term": (name,)}) for name, where in lines(sets.TERMS)],
    ]
    return {thing.name: thing for thing in things}


def _units(place: Organisation) -> list[Unit]:
    return [place.unit, place.unit2, place.unit3]


def _areas(place: Organisation) -> list[Area]:
    return [place.area, place.area2]


def _of_one(about: str, made: Unit | Area, name: str, where: str) -> Thing:
    return Thing(name, where, {about: (made.pk,)}, [made.name])


def _person(person: Person, name: str, where: str) -> Thing:
    absence = Absence.objects.create(person=person, starts_on=today())
    posting = person.postings.order_by("-starts_on")[0]
    return Thing(
        name, where, {"person": (person.pk,), "posting": (posting.pk,), "absence": (absence.pk,)}, [person.name]
    )


def _grant(place: Organisation, people: dict[str, Person], name: str, where: str, to: str, asked: str) -> Thing:
    covers: dict[str, Any] = {
        "Portsmouth": {"unit": place.unit},
        "Winchester": {"unit": place.unit2},
        "Bristol": {"unit": place.unit3},
        "Wessex": {"area": place.area},
        "South West": {"area": place.area2},
        "Headquarters": {},
    }[where]
    need = f"The need of a grant {name}"
    grant = GrantFactory(person=people[to], requested_by=people[asked], approved_by=None, business_need=need, **covers)
    return Thing(name, where, {"grant": (grant.pk,)}, [people[to].name, people[asked].name, need])


def _staff_list(unit: Unit, by: Person, name: str, where: str) -> Thing:
    people = (
        f"email,name,role,unit,area,from,to\r\nnewcomer@example.test,Nia Newcomer,dcp,{unit.name},{unit.area.name},,"
    )
    staff_list = staff_lists.upload(units=b"", people=people.encode(), by=by)
    return Thing(name, where, {"staff_list": (staff_list.key,)}, ["Nia Newcomer", "newcomer@example.test"])


def _target(area: Area, name: str, where: str) -> Thing:
    why = f"Why there is a {name}"
    made = set_target(area_id=area.pk, quarter="2017-18 Q2", base="office", proxy_target=41, why=why, by=None)
    return Thing(name, where, {"target": (made.pk,)}, [why])


def _import(people: dict[str, Person], name: str, where: str) -> Thing:
    by = people[name.partition("'")[0].lower()]
    made = RecordImport.objects.create(
        uploaded_by=by, state=RecordImport.State.DONE_IN_PART, finished_at=timezone.now()
    )
    words = f"Something wrong in what {by.email} sent"
    made.problems.create(file="iqas.csv", line=2, column="urn", words=words)
    return Thing(name, where, {"record_import": (made.pk,)}, [words])


def _sets(people: dict[str, Person]) -> list[QuestionSet]:
    """A draft, one that is to come, and the one in force."""
    in_force = QuestionSet.objects.get(title=IN_FORCE)
    draft = editing.copy_set(source=in_force, title="Revision of 2040", by=people["editor"])
    coming = {**read("question_set_annex_f.yaml"), "title": "To come", "in_force_from": today() + timedelta(days=30)}
    coming["activities"] = [*coming["activities"], OPTIONAL]
    load_published_set(coming)
    return [draft, QuestionSet.objects.get(title="To come"), in_force]


def _set(question_set: QuestionSet, name: str, where: str) -> Thing:
    wording = Wording.objects.filter(question_set=question_set)[0]
    of = {
        "question_set": (question_set.pk,),
        "question": (question_set.pk, wording.pk),
        "outcome": (question_set.pk, question_set.outcomes.all()[0].pk),
        "activity": (question_set.pk, OPTIONAL["code"]),
    }
    return Thing(name, where, of, [question_set.title])


def _view(owner: Person, name: str, where: str) -> Thing:
    view = SavedView.objects.create(person=owner, name="Seen by its owner", report="fully-met")
    return Thing(name, where, {"view": (view.pk,)}, names=[view.name])
