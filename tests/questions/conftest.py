"""A draft set to edit, a copy of Annex F made by the question editor; and who edits and who publishes, signed in."""

import pytest

from iqa.questions.actions import editing
from iqa.questions.actions.reasons import ReasonData
from iqa.questions.models import QuestionSet, Wording


@pytest.fixture
def draft(place, scheme) -> QuestionSet:
    return editing.copy_set(source=scheme, title="Revision of 2030", by=place.editor)


@pytest.fixture
def nine(draft) -> Wording:
    """Question 9 of the draft, with its reasons."""
    return Wording.objects.of_set(draft).get(number=9)


@pytest.fixture
def as_it_is():
    """A question's words and reasons as they are, for an edit to change: `as_it_is(wording, text="…")`."""

    def asked(wording: Wording, **changes) -> editing.QuestionData:
        own = [reason for reason in wording.reasons.all() if not reason.is_other]
        words = {
            "number": wording.number,
            "label": wording.label,
            "text": wording.text,
            "guidance": wording.guidance,
            "reasons": tuple(ReasonData(reason.text, reason.code) for reason in own),
        }
        return editing.QuestionData(**{**words, **changes})

    return asked


@pytest.fixture
def editor(client, place):
    client.force_login(place.editor)
    return client


@pytest.fixture
def second(client, place):
    client.force_login(place.cat)
    return client
