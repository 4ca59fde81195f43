"""The choices of a report, all of them open and each in the address."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.http import Http404, QueryDict

from assessments.models import CourtLevel, SensitiveCategory
from assessments.querysets.assessment import NO_CATEGORY
from iqa.calendar import SCHEME_BEGAN, business_year, today
from iqa.govuk.formats import MONTHS
from iqa.govuk.forms import GovukForm
from iqa.organisation.models import Area, Person, Unit, UnitKind
from iqa.organisation.querysets import in_places
from iqa.permissions import NATIONAL, Permission, Place, has_permission_anywhere, places_with
from iqa.questions.models import Activity
from reporting.choices import BETWEEN, BadChoices, Choices
from reporting.dimensions import DIMENSIONS

QUARTERS = [("Q1", "Q1, April to June"), ("Q2", "Q2, July to September"),
            ("Q3", "Q3, October to December"), ("Q4", "Q4, January to March")]  # fmt: skip
# The months of a business year, by the numbers that they have in a calendar year.
MONTHS_OF_YEAR = [(f"{number:02}", MONTHS[number - 1]) for number in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]
# How else names in the address of a report begin: how its tables are sorted, as what it is downloaded.
NOT_CHOICES = ("sort", "format")
FIELD_OF = {"area": "place", "unit": "place", "compare": "then"}


class ChoicesForm(GovukForm):
    """What `person` may choose. A place that is none of theirs is one that there is not: `Http404`.

    They may compare by `compared_by`. `choices` are those that were made, once the form is valid; `everywhere` is what
    all of their places are called: `places`, or those where they read reports.
    """

    everywhere = ""

    year = forms.ChoiceField(label="Business year", required=False)
    quarter = forms.ChoiceField(label="Quarter", required=False, choices=[("", "All quarters"), *QUARTERS])
    month = forms.ChoiceField(label="Month", required=False, choices=[("", "All months"), *MONTHS_OF_YEAR])
    place = forms.ChoiceField(label="Place", required=False)
    unit_kind = forms.ChoiceField(label="Unit kind", required=False, choices=[("", "All kinds"), *UnitKind.choices])
    activity = forms.ChoiceField(label="Activity", required=False)
    court_level = forms.ChoiceField(
        label="Court level", required=False, choices=[("", "All courts"), *CourtLevel.choices]
    )
    sensitive = forms.ChoiceField(label="Sensitive category", required=False)
    additional = forms.ChoiceField(
        label="Additional IQAs", required=False, choices=[("", "Included"), ("no", "Left out"), ("yes", "Alone")]
    )
    compare = forms.ChoiceField(label="Compare by", required=False)
    then = forms.ChoiceField(label="Then by", required=False)

    def __init__(
        self,
        address: QueryDict | None,
        *,
        person: Person,
        places: list[Place] | None = None,
        compared_by: Collection[str] = tuple(DIMENSIONS),
    ) -> None:
        super().__init__(None if address is None else _as_the_form_has_it(address))
        self.person = person
        self.places = places_with(person, Permission.VIEW_REPORTS) if places is None else places
        self.choices = Choices()
        self._offer("year", "All years", ((year, year) for year in _years()))
        self._offer("activity", "All activities", Activity.objects.ever_asked().values_list("code", "name"))
        categories = SensitiveCategory.objects.values_list("code", "name")
        self._offer("sensitive", "All cases", [*categories, (NO_CATEGORY, "Not sensitive")])
        dimensions = list(_dimensions(person, compared_by))
        self._offer("compare", "Nothing", dimensions)
        self._offer("then", "Nothing more", dimensions)
        self._offer_places()
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = f"{field.label} must be one of the list"

    def clean(self) -> None:
        if self.errors:
            return
        try:
            self.choices = Choices.parse(self._as_the_contract_has_it())
        except BadChoices as bad:
            for name, words in bad.errors.items():
                self.add_error(FIELD_OF.get(name, name), words)

    def _as_the_contract_has_it(self) -> dict[str, str]:
        said = {name: value or "" for name, value in self.cleaned_data.items()}
        area, unit = self._area_and_unit()
        month, year = said["month"], said["year"]
        if month and not year:
            self.add_error("year", "Select the business year of the month")
        elif month:
            said["month"] = f"{int(year[:4]) + (month < '04')}-{month}"
        else:
            said["month"] = ""
        compare = ",".join(filter(None, (said.get("compare"), said.pop("then", ""))))
        return {**said, "area": area, "unit": unit, "compare": compare, "month": said["month"] if year else ""}

    def _area_and_unit(self) -> tuple[str, str]:
        area, _, unit = self.cleaned_data.get("place", "").partition(BETWEEN)
        return area, unit

    def _offer(self, name: str, nothing: str, options: Iterable[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", nothing), *options]  # type: ignore[attr-defined]

    def _offer_places(self) -> None:
        places = self.places
        if not places:
            self.everywhere = "Your own work"
            del self.fields["place"]
            if self.data.get("place"):
                raise Http404
            return
        units = Unit.objects.filter(in_places(places, unit="pk")).select_related("area").order_by("area__name", "name")
        areas = Area.objects.order_by("name")
        if NATIONAL not in places:
            areas = areas.filter(pk__in=[place.area_id for place in places if place.unit_id is None])
        options = _grouped(list(areas), list(units))
        offered = {value for _, group in options for value, _ in group}
        self.everywhere = _everywhere(places, areas, units)
        self._offer("place", self.everywhere, options)
        if self.data.get("place") and self.data["place"] not in offered:
            raise Http404


def address_of(choices: Choices) -> QueryDict:
    """The address that the form reads these from; every choice that was made is in it, all years too: without any the
    form takes this one."""
    said = {"year": "", **choices.as_strings()}
    address = QueryDict(mutable=True)
    area, unit = said.pop("area", ""), said.pop("unit", "")
    compare, _, then = said.pop("compare", "").partition(",")
    month = said.get("month", "")
    if month and not choices.year:
        said["year"] = business_year(choices.period.first or today())
    said["month"] = month[-2:]
    said |= {"place": BETWEEN.join(filter(None, (area, unit))), "compare": compare, "then": then}
    address.update({name: value for name, value in said.items() if value or name == "year"})
    return address


def check_choices(choices: Choices, *, person: Person, compared_by: Collection[str]) -> None:
    """Raises what the page of a report says to `person` who chose these: `BadChoices`, `Http404`."""
    form = ChoicesForm(address_of(choices), person=person, compared_by=compared_by)
    if not form.is_valid():
        raise BadChoices({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})


def _as_the_form_has_it(address: QueryDict) -> dict[str, Any]:
    """The choices in an address: with none at all this business year; the contract's own names are read as well."""
    said = {name: str(value).strip() for name, value in address.items() if not name.startswith(NOT_CHOICES)}
    if not said:
        return {"year": business_year(today())}
    if area := said.pop("area", ""):
        said["place"] = BETWEEN.join(filter(None, (area, said.pop("unit", ""))))
    return said


