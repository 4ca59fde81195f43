"""Tallies kept in step with the IQAs, within the transaction that changes them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from assessments.models import Assessment
from dipsamples.models import SecondMarking
from iqa.organisation.models import Unit
from reporting.actions.contributions import Contributions
from reporting.actions.half_days import HalfDays
from reporting.models.tally import TalliedIQA
from reporting.querysets.facts import COLUMNS, facts_beside_tallied, facts_of

# Rows written at a time: SQLite takes so many values at most.
BATCH = 500

Facts = Mapping[int, TalliedIQA]


@transaction.atomic
def tally(assessments: Collection[int]) -> None:
    """Bring the tallies in step with these IQAs, by key, as they now stand: what each added goes out, what it adds goes
    in. Answers that were tallied may not have changed in their place: `untally` before that."""
    _hold(assessments)
    _replace(_tallied(assessments), _facts(assessments), Contributions())


def tally_held(assessment: Assessment) -> None:
    """The same for one whose row its transaction holds already."""
    found = facts_beside_tallied(assessment.pk)
    unit, area, kind = found.unit
    contributions = Contributions({unit: Unit(pk=unit, area_id=area, kind=kind)}, with_pairs=found.is_marked_again)
    _replace(_by_key(found.tallied), _by_key(found.now), contributions)


@transaction.atomic
def untally(assessments: Collection[int]) -> None:
    """Take these IQAs, by key, out of the tallies, before anything of theirs is changed in its place."""
    _hold(assessments)
    _replace(_tallied(assessments), {}, Contributions())


@transaction.atomic
def tally_second_marking(second: SecondMarking) -> None:
    """Add one of an IQA that has just been finished; an IQA that does not count takes it along
    when it does. One of an exercise is in no tally."""
    _hold([second.assessment_id] if second.assessment_id else [])
    contributions = Contributions()
    for fact in TalliedIQA.objects.filter(pk=second.assessment_id, iqas=1):
        contributions.add_second_marking(fact, second)
    contributions.write()


def _hold(assessments: Collection[int]) -> None:
    """In the order of their keys, so that two people at once do not wait for each other for ever."""
    list(Assessment.objects.select_for_update(no_key=True).filter(pk__in=assessments).order_by("pk").values_list("pk"))


def _tallied(assessments: Collection[int]) -> Facts:
    return TalliedIQA.objects.in_bulk(assessments)


def _facts(assessments: Collection[int]) -> Facts:
    return _by_key(*facts_of(assessments))


def _by_key(*rows: tuple[Any, ...] | None) -> Facts:
    found = [TalliedIQA(**dict(zip(COLUMNS, row, strict=True))) for row in rows if row]
    return {fact.assessment_id: fact for fact in found}


def _replace(before: Facts, after: Facts, contributions: Contributions) -> None:
    changed = [pk for pk in sorted({*before, *after}) if _values(before.get(pk)) != _values(after.get(pk))]
    before = {pk: before[pk] for pk in changed if pk in before}
    after = {pk: after[pk] for pk in changed if pk in after}
    half_days = HalfDays(before, after)
    half_days.write()
    TalliedIQA.objects.filter(pk__in=[pk for pk in before if pk not in after]).delete()
    TalliedIQA.objects.bulk_create(
        after.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["assessment"],
        update_fields=[field.name for field in TalliedIQA._meta.concrete_fields if not field.primary_key],
    )
    contributions.add(before.values(), sign=-1)
    contributions.add(after.values(), sign=1)
    contributions.add_half_days(half_days.cells)
    contributions.write()


def _values(fact: TalliedIQA | None) -> tuple[object, ...]:
    return tuple(getattr(fact, name) for name in COLUMNS) if fact else ()
