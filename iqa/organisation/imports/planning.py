"""From the lines of the two files and what is known, what would change. Pure.

Sound lines lead to changes and bad ones to problems; a person with one bad line does not come in at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from iqa.organisation.imports.changes import (
    AddPerson,
    AddPosting,
    AddUnit,
    AnyChange,
    ChangeKind,
    ChangePosting,
    PostingKey,
    PostingTerms,
    RenamePerson,
    have_a_day_in_common,
)
from iqa.organisation.imports.lines import PEOPLE, UNITS, BadLine, PersonLine, UnitKey, UnitLine
from iqa.organisation.imports.reading import Problem


@dataclass(frozen=True)
class KnownUnit:
    kind: str
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class Known:
    """What there is already: units, names by email, and the postings of these people."""

    units: Mapping[UnitKey, KnownUnit]
    names: Mapping[str, str]
    postings: Mapping[PostingKey, PostingTerms]


@dataclass
class Plan:
    """Changes in the order in which to make them, and problems in the order of the files. `left_out` are the units and
    the addresses of the people who do not come in."""

    changes: list[AnyChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: set[UnitKey | str] = field(default_factory=set)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Leave out every change of the units and people that these problems are of."""
        refused = list(problems)
        lines = {(problem.file, problem.line) for problem in refused}
        self.problems += refused
        self.left_out |= {subject_of(change) for change in self.changes if (file_of(change), change.line) in lines}
        self.changes = [change for change in self.changes if subject_of(change) not in self.left_out]

    def counts(self) -> dict[str, Counter[str]]:
        """By file, how many units or people are `added`, `changed` and `left_out`: each once."""
        found = {UNITS: Counter[str](), PEOPLE: Counter[str]()}
        new = {subject_of(change) for change in self.changes if isinstance(change, AddUnit | AddPerson)}
        for file, subject in {(file_of(change), subject_of(change)) for change in self.changes}:
            found[file]["added" if subject in new else "changed"] += 1
        for subject in self.left_out:
            found[PEOPLE if isinstance(subject, str) else UNITS]["left_out"] += 1
        return found


def subject_of(change: AnyChange) -> UnitKey | str:
    """The unit, or the address of the person, that a change is of."""
    if isinstance(change, AddUnit | ChangeKind):
        return change.key
    return change.key.email if isinstance(change, AddPosting | ChangePosting) else change.email


def file_of(change: AnyChange) -> str:
    return UNITS if isinstance(change, AddUnit | ChangeKind) else PEOPLE


def plan(
    units: Iterable[UnitLine | BadLine],
    people: Iterable[PersonLine | BadLine],
    known: Known,
    *,
    may_overlap: bool = False,
) -> Plan:
    """`may_overlap`: whether a person may have the same posting twice on the same days, as old records do."""
    planned = Plan()
    there = _plan_units(units, known, planned)
    _plan_people(people, there, known, planned, may_overlap=may_overlap)
    planned.problems.sort(key=lambda problem: (problem.file != UNITS, problem.line))
    return planned


def _plan_units(lines: Iterable[UnitLine | BadLine], known: Known, planned: Plan) -> dict[UnitKey, KnownUnit]:
    """The units that there will be."""
    there = dict(known.units)
    seen: set[UnitKey] = set()
    for line in lines:
        if isinstance(line, BadLine):
            planned.problems += line.problems
            planned.left_out.add(line.unit)
            continue
        if line.key in seen:
            planned.problems.append(Problem(UNITS, line.line, "unit", "is in the file twice"))
            planned.left_out.add(line.key)
        elif line.key not in there:
            there[line.key] = KnownUnit(line.kind)
            planned.changes.append(AddUnit(line.line, line.key, line.kind))
        elif (before := there[line.key].kind) != line.kind:
            planned.changes.append(ChangeKind(line.line, line.key, before, line.kind))
        seen.add(line.key)
    planned.changes = [change for change in planned.changes if subject_of(change) not in planned.left_out]
    return {key: unit for key, unit in there.items() if key in known.units or key not in planned.left_out}


