"""Records made from a seed, through the actions that people use: the places, people, half days and cases differ, so do
the answers, and some of what can happen afterwards has happened."""

import random
from datetime import UTC, date, datetime, time, timedelta

import time_machine
from django.utils import timezone

from assessments.actions import feedback, recording
from assessments.models import Answer, Assessment, Case, Feedback, HalfDay, SensitiveCategory
from dipsamples.models import DipSample, SecondMarking
from iqa.organisation.models import Area, Person, Posting, UnitKind
from iqa.permissions import Role
from iqa.questions.models import Wording
from reporting.actions.folding import fold
from reporting.models import Target
from tests import factories
from tests.dipsamples.factories import begun_on, finished
from tests.factories import PostingFactory, UnitFactory

TODAY = date(2018, 2, 15)
NOW = datetime(2018, 2, 15, 12, tzinfo=UTC)
FIRST, LAST = date(2017, 2, 20), date(2018, 2, 14)
UNITS = (
    ("Wessex", "Portsmouth", UnitKind.MAGISTRATES),
    ("Wessex", "RASSO", UnitKind.RASSO),
    ("South West", "Bristol", UnitKind.CROWN),
    ("North East", "Durham", UnitKind.CCU),
)
OUTCOMES = ("fully_met", "fully_met", "not_met", "not_met_other", "not_applicable")
# The first and the last are too short to be copies; of the others two differ in nothing but how they are typed.
COMMENTS = (
    "All as it should be",
    "The review sets out both stages of the test",
    "the Review sets out  both stages\nof the test ",
    "The review sets out both stages of the tests",
    "Disclosure was served on the day it was due",
    "Nothing was left undone",
    "Nothing was left aside",
)
WHOM = ("police", "court", "defence", "cps", "other")
MODES = ("meeting", "appraisal", "phone", "email")
KINDS = ("positive", "developmental", "both")
ACTIVITIES = ("advice", "charging_and_review", "case_progression", "case_presentation")


