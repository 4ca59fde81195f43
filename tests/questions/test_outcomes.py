"""The outcomes of a draft: added, changed, moved and retired, by whoever drafts; and seen in what changed."""

import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from iqa.questions.actions import outcomes
from iqa.questions.actions.drafting import Behind
from iqa.questions.actions.outcomes import OutcomeData
from iqa.questions.models import Outcome, QuestionSet
from iqa.questions.policies.publishing import NotAllowed

pytestmark = pytest.mark.django_db
PARTLY = OutcomeData("Partly met", Outcome.CountsAs.NOT_MET, requires_whom=True)


def url(name, *args):
    return reverse(f"questions:{name}", args=args)


def text_of(response):
    inside = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", inside)))


def sent(response, **changes):
    """What the page's form would send, with changes."""
    form = response.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in fields.items()} | changes


def labels(question_set):
    return [outcome.label for outcome in Outcome.objects.allowed(question_set=question_set)]


@pytest.fixture
def partly(place, draft):
    outcome = outcomes.add_outcome(question_set=draft, data=PARTLY, by=place.editor)
    return Outcome.objects.select_related("question_set").get(pk=outcome.pk)


def edited_at(draft):
    return QuestionSet.objects.get(pk=draft.pk).edited_at


def test_an_outcome_is_added_moved_changed_and_retired(place, scheme, draft, partly):
    four = ["Fully met", "Not met", "Not met other", "Not applicable"]
    assert (partly.code, labels(draft)) == ("partly_met", [*four, "Partly met"])
    for _ in range(3):
        outcomes.move_outcome(outcome=partly, up=True, by=place.editor)
    assert labels(draft) == ["Fully met", "Partly met", *four[1:]]
    met = draft.outcomes.get(code="fully_met")
    outcomes.move_outcome(outcome=met, up=True, by=place.editor)
    assert labels(draft)[0] == "Fully met"
    data = OutcomeData("Met in part", Outcome.CountsAs.NOT_MET, requires_comment=True)
    outcomes.edit_outcome(outcome=partly, data=data, seen=edited_at(draft), by=place.editor)
    partly.refresh_from_db()
    assert (partly.code, partly.label, partly.requires_comment) == ("partly_met", "Met in part", True)
    outcomes.retire_outcome(outcome=partly, seen=edited_at(draft), by=place.editor)
    outcomes.move_outcome(outcome=partly, up=True, by=place.editor)
    assert labels(draft) == labels(scheme) == four


@pytest.mark.parametrize(
    ("label", "words"),
    [("PARTLY MET", "already has an outcome of this name"), ("???", "must have letters or numbers")],
)
def test_outcomes_are_told_apart_by_their_names(place, draft, partly, label, words):
    with pytest.raises(NotAllowed, match=words):
        outcomes.add_outcome(question_set=draft, data=PARTLY._replace(label=label), by=place.editor)


def test_nor_has_one_the_name_that_another_had(place, draft, partly):
    data = PARTLY._replace(label="Met in part")
    outcomes.edit_outcome(outcome=partly, data=data, seen=edited_at(draft), by=place.editor)
    with pytest.raises(NotAllowed, match="had this name before"):
        outcomes.add_outcome(question_set=draft, data=PARTLY, by=place.editor)
    data = PARTLY._replace(label="Not met")
    with pytest.raises(NotAllowed, match="already has an outcome of this name"):
        outcomes.edit_outcome(outcome=partly, data=data, seen=edited_at(draft), by=place.editor)


def test_whoever_comes_second_changes_and_retires_nothing_unseen(place, draft, partly):
    seen = edited_at(draft)
    outcomes.move_outcome(outcome=partly, up=True, by=place.cat)
    with pytest.raises(Behind):
        outcomes.edit_outcome(outcome=partly, data=PARTLY, seen=seen, by=place.editor)
    with pytest.raises(Behind):
        outcomes.retire_outcome(outcome=partly, seen=seen, by=place.editor)
    outcomes.retire_outcome(outcome=partly, seen=edited_at(draft), by=place.cat)
    with pytest.raises(Behind):
        outcomes.edit_outcome(outcome=partly, data=PARTLY, seen=edited_at(draft), by=place.editor)


def test_who_may_not_draft_is_refused(place, draft, partly):
    for action, given in [
        (outcomes.add_outcome, {"question_set": draft, "data": PARTLY}),
        (outcomes.edit_outcome, {"outcome": partly, "data": PARTLY, "seen": None}),
        (outcomes.move_outcome, {"outcome": partly, "up": True}),
        (outcomes.retire_outcome, {"outcome": partly, "seen": None}),
    ]:
        with pytest.raises(PermissionDenied):
            action(**given, by=place.administrator)


def test_the_pages(client, place, scheme, draft):
    client.force_login(place.editor)
    add = url("outcome_add", draft.pk)
    words = text_of(client.post(add, {}))
    assert "Enter the name of the outcome" in words
    assert "Select what it counts as" in words
    fields = {"label": "Partly met", "counts_as": "not_met", "requires": ["reason", "comment", "whom"]}
    words = text_of(client.post(add, fields, follow=True))
    assert "Partly met added." in words
    assert "Counts as not met. Needs a reason, a comment and whom it lies with." in words
    assert "already has an outcome of this name" in text_of(client.post(add, fields))
    partly = draft.outcomes.get(code="partly_met")
    moved = client.post(url("outcome_move", draft.pk, partly.pk), {"to": "up"}, follow=True)
    assert "Partly met is now 4 of 5." in text_of(moved)

    edit = url("outcome_edit", draft.pk, partly.pk)
    form = client.get(edit)
    assert form.context["form"]["requires"].value() == ["reason", "comment", "whom"]
    assert "already has an outcome" in text_of(client.post(edit, sent(form, label="Not met")))
    behind = client.post(edit, sent(form, label="Met in part", requires=[], edited_at="yesterday"))
    assert "This set was changed by Ed Wording on" in text_of(behind)
    assert "Met in part saved." in text_of(client.post(edit, sent(behind), follow=True))
    compare = text_of(client.get(url("set_compare", draft.pk)))
    assert "The set as a whole (1) Outcomes In Annex F" in compare
    assert "added: • Met in part. Counts as not met." in compare
    assert "1 difference from Annex F" in text_of(client.get(url("set_detail", draft.pk)))

    retire = url("outcome_retire", draft.pk, partly.pk)
    stale = client.post(retire, sent(client.get(retire), edited_at="yesterday"))
    assert "after you opened it. Check it again." in text_of(stale)
    assert "Met in part retired." in text_of(client.post(retire, sent(stale), follow=True))
    assert client.get(retire).status_code == 404


def test_a_published_set_keeps_its_outcomes(client, place, scheme):
    client.force_login(place.editor)
    met = scheme.outcomes.get(code="fully_met")
    refusal = "published, so it cannot be changed"
    assert refusal in text_of(client.post(url("outcome_add", scheme.pk), {"label": "New", "counts_as": "not_met"}))
    assert refusal in text_of(client.post(url("outcome_move", scheme.pk, met.pk), {"to": "down"}, follow=True))
    for name in ("outcome_edit", "outcome_retire"):
        page = url(name, scheme.pk, met.pk)
        assert refusal in text_of(client.post(page, sent(client.get(page))))
    assert "outcomes/add" not in client.get(url("set_detail", scheme.pk)).content.decode()
