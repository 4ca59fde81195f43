"""Who sees what: the queryset against the rules, for every role and every place.

The rules are written out here a second time, in the words of the scheme's table.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from assessments.actions import drafts, feedback, recording
from assessments.models import Assessment, Case, HalfDay, State
from assessments.policies import access
from iqa.organisation.models import Person
from iqa.permissions import Permission, Role
from tests.factories import GrantFactory, PersonFactory, PostingFactory, begun, draft, recorded, started
from tests.places import Organisation

# Who may see IQAs of `unit`, of `unit2` in the same Area, and of `unit3` in another.
SEES = {
    "dcp": ("unit",),
    "dcp2": ("unit2",),
    "dcp3": ("unit3",),
    "sdcp": ("unit", "unit2"),
    "dccp": ("unit", "unit2"),
    "ccp": ("unit", "unit2"),
    "apm": ("unit", "unit2"),
    "apm2": ("unit3",),
    "inspector": ("unit", "unit2"),
    "cat": ("unit", "unit2", "unit3"),
    "director": ("unit", "unit2", "unit3"),
}
SEES_NO_COMMENTS = {"apm", "apm2"}
RECORDS = {
    "dcp": ("unit",),
    "dcp2": ("unit2",),
    "dcp3": ("unit3",),
    "sdcp": ("unit", "unit2"),
    "dccp": ("unit", "unit2"),
}
ROLES = [
    "prosecutor", "prosecutor2", "prosecutor3", "dcp", "dcp2", "dcp3", "sdcp", "dccp", "ccp", "apm", "apm2",
    "businesscentre", "cat", "editor", "pmu", "director", "inspector", "administrator",
]  # fmt: skip
WORKERS = {"unit": ("prosecutor", "dcp"), "unit2": ("prosecutor2", "dcp2"), "unit3": ("prosecutor3", "dcp3")}
KINDS = ["draft", "recorded", "released", "withdrawn", "discarded"]
A_DAY_AND_A_BIT = timedelta(hours=25)


@dataclass(frozen=True)
class Everything:
    """An IQA of each kind in each unit: recorded is not yet released, withdrawn was withdrawn before it was."""

    place: Organisation
    assessments: dict[tuple[str, str], Assessment]


@pytest.fixture
def everything(place):
    made = {}
    for unit, (prosecutor, dcp) in WORKERS.items():
        who = {"prosecutor": getattr(place, prosecutor), "assessor": getattr(place, dcp), "unit": getattr(place, unit)}
        made[unit, "draft"] = draft(**who)
        made[unit, "recorded"] = recorded(action=True, **who)
        made[unit, "released"] = recorded(action=True, at=timezone.now() - A_DAY_AND_A_BIT, **who)
        made[unit, "withdrawn"] = recorded(action=True, **who)
        recording.withdraw(assessment=made[unit, "withdrawn"], reason="Wrong case", by=who["assessor"])
        made[unit, "discarded"] = begun(**who)
        drafts.discard(assessment=made[unit, "discarded"], by=who["assessor"])
    return Everything(place, {key: Assessment.objects.with_facts().get(pk=one.pk) for key, one in made.items()})


def names_of(everything, assessments):
    names = {assessment.pk: name for name, assessment in everything.assessments.items()}
    return {names[assessment.pk] for assessment in assessments}


def should_see(role):
    own = {unit for unit, (prosecutor, _) in WORKERS.items() if prosecutor == role}
    return {(unit, kind) for unit in SEES.get(role, ()) for kind in KINDS} | {(unit, "released") for unit in own}


def test_the_rules_name_everyone(place):
    assert set(ROLES) == set(place.people)


# One test walks all roles: making everything anew for each would take minutes.


def test_a_role_sees_the_iqas_of_its_place_and_no_others(everything):
    for role, person in everything.place.people.items():
        assert names_of(everything, Assessment.objects.visible_to(person)) == should_see(role), role


def test_a_role_sees_the_half_days_and_cases_of_its_place_and_none_of_its_own_work(everything):
    for role, person in everything.place.people.items():
        seen = [everything.assessments[name] for name in should_see(role)]
        in_place = [assessment for assessment in seen if assessment.half_day.prosecutor != person]
        assert set(Case.objects.visible_to(person)) == {assessment.case for assessment in in_place}, role
        assert set(HalfDay.objects.visible_to(person)) == {assessment.half_day for assessment in in_place}, role


def test_what_a_role_may_do_with_the_iqas_it_sees(everything):
    seen = [(someone, *name) for someone in ROLES for name in sorted(should_see(someone))]
    for role, unit, kind in seen:
        person, assessment = everything.place.people[role], everything.assessments[unit, kind]
        own, edits = assessment.half_day.prosecutor == person, assessment.half_day.assessor == person
        assert access.may_change(person, assessment) == (unit in RECORDS.get(role, ())), role
        answers = kind not in ("draft", "discarded") or edits
        comments = answers and (own or role not in SEES_NO_COMMENTS)
        assert access.may_see_comments(person, assessment) == comments, role
        assert access.may_edit_draft(person, assessment) == edits, role
        assert access.may_see_answers(person, assessment) == answers, role


def test_whoever_records_in_a_unit_starts_there_and_adds_to_their_own_half_days(everything):
    for role, unit in product(ROLES, WORKERS):
        person, half_day = everything.place.people[role], everything.assessments[unit, "draft"].half_day
        assert refusal(access.check_may_record_in, person, half_day.unit) == start_refused(role, unit), (role, unit)
        assert access.may_add_to(person, half_day) == (half_day.assessor == person)
        add_refused = None if half_day.assessor == person else not_seen(role, unit)
        assert refusal(access.check_may_add_to, person, half_day) == add_refused, (role, unit)


def refusal(check, *args):
    """The class of what a check raises."""
    try:
        check(*args)
    except (PermissionDenied, Http404) as error:
        return type(error)
    return None


def start_refused(role, unit):
    return None if unit in RECORDS.get(role, ()) else not_seen(role, unit)


def not_seen(role, unit):
    """Forbidden in one's place, not to be found outside it."""
    in_place = unit in SEES.get(role, ()) or (role == "businesscentre" and unit != "unit3") or _is_national(role)
    return PermissionDenied if in_place else Http404


