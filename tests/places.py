"""An organisation like the demonstration one: someone in every role, in Wessex and beside it."""

from dataclasses import dataclass

from iqa.organisation.models import Area, Person, Unit, UnitKind
from iqa.permissions import Role
from tests.factories import AreaFactory, PersonFactory, PostingFactory, UnitFactory


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
    area, area2 = AreaFactory(name="Wessex"), AreaFactory(name="South West")
    unit = UnitFactory(area=area, name="Portsmouth magistrates' courts")
    unit2 = UnitFactory(area=area, name="Winchester Crown Court", kind=UnitKind.CROWN)
    unit3 = UnitFactory(area=area2, name="Bristol Crown Court", kind=UnitKind.CROWN)
    sdcp = _someone("sdcp", Role.SDCP, unit=unit)
    PostingFactory(person=sdcp, role=Role.SDCP, unit=unit2)
    return Organisation(
        area=area,
        area2=area2,
        unit=unit,
        unit2=unit2,
        unit3=unit3,
        prosecutor=_someone("prosecutor", Role.PROSECUTOR, unit=unit),
        prosecutor2=_someone("prosecutor2", Role.PROSECUTOR, unit=unit2),
        prosecutor3=_someone("prosecutor3", Role.PROSECUTOR, unit=unit3),
        dcp=_someone("dcp", Role.DCP, unit=unit),
        dcp2=_someone("dcp2", Role.DCP, unit=unit2),
        dcp3=_someone("dcp3", Role.DCP, unit=unit3),
        sdcp=sdcp,
        dccp=_someone("dccp", Role.DCCP, area=area),
        ccp=_someone("ccp", Role.CCP, area=area),
        apm=_someone("apm", Role.APM, area=area),
        apm2=_someone("apm2", Role.APM, area=area2),
        businesscentre=_someone("businesscentre", Role.BUSINESS_CENTRE_HEAD, area=area),
        cat=_someone("cat", Role.CAT),
        editor=_someone("editor", Role.QUESTION_EDITOR),
        pmu=_someone("pmu", Role.PMU),
        director=_someone("director", Role.DIRECTOR),
        inspector=_someone("inspector", Role.INSPECTOR, area=area),
        administrator=_someone("administrator", Role.ADMINISTRATOR),
    )


def _someone(name: str, role: Role, **place: Area | Unit) -> Person:
    person = PersonFactory(email=f"{name}@example.test", name=_NAMES[name])
    PostingFactory(person=person, role=role, **place)
    return person


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
