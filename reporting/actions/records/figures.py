"""Targets and performance measures of an import."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from iqa.organisation.models import Person
from reporting.actions.targets import set_target
from reporting.imports.files import MEASURES, TARGETS
from reporting.imports.reading import Figures
from reporting.models import PerformanceMeasure, Target


@transaction.atomic
def take_in(
    figures: Figures, areas: Mapping[str, int], *, by: Person | None, now: datetime, writes: bool
) -> tuple[Counter, Counter]:
    """What became of how many targets, and of how many measures."""
    targets, measures = (Counter(left_out=figures.nameless[file.name]) for file in (TARGETS, MEASURES))
    there = {(one.area_id, one.quarter, one.base): one.proxy_target for one in Target.objects.all()}
    for (area, quarter, base), value in figures.targets.items():
        became = _became(there, (areas[area], quarter, base), value)
        targets[became] += 1
        if writes and became in ("added", "changed"):
            set_target(
                area_id=areas[area], quarter=quarter, base=base, proxy_target=value, why=f"From {TARGETS.name}", by=by
            )
    known = {(one.area_id, one.measure, one.quarter): one.value for one in PerformanceMeasure.objects.all()}
    for (area, measure, quarter), number in figures.measures.items():
        area_id = areas[area] if area else None
        became = _became(known, (area_id, measure, quarter), number)
        measures[became] += 1
        if writes and became in ("added", "changed"):
            found = PerformanceMeasure.objects.filter(area=area_id, measure=measure, quarter=quarter)
            if not found.update(value=number, imported_at=now):
                PerformanceMeasure.objects.create(
                    area_id=area_id, measure=measure, quarter=quarter, value=number, imported_at=now
                )
    return targets, measures


def _became(there: Mapping[tuple, Any], key: tuple, value: Any) -> str:
    if value is None:
        return "left_out"
    if key not in there:
        return "added"
    return "unchanged" if there[key] == value else "changed"
