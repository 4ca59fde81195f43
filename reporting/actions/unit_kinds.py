"""A unit that becomes one of another kind, and the sums by unit kind."""

from django.db import connection, transaction
from django.db.models import F

from assessments.querysets.counted import SPECIALIST
from iqa.organisation.models import Unit
from reporting.actions.folding import hold_folding
from reporting.models.tally import Extent, Span, TalliedIQA, TallyModel
from reporting.querysets.spans import TALLIES


@transaction.atomic
def move_unit_kind(unit: Unit) -> None:
    """Count what a unit did under the kind that it has now. What it did as another kind goes with it."""
    hold_folding()
    specialist = F("advice") if unit.kind in SPECIALIST else 0
    for model in TALLIES:
        with connection.cursor() as cursor:
            cursor.execute(_moving(model, unit.kind in SPECIALIST), [unit.kind, unit.pk, unit.kind, unit.pk, unit.kind])
    TalliedIQA.objects.filter(unit=unit).exclude(advice_specialist=specialist).update(advice_specialist=specialist)


def _moving(model: type[TallyModel], is_specialist: bool) -> str:
    """Fresh rows that take out what stands under other kinds, and put it in under this one, in one statement."""
    table = model._meta.db_table
    others = ", ".join(f"%s AS {key}" if key == "unit_kind" else key for key in model.KEYS)
    kept = {"advice_specialist": "advice" if is_specialist else "0"}
    out = ", ".join(f"-{name}" for name in model.COUNTERS)
    back = ", ".join(kept.get(name, name) for name in model.COUNTERS)
    columns = f"span, extent, {', '.join(model.KEYS)}, {', '.join(model.COUNTERS)}"
    where = (
        f"FROM {table} WHERE extent = {Extent.UNIT:d} AND span IN ({Span.FRESH:d}, {Span.MONTH:d})"
        " AND unit = %s AND unit_kind <> %s"
    )
    head = f"{Span.FRESH:d}, {Extent.UNIT:d}"
    return (
        f"INSERT INTO {table} ({columns})"
        f" SELECT {head}, {others}, {back} {where}"
        f" UNION ALL SELECT {head}, {', '.join(model.KEYS)}, {out} {where}"
    )
