"""The files of an import, read through one after another: what each line says by itself is judged here, and goes to
where it waits for the others. Raises `Unreadable` before anything is written."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, Protocol

from assessments.models import CourtLevel, Feedback, HalfDay, Plea
from iqa.organisation.imports import cells as plain
from iqa.organisation.imports.lines import PEOPLE, UNITS, Reading, read_people, read_units
from iqa.organisation.imports.planning import Plan
from iqa.organisation.imports.reading import Row, Unreadable, read_rows
from iqa.questions.models import Activity
from reporting.imports import cells
from reporting.imports.files import ANSWERS, CASES, DIP_SAMPLES, IQAS, MEASURES, TARGETS, File
from reporting.imports.scheme import OUTCOMES, Scheme
from reporting.imports.staging import Staging

LONGEST_ID = 200
# An IQA has no other kinds of second marking in the files.
KINDS = ["dip_sample", "reference"]
# How often progress is told, in lines.
TOLD_EVERY = 2_000


class Folder(Protocol):
    """Where the files are: in a folder of the machine, or as they were uploaded."""

    def names(self) -> Collection[str]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> BinaryIO: ...


class Progress(Protocol):
    def begin(self, step: str, total: int) -> None: ...

    def reach(self, done: int) -> None: ...


@dataclass
class Places:
    """Who and what the lines may refer to, once units.csv and people.csv are read; an address or a unit that the files
    leave out is `left_out`, whether or not it is there already."""

    areas: dict[str, int]
    units: Collection[tuple[str, str]] = ()
    people: Collection[str] = ()
    left_out: Collection[Any] = ()

    def problem_with_person(self, email: str) -> str:
        if not email:
            return "is empty"
        if email in self.left_out:
            return f"{plain.quoted(email)} does not come in, for what is wrong in {PEOPLE}"
        return "" if email in self.people else f"{plain.quoted(email)} is nobody's address here"

    def problem_with_unit(self, area: str, unit: str) -> str:
        if not unit:
            return "is empty"
        if (area, unit) in self.left_out:
            return f"{plain.quoted(unit)} does not come in, for what is wrong in {UNITS}"
        return "" if (area, unit) in self.units else f"{plain.quoted(unit)} is not a unit of {area}"


@dataclass
class Figures:
    """What targets.csv and performance_measures.csv say, by identity; and by file how many lines say not of what."""

    targets: dict[tuple[str, str, str], int] = field(default_factory=dict)
    measures: dict[tuple[str, str, str], Decimal] = field(default_factory=dict)
    nameless: Counter[str] = field(default_factory=Counter)


class Reader:
    """Reads a folder's files into a staging file."""

    def __init__(self, folder: Folder, staging: Staging, scheme: Scheme, progress: Progress) -> None:
        self.folder, self.staging, self.scheme, self.progress = folder, staging, scheme, progress
        self.figures = Figures()
        self._numbers = {str(number): number for number in scheme.numbers}
        self._outcomes = frozenset(OUTCOMES)

    def staff(self, areas: Collection[str], planned: Callable[[list, list], Plan]) -> Plan:
        """What units.csv and people.csv would change, planned by `planned`; `areas` are the names of the Areas."""
        lines: list[list] = []
        for name, read in ((UNITS, read_units), (PEOPLE, read_people)):
            lines.append([])
            if name in self.folder.names():
                self.progress.begin(f"Reading {name}", self.folder.size(name))
                with self._opened(name) as stream:
                    lines[-1] += read(stream, areas=areas)
        plan = planned(*lines)
        for problem in plan.problems:
            self.staging.add_problem(problem)
        return plan

    def records(self, places: Places, sensitive: list[str]) -> None:
        """All other files, and what stands in one of them twice."""
        self.places, self._sensitive = places, sensitive
        self._each(CASES, self._case)
        self._each(IQAS, self._iqa)
        self._each(ANSWERS, self._answer)
        self._each(DIP_SAMPLES, self._dip_sample)
        self._each(TARGETS, self._target)
        self._each(MEASURES, self._measure)
        self.progress.begin("Bringing the lines together", 1)
        self.staging.bring_together()

    def _opened(self, name: str) -> BinaryIO:
        try:
            return self.folder.open(name)
        except OSError as error:
            raise Unreadable(f"{name}: cannot be opened: {error.strerror or error}.") from error

    def _each(self, file: File, take: Callable[[Row], None]) -> None:
        if file.name not in self.folder.names():
            return
        self.progress.begin(f"Reading {file.name}", self.folder.size(file.name))
        try:
            with self._opened(file.name) as stream:
                rows = read_rows(file.name, stream, required=file.required, words=file.words)
                for number, row in enumerate(rows, 1):
                    take(row)
                    if number % TOLD_EVERY == 0:
                        self.progress.reach(stream.tell())
        except OSError as error:
            raise Unreadable(f"{file.name}: cannot be read: {error.strerror or error}.") from error

    def _case(self, row: Row) -> None:
        read = Reading(CASES.name, row)
        urn = read.take("urn", cells.urn)
        court_level = read.take("court_level", plain.one_of, codes=list(CourtLevel))
        plea = _if_given(read, "plea", plain.one_of, codes=list(Plea))
        sensitive = read.take("sensitive", cells.codes_among, known=self._sensitive) or []
        hearing = read.take_if_given("next_hearing", cells.likely_day)
        trial = read.take_if_given("trial_date", cells.likely_day)
        bad = self._told(read)
        if urn:
            facts = (court_level, plea or "", "|".join(sorted(sensitive)), read.get("finalised"))
            self.staging.add("cases", (urn, row.line, *facts, _iso(hearing), _iso(trial)))
            if bad:
                self.staging.add("bad_cases", (urn,))

    def _iqa(self, row: Row) -> None:
        read = Reading(IQAS.name, row)
        iqa = read.take("iqa_id", cells.code, longest=LONGEST_ID)
        half_day = self._half_day_of(read)
        recorded_at = read.take_if_given("recorded_at", cells.moment)
        additional = read.take("additional", plain.yes_or_no)
        required = read.take("action_required", plain.yes_or_no)
        taken = read.take_if_given("action_taken_on", cells.likely_day)
        given = read.take_if_given("feedback_on", cells.likely_day)
        mode = _if_given(read, "feedback_mode", plain.one_of, codes=list(Feedback.Mode))
        closed = read.take_if_given("closed_on", cells.likely_day)
        bad = self._told(read)
        if not iqa:
            return
        after = (recorded_at and recorded_at.isoformat(), additional, required, read.get("action"), _iso(taken))
        later = (_iso(given), mode or "", _iso(closed), read.get("withdrawn"))
        self.staging.add("iqas", (iqa, row.line, *half_day, *after, *later))
        if bad:
            self.staging.add_bad_line(IQAS.name, row.line, iqa)

    def _half_day_of(self, read: Reading) -> tuple:
        """Case, place, people, work and days of an IQA's line."""
        urn = read.take("urn", cells.urn)
        area, unit = read.get("area"), read.get("unit")
        if self._area(read) and (words := self.places.problem_with_unit(area, unit)):
            read.refuse("unit", words)
        prosecutor, assessor = read.get("prosecutor").lower(), read.get("assessor").lower()
        for column, email in (("prosecutor", prosecutor), ("assessor", assessor)):
            if words := self.places.problem_with_person(email):
                read.refuse(column, words)
        if assessor and assessor == prosecutor:
            read.refuse("assessor", "is the prosecutor: nobody assesses their own work")
        activity = read.take("activity", plain.one_of, codes=list(self.scheme.activities))
        worked = read.take("work_date", cells.past_day)
        half = read.take("half", plain.one_of, codes=list(HalfDay.Half))
        assessed = read.take("assessed_on", cells.past_day)
        if worked and assessed and assessed < worked:
            read.refuse("assessed_on", "is before the work was done")
        return (urn, area, unit, prosecutor, assessor, activity, _iso(worked), half, _iso(assessed))

    def _answer(self, row: Row) -> None:
        """The most frequent line by far: what is right in it is seen without more ado."""
        get = row.values.get
        iqa, question, outcome = get("iqa_id", ""), self._numbers.get(get("question", "")), get("outcome", "")
        marker, kind = get("marker", "").lower(), get("marking_kind", "")
        sound = not row.problem and iqa and question and outcome in self._outcomes
        if not (sound and not marker and not kind) and self._is_bad_answer(row, iqa, marker, kind):
            outcome = ""
        if iqa and question and (marker == "" or not self.places.problem_with_person(marker)):
            said = (marker, kind, question, outcome, get("reasons", ""), get("other_reason", ""), get("comment", ""))
            self.staging.add("answers", (iqa, row.line, *said))

    def _is_bad_answer(self, row: Row, iqa: str, marker: str, kind: str) -> bool:
        read = Reading(ANSWERS.name, row)
        if not iqa:
            read.refuse("iqa_id", "is empty")
        words = self.places.problem_with_person(marker) if marker else ""
        if words:
            read.refuse("marker", words)
        elif kind and not marker:
            read.refuse("marker", f"is empty, though {plain.quoted(kind)} is a second marker's")
        if marker or kind:
            read.take("marking_kind", plain.one_of, codes=KINDS)
        number = read.get("question")
        if number not in self._numbers:
            read.refuse("question", f"{plain.quoted(number)} is not the number of a question" if number else "is empty")
        read.take("outcome", plain.one_of, codes=OUTCOMES)
        if not self._told(read):
            return False
        if iqa:
            nameless = bool(words) or number not in self._numbers
            self.staging.add_bad_line(ANSWERS.name, row.line, iqa, nameless=nameless)
        return True

    def _dip_sample(self, row: Row) -> None:
        read = Reading(DIP_SAMPLES.name, row)
        iqa, sampler = read.get("iqa_id"), read.get("sampler").lower()
        if not iqa:
            read.refuse("iqa_id", "is empty")
        if words := self.places.problem_with_person(sampler):
            read.refuse("sampler", words)
        sampled = read.take("sampled_on", cells.past_day)
        targeted = read.take("targeted", plain.yes_or_no)
        bad = self._told(read)
        if iqa and not words:
            comments = (read.get("iqa_comment"), read.get("work_comment"))
            self.staging.add("dip_samples", (iqa, row.line, sampler, _iso(sampled), *comments, targeted))
        if bad and iqa:
            self.staging.add_bad_line(DIP_SAMPLES.name, row.line, iqa, nameless=bool(words))

    def _target(self, row: Row) -> None:
        read = Reading(TARGETS.name, row)
        area = self._area(read)
        period = read.take("period", cells.period)
        base = read.take("base", plain.one_of, codes=list(Activity.Base))
        target = read.take("proxy_target", cells.whole_number)
        self._keep(TARGETS, read, self.figures.targets, (area, period, base), target)

    def _measure(self, row: Row) -> None:
        read = Reading(MEASURES.name, row)
        area = self._area(read) if read.get("area") else ""
        measure = read.take("measure", cells.code, longest=80)
        period = read.take("period", cells.period)
        value = read.take("value", cells.number)
        self._keep(MEASURES, read, self.figures.measures, (area, measure, period), value)

    def _area(self, read: Reading) -> str | None:
        return read.take("area", plain.one_of_areas, areas=self.places.areas)

    def _keep(self, file: File, read: Reading, there: dict, key: tuple, value: Any) -> None:
        """One that stands in the file twice does not come in."""
        if None in key:
            self.figures.nameless[file.name] += 1
        else:
            if key in there:
                read.refuse(file.identity, "is in the file already, on an earlier line")
            there[key] = None if read.problems else value
        self._told(read)

    def _told(self, read: Reading) -> bool:
        for problem in read.problems:
            self.staging.add_problem(problem)
        return bool(read.problems)


def _if_given(read: Reading, column: str, take: Callable[..., Any], **options: Any) -> Any:
    return read.take(column, take, **options) if read.get(column) else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
