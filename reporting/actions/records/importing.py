"""`import_records`: files of records read, judged and taken in.

Everything is read before anything is written. Then what is sound goes in, a batch of IQAs in a transaction: an import
that is interrupted leaves whole IQAs behind, and run again it ends where it would have ended.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import Case, SensitiveCategory
from iqa.organisation.actions import staff_lists
from iqa.organisation.imports.changes import AddPerson, AddUnit
from iqa.organisation.imports.known import granted_to, importer, known_to, others_administer
from iqa.organisation.imports.planning import Plan, plan
from iqa.organisation.imports.reading import Problem, Unreadable
from iqa.organisation.imports.rules import problems_for, problems_of_administrators, problems_of_grants
from iqa.organisation.models import Area, Person, Unit
from iqa.permissions import NATIONAL, Permission, has_permission
from iqa.terms.models import Term
from reporting.actions.records import batches, cases, figures
from reporting.actions.records.context import Context, Keys
from reporting.actions.records.states import Deadlines
from reporting.actions.records.stepping import Tallies, rebuild_if_due
from reporting.actions.records.there import Stands, standing
from reporting.imports import scheme as schemes
from reporting.imports.files import CASES, IQAS, MEASURES, TARGETS
from reporting.imports.judging import Judged, Said, facts_of, judge
from reporting.imports.reading import Folder, Places, Progress, Reader
from reporting.imports.scheme import Scheme
from reporting.imports.staging import Staged, Staging

NOT_LOADED = "No question set is loaded. Run load_question_set first."
# How many IQAs, and cases, are held and written at a time.
IQAS_AT_ONCE, CASES_AT_ONCE = 2_000, 5_000
# Somebody else may bring in the same at the same time: then it is there, and is looked for again.
TRIES = 3


@dataclass
class Outcome:
    """What came of an import: by file how many were added, changed, unchanged, left out."""

    counts: dict[str, Counter] = field(default_factory=dict)
    problems: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.problems


class Import:
    """One import by a person, or by a command where `by` is None. A trial writes nothing."""

    def __init__(self, folder: Folder, progress: Progress, *, by: Person | None, is_trial: bool) -> None:
        self.folder, self.progress, self.by, self.writes = folder, progress, by, not is_trial
        self.outcome = Outcome()
        self.now = timezone.now()
        self._found: list[Problem] = []

    @contextmanager
    def run(self) -> Iterator[Staging]:
        """Reads and takes in; then yields where the problems are, in the order of files and lines. Raises `Unreadable`
        before anything is written."""
        self.scheme = schemes.load()
        if not self.scheme.sets:
            raise Unreadable(NOT_LOADED)
        with Staging() as staging:
            self.staging = staging
            reader = Reader(self.folder, staging, self.scheme, self.progress)
            self.areas = dict(Area.objects.values_list("name", "pk"))
            self.staff = reader.staff(self.areas, self._planned)
            self.places = self._places()
            reader.records(self.places, list(SensitiveCategory.objects.values_list("code", flat=True)))
            self.tallies = Tallies(staging.count("turns") + staging.count("cases"))
            self._take_in_staff()
            self._take_in_cases()
            self._take_in_iqas()
            self._take_in_figures(reader)
            if self.writes:
                self.progress.begin("Counting", 1)
                rebuild_if_due()
            self.outcome.problems = staging.count("problems")
            yield staging

    def _planned(self, units: list, people: list) -> Plan:
        emails = {line.email for line in people if line.email}
        known = known_to(emails)
        # Old records have the same posting twice; whoever imports none gives postings as on any other page.
        may_overlap = not self.by or has_permission(self.by, Permission.IMPORT_RECORDS, NATIONAL)
        found = plan(units, people, known, may_overlap=may_overlap)
        if self.by:
            found.refuse(problems_for(importer(self.by, emails), found.changes))
        others = others_administer(emails)
        found.refuse(problems_of_administrators(found.changes, known.postings, others_remain=others))
        found.refuse(problems_of_grants(found.changes, granted_to(emails)))
        return found

    def _places(self) -> Places:
        """Who and what there will be."""
        return Places(
            areas=self.areas,
            units={*_units(), *(change.key for change in self.staff.changes if isinstance(change, AddUnit))},
            people={
                *Person.objects.values_list("email", flat=True),
                *(change.email for change in self.staff.changes if isinstance(change, AddPerson)),
            },
            left_out=self.staff.left_out,
        )

    def _take_in_staff(self) -> None:
        if self.writes:
            staff_lists.write(changes=self.staff.changes, by=self.by)
        for name, counts in self.staff.counts().items():
            self._count(name, counts)

    def _take_in_cases(self) -> None:
        self.progress.begin(f"Taking in {CASES.name}", self.staging.count("cases"))
        taker = cases.Cases(self.tallies, by=self.by, now=self.now, writes=self.writes)
        done = 0
        for lines in _parts(self.staging.cases(), CASES_AT_ONCE):
            self._write(partial(taker.take_in, [cases.CaseLine(*line) for line in lines]), CASES.name)
            done += len(lines)
            self.progress.reach(done)
        self._count(CASES.name, Counter(left_out=self.staging.count("bad_cases")))

    def _take_in_iqas(self) -> None:
        last = self.staging.count("turns")
        self.progress.begin("Taking in the IQAs", last)
        self.context = Context(
            Keys(dict(Person.objects.values_list("email", "pk")), _units(), self.areas),
            Deadlines(Term.objects.all()),
            self.now,
            self.by.pk if self.by else None,
        )
        for first in range(1, last + 1, IQAS_AT_ONCE):
            staged = self.staging.turns(first, first + IQAS_AT_ONCE - 1)
            self._write(partial(self._take_in_batch, staged), IQAS.name)
            self.progress.reach(min(first + IQAS_AT_ONCE - 1, last))

    def _take_in_batch(self, staged: Staged) -> Counter:
        stands = standing(staged.names.values())
        judged = list(_judged(staged, stands, self.scheme, self._problems_of_cases(staged)))
        records = [one.record for one in judged if one.record]
        self._found = [problem for one in judged for problem in one.problems]
        if self.writes:
            counts = batches.take_in(records, stands, self.context, self.tallies)
        else:
            added = sum(record.iqa not in stands for record in records)
            counts = Counter(added=added, there=len(records) - added)
        counts["left_out"] = len(judged) - len(records)
        return counts

    def _problems_of_cases(self, staged: Staged) -> dict[str, str]:
        """What is wrong with the cases of these IQAs, by URN."""
        urns = {row[1] for row in staged.iqas.values() if row[1]}
        bad = self.staging.bad_cases(urns)
        there = self.staging.sound_cases(urns) | set(Case.objects.filter(urn__in=urns).values_list("urn", flat=True))
        unknown = dict.fromkeys(urns - there, "is not the URN of a case")
        return unknown | dict.fromkeys(bad, f"is of a case that does not come in, for what is wrong in {CASES.name}")

    def _take_in_figures(self, reader: Reader) -> None:
        taken = figures.take_in(reader.figures, self.areas, by=self.by, now=self.now, writes=self.writes)
        for name, counts in zip((TARGETS.name, MEASURES.name), taken, strict=True):
            self._count(name, counts)

    def _write(self, take_in: Callable[[], Counter], name: str) -> None:
        """A part of the import, in one transaction."""
        counts = self._tried(take_in)
        for problem in self._found:
            self.staging.add_problem(problem)
        self._count(name, counts)

    def _tried(self, take_in: Callable[[], Counter]) -> Counter:
        """Again where somebody wrote the same rows meanwhile. The last time, what goes wrong is raised."""
        for _ in range(TRIES - 1):
            self._found = []
            with suppress(IntegrityError), transaction.atomic():
                return take_in()
        self._found = []
        with transaction.atomic():
            return take_in()

    def _count(self, name: str, counts: Counter) -> None:
        self.outcome.counts.setdefault(name, Counter()).update(counts)


def _units() -> dict[tuple[str, str], int]:
    return {(area, name): pk for area, name, pk in Unit.objects.values_list("area__name", "name", "pk")}


def _judged(
    staged: Staged, stands: dict[str, Stands], scheme: Scheme, case_problems: dict[str, str]
) -> Iterator[Judged]:
    for turn, iqa in staged.names.items():
        row = staged.iqas.get(turn)
        said = Said(
            iqa,
            facts_of(row) if row else None,
            staged.answers.get(turn, []),
            staged.dip_samples.get(turn, []),
            staged.bad_lines.get(turn, []),
        )
        there = stands[iqa].there if iqa in stands else None
        urn = said.facts.urn if said.facts else ""
        yield judge(said, there, scheme, case_problem=case_problems.get(urn, ""))


def _parts(rows: Iterator[tuple], size: int) -> Iterator[Sequence[tuple]]:
    while part := list(islice(rows, size)):
        yield part