class Records:
    """`make` makes them; what is made is in the database."""

    def __init__(self, seed: int, count: int):
        self.random = random.Random(seed)
        self.of_seconds = random.Random(seed)
        self.of_comments = random.Random(seed)
        self.of_words = random.Random(seed)
        self.of_samples = random.Random(seed)
        self.count = count

    def make(self) -> None:
        self._make_places()
        for _ in range(self.count):
            self._make_iqa()
        fold()
        # As many again that no fold has seen, and changes to some that one has.
        for _ in range(self.count // 4):
            self._make_iqa()
        for iqa in self.random.sample(list(Assessment.objects.filter(state="recorded")), k=5):
            recording.withdraw(assessment=iqa, reason="Another case", by=iqa.half_day.assessor)
        self._forget_some()
        self._make_split_half_day()
        self._make_targets()
        self._make_postings()

    def _make_places(self) -> None:
        self.units = [UnitFactory(area=Area.objects.get(name=area), name=name, kind=kind) for area, name, kind in UNITS]
        self.assessors = [PostingFactory(role=Role.DCP, unit=unit).person for unit in self.units]
        # One assessor works in two units, so that what is theirs is not what is a unit's.
        PostingFactory(person=self.assessors[0], role=Role.DCP, unit=self.units[1])
        self.prosecutors = [[PostingFactory(role=Role.PROSECUTOR, unit=u).person for _ in range(2)] for u in self.units]
        PostingFactory(person=self.prosecutors[0][0], role=Role.PROSECUTOR, unit=self.units[1])
        self.markers = [PostingFactory(role=Role.CAT).person for _ in range(2)]
        categories = list(SensitiveCategory.objects.all())
        self.cases = []
        for _ in range(25):
            case = factories.CaseFactory(
                court_level=self.random.choice(["magistrates", "crown", "youth"]),
                finalised=self.random.choice(["", "", "", "guilty plea"]),
            )
            case.sensitive.set(self.random.sample(categories, k=self.random.choice([0, 0, 1, 2])))
            self.cases.append(case)

    def _make_iqa(self) -> None:
        number = self.random.randrange(len(self.units))
        assessed_on = FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days))
        recorded_on = min(assessed_on + timedelta(days=self.random.choice([0, 0, 1, 3])), TODAY)
        with time_machine.travel(datetime.combine(recorded_on, time(11), UTC)):
            half_day = self._half_day(number, assessed_on)
            taken = half_day.assessments.values("case")
            case = self.random.choice([case for case in self.cases if case.pk not in {row["case"] for row in taken}])
            self._record(half_day, case, draft=self.random.random() < 0.12)

    def _half_day(self, number: int, assessed_on: date) -> HalfDay:
        if self.random.random() < 0.3 and (found := HalfDay.objects.filter(assessed_on=assessed_on).first()):
            return found
        return factories.started(
            activity=self.random.choice(ACTIVITIES),
            assessor=self.assessors[number],
            prosecutor=self.random.choice(self.prosecutors[number]),
            unit=self.units[number],
            assessed_on=assessed_on,
            half=self.random.choice(["am", "pm"]),
            additional=self.random.random() < 0.2,
        )

    def _record(self, half_day: HalfDay, case: Case, *, draft: bool) -> None:
        said = self._answers(half_day)
        action = self.random.random() < 0.4
        if draft:
            factories.draft(half_day=half_day, case=case, action=action, **said)
            return
        iqa = factories.recorded(half_day=half_day, case=case, action=action, **said)
        self._happens_after(iqa)

    def _answers(self, half_day: HalfDay) -> dict:
        not_met, not_met_other, not_applicable = {}, {}, []
        asked = Wording.objects.filter(question_set=half_day.question_set, activity=half_day.activity)
        for wording in asked.prefetch_related("reasons"):
            drawn = self.random.random()
            if drawn < 0.2:
                codes = [reason.code for reason in wording.reasons.all()]
                not_met[wording.number] = self.random.sample(codes, k=min(len(codes), self.random.choice([1, 1, 2])))
            elif drawn < 0.37:
                not_met_other[wording.number] = self.of_words.choice(WHOM)
            elif drawn < 0.47:
                not_applicable.append(wording.number)
        if self.of_comments.random() < 0.25:
            not_met, not_met_other = {}, {}
        return {
            "not_met": not_met,
            "not_met_other": not_met_other,
            "not_applicable": not_applicable,
            "comments": self._comments([wording.number for wording in asked]),
        }

    def _comments(self, numbers: list[int]) -> dict[int, str]:
        """Some of few that are said again and again, some that are the IQA's alone."""
        said = {}
        for number in self.of_comments.sample(numbers, k=self.of_comments.choice([0, 1, 1, 2])):
            own = f"Nobody else says number {self.of_comments.random()}"
            said[number] = self.of_comments.choice([own, *COMMENTS])
        return said

    def _happens_after(self, iqa: Assessment) -> None:
        by = iqa.half_day.assessor
        self._mark_again(iqa)
        if self.random.random() < 0.6:
            given_on = iqa.half_day.assessed_on + timedelta(days=self.random.randrange(14))
            mode, kind = self.of_words.choice(MODES), self.of_words.choice(KINDS)
            data = feedback.FeedbackData(given_on=given_on, mode=mode, kind=kind)
            feedback.record_feedback(assessments=[iqa], feedback=data, by=by)
        if iqa.action_required and self.random.random() < 0.6:
            feedback.take_action(assessment=iqa, note="", by=by)
        if self.random.random() < 0.15:
            recording.correct(
                assessment=iqa,
                answers=factories.answers_to(iqa, not_met={}),
                number=1,
                key=self._key(),
                reason="Read again",
                by=by,
            )
            self._mark_again(iqa)
        if self.random.random() < 0.25:
            self._sample(iqa, targeted=self.random.random() < 0.4)

    def _mark_again(self, iqa: Assessment) -> None:
        """Each of the markers or not; some have begun and not finished."""
        for marker in self.markers:
            if self.of_seconds.random() < 0.3 and not iqa.second_markings.filter(by=marker).exists():
                second = begun_on(iqa, by=marker)
                asked = Wording.objects.asked(
                    question_set=second.marking.question_set, activity=second.marking.activity
                )
                codes = {wording.number: self.of_seconds.choice(OUTCOMES) for wording in asked}
                if self.of_seconds.random() < 0.8:
                    finished(second, codes)

    def _sample(self, iqa: Assessment, *, targeted: bool) -> None:
        comment = self.random.choice(["", "Sound"])
        sampler = self.random.choice([person for person in self.assessors if person != iqa.half_day.assessor])
        DipSample.objects.create(
            assessment=iqa,
            sampler=sampler,
            second_marking=self._marked_by(sampler, iqa),
            targeted=targeted,
            iqa_comment="Sound",
            work_comment=comment,
            sampled_on=iqa.half_day.assessed_on,
            recorded_at=timezone.now(),
            imported_at=timezone.now(),
        )

    def _forget_some(self) -> None:
        """What records brought in do not say: whom it lies with, of which kind feedback was, and how it was given."""
        answers = Answer.objects.exclude(lies_with="").order_by("pk").values_list("pk", flat=True)
        Answer.objects.filter(pk__in=list(answers[::4])).update(lies_with="")
        given = list(Feedback.objects.order_by("pk").values_list("pk", flat=True))
        Feedback.objects.filter(pk__in=given[::3]).update(kind="")
        Feedback.objects.filter(pk__in=given[::6]).update(mode="")

    def _marked_by(self, sampler: Person, iqa: Assessment) -> SecondMarking | None:
        """Not by each sampler; blind or not, finished or given up."""
        if self.of_samples.random() < 0.4:
            return None
        second = begun_on(iqa, by=sampler, kind=SecondMarking.Kind.DIP_SAMPLE)
        SecondMarking.objects.filter(pk=second.pk).update(blind=self.of_samples.random() < 0.6)
        second.refresh_from_db()
        return finished(second) if self.of_samples.random() < 0.7 else second

    def _make_split_half_day(self) -> None:
        """One half day whose IQAs were assessed in two months, and some additional."""
        for assessed_on, additional in (
            (date(2017, 6, 30), False),
            (date(2017, 7, 1), False),
            (date(2017, 7, 1), True),
        ):
            with time_machine.travel(datetime.combine(assessed_on, time(11), UTC)):
                half_day = factories.started(
                    activity="case_presentation",
                    assessor=self.assessors[0],
                    prosecutor=self.prosecutors[0][0],
                    unit=self.units[0],
                    worked_on=date(2017, 6, 29),
                    assessed_on=assessed_on,
                    additional=additional,
                )
                factories.recorded(half_day=half_day, case=self.cases[0])

    def _make_postings(self) -> None:
        """Of people who recorded nothing; and one who recorded IQAs has left their unit."""
        portsmouth, _, bristol, durham = self.units
        PostingFactory(role=Role.DCP, unit=portsmouth)
        PostingFactory(role=Role.DCP, unit=portsmouth, starts_on=date(2017, 7, 31))
        PostingFactory(role=Role.DCP, unit=bristol, ends_on=date(2017, 7, 1))
        PostingFactory(role=Role.DCP, unit=bristol, starts_on=TODAY + timedelta(days=1))
        senior = PostingFactory(role=Role.SDCP, unit=portsmouth).person
        PostingFactory(person=senior, role=Role.SDCP, unit=durham, starts_on=TODAY)
        PostingFactory(role=Role.DCCP, area=portsmouth.area)
        Posting.objects.filter(person=self.assessors[3]).update(ends_on=date(2017, 9, 30))

    def _make_targets(self) -> None:
        for name, quarter, base, number in (
            ("Wessex", "2017-18 Q1", "office", 12),
            ("Wessex", "2017-18 Q1", "court", 3),
            ("Wessex", "2017-18 Q2", "office", 7),
            ("South West", "2017-18 Q1", "court", 5),
        ):
            Target.objects.create(area=Area.objects.get(name=name), quarter=quarter, base=base, proxy_target=number)

    def _key(self):  # type: ignore[no-untyped-def]
        import uuid

        return uuid.UUID(int=self.random.getrandbits(128))
