"""A staff list: what the files say, what would change, and that just that is done."""

import io
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from iqa.audit.models import Event
from iqa.calendar import today
from iqa.organisation.actions import staff_lists
from iqa.organisation.imports.lines import read_people, read_units
from iqa.organisation.imports.reading import Unreadable, read_rows
from iqa.organisation.models import Person, Posting, StaffList, Unit
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Role
from tests.factories import GrantFactory, PersonFactory, PostingFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEADER = "email,name,role,area,unit,from,to,advocate,full_time_equivalent"
PORTSMOUTH = "Wessex,Portsmouth magistrates' courts"


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def csv(*lines, header=HEADER):
    return "\n".join([header, *lines, ""]).encode()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def uploaded(client, people=b"", units=b""):
    files = {"people": people, "units": units}
    given = {name: SimpleUploadedFile(f"{name}.csv", content) for name, content in files.items() if content}
    return client.post(url("staff_list_import"), given, follow=True)


def text(response):
    return response.content.decode()


def planned(by, people=b"", units=b""):
    return staff_lists.planned(StaffList(people=people, units=units, uploaded_by=by), by=by)


def said(found):
    return [change.words for change in found.changes]


def problems(found):
    return [str(problem) for problem in found.problems]


def everything():
    people = Person.objects.order_by("pk").values("email", "name", "is_active")  # but not when they signed in
    return [list(people), *(list(model.objects.order_by("pk").values()) for model in (Posting, Unit))]


# The whole way


def test_a_staff_list_is_shown_then_done_and_done_again_changes_nothing(place):
    admin = signed_in(place.administrator)
    units = csv("Wessex,Salisbury,ccu", "Wessex,Portsmouth magistrates' courts,crown", header="area,unit,kind")
    people = csv(
        "NEW@example.test,Nell New,prosecutor,Wessex,Salisbury,2017-09-01,,yes,0.6",
        "new@example.test,Nell New,dcp,Wessex,Salisbury,2018-09-01,2019-01-31,,",
        f"DCP@example.test,Dana Renamed,dcp,{PORTSMOUTH},2014-10-01,2030-01-31,,0.5",
        "dccp2@example.test,Dee Deputy,dccp,South West,,2017-09-01,,no,1",
        "admin2@example.test,Ann Admin,administrator,,,2017-09-01,,,",
    )
    before = everything()
    shown = uploaded(admin, people, units)
    assert everything() == before
    for words in (
        "Check what the staff list changes",
        "11 changes",
        "Open the unit Salisbury, Wessex (Complex Casework Unit)",
        "Change the kind of Portsmouth magistrates&#x27; courts, Wessex, from Magistrates&#x27; courts to Crown Court",
        "Add Nell New (new@example.test)",
        "Prosecutor, Salisbury, Wessex, from 1 September 2017, advocate, 0.60 of full time",
        "Change the name of Dana Marker (dcp@example.test) to Dana Renamed",
        "last day from none to 31 January 2030; full-time equivalent from 1.00 to 0.50",
        "Administrator, national, from 1 September 2017",
    ):
        assert words in text(shown), words
    address = shown.redirect_chain[-1][0]
    mark = shown.context["form"]["previewed"].value()
    done = admin.post(address, {"previewed": mark}, follow=True)
    assert "11 changes made." in text(done)
    new = Person.objects.get(email="new@example.test")
    assert not new.has_usable_password()
    posting = new.postings.get(role=Role.PROSECUTOR)
    assert (posting.unit.name, posting.is_advocate, posting.full_time_equivalent) == ("Salisbury", True, Decimal("0.6"))
    assert place.dcp.postings.get().ends_on == date(2030, 1, 31)
    assert set(Event.objects.of(new).values_list("verb", flat=True)) == {"added", "posted"}
    assert Event.objects.of(place.dcp).filter(by=place.administrator).count() == 2
    assert Event.objects.of(Unit.objects.get(name="Salisbury")).get().verb == "opened"
    assert "applied already" in text(admin.post(address, {"previewed": mark}, follow=True))
    staff_list = StaffList.objects.get()
    assert bytes(staff_list.people) == b""
    assert str(staff_list).startswith("Staff list of Ali Admin at ")
    with pytest.raises(NotAllowed, match="applied already"):
        staff_lists.apply(staff_list=staff_list, previewed=mark, by=place.administrator)

    after = everything()
    assert "There is nothing to change" in text(uploaded(admin, people, units))
    assert everything() == after


