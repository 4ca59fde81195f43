"""What the lines of one IQA say together: a record to take in, or what is wrong with it. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from iqa.organisation.imports.cells import quoted
from iqa.organisation.imports.reading import Problem
from reporting.imports import cells
from reporting.imports.files import ANSWERS, DIP_SAMPLES, IQAS, NAMES
from reporting.imports.scheme import OTHER, Asked, Scheme, SetOfQuestions

TOO_LATE = "is empty, which makes it a draft; but it came in as recorded, and has been worked with here since"


@dataclass(frozen=True)
class Facts:
    """A line of iqas.csv, soundly read, but for what is None in one that was not."""

    line: int
    urn: str
    area: str
    unit: str
    prosecutor: str
    assessor: str
    activity: str
    worked_on: date
    half: str
    assessed_on: date
    recorded_at: datetime | None
    additional: bool
    action_required: bool
    action: str
    action_taken_on: date | None
    feedback_on: date | None
    feedback_mode: str
    closed_on: date | None
    withdrawn: str


class Given(NamedTuple):
    """An answer by the keys of what it names."""

    question: int
    outcome: int
    reasons: frozenset[int]
    other_reason: str
    comment: str


class Sample(NamedTuple):
    sampled_on: date
    iqa_comment: str
    work_comment: str
    targeted: bool


@dataclass(frozen=True)
class There:
    """What the service has of an IQA that came in before: its activity, set, people, whether it came in recorded and
    was worked with since, and the questions that its own marking answers."""

    activity: int
    question_set: int
    prosecutor: str
    assessor: str
    stays_recorded: bool
    answered: Collection[int]
    # Whose samples and second markings of a kind were made here, and are not a file's to change.
    sampled_here: Collection[str] = ()
    marked_here: Collection[tuple[str, str]] = ()


@dataclass
class Said:
    """The lines of an IQA: `facts` is None where iqas.csv has none."""

    iqa: str
    facts: Facts | None
    answers: list[tuple]
    dip_samples: list[tuple]
    bad_lines: list[tuple]


@dataclass
class Record:
    """A sound IQA: second markings by marker and kind, samples by sampler."""

    iqa: str
    facts: Facts | None
    question_set: SetOfQuestions
    activity: int
    own: dict[int, Given] = field(default_factory=dict)
    second: dict[tuple[str, str], dict[int, Given]] = field(default_factory=dict)
    samples: dict[str, Sample] = field(default_factory=dict)


@dataclass
class Judged:
    record: Record | None
    problems: list[Problem]


def facts_of(row: tuple) -> Facts:
    """From a staged row, of which what could not be read is None."""
    line, urn, area, unit, prosecutor, assessor, activity, worked, half, assessed, recorded, *rest = row
    additional, required, action, taken, given, mode, closed, withdrawn = rest
    return Facts(
        line,
        urn,
        area,
        unit,
        prosecutor,
        assessor,
        activity,
        _day(worked),  # type: ignore[arg-type]
        half,
        _day(assessed),  # type: ignore[arg-type]
        datetime.fromisoformat(recorded) if recorded else None,
        bool(additional),
        bool(required),
        action,
        _day(taken),
        _day(given),
        mode,
        _day(closed),
        withdrawn,
    )


def judge(said: Said, there: There | None, scheme: Scheme, *, case_problem: str = "") -> Judged:
    """`case_problem` is what is wrong with the case that its line names."""
    if said.facts is None and there is None:
        return Judged(None, list(_of_nothing(said)))
    problems: list[Problem] = []
    if said.facts and case_problem:
        problems.append(Problem(IQAS.name, said.facts.line, "urn", case_problem))
    if said.facts and there and there.stays_recorded and _is_draft(said, said.facts):
        problems.append(Problem(IQAS.name, said.facts.line, "recorded_at", TOO_LATE))
    activity = scheme.activities.get(said.facts.activity) if said.facts else there.activity  # type: ignore[union-attr]
    on = said.facts.assessed_on if said.facts else None
    numbers = {answer[3] for answer in said.answers}
    kept = there.question_set if there and there.activity == activity else None
    question_set = scheme.under(activity, numbers, on or date.max, kept=kept) if activity else None
    if activity is None or question_set is None:
        return Judged(None, problems)
    record = Record(said.iqa, said.facts, question_set, activity)
    problems += _take_answers(record, said, question_set.asked[activity])
    _take_samples(record, said)
    problems += _of_people(record, said, there)
    if said.facts and not _has_nameless(said):
        problems += _of_completeness(said, record, there if kept == question_set.pk else None)
    return Judged(None if problems or said.bad_lines else record, problems)


def _is_draft(said: Said, facts: Facts) -> bool:
    """By its line, unless something in that could not be read: it may be the time of recording."""
    return facts.recorded_at is None and all(NAMES[file] != IQAS.name for file, *_ in said.bad_lines)


def _of_nothing(said: Said) -> Iterator[Problem]:
    """Lines for an IQA that is neither in iqas.csv nor in the service."""
    words = f"{quoted(said.iqa)} is no IQA of {IQAS.name}, nor one that came in before"
    lines = {(ANSWERS.name, answer[0]) for answer in said.answers}
    lines |= {(DIP_SAMPLES.name, sample[0]) for sample in said.dip_samples}
    lines |= {(NAMES[file], line) for file, line, _ in said.bad_lines}
    for file, line in sorted(lines):
        yield Problem(file, line, "iqa_id", words)


def _take_answers(record: Record, said: Said, asked: Mapping[int, Asked]) -> Iterator[Problem]:
    for line, marker, kind, number, outcome, reasons, other_reason, comment in said.answers:
        question = asked.get(number)
        if question is None:
            words = f"{number} is not a question of this IQA's activity"
            yield Problem(ANSWERS.name, line, "question", words)
            continue
        keys = set()
        for code in cells.codes(reasons) if reasons else ():
            if code in question.reasons:
                keys.add(question.reasons[code])
            elif code != OTHER:
                words = f"{quoted(code)} is not a reason of question {number}"
                yield Problem(ANSWERS.name, line, "reasons", words)
        if outcome not in record.question_set.outcomes:
            continue  # told when it was read
        given = Given(question.question, record.question_set.outcomes[outcome], frozenset(keys), other_reason, comment)
        if marker:
            record.second.setdefault((marker, kind), {})[question.question] = given
        else:
            record.own[question.question] = given


def _take_samples(record: Record, said: Said) -> None:
    for _, sampler, sampled_on, iqa_comment, work_comment, targeted in said.dip_samples:
        if sampled_on and targeted is not None:
            day = date.fromisoformat(sampled_on)
            record.samples[sampler] = Sample(day, iqa_comment, work_comment, bool(targeted))


def _of_people(record: Record, said: Said, there: There | None) -> Iterator[Problem]:
    """Nobody dip-samples or marks a second time what is their own (§3.12); and what was made in the service is not
    a file's to change."""
    whose = said.facts or there
    own = {whose.prosecutor: "the prosecutor", whose.assessor: "the assessor"} if whose else {}
    for line, sampler, *_ in said.dip_samples:
        if sampler in own:
            yield Problem(DIP_SAMPLES.name, line, "sampler", f"is {own[sampler]} of this IQA")
        elif there and sampler in there.sampled_here:
            yield Problem(DIP_SAMPLES.name, line, "sampler", "has taken a dip sample of this IQA in the service")
    for line, marker, kind, *_ in said.answers:
        if marker and marker in own:
            yield Problem(ANSWERS.name, line, "marker", f"is {own[marker]} of this IQA")
        elif there and (marker, kind) in there.marked_here:
            yield Problem(ANSWERS.name, line, "marker", "has marked this IQA in the service")


def _has_nameless(said: Said) -> bool:
    """Whether an answer could not be told apart, and may be the one that lacks."""
    return any(NAMES[file] == ANSWERS.name and nameless for file, _, nameless in said.bad_lines)


def _of_completeness(said: Said, record: Record, there: There | None) -> Iterator[Problem]:
    facts = said.facts
    if facts is None or facts.recorded_at is None:
        return
    answered = {answer[3] for answer in said.answers if not answer[1]}
    asked = record.question_set.asked[record.activity]
    lacking = [
        number
        for number, question in sorted(asked.items())
        if number not in answered and not (there and question.question in there.answered)
    ]
    if lacking:
        numbers = ", ".join(map(str, lacking))
        yield Problem(IQAS.name, facts.line, "iqa_id", f"is recorded, and lacks answers to questions {numbers}")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
