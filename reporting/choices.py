"""What a reader chose to see: the same for the page's address, a saved view and the command."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from assessments.models import CourtLevel, SensitiveCategory
from assessments.querysets.assessment import NO_CATEGORY
from iqa.organisation.models import Area, Unit, UnitKind
from iqa.permissions import Place
from iqa.questions.models import Activity
from reporting.periods import QUARTERS, Period, month_period, quarter_period, year_period

DIMENSIONS = (
    "area",
    "unit",
    "unit_kind",
    "assessor",
    "prosecutor",
    "activity",
    "quarter",
    "month",
    "court_level",
    "sensitive",
    "additional",
)
MOST_COMPARED = 2
# An Area and its unit, where they are one value: "Wessex / Portsmouth".
BETWEEN = " / "
EVER = Period()


class BadChoices(Exception):
    """`errors` says in words what is wrong with which choice: {"month": "Month must be like 2017-09"}."""

    def __init__(self, errors: dict[str, str]):
        super().__init__(errors)
        self.errors = errors

    def __str__(self) -> str:
        return "; ".join(self.errors.values())


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Period, place and what else narrows a report, and the dimensions compared. Empty is all; they add up (and).

    `within` narrows the period for a page that shows so much and no more: no reader chose it, and no address says it.
    """

    year: str = ""
    quarter: str = ""
    month: str = ""
    area: Area | None = None
    unit: Unit | None = None
    unit_kind: str = ""
    activity: Activity | None = None
    court_level: str = ""
    sensitive: str = ""
    additional: bool | None = None
    compare: tuple[str, ...] = ()
    within: Period = EVER

    @classmethod
    def parse(cls, said: Mapping[str, str]) -> Self:
        """From plain strings, each by its name: Areas and units by name, activities and categories by code,
        `additional` yes or no, `compare` dimensions with a comma between them. Names that are no choice are ignored.
        Raises `BadChoices`."""
        reader = _Reader(said)
        found = cls(
            **reader.period(),
            **reader.place(),
            unit_kind=reader.one_of("unit_kind", "Unit kind", UnitKind.values),
            activity=reader.activity(),
            court_level=reader.one_of("court_level", "Court level", CourtLevel.values),
            sensitive=reader.sensitive(),
            additional={"yes": True, "no": False}.get(reader.one_of("additional", "Additional", ["yes", "no"])),
            compare=reader.compare(),
        )
        if reader.errors:
            raise BadChoices(reader.errors)
        return found

    @property
    def period(self) -> Period:
        found = self.within
        if self.year:
            whole = quarter_period(self.year, self.quarter) if self.quarter else year_period(self.year)
            found = found.within(whole)
        return found.within(month_period(self.month)) if self.month else found

    @property
    def first_day(self) -> date | None:
        return self.period.first

    @property
    def last_day(self) -> date | None:
        return self.period.last

    @property
    def place(self) -> Place:
        """The nation where no place was chosen."""
        if self.unit:
            return self.unit.place
        return self.area.place if self.area else Place()

    def as_strings(self) -> dict[str, str]:
        """What `parse` reads these from, without those that are empty: for an address or a saved view."""
        said = {
            "year": self.year,
            "quarter": self.quarter,
            "month": self.month,
            "area": self.area.name if self.area else "",
            "unit": self.unit.name if self.unit else "",
            "unit_kind": self.unit_kind,
            "activity": self.activity.code if self.activity else "",
            "court_level": self.court_level,
            "sensitive": self.sensitive,
            "additional": {True: "yes", False: "no", None: ""}[self.additional],
            "compare": ",".join(self.compare),
        }
        return {name: value for name, value in said.items() if value}

    def but(self, **changed: object) -> "Choices":
        """The same with these changed."""
        return replace(self, **changed)  # type: ignore[arg-type]


class _Reader:
    """Reads each choice and gathers what is wrong, so that all of it is said at once."""

    def __init__(self, said: Mapping[str, str]):
        self.said = said
        self.errors: dict[str, str] = {}

    def _get(self, name: str) -> str:
        return self.said.get(name, "").strip()

    def period(self) -> dict[str, Any]:
        year, quarter, month = self._get("year"), self._get("quarter"), self._get("month")
        if year and not _reads(year_period, year):
            self.errors["year"] = f"Year must be a business year, like 2017-18, not “{year}”"
        if quarter and quarter not in QUARTERS:
            self.errors["quarter"] = f"Quarter must be Q1, Q2, Q3 or Q4, not “{quarter}”"
        elif quarter and not year:
            self.errors["quarter"] = "Quarter needs a year beside it"
        if month and not _reads(month_period, month):
            self.errors["month"] = f"Month must be like 2017-09, not “{month}”"
        return {"year": year, "quarter": quarter, "month": month}

    def place(self) -> dict[str, Any]:
        area_name, unit_name = self._get("area"), self._get("unit")
        area = Area.objects.filter(name=area_name).first() if area_name else None
        if area_name and not area:
            self.errors["area"] = f"There is no Area “{area_name}”"
        if unit_name and not area_name:
            self.errors["unit"] = "Unit needs its Area beside it"
        unit = Unit.objects.filter(area=area, name=unit_name).select_related("area").first() if area else None
        if unit_name and area and not unit:
            self.errors["unit"] = f"{area.name} has no unit “{unit_name}”"
        return {"area": area, "unit": unit if unit_name else None}

    def activity(self) -> Activity | None:
        code = self.one_of("activity", "Activity", Activity.objects.ever_asked().values_list("code", flat=True))
        return Activity.objects.filter(code=code).first() if code else None

    def sensitive(self) -> str:
        if not self._get("sensitive"):
            return ""
        codes = [*SensitiveCategory.objects.values_list("code", flat=True), NO_CATEGORY]
        return self.one_of("sensitive", "Sensitive category", codes)

    def compare(self) -> tuple[str, ...]:
        named = [name.strip() for name in self._get("compare").split(",") if name.strip()]
        if unknown := [name for name in named if name not in DIMENSIONS]:
            self.errors["compare"] = f"Compare must be one of {', '.join(DIMENSIONS)}, not “{unknown[0]}”"
        elif len(named) > MOST_COMPARED:
            self.errors["compare"] = f"Compare must be by {MOST_COMPARED} or fewer"
        elif len(set(named)) < len(named):
            self.errors["compare"] = "Compare by and Then by must be different"
        return tuple(named)

    def one_of(self, name: str, label: str, codes: Iterable[str]) -> str:
        value = self._get(name)
        if value and value not in (codes := list(codes)):
            self.errors[name] = f"{label} must be one of {', '.join(codes)}, not “{value}”"
        return value


def _reads(read: Callable[[str], Period], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
