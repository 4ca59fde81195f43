"""What figures count an IQA as: the one definition of each, for the tallies and for the list of IQAs behind them."""

from datetime import timedelta

from django.db.models import DateField, ExpressionWrapper, F, Q

from iqa.organisation.models import UnitKind

# Units in which advice belongs (HMCPSI 2018 §5.44).
SPECIALIST = (UnitKind.RASSO, UnitKind.CCU, UnitKind.CENTRAL)
_DAY_AFTER = ExpressionWrapper(F("half_day__assessed_on") + timedelta(days=1), output_field=DateField())
_ADVICE = Q(half_day__activity__code="advice")

# Of IQAs that are recorded; a draft counts in none.
COUNTED_AS: dict[str, Q] = {
    "action_required": Q(action_required=True),
    "taken": Q(action_required=True, action__taken_at__isnull=False),
    "feedback_given": Q(feedback__isnull=False),
    "within_5_working_days": Q(feedback__given_on__lte=F("feedback_due_on")),
    # HMCPSI 2018 §3.5
    "recorded_late": Q(recorded_at__date__gt=_DAY_AFTER),
    "finalised": ~Q(finalised=""),
    "advice": _ADVICE,
    "advice_specialist": _ADVICE & Q(half_day__unit__kind__in=SPECIALIST),
}
