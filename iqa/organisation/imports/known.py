"""What an import finds: the database's side of a plan."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from iqa.calendar import today
from iqa.organisation.imports.changes import PostingKey, PostingTerms
from iqa.organisation.imports.planning import Known, KnownUnit
from iqa.organisation.imports.rules import Importer
from iqa.organisation.models import Area, Grant, Person, Posting, Unit
from iqa.organisation.policies.postings import manages_nation, manages_wholly, roles_given_by


def known_to(emails: Collection[str]) -> Known:
    """What there is, and of people those with one of `emails`."""
    postings = Posting.objects.filter(person__email__in=emails).select_related("person", "area", "unit__area")
    return Known(
        units={
            (unit.area.name, unit.name): KnownUnit(unit.kind, unit.opened_on, unit.closed_on)
            for unit in Unit.objects.select_related("area")
        },
        names=dict(Person.objects.filter(email__in=emails).values_list("email", "name")),
        postings={key_of(posting): terms_of(posting) for posting in postings},
    )


def key_of(posting: Posting) -> PostingKey:
    area = posting.unit.area if posting.unit else posting.area
    unit = posting.unit.name if posting.unit else ""
    return PostingKey(posting.person.email, posting.role, area.name if area else "", unit, posting.starts_on)


def terms_of(posting: Posting) -> PostingTerms:
    return PostingTerms(posting.ends_on, posting.is_advocate, posting.full_time_equivalent)


def importer(by: Person, emails: Collection[str]) -> Importer:
    """What `by` may import of people with one of `emails`."""
    known = Person.objects.filter(email__in=emails).prefetch_related("postings__unit")
    found = set(Person.objects.managed_by(by).filter(email__in=emails).values_list("email", flat=True))
    not_ended = {
        person: [posting for posting in person.postings.all() if not posting.ends_on or posting.ends_on >= today()]
        for person in known
    }
    return Importer(
        email=by.email,
        areas=None if manages_nation(by) else set(Area.objects.managed_by(by).values_list("name", flat=True)),
        roles=set(roles_given_by(by)),
        found=found,
        wholly={
            person.email
            for person, postings in not_ended.items()
            if person.email in found and manages_wholly(by, person, postings)
        },
    )


def granted_to(emails: Collection[str]) -> dict[str, list[tuple[date, date]]]:
    """The days of the grants, in force or asked for, of people with one of `emails`, by it."""
    granted: dict[str, list[tuple[date, date]]] = defaultdict(list)
    grants = Grant.objects.filter(person__email__in=emails, refused_at__isnull=True)
    for email, first_day, last_day in grants.values_list("person__email", "starts_on", "ends_on"):
        granted[email].append((first_day, last_day or date.max))
    return granted


def others_administer(emails: Collection[str]) -> bool:
    """Whether an administrator goes on who has none of `emails`."""
    return Posting.objects.administrators_without_end(on=today()).exclude(person__email__in=emails).exists()
