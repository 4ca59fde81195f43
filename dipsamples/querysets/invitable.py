"""What an exercise is made of: where somebody may make one, whom they may invite, which cases are known."""

from collections.abc import Iterable
from datetime import date

from assessments.models import Case
from iqa.organisation.models import Area, Person, Posting
from iqa.permissions import NATIONAL, Permission, places_with, roles_with


def places_to_run_in(person: Person) -> list[Area | None]:
    """The nation (None) first, then the Areas in all of which they run exercises, by name."""
    places = places_with(person, Permission.RUN_EXERCISES)
    areas = Area.objects.filter(pk__in=[place.area_id for place in places if not place.unit_id and place.area_id])
    return [*([None] if NATIONAL in places else []), *areas]


def invitable(where: Iterable[Area | None], *, on: date) -> dict[Person, str]:
    """Those who may record IQAs in one of these, each with the places of their postings there in words: by place, then
    by name."""
    people: dict[int, Person] = {}
    for area in where:
        people |= {person.pk: person for person in Person.objects.holding(Permission.RECORD_IQAS, on=on, area=area)}
    postings = Posting.objects.in_force(on=on).filter(person__in=people, role__in=roles_with(Permission.RECORD_IQAS))
    names: dict[int, list[str]] = {pk: [] for pk in people}
    for posting in postings.select_related("unit__area", "area").order_by("unit__area__name", "unit__name", "pk"):
        names[posting.person_id].append(posting.place_name)
    in_words = {person: "; ".join(names[pk]) or "By a grant" for pk, person in people.items()}
    return dict(sorted(in_words.items(), key=lambda each: (each[1], each[0].name, each[0].pk)))


def unregistered(urns: Iterable[str]) -> list[str]:
    """Those of `urns` that no case has, in their order."""
    urns = list(urns)
    known = set(Case.objects.filter(urn__in=urns).values_list("urn", flat=True))
    return [urn for urn in urns if urn not in known]
