"""Finding the dip samples behind a figure: by the IQAs that it counts, as their own list is narrowed to them."""

from typing import Any

import django_filters
from django.db.models import Q

from assessments.filters_behind import YES_OR_NO, HiddenTextFilter, hidden
from assessments.models import Assessment, CourtLevel
from dipsamples.models import DipSample
from dipsamples.querysets.dip_sample import was_marked_blind
from iqa.organisation.models import Area, UnitKind

COUNTS = [
    ("sampled", "Sampled"),
    ("targeted", "Targeted"),
    ("samples", "Sampled or targeted"),
    ("marked_blind", "Marked blind"),
]
_COUNTED = {
    "sampled": Q(targeted=False),
    "targeted": Q(targeted=True),
    "samples": Q(),
    "marked_blind": was_marked_blind(),
}


class SamplesBehindFigures(django_filters.FilterSet):
    """Filters of the list of dip samples without a control of their own. An IQA that two have sampled, which a figure
    counts once, is found with both."""

    counted = django_filters.ChoiceFilter(label="Counted as", choices=COUNTS, method="by_what_counts", **hidden())
    area = django_filters.ModelChoiceFilter(
        label="Area",
        field_name="assessment__half_day__unit__area",
        to_field_name="name",
        queryset=Area.objects.all(),
        **hidden(),
    )
    unit_kind = django_filters.ChoiceFilter(
        label="Unit kind", field_name="assessment__half_day__unit__kind", choices=UnitKind.choices, **hidden()
    )
    court_level = django_filters.ChoiceFilter(
        label="Court level", field_name="assessment__court_level", choices=CourtLevel.choices, **hidden()
    )
    sensitive = HiddenTextFilter(label="Sensitive category", method="by_category", **hidden())
    additional = django_filters.ChoiceFilter(label="Additional", choices=YES_OR_NO, method="by_additional", **hidden())
    assessed_by = HiddenTextFilter(label="Assessed by", method="by_assessed_by", **hidden())
    sampled_by = HiddenTextFilter(label="Sampled by", field_name="sampler__email", **hidden())
    work_of = HiddenTextFilter(label="Work of", field_name="assessment__half_day__prosecutor__email", **hidden())
    assessed_from = django_filters.DateFilter(
        label="Assessed from", field_name="assessment__half_day__assessed_on", lookup_expr="gte", **hidden()
    )
    assessed_to = django_filters.DateFilter(
        label="Assessed to", field_name="assessment__half_day__assessed_on", lookup_expr="lte", **hidden()
    )

    class Meta:
        model = DipSample
        fields: list[str] = []

    def by_what_counts(self, queryset: Any, name: str, value: str) -> Any:
        """Recorded, of an IQA that has not been withdrawn."""
        counted = queryset.recorded().filter(_COUNTED[value])
        return counted.filter(assessment__in=Assessment.objects.recorded())

    def by_category(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(assessment__in=Assessment.objects.of_category(value))

    def by_additional(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(assessment__half_day__additional=value == "yes")

    def by_assessed_by(self, queryset: Any, name: str, value: str) -> Any:
        """Not those on which the person may still mark blind: whose IQA it is, they are not told yet."""
        return queryset.naming_assessor_to(self.request.user).filter(assessment__half_day__assessor__email=value)
