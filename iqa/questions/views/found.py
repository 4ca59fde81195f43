"""A set or a question for a page, or why not."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from iqa.organisation.models import Person
from iqa.permissions import NATIONAL, Permission, check_permission
from iqa.questions import presenters
from iqa.questions.forms.sets import SetReadForm
from iqa.questions.models import QuestionSet, Wording


class PersonRequest(HttpRequest):
    """A request as views get it: nobody comes past the sign-in unknown."""

    user: Person


def check_may_draft(request: PersonRequest) -> None:
    check_permission(request.user, Permission.DRAFT_QUESTION_SETS, NATIONAL)


def get_set(request: PersonRequest, pk: int) -> QuestionSet:
    """The set, if `request.user` may draft."""
    check_may_draft(request)
    return get_object_or_404(QuestionSet.objects.select_related("copied_from", "edited_by", "published_by"), pk=pk)


def find_question(request: PersonRequest, pk: int, question: int) -> Wording | None:
    """The question of a set, if `request.user` may draft and it is still there."""
    check_may_draft(request)
    return Wording.objects.with_facts().filter(question_set=pk, pk=question).first()


def say_behind(form: SetReadForm, question_set: QuestionSet) -> None:
    """Somebody edited the set after it was read: the form says so, and may be sent again."""
    form.add_error(None, f"{presenters.edited_words(question_set)}, after you opened it. Check it again.")
    form.show_as_read(question_set)
