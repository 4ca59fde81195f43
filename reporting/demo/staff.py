"""The nation's units and people: who sits where, from when to when."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from iqa.organisation.models import Area, Person, Posting, Unit, UnitKind
from iqa.permissions import Role

# What an Area has; the larger ones have a second unit of the first two. CPS Direct has charging teams alone.
_KINDS = {
    UnitKind.MAGISTRATES: "Magistrates' Courts Team",
    UnitKind.CROWN: "Crown Court Team",
    UnitKind.RASSO: "RASSO Team",
    UnitKind.CCU: "Complex Casework Team",
}
_TWICE = (UnitKind.MAGISTRATES, UnitKind.CROWN)
_LARGE = ("London North", "London South", "North West", "West Midlands", "Yorkshire and Humberside", "South East")
_DIRECT_TEAMS = 4
_DCPS, _PROSECUTORS = 3, 14
# Of those who sit somewhere, how many in a half year move to another unit, and how many leave.
_MOVE, _LEAVE = 0.04, 0.03

_FIRST = "Ada Amin Bea Caleb Dilys Elin Farah Gwil Hugo Imran Jess Kezia Lorcan Mabel Nadia Osian Pia Rafi Seren Tariq"
_LAST = """Ashwell Birchmoor Coldbrook Dunsley Elmhurst Foxcombe Greenhowe Hartwick Ironbridge Jessamy Kingswell Lowther
Marlowe Nettlefold Oakenshaw Pennymoor Quarrington Ravenscar Silverton Thornaby Underhill Venning Whitlock Yarrowby"""


@dataclass
class Seat:
    """A place in a unit, and who has had it: (from, person, how they mark or work), the last without an end."""

    unit: Unit
    role: Role
    holders: list[tuple[date, int, float]] = field(default_factory=list)

    def holder(self, day: date) -> tuple[int, float]:
        """The key of whoever has it on a day, and their manner: 0 is average, above it lenient or good."""
        for since, person, manner in reversed(self.holders):
            if since <= day:
                return person, manner
        return self.holders[0][1:]


@dataclass(frozen=True)
class Staff:
    """The seats by unit, and each Area's samplers."""

    assessors: dict[int, list[Seat]]
    prosecutors: dict[int, list[Seat]]
    samplers: dict[int, Seat]
    units: list[Unit]


def make_staff(*, start: date, end: date, random: Random) -> Staff:
    """Units, people and postings from `start` on; people move and leave each half year."""
    units = list(_make_units(start))
    seats = [
        Seat(unit, role)
        for unit in units
        for role, number in ((Role.DCP, _DCPS), (Role.PROSECUTOR, _PROSECUTORS))
        for _ in range(number)
    ]
    first_of_area = {unit.area_id: unit for unit in reversed(units)}
    samplers = {area: Seat(unit, Role.DCCP) for area, unit in first_of_area.items()}
    _fill([*seats, *samplers.values()], start=start, end=end, random=random)
    return Staff(
        assessors=_by_unit(seats, Role.DCP),
        prosecutors=_by_unit(seats, Role.PROSECUTOR),
        samplers=samplers,
        units=units,
    )


def units_exist() -> bool:
    """Whether the nation's units have been made."""
    return Unit.objects.filter(area__name="CPS Direct", name=_direct_team(0)).exists()


def _direct_team(number: int) -> str:
    return f"Charging Team {number + 10}"


def _make_units(start: date) -> Iterator[Unit]:
    for area in Area.objects.all():
        if area.name == "CPS Direct":
            named = [(_direct_team(n), UnitKind.CPS_DIRECT) for n in range(_DIRECT_TEAMS)]
        else:
            named = [(f"{name} 1", kind) for kind, name in _KINDS.items()]
            named += [(f"{_KINDS[kind]} 2", kind) for kind in _TWICE if area.name in _LARGE]
        if area.name == "London North":
            named.append(("Central Casework Division", UnitKind.CENTRAL))
        for name, kind in named:
            yield Unit.objects.create(area=area, name=name, kind=kind, opened_on=start)


def _fill(seats: list[Seat], *, start: date, end: date, random: Random) -> None:
    """Put someone in every seat, and let them change places."""
    people, added = _PeopleToCome(random), []
    for seat in seats:
        seat.holders.append((start, people.next(), random.gauss(0, 1)))
    for day in _half_years(start, end):
        for role in (Role.DCP, Role.PROSECUTOR):
            among = [seat for seat in seats if seat.role == role]
            movers = random.sample(among, round(len(among) * _MOVE) // 2 * 2)
            for one, other in zip(movers[::2], movers[1::2], strict=True):
                theirs, ours = one.holders[-1][1:], other.holders[-1][1:]
                one.holders.append((day, *ours))
                other.holders.append((day, *theirs))
            for seat in random.sample(among, round(len(among) * _LEAVE)):
                seat.holders.append((day, people.next(), random.gauss(0, 1)))
    Person.objects.bulk_create(people.made, batch_size=1000)
    for seat in seats:
        seat.holders = [(since, people.made[number].pk, manner) for since, number, manner in seat.holders]
        ends = [since - timedelta(days=1) for since, *_ in seat.holders[1:]] + [None]
        added += [
            _posting(seat, person, since, last) for (since, person, _), last in zip(seat.holders, ends, strict=True)
        ]
    Posting.objects.bulk_create(added, batch_size=1000)


def _posting(seat: Seat, person: int, since: date, last: date | None) -> Posting:
    place = {"area": seat.unit.area} if seat.role == Role.DCCP else {"unit": seat.unit}
    # Two moves on one day leave a posting of no days: its first day is then its last.
    return Posting(person_id=person, role=seat.role, starts_on=since, ends_on=last and max(last, since), **place)


class _PeopleToCome:
    """People with invented names; none of them signs in."""

    def __init__(self, random: Random) -> None:
        self.random, self.none = random, make_password(None)
        self.made: list[Person] = []
        self.first, self.last = _FIRST.split(), _LAST.split()

    def next(self) -> int:
        """The place in `made` of one more."""
        number = len(self.made)
        first, last = self.random.choice(self.first), self.random.choice(self.last)
        email = f"{first}.{last}{number}@example.test".lower()
        self.made.append(Person(email=email, name=f"{first} {last}", password=self.none))
        return number


def _half_years(start: date, end: date) -> Iterator[date]:
    """The first days of April and October between the two."""
    days = (date(year, month, 1) for year in range(start.year, end.year + 1) for month in (4, 10))
    return (day for day in days if start < day <= end)


def _by_unit(seats: list[Seat], role: Role) -> dict[int, list[Seat]]:
    found: dict[int, list[Seat]] = {}
    for seat in seats:
        if seat.role == role:
            found.setdefault(seat.unit.pk, []).append(seat)
    return found
