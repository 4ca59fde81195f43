"""A page asks the database the same whether it lists ten IQAs or thousands."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import HalfDay
from dipsamples.actions import references
from dipsamples.actions.draws import make, top_up
from iqa.calendar import quarter, today
from iqa.organisation.models import Person
from iqa.permissions import Role
from reporting.actions.rebuilding import rebuild_tallies
from reporting.measures import REPORTS
from reporting.models import ImportProblem, RecordImport, SavedView, Target
from tests.assessments.bulk import half_days_in_bulk, recorded_in_bulk, recorded_of
from tests.dipsamples.bulk import sampled_in_bulk
from tests.dipsamples.exercises import agreed, made, marked
from tests.dipsamples.factories import marked as marked_first
from tests.dipsamples.factories import picked, sampled
from tests.factories import AreaFactory, CaseFactory, PostingFactory, begun, draft, recorded, started
from tests.places import Organisation, make_organisation

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 1_000


# Pages about a half day and its IQAs: who looks, and how many queries each takes at most.
LIST = ("", "?q=09ZZ", "?state=recorded&marks=not_met&sort=oldest", "?feedback=due")
PAGES = [
    *((f"/assessments/{query}", who, 15) for query in LIST for who in ("dcp", "dccp", "cat", "prosecutor")),
    *(("/", who, 25) for who in ("dcp", "dccp", "prosecutor")),
    *(("/half-days/{half_day.pk}/", who, 20) for who in ("dcp", "sdcp", "ccp")),
    ("/half-days/{half_day.pk}/feedback/record/", "dcp", 15),
    ("/people/{half_day.prosecutor_id}/assessments/", "prosecutor", 15),
]


def half_day_of(place: Organisation) -> HalfDay:
    """With an IQA of each kind, so that everything that is asked is asked of few already."""
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    begun(half_day=half_day)
    draft(half_day=half_day)
    recorded(half_day=half_day, action=True, not_met={14: []})
    return half_day


def queries_of(person: Person, path: str) -> int:
    """How many the page at `path` takes, asked for a second time. The clock stands still: after some seconds the
    session would note that its owner is active, which takes three more."""
    client = Client()
    with time_machine.travel(timezone.now(), tick=False):
        client.force_login(person)
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
    return len(asked)


@pytest.fixture
def half_day(place: Organisation) -> HalfDay:
    return half_day_of(place)


@pytest.fixture
def queries() -> Callable[[Person, str], int]:
    return queries_of


@pytest.fixture(scope="module")
def counted(django_db_setup: None, django_db_blocker: Any) -> dict[tuple[str, str], list[int]]:
    """The queries of each of PAGES, of few IQAs and of many: made once for all pages, since that takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        place = make_organisation()
        half_day = half_day_of(place)

        def count() -> list[int]:
            return [queries_of(getattr(place, who), path.format(half_day=half_day)) for path, who, _ in PAGES]

        recorded_in_bulk(half_day, FEW)
        few = count()
        recorded_in_bulk(half_day, MANY)
        many = count()
        transaction.set_rollback(True)
    return {page[:2]: counts for page, *counts in zip(PAGES, few, many, strict=True)}


@pytest.mark.parametrize(("path", "who", "most"), PAGES)
def test_a_page_about_iqas(path, who, most, counted):
    few, many = counted[path, who]
    if path == "/":
        # Fewer, where one kind of task has no place among those shown.
        assert many <= few <= most
    else:
        assert many == few <= most


def test_the_list_of_ten_thousand(place, half_day, queries):
    path = reverse("assessments:assessment_list")
    recorded_in_bulk(half_day, FEW)
    few = queries(place.dcp, path)
    recorded_in_bulk(half_day, 10_000)
    assert queries(place.dcp, path) == few


def test_home_with_many_drafts(place, half_day, queries):
    few = queries(place.dcp, reverse("assessments:home"))
    for _ in range(30):
        begun(half_day=half_day)
    assert queries(place.dcp, reverse("assessments:home")) <= few


@pytest.mark.parametrize(("name", "who"), [("case_detail", "dcp"), ("case_detail", "ccp"), ("case_edit", "dcp")])
def test_a_case(name, who, place, half_day, queries):
    case = CaseFactory()
    path = reverse(f"assessments:{name}", args=[case.pk])
    recorded_of((each, case) for each in half_days_in_bulk(half_day, FEW))
    few = queries(getattr(place, who), path)
    recorded_of((each, case) for each in half_days_in_bulk(half_day, MANY))
    assert queries(getattr(place, who), path) == few <= 15