def test_only_what_was_shown_is_done(place):
    admin = signed_in(place.administrator)
    shown = uploaded(admin, csv(f"new@example.test,Nell New,dcp,{PORTSMOUTH},2017-09-01,,,"))
    address, mark = shown.redirect_chain[-1][0], shown.context["form"]["previewed"].value()
    PersonFactory(email="new@example.test", name="Somebody Else")
    again = admin.post(address, {"previewed": mark})
    assert "is not what was shown" in text(again)
    assert "Change the name of Somebody Else" in text(again)
    assert admin.post(address, {"previewed": "made up"}).status_code == 200
    assert not Posting.objects.filter(person__email="new@example.test").exists()
    mark = again.context["form"]["previewed"].value()
    assert admin.post(address, {"previewed": mark}).status_code == 302
    assert Person.objects.get(email="new@example.test").name == "Nell New"


def test_a_staff_list_is_its_uploaders(place):
    shown = uploaded(signed_in(place.administrator), csv(f"new@example.test,N,dcp,{PORTSMOUTH},2017-09-01,,,"))
    address = shown.redirect_chain[-1][0]
    other = PostingFactory(role=Role.ADMINISTRATOR).person
    assert signed_in(other).get(address).status_code == 404
    assert signed_in(place.dcp).get(address).status_code == 403
    assert signed_in(place.administrator).get(url("staff_list_preview", uuid.uuid4())).status_code == 404
    uploaded(signed_in(place.administrator), csv(f"new2@example.test,N,dcp,{PORTSMOUTH},2017-09-01,,,"))
    assert signed_in(place.administrator).get(address).status_code == 404
    assert StaffList.objects.count() == 1


def test_a_list_with_a_problem_is_not_applied(place):
    admin = signed_in(place.administrator)
    shown = uploaded(admin, csv(f"new@example.test,N,dcp,{PORTSMOUTH},2017-09-01,,,", "x,X,dcp,,,,,,"))
    assert "to put right first" in text(shown)
    assert "people.csv:3: email: “x” is not an email address" in text(shown)
    assert "Make these changes" not in text(shown)
    mark = staff_lists.mark_of(shown.context["plan"])
    before = everything()
    assert "is not what was shown" in text(admin.post(shown.redirect_chain[-1][0], {"previewed": mark}))
    assert everything() == before


