"""What reference markings add to the pages of IQAs."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from assessments.additions import Added, Addition, Note, register
from assessments.models import Assessment, State
from assessments.policies.access import is_hidden, is_own_work
from assessments.presenters.assessment import Link
from assessments.presenters.timeline import Entry
from dipsamples.models import SecondMarking
from dipsamples.policies.references import may_refer
from dipsamples.presenters.references import made_words, page_of
from dipsamples.querysets.reference import blind_to, references_visible_to
from iqa.organisation.models import Person


@register
class References(Addition):
    def hides(self, person: Person) -> Q:
        """Those that the person is marking blind."""
        return blind_to(person)

    def added(self, assessment: Assessment, person: Person) -> Added:
        """To those who may see it; never to the person whose work it is."""
        if is_own_work(person, assessment):
            return Added()
        seconds = list(references_visible_to(person).filter(assessment=assessment).with_facts())
        return Added(
            notes=tuple(Note(_words(second), page_of(second)) for second in seconds),
            links=tuple(_links(assessment, person, seconds)),
            entries=tuple(
                Entry("Marked for reference", second.finished_at, second.by.name, href=page_of(second))
                for second in seconds
                if second.finished_at
            ),
        )


def _words(second: SecondMarking) -> str:
    return made_words(second) if second.finished_at else "Go on marking this IQA for reference"


def _links(assessment: Assessment, person: Person, seconds: list[SecondMarking]) -> Iterator[Link]:
    begun = any(second.by_id == person.pk for second in seconds)
    is_on_record = assessment.state in (State.RECORDED, State.CLOSED)
    if may_refer(person, assessment) and is_on_record and not begun and not is_hidden(assessment):
        yield Link("Mark for reference", reverse("dipsamples:reference_add", args=[assessment.pk]))