def _years() -> list[str]:
    """The latest first."""
    first = int(business_year(SCHEME_BEGAN)[:4])
    last = int(business_year(today())[:4])
    return [f"{year}-{(year + 1) % 100:02}" for year in range(last, first - 1, -1)]


def _dimensions(person: Person, compared_by: Collection[str]) -> Iterable[tuple[str, str]]:
    may_see_iqas = has_permission_anywhere(person, Permission.VIEW_IQAS)
    offered = (each for each in DIMENSIONS.values() if each.name in compared_by)
    return ((each.name, each.label) for each in offered if each.name != "prosecutor" or may_see_iqas)


def _everywhere(places: list[Place], areas: Iterable[Area], units: Iterable[Unit]) -> str:
    """What all places together are called."""
    if NATIONAL in places:
        return "England and Wales"
    names = [area.name for area in areas]
    names += [str(unit) for unit in units if unit.area.name not in names]
    return names[0] if len(names) == 1 else "All that you may see"


def _grouped(areas: list[Area], units: list[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each Area with its units, under its name."""
    names = sorted({area.name for area in areas} | {unit.area.name for unit in units})
    whole = {area.name for area in areas}
    return [
        (
            name,
            ([(name, f"All of {name}")] if name in whole else [])
            + [(f"{name}{BETWEEN}{unit.name}", unit.name) for unit in units if unit.area.name == name],
        )
        for name in names
    ]