@pytest.mark.parametrize("who", ["dccp", "cat", "dcp"])
def test_the_list_of_exercises(who, place, queries):
    path = reverse("dipsamples:exercise_list")
    made(by=place.dccp, area=place.area, people=[place.dcp])
    few = queries(getattr(place, who), path)
    for _ in range(30):
        made(by=place.dccp, area=place.area, people=[place.dcp])
    # One more says which page it is.
    assert queries(getattr(place, who), path) <= few + 1 <= 15


@pytest.mark.parametrize("who", ["dccp", "dcp"])
@pytest.mark.parametrize("name", ["exercise_detail", "exercise_case"])
def test_an_exercise(name, who, place, queries):
    counted = []
    for people in (1, 12):
        others = [PostingFactory(unit=place.unit).person for _ in range(people)]
        exercise = made(by=place.dccp, area=place.area, people=[place.dcp, *others])
        for person in (place.dcp, *others):
            marked(exercise, person, not_met=[9])
        path = reverse(f"dipsamples:{name}", args=[exercise.pk, *([1] if name == "exercise_case" else [])])
        counted.append(queries(getattr(place, who), path))
    assert counted[0] == counted[1] <= 30


@pytest.mark.parametrize("who", ["dccp", "cat"])
def test_creating_an_exercise(who, place, queries):
    path = reverse("dipsamples:exercise_create")
    few = queries(getattr(place, who), path)
    for _ in range(30):
        PostingFactory(unit=place.unit)
    assert queries(getattr(place, who), path) == few <= 15


def test_guidance_found_unclear(place, queries):
    path, counted = reverse("dipsamples:exercise_guidance"), []
    for _ in range(4):
        exercise = made(by=place.dccp, area=place.area, people=[place.dcp])
        marked(exercise, place.dcp)
        agreed(exercise, place.dccp, unclear="Question 14")
        counted.append(queries(place.cat, path))
    assert counted[0] == counted[-1] <= 10


def test_home_with_many_exercises(place, queries):
    made(by=place.dccp, area=place.area, people=[place.dcp])
    few = queries(place.dcp, reverse("assessments:home"))
    for _ in range(30):
        made(by=place.dccp, area=place.area, people=[place.dcp])
    assert queries(place.dcp, reverse("assessments:home")) <= few


@pytest.mark.parametrize("who", ["dccp", "cat", "sdcp"])
def test_draws(who, place, half_day, queries):
    recorded_in_bulk(half_day, FEW)
    draw = make(area=place.area, quarter=quarter(today()), by=place.dccp)
    paths = [reverse("dipsamples:draw_list"), reverse("dipsamples:draw_detail", args=[draw.pk])]
    few = [queries(getattr(place, who), path) for path in paths]
    recorded_in_bulk(half_day, MANY)
    recorded_of((each, CaseFactory()) for each in half_days_in_bulk(half_day, FEW))
    top_up(draw=draw, by=None)
    for year in range(15, 25):
        make(area=place.area, quarter=f"20{year}-{year + 1} Q1", by=None)
    assert [queries(getattr(place, who), path) for path in paths] == few
    assert max(few) <= 20


@pytest.mark.parametrize("address", ["", "?difference=too_lenient&sampler=Sam", "?difference=agreed&assessor=Dana"])
@pytest.mark.parametrize("who", ["dcp", "sdcp", "cat"])
def test_the_list_of_dip_samples(who, address, place, half_day, queries):
    path = reverse("dipsamples:dip_sample_list") + address
    sampled_in_bulk(recorded_in_bulk(half_day, FEW), by=place.sdcp)
    few = queries(getattr(place, who), path)
    sampled_in_bulk(recorded_in_bulk(half_day, MANY), by=place.sdcp)
    # Fewer, where none is found whose tags there are to ask for.
    assert queries(getattr(place, who), path) <= few <= 15


@pytest.mark.parametrize("who", ["dcp", "sdcp"])
def test_home_with_many_dip_samples(who, place, half_day, queries):
    path = reverse("assessments:home")
    sampled_in_bulk(recorded_in_bulk(half_day, FEW), by=place.sdcp)
    for iqa in recorded_in_bulk(half_day, 2):
        picked(iqa, by=place.sdcp)
    few = queries(getattr(place, who), path)
    sampled_in_bulk(recorded_in_bulk(half_day, MANY), by=place.sdcp)
    for iqa in recorded_in_bulk(half_day, FEW):
        picked(iqa, by=place.sdcp)
    assert queries(getattr(place, who), path) <= few <= 30


@pytest.mark.parametrize("name", ["detail", "compare", "record", "acknowledge"])
def test_a_dip_sample(name, place, half_day, queries):
    iqa = recorded(half_day=half_day, not_met={14: []})
    dip_sample = picked(iqa, by=place.sdcp) if name == "record" else sampled(marked_first(picked(iqa, by=place.sdcp)))
    who = place.dcp if name == "acknowledge" else place.sdcp
    assert queries(who, reverse(f"dipsamples:dip_sample_{name}", args=[dip_sample.pk])) <= 30


