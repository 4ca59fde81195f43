"""The rules of consistency exercises that need no database."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from assessments.policies.lifecycle import NotAllowed
from dipsamples.models import Exercise, SecondMarking
from dipsamples.policies import exercises as policies
from dipsamples.policies.second_markings import check_may_go_on
from dipsamples.presenters.exercises import Participant, finished_words
from dipsamples.presenters.side_by_side import AnswersTable, QuestionSideBySide
from iqa.govuk.formats import LONDON
from iqa.organisation.models import Person

ORDER = ["Fully met", "Partly met", "Not met", "Not met other", "Not applicable"]


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (["Fully met"], "1 fully met"),
        (["Not met"] * 4, "All 4 not met"),
        (["Not met", "Fully met", "Fully met"], "2 fully met, 1 not met"),
        (["Not applicable", "Partly met", "Not met"], "1 partly met, 1 not met, 1 not applicable"),
    ],
)
def test_spread_in_the_order_of_the_set(labels, words):
    assert policies.spread(labels, ORDER) == words


@pytest.mark.parametrize(
    ("closes_on", "reminded_on"),
    [
        (date(2026, 3, 20), date(2026, 3, 18)),
        (date(2026, 3, 17), date(2026, 3, 13)),
        (date(2026, 3, 15), date(2026, 3, 12)),
        # Good Friday and Easter Monday are no working days.
        (date(2026, 4, 7), date(2026, 4, 1)),
    ],
)
def test_a_reminder_two_working_days_before(closes_on, reminded_on):
    assert policies.reminder_at(closes_on) == datetime(reminded_on.year, reminded_on.month, reminded_on.day, 9,
                                                       tzinfo=LONDON)  # fmt: skip


def test_closed_by_somebody_or_by_its_day():
    day = date(2026, 3, 10)
    exercise = Exercise(closes_on=day)
    assert not policies.is_closed(exercise, on=day)
    assert policies.is_closed(exercise, on=date(2026, 3, 11))
    assert policies.closed_on(exercise) == day
    exercise.closed_at = datetime(2026, 3, 9, 23, 30, tzinfo=LONDON)
    assert policies.is_closed(exercise, on=day)
    assert policies.closed_on(exercise) == date(2026, 3, 9)
    with pytest.raises(NotAllowed, match="This exercise closed on 9 March 2026"):
        policies.check_open(exercise, on=day)


def test_somebody_elses_marking_is_not_gone_on_with():
    mine = SecondMarking(kind=SecondMarking.Kind.EXERCISE, by_id=1)
    with pytest.raises(PermissionDenied):
        check_may_go_on(Person(pk=2), mine)


@pytest.mark.parametrize(
    ("differ", "words"),
    [
        ([], "3 of 3 questions have the same outcome from everyone."),
        ([2], "2 of 3 questions have the same outcome from everyone. Question 2 differs."),
        ([1, 2, 3], "0 of 3 questions have the same outcome from everyone. Questions 1, 2 and 3 differ."),
    ],
)
def test_how_many_questions_differ(differ, words):
    questions = tuple(QuestionSideBySide(n, "", "", (), "", n in differ, None) for n in (1, 2, 3))
    assert AnswersTable(("Dana", "Dilip"), questions).summary == words
    assert AnswersTable(("Dana",), questions).summary == "Only one person finished marking this case."


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["Finished"], "1 of 1 has finished."),
        (["Finished", "Finished", "Not finished"], "2 of 3 have finished."),
        (["Not finished"], "0 of 1 have finished."),
    ],
)
def test_how_many_have_finished(states, words):
    assert finished_words([Participant("Dana", state) for state in states]) == words
