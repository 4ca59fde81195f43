"""From a cell to the IQAs behind it, or their dip samples: the address of the list, with the filters that find exactly
these."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse

from assessments.filters_behind import COUNTS
from assessments.querysets.assessment import JUDGED
from dipsamples.filters_behind import COUNTS as COUNTS_OF_SAMPLES
from iqa.calendar import today
from iqa.govuk.dates import PARTS
from iqa.organisation.models import Person, Unit
from iqa.permissions import Permission, Place, places_with
from iqa.questions.models import Activity, Wording
from reporting.choices import BETWEEN, EVER, Choices
from reporting.periods import Period, month_period, quarter_period
from reporting.querysets.counts import LONG_OPEN
from reporting.table import Value

# What a column counts, as filters of the list; a column that is not here leads nowhere.
OPEN_FOR_LONG = "older_than_28_days"
RECORDED: dict[str, tuple[str, ...]] = {"state": ("recorded", "closed")}
COUNTED: dict[str, dict[str, tuple[str, ...]]] = {
    "iqas": RECORDED,
    "open": {"state": ("draft", "recorded")},
    "draft": {"state": ("draft",)},
    OPEN_FOR_LONG: {"state": ("draft", "recorded")},
    "awaiting_action": {"only": ("action_open",)},
    "awaiting_feedback": {"feedback": ("due",)},
    **{name: {"counted": (name,)} for name, _ in COUNTS},
}
# IQAs of the activities of a base.
BASES = {f"{base}_iqas": base for base in Activity.Base.values}
SAMPLES = tuple(name for name, _ in COUNTS_OF_SAMPLES)
OUTCOMES = ("fully_met", "not_met", "not_met_other", "not_applicable")
# Dimensions that the list has a filter of the same name and words for.
SAME = ("area", "unit_kind", "court_level", "sensitive", "additional", "activity")
PEOPLE = {"assessor": "assessed_by", "prosecutor": "work_of", "sampler": "sampled_by"}


class Links:
    """The way to the IQAs behind figures, for someone who read them by these choices."""

    def __init__(self, choices: Choices, person: Person) -> None:
        self.choices, self.person = choices, person

    @cached_property
    def is_open(self) -> bool:
        """Whether they may see the IQAs wherever they may read the figures of this place; a prosecutor sees theirs."""
        return self._see(Permission.VIEW_IQAS)

    @cached_property
    def is_open_to_samples(self) -> bool:
        """Whether they may see the dip samples there; a prosecutor sees none."""
        return bool(self._here) and self._see(Permission.VIEW_DIP_SAMPLES)

    def to(self, column: str, row: Mapping[str, Value]) -> str:
        """The address of what a column of a row counts; empty where there is none."""
        if column in SAMPLES:
            return self._to_samples(column, row) if self.is_open_to_samples else ""
        said = self._counted(column, row)
        if said is None or not self.is_open:
            return ""
        address = _address(self._chosen(row) | said)
        for name, day in self._days(row, _long_ago() if column == OPEN_FOR_LONG else EVER):
            for part in PARTS:
                address[f"{name}_{part}"] = str(getattr(day, part))
        return f"{reverse('assessments:assessment_list')}?{address.urlencode()}"

    def _to_samples(self, column: str, row: Mapping[str, Value]) -> str:
        address = _address(self._chosen(row) | {"counted": (column,)})
        for name, day in self._days(row):
            address[name] = day.isoformat()
        return f"{reverse('dipsamples:dip_sample_list')}?{address.urlencode()}"

    @cached_property
    def _here(self) -> list[Place]:
        """Where the figures of this place are theirs to read."""
        read = places_with(self.person, Permission.VIEW_REPORTS)
        return [place for place in read if place.covers(self.choices.place) or self.choices.place.covers(place)]

    def _see(self, permission: Permission) -> bool:
        seen = places_with(self.person, permission)
        return all(any(each.covers(place) for each in seen) for place in self._here)

    def _counted(self, column: str, row: Mapping[str, Value]) -> dict[str, tuple[str, ...]] | None:
        if column in COUNTED:
            return COUNTED[column]
        if column in BASES:
            return {**RECORDED, "activity": self._activities_of(column, row)}
        question = self._question(row)
        if question is None:
            return None
        if column == "answers":
            return {**RECORDED, "answer": (f"{question}:{JUDGED}:",)}
        if column in OUTCOMES:
            return {**RECORDED, "answer": (f"{question}:{column}:",)}
        if column == "count" and row.get("reason"):
            return {**RECORDED, "answer": (f"{question}:not_met:{row['reason']}",)}
        return None

    def _activities_of(self, column: str, row: Mapping[str, Value]) -> tuple[str, ...]:
        """The codes of a base, or of the one activity that the row is of."""
        of_base = tuple(code for code, base in self._bases.items() if base == BASES[column])
        return self._chosen(row).get("activity") or of_base

    @cached_property
    def _bases(self) -> dict[str, str]:
        return dict(Activity.objects.ever_asked().values_list("code", "base"))

    def _question(self, row: Mapping[str, Value]) -> str | None:
        """The key of a row's question: empty where it is of all, None where its number says not which."""
        number = row.get("question")
        return "" if number is None else self._keys.get(str(number))

    @cached_property
    def _keys(self) -> dict[str, str | None]:
        """Questions by the number that they had last; None where two had the same."""
        last: dict[str, str] = {}
        wordings = Wording.objects.filter(question_set__published_at__isnull=False)
        for key, number in wordings.order_by("question_set__in_force_from").values_list("question__key", "number"):
            last[key] = str(number)
        found: dict[str, str | None] = {}
        for key, last_number in last.items():
            found[last_number] = None if last_number in found else key
        return found

    def _chosen(self, row: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
        """The filters of the choices and, narrower, of what the row itself is of."""
        said = self.choices.as_strings()
        compared = {name: str(row[name]) for name in self.choices.compare if row.get(name) is not None}
        found: dict[str, tuple[str, ...]] = {}
        for name in SAME:
            if value := compared.get(name) or said.get(name):
                found[name] = (value,)
        # People stand in columns of their own where a report is about them, compared by or not.
        for name, filter_name in PEOPLE.items():
            if row.get(name):
                found[filter_name] = (str(row[name]),)
        unit = compared.get("unit") or (f"{said['area']}{BETWEEN}{said['unit']}" if "unit" in said else "")
        if unit:
            found.pop("area", None)
            found["unit"] = (self._units.get(unit, ""),)
        # Reports of several activities have the activity as a column of their own.
        if "activity" not in found and row.get("activity") and "question" not in row:
            found["activity"] = (str(row["activity"]),)
        return found

    @cached_property
    def _units(self) -> dict[str, str]:
        return {f"{unit.area.name}{BETWEEN}{unit.name}": str(unit.pk) for unit in Unit.objects.select_related("area")}

    def _days(self, row: Mapping[str, Value], within: Period = EVER) -> list[tuple[str, date]]:
        """The first and the last day of what a row is of, where its period has them."""
        period = self._period(row).within(within)
        days = (("assessed_from", period.first), ("assessed_to", period.last))
        return [(name, day) for name, day in days if day]

    def _period(self, row: Mapping[str, Value]) -> Period:
        period = self.choices.period
        for name in self.choices.compare:
            value = str(row.get(name) or "")
            if name == "month" and value:
                period = period.within(month_period(value))
            if name == "quarter" and value:
                year, quarter = value.split(" ")
                period = period.within(quarter_period(year, quarter))
        return period


def _long_ago() -> Period:
    """The days on which what has been open for long was assessed."""
    return Period(last=today() - LONG_OPEN - timedelta(days=1))


def _address(filters: Mapping[str, tuple[str, ...]]) -> QueryDict:
    address = QueryDict(mutable=True)
    for name, values in filters.items():
        address.setlist(name, [value for value in values if value])
    return address
