"""Who may import what of a staff list, and what an import leaves alone."""

import pytest
from django.utils import timezone

from iqa.calendar import today
from iqa.organisation.actions import staff_lists
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Role
from tests.factories import GrantFactory, PersonFactory, PostingFactory
from tests.organisation.staff_lists import DAY, PORTSMOUTH, csv, planned, problems

pytestmark = pytest.mark.django_db


def test_nobody_imports_a_change_of_their_own(place):
    own = "administrator@example.test,Ali Admin,administrator,,,2014-10-01"
    assert problems(planned(place.administrator, csv(f"{own},,,"))) == []
    for lines in (
        [f"{own},2030-01-01,,"],
        [f"{own},,,", f"Administrator@example.test,Ali Admin,dcp,{PORTSMOUTH},2017-09-01,,,"],
        ["administrator@example.test,Ali Renamed,administrator,,,2014-10-01,,,"],
    ):
        found = problems(planned(place.administrator, csv(*lines)))
        assert any("email: is your own" in problem for problem in found), found


def test_an_areas_manager_imports_what_is_in_the_area(place):
    found = planned(
        place.dccp,
        csv(
            f"a@example.test,Anna,dcp,{PORTSMOUTH},2017-09-01,,,",
            "b@example.test,Ben,dcp,South West,Bristol Crown Court,2017-09-01,,,",
            "c@example.test,Cy,cat,,,2017-09-01,,,",
            "d@example.test,Dev,dccp,Wessex,,2017-09-01,,,",
            f"dcp3@example.test,Dora Marker,dcp,{PORTSMOUTH},2017-09-01,,,",
            "dcp3@example.test,Dora Marker,dcp,South West,Bristol Crown Court,2014-10-01,,,",
            f"prosecutor@example.test,Priya New,prosecutor,{PORTSMOUTH},2014-10-01,,,",
            "cat@example.test,Cat New,cat,,,2014-10-01,,,",
        ),
        csv("South West,New,crown", "Wessex,New,crown", header="area,unit,kind"),
    )
    assert problems(found) == [
        "units.csv:2: area: is outside the place whose people you manage",
        "people.csv:3: area: is outside the place whose people you manage",
        "people.csv:4: role: is a role that an administrator gives",
        "people.csv:5: role: is a role that an administrator gives",
        "people.csv:6: email: is of somebody who works elsewhere: ask an administrator",
        "people.csv:9: name: is of somebody who works elsewhere: ask an administrator",
    ]


def test_an_import_leaves_an_administrator_who_sees_no_casework(place):
    other = PostingFactory(role=Role.ADMINISTRATOR, person__name="Otto").person
    place.administrator.postings.update(ends_on=today() + DAY)
    ending = f"{other.email},Otto,administrator,,,2014-10-01,2030-01-01,,"
    (problem,) = problems(planned(place.administrator, csv(ending)))
    assert problem.startswith("people.csv:2: to: There would be no administrator left.")
    third = "third@example.test,Third,administrator,,,2017-09-01,,,"
    assert problems(planned(place.administrator, csv(ending, third))) == []
    (problem,) = problems(planned(place.administrator, csv(f"{other.email},Otto,dcp,{PORTSMOUTH},2017-09-01,,,")))
    assert problem.startswith("people.csv:2: role: An administrator sees no casework")
    past = f"{other.email},Otto,dcp,{PORTSMOUTH},2013-09-01,2014-09-30,,"
    assert problems(planned(place.administrator, csv(past))) == []


def test_whoever_has_a_grant_is_imported_as_no_administrator(place):
    granted = GrantFactory(person=place.pmu, permission="view_comments", starts_on=today(), ends_on=today() + 9 * DAY)
    line = f"{place.pmu.email},{place.pmu.name},administrator,,,{{}},{{}},,"
    now = csv(line.format(today(), ""))
    (problem,) = problems(planned(place.administrator, now))
    assert problem.startswith("people.csv:2: role: An administrator sees no casework, and")
    after = csv(line.format(today() + 10 * DAY, ""))
    assert problems(planned(place.administrator, after)) == []
    granted.refused_at, granted.approved_by = timezone.now(), None
    granted.save()
    assert problems(planned(place.administrator, now)) == []


def test_an_administrator_who_cannot_sign_in_is_none(place):
    """What the files cannot tell is checked when it is done."""
    other = PostingFactory(role=Role.ADMINISTRATOR, person__name="Otto").person
    stopped = PostingFactory(role=Role.ADMINISTRATOR, person=PersonFactory(name="Stopped", is_active=False)).person
    place.administrator.postings.update(ends_on=today() + DAY)
    people = csv(
        f"{other.email},Otto,administrator,,,2014-10-01,2030-01-01,,",
        f"{stopped.email},Stopped,administrator,,,2014-10-01,,,",
    )
    staff_list = staff_lists.upload(units=b"", people=people, by=place.administrator)
    mark = staff_lists.mark_of(staff_lists.planned(staff_list, by=place.administrator))
    with pytest.raises(NotAllowed, match="no administrator left"):
        staff_lists.apply(staff_list=staff_list, previewed=mark, by=place.administrator)
    assert other.postings.get().ends_on is None
