"""Reference markings of IQAs: an inspector's own, compared with the assessor's."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.actions import recording
from assessments.actions.markings import Incomplete
from assessments.models import Assessment
from assessments.policies.lifecycle import NotAllowed
from dipsamples.actions import references
from dipsamples.models import SecondMarking
from dipsamples.querysets.reference import references_visible_to
from iqa.audit.actions import log_read
from iqa.permissions import Permission, Role
from tests.another_set import load_another
from tests.factories import GrantFactory, PostingFactory, answers_to, draft, recorded


@pytest.fixture
def iqa(place) -> Assessment:
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, comments={14: "Said by Dana"})


def made(iqa: Assessment, by, *, finish: bool = True, **marks) -> SecondMarking:
    second = references.begin(assessment=iqa, by=by)
    references.save(second=second, answers=answers_to(iqa, **marks), version=0, by=by)
    if finish:
        references.finish(second=second, by=by)
    return SecondMarking.objects.get(pk=second.pk)


@pytest.fixture
def read(client):
    def read(person, address: str) -> str:
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == 200, response.status_code
        return unescape(response.content.decode())

    return read


def page(name: str, *args: int) -> str:
    return reverse(f"dipsamples:{name}", args=args)


# Who may, and how blind


def test_it_is_blind_where_the_read_log_shows_no_earlier_look(place, iqa):
    second = made(iqa, place.inspector)
    assert (second.kind, second.blind, second.compared_with) == ("reference", True, iqa.marking)


def test_after_a_look_it_is_not_blind(place, iqa):
    log_read(subject=iqa, by=place.inspector)
    assert not made(iqa, place.inspector).blind


@pytest.mark.parametrize("who", ["dcp", "sdcp", "dccp", "cat", "ccp"])
def test_only_who_marks_for_reference_there_does(who, place, iqa):
    with pytest.raises(PermissionDenied):
        references.begin(assessment=iqa, by=getattr(place, who))


@pytest.mark.parametrize("who", ["dcp", "prosecutor"])
def test_nobody_refers_their_own_iqa_or_their_own_work(who, place, iqa):
    GrantFactory(person=getattr(place, who), permission=Permission.MARK_FOR_REFERENCE, unit=place.unit)
    with pytest.raises(PermissionDenied):
        references.begin(assessment=iqa, by=getattr(place, who))


def test_begun_again_it_is_the_same_and_once_finished_it_is_locked(place, iqa):
    second = made(iqa, place.inspector, finish=False)
    assert references.begin(assessment=iqa, by=place.inspector) == second
    references.finish(second=second, by=place.inspector)
    with pytest.raises(NotAllowed, match="can no longer be changed"):
        references.save(second=second, answers=answers_to(iqa, not_met={9: []}), version=1, by=place.inspector)


def test_who_may_no_longer_does_not_go_on(place, iqa):
    second = made(iqa, place.inspector, finish=False)
    place.inspector.postings.update(area=place.area2)
    inspector = type(place.inspector).objects.get(pk=place.inspector.pk)
    for act in (
        lambda: references.save(second=second, answers={}, version=1, by=inspector),
        lambda: references.finish(second=second, by=inspector),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_is_not_answered_is_not_finished(place, iqa):
    second = references.begin(assessment=iqa, by=place.inspector)
    with pytest.raises(Incomplete):
        references.finish(second=second, by=place.inspector)


# Who sees it


def test_once_finished_it_is_seen_by_those_who_see_comments_there(place, iqa):
    def seeing() -> set[str]:
        return {name for name, person in place.people.items() if references_visible_to(person).exists()}

    second = made(iqa, place.inspector, finish=False)
    assert seeing() == {"inspector"}
    references.finish(second=second, by=place.inspector)
    assert seeing() == {"inspector", "dcp", "sdcp", "dccp", "ccp", "cat", "director"}


def test_the_prosecutor_never_sees_it_whatever_else_they_are(place, iqa):
    made(iqa, place.inspector)
    PostingFactory(person=place.prosecutor, role=Role.DCCP, area=place.area)
    assert not references_visible_to(place.prosecutor).exists()


def test_who_marks_the_iqa_blind_themselves_does_not_see_it(place, iqa):
    made(iqa, place.inspector)
    other = PostingFactory(role=Role.INSPECTOR, area=place.area).person
    assert references_visible_to(other).count() == 1
    made(iqa, other, finish=False)
    assert references_visible_to(other).get().by == other


# Its pages


def test_an_inspector_finds_an_iqa_marks_it_blind_and_compares(client, read, place, iqa):
    client.force_login(place.inspector)
    found = read(place.inspector, f"{page('reference_list')}?q={iqa.case.urn}")
    assert page("reference_add", iqa.pk) in found
    assert place.dcp.name not in found
    assert "not met" not in found.lower()
    assert "You answer the questions yourself." in read(place.inspector, page("reference_add", iqa.pk))
    response = client.post(page("reference_add", iqa.pk))
    second = SecondMarking.objects.get()
    assert second.blind
    mark = page("reference_mark", second.pk)
    assert response.url == mark == client.get(page("reference_add", iqa.pk)).url
    assert "Said by Dana" not in read(place.inspector, mark)
    assert client.get(page("reference_detail", second.pk)).url == mark
    hidden = read(place.inspector, reverse("assessments:assessment_detail", args=[iqa.pk]))
    assert "Hidden until you finish marking" in hidden
    assert "Said by Dana" not in hidden
    assert mark in hidden
    assert "Mark for reference:" in read(place.inspector, "/")

    answers = {f"q{n}-outcome": "fully_met" for n in range(9, 18)}
    refused = client.post(page("reference_finish", second.pk)).content.decode()
    assert "Answer every question first. Select an outcome for question 9." in refused
    finish = client.post(mark, {"version": 0, "continue": "yes", **answers}).url
    assert finish == page("reference_finish", second.pk)
    assert "You cannot change these answers afterwards." in read(place.inspector, finish)
    detail = client.post(finish).url
    text = read(place.inspector, detail)
    assert "8 of 9 agree. Question 14 differs." in text
    assert "Too robust" in text
    assert "Said by Dana" in text
    assert ", blind." in text
    assert client.get(mark).url == client.get(finish).url == detail


def test_the_iqas_page_leads_to_it_and_tells_who_may_see_it(read, place, iqa):
    address = reverse("assessments:assessment_detail", args=[iqa.pk])
    assert page("reference_add", iqa.pk) in read(place.inspector, address)
    assert page("reference_add", iqa.pk) not in read(place.sdcp, address)
    second = made(iqa, place.inspector)
    for who in ("dcp", "sdcp", "inspector"):
        text = read(getattr(place, who), address)
        assert f"Marked for reference by {place.inspector.name}" in text
        assert page("reference_detail", second.pk) in text
    assert "after a look at the IQA" in read(place.dcp, page("reference_detail", second.pk))
    assert place.inspector.name in read(place.dcp, page("reference_detail", second.pk))
    for who in ("apm", "prosecutor"):
        Assessment.objects.update(readable_from=iqa.recorded_at)
        assert place.inspector.name not in read(getattr(place, who), address)


def test_the_list_says_that_nothing_was_found(read, place, iqa):
    assert "No recorded IQAs match." in read(place.inspector, f"{page('reference_list')}?q=09ZZ1234518")
    assert "You have marked no IQA for reference yet." in read(place.inspector, page("reference_list"))
    made(iqa, place.inspector)
    assert "Finished" in read(place.inspector, page("reference_list"))


def test_a_draft_or_a_withdrawn_iqa_gets_words(client, place, iqa):
    under_way = draft(assessor=place.dcp, prosecutor=place.prosecutor)
    second = made(iqa, place.inspector, finish=False)
    client.force_login(place.inspector)
    text = client.post(page("reference_add", under_way.pk)).content.decode()
    assert "This IQA is a draft, so it cannot be marked a second time." in text
    recording.withdraw(assessment=iqa, reason="The wrong case", by=place.dcp)
    answers = {f"q{n}-outcome": "fully_met" for n in range(9, 18)}
    for name, data in (("reference_mark", {"version": 1, "draft": "yes", **answers}), ("reference_finish", {})):
        text = client.post(page(name, second.pk), data).content.decode()
        assert "This IQA is withdrawn, so it cannot be marked a second time." in text


def test_another_set_with_other_numbers_and_a_fifth_outcome(client, read, place):
    load_another()
    said = {"activity": "unused_material", "not_applicable": [101, 107, 140]}
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, **said)
    client.force_login(place.inspector)
    client.post(page("reference_add", iqa.pk))
    second = SecondMarking.objects.get()
    answers = {
        "q101-outcome": "partly_met",
        "q101-lies_with": "police",
        "q107-outcome": "met",
        "q140-outcome": "met",
        "version": 0,
        "continue": "yes",
    }
    assert client.post(page("reference_mark", second.pk), answers).url == page("reference_finish", second.pk)
    client.post(page("reference_finish", second.pk))
    text = read(place.inspector, page("reference_detail", second.pk))
    assert "Partly met" in text
    assert "0 of 3 agree. Questions 101, 107 and 140 differ." in text
    assert "Wrongly not applicable" in text
