from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from assessments.actions.fingerprints import fingerprint_of
from assessments.actions.markings import Behind
from assessments.models import Case, SensitiveCategory
from iqa.audit.actions import log_event, log_read
from iqa.organisation.models import Person


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What is known of a case besides its URN; `finalised` is how, empty while it is live."""

    court_level: str
    plea: str = ""
    sensitive: Iterable[SensitiveCategory] = ()
    finalised: str = ""
    next_hearing: date | None = None
    trial_date: date | None = None

    def columns(self) -> dict:
        names = ("court_level", "plea", "finalised", "next_hearing", "trial_date")
        return {name: getattr(self, name) for name in names}

    @property
    def fingerprint(self) -> str:
        """The same for the same facts: what a page carries to say which it showed."""
        return fingerprint_of((self.columns(), sorted(category.pk for category in self.sensitive)))


def facts_of(case: Case) -> CaseFacts:
    return CaseFacts(
        court_level=case.court_level,
        plea=case.plea,
        sensitive=case.sensitive.all(),
        finalised=case.finalised,
        next_hearing=case.next_hearing,
        trial_date=case.trial_date,
    )


def look_up(*, urn: str, by: Person) -> Case | None:
    """The case of exactly this URN, for whoever may record; that its facts were looked at is logged."""
    case = Case.objects.with_facts().filter(urn=urn).first()
    if case:
        log_read(subject=case, by=by)
    return case


@transaction.atomic
def register(*, urn: str, facts: CaseFacts, by: Person) -> Case:
    """Register a case once. A URN that somebody registered meanwhile is returned as it stands."""
    case, created = Case.objects.get_or_create(urn=urn, defaults=facts.columns())
    if created:
        case.sensitive.set(facts.sensitive)
        log_event(verb="registered", subject=case, by=by)
    return case


@transaction.atomic
def edit(*, case: Case, facts: CaseFacts, by: Person, seen: str | None = None) -> None:
    """Change the facts of a case. What was copied to recorded IQAs stays as it was. `seen` is the fingerprint of the
    facts that the page showed before.

    Raises `Behind` where others have been saved since; saying the same is not behind.
    """
    stored = facts_of(Case.objects.select_for_update().get(pk=case.pk)).fingerprint
    if seen not in (None, stored) and facts.fingerprint != stored:
        raise Behind
    Case.objects.filter(pk=case.pk).update(**facts.columns())
    case.sensitive.set(facts.sensitive)
    log_event(verb="edited", subject=case, by=by)