def test_picking_an_iqa_to_dip_sample(place, half_day, queries):
    path = f"{reverse('dipsamples:dip_sample_pick')}?q=09ZZ"
    recorded_in_bulk(half_day, FEW)
    few = queries(place.sdcp, path)
    recorded_in_bulk(half_day, MANY)
    assert queries(place.sdcp, path) <= few <= 10


def test_the_list_of_reference_markings(place, half_day, queries):
    path = f"{reverse('dipsamples:reference_list')}?q=0"
    iqas = [recorded(half_day=half_day) for _ in range(12)]
    counted = []
    for iqa in iqas:
        references.begin(assessment=iqa, by=place.inspector)
        counted.append(queries(place.inspector, path))
    assert counted[1] == counted[-1] <= 15


REPORT_ADDRESSES = ["", "?compare=assessor&year=", "?compare=quarter&year=", "?compare=unit&then=activity"]


@pytest.mark.parametrize("address", REPORT_ADDRESSES)
@pytest.mark.parametrize("name", ["fully-met", "feedback"])
def test_a_report(name, address, place, half_day, queries):
    path = reverse("reporting:report_detail", args=[name]) + address
    recorded_in_bulk(half_day, FEW)
    rebuild_tallies()
    few = queries(place.dccp, path)
    recorded_in_bulk(half_day, MANY)
    rebuild_tallies()
    assert queries(place.dccp, path) == few <= 23


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_many_people(name, place, half_day, queries):
    path = reverse("reporting:report_detail", args=[name]) + "?compare=assessor&year="
    counted = []
    for more in (2, 12):
        for _ in range(more):
            dcp = PostingFactory(role=Role.DCP, unit=place.unit).person
            recorded(assessor=dcp, prosecutor=place.prosecutor, not_met={14: []})
            recorded(assessor=dcp, prosecutor=place.prosecutor, activity="case_presentation")
        counted.append(queries(place.dccp, path))
    assert counted[0] == counted[1]


def test_a_report_of_ten_thousand(place, half_day, queries):
    path = reverse("reporting:report_detail", args=["fully-met"]) + "?compare=unit"
    recorded_in_bulk(half_day, FEW)
    rebuild_tallies()
    few = queries(place.cat, path)
    recorded_in_bulk(half_day, 10_000)
    rebuild_tallies()
    assert queries(place.cat, path) == few


@pytest.mark.parametrize(("who", "name"), [("dccp", "reporting:dashboard"), ("cat", "assessments:home")])
def test_the_dashboard(who, name, place, half_day, queries):
    """Which is home, for who has no work of their own."""
    path = reverse(name)
    recorded_in_bulk(half_day, FEW)
    rebuild_tallies()
    few = queries(getattr(place, who), path)
    recorded_in_bulk(half_day, MANY)
    rebuild_tallies()
    assert queries(getattr(place, who), path) == few <= 40


def test_saved_views(place, queries):
    few = queries(place.dcp, reverse("reporting:view_list"))
    SavedView.objects.bulk_create(SavedView(person=place.dcp, name=f"{n}", report="fully-met") for n in range(100))
    assert queries(place.dcp, reverse("reporting:view_list")) == few


@pytest.mark.parametrize("who", ["dccp", "pmu"])
def test_targets(who, place, queries):
    path, counted = f"{reverse('reporting:target_list')}?year=2017-18", []
    for area in (place.area, *(AreaFactory() for _ in range(FEW))):
        for base in ("office", "court"):
            for n in range(1, 5):
                Target.objects.create(
                    area=area, quarter=f"2017-18 Q{n}", base=base, proxy_target=n, why="Agreed", set_by=place.pmu
                )
        counted.append(queries(getattr(place, who), path))
    assert counted[0] == counted[-1] <= 15


def test_imports(place, queries):
    paths, counted = [reverse("reporting:import_list")], []
    for _ in range(12):
        found = RecordImport.objects.create(uploaded_by=place.cat, finished_at=timezone.now())
        found.files.create(name="iqas.csv", size=MANY)
        said = {"file": "iqas.csv", "column": "half", "words": "is empty"}
        ImportProblem.objects.bulk_create(
            ImportProblem(record_import=found, line=line, **said) for line in range(2, MANY)
        )
        paths[1:] = [reverse("reporting:import_detail", args=[found.pk])]
        counted.append([queries(place.cat, path) for path in paths])
    assert counted[0] == counted[-1]
    assert max(counted[0]) <= 15
