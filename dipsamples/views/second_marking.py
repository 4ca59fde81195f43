"""Mark the questions about work that is marked elsewhere too: the same page as an IQA's, blind to what others said."""

from abc import ABC
from collections.abc import Mapping
from typing import Any, Self

from assessments.policies.answers import AnswerData
from assessments.views.marking_page import MarkingPage, Saved
from assessments.views.visible import PersonRequest
from dipsamples.actions import second_markings
from dipsamples.models import SecondMarking


class SecondMarkingPage(MarkingPage, ABC):
    """Over a person's own second marking, read `with_facts`. What it says and where it leads, a subclass says; its
    `words` begin with these."""

    template = "dipsamples/second_marking.html"

    def __init__(self, request: PersonRequest, second: SecondMarking) -> None:
        super().__init__(request, second.marking, Saved(second.draft_version, second.saved_at, second.by))
        self.second = second

    def reread(self) -> Self:
        return type(self)(self.request, self.stored_now())

    def stored_now(self) -> SecondMarking:
        return SecondMarking.objects.visible_to(self.request.user).with_facts().get(pk=self.second.pk)

    def save(self, answers: Mapping[int, AnswerData], version: int) -> int:
        return second_markings.save_answers(second=self.second, answers=answers, version=version, by=self.request.user)

    def words(self) -> dict[str, Any]:
        return {"kept_under": f"second-{self.second.pk}-{self.request.user.pk}"}
