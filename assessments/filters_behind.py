"""Finding the IQAs behind a figure: what a report narrows by that the list's own form does not ask for.

They stand in the address, and among the chosen filters, from where they can be taken away again.
"""

import django_filters
from django import forms

from assessments.models import Assessment, CourtLevel
from iqa.calendar import today
from iqa.govuk.forms import CharField
from iqa.organisation.models import Area, UnitKind

OVERDUE = "overdue"
ALL_MET = "all_met"
COUNTS = [
    ("action_required", "Action required"),
    ("taken", "Action taken"),
    (OVERDUE, "Feedback overdue"),
    ("feedback_given", "Feedback given"),
    ("within_5_working_days", "Feedback by the day due"),
    ("recorded_late", "Recorded late"),
    ("finalised", "Finalised case"),
    ("advice", "Advice"),
    ("advice_specialist", "Advice in a specialist unit"),
    (ALL_MET, "Every answer fully met"),
]
YES_OR_NO = [("yes", "Yes"), ("no", "No")]
ASKED = "Remove this filter: what it says cannot be read"


def hidden(**more):
    """For a filter without a control: how it stands in the form, and what is said where it cannot be read."""
    words = dict.fromkeys(("invalid", "invalid_choice", "invalid_list", "invalid_pk_value"), ASKED)
    return {"widget": forms.HiddenInput, "error_messages": words, **more}


class HiddenTextFilter(django_filters.CharFilter):
    field_class = CharField


class BehindFigures(django_filters.FilterSet):
    """Filters of the list of IQAs without a control of their own."""

    area = django_filters.ModelChoiceFilter(
        label="Area",
        field_name="half_day__unit__area",
        to_field_name="name",
        queryset=Area.objects.all(),
        **hidden(),
    )
    unit_kind = django_filters.ChoiceFilter(
        label="Unit kind", field_name="half_day__unit__kind", choices=UnitKind.choices, **hidden()
    )
    court_level = django_filters.ChoiceFilter(
        label="Court level", choices=CourtLevel.choices, method="by_court_level", **hidden()
    )
    sensitive = HiddenTextFilter(label="Sensitive category", method="by_category", **hidden())
    additional = django_filters.ChoiceFilter(label="Additional", choices=YES_OR_NO, method="by_additional", **hidden())
    assessed_by = HiddenTextFilter(label="Assessed by", method="by_assessed_by", **hidden())
    work_of = HiddenTextFilter(label="Work of", field_name="half_day__prosecutor__email", **hidden())
    counted = django_filters.ChoiceFilter(label="Counted as", choices=COUNTS, method="by_what_counts", **hidden())
    answer = HiddenTextFilter(label="Answer", method="by_answer", **hidden())

    class Meta:
        model = Assessment
        fields: list[str] = []

    def by_court_level(self, queryset, name, value):
        return queryset.of_court_level(value)

    def by_category(self, queryset, name, value):
        return queryset.of_category(value)

    def by_additional(self, queryset, name, value):
        return queryset.filter(half_day__additional=value == "yes")

    def by_assessed_by(self, queryset, name, value):
        return queryset.not_hidden().filter(half_day__assessor__email=value)

    def by_what_counts(self, queryset, name, value):
        """As a figure counts it, which may be more than what there is still to do."""
        queryset = queryset.not_hidden()
        if value == OVERDUE:
            return queryset.counted_overdue(on=today())
        return queryset.counted_all_met() if value == ALL_MET else queryset.counted_as(value)

    def by_answer(self, queryset, name, value):
        """`question:outcome:reason`, by key and codes, each of which may be empty; the outcome may be `judged`. A
        draft's answers are nobody's to find it by."""
        question, outcome, reason = [*value.split(":"), "", ""][:3]
        return queryset.once_recorded().not_hidden().answered(question=question, counts_as=outcome, reason=reason)
