"""The filters by which a report's cell leads to exactly the IQAs behind it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.actions.feedback import take_action
from assessments.models import Assessment, CourtLevel, SensitiveCategory
from iqa.calendar import today
from tests.assessments.test_filters import filtered
from tests.factories import CaseFactory, begun, recorded


@pytest.fixture
def find(place):
    return lambda who=place.cat, **choices: set(filtered(who, **choices).qs)


@pytest.fixture
def here(place):
    """In Portsmouth, a magistrates' court, with a rape case; question 14 not met."""
    case = CaseFactory(court_level=CourtLevel.CROWN)
    case.sensitive.add(SensitiveCategory.objects.get(code="rape"))
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, case=case, not_met={14: []}, additional=True)


@pytest.fixture
def there(place):
    return recorded(assessor=place.dcp3, prosecutor=place.prosecutor3, not_met_other={14: "police"})


def test_by_place_kind_court_people_and_whether_additional(find, place, here, there):
    for choice in (
        {"area": "Wessex"},
        {"unit_kind": "magistrates"},
        {"court_level": "crown"},
        {"sensitive": "rape"},
        {"additional": "yes"},
        {"assessed_by": place.dcp.email},
        {"work_of": place.prosecutor.email},
    ):
        assert find(**choice) == {here}, choice
    for choice in ({"sensitive": "none"}, {"additional": "no"}, {"unit_kind": "crown"}, {"area": "South West"}):
        assert find(**choice) == {there}, choice
    assert find(work_of="nobody@example.test") == set()


def test_a_draft_has_its_cases_court_and_categories(find, place, here):
    draft = begun(assessor=place.dcp2, prosecutor=place.prosecutor2, case=here.case)
    plain = begun(assessor=place.dcp2, prosecutor=place.prosecutor2)
    assert find(court_level="crown") == {here, draft}
    assert find(sensitive="rape") == {here, draft}
    assert find(sensitive="none") == {plain}


def test_by_answer(find, here, there):
    key = here.marking.answers.get(reasons__isnull=False).question.key
    reason = here.marking.answers.get(reasons__isnull=False).reasons.get().code
    assert find(answer=f"{key}:not_met:") == {here}
    assert find(answer=f"{key}:not_met_other") == {there}
    assert find(answer=f"{key}:fully_met:") == set()
    assert find(answer=":fully_met:") == {here, there}
    assert find(answer=f"::{reason}") == {here}
    assert find(answer=f"{key}:judged:") == {here, there}
    assert find(answer=key) == {here, there}
    assert find(answer="x:y:z:more") == set()


def test_a_draft_is_not_found_by_its_answers(find, place):
    begun(assessor=place.dcp, prosecutor=place.prosecutor)
    assert find(answer=":fully_met:") == set()


def test_what_is_out_of_sight_stays_so(find, place, here, there):
    for choice in ({"area": "South West"}, {"assessed_by": place.dcp3.email}, {"answer": ":not_met_other:"}):
        assert find(place.dcp, **choice) == set()


def test_what_cannot_be_read_is_left_out_and_said(client, place, here):
    client.force_login(place.dcp)
    page = client.get(reverse("assessments:assessment_list"), {"area": "Nowhere", "unit_kind": "x", "work_of": "a\x00"})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"area", "unit_kind", "work_of"}


def test_they_are_among_the_chosen_filters_and_stay_when_others_are_applied(client, place, here):
    client.force_login(place.dcp)
    page = client.get(
        reverse("assessments:assessment_list"), {"area": "Wessex", "unit_kind": "magistrates", "answer": "::"}
    )
    text = page.content.decode()
    assert "Area: Wessex" in text
    assert "Unit kind: Magistrates&#x27; courts" in text
    assert "Answer: any" in text
    assert 'type="hidden" name="area" value="Wessex"' in text
    assert Assessment.objects.count() == 1


def test_by_what_figures_count(find, place, here, there):
    """Feedback is overdue of what has not closed, even where none is asked for; `there` has closed."""
    late = today() - timedelta(days=40)
    acting = recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True, worked_on=late, assessed_on=late)
    assert find(counted="overdue") == find(counted="action_required") == find(counted="recorded_late") == {acting}
    assert find(counted="taken") == find(counted="finalised") == find(counted="feedback_given") == set()
    take_action(assessment=acting, note="", by=place.dcp)
    assert find(counted="taken") == {acting}
    assert find(counted="everything") == {here, there, acting}
