"""The IQAs that a report counts."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from assessments.models import Assessment
from assessments.querysets.assessment import AssessmentQuerySet
from iqa.calendar import today
from iqa.organisation.querysets import in_places
from reporting.choices import Choices
from reporting.models.split_half_day import SplitHalfDay
from reporting.models.tally import TalliedIQA
from reporting.periods import month_number
from reporting.policies.access import Scope


@dataclass(frozen=True)
class Selection:
    """What was chosen, within what the reader may see; `on` is the day that lateness is counted from."""

    choices: Choices
    scope: Scope
    on: date

    @cached_property
    def hides_own_work(self) -> bool:
        """Whether there are IQAs on the reader's own work that they may not know of yet."""
        reader = self.scope.reader
        return bool(reader) and Assessment.objects.unreleased_on_work_of(reader).exists()

    @classmethod
    def today(cls, choices: Choices, scope: Scope) -> "Selection":
        return cls(choices, scope, today())

    def iqas(self) -> QuerySet[TalliedIQA]:
        """The same as they are tallied, one by one: drafts, recorded and closed ones."""
        found = TalliedIQA.objects.filter(in_places(self.scope.places))
        if self.scope.own:
            found = found.filter(assessment__in=Assessment.objects.released_on_work_of(self.scope.own).values("pk"))
        if self.hides_own_work:
            hidden = Assessment.objects.unreleased_on_work_of(self.scope.reader)
            found = found.exclude(assessment__in=hidden.values("pk"))
        return found.filter(_tallied(self.choices))

    def in_its_units(self) -> Q:
        """A condition that holds for what lies in a unit of the place chosen."""
        return in_places(self.scope.places) & _place_of_unit(self.choices)

    def split_half_days(self) -> QuerySet[SplitHalfDay]:
        """Where half days lie that sums cannot have, of what the tallies tell apart."""
        found = SplitHalfDay.objects.filter(in_places(self.scope.places), _place_and_kind(self.choices))
        period = self.choices.period
        if period.first:
            found = found.filter(month__gte=month_number(period.first))
        if period.last:
            found = found.filter(month__lte=month_number(period.last))
        return found

    def assessments(self) -> AssessmentQuerySet:
        """Drafts and withdrawn IQAs too: a report says which states count in it."""
        found = Assessment.objects.filter(in_places(self.scope.places, unit="half_day__unit"))
        if self.scope.own:
            found = found.released_on_work_of(self.scope.own)
        if self.hides_own_work:
            found = found.exclude(pk__in=Assessment.objects.unreleased_on_work_of(self.scope.reader).values("pk"))
        found = found.filter(_place(self.choices), _period(self.choices), _kind(self.choices))
        return _of_cases(found, self.choices)


def _place(choices: Choices) -> Q:
    if choices.unit:
        return Q(half_day__unit=choices.unit)
    return Q(half_day__unit__area=choices.area) if choices.area else Q()


def _period(choices: Choices) -> Q:
    chosen, period = Q(), choices.period
    if period.first:
        chosen &= Q(half_day__assessed_on__gte=period.first)
    if period.last:
        chosen &= Q(half_day__assessed_on__lte=period.last)
    return chosen


def _tallied(choices: Choices) -> Q:
    """What was chosen, of IQAs as they are tallied."""
    chosen, period = _place_and_kind(choices), choices.period
    if period.first:
        chosen &= Q(assessed_on__gte=period.first)
    if period.last:
        chosen &= Q(assessed_on__lte=period.last)
    if choices.court_level or choices.sensitive:
        chosen &= Q(assessment__in=_of_cases(Assessment.objects.all(), choices).values("pk"))
    return chosen


def _place_of_unit(choices: Choices) -> Q:
    chosen = Q()
    if choices.unit:
        chosen &= Q(unit=choices.unit)
    elif choices.area:
        chosen &= Q(unit__area=choices.area)
    if choices.unit_kind:
        chosen &= Q(unit__kind=choices.unit_kind)
    return chosen


def _place_and_kind(choices: Choices) -> Q:
    chosen = _place_of_unit(choices)
    if choices.activity:
        chosen &= Q(activity=choices.activity)
    if choices.additional is not None:
        chosen &= Q(additional=choices.additional)
    return chosen


def _kind(choices: Choices) -> Q:
    chosen = Q()
    if choices.unit_kind:
        chosen &= Q(half_day__unit__kind=choices.unit_kind)
    if choices.activity:
        chosen &= Q(half_day__activity=choices.activity)
    if choices.additional is not None:
        chosen &= Q(half_day__additional=choices.additional)
    return chosen


def _of_cases(found: AssessmentQuerySet, choices: Choices) -> AssessmentQuerySet:
    """Those whose cases are as chosen."""
    if choices.court_level:
        found = found.of_court_level(choices.court_level)
    return found.of_category(choices.sensitive) if choices.sensitive else found
