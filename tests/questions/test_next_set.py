"""The draft of the next set: what the report asks of it (HMCPSI 2018 §5.36 and §5.45 to §5.50), and no more."""

import re
from collections import Counter

import pytest
from django.core.management import call_command

from assessments.actions import drafts
from assessments.querysets.marking import asked_in
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.questions import presenters
from iqa.questions.actions import publishing
from iqa.questions.loading import load_next_set, read
from iqa.questions.models import Activity, QuestionSet, Reason, Wording
from iqa.questions.policies.publishing import problems_of_set
from iqa.questions.revising import revised
from tests.factories import begun

STAGES = ("schedules", "enquiries", "third-party", "sensitive", "defence", "continuing")


@pytest.fixture
def next_set(scheme) -> QuestionSet:
    load_next_set()
    return QuestionSet.objects.get(title="After the 2018 report")


def question(question_set, key) -> Wording:
    return Wording.objects.of_set(question_set).get(question__key=key)


def codes_of(wording):
    return [reason.code for reason in wording.reasons.all()]


@pytest.mark.django_db
def test_it_is_a_draft_loaded_once(scheme):
    call_command("load_question_set", verbosity=0)
    before = list(Wording.objects.order_by("pk").values())
    call_command("load_question_set", verbosity=0)
    assert list(Wording.objects.order_by("pk").values()) == before
    draft = QuestionSet.objects.get(title="After the 2018 report")
    assert (draft.is_published, draft.copied_from) == (False, scheme)
    assert QuestionSet.objects.in_force(on=today()) == scheme
    assert not Event.objects.of(draft).exists()


@pytest.mark.django_db
def test_it_could_be_published_as_it_stands_and_then_asked(next_set, place):
    outcomes = next_set.outcomes.all()
    assert not problems_of_set(next_set.activities.all(), Wording.objects.of_set(next_set), outcomes)
    publishing.publish(question_set=next_set, in_force_from=today(), seen=None, by=place.cat)
    assessment = begun(assessor=place.dcp, prosecutor=place.prosecutor)
    disclosure = Activity.objects.get(code="disclosure")
    drafts.add_activity(assessment=assessment, activity=disclosure, by=place.dcp)
    assert list(asked_in(assessment.marking).values_list("number", flat=True)) == [*range(9, 18), *range(29, 42)]


@pytest.mark.django_db
def test_what_differs_is_what_the_report_asks_for(scheme, next_set):
    found = presenters.difference_between(Wording.objects.of_set(scheme), Wording.objects.of_set(next_set))
    assert [asked.number for asked in found.removed] == [7]
    assert [asked.number for asked in found.added] == list(range(29, 42))
    assert not found.moved
    reworded = [pair.after.number for pair in found.changed if pair.before.text != pair.after.text]
    assert reworded == [3, 12]
    guided = [pair.after.number for pair in found.changed if pair.before.guidance != pair.after.guidance]
    assert guided == [3, 9, 10, 12, 14]


@pytest.mark.django_db
def test_question_3_is_about_the_code_alone(next_set):
    three = question(next_set, "code-compliance")
    assert "Code" in three.text
    assert not [word for word in ("charging or review", "recorded", "right") if word in three.text]
    assert "q5-choice-of-charge" in codes_of(question(next_set, "decision-reasoned"))


@pytest.mark.django_db
def test_proceeds_of_crime_is_a_reason_of_question_9(next_set):
    assert codes_of(question(next_set, "prosecution-strategy"))[-2:] == ["q9-proceeds-of-crime", "q9-other"]


@pytest.mark.django_db
def test_other_is_offered_less_often_and_codes_stay(scheme, next_set):
    others = Reason.objects.filter(is_other=True)
    assert others.filter(wording__question_set=scheme).count() == 28
    assert others.filter(wording__question_set=next_set).count() == 16
    for before in Wording.objects.of_set(scheme).exclude(question__key="proceeds-of-crime"):
        kept = [code for code in codes_of(before) if not code.endswith("-other")]
        assert codes_of(question(next_set, before.question.key))[: len(kept)] == kept


@pytest.mark.django_db
def test_disclosure_is_asked_of_the_police_and_of_the_prosecutor_at_each_stage(next_set):
    disclosure = next_set.activities.get(code="disclosure")
    assert disclosure.is_optional
    keys = list(
        next_set.wordings.filter(activity=disclosure).order_by("number").values_list("question__key", flat=True)
    )
    each = [f"disclosure-{stage}-{of}" for stage in STAGES for of in ("police", "handled")]
    assert keys == [*each, "disclosure-recorded"]


def test_what_is_not_asked_cannot_be_changed():
    base, revision = read("question_set_annex_f.yaml"), read("question_set_next.yaml")
    with pytest.raises(KeyError, match="Annex F does not ask no-such-question"):
        revised(base, {**revision, "retire": ["no-such-question"]})


def test_the_file_is_in_the_style_of_the_first():
    whole = revised(read("question_set_annex_f.yaml"), read("question_set_next.yaml"))
    questions = [each for activity in whole["activities"] for each in activity["questions"]]
    numbers = Counter(each["number"] for each in questions)
    codes = Counter(reason["code"] for each in questions for reason in each["reasons"])
    assert max(numbers.values()) == max(codes.values()) == 1
    for each in questions:
        assert len(each["label"]) <= 45
        assert each["text"].endswith("?")
        assert all(isinstance(point, str) and point.endswith((".", "prosecutor")) for point in each["guidance"])
        assert all(set(reason) == {"code", "text"} for reason in each["reasons"])
        assert all(reason["code"].startswith(f"q{each['number']}-") for reason in each["reasons"])
        assert all(re.fullmatch(r"[A-Z].*[^.]", reason["text"]) for reason in each["reasons"])
