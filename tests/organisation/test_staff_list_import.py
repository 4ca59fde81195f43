"""Importing a staff list, through its pages: what is shown is done, and no more."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from iqa.audit.models import Event
from iqa.organisation.actions import staff_lists
from iqa.organisation.models import Person, Posting, StaffList, Unit
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Role
from tests.factories import PersonFactory, PostingFactory
from tests.organisation.staff_lists import PORTSMOUTH, csv, everything, signed_in, text, uploaded, url

pytestmark = pytest.mark.django_db


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