# Files that are not what they say they are


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("email,name,role,from\ndcp@example.test,Zoë,dcp,2017-09-01\n".encode("latin-1"), "is not in UTF-8"),
        ("email,name,role,from\n".encode("utf-16"), "is not in UTF-8"),
        (csv("a@example.test,N,cat,,,2017-09-01,,,") + b"\xff", "is not in UTF-8"),
        (csv('a@example.test,"Never closed,cat,,,2017-09-01,,,'), "people.csv:2: quotes open on this line"),
        (csv('a@example.test,"N"x,cat,,,2017-09-01,,,'), "people.csv:2: text follows the quotes"),
        (csv('a@example.test,"' + "N" * 200_000), "people.csv:2: quotes open on this line"),
        (b"name,email\n", "people.csv:1: lacks the columns role, from"),
        (b"email,name,from\n", "people.csv:1: lacks the column role"),
        (b"\n", "people.csv:1: lacks the columns email, name, role, from"),
        (b"email,name,role,from,name\n", "has the column name twice"),
        (b"PK\x03\x04\x00\x00", "lacks the columns"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_refused_whole(place, content, words):
    before = everything()
    page = uploaded(signed_in(place.administrator), content)
    assert words in text(page)
    assert "Error:" in text(page)
    assert everything() == before
    assert not StaffList.objects.exists()


def test_files_of_no_use(place, settings):
    admin = signed_in(place.administrator)
    assert "Select a file of people, of units, or both" in text(admin.post(url("staff_list_import")))
    empty = SimpleUploadedFile("people.csv", b"")
    assert "The selected file is empty" in text(admin.post(url("staff_list_import"), {"people": empty}))
    large = SimpleUploadedFile("people.csv", b"x" * (5 * 1024 * 1024 + 1))
    assert "must be smaller than 5MB" in text(admin.post(url("staff_list_import"), {"people": large}))
    assert "units.csv:1: lacks" in text(uploaded(admin, units=b"unit\n"))


def test_a_spreadsheets_mark_lines_and_quotes_are_read():
    content = '\ufeffarea,unit,kind\r\n\r\n"Wessex","The ""Old""\r\nCourt",crown\r\nWessex,Other,crown\r\n'.encode()
    rows = list(read_rows("units.csv", io.BytesIO(content), required=["area"]))
    assert [(row.line, row.values["unit"]) for row in rows] == [(3, 'The "Old"\r\nCourt'), (5, "Other")]
    unprintable, other = read_units(io.BytesIO(content), areas=["Wessex"])
    assert [str(problem) for problem in unprintable.problems] == [
        "units.csv:3: unit: must not include characters that cannot be printed"
    ]
    assert other.key == ("Wessex", "Other")


def test_lines_are_read_as_they_are_asked_for():
    lines = read_people(io.BytesIO(csv("a@example.test,N,cat,,,2017-09-01,,,", 'b@example.test,"Never')), areas=[])
    assert next(lines).email == "a@example.test"
    with pytest.raises(Unreadable):
        next(lines)


# Lines


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("=cmd|'/c calc'!A1,N,cat,,,2017-09-01,,,", "email: “=cmd|'/c calc'!A1” is not an email address"),
        ("a@example.test,=cmd|' /C calc'!A0,cat,,,2017-09-01,,,", "name: must not begin with =, +, - or @"),
        ("a@example.test,@SUM(1),cat,,,2017-09-01,,,", "name: must not begin with"),
        ("a@example.test,-2+3,cat,,,2017-09-01,,,", "name: must not begin with"),
        ("a@example.test,123,cat,,,2017-09-01,,,", "name: must have letters in it"),
        ("a@example.test,,cat,,,2017-09-01,,,", "name: is empty"),
        (f"a@example.test,{'N' * 151},cat,,,2017-09-01,,,", "name: must be 150 characters or fewer"),
        ("a@example.test,N\x00N,cat,,,2017-09-01,,,", "name: must not include characters"),
        (",N,cat,,,2017-09-01,,,", "email: is empty"),
        ("\u212aate@example.test,N,cat,,,2017-09-01,,,", "email: “\u212aate@example.test” is not an email address"),
        ("a@example.test,N,,,,2017-09-01,,,", "role: is empty"),
        ("a@example.test,N,DCP,,,2017-09-01,,,", "role: “DCP” is none of prosecutor, dcp"),
        ("a@example.test,N,cat,,,01/09/2017,,,", "from: “01/09/2017” is not a date like 2017-09-30"),
        ("a@example.test,N,cat,,,2017-02-30,,,", "from: “2017-02-30” is not a real date"),
        ("a@example.test,N,cat,,,,,,", "from: is empty"),
        ("a@example.test,N,cat,,,0001-01-01,,,", "from: must be between 1950 and 2099"),
        ("a@example.test,N,cat,,,2017-09-01,2017-08-31,,", "to: is before the posting begins"),
        ("a@example.test,N,cat,,,2017-09-01,9999-12-31,,", "to: must be between 1950 and 2099"),
        ("a@example.test,N,cat,,,2017-09-01,,maybe,", "advocate: “maybe” is neither yes nor no"),
        ("a@example.test,N,cat,,,2017-09-01,,,1.2", "full_time_equivalent: “1.2” must be more than 0"),
        ("a@example.test,N,cat,,,2017-09-01,,,0.0", "full_time_equivalent: “0.0” must be more than 0"),
        ("a@example.test,N,cat,Wessex,,2017-09-01,,,", "area: must be empty: a posting as Compliance"),
        ("a@example.test,N,dccp,,,2017-09-01,,,", "area: is empty"),
        (f"a@example.test,N,dccp,{PORTSMOUTH},2017-09-01,,,", "unit: must be empty: a posting as Deputy"),
        ("a@example.test,N,dcp,Wessex,,2017-09-01,,,", "unit: is empty: a posting as District"),
        ("a@example.test,N,dccp,Wonderland,,2017-09-01,,,", "area: is not one of the Areas"),
        ("a@example.test,N,dcp,Narnia,,2017-09-01,,,", "area: is not one of the Areas"),
        ("a@example.test,N,dcp,South West,Portsmouth magistrates' courts,2017-09-01,,,", "unit: is not a unit of"),
        ("a@example.test,N,cat,,,2017-09-01", "to: has 6 values where the header has 9 columns"),
        ("a@example.test,N,cat,,,2017-09-01,,,,,", "full_time_equivalent: is followed by 2 more"),
        (f"a@example.test,N,cat,,,2017-09-01,{'x' * 100_001},,", "to: must be 100,000 characters or fewer"),
    ],
    ids=range(31),
)
def test_a_bad_line_says_where_and_leaves_its_person_out(place, line, problem):
    good = f"b@example.test,Good Person,dcp,{PORTSMOUTH},2017-09-01,,,"
    found = planned(place.administrator, csv(good, line))
    assert problems(found)[0].startswith(f"people.csv:3: {problem}")
    assert [words for words in said(found) if "a@example.test" in words] == []
    assert len(found.changes) == 2


