"""The demonstration's consistency exercises, out of `fixtures/demo_exercises.yaml`."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.actions.cases import CaseFacts
from assessments.demo.clock import at
from assessments.models import SensitiveCategory
from assessments.policies.answers import AnswerData
from dipsamples.actions.exercises import agreeing, making, marking
from dipsamples.models import Exercise
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person
from iqa.questions.loading import read
from iqa.questions.models import Activity, Outcome, Reason, Wording


@transaction.atomic
def seed_exercises() -> None:
    """Make the exercises beside the demonstration's IQAs. Nobody is written to of what was over before today."""
    described, now = read("demo_exercises.yaml"), timezone.now()
    people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
    facts = {urn: _facts(known) for urn, known in described["cases"].items()}
    for one in described["exercises"]:
        _Maker(one, people, facts, now).make()
    OutboxEmail.objects.due(at=now).filter(key__startswith="exercise-", due_at__lt=now - timedelta(days=1)).update(
        sent_at=F("due_at")
    )


def _facts(known: dict[str, Any]) -> CaseFacts:
    categories = SensitiveCategory.objects.filter(code__in=known.get("sensitive", []))
    return CaseFacts(court_level=known["court_level"], plea=known["plea"], sensitive=categories)


class _Maker:
    """Makes one exercise at its times, days counted back from `now`."""

    def __init__(
        self, described: dict[str, Any], people: dict[str, Person], facts: dict[str, CaseFacts], now: datetime
    ) -> None:
        self.described, self.people, self.facts = described, people, facts
        self.made_at = now - timedelta(days=described["made"])
        self.by = people[described["by"]]

    def make(self) -> None:
        with at(self.made_at):
            exercise = making.make(
                key=uuid.uuid4(),
                title=self.described["title"],
                area=self.by.postings_today[0].area,
                activity=Activity.objects.get(code=self.described["activity"]),
                material=self.described["material"],
                closes_on=timezone.localdate(self.made_at) + timedelta(days=self.described["open_for"]),
                urns=self.described["cases"],
                facts=self.facts,
                people=[self.people[name] for name in self.described["invited"]],
                by=self.by,
            )
        for days, (name, said) in enumerate(self.described.get("marked", {}).items(), start=1):
            with at(self.made_at + timedelta(days=days)):
                self._mark(exercise, self.people[name], said)
        if "agreed" in self.described:
            with at(self.made_at + timedelta(days=self.described["agreed"])):
                self._agree(exercise)

    def _mark(self, exercise: Exercise, person: Person, said: dict[int, Any]) -> None:
        for exercise_case in exercise.cases.all():
            second = marking.begin(exercise_case=exercise_case, by=person)
            marking.save(second=second, answers=dict(_answers(exercise, said)), version=0, by=person)
            marking.finish(second=second, by=person)

    def _agree(self, exercise: Exercise) -> None:
        for exercise_case in exercise.cases.all():
            second = agreeing.begin_reference(exercise_case=exercise_case, by=self.by)
            answers = dict(_answers(exercise, self.described["reference"]))
            agreeing.save_reference(second=second, answers=answers, version=0, by=self.by)
        agreeing.agree(
            exercise=exercise,
            notes=self.described["notes"],
            unclear_guidance=self.described["unclear_guidance"],
            by=self.by,
        )


def _answers(exercise: Exercise, said: dict[int, Any]) -> Iterator[tuple[int, AnswerData]]:
    """By question id: as `said` of a number, else "fully met"."""
    outcomes = {outcome.code: outcome.pk for outcome in Outcome.objects.allowed(question_set=exercise.question_set)}
    for wording in Wording.objects.asked(question_set=exercise.question_set, activity=exercise.activity):
        answer = said.get(wording.number, {"outcome": "fully_met"})
        reasons = Reason.objects.filter(wording=wording, code__in=answer.get("reasons", []))
        yield (
            wording.question_id,
            AnswerData(
                outcome_id=outcomes[answer["outcome"]],
                reason_ids=frozenset(reasons.values_list("pk", flat=True)),
                lies_with=answer.get("lies_with", ""),
                comment=answer.get("comment", ""),
            ),
        )
