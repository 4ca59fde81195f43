"""Comments that may leave the service."""

from collections.abc import Iterator

from assessments.models import Answer
from assessments.querysets.assessment import AssessmentQuerySet
from iqa.organisation.models import Person
from reporting.choices import Choices
from reporting.policies.access import Scope, comment_places
from reporting.querysets.selection import Selection


def commented(choices: Choices, person: Person) -> AssessmentQuerySet:
    """The recorded IQAs of these choices where `person` may read comments and reports, without those on own work."""
    scope = Scope(places=tuple(comment_places(person)), reader=person)
    return Selection.today(choices, scope).assessments().recorded().exclude(half_day__prosecutor=person)


def comments_of(pks: list[int]) -> Iterator[Answer]:
    """The answers with a comment or another reason in the current markings of these IQAs, as they are asked for."""
    found = (
        Answer.objects.filter(marking__current_in__in=pks, outcome__isnull=False)
        .exclude(comment="", other_reason="")
        .select_related("question", "outcome", "marking__current_in__half_day__activity")
        .select_related("marking__current_in__half_day__unit__area", "marking__question_set")
        .prefetch_related("reasons")
        .order_by("marking__current_in", "pk")
    )
    return found.iterator(chunk_size=500)
