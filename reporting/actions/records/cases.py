"""The cases of an import: registered, or changed where the file says something else."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from assessments.models import Assessment, Case, SensitiveCategory
from iqa.audit.models import Event
from iqa.bulk import Rows
from iqa.organisation.models import Person
from reporting.actions.records.rows import EVENT_COLUMNS
from reporting.actions.records.stepping import Tallies
from reporting.imports.files import CASES

_COLUMNS = ("court_level", "plea", "finalised", "next_hearing", "trial_date")


class CaseLine(NamedTuple):
    """A sound line of cases.csv, as it was staged."""

    urn: str
    line: int
    court_level: str
    plea: str
    sensitive: str
    finalised: str
    next_hearing: str | None
    trial_date: str | None

    @property
    def facts(self) -> tuple[str, str, str, date | None, date | None]:
        days = (date.fromisoformat(day) if day else None for day in (self.next_hearing, self.trial_date))
        return (self.court_level, self.plea, self.finalised, *days)  # type: ignore[return-value]

    @property
    def categories(self) -> set[str]:
        return set(filter(None, self.sensitive.split("|")))


class Cases:
    """`writes` is whether changes are made, or only counted."""

    def __init__(self, tallies: Tallies, *, by: Person | None, now: datetime, writes: bool) -> None:
        self.tallies, self.by, self.now, self.writes = tallies, by, now, writes
        self._category = dict(SensitiveCategory.objects.values_list("code", "pk"))

    @transaction.atomic
    def take_in(self, lines: Sequence[CaseLine]) -> Counter:
        """What became of how many."""
        counts: Counter = Counter()
        found = Case.objects.filter(urn__in=[line.urn for line in lines]).prefetch_related("sensitive")
        there = {case.urn: case for case in found.select_for_update(of=("self",), no_key=True).order_by("pk")}
        new, changed = [], []
        for line in lines:
            case = there.get(line.urn)
            if case is None:
                new.append(line)
            elif self._differs(case, line):
                changed.append((case, line))
        edited = _edited_here([case.pk for case, _ in changed])
        changed = [(case, line) for case, line in changed if case.pk not in edited]
        counts.update(added=len(new), changed=len(changed), unchanged=len(lines) - len(new) - len(changed))
        if self.writes:
            self._add(new)
            for case, line in changed:
                self._change(case, line)
        return counts

    def _differs(self, case: Case, line: CaseLine) -> bool:
        stands = tuple(getattr(case, column) for column in _COLUMNS)
        return stands != line.facts or {one.code for one in case.sensitive.all()} != line.categories

    def _add(self, lines: list[CaseLine]) -> None:
        rows = Rows(Case, "id", "urn", *_COLUMNS, "registered_at")
        categories = Rows(Case.sensitive.through, "case_id", "sensitivecategory_id")
        keys = [rows.next_key() for _ in lines]
        for key, line in zip(keys, lines, strict=True):
            rows.add(key, line.urn, *line.facts, self.now)
            for code in sorted(line.categories):
                categories.add(key, self._category[code])
        rows.write()
        categories.write()
        self._log("registered", keys)

    def _change(self, case: Case, line: CaseLine) -> None:
        """What imported IQAs of a case know of it follows, for they were recorded elsewhere."""
        Case.objects.filter(pk=case.pk).update(**dict(zip(_COLUMNS, line.facts, strict=True)))
        categories = [self._category[code] for code in line.categories]
        case.sensitive.set(categories)
        copied = Assessment.objects.filter(case=case, imported_at__isnull=False, recorded_at__isnull=False)
        here = Event.objects.filter(subject_kind="assessment", subject_id=OuterRef("pk"), verb="recorded")
        copied = copied.exclude(Exists(here)).order_by("pk")
        keys = list(copied.select_for_update(no_key=True).values_list("pk", flat=True))
        self.tallies.before(keys)
        for assessment in copied:
            assessment.court_level, assessment.finalised = line.court_level, line.finalised
            assessment.save(update_fields=["court_level", "finalised"])
            assessment.sensitive.set(categories)
        self.tallies.after(keys)
        self._log("edited", [case.pk])

    def _log(self, verb: str, keys: list[int]) -> None:
        events, by = Rows(Event, *EVENT_COLUMNS), self.by.pk if self.by else None
        for key in keys:
            events.add(self.now, by, "case", key, verb, json.dumps({"file": CASES.name}))
        events.write()


def _edited_here(cases: Collection[int]) -> set[int]:
    """Those of `cases`, by key, that somebody edited in the service: what was said there is no file's to change."""
    events = Event.objects.filter(subject_kind="case", subject_id__in=cases, verb="edited")
    return set(events.exclude(detail__has_key="file").values_list("subject_id", flat=True))
