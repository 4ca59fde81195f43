"""To whom a draft falls, and what is found by a name: the querysets against the rules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions import drafts
from assessments.models import Assessment
from assessments.policies.access import may_edit_draft
from iqa.audit.actions import log_read
from iqa.organisation.models import Person
from iqa.permissions import Permission, Role
from tests.factories import CaseFactory, GrantFactory, PersonFactory, PostingFactory, begun, draft, recorded

pytestmark = pytest.mark.django_db


def yesterday():
    return timezone.localdate() - timedelta(days=1)


@pytest.fixture
def everyones(place):
    """Drafts of assessors who stay, who moved, who lost one posting of two, who hold a grant; and of one's own work."""
    both = PostingFactory(role=Role.DCP, unit=place.unit).person
    PostingFactory(role=Role.PROSECUTOR, unit=place.unit, person=both)
    moved = PostingFactory(role=Role.DCP, unit=place.unit).person
    moved_up = PostingFactory(role=Role.DCP, unit=place.unit).person
    granted = PostingFactory(role=Role.DCP, unit=place.unit).person
    for assessor in (place.dcp, moved, moved_up, granted):
        draft(assessor=assessor, prosecutor=place.prosecutor, unit=place.unit)
    draft(assessor=moved, prosecutor=both, unit=place.unit)
    draft(assessor=place.dcp2, prosecutor=place.prosecutor2)
    draft(assessor=place.dccp, prosecutor=place.prosecutor2)
    draft(assessor=place.dcp3, prosecutor=place.prosecutor3)
    for person in (moved, moved_up, granted):
        person.postings.update(ends_on=yesterday())
    PostingFactory(role=Role.DCP, unit=place.unit2, person=moved)
    PostingFactory(role=Role.DCCP, area=place.area, person=moved_up)
    GrantFactory(permission=Permission.RECORD_IQAS, unit=place.unit, person=granted)
    GrantFactory(permission=Permission.RECORD_IQAS, person=place.cat)
    return [*place.people.values(), both, moved, moved_up, granted]


def test_a_draft_falls_to_whoever_may_edit_it(everyones):
    fell = 0
    for person in Person.objects.filter(pk__in=[person.pk for person in everyones]):
        assessments = Assessment.objects.with_facts()
        may = {assessment for assessment in assessments if may_edit_draft(person, assessment)}
        assert set(Assessment.objects.falling_to(person)) == may, person
        fell += len(may)
    assert fell > 8


@pytest.mark.parametrize("typed", ["01AB0000118", "01ab0000118", " 01 AB 00001 18 ", "01AB", "01AB/00001/18"])
def test_an_iqa_is_found_by_its_urn_however_it_is_typed(scheme, typed):
    assessment = draft(case=CaseFactory(urn="01AB0000118"))
    draft(case=CaseFactory(urn="52ZZ0000218"))
    assert list(Assessment.objects.named(typed)) == [assessment]


def test_an_iqa_is_found_by_its_number(scheme):
    assessment, _ = draft(), draft()
    for typed in (str(assessment.pk), f"IQA {assessment.pk}", f" iqa{assessment.pk}"):
        assert list(Assessment.objects.named(typed)) == [assessment]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "IQA", "99AB", "9" * 30, "9" * 5000, "१२", "'; --"])
def test_what_can_be_no_name_finds_nothing(scheme, typed):
    draft()
    assert not Assessment.objects.named(typed).exists()


def test_what_one_looked_at_last_comes_first(place):
    first, second, third = (recorded(assessor=place.dcp, prosecutor=place.prosecutor) for _ in range(3))
    for assessment in (third, first, second, first):
        log_read(subject=assessment, by=place.dcp)
    log_read(subject=third, by=place.sdcp)
    log_read(subject=first.case, by=place.dcp)
    visible = Assessment.objects.visible_to(place.dcp)
    assert visible.recently_read_by(place.dcp, count=2) == [first, second]
    assert visible.recently_read_by(place.dcp, count=9) == [first, second, third]
    assert visible.filter(pk=third.pk).recently_read_by(place.dcp, count=9) == [third]
    assert visible.recently_read_by(PersonFactory(), count=9) == []


def test_one_row_or_another_by_what_it_is(place):
    half = {"assessor": place.dcp, "prosecutor": place.prosecutor}
    late = recorded(**half, assessed_on=yesterday() - timedelta(days=1))
    not_met, theirs = recorded(**half, not_met={14: []}), recorded(**half, not_met_other={14: "police"})
    unmarked, put_away = begun(**half), begun(**half)
    drafts.discard(assessment=put_away, by=place.dcp)
    elsewhere = recorded(assessor=place.dcp3, prosecutor=place.prosecutor3, not_applicable=[9])
    found = Assessment.objects
    assert list(found.recorded_late()) == [late]
    assert set(found.all_fully_met()) == {late, elsewhere}
    assert set(found.once_recorded()) == {late, not_met, theirs, elsewhere}
    assert set(found.without_feedback()) == {late, not_met, theirs, elsewhere}
    assert set(found.on_work_of(place.prosecutor3)) == {elsewhere}
    assert set(found.assessed_between(yesterday() - timedelta(days=9), yesterday())) == {late}
    assert list(found.of_half_day(late.half_day)) == [late]
    assert list(found.of_case(late.case)) == [late]
    assert not found.using_up(put_away.case).exists()
    assert list(found.using_up(unmarked.case)) == [unmarked]
