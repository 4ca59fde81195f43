"""Draw the IQAs of an Area and quarter that are to be dip sampled; top a draw up, take the next one, substitute one.

All that a draw writes it writes under its row's lock, so that two who act at once act one after the other.
"""

import secrets
import uuid
from functools import reduce
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from dipsamples.models import DipSample, Draw, DrawnIQA, DrawStep
from dipsamples.policies import drawing
from dipsamples.policies.drawing import Population
from dipsamples.policies.draws import (
    check_begun,
    check_can_be_substituted,
    check_may_draw,
    check_may_substitute,
    check_may_take,
)
from dipsamples.querysets.draw_records import Records, count_of, population_now, rate_in_force, records_of
from iqa.audit.actions import log_event
from iqa.bulk import Rows
from iqa.calendar import today
from iqa.organisation.actions.locking import locked_area
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Area, Person
from iqa.organisation.policies.refusals import NotAllowed
from iqa.questions.models import Activity


@transaction.atomic
def make(*, area: Area, quarter: str, by: Person | None, key: uuid.UUID | None = None) -> Draw:
    """Draw for an Area and a quarter ("2017-18 Q3"), by a person or, with None, by the service itself.

    The same key again returns the draw that it made. Raises `NotAllowed` for a quarter that has not begun, or that has
    its draw already.
    """
    if by:
        check_may_draw(by, area)
    check_begun(quarter, on=today())
    area = locked_area(area)
    if key and (made := made_before(Draw, key, area=area, quarter=quarter)):
        return made
    if Draw.objects.filter(area=area, quarter=quarter).exists():
        raise NotAllowed(f"{area.name} has a draw for {quarter} already. Top that one up instead.", field="quarter")
    draw = Draw.objects.create(key=key, area=area, quarter=quarter, seed=secrets.token_hex(8), made_by=by)
    log_event(verb="drawn", subject=draw, by=by, area=area.name, quarter=quarter, seed=draw.seed)
    _step(draw, by)
    return draw


@transaction.atomic
def top_up(*, draw: Draw, by: Person | None) -> int:
    """Draw what is missing now that IQAs have arrived or gone; returns how many that was. Where nothing has changed
    there is no step."""
    if by:
        check_may_draw(by, draw.area)
    return _step(_locked(draw), by).new


@transaction.atomic
def take_next(*, draw: Draw, by: Person) -> DipSample:
    """Give `by` the next drawn IQA to sample: none that they assessed, of their own work, outside their units, or
    somebody's already. Where they have one of this draw unfinished, that one.

    Raises `NotAllowed` where none is left for them.
    """
    check_may_take(by, draw)
    draw = _locked(draw)
    counting = DrawnIQA.objects.counting(draw)
    if unfinished := DipSample.objects.filter(drawn__in=counting, sampler=by, recorded_at__isnull=True).first():
        return unfinished
    drawn = counting.not_taken().for_sampler(by).order_by("position").first()
    if drawn is None:
        raise NotAllowed("No drawn IQA is left for you to sample.")
    sample = DipSample.objects.create(assessment=drawn.assessment, sampler=by, drawn=drawn)
    log_event(verb="taken", subject=sample, by=by, draw=draw.pk, iqa=drawn.assessment_id)
    return sample


@transaction.atomic
def substitute(*, sample: DipSample, reason: str, by: Person) -> DrawnIQA:
    """Put the next IQA of the same activity, of the same DCP where one is left, in the place of the one that `sample`
    is about, which is then nobody's to sample.

    The draw is topped up first, so that a step says what there was to choose from. Raises `NotAllowed` for a sample
    that was not drawn, is recorded or was substituted, and where no IQA is left.
    """
    check_may_substitute(by, sample)
    draw = _locked(check_can_be_substituted(sample).draw)
    current = DipSample.objects.select_for_update(of=("self",)).select_related("drawn__activity").get(pk=sample.pk)
    old = check_can_be_substituted(current)
    stepped = _step(draw, by)
    key = drawing.substitute_for(
        old.assessment_id,
        stepped.population,
        seed=draw.seed,
        drawn=stepped.records.drawn,
        substituted=stepped.records.substituted,
    )
    if key is None:
        raise NotAllowed(f"No other IQA on {old.activity.name.lower()} is left in {draw.quarter} to take its place.")
    DrawnIQA.objects.filter(pk=old.pk).update(
        substituted_at=timezone.now(), substituted_by=by, substituted_reason=reason
    )
    _add(draw, draw.steps.latest("number"), [key], stepped, substitute_for=old.pk)
    new = DrawnIQA.objects.get(substitute_for=old)
    log_event(verb="substituted", subject=sample, by=by, draw=draw.pk, iqa=old.assessment_id, by_iqa=key)
    return new


# Of the rows below: there may be very many.
_COLUMNS = (
    *("draw_id", "step_id", "position", "assessment_id", "activity_id", "assessor_id", "substitute_for_id"),
    "substituted_reason",
)


class _Stepped(NamedTuple):
    """The IQAs that count, what the draw has drawn of them by now, and how many a step drew."""

    population: Population
    records: Records
    new: int


def _locked(draw: Draw) -> Draw:
    return Draw.objects.select_for_update(no_key=True, of=("self",)).select_related("area").get(pk=draw.pk)


def _step(draw: Draw, by: Person | None) -> _Stepped:
    """The first step, or a top-up: a row that says what it knew, and a row for each IQA drawn. Call it with the draw's
    row locked."""
    known, now = records_of(draw), population_now(draw)
    before: Population = reduce(drawing.after, known.steps, {})
    percent = rate_in_force(draw)
    new = drawing.draw(now, seed=draw.seed, percent=percent, drawn=known.drawn, substituted=known.substituted)
    step = drawing.Step(percent, drawing.difference(now, before), gone=drawing.difference(before, now))
    if known.steps and not (new or step.arrived or step.gone):
        return _Stepped(now, known, 0)
    stepped = _Stepped(now, known, len(new))
    row = DrawStep.objects.create(
        draw=draw,
        number=len(known.steps) + 1,
        percent=percent,
        arrived=step.arrived,
        gone=step.gone,
        arrived_count=count_of(step.arrived),
        gone_count=count_of(step.gone),
        made_by=by,
    )
    _add(draw, row, new, stepped)
    if row.number > 1:
        log_event(verb="topped_up", subject=draw, by=by, step=row.number, drawn=len(new))
    return stepped._replace(records=Records([*known.steps, step], [*known.drawn, *new]))


def _add(draw: Draw, step: DrawStep, keys: list[int], known: _Stepped, substitute_for: int | None = None) -> None:
    """Rows for these keys, after all that was drawn."""
    activities = dict(Activity.objects.values_list("code", "pk"))
    wanted = set(keys)
    of_key = {
        key: (activities[activity], dcp)
        for activity, stratum in known.population.items()
        for dcp, in_stratum in stratum.items()
        for key in wanted.intersection(in_stratum)
    }
    rows = Rows(DrawnIQA, *_COLUMNS)
    for position, key in enumerate(keys, start=len(known.records.drawn) + 1):
        rows.add(draw.pk, step.pk, position, key, *of_key[key], substitute_for, "")
    rows.write()