def test_one_address_in_two_cases_has_one_name_and_overlaps_nothing(place):
    found = planned(
        place.administrator,
        csv(
            f"A@example.test,Anna One,dcp,{PORTSMOUTH},2017-09-01,2018-08-31,,",
            f"a@Example.test,Anna Two,dcp,{PORTSMOUTH},2018-09-01,,,",
            f"b@example.test,Ben,dcp,{PORTSMOUTH},2017-09-01,2018-09-01,,",
            f"B@example.test,Ben,dcp,{PORTSMOUTH},2018-09-01,,,",
            f"c@example.test,Cy,dcp,{PORTSMOUTH},2017-09-01,,,",
            f"C@example.test,Cy,dcp,{PORTSMOUTH},2017-09-01,,,",
            f"dcp@example.test,Dana Marker,dcp,{PORTSMOUTH},2017-09-01,,,",
            f"e@example.test,Eve,dcp,{PORTSMOUTH},2017-09-01,2018-08-31,,",
            f"e@example.test,Eve,dcp,{PORTSMOUTH},2018-09-01,,,",
        ),
    )
    assert problems(found) == [
        "people.csv:3: name: differs from line 2, which has the same email address",
        "people.csv:5: from: overlaps with the same posting from 2017-09-01",
        "people.csv:7: email: has this posting already, on line 6",
        "people.csv:8: from: overlaps with the same posting from 2014-10-01",
    ]
    assert said(found)[0] == "Add Eve (e@example.test)"
    assert len(found.changes) == 3


def test_units_that_cannot_be(place):
    place.unit2.opened_on, place.unit2.closed_on = date(2016, 1, 1), date(2018, 1, 1)
    place.unit2.save()
    units = csv(
        "Wonderland,,crown",
        "Wessex,Salisbury,crown",
        "Wessex,Salisbury,ccu",
        "Wessex,Bad,nonsense",
        "Wessex,=Bad,crown",
        header="area,unit,kind",
    )
    people = csv(
        "a@example.test,N,dcp,Wessex,Bad,2017-09-01,,,",
        "b@example.test,N,dcp,Wessex,Winchester Crown Court,2015-09-01,2017-01-01,,",
        "c@example.test,N,dcp,Wessex,Winchester Crown Court,2017-09-01,,,",
    )
    assert problems(planned(place.administrator, people, units)) == [
        "units.csv:2: area: is not one of the Areas",
        "units.csv:2: unit: is empty",
        "units.csv:4: unit: is in the file twice",
        "units.csv:5: kind: “nonsense” is none of magistrates, crown, rasso, ccu, central, cps_direct",
        "units.csv:6: unit: must not begin with =, +, - or @: a spreadsheet would take it for a formula",
        "people.csv:2: unit: is not a unit of Wessex",
        "people.csv:3: from: is before the unit opened, on 2016-01-01",
        "people.csv:4: to: must be 2018-01-01 or earlier, when the unit closed",
    ]


def test_what_a_file_has_no_column_for_stays_and_an_emptied_cell_empties(place):
    posting = place.dcp.postings.get()
    posting.ends_on, posting.is_advocate, posting.full_time_equivalent = date(2030, 1, 1), True, Decimal("0.4")
    posting.save()
    line = f"dcp@example.test,Dana Marker,dcp,{PORTSMOUTH},2014-10-01"
    assert said(planned(place.administrator, csv(line, header="email,name,role,area,unit,from"))) == []
    (change,) = said(planned(place.administrator, csv(f"{line},,no,0.4")))
    assert change.endswith("last day from 1 January 2030 to none; no longer an advocate")
    (change,) = said(planned(place.administrator, csv(f"{line},2030-01-01,yes,1")))
    assert change.endswith("full-time equivalent from 0.40 to 1.00")
    (change,) = said(planned(place.administrator, csv(f"{line},2030-01-01,,")))
    assert change.endswith(": no longer an advocate; full-time equivalent from 0.40 to 1.00")


# Who may


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


def test_a_long_list_is_shown_page_by_page(place, django_assert_max_num_queries):
    lines = [f"p{n}@example.test,Person {n} Of Many,prosecutor,{PORTSMOUTH},2017-09-01,,," for n in range(300)]
    admin = signed_in(place.administrator)
    shown = uploaded(admin, csv(*lines))
    assert "page 1 of 6" in text(shown)
    address = shown.redirect_chain[-1][0]
    with django_assert_max_num_queries(20):
        last = admin.get(address, {"page": 6})
    assert 'start="501"' in text(last)
    bad = [line.replace("2017", "x017") for line in lines]
    assert "These are the first 200." in text(uploaded(admin, csv(*bad)))
