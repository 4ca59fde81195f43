"""An organisation like the demonstration one: someone in every role, in Wessex and beside it."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from iqa.calendar import SCHEME_BEGAN
from iqa.organisation.models import Area, Person, Posting, Unit, UnitKind
from iqa.permissions import Role
from tests.factories import PASSWORD


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """`unit` and `unit2` are in `area`, Wessex; `unit3` is in `area2`. A name ending in 2 works beside the one without:
    in `unit2`, or in the case of `apm2` in `area2`; one ending in 3 in `unit3`. The SDCP has both units of Wessex."""

    area: Area
    area2: Area
    unit: Unit
    unit2: Unit
    unit3: Unit
    prosecutor: Person
    prosecutor2: Person
    prosecutor3: Person
    dcp: Person
    dcp2: Person
    dcp3: Person
    sdcp: Person
    dccp: Person
    ccp: Person
    apm: Person
    apm2: Person
    businesscentre: Person
    cat: Person
    editor: Person
    pmu: Person
    director: Person
    inspector: Person
    administrator: Person

    @property
    def people(self) -> dict[str, Person]:
        """Everyone, by the name that this class has for them."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


def make_organisation() -> Organisation:
    """In a handful of inserts, for most tests begin with it."""
    area, _ = Area.objects.get_or_create(name="Wessex")
    area2, _ = Area.objects.get_or_create(name="South West")
    unit, unit2, unit3 = Unit.objects.bulk_create(
        [
            Unit(area=area, name="Portsmouth magistrates' courts", kind=UnitKind.MAGISTRATES),
            Unit(area=area, name="Winchester Crown Court", kind=UnitKind.CROWN),
            Unit(area=area2, name="Bristol Crown Court", kind=UnitKind.CROWN),
        ]
    )
    password = make_password(PASSWORD)
    people = dict(
        zip(
            _NAMES,
            Person.objects.bulk_create(
                Person(email=f"{short}@example.test", name=name, password=password) for short, name in _NAMES.items()
            ),
            strict=True,
        )
    )
    postings: list[tuple[str, Role, dict[str, Area | Unit]]] = [
        ("prosecutor", Role.PROSECUTOR, {"unit": unit}),
        ("prosecutor2", Role.PROSECUTOR, {"unit": unit2}),
        ("prosecutor3", Role.PROSECUTOR, {"unit": unit3}),
        ("dcp", Role.DCP, {"unit": unit}),
        ("dcp2", Role.DCP, {"unit": unit2}),
        ("dcp3", Role.DCP, {"unit": unit3}),
        ("sdcp", Role.SDCP, {"unit": unit}),
        ("sdcp", Role.SDCP, {"unit": unit2}),
        ("dccp", Role.DCCP, {"area": area}),
        ("ccp", Role.CCP, {"area": area}),
        ("apm", Role.APM, {"area": area}),
        ("apm2", Role.APM, {"area": area2}),
        ("businesscentre", Role.BUSINESS_CENTRE_HEAD, {"area": area}),
        ("cat", Role.CAT, {}),
        ("editor", Role.QUESTION_EDITOR, {}),
        ("pmu", Role.PMU, {}),
        ("director", Role.DIRECTOR, {}),
        ("inspector", Role.INSPECTOR, {"area": area}),
        ("administrator", Role.ADMINISTRATOR, {}),
    ]
    Posting.objects.bulk_create(
        Posting(person=people[name], role=role, starts_on=SCHEME_BEGAN, **where) for name, role, where in postings
    )
    return Organisation(area=area, area2=area2, unit=unit, unit2=unit2, unit3=unit3, **people)


_NAMES = {
    "prosecutor": "Priya Prosecutor",
    "prosecutor2": "Piotr Prosecutor",
    "prosecutor3": "Pearl Prosecutor",
    "dcp": "Dana Marker",
    "dcp2": "Dilip Marker",
    "dcp3": "Dora Marker",
    "sdcp": "Sam Senior",
    "dccp": "Dev Deputy",
    "ccp": "Cleo Chief",
    "apm": "Amir Manager",
    "apm2": "Ada Manager",
    "businesscentre": "Bea Centre",
    "cat": "Cat Assurance",
    "editor": "Ed Wording",
    "pmu": "Pam Performance",
    "director": "Di Rector",
    "inspector": "Ines Spector",
    "administrator": "Ali Admin",
}