def _plan_people(
    lines: Iterable[PersonLine | BadLine],
    units: Mapping[UnitKey, KnownUnit],
    known: Known,
    planned: Plan,
    *,
    may_overlap: bool,
) -> None:
    of_person: dict[str, list[PersonLine]] = defaultdict(list)
    for line in lines:
        if isinstance(line, BadLine):
            planned.problems += line.problems
            planned.left_out.add(line.email)
        else:
            of_person[line.email].append(line)
    before: dict[str, dict[PostingKey, PostingTerms]] = defaultdict(dict)
    for key, terms in known.postings.items():
        before[key.email][key] = terms
    for email, said in of_person.items():
        changes, problems = _plan_person(said, units, known, before[email])
        if not problems and not may_overlap:
            problems += _overlaps(said, before[email])
        planned.problems += problems
        if problems:
            planned.left_out.add(email)
        elif email not in planned.left_out:
            planned.changes += changes


def _plan_person(
    lines: list[PersonLine],
    units: Mapping[UnitKey, KnownUnit],
    known: Known,
    before: Mapping[PostingKey, PostingTerms],
) -> tuple[list[AnyChange], list[Problem]]:
    first, seen = lines[0], dict[PostingKey, int]()
    changes: list[AnyChange] = []
    problems: list[Problem] = []
    name = known.names.get(first.email)
    if name is None:
        changes.append(AddPerson(first.line, first.email, first.name))
    elif name != first.name:
        changes.append(RenamePerson(first.line, first.email, name, first.name))
    for line in lines:
        key = PostingKey(*line.key)
        terms = _terms(line, before.get(key, PostingTerms()))
        if line.name != first.name:
            words = f"differs from line {first.line}, which has the same email address"
            problems.append(_problem(line, "name", words))
        elif key in seen:
            problems.append(_problem(line, "email", f"has this posting already, on line {seen[key]}"))
        elif problem := _problem_of_place(line, units, terms):
            problems.append(problem)
        elif key not in before:
            changes.append(AddPosting(line.line, key, terms, first.name))
        elif before[key] != terms:
            changes.append(ChangePosting(line.line, key, before[key], terms, first.name))
        seen.setdefault(key, line.line)
    return changes, problems


def _terms(line: PersonLine, before: PostingTerms) -> PostingTerms:
    """What the file has no column for stays as it is; an empty cell says that there is nothing to say any longer."""
    said = {name: getattr(line, name) for name in ("ends_on", "is_advocate", "full_time_equivalent")}
    nothing = PostingTerms()
    return before.saying(
        **{name: getattr(nothing, name) if value is None else value for name, value in said.items() if value is not ...}
    )


def _problem_of_place(line: PersonLine, units: Mapping[UnitKey, KnownUnit], terms: PostingTerms) -> Problem | None:
    if not line.unit:
        return None
    unit = units.get((line.area, line.unit))
    if unit is None:
        return _problem(line, "unit", f"is not a unit of {line.area}")
    if unit.opened_on and line.starts_on < unit.opened_on:
        return _problem(line, "from", f"is before the unit opened, on {unit.opened_on}")
    if unit.closed_on and (terms.ends_on is None or terms.ends_on > unit.closed_on):
        return _problem(line, "to", f"must be {unit.closed_on} or earlier, when the unit closed")
    return None


def _overlaps(lines: list[PersonLine], before: Mapping[PostingKey, PostingTerms]) -> Iterator[Problem]:
    """Lines whose posting has days in common with one of the same role in the same place: of a line before, or there
    already and in no line."""
    said = {PostingKey(*line.key) for line in lines}
    beside = {key: terms for key, terms in before.items() if key not in said}
    for line in lines:
        key = PostingKey(*line.key)
        terms = _terms(line, before.get(key, PostingTerms()))
        for other, its in beside.items():
            same = (other.role, other.area, other.unit) == (key.role, key.area, key.unit)
            if same and have_a_day_in_common(key, terms, other, its):
                yield _problem(line, "from", f"overlaps with the same posting from {other.starts_on}")
                break
        beside[key] = terms


def _problem(line: PersonLine, column: str, words: str) -> Problem:
    return Problem(PEOPLE, line.line, column, words)