def _is_national(role):
    return role in ("cat", "pmu", "director", "editor", "administrator")


def test_a_check_says_what_its_yes_or_no_twin_says(everything):
    place, assessment = everything.place, everything.assessments["unit", "draft"]
    access.check_may_change(place.sdcp, assessment)
    access.check_may_edit_draft(place.dcp, assessment)
    for check, person in [(access.check_may_change, place.ccp), (access.check_may_edit_draft, place.sdcp)]:
        with pytest.raises(PermissionDenied):
            check(person, assessment)


# Own work


@pytest.fixture
def both(place):
    """A DCP of the unit who prosecutes there too."""
    person = PersonFactory(name="Bo Both")
    PostingFactory(person=person, role=Role.DCP, unit=place.unit)
    PostingFactory(person=person, role=Role.PROSECUTOR, unit=place.unit)
    return person


def test_a_manager_has_only_a_prosecutors_rights_over_their_own_work(place, both):
    own = recorded(prosecutor=both, assessor=place.sdcp, unit=place.unit, action=True)
    theirs = recorded(prosecutor=place.prosecutor, assessor=place.sdcp, unit=place.unit, action=True)
    assert list(Assessment.objects.visible_to(both)) == [theirs]
    assert list(HalfDay.objects.visible_to(both)) == [theirs.half_day]
    assert list(Case.objects.visible_to(both)) == [theirs.case]
    with time_machine.travel(timezone.now() + A_DAY_AND_A_BIT):
        assert set(Assessment.objects.visible_to(both)) == {own, theirs}
        assert access.may_see_comments(both, own)
        assert not access.may_change(both, own)
        assert not access.may_edit_draft(both, own)
        with pytest.raises(PermissionDenied):
            recording.withdraw(assessment=own, reason="I do not like it", by=both)


def test_nobody_adds_to_a_half_day_of_their_own_work(place, both):
    own = begun(prosecutor=both, assessor=place.sdcp, unit=place.unit)
    with pytest.raises(Http404):
        access.check_may_add_to(both, own.half_day)


# Release


def test_an_iqa_is_released_when_the_hours_are_over(place):
    assessment = recorded(prosecutor=place.prosecutor, action=True)
    with time_machine.travel(assessment.readable_from - timedelta(seconds=1)):
        assert not Assessment.objects.visible_to(place.prosecutor).exists()
    with time_machine.travel(assessment.readable_from):
        assert Assessment.objects.visible_to(place.prosecutor).get() == assessment
        assert not Assessment.objects.visible_to(place.prosecutor2).exists()


def test_feedback_releases_an_iqa_before_the_hours_are_over(place):
    assessment = recorded(prosecutor=place.prosecutor, assessor=place.dcp, not_met={14: []})
    told = feedback.FeedbackData(given_on=timezone.localdate(), mode="meeting", kind="both")
    feedback.record_feedback(assessments=[assessment], feedback=told, by=place.dcp)
    assert Assessment.objects.visible_to(place.prosecutor).get().state == State.CLOSED


