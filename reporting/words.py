"""What the codes of a report are called, on a page."""

from collections.abc import Callable
from functools import cached_property

from assessments.models import CourtLevel, Feedback, LiesWith, SensitiveCategory
from assessments.querysets.assessment import NO_CATEGORY
from iqa.govuk.formats import MONTHS
from iqa.organisation.models import Person, UnitKind
from iqa.questions.models import Activity, Reason, Wording
from reporting.choices import BETWEEN
from reporting.table import ALL, NOT_SAID, Table, Value

# Columns of people.
_PEOPLE = ("assessor", "prosecutor", "sampler")
# The order in which values stand that have one of their own; all others stand by name.
_YES_NO = {"yes": "Additional", "no": "Not additional"}
_LIES_WITH = {**dict(LiesWith.choices), NOT_SAID: "Not said"}
_METHODS = {**dict(Feedback.Mode.choices), NOT_SAID: "Not said"}
_REASONS = {ALL: "All reasons", "except_other": "All but “other”", "other": "“Other” alone"}


class Words:
    """The words for a table's values. Asks the database once for each kind of code that the table has."""

    def __init__(self, *tables: Table) -> None:
        self.tables = tables

    def of(self, column: str, value: Value) -> str:
        """What a value of a column is called; where there is no other word, what it is."""
        if value is None:
            return ""
        return self._readers.get(column, lambda code: code)(str(value))

    @cached_property
    def _readers(self) -> dict[str, Callable[[str], str]]:
        return {
            "activity": lambda code: self.activities.get(code, code),
            "assessor": lambda email: self.people.get(email, email),
            "prosecutor": lambda email: self.people.get(email, email),
            "sampler": lambda email: self.people.get(email, email),
            "court_level": lambda code: dict(CourtLevel.choices).get(code, code),
            "unit": self._unit,
            "unit_kind": lambda code: dict(UnitKind.choices).get(code, code),
            "sensitive": lambda code: self.categories.get(code, code),
            "additional": lambda code: _YES_NO.get(code, code),
            "month": _month,
            "question": self._question,
            "lies_with": lambda code: _LIES_WITH.get(code, code),
            "method": lambda code: _METHODS.get(code, code),
            "reasons": lambda which: _REASONS.get(which, which),
            "reason": lambda code: self.reasons.get(code, code),
        }

    @cached_property
    def activities(self) -> dict[str, str]:
        return dict(Activity.objects.values_list("code", "name"))

    @cached_property
    def people(self) -> dict[str, str]:
        """Two of one name are told apart by their addresses."""
        emails = {row[name] for table in self.tables for row in table.rows for name in _PEOPLE if name in row}
        named = dict(Person.objects.filter(email__in=emails).values_list("email", "name"))
        names = list(named.values())
        return {email: name if names.count(name) == 1 else f"{name} ({email})" for email, name in named.items()}

    @cached_property
    def categories(self) -> dict[str, str]:
        return {**dict(SensitiveCategory.objects.values_list("code", "name")), NO_CATEGORY: "Not sensitive"}

    @cached_property
    def questions(self) -> dict[str, str]:
        """The short labels that numbers had last."""
        wordings = Wording.objects.filter(question_set__published_at__isnull=False)
        found = wordings.order_by("question_set__in_force_from").values_list("number", "label")
        return {str(number): label for number, label in found}

    @cached_property
    def reasons(self) -> dict[str, str]:
        codes = {row["reason"] for table in self.tables for row in table.rows if "reason" in row}
        found = Reason.objects.filter(code__in=codes).order_by("wording__question_set__in_force_from")
        return dict(found.values_list("code", "text"))

    @cached_property
    def _units_are_of_one_area(self) -> bool:
        units = (str(row["unit"]) for table in self.tables for row in table.rows if "unit" in row)
        return len({unit.split(BETWEEN)[0] for unit in units}) == 1

    def _unit(self, name: str) -> str:
        """Without its Area, where all have the same."""
        return name.split(BETWEEN, 1)[1] if self._units_are_of_one_area else name

    def _question(self, number: str) -> str:
        if number == ALL:
            return "All questions"
        return f"{number}. {self.questions[number]}" if number in self.questions else number


def _month(text: str) -> str:
    """September 2017, of 2017-09"""
    year, _, month = text.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}"
