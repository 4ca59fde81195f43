"""The demonstration's places and people."""

from typing import Any

from django.contrib.auth.hashers import make_password

from iqa.organisation.models import Area, Person, Posting, Unit

PASSWORD = "iqa-demo"  # noqa: S105  (known to all: demonstration mode never starts on a public address)


def make_units(described: dict[str, Any]) -> dict[str, Unit]:
    """The units by the names that the description gives them."""
    return {
        key: Unit.objects.create(area=Area.objects.get(name=unit["area"]), name=unit["name"], kind=unit["kind"])
        for key, unit in described["units"].items()
    }


def make_people(described: dict[str, Any], units: dict[str, Unit]) -> dict[str, Person]:
    """Everyone, by the part of their address before the @, with their postings; only accounts can sign in."""
    areas = {area.name: area for area in Area.objects.filter(name__in=described["areas"])}
    # Hashed once: everyone has the same password, and a hash is slow to make.
    password, none = make_password(PASSWORD), make_password(None)
    people = {}
    for group, hashed in (("accounts", password), ("colleagues", none)):
        for key, one in described[group].items():
            email = f"{key}@example.test"
            people[key] = Person.objects.create(email=email, name=one["name"], password=hashed)
            _post(people[key], one["postings"], units, areas)
    return people


def _post(person: Person, postings: list[list[Any]], units: dict[str, Unit], areas: dict[str, Area]) -> None:
    for role, place, starts_on, *ends_on in postings:
        Posting.objects.create(
            person=person,
            role=role,
            unit=units.get(place),
            area=areas.get(place),
            starts_on=starts_on,
            ends_on=ends_on[0] if ends_on else None,
        )
