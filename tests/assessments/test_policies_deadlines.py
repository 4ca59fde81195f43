"""Late, due, readable, outstanding."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from assessments.policies.deadlines import feedback_due_on, is_recorded_late, readable_from
from assessments.policies.outstanding import what_is_outstanding

ASSESSED = date(2018, 3, 29)  # the Thursday before Easter


@pytest.mark.parametrize(
    ("recorded_on", "days", "late"),
    [
        (date(2018, 3, 29), 1, False),
        (date(2018, 3, 30), 1, False),  # the day after, though it is Good Friday: days, not working days
        (date(2018, 3, 31), 1, True),
        (date(2018, 3, 30), 0, True),
    ],
)
def test_recorded_on_the_day_or_the_day_after_is_in_time(recorded_on, days, late):
    assert is_recorded_late(recorded_on=recorded_on, assessed_on=ASSESSED, days=days) == late


def test_feedback_is_due_five_working_days_after_the_assessment():
    assert feedback_due_on(assessed_on=ASSESSED, working_days=5) == date(2018, 4, 9)


def test_the_hours_before_the_email_run_over_a_change_of_the_clocks():
    recorded_at = datetime(2018, 3, 24, 18, 0, tzinfo=UTC)
    assert readable_from(recorded_at=recorded_at, hours=24) == datetime(2018, 3, 25, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("required", "taken", "not_met", "given"), list(product([False, True], repeat=4)), ids=lambda value: str(value)[0]
)
def test_outstanding_is_an_action_not_taken_or_feedback_not_given_where_not_met(required, taken, not_met, given):
    outstanding = what_is_outstanding(
        action_required=required, action_taken=taken, any_not_met=not_met, feedback_given=given
    )
    action = ["mark the action as taken"] if required and not taken else []
    assert outstanding == action + (["record feedback"] if not_met and not given else [])
