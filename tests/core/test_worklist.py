from datetime import date

import pytest

from iqa import worklist
from iqa.worklist import Line, Rest, Source, Task, needing_today, worklists

WEDNESDAY = date(2026, 10, 14)


class Listed(Source):
    """A source of the tasks in `days`; `asked` keeps which were put into words."""

    def __init__(self, days, name="task", heading="", gone=()):
        self.days, self.name, self.heading, self.gone = days, name, heading, gone
        self.asked = []

    def due(self, person):
        return enumerate(self.days)

    def tasks(self, person, keys):
        self.asked += keys
        return {
            key: Task(f"{self.name} {key}", "/", (Line("For", person),), self.days[key])
            for key in keys
            if key not in self.gone
        }

    def rest(self, person):
        return Rest(f"all of {self.name}", f"/{self.name}/")


@pytest.fixture
def sources(monkeypatch):
    registered: list[Source] = []
    monkeypatch.setattr(worklist, "_sources", registered)
    return registered


def shown(on=WEDNESDAY):
    return {each.heading: [task.text for task in each.tasks] for each in worklists("Dana", on=on)}


def test_tasks_stand_under_the_heading_of_their_day(sources):
    days = [
        date(2026, 10, 13),
        date(2026, 10, 14),
        date(2026, 10, 15),
        date(2026, 10, 21),
        date(2026, 10, 22),
        None,
    ]
    sources.append(Listed(days))

    assert shown() == {
        "Overdue": ["task 0"],
        "Today": ["task 1"],
        "Next five working days": ["task 2", "task 3"],
        "Later": ["task 4", "task 5"],
    }


def test_days_off_after_the_fifth_working_day_are_not_later(sources):
    """On a Sunday, Saturday is this week's; before Easter, the fifth working day is Thursday, the sixth Tuesday."""
    sources.append(Listed([date(2026, 10, 17), date(2026, 10, 18), date(2026, 10, 19)]))
    assert shown(on=date(2026, 10, 11)) == {"Next five working days": ["task 0", "task 1"], "Later": ["task 2"]}

    sources[:] = [Listed([date(2026, 4, 6), date(2026, 4, 7)])]
    assert shown(on=date(2026, 3, 26)) == {"Next five working days": ["task 0"], "Later": ["task 1"]}


def test_the_headings_come_most_urgent_first_whatever_order_tasks_are_found_in(sources):
    sources.append(Listed([None, date(2026, 10, 15), date(2026, 10, 1)]))

    assert list(shown()) == ["Overdue", "Next five working days", "Later"]


def test_no_worklist_is_empty(sources):
    sources.append(Listed([]))

    assert shown() == {}


def test_tasks_of_several_sources_mix_by_the_day_they_are_due(sources):
    sources.append(Listed([date(2026, 10, 13), date(2026, 10, 1)], "feedback"))
    sources.append(Listed([date(2026, 10, 5)], "action"))

    assert shown() == {"Overdue": ["feedback 1", "action 0", "feedback 0"]}


def test_a_source_with_a_heading_has_its_own_worklist_after_those_by_day(sources):
    sources.append(Listed([None, None], "draft", heading="Drafts"))
    sources.append(Listed([WEDNESDAY]))

    assert shown() == {"Today": ["task 0"], "Drafts": ["draft 0", "draft 1"]}


def test_a_long_worklist_shows_its_first_and_says_where_the_others_are(sources):
    sources.append(Listed([WEDNESDAY] * 3, "feedback"))
    sources.append(Listed([WEDNESDAY], "action"))

    [today] = worklists("Dana", on=WEDNESDAY, shown=2)

    assert [task.text for task in today.tasks] == ["feedback 0", "feedback 1"]
    assert today.total == 4
    assert today.rests == (Rest("all of feedback", "/feedback/"), Rest("all of action", "/action/"))


def test_only_what_is_shown_is_put_into_words(sources):
    source = Listed([WEDNESDAY] * 10_000)
    sources.append(source)

    worklists("Dana", on=WEDNESDAY)

    assert source.asked == list(range(25))


def test_a_task_that_was_dealt_with_meanwhile_is_left_out(sources):
    sources.append(Listed([WEDNESDAY, WEDNESDAY], gone=[0]))

    assert shown() == {"Today": ["task 1"]}


def test_what_is_overdue_or_due_today_needs_one_today(sources):
    sources.append(Listed([date(2026, 10, 1), WEDNESDAY, WEDNESDAY, date(2026, 10, 15), None]))

    assert needing_today(worklists("Dana", on=WEDNESDAY, shown=1)) == 3


def test_registering_a_class_adds_a_source(sources):
    class Nothing(Source):
        def due(self, person):
            return []

        def tasks(self, person, keys):
            return {}

        def rest(self, person):
            return Rest("", "")

    assert worklist.register(Nothing) is Nothing
    assert isinstance(sources[0], Nothing)