def test_one_withdrawn_before_its_release_is_never_seen(place):
    assessment = recorded(prosecutor=place.prosecutor, assessor=place.dcp, action=True)
    recording.withdraw(assessment=assessment, reason="Wrong case", by=place.dcp)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert not Assessment.objects.visible_to(place.prosecutor).exists()


def test_one_withdrawn_after_its_release_is_still_found(place):
    assessment = recorded(prosecutor=place.prosecutor, assessor=place.dcp, action=True)
    with time_machine.travel(timezone.now() + A_DAY_AND_A_BIT):
        recording.withdraw(assessment=assessment, reason="Wrong case", by=place.dcp)
        assert Assessment.objects.visible_to(place.prosecutor).get().state == State.WITHDRAWN


# People who move, inspectors, grants


def again(person):
    return Person.objects.get(pk=person.pk)


def test_what_an_assessor_who_has_moved_left_unfinished_others_of_the_unit_finish(place):
    colleague = PostingFactory(role=Role.DCP, unit=place.unit).person
    assessment = draft(assessor=place.dcp, prosecutor=place.prosecutor)
    assert not access.may_edit_draft(colleague, assessment)
    place.dcp.postings.update(ends_on=timezone.localdate() - timedelta(days=1))
    assessment = Assessment.objects.with_facts().get(pk=assessment.pk)
    assert access.may_edit_draft(again(colleague), assessment)
    assert access.may_see_answers(again(colleague), assessment)
    assert not access.may_edit_draft(again(place.dcp), assessment)
    assert not access.may_edit_draft(again(place.dcp2), assessment)
    assert not Assessment.objects.visible_to(again(place.dcp)).exists()
    done = recording.record(assessment=assessment, by=colleague)
    assert (done.recorded_by, done.half_day.assessor) == (colleague, place.dcp)


def test_an_inspector_sees_given_areas_between_given_dates(place):
    assessment = recorded(prosecutor=place.prosecutor, action=True)
    recorded(prosecutor=place.prosecutor3, action=True)
    assert list(Assessment.objects.visible_to(place.inspector)) == [assessment]
    place.inspector.postings.update(ends_on=timezone.localdate())
    assert list(Assessment.objects.visible_to(again(place.inspector))) == [assessment]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert not Assessment.objects.visible_to(again(place.inspector)).exists()


def test_a_grant_opens_what_it_says_where_it_says(place):
    assessment = recorded(prosecutor=place.prosecutor, assessor=place.dcp, action=True)
    GrantFactory(person=place.pmu, permission=Permission.VIEW_IQAS, unit=place.unit)
    GrantFactory(person=place.dcp3, permission=Permission.VIEW_IQAS, unit=place.unit2)
    pmu = again(place.pmu)
    assert list(Assessment.objects.visible_to(pmu)) == [assessment]
    assert not access.may_see_comments(pmu, assessment)
    assert not access.may_change(pmu, assessment)
    assert not Assessment.objects.visible_to(again(place.dcp3)).exists()
    GrantFactory(person=place.apm, permission=Permission.VIEW_COMMENTS, area=place.area)
    assert access.may_see_comments(again(place.apm), assessment)


def test_a_granted_iqa_of_ones_own_is_not_released_by_the_grant(place):
    recorded(prosecutor=place.prosecutor, assessor=place.dcp, action=True)
    GrantFactory(person=place.prosecutor, permission=Permission.VIEW_IQAS)
    assert not Assessment.objects.visible_to(again(place.prosecutor)).exists()


def test_todays_postings_open_all_years_of_their_place(place):
    old = recorded(
        prosecutor=place.prosecutor,
        assessor=place.dcp,
        action=True,
        assessed_on=date(2015, 3, 2),
        late_reason="Typed in",
    )
    newcomer = PostingFactory(role=Role.DCP, unit=place.unit, starts_on=timezone.localdate()).person
    assert list(Assessment.objects.visible_to(newcomer)) == [old]


def test_of_what_is_hidden_neither_answers_nor_comments_are_anyones(place):
    recorded(half_day=started(assessor=place.dcp, prosecutor=place.prosecutor))
    assessment = Assessment.objects.visible_to(place.dcp).get()
    assert access.may_see_answers(place.dcp, assessment)
    assessment.is_hidden = True
    assert not access.may_see_answers(place.dcp, assessment)
    assert not access.may_see_comments(place.dcp, assessment)
