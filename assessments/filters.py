"""Finding IQAs: what the list can be narrowed to, each choice in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from assessments.filters_behind import BehindFigures
from assessments.models import Assessment, State
from assessments.pagination import Order, by_date, by_moment
from assessments.views.visible import PersonRequest
from iqa.calendar import today
from iqa.govuk.forms import CharField, DateField, GovukForm
from iqa.organisation.models import Person, Unit
from iqa.permissions import Permission, places_with
from iqa.questions.models import Activity, Outcome

ASSESSED = F("half_day__assessed_on")
ORDERS: dict[str, Order] = {
    "newest": by_date(ASSESSED),
    "oldest": by_date(ASSESSED, descending=False),
    "saved": by_moment(Coalesce("recorded_at", "draft_saved_at")),
}
NEWEST = "newest"
SORTS = [(NEWEST, "Newest assessed"), ("oldest", "Oldest assessed"), ("saved", "Recently saved")]
MARKS = [
    (Outcome.CountsAs.NOT_MET, "Any not met"),
    (Outcome.CountsAs.NOT_MET_OTHER, "Any not met other"),
    (Outcome.CountsAs.FULLY_MET, "All fully met"),
]
FEEDBACK = [("due", "Due (overdue included)"), ("overdue", "Overdue"), ("given", "Given")]
ONLY = [("action_open", "Action open"), ("late", "Recorded late")]


def _units(request: PersonRequest) -> QuerySet[Unit]:
    return Unit.objects.where(request.user, Permission.VIEW_IQAS).select_related("area")


def from_the_list(what: str) -> dict[str, str]:
    """What is said of a choice that is not on the page."""
    return dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), f"Select {what} from the list")  # noqa: S608


class FilterForm(GovukForm):
    """The filters of a list. `days` names the two that are the first and the last day."""

    in_address = True
    days = ("assessed_from", "assessed_to")
    field_options = {
        "state": {"small": True},
        "activity": {"small": True},
        "only": {"small": True},
    }

    def clean(self) -> None:
        first, last = (self.cleaned_data.get(name) for name in self.days)
        if first and last and last < first:
            labels = [self.fields[name].label for name in self.days]
            self.add_error(self.days[1], f"{labels[1]} must be the same as or after {labels[0]}")


class TextFilter(django_filters.CharFilter):
    field_class = CharField


class DayFilter(django_filters.Filter):
    field_class = DateField


def activity_filter(field_name: str) -> django_filters.ModelMultipleChoiceFilter:
    """`field_name` leads to the activity's code."""
    return django_filters.ModelMultipleChoiceFilter(
        label="Activity",
        field_name=field_name,
        to_field_name="code",
        queryset=Activity.objects.ever_asked(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
        error_messages=from_the_list("an activity"),
    )


def unit_filter(field_name: str) -> django_filters.ModelChoiceFilter:
    """Of the units in which the person of the request sees IQAs."""
    return django_filters.ModelChoiceFilter(
        label="Unit",
        field_name=field_name,
        queryset=_units,
        empty_label="All units",
        error_messages=from_the_list("a unit"),
    )


class AssessmentFilter(BehindFigures):
    """The IQAs of a queryset already `visible_to` the person of the request.

    A choice that cannot be read is left out, and the form says so. A draft's answers are nobody's to find it by, nor is
    anything that is hidden from the person.
    """

    q = TextFilter(label="URN or IQA number", max_length=100, method="by_name")
    state = django_filters.MultipleChoiceFilter(
        label="State",
        field_name="state_shown",
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
        error_messages=from_the_list("a state"),
    )
    activity = activity_filter("half_day__activity__code")
    unit = unit_filter("half_day__unit")
    person = TextFilter(
        label="Prosecutor or assessor", help_text="A name, or part of one", max_length=150, method="by_person"
    )
    assessor = TextFilter(
        label="Assessor",
        help_text="A name, or part of one",
        max_length=150,
        method="by_assessor",
    )
    assessed_from = DayFilter(label="Assessed from", field_name="half_day__assessed_on", lookup_expr="gte")
    assessed_to = DayFilter(label="Assessed to", field_name="half_day__assessed_on", lookup_expr="lte")
    marks = django_filters.ChoiceFilter(
        label="Marks",
        choices=MARKS,
        empty_label="Any marks",
        method="by_marks",
        error_messages=from_the_list("marks"),
    )
    feedback = django_filters.ChoiceFilter(
        label="Feedback",
        choices=FEEDBACK,
        empty_label="Any",
        method="by_feedback",
        error_messages=from_the_list("feedback"),
    )
    only = django_filters.MultipleChoiceFilter(
        label="Only IQAs with",
        choices=ONLY,
        widget=forms.CheckboxSelectMultiple,
        method="by_what_is_special",
        error_messages=from_the_list("what the IQAs have"),
    )
    sort = django_filters.ChoiceFilter(
        label="Sort by",
        choices=SORTS,
        empty_label=None,
        # It stands beside the results, outside the form.
        widget=forms.Select(attrs={"form": "filters"}),
        method="in_any_order",
        error_messages=from_the_list("how to sort"),
    )

    class Meta:
        model = Assessment
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, queryset: QuerySet[Assessment], *, request: PersonRequest) -> None:
        super().__init__(data, queryset, request=request)
        if not places_with(request.user, Permission.VIEW_IQAS):
            # Of one's own work alone, these would have one answer.
            del self.filters["unit"], self.filters["person"]

    @property
    def order(self) -> Order:
        return ORDERS[self.form.cleaned_data.get("sort") or NEWEST]

    def filter_queryset(self, queryset: Any) -> Any:
        """By the state last: how many there are in each is counted on the way, in one query."""
        chosen = dict(self.form.cleaned_data)
        states = chosen.pop("state", None)
        for name, value in chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        queryset = queryset.with_state_shown()
        counts = queryset.order_by().values_list("state_shown").annotate(Count("pk"))
        self.in_state = dict.fromkeys(State.values, 0) | dict(counts)
        self.total = sum(self.in_state[state] for state in states or State.values)
        self._show_counts()
        return self.filters["state"].filter(queryset, states)

    def _show_counts(self) -> None:
        labels = [(state, f"{State(state).label} ({count:,})") for state, count in self.in_state.items()]
        self.form.fields["state"].choices = labels

    def by_name(self, queryset, name, value):
        return queryset.named(value)

    def by_person(self, queryset, name, value):
        people = Person.objects.keys_named(value)
        assessor = Q(half_day__assessor__in=people, is_hidden=False)
        return queryset.filter(Q(half_day__prosecutor__in=people) | assessor)

    def by_assessor(self, queryset, name, value):
        return queryset.not_hidden().filter(half_day__assessor__in=Person.objects.keys_named(value))

    def by_marks(self, queryset, name, value):
        recorded = queryset.once_recorded().not_hidden()
        return recorded.all_fully_met() if value == Outcome.CountsAs.FULLY_MET else recorded.with_answer(value)

    def by_feedback(self, queryset, name, value):
        queryset = queryset.not_hidden()
        if value == "given":
            return queryset.once_recorded().filter(feedback__isnull=False)
        return queryset.feedback_overdue(on=today()) if value == "overdue" else queryset.awaiting_feedback()

    def by_what_is_special(self, queryset, name, value):
        queryset = queryset.not_hidden()
        if "action_open" in value:
            queryset = queryset.awaiting_action()
        return queryset.recorded_late() if "late" in value else queryset

    def in_any_order(self, queryset, name, value):
        return queryset  # pages by key sort
