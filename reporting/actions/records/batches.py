"""IQAs of an import, a batch at a time: new ones written at once, those that are there brought up to the files."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction

from assessments.models import HalfDay
from reporting.actions.records.adding import Adder
from reporting.actions.records.changing import Changer
from reporting.actions.records.context import Context, KnownCase, cases_of
from reporting.actions.records.half_days import HalfDays, facts_of
from reporting.actions.records.rows import NewRows
from reporting.actions.records.stepping import Tallies
from reporting.actions.records.there import Stands
from reporting.imports.judging import Record


@transaction.atomic
def take_in(records: Sequence[Record], stands: Mapping[str, Stands], context: Context, tallies: Tallies) -> Counter:
    """What became of how many. `stands` are those of the records that are there, their rows locked."""
    cases = cases_of({record.facts.urn for record in records if record.facts})
    rows, half_days = NewRows(), HalfDays(_half_days_wanted(records, stands, cases, context))
    new = [(record, record.facts) for record in records if record.facts and record.iqa not in stands]
    adder, added = Adder(context, rows), []
    for record, facts in new:
        case = cases[facts.urn]
        half_day = half_days.place(context.half_day_of(record, facts), case.pk)
        added.append(adder.add(record, facts, half_day=half_day, case=case))
    changer = Changer(adder, half_days)
    changing = {
        there.assessment: writes
        for record in records
        if (there := stands.get(record.iqa))
        and (writes := changer.writes(record, there, cases.get(record.facts.urn) if record.facts else None))
    }
    changed = [assessment.pk for assessment in changing]
    tallies.before(changed)
    for writes in changing.values():
        for write in writes:
            write()
    half_days.write()
    rows.write()
    left = {assessment.half_day_id for assessment in changing}
    HalfDay.objects.filter(pk__in=left, assessments__isnull=True).delete()
    tallies.after([*changed, *added])
    return Counter(added=len(added), changed=len(changed), unchanged=len(records) - len(added) - len(changed))


def _half_days_wanted(
    records: Sequence[Record], stands: Mapping[str, Stands], cases: Mapping[str, KnownCase], context: Context
) -> list:
    """The facts of the half day of each IQA that is new, or belongs to another one than it did."""
    wanted = []
    for record in records:
        if record.facts is None:
            continue
        facts, there = context.half_day_of(record, record.facts), stands.get(record.iqa)
        same = there and facts_of(there.assessment.half_day) == facts
        if there is None or not same or there.assessment.case_id != cases[record.facts.urn].pk:
            wanted.append(facts)
    return wanted
