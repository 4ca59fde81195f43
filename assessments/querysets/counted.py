"""What figures count an IQA as: the one definition of each, for the tallies and for the list of IQAs behind them."""

from datetime import timedelta
from functools import cache

from django.db.models import DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import GreaterThan

from iqa.organisation.models import UnitKind
from iqa.terms.models import Term, TermName

# Units in which advice belongs (HMCPSI 2018 §5.44).
SPECIALIST = (UnitKind.RASSO, UnitKind.CCU, UnitKind.CENTRAL)
_ADVICE = Q(half_day__activity__code="advice")


@cache
def counted_as() -> dict[str, Q]:
    """The condition of each figure, by its name, of IQAs that are recorded; a draft counts in none."""
    return {
        "action_required": Q(action_required=True),
        "taken": Q(action_required=True, action__taken_at__isnull=False),
        "feedback_given": Q(feedback__isnull=False),
        "within_5_working_days": Q(feedback__given_on__lte=F("feedback_due_on")),
        "recorded_late": _recorded_late(),
        "finalised": ~Q(finalised=""),
        "advice": _ADVICE,
        "advice_specialist": _ADVICE & Q(half_day__unit__kind__in=SPECIALIST),
    }


def _recorded_late() -> Q:
    """Later after the day assessed than the nation allowed on that day; before the first rule that there was, than by
    that one (HMCPSI 2018 §3.5)."""
    terms = Term.objects.filter(name=TermName.RECORDING_DAYS, area__isnull=True, unit_kind="").values("value")
    in_force = terms.filter(starts_on__lte=OuterRef("half_day__assessed_on")).order_by("-starts_on")
    days = Coalesce(Subquery(in_force[:1]), Subquery(terms.order_by("starts_on")[:1]))
    allowed = ExpressionWrapper(days * Value(timedelta(days=1)), output_field=DurationField())
    took = TruncDate("recorded_at") - F("half_day__assessed_on")
    # The plain comparison spares most IQAs the look at the terms.
    return Q(recorded_at__date__gt=F("half_day__assessed_on")) & Q(GreaterThan(took, allowed))
