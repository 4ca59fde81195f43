"""Finding dip samples: what the list can be narrowed to, each choice in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, Count, F, Value, When
from django.db.models.functions import Coalesce

from assessments.filters import DayFilter, FilterForm, TextFilter, activity_filter, from_the_list, unit_filter
from assessments.pagination import by_moment
from dipsamples.filters_behind import SamplesBehindFigures
from dipsamples.models import DipSample, Tag
from dipsamples.policies.comparison import Difference
from iqa.organisation.models import Person

NEWEST = by_moment(Coalesce(F("recorded_at"), F("begun_at")))
STATES = {
    "draft": "Draft",
    "recorded": "Recorded",
    "acknowledged": "Acknowledged",
    "substituted": "Substituted",
}
DIFFERENCES = [(each.value, each.words if each != Difference.AGREED else "All agreed") for each in Difference]
CHOSEN = [("drawn", "Drawn"), ("picked", "Picked")]


class DipSampleFilterForm(FilterForm):
    days = ("sampled_from", "sampled_to")
    field_options = {"state": {"small": True}, "activity": {"small": True}}


class DipSampleFilter(SamplesBehindFigures):
    """The dip samples of a queryset already `visible_to` the person of the request.

    A choice that cannot be read is left out, and the form says so. Nobody who still marks blind finds one by whose IQA
    it is.
    """

    q = TextFilter(label="URN or IQA number", max_length=100, method="by_name")
    state = django_filters.MultipleChoiceFilter(
        label="State",
        choices=list(STATES.items()),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
        error_messages=from_the_list("a state"),
    )
    sampler = TextFilter(
        label="Who sampled", field_name="sampler__name", lookup_expr="icontains", max_length=150,
        help_text="A name, or part of one",
    )  # fmt: skip
    assessor = TextFilter(
        label="Whose IQA", max_length=150, method="by_assessor", help_text="The assessor’s name, or part of it"
    )
    prosecutor = TextFilter(
        label="Whose work", max_length=150, method="by_prosecutor", help_text="The prosecutor’s name, or part of it"
    )
    sampled_from = DayFilter(label="Sampled from", field_name="sampled_on", lookup_expr="gte")
    sampled_to = DayFilter(label="Sampled to", field_name="sampled_on", lookup_expr="lte")
    activity = activity_filter("assessment__half_day__activity__code")
    unit = unit_filter("assessment__half_day__unit")
    difference = django_filters.ChoiceFilter(
        label="Difference",
        help_text="Where the sampler marked the questions too",
        choices=DIFFERENCES,
        empty_label="Any",
        method="by_difference",
        error_messages=from_the_list("a difference"),
    )
    tag = django_filters.ModelChoiceFilter(
        label="Tag",
        field_name="tags",
        queryset=Tag.objects.all(),
        empty_label="Any",
        method="by_tag",
        error_messages=from_the_list("a tag"),
    )
    chosen = django_filters.ChoiceFilter(
        label="How it was chosen",
        choices=CHOSEN,
        empty_label="Any",
        method="by_how_chosen",
        error_messages=from_the_list("how it was chosen"),
    )

    class Meta:
        model = DipSample
        fields: list[str] = []
        form = DipSampleFilterForm

    def filter_queryset(self, queryset: Any) -> Any:
        """By the state last: how many there are in each is counted on the way, in one query."""
        queryset = queryset.annotate(
            state=Case(
                When(drawn__substituted_at__isnull=False, then=Value("substituted")),
                When(recorded_at__isnull=True, then=Value("draft")),
                When(acknowledged_at__isnull=True, then=Value("recorded")),
                default=Value("acknowledged"),
            )
        )
        chosen = dict(self.form.cleaned_data)
        states = chosen.pop("state", None)
        for name, value in chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        counts = queryset.order_by().values_list("state").annotate(Count("pk"))
        in_state = dict.fromkeys(STATES, 0) | dict(counts)
        self.total = sum(in_state[state] for state in states or STATES)
        self.form.fields["state"].choices = [
            (state, f"{STATES[state]} ({count:,})") for state, count in in_state.items()
        ]
        return self.filters["state"].filter(queryset, states)

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.named(value)

    def by_assessor(self, queryset: Any, name: str, value: str) -> Any:
        people = Person.objects.keys_named(value)
        return queryset.naming_assessor_to(self.request.user).filter(assessment__half_day__assessor__in=people)

    def by_prosecutor(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(assessment__half_day__prosecutor__in=Person.objects.keys_named(value))

    def by_difference(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.recorded().differing(Difference(value))

    def by_tag(self, queryset: Any, name: str, value: Tag) -> Any:
        return queryset.recorded().filter(tags=value)

    def by_how_chosen(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(targeted=value == "picked")
