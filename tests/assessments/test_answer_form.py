"""A question's form asks for what an outcome of its set can ask for, and shows no field besides."""

import copy

import pytest

from assessments.forms.marking import AnswerForm
from assessments.policies.answers import NOT_ANSWERED
from tests.another_set import ANOTHER, load_another

pytestmark = pytest.mark.django_db

LATE = {"code": "q101-late", "text": "Late"}
OTHER = {"code": "q101-other", "text": "Other"}
NEEDS = {"reasons": "requires_reason", "lies_with": "requires_whom"}


def fields_of(scheme, *, reasons, unasked=()):
    """The fields of question 101 where it has these reasons, and no outcome asks for what is `unasked`."""
    described = copy.deepcopy(ANOTHER)
    described["activities"][0]["questions"][0]["reasons"] = reasons
    for outcome in described["outcomes"]:
        outcome.update({NEEDS[field]: False for field in unasked})
    question_set = load_another(**described)
    wording = question_set.wordings.get(number=101)
    form = AnswerForm(None, wording=wording, outcomes=question_set.outcomes.all(), answer=NOT_ANSWERED)
    return set(form.fields) - {"outcome", "comment"}


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"reasons": [LATE, OTHER]}, {"reasons", "other_reason", "lies_with"}),
        ({"reasons": [LATE]}, {"reasons", "lies_with"}),
        ({"reasons": []}, {"lies_with"}),
        ({"reasons": [LATE, OTHER], "unasked": ["reasons"]}, {"lies_with"}),
        ({"reasons": [LATE, OTHER], "unasked": ["lies_with"]}, {"reasons", "other_reason"}),
    ],
    ids=range(5),
)
def test_only_what_may_be_asked_is_a_field(scheme, asked, fields):
    assert fields_of(scheme, **asked) == fields


def test_an_answer_without_those_fields_has_nothing_in_them(scheme):
    described = copy.deepcopy(ANOTHER)
    described["activities"][0]["questions"][0]["reasons"] = []
    question_set = load_another(**described)
    wording = question_set.wordings.get(number=101)
    data = {"q101-outcome": "met", "q101-other_reason": "Typed into nothing"}
    form = AnswerForm(data, wording=wording, outcomes=question_set.outcomes.all(), answer=NOT_ANSWERED)
    assert form.is_valid()
    assert (form.answer.reason_ids, form.answer.other_reason) == (frozenset(), "")
