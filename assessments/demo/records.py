"""The demonstration's cases, half days and IQAs, made by the same actions as those of the pages, at their times."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from assessments.actions import cases, drafts, feedback, half_days, recording
from assessments.actions.markings import answers_of
from assessments.demo.clock import at
from assessments.models import Assessment, Case, HalfDay, SensitiveCategory
from assessments.policies.answers import AnswerData
from iqa.calendar import add_working_days, is_working_day
from iqa.organisation.models import Person, Unit
from iqa.questions.models import Activity, Outcome, Reason, Wording

NOT_FULLY_MET = ("not_met", "not_met_other", "not_applicable")


class Recorder:
    """Makes the records that a description asks for, with days counted back from `now`."""

    def __init__(self, described: dict[str, Any], people: dict[str, Person], units: dict[str, Unit], now: datetime):
        self.described, self.people, self.units, self.now = described, people, units, now
        self.activities = {activity.code: activity for activity in Activity.objects.all()}
        self.used: Counter[tuple[int, str]] = Counter()

    def make_all(self) -> None:
        self.cases = {urn: self._case(urn, facts) for urn, facts in self.described["cases"].items()}
        # From the earliest to the latest, so that a larger number is a later record.
        timed = [(self._assessed_at(half_day), half_day) for half_day in self.described["half_days"]]
        for assessed_at, half_day in sorted(timed, key=lambda each: each[0]):
            self._half_day(half_day, assessed_at)

    def _case(self, urn: str, facts: dict[str, Any]) -> Case:
        next_hearing, trial_date = (self._in_days(facts.get(key)) for key in ("next_hearing", "trial"))
        said = cases.CaseFacts(
            court_level=facts["court_level"],
            plea=facts.get("plea", ""),
            sensitive=SensitiveCategory.objects.filter(code__in=facts.get("sensitive", [])),
            finalised=facts.get("finalised", ""),
            next_hearing=next_hearing,
            trial_date=trial_date,
        )
        with at(self.now - timedelta(days=150)):
            return cases.register(urn=urn, facts=said, by=self.people["dcp"])

    def _in_days(self, days: int | None) -> date | None:
        return None if days is None else add_working_days(timezone.localdate(self.now) + timedelta(days=days - 1), 1)

    def _assessed_at(self, half_day: dict[str, Any]) -> datetime:
        if "hours_ago" in half_day:
            return self.now - timedelta(hours=half_day["hours_ago"])
        return _at_ten(_working_day_before(timezone.localdate(self.now) - timedelta(days=half_day["days_ago"])))

    def _half_day(self, described: dict[str, Any], assessed_at: datetime) -> None:
        assessed_on = timezone.localdate(assessed_at)
        worked_on = described.get("worked_on") or _working_day_before(assessed_on - timedelta(days=2))
        by = self.people[described["assessor"]]
        with at(assessed_at):
            half_day = half_days.start(
                key=uuid.uuid4(),
                by=by,
                prosecutor=self.people[described["prosecutor"]],
                unit=self.units[described["unit"]],
                activity=self.activities[described["activity"]],
                worked_on=worked_on,
                half="am" if worked_on.day % 2 else "pm",
                assessed_on=assessed_on,
                additional=described.get("additional", False),
                court_centre=described.get("court_centre", ""),
                list_type=described.get("list_type", ""),
            )
        for number, iqa in enumerate(described["iqas"]):
            self._iqa(half_day, iqa, assessed_at + timedelta(minutes=40 * number), by)

    def _iqa(self, half_day: HalfDay, described: dict[str, Any], begun_at: datetime, by: Person) -> None:
        with at(self._not_ahead(begun_at)):
            assessment = drafts.begin(key=uuid.uuid4(), half_day=half_day, case=self.cases[described["urn"]], by=by)
            answers = dict(self._answers(half_day, described))
            drafts.save_answers(assessment=assessment, answers=answers, version=0, by=by)
        if "answered" in described:
            return
        recorded_at = begun_at + timedelta(days=described.get("recorded_after", 0), minutes=30)
        with at(self._not_ahead(recorded_at)):
            drafts.save_action(assessment=assessment, action=self._action(described, begun_at), by=by)
            recording.record(
                assessment=assessment,
                by=by,
                late_reason=described.get("late", ""),
                finalised_reason=described.get("finalised_reason", ""),
            )
        self._afterwards(assessment, described, recorded_at, by)

    def _answers(self, half_day: HalfDay, described: dict[str, Any]) -> Iterator[tuple[int, AnswerData]]:
        outcomes = {each.code: each for each in Outcome.objects.allowed(question_set=half_day.question_set)}
        wordings = list(Wording.objects.asked(question_set=half_day.question_set, activity=half_day.activity))
        for wording in wordings[: described.get("answered", len(wordings))]:
            code = next((each for each in NOT_FULLY_MET if wording.number in described.get(each, [])), "fully_met")
            yield wording.question_id, self._answer(wording, outcomes[code])

    def _answer(self, wording: Wording, outcome: Outcome) -> AnswerData:
        """An answer in words of the description's, in turn; one in two that is fully met has none."""
        written = self.described["comments"].get(wording.number, {}).get(outcome.code, [])
        turn = self.used[wording.number, outcome.code]
        self.used[wording.number, outcome.code] += 1
        if outcome.code == "fully_met":
            comment = written[turn // 2 % len(written)] if written and turn % 2 == 0 else ""
            return AnswerData(outcome_id=outcome.pk, comment=comment)
        if not written:
            return AnswerData(outcome_id=outcome.pk)
        said = written[turn % len(written)]
        reasons = Reason.objects.filter(wording=wording, code__in=said.get("reasons", []))
        return AnswerData(
            outcome_id=outcome.pk,
            reason_ids=frozenset(reasons.values_list("pk", flat=True)),
            lies_with=said.get("lies_with", ""),
            comment=said["comment"],
        )

    def _action(self, described: dict[str, Any], begun_at: datetime) -> drafts.ActionData:
        if "action" not in described:
            return drafts.ActionData(required=False)
        action = self.described["actions"][described["action"] - 1]
        due_on = add_working_days(timezone.localdate(begun_at) + timedelta(days=described["due"] - 1), 1)
        return drafts.ActionData(required=True, due_on=due_on, **action)

    def _afterwards(self, assessment: Assessment, described: dict[str, Any], recorded_at: datetime, by: Person) -> None:
        """What happened after recording, in the order of its days."""
        later = [(described[what]["after"], what) for what in ("feedback", "taken", "corrected", "withdrawn")
                 if what in described]  # fmt: skip
        for days, what in sorted(later):
            with at(self._not_ahead(_at_ten(_working_day_before(recorded_at.date() + timedelta(days=days))))):
                getattr(self, f"_{what}")(assessment, described[what], by)

    def _feedback(self, assessment: Assessment, said: dict[str, Any], by: Person) -> None:
        given = feedback.FeedbackData(
            given_on=timezone.localdate(), mode=said["mode"], kind=said["kind"], note=said.get("note", "")
        )
        feedback.record_feedback(assessments=[assessment], feedback=given, by=by)

    def _taken(self, assessment: Assessment, said: dict[str, Any], by: Person) -> None:
        feedback.take_action(assessment=assessment, note=said["note"], by=by)

    def _withdrawn(self, assessment: Assessment, said: dict[str, Any], by: Person) -> None:
        recording.withdraw(assessment=assessment, reason=said["reason"], by=by)

    def _corrected(self, assessment: Assessment, said: dict[str, Any], by: Person) -> None:
        marking = assessment.markings.get()
        fully_met = Outcome.objects.get(question_set=marking.question_set, code="fully_met")
        changed = Wording.objects.filter(question_set=marking.question_set, number__in=said["fully_met"])
        answers = answers_of(marking) | {wording.question_id: self._answer(wording, fully_met) for wording in changed}
        recording.correct(
            assessment=assessment,
            answers=answers,
            number=marking.number,
            key=uuid.uuid4(),
            reason=said["reason"],
            by=by,
        )

    def _not_ahead(self, moment: datetime) -> datetime:
        return min(moment, self.now - timedelta(minutes=1))


def _working_day_before(day: date) -> date:
    """The working day on or before `day`."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _at_ten(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
